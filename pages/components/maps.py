"""Show a map and listen to its clicks, whichever its rendering."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from figures.maps import TOPOJSON_URL
from figures.screen import plot
from figures.sketch import Sketch
from pages.components.reading import Outlines

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


@dataclass(frozen=True)
class Ground:
    """What a map stands on, and what a click on it does.

    Parameters
    ----------
    outlines : those that it draws
    on_pick : takes the code that was clicked
    place : what holds it in a point, ``"location"`` for a map of zones, ``"customdata"`` for
        communes
    """

    outlines: Sequence[Outlines]
    on_pick: Callable[[str], None]
    place: str = "location"


def simplified(rendering: str) -> bool:
    """Tell whether maps are SVG: the reader's choice, or a browser without WebGL2."""
    return rendering == "simple" or st.session_state.get("webgl2") is False


def clickable_map(fig: Sketch, key: str, alt: str, ground: Ground) -> None:
    """Draw the map once the browser has said what it can."""
    if st.session_state.get("webgl2") is None:  # the browser answers in a moment
        st.html(f'<div style="height:{fig.height}px"></div>')
        return

    def picked() -> None:
        points = st.session_state[key].selection.points
        if points:
            code = points[0].get(ground.place)
            ground.on_pick(code[0] if isinstance(code, (list, tuple)) else code)

    st.plotly_chart(
        plot(fig),
        key=key,
        alt=alt,
        on_select=picked,
        selection_mode="points",
        theme=None,
        config=CONFIG,
    )
