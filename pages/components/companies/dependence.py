"""Section « Dépendance et métier »: how families lean on few hosts, and in what trade."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

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
from pages.components.cards import Shown, Told
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
    told = Told(view, "Voie professionnelle", chosen.year)  # families are those of this track
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        _leaning(told, chosen, fine)
    with right:
        fit = _adequacy(told, chosen)
    _tables(told, chosen, fine)
    cards.twin(fit, of="adéquation au métier")
    _outside(told, chosen)
    cards.limits("concentration", "adequation")


def _leaning(told: Told, chosen: Chosen, fine: pd.DataFrame) -> None:
    lists = reference.lists(told.view)
    rows = describe_leaning(most_leaning(fine), lists["befs"], lists["families"], chosen.bef)
    first, share = Shown("label", "Bassin et famille"), Shown("amount", _LARGEST, "share")
    card = Card(
        "dependance",
        told.publish(rows, "Familles qui reposent le plus sur un seul lieu, % des placements"),
        (first, share, Shown("shown", "Part et placements")),
        Bars(first, (share,)),
        "Croisements famille × bassin où un lieu d’accueil porte la plus grande part",
        extra="dénombrement, sans intervalle",
        height=380,
    )
    cards.show(card)
    cards.twin(card, of="familles qui reposent le plus sur un seul lieu", key="premier_lieu")


def _adequacy(told: Told, chosen: Chosen) -> Card:
    """Draw the fit of each family."""
    pro = Selection(chosen.year, "pro", bef=chosen.bef)
    whole = counts.asked(told.view, pro, "adequation")["value"].iloc[0]
    table = counts.asked(told.view, pro, "adequation", ("family",))
    rows = describe_adequacy(table, reference.lists(told.view)["families"])
    name, rate = Shown("name", "Famille"), Shown("share", "Adéquation (%)", "share")
    known = Shown("n", "Placements connus (n)", "count")
    card = Card(
        "adequation",
        told.publish(rows, "Placements dans le métier attendu, %"),
        (name, rate, *cards.BOUNDS, known, Shown("absence", "Code")),
        Intervals(name, (rate,), whole, "Ensemble"),
        "Adéquation de l’activité du lieu d’accueil à la famille, avec son intervalle",
        extra=f"divisions attendues\u00a0: hypothèse · tirets\u00a0: ensemble, "
        f"{french.percent(whole)}",
        height=380,
    )
    cards.show(card)
    return card


def _tables(told: Told, chosen: Chosen, fine: pd.DataFrame) -> None:
    zone, family = Shown("zone", "Bassin"), Shown("family_name", "Famille")
    zones, families = (reference.names(told.view, of) for of in ("befs", "families"))
    named = fine.assign(zone=fine["bef"].map(zones), family_name=fine["family"].map(families))
    schools = hosting.dependence(told.view, chosen, schools=True)
    schools = schools.assign(family_name=schools["family"].map(families))
    school = Shown("school_name", "Établissement")
    for table, key, title, first in (
        (named, "familles", "familles par bassin", zone),
        (schools, "etablissements", "familles par établissement", school),
    ):
        unnamed = table.drop(columns=["company_name", "may_be_named"], errors="ignore")
        published = told.publish(unnamed, f"Dépendance\u00a0: {title}")
        cards.twin(Card(key, published, (first, family, *_LEANING)), of=title)
    alone = named[named["alone"]]
    if len(alone):
        title = "Lieux qui accueillent à eux seuls plus de la moitié d’une famille"
        columns = (
            zone,
            family,
            Shown("company_name", "Lieu d’accueil"),
            Shown("largest_share", "Part des placements (%)", "share"),
            Shown("placements", "Conventions signées (n)", "count"),
        )
        card = Card("seuls", told.publish(alone, title), columns)
        cards.twin(card, of="lieux qui portent seuls une famille")


def _outside(told: Told, chosen: Chosen) -> None:
    table = hosting.outside(told.view, chosen)
    table = table.assign(family_name=table["family"].map(reference.names(told.view, "families")))
    published = told.publish(table, "Divisions de la NAF hors de celles attendues")
    columns = (
        Shown("family_name", "Famille"),
        Shown("division", "Division"),
        Shown("section_label", "Section (NAF rév. 2)"),
        Shown("placements", "Conventions signées", "count"),
        Shown("share", "Part de la famille (%)", "share"),
        Shown("smoothed", "Part lissée vers l’académie (%)", "share"),
    )
    cards.twin(Card("hors_metier", published, columns), of="accueillis hors de leur métier")
