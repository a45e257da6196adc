"""The access of the pôle over its campaigns."""

import streamlit as st

from analytics.disclosure import Published
from figures.campaigns import campaigns_chart, campaigns_sentence, describe_campaigns
from pages.components import cards, style
from pages.components.cards import Shown
from pages.components.pole import facts
from pages.components.pole.facts import Pole

_COLUMNS = (
    Shown("year", "Campagne"),
    Shown("equal", "À formations égales (%)", "share"),
    Shown("low", "Borne basse (%)", "share"),
    Shown("high", "Borne haute (%)", "share"),
    Shown("least", "Si aucune inconnue (%)", "share"),
    Shown("most", "Si toutes les inconnues (%)", "share"),
    Shown("n", "Périodes suivies (n)", "count"),
    Shown("unknown", "Non renseignées", "count"),
    Shown("absence", "Code"),
)


def published(pole: Pole) -> Published:
    """Access rates of the campaigns, ready to be drawn."""
    table = describe_campaigns(facts.campaigns(pole.view, pole.inside))
    return pole.publish(table, "Accès à J0 par campagne")


def show(shown: Published) -> None:
    """Draw the campaigns and what can be said of them."""
    style.caption(
        shown.about.title,
        f"À formations égales, intervalle à 95\u00a0%. {campaigns_sentence(shown.table)}",
    )
    st.plotly_chart(
        campaigns_chart(shown),
        key="campagnes",
        theme=None,
        config={"displayModeBar": False},
        alt="Accès à J0 de chaque campagne, avec son intervalle",
    )


def twin(shown: Published) -> None:
    """Draw the same values as a table."""
    cards.twin(
        shown, _COLUMNS, key="pole-campagnes", title="Voir en tableau\u00a0: campagnes", lazy=True
    )
