"""How far the data of the pôle can be trusted."""

import pandas as pd

from analytics.disclosure import Published
from analytics.measuring import measure
from analytics.services import pole as asked
from figures.cards.card import Card
from figures.words.pole_words import describe_quality
from pages.components import cards, style
from pages.components.cards import Shown
from pages.components.pole.facts import Pole

_MEASURES = (
    ("fiabilite", ""),
    ("non_renseigne", ""),
    ("fiabilite", "siret"),
    ("fiabilite", "lieu"),
)
COLUMNS = (
    Shown("name", "Signe"),
    Shown("value", "Part (%)", "share"),
    Shown("count", "Nombre", "count"),
    Shown("n", "Sur (n)", "count"),
    Shown("absence", "Code"),
)


def published(pole: Pole) -> Published:
    """Signs of the reliability of the data of the pôle."""
    sums = asked.reliability(pole.view, pole.inside)
    parts = [
        measure(indicator, sums, key).assign(sign=f"{indicator}{key}")
        for indicator, key in _MEASURES
    ]
    table = describe_quality(pd.concat(parts, ignore_index=True))
    return pole.publish(table, "Fiabilité des données du pôle")


def show(pole: Pole) -> None:
    """Draw the signs in one row."""
    shown = published(pole)
    card = Card("pole-fiabilite", shown, COLUMNS)
    cards.head(card)
    rows = shown.table.itertuples()
    style.key_figures([(row.name, row.value_text, row.note) for row in rows])
    cards.twin(card, title="Voir en tableau\u00a0: fiabilité", lazy=True)
