"""ÉquiStage: the frame of every page, then the page. `streamlit run app.py` starts it."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

if __name__ == "__main__":  # a session's run of the script
    from pages.components import browser, cards, collecting, first_store, reading, style
    from pages.components.campaign import snapshots
    from pages.components.url_state import read_address, select

    st.set_page_config(page_title="ÉquiStage", layout="wide")
    reading_pages = [
        st.Page("pages/lecture/overview.py", title="Vue d’ensemble", default=True),
        st.Page("pages/lecture/access.py", title="Accès aux stages", url_path="acces"),
        st.Page("pages/lecture/equity.py", title="Équité", url_path="equite"),
        st.Page("pages/lecture/companies.py", title="Entreprises engagées", url_path="entreprises"),
        st.Page("pages/pilotage/pole.py", title="Mon pôle", url_path="pole"),
    ]
    steering_pages = [
        st.Page("pages/pilotage/digest.py", title="Changements", url_path="changements"),
        st.Page("pages/pilotage/journal.py", title="Actions", url_path="journal"),
        st.Page("pages/pilotage/snapshots.py", title="Instantanés", url_path="instantanes"),
        st.Page("pages/pilotage/exports.py", title="Exports", url_path="exports"),
    ]
    data_pages = [
        st.Page("pages/lecture/method.py", title="Lecture et méthode", url_path="methode"),
        st.Page("pages/administration/data.py", title="Données", url_path="donnees"),
        st.Page("pages/administration/pairs.py", title="Rapprochements", url_path="rapprochements"),
    ]
    page = st.navigation(
        {"": reading_pages, "Pilotage": steering_pages, "Données et méthode": data_pages},
        position="top",
    )
    st.session_state[collecting.PAGE] = page.url_path
    style.apply()
    first_store.ensure()
    messages = read_address((reading.LEVEL, reading.snapshot()))
    view = reading.view_of_page()
    st.session_state["webgl2"] = browser.webgl2()
    style.frame(first_store.banner_text(view), view.scope.label)
    with st.container(key="level_of_view"):
        select(reading.LEVEL, "collapsed")
    snapshots.banner(view)
    for message in messages:
        st.warning(message)
    cards.start_page()
    page.run()
    cards.export_page(page.title)
else:  # imported once by the server
    from pages.components.server import FrenchDocument, ready, told

    app = App(
        __file__, middleware=[Middleware(FrenchDocument)], lifespan=ready, on_script_error=told
    )
