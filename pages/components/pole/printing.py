"""The page of a pôle on two A4 sheets, to be downloaded."""

import streamlit as st

from analytics.disclosure import Published
from figures.printed_pole import Printed, printed_pole
from pages.components import cards, reading
from pages.components.pole.facts import Pole


def offer(
    pole: Pole,
    spine: Published,
    findings: Published,
    trend: Published,
    verdict: str,
    schools: Published,
    lacks: Published,
    blind: Published,
    signs: Published,
) -> None:
    """Draw the button; the document is made when it is asked for."""
    demo = reading.info(pole.view)["demo_seed"]
    mark = cards.MARKS[spine.level] + (f" · {cards.DEMO_MARK}" if demo else "")
    shown = Printed(
        pole.name,
        mark,
        list(pole.names),
        pole.bef,
        pole.peers,
        spine,
        findings,
        trend,
        verdict,
        schools,
        lacks,
        blind,
        signs,
    )
    st.download_button(
        "Version imprimable, 2\u00a0pages",
        data=lambda: printed_pole(shown).encode(),
        file_name=f"equistage-pole-{pole.bef}-{pole.selection.year}-{spine.level}.html",
        mime="text/html",
        key="imprimer_pole",
    )
