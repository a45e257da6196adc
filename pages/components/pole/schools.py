"""The schools of the pôle: who has sent what, their dues, and where they stand before day 1."""

import streamlit as st

from analytics.disclosure import Published
from figures.funnels import describe_funnel, funnel_bars
from figures.pole_words import describe_schools, sending_sentence
from pages.components import cards, reading, style
from pages.components.cards import Shown
from pages.components.pole import facts
from pages.components.pole.facts import Pole

COLUMNS = (
    Shown("school_name", "Établissement"),
    Shown("commune_name", "Commune"),
    Shown("status", "Transmission"),
    Shown("due", "Dues", "count"),
    Shown("signed", "Signées", "count"),
    Shown("agreed", "Accord seul", "count"),
    Shown("without", "Sans lieu", "count"),
    Shown("unknown", "Non renseignées", "count"),
    Shown("rate_text", "Accès à J0"),
    Shown("interval_text", "Intervalle à 95\u00a0%"),
    Shown("without_j21", "Sans lieu à J-21", "count"),
    Shown("without_j7", "à J-7", "count"),
    Shown("without_p7", "à J+7", "count"),
)
_STEPS = (
    Shown("date", "Date"),
    Shown("name", "État"),
    Shown("amount", "Périodes", "count"),
    Shown("due", "Périodes dues (n)", "count"),
    Shown("share", "Part des périodes dues (%)", "share"),
    Shown("rate_min", "Si aucune inconnue (%)", "share"),
    Shown("rate_max", "Si toutes les inconnues (%)", "share"),
    Shown("absence", "Code"),
)


def published(pole: Pole) -> Published:
    """The schools of the pôle."""
    table = describe_schools(facts.schools(pole.view, pole.inside))
    return pole.publish(table, "Établissements du pôle")


def show(pole: Pole) -> None:
    """Draw the table of the schools of the pôle, then its funnel."""
    shown = published(pole)
    style.caption("Qui a transmis\u00a0?", sending_sentence(shown.table))
    if not len(shown.table):
        return
    cards.table(shown, COLUMNS)
    cards.export(shown, COLUMNS, "pole-etablissements")
    dated = reading.funnel(pole.view, pole.inside)
    steps = pole.publish(describe_funnel(dated), "De J-21 à J+7, % des périodes dues")
    cards.head(steps, "J0\u00a0: premier jour")
    st.plotly_chart(
        funnel_bars(steps),
        key="entonnoir_pole",
        theme=None,
        config={"displayModeBar": False},
        alt="État des périodes dues du pôle à J-21, J-7, J0 et J+7",
    )
    cards.twin(
        steps, _STEPS, key="pole-entonnoir", title="Voir en tableau\u00a0: de J-21 à J+7", lazy=True
    )
