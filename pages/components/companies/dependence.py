"""Section « Dépendance et métier »: how families lean on few hosts, and in what trade."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.disclosure import Published
from analytics.services import counts, hosting, reference
from analytics.services.hosting import Chosen
from data.reads.engagement import ALL
from data.selection import Selection
from figures.cards.card import Card
from figures.cards.kinds import Bars, Intervals
from figures.companies.dependence import describe_adequacy, describe_leaning, most_leaning, whole_of
from figures.words import french
from figures.words.engagement_sentences import dependence_answer
from pages.components import cards, style
from pages.components.cards import Shown
from pages.components.reading import View

_LARGEST = "Part du premier lieu (%)"
_LEANING = (
    Shown("hosts", "Lieux d’accueil (n)", "count"),
    Shown("placements", "Conventions signées (n)", "count"),
    Shown("top_share", "Part des 10 % de lieux qui accueillent le plus (%)", "share"),
    Shown("hhi", "Indice de Herfindahl-Hirschman", "decimal3"),
    Shown("effective", "Nombre équivalent de lieux", "decimal"),
    Shown("largest_share", _LARGEST, "share"),
    Shown("absence", "Code"),
)


def show(view: View, chosen: Chosen, answer: DeltaGenerator) -> None:
    """Draw the section."""
    cells = hosting.dependence(view, chosen, schools=False)
    fine = cells[(cells["bef"] != ALL) & (cells["family"] != ALL)]
    with answer:
        style.answer(dependence_answer(whole_of(cells, chosen.bef), fine))
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        _leaning(view, chosen, fine)
    with right:
        fit = _adequacy(view, chosen)
    _tables(view, chosen, fine)
    cards.twin(fit, title="Voir en tableau\u00a0: adéquation au métier")
    _outside(view, chosen)
    cards.limits("concentration", "adequation")


def _leaning(view: View, chosen: Chosen, fine: pd.DataFrame) -> None:
    lists = reference.lists(view)
    rows = describe_leaning(most_leaning(fine), lists["befs"], lists["families"], chosen.bef)
    title = "Familles qui reposent le plus sur un seul lieu, % des placements"
    published = _publish(view, chosen, rows, title)
    first, share = Shown("label", "Bassin et famille"), Shown("amount", _LARGEST, "share")
    card = Card(
        "dependance",
        published,
        (first, share, Shown("shown", "Part et placements")),
        Bars(first, (share,)),
        "Croisements famille × bassin où un lieu d’accueil porte la plus grande part",
        extra="dénombrement, sans intervalle",
        height=380,
    )
    cards.show(card)
    title = "Voir en tableau\u00a0: familles qui reposent le plus sur un seul lieu"
    cards.twin(card, key="premier_lieu", title=title)


def _adequacy(view: View, chosen: Chosen) -> Card:
    """Draw the fit of each family."""
    pro = Selection(chosen.year, "pro", bef=chosen.bef)
    whole = counts.asked(view, pro, "adequation")["value"].iloc[0]
    table = counts.asked(view, pro, "adequation", ("family",))
    rows = describe_adequacy(table, reference.lists(view)["families"])
    fit = _publish(view, chosen, rows, "Placements dans le métier attendu, %")
    rate = Shown("share", "Adéquation (%)", "share")
    card = Card(
        "adequation",
        fit,
        (
            Shown("name", "Famille"),
            rate,
            Shown("low", "Borne basse (%)", "share"),
            Shown("high", "Borne haute (%)", "share"),
            Shown("n", "Placements connus (n)", "count"),
            Shown("absence", "Code"),
        ),
        Intervals(Shown("name", "Famille"), (rate,), whole, "Ensemble"),
        "Adéquation de l’activité du lieu d’accueil à la famille, avec son intervalle",
        extra=f"divisions attendues\u00a0: hypothèse · tirets\u00a0: ensemble, "
        f"{french.percent(whole)}",
        height=380,
    )
    cards.show(card)
    return card


def _tables(view: View, chosen: Chosen, fine: pd.DataFrame) -> None:
    lists = reference.lists(view)
    zones = lists["befs"].set_index("bef")["label"]
    families = lists["families"].set_index("family")["label"]
    schools = hosting.dependence(view, chosen, schools=True)
    for table, key, title, first in (
        (
            fine,
            "familles",
            "familles par bassin",
            (Shown("zone", "Bassin"), Shown("family_name", "Famille")),
        ),
        (
            schools,
            "etablissements",
            "familles par établissement",
            (Shown("school_name", "Établissement"), Shown("family_name", "Famille")),
        ),
    ):
        told = table.assign(
            zone=table["bef"].map(zones), family_name=table["family"].map(families)
        ).drop(columns=["company_name", "may_be_named"], errors="ignore")
        published = _publish(view, chosen, told, f"Dépendance\u00a0: {title}")
        card = Card(key, published, (*first, *_LEANING))
        cards.twin(card, title=f"Voir en tableau\u00a0: {title}")
    alone = fine[fine["alone"]]
    if len(alone):
        told = alone.assign(zone=alone["bef"].map(zones), family_name=alone["family"].map(families))
        title = "Lieux qui accueillent à eux seuls plus de la moitié d’une famille"
        columns = (
            Shown("zone", "Bassin"),
            Shown("family_name", "Famille"),
            Shown("company_name", "Lieu d’accueil"),
            Shown("largest_share", "Part des placements (%)", "share"),
            Shown("placements", "Conventions signées (n)", "count"),
        )
        card = Card("seuls", _publish(view, chosen, told, title), columns)
        cards.twin(card, title="Voir en tableau\u00a0: lieux qui portent seuls une famille")


def _publish(view: View, chosen: Chosen, table: pd.DataFrame, title: str) -> Published:
    """Pass the gate: families are those of the vocational track."""
    return cards.publish(view, table, title, "Voie professionnelle", chosen.year, "établissement")


def _outside(view: View, chosen: Chosen) -> None:
    table = hosting.outside(view, chosen)
    families = reference.lists(view)["families"].set_index("family")["label"]
    table = table.assign(family_name=table["family"].map(families))
    published = _publish(view, chosen, table, "Divisions de la NAF hors de celles attendues")
    columns = (
        Shown("family_name", "Famille"),
        Shown("division", "Division"),
        Shown("section_label", "Section (NAF rév. 2)"),
        Shown("placements", "Conventions signées", "count"),
        Shown("share", "Part de la famille (%)", "share"),
        Shown("smoothed", "Part lissée vers l’académie (%)", "share"),
    )
    card = Card("hors_metier", published, columns)
    cards.twin(card, title="Voir en tableau\u00a0: accueillis hors de leur métier")
