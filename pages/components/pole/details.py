"""What the page of a pôle and its printed sheets detail: schools, places, reliability."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.disclosure import Published
from analytics.measuring import measure
from analytics.services import counts
from analytics.services import pole as asked
from data import silence
from figures.bars import describe_lacks
from figures.cards.card import Card
from figures.cards.kinds import Bars
from figures.words.pole_words import (
    blind_sentence,
    describe_quality,
    describe_schools,
    sending_sentence,
)
from pages.components import cards, style
from pages.components.campaign import funnel
from pages.components.cards import Shown
from pages.components.pole.facts import Pole

_SCHOOLS = (
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
_LACKS = (
    Shown("family_name", "Famille"),
    Shown("to_place", "Manque à placer (places)", "count"),
    Shown("due", "Périodes dues (n)", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
    Shown("rate", "Accès à J0 (%)", "share"),
    *cards.BOUNDS,
    Shown("absence", "Code"),
)
_BLIND = (
    Shown("name", "Famille"),
    Shown("sector", "Secteur attendu"),
    Shown("establishments", "Établissements employeurs", "count"),
    Shown("due", "Périodes dues", "count"),
)
_SIGNS = (("fiabilite", ""), ("non_renseigne", ""), ("fiabilite", "siret"), ("fiabilite", "lieu"))
_QUALITY = (
    Shown("name", "Signe"),
    Shown("value", "Part (%)", "share"),
    Shown("count", "Nombre", "count"),
    Shown("n", "Sur (n)", "count"),
    Shown("absence", "Code"),
)


def schools(pole: Pole) -> Published:
    """The schools of the pôle: who has sent what, their dues, where they stand before day 1."""
    table = describe_schools(asked.schools(pole.view, pole.inside))
    return pole.told.publish(table, "Établissements du pôle")


def show_schools(pole: Pole) -> None:
    """Draw the table of the schools of the pôle, then its funnel."""
    shown = schools(pole)
    style.caption("Qui a transmis\u00a0?", sending_sentence(shown.table))
    if not len(shown.table):
        return
    cards.rows(Card("pole-etablissements", shown, _SCHOOLS))
    funnel.show(pole.told, counts.funnel(pole.view, pole.inside), "pole-entonnoir")


def missing(pole: Pole) -> tuple[Published, Published]:
    """Places to find by family, and the sectors with employers and no host."""
    blind = asked.blind_spots(pole.view, pole.selection.year, pole.bef)
    vocational = replace(pole.told, perimeter=f"Voie professionnelle · {pole.name}")
    return (
        pole.told.publish(asked.families(pole.view, pole.inside), "Manque à placer à J0, places"),
        vocational.publish(blind, "Angles morts"),
    )


def show_missing(pole: Pole) -> None:
    """Draw both side by side."""
    lacks, blind = missing(pole)
    left, right = st.columns(2, gap="medium")
    with left:
        bars = lacks.remade(describe_lacks(lacks.table, one_zone=True))
        shows = Bars(Shown("label", "Famille"), (Shown("amount", _LACKS[1].label, "count"),))
        figure = Card("manque_pole", bars, shows=shows, height=30 + 25 * len(bars.table))
        cards.show(figure)
        if not len(bars.table):
            style.note("Aucune place ne manque", ["Parmi les périodes suivies."])
        cards.twin(Card("pole-manque", lacks, _LACKS), figure, of="familles", lazy=True)
    with right:
        style.caption(blind.about.title, f"{blind.about.caption}. {blind_sentence(blind.table)}")
        if len(blind.table):
            cards.rows(Card("pole-angles-morts", blind, _BLIND))


def quality(pole: Pole) -> Published:
    """Signs of how far the data of the pôle can be trusted."""
    sums = asked.reliability(pole.view, pole.inside)
    parts = [measure(name, sums, key).assign(sign=f"{name}{key}") for name, key in _SIGNS]
    table = describe_quality(pd.concat(parts, ignore_index=True))
    return pole.told.publish(table, "Fiabilité des données du pôle")


def show_quality(pole: Pole) -> None:
    """Draw the signs in one row."""
    card = Card("pole-fiabilite", quality(pole), _QUALITY)
    cards.head(card)
    rows = card.published.table.itertuples()
    style.key_figures([(row.name, row.value_text, row.note) for row in rows])
    cards.twin(card, of="fiabilité", lazy=True)
