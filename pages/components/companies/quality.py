"""Section « Qualité d’accueil »: evaluations, visits, tutors, interruptions; fragile publics."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.engagement import trained_tutors
from analytics.services import hosting
from analytics.services.hosting import Chosen
from figures.dependence import describe_measures
from figures.engagement_sentences import quality_answer
from figures.intervals import interval_plot
from pages.components import cards, reading, style
from pages.components.cards import Shown
from pages.components.reading import View
from slides import drawn

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
    Shown("low", "Borne basse (%)", "share"),
    Shown("high", "Borne haute (%)", "share"),
    Shown("n", "Sur (n)", "count"),
    Shown("unknown", "Non renseigné", "count"),
    Shown("absence", "Code"),
)


def show(view: View, chosen: Chosen, answer: DeltaGenerator) -> None:
    """Draw the section."""
    measures, tutors = _measures(view, chosen), _tutors(view, chosen)
    by_zone = _by_zone(view, chosen)
    with answer:
        style.answer(quality_answer(measures.iloc[0], tutors.iloc[0]))
    left, right = st.columns([0.5, 0.5], gap="medium")
    shown = []
    with left:
        shown.append(
            _plot(view, chosen, by_zone, "zones", "Évaluations rendues, % par bassin", 380)
        )
    with right:
        shown.append(_plot(view, chosen, measures, "mesures", "Suivi des périodes, %", 150))
        title = "Lieux d’accueil avec un tuteur formé, %"
        shown.append(_plot(view, chosen, tutors, "tuteurs", title, 170))
    for published, key, title in zip(
        shown,
        ("zones", "mesures", "tuteurs"),
        ("évaluations par bassin", "suivi des périodes", "tuteurs formés, publics fragiles"),
        strict=True,
    ):
        cards.twin(
            published,
            _COLUMNS,
            key=key,
            title=f"Voir en tableau\u00a0: {title}",
            drawn=(drawn.dots(published, "Mesure", _COLUMNS[1]),),
        )
    cards.limits("qualite", "ruptures", "realisation")


def _measures(view: View, chosen: Chosen) -> pd.DataFrame:
    rows = [
        reading.asked(view, chosen.selection, indicator, (), key).assign(name=name, code=name)
        for indicator, key, name in _MEASURES
    ]
    return pd.concat(rows, ignore_index=True)


def _tutors(view: View, chosen: Chosen) -> pd.DataFrame:
    table = hosting.quality(view, chosen).set_index("public").reindex(list(_PUBLICS)).fillna(0)
    table = trained_tutors(table.reset_index())
    return table.assign(code=table["public"], name=table["public"].map(_PUBLICS))


def _by_zone(view: View, chosen: Chosen) -> pd.DataFrame:
    table = reading.asked(view, chosen.everywhere.selection, "qualite", ("bef",))
    names = reading.lists(view)["befs"].set_index("bef")["label"]
    return table.assign(code=table["bef"], name=table["bef"].map(names)).dropna(subset=["name"])


def _plot(
    view: View, chosen: Chosen, table: pd.DataFrame, key: str, title: str, height: int
) -> cards.Published:
    where = {"zones": chosen.everywhere, "tuteurs": chosen.all_tracks}.get(key, chosen)
    about = cards.about(
        view,
        title,
        where.perimeter,
        chosen.year,
        "accueil" if key == "tuteurs" else "établissement",
    )
    published = cards.publish(view, describe_measures(table), about)
    cards.draw(
        published,
        interval_plot(
            published, reference=None, selected=chosen.bef, height=height, in_order=key != "zones"
        ),
        key=key,
        alt=f"{title}, avec l’intervalle",
    )
    return published
