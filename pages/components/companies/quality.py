"""Section « Qualité d’accueil »: evaluations, visits, tutors, interruptions; fragile publics."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.engagement import trained_tutors
from analytics.services import counts, hosting, reference
from analytics.services.hosting import Chosen
from data import silence
from figures.cards.card import Card
from figures.cards.kinds import Intervals
from figures.companies.dependence import describe_measures
from figures.words.engagement_sentences import quality_answer
from pages.components import cards, style
from pages.components.cards import Shown, Told
from pages.components.reading import View

_MEASURES = (
    ("qualite", "", "Évaluations rendues (L. 124-4)"),
    ("qualite", "visites", "Visites faites"),
    ("ruptures", "", "Périodes interrompues"),
    ("realisation", "", "Jours faits ÷ jours prévus"),
)
_PUBLICS = {
    "*": "Tous les lieux d’accueil",
    "rep-plus": "… d’élèves de REP+",
    "rep": "… d’élèves de REP",
    "ips-1": "… de lycées au plus bas IPS",
}
_COLUMNS = (
    Shown("name", "Mesure"),
    Shown("share", "Part (%)", "share"),
    *cards.BOUNDS,
    Shown("n", "Sur (n)", "count"),
    Shown("unknown", silence.UNTOLD.capitalize(), "count"),
    Shown("absence", "Code"),
)


def show(view: View, chosen: Chosen, answer: DeltaGenerator) -> None:
    """Draw the section."""
    measures, tutors = _measures(view, chosen), _tutors(view, chosen)
    by_zone = _by_zone(view, chosen)
    with answer:
        style.answer(quality_answer(measures.iloc[0], tutors.iloc[0]))
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        rated = _plot(view, chosen, by_zone, "zones", "Évaluations rendues, % par bassin", 380)
    with right:
        followed = _plot(view, chosen, measures, "mesures", "Suivi des périodes, %", 150)
        title = "Lieux d’accueil avec un tuteur formé, %"
        trained = _plot(view, chosen, tutors, "tuteurs", title, 170)
    cards.twin(rated, of="évaluations par bassin")
    cards.twin(followed, of="suivi des périodes")
    cards.twin(trained, of="tuteurs formés, publics fragiles")
    cards.limits("qualite", "ruptures", "realisation")


def _measures(view: View, chosen: Chosen) -> pd.DataFrame:
    rows = [
        counts.asked(view, chosen.selection, indicator, (), key).assign(name=name, code=name)
        for indicator, key, name in _MEASURES
    ]
    return pd.concat(rows, ignore_index=True)


def _tutors(view: View, chosen: Chosen) -> pd.DataFrame:
    table = hosting.quality(view, chosen.year, chosen.bef).set_index("public")
    table = table.reindex(list(_PUBLICS)).fillna(0)
    table = trained_tutors(table.reset_index())
    return table.assign(code=table["public"], name=table["public"].map(_PUBLICS))


def _by_zone(view: View, chosen: Chosen) -> pd.DataFrame:
    table = counts.asked(view, chosen.everywhere.selection, "qualite", ("bef",))
    names = reference.names(view, "befs")
    return table.assign(code=table["bef"], name=table["bef"].map(names)).dropna(subset=["name"])


def _plot(
    view: View, chosen: Chosen, table: pd.DataFrame, key: str, title: str, height: int
) -> Card:
    where = {"zones": chosen.everywhere, "tuteurs": chosen.all_tracks}.get(key, chosen)
    whose = "accueil" if key == "tuteurs" else cards.SCHOOLS
    card = Card(
        key,
        Told(view, where.perimeter, chosen.year, whose).publish(describe_measures(table), title),
        _COLUMNS,
        Intervals(_COLUMNS[0], (_COLUMNS[1],), ranked=key == "zones"),
        f"{title}, avec l’intervalle",
        selected=chosen.bef,
        height=height,
    )
    cards.show(card)
    return card
