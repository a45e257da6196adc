"""The spine of the pôle: its indicators beside the académie's."""

from analytics.disclosure import Published
from data import silence
from figures.cards.card import Card
from figures.cards.kinds import Spine
from figures.words.spine_words import LEGEND, with_others
from pages.components import cards
from pages.components.cards import Shown
from pages.components.pole.facts import Pole

_COLUMNS = (
    Shown("name", "Indicateur"),
    Shown("shown_text", "Pôle"),
    Shown("interval_text", "Intervalle à 95\u00a0%"),
    Shown("academy_text", "Académie"),
    Shown("standing", "Écart à l’académie"),
    Shown("why", "Pourquoi"),
    Shown("peers_text", "Bassins comparables"),
    Shown("quarter_text", "Premier quart des bassins"),
    Shown("three_quarters_text", "Troisième quart"),
    Shown("value_text", "Sans égaliser les formations"),
    Shown("n", "Sur (n)", "count"),
    Shown("unknown", silence.UNTOLD.capitalize(), "count"),
    Shown("absence", "Code"),
)


def card(pole: Pole, published: Published, intervals: bool = False) -> Card:
    """The chart; `intervals`: they are written, where no mouse tells them."""
    return Card(
        "epine",
        published,
        _COLUMNS,
        Spine(
            _COLUMNS[0],
            (Shown("x", "Pôle", "decimal3"),),
            tuple(pole.names),
            pole.peers,
            intervals,
        ),
        alt="Indicateurs du pôle autour de l’académie ; les valeurs sont dans le tableau",
        selected=pole.bef,
        note=LEGEND,
    )


def twin(pole: Pole, shown: Card) -> None:
    """Draw the same values as a table, the other BEF in columns."""
    published = shown.published
    others = {code: name for code, name in pole.names.items() if code in published.table}

    def whole() -> Card:
        every = pole.publish(with_others(published.table, others), shown.title)
        texts = (Shown(f"text_{code}", name) for code, name in others.items())
        return Card("pole", every, (*_COLUMNS, *texts))

    title = "Voir en tableau\u00a0: indicateurs"
    cards.twin(whole, shown, key="pole", title=title, lazy=True)
