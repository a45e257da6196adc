"""Show a map and listen to its clicks, whichever its rendering."""

from dataclasses import replace

import streamlit as st

from figures.cards.card import Ground
from figures.maps.maps import TOPOJSON_URL
from figures.screen import plot
from figures.sketch import Sketch
from pages.components import reading, settings
from pages.components.reading import View
from pages.components.url_state import choose

CONFIG = {
    "displaylogo": False,
    "scrollZoom": False,  # the wheel scrolls the page
    "topojsonURL": TOPOJSON_URL,
    "locale": "fr",
    "locales": {
        "fr": {
            "dictionary": {
                "Zoom in": "Agrandir",
                "Zoom out": "Réduire",
                "Reset view": "Vue initiale",
                "Reset": "Vue initiale",
                "Download plot as a PNG": "Enregistrer l’image",
                "Download plot as a png": "Enregistrer l’image",
            }
        }
    },
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "pan2d", "toImage", "hoverClosestGeo"],
}


# Outlines that a map of a level has, and what holds the BEF in a point that is clicked.
_OUTLINES = {"bef": ("bef",), "commune": ("commune", "bef")}
_PLACES = {"bef": "location", "commune": "customdata"}


def ground(view: View, level: str) -> Ground:
    """What a map stands on: SVG by the reader's choice, or in a browser without WebGL2."""
    simple = settings.chosen_rendering() == "simple" or st.session_state.get("webgl2") is False
    return replace(whole_ground(view, level), simplified=simple)


def whole_ground(view: View, level: str = "commune") -> Ground:
    """Outlines that a map of a level stands on; those of communes have all that others have."""
    return Ground({name: reading.outlines(view, name) for name in _OUTLINES[level]})


def clickable_map(fig: Sketch, key: str, alt: str, level: str) -> None:
    """Draw the map once the browser has said what it can; a click chooses a BEF."""
    if st.session_state.get("webgl2") is None:  # the browser answers in a moment
        st.html(f'<div style="height:{fig.height}px"></div>')
        return

    def picked() -> None:
        points = st.session_state[key].selection.points
        if points:
            code = points[0].get(_PLACES[level])
            choose("bef", code[0] if isinstance(code, (list, tuple)) else code)

    st.plotly_chart(
        plot(fig),
        key=key,
        alt=alt,
        on_select=picked,
        selection_mode="points",
        theme=None,
        config=CONFIG,
    )
