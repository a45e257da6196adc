"""Three findings and three questions, each a sentence made from its row of numbers."""

from analytics.disclosure import Published
from figures.cards.card import Card
from figures.words.findings import sentences
from pages.components import cards, style
from pages.components.cards import Shown

_COLUMNS = (
    Shown("sentence", "Phrase"),
    Shown("rule", "Règle"),
    Shown("line", "Indicateur ou famille"),
    Shown("subject", "À propos de"),
    Shown("value", "Valeur", "decimal3"),
    Shown("low", "Borne basse", "decimal3"),
    Shown("high", "Borne haute", "decimal3"),
    Shown("reference", "Référence", "decimal3"),
    Shown("count", "Nombre", "count"),
    Shown("n", "Sur (n)", "count"),
)
_TITLES = {"constat": "Constats", "question": "Questions"}


def show(published: Published) -> None:
    """Draw both lists."""
    for kind, title in _TITLES.items():
        style.points(title, sentences(published.table, kind))


def twin(published: Published) -> None:
    """Draw the numbers behind the sentences."""
    card = Card("pole-constats", published, _COLUMNS)
    cards.twin(card, title="Voir en tableau\u00a0: constats et questions", lazy=True)
