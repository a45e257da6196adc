"""What the page must ask the browser: WebGL2, the view of the maps, the language.

Streamlit mounts a new plotly chart whenever its figure changes, so plotly's
``uirevision`` alone cannot keep the view: the script `browser.js` carries centre and
zoom from one chart to the next, by ``layout.map.uirevision``, and shows the
last picture of the map until the next one is painted.
"""

from pathlib import Path

import streamlit as st

_COOKIE = "webgl2"
_STATE = "_webgl2"

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

_probe = st.components.v2.component("browser_probe", js=_SCRIPT)


def webgl2() -> bool | None:
    """Tell whether this browser has WebGL2; None until it has answered.

    Call once a run, outside any page. The browser answers once, with one rerun,
    and a session cookie spares the next sessions even that. Draw no map while
    the answer is None: a MapLibre map without WebGL2 is blank and logs errors.
    Where no browser is (tests), WebGL2 is taken as there.
    """
    known = st.session_state.get(_STATE)
    if known is None and (cookie := st.context.cookies.get(_COOKIE)) in ("0", "1"):
        known = cookie == "1"
    with st.container(key="browser_probe"):
        answer = _probe(
            key="browser_probe_answer",
            data={"known": known, "cookie": _COOKIE},
            height=1,
            on_webgl2_change=lambda: None,
        )
    if answer.webgl2 is not None:
        known = bool(answer.webgl2)
    if known is None and not st.context.headers:
        known = True
    st.session_state[_STATE] = known
    return known
