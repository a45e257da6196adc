"""The spine of the pôle: its indicators beside the académie's."""

from analytics.disclosure import Published
from figures.spine import spine_chart
from figures.spine_words import LEGEND, with_others
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
    Shown("unknown", "Non renseigné", "count"),
    Shown("absence", "Code"),
)


def show(pole: Pole, published: Published) -> None:
    """Draw the chart."""
    cards.draw(
        published,
        spine_chart(published, codes=list(pole.names), selected=pole.bef, peers=pole.peers),
        key="epine",
        alt="Indicateurs du pôle autour de l’académie ; les valeurs sont dans le tableau",
        note=LEGEND,
    )


def twin(pole: Pole, published: Published) -> None:
    """Draw the same values as a table, the other BEF in columns."""
    others = {code: name for code, name in pole.names.items() if code in published.table}

    def whole() -> Published:
        return pole.publish(with_others(published.table, others), published.about.title)

    cards.twin(
        whole,
        (*_COLUMNS, *(Shown(f"text_{code}", name) for code, name in others.items())),
        key="pole",
        title="Voir en tableau\u00a0: indicateurs",
        lazy=True,
    )
