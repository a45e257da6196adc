"""The images of the figures of a page: one menu a figure, and all of them in one file."""

from functools import partial

import streamlit as st

from figures.image import archive, image
from figures.image.still import Form, Still
from figures.marks import NAMES, level_of
from figures.words import french

ON_PAGE = "figures_on_page"  # in the state of the session
_MIMES = {Form.SVG: "image/svg+xml", Form.PNG: "image/png"}


def start_page() -> None:
    """Forget the figures of the page before."""
    st.session_state.pop(ON_PAGE, None)


def offer(still: Still) -> None:
    """The menu of a figure's images, which are made when they are asked for."""
    st.session_state.setdefault(ON_PAGE, []).append(still)
    with st.popover("Image", type="tertiary", key=f"image_{still.key}"):
        for form in Form:
            st.download_button(
                f"Image ({form.upper()}, {NAMES[still.published.level]})",
                data=partial(image, still, form),
                file_name=still.file_name(form),
                mime=_MIMES[form],
                key=f"{form}_{still.key}",
                on_click="ignore",
            )


def export_page(page: str) -> None:
    """The button that gives all the figures of a page, where it has some.

    Parameters
    ----------
    page : its title, in the name of the file
    """
    stills: list[Still] = st.session_state.get(ON_PAGE, [])
    if not stills:
        return
    level = level_of(still.published for still in stills)
    count = french.plural(len(stills), "figure")
    st.download_button(
        f"Figures de la page\u00a0: {count} (SVG et PNG, zip, {NAMES[level]})",
        data=lambda: archive(stills),
        file_name=f"equistage-{page}-figures-{level}.zip",
        mime="application/zip",
        key="export_figures",
        on_click="ignore",
    )
