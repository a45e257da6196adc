"""Exports : que montrer au comité ?"""

import streamlit as st

from analytics.disclosure import Level
from pages.components import collecting, reading, settings, style
from pages.components.exports import making, refreshing, views
from pages.components.pole import printing
from pages.components.url_state import ordered, read_address, select
from slides import choosing, template

# Réglages
view = reading.view_of_page()
controls = (settings.campaign(view), settings.zone(view), making.document(view))
answer, _, codes = settings.bar("Que montrer au comité\u00a0?", controls)
year, zone, document = codes
order = ordered("parties", "Parties, dans l’ordre du diaporama", making.OPTIONS, making.DEFAULT)
refresh_as = refreshing.campaign(year)
messages = read_address((refresh_as,))

# Calcul
bef = settings.selected(zone)
inside = making.view_for(view, document)
whole = making.outline_or_stop(inside, bef, year)
found = making.sort_out(inside, collecting.views(), Level(document))
parts = [int(code) for code in order]
made = choosing.arrange(whole, parts, found.slides, found.geometry)
taken = found.views if str(choosing.ADDED) in order else ()

# Vue
with answer:
    style.answer(making.answer(made, taken))
left, right = st.columns([0.6, 0.4], gap="large")
with left:
    style.caption(
        "Aperçu", "une phrase par sujet\u00a0; un long tableau prend plusieurs diapositives"
    )
    style.definitions(making.preview(made))
with right:
    style.caption("Fichiers", "tous portent leur niveau, leur source et leur périmètre")
    with st.expander("Autre modèle (.pptx)"), st.container(key="sent_template"):
        sent = st.file_uploader("Modèle à votre charte", type="pptx", key="template")
        st.download_button(
            "Partir du modèle d’ÉquiStage",
            data=template.OURS.read_bytes,
            file_name=template.OURS.name,
            key="our_template",
        )
    making.offer_deck(made, making.template_of(sent), inside)
    making.offer_tables(made, taken, inside)
    if bef and view.scope.in_charge:
        st.caption(
            f"Le pôle en deux pages, document interne\u00a0: comme sur la page "
            f"[Mon pôle](pole?bef={bef}&campagne={year})."
        )
        printing.offer_elsewhere(view, year, bef)
    views.show(found.refused)
style.caption(
    "Actualiser un diaporama modifié",
    "les textes, formes et diapositives modifiés à la main sont gardés\u00a0; seuls les chiffres "
    "d’ÉquiStage changent",
)
for message in messages:
    st.warning(message)
with st.container(key="sent_deck"):
    edited = st.file_uploader("Diaporama fait ici, modifié ou non (.pptx)", key="edited")
with st.container(horizontal=True, vertical_alignment="bottom"):
    moved = select(refresh_as) != refreshing.KEEP
    if st.button("Actualiser", disabled=edited is None, key="refresh"):
        refreshing.run(edited, inside, year if moved else None)
refreshing.show(inside)
with st.expander("Ce que cela ne dit pas"):
    st.markdown(
        "Un document de comité ne contient que ce qui est **diffusé**, quelle que soit la vue à "
        "l’écran\u00a0: les taux sur moins de 20 périodes y sont masqués. Une vue ajoutée depuis "
        "la vue interne n’entre que dans un document interne, marqué comme tel. Une vue ajoutée "
        "est gardée telle quelle\u00a0: elle ne s’actualise pas. Le découpage en BEF est une "
        "**hypothèse, à confirmer par l’académie**."
    )
