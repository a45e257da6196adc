"""Where places are missing in the pôle, and the sectors with employers and no host."""

import streamlit as st

from analytics.disclosure import Published
from analytics.services import pole as asked
from data import silence
from figures.bars import describe_lacks
from figures.cards.card import Card
from figures.cards.kinds import Bars
from figures.words.pole_words import blind_sentence
from pages.components import cards, style
from pages.components.cards import Shown
from pages.components.pole.facts import Pole

LACKS = (
    Shown("family_name", "Famille"),
    Shown("to_place", "Manque à placer (places)", "count"),
    Shown("due", "Périodes dues (n)", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
    Shown("rate", "Accès à J0 (%)", "share"),
    Shown("low", "Borne basse (%)", "share"),
    Shown("high", "Borne haute (%)", "share"),
    Shown("absence", "Code"),
)
BLIND = (
    Shown("name", "Famille"),
    Shown("sector", "Secteur attendu"),
    Shown("establishments", "Établissements employeurs", "count"),
    Shown("due", "Périodes dues", "count"),
)


def published(pole: Pole) -> tuple[Published, Published]:
    """Places to find by family, and blind spots."""
    blind = asked.blind_spots(pole.view, pole.selection.year, pole.bef)
    return (
        pole.publish(asked.families(pole.view, pole.inside), "Manque à placer à J0, places"),
        pole.publish(blind, "Angles morts", f"Voie professionnelle · {pole.name}"),
    )


def show(pole: Pole) -> None:
    """Draw both side by side."""
    lacks, blind = published(pole)
    left, right = st.columns(2, gap="medium")
    with left:
        bars = pole.publish(describe_lacks(lacks.table, one_zone=True), lacks.about.title)
        amount = Shown("amount", LACKS[1].label, "count")
        shows = Bars(Shown("label", "Famille"), (amount,))
        height = 30 + 25 * len(bars.table)
        figure = Card("manque_pole", bars, shows=shows, height=height)
        cards.show(figure)
        if not len(bars.table):
            style.note("Aucune place ne manque", ["Parmi les périodes suivies."])
        table = Card("pole-manque", lacks, LACKS)
        cards.twin(table, figure, title="Voir en tableau\u00a0: familles", lazy=True)
    with right:
        style.caption(blind.about.title, f"{blind.about.caption}. {blind_sentence(blind.table)}")
        if len(blind.table):
            cards.rows(Card("pole-angles-morts", blind, BLIND))
