"""The page of a pôle on two A4 sheets, to be downloaded."""

import streamlit as st

from figures.printed_pole import Printed, printed_pole
from pages.components import cards, reading
from pages.components.pole import facts, missing, quality, schools, trend
from pages.components.pole.facts import Pole


def offer(pole: Pole) -> None:
    """Draw the button; the document is made when it is asked for."""
    level = "diffusion" if pole.view.scope.diffused else "interne"
    st.download_button(
        "Version imprimable, 2\u00a0pages",
        data=lambda: _document(pole).encode(),
        file_name=f"equistage-pole-{pole.bef}-{pole.selection.year}-{level}.html",
        mime="text/html",
        key="imprimer_pole",
    )


def _document(pole: Pole) -> str:
    indicators = facts.spine(pole)
    demo = reading.info(pole.view)["demo_seed"]
    mark = cards.MARKS[indicators.level] + (f" · {cards.DEMO_MARK}" if demo else "")
    series, verdicts = trend.published(pole)
    lacks, blind = missing.published(pole)
    return printed_pole(
        Printed(
            pole.name,
            mark,
            list(pole.names),
            pole.bef,
            pole.peers,
            indicators,
            facts.findings(pole, indicators.table),
            series,
            trend.verdict(verdicts),
            schools.published(pole),
            lacks,
            blind,
            quality.published(pole),
        )
    )
