"""An edited deck, sent back: refreshed, with the report of what changed."""

from typing import Any

import streamlit as st

from analytics.disclosure import About, at_level
from data.readers import IntakeError
from figures.words import french
from pages.components import cards, collecting, reading
from pages.components.cards import Shown
from pages.components.journal import kept
from pages.components.reading import View
from pages.components.url_state import Setting
from slides import deck
from slides.content import ContentError
from slides.deck import FitError
from slides.refresh.received import checked
from slides.refresh.refresh import RefreshError, refresh
from slides.refresh.report import Report

KEEP = "garder"
_OUTCOME = "deck_refreshed"
_CHANGES = (
    Shown("slide", "Diapositive", "count"),
    Shown("figure", "Figure"),
    Shown("label", "Ligne"),
    Shown("before", "Avant"),
    Shown("after", "Après"),
    Shown("difference", "Écart"),
)


def campaign(year: str) -> Setting:
    """Which campaign the figures of a refreshed deck are of."""
    options = {KEEP: "Celle de chaque figure", "choisie": f"Passer à {year}"}
    return Setting("actualiser", "Campagne des figures", options, KEEP, 210)


def run(sent: Any, view: View, year: str | None) -> None:
    """Refresh a deck and keep the outcome, or the message of what is wrong, for the page."""
    st.session_state.pop(_OUTCOME, None)
    try:
        blob = checked(sent.name, sent.getvalue())
        with st.spinner("Actualisation du diaporama…"):
            made, report = refresh(
                blob, view.opened, view.scope, year, collecting.base(), kept.noted(view)
            )
    except (IntakeError, RefreshError, ContentError, FitError) as error:
        st.error(str(error))
        return
    st.session_state[_OUTCOME] = sent.name, view, made, report


def show(view: View) -> None:
    """Report and file of the last deck that was refreshed."""
    outcome: tuple[str, View, bytes, Report] | None = st.session_state.get(_OUTCOME)
    if outcome is None or outcome[1] != view:
        return
    name, _, blob, report = outcome
    st.success(f"{name}\u00a0: {report.summary}")
    stem = name.removesuffix(".pptx")
    st.download_button(
        "Télécharger le diaporama actualisé (.pptx)",
        blob,
        f"{stem}-actualise.pptx",
        deck.MIME,
        type="primary",
        key="refreshed",
    )
    about = About(f"Valeurs changées dans {name}", "celui de chaque figure", "", "", _source(view))
    changes = report.table()
    if len(changes):
        published = at_level(view.scope.level, changes, about)
        cards.table(published, _CHANGES)
        st.download_button(
            "Télécharger le compte rendu (CSV)",
            data=lambda: cards.to_csv(published, _CHANGES),
            file_name=f"{stem}-compte-rendu.csv",
            mime="text/csv",
            key="report",
        )
    if asides := report.asides():
        title = f"Gardé, absent ou à savoir ({french.number(len(asides))})"
        with st.expander(title, expanded=len(asides) <= 5):
            for line in asides:
                st.text(line)


def _source(view: View) -> str:
    return f"Source\u00a0: situation au {reading.day(view)}, version du {reading.created(view)}"
