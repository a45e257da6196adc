"""The schools of the pôle: who has sent what, their dues, and where they stand before day 1."""

from analytics.disclosure import Published
from analytics.services import counts
from analytics.services import pole as asked
from data import silence
from figures.cards.card import Card
from figures.pole.funnels import describe_funnel
from figures.words.pole_words import describe_schools, sending_sentence
from pages.components import cards, style
from pages.components.campaign import funnel
from pages.components.cards import Shown
from pages.components.pole.facts import Pole

COLUMNS = (
    Shown("school_name", "Établissement"),
    Shown("commune_name", "Commune"),
    Shown("status", "Transmission"),
    Shown("due", "Dues", "count"),
    Shown("signed", "Signées", "count"),
    Shown("agreed", "Accord seul", "count"),
    Shown("without", "Sans lieu", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
    Shown("rate_text", "Accès à J0"),
    Shown("interval_text", "Intervalle à 95\u00a0%"),
    Shown("without_j21", "Sans lieu à J-21", "count"),
    Shown("without_j7", "à J-7", "count"),
    Shown("without_p7", "à J+7", "count"),
)


def published(pole: Pole) -> Published:
    """The schools of the pôle."""
    table = describe_schools(asked.schools(pole.view, pole.inside))
    return pole.publish(table, "Établissements du pôle")


def show(pole: Pole) -> None:
    """Draw the table of the schools of the pôle, then its funnel."""
    shown = published(pole)
    style.caption("Qui a transmis\u00a0?", sending_sentence(shown.table))
    if not len(shown.table):
        return
    cards.rows(Card("pole-etablissements", shown, COLUMNS))
    dated = counts.funnel(pole.view, pole.inside)
    steps = pole.publish(describe_funnel(dated), "De J-21 à J+7, % des périodes dues")
    funnel.show(steps, "pole-entonnoir")
