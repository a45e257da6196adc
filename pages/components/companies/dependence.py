"""Section « Dépendance et métier »: how families lean on few hosts, and in what trade."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.services import hosting
from analytics.services.hosting import Chosen
from data.reads.engagement import ALL
from data.selection import Selection
from figures import french
from figures.bars import amount_bars
from figures.dependence import describe_adequacy, describe_leaning, most_leaning, whole_of
from figures.engagement_sentences import dependence_answer
from figures.intervals import interval_plot
from pages.components import cards, reading, style
from pages.components.cards import Shown
from pages.components.reading import View
from slides import drawn

_LEANING = (
    Shown("hosts", "Lieux d’accueil (n)", "count"),
    Shown("placements", "Conventions signées (n)", "count"),
    Shown("top_share", "Part des 10 % de lieux qui accueillent le plus (%)", "share"),
    Shown("hhi", "Indice de Herfindahl-Hirschman", "decimal3"),
    Shown("effective", "Nombre équivalent de lieux", "decimal"),
    Shown("largest_share", "Part du premier lieu (%)", "share"),
    Shown("absence", "Code"),
)


def show(view: View, chosen: Chosen, answer: DeltaGenerator) -> None:
    """Draw the section."""
    cells = hosting.dependence(view, chosen, schools=False)
    fine = cells[(cells["bef"] != ALL) & (cells["family"] != ALL)]
    with answer:
        style.answer(
            dependence_answer(whole_of(cells, chosen.bef), int(fine["alone"].sum()), len(fine))
        )
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        _leaning(view, chosen, fine)
    with right:
        fit, whole = _adequacy(view, chosen)
    _tables(view, chosen, fine)
    rate = Shown("share", "Adéquation (%)", "share")
    cards.twin(
        fit,
        (
            Shown("name", "Famille"),
            rate,
            Shown("low", "Borne basse (%)", "share"),
            Shown("high", "Borne haute (%)", "share"),
            Shown("n", "Placements connus (n)", "count"),
            Shown("absence", "Code"),
        ),
        key="adequation",
        title="Voir en tableau\u00a0: adéquation au métier",
        drawn=(drawn.dots(fit, "Famille", rate, whole, reference_name="Ensemble"),),
    )
    _outside(view, chosen)
    cards.limits("concentration", "adequation")


def _leaning(view: View, chosen: Chosen, fine: pd.DataFrame) -> None:
    lists = reading.lists(view)
    rows = describe_leaning(most_leaning(fine), lists["befs"], lists["families"], chosen.bef)
    about = cards.about(
        view,
        "Familles qui reposent le plus sur un seul lieu, % des placements",
        "Voie professionnelle",
        chosen.year,
        "établissement",
    )
    published = cards.publish(view, rows, about)
    cards.draw(
        published,
        amount_bars(published, height=380) if len(rows) else None,
        key="dependance",
        alt="Croisements famille × bassin où un lieu d’accueil porte la plus grande part",
        extra="dénombrement, sans intervalle",
    )
    share = Shown("amount", "Part du premier lieu (%)", "share")
    first = Shown("label", "Bassin et famille")
    cards.twin(
        published,
        (first, share, Shown("shown", "Part et placements")),
        key="premier_lieu",
        title="Voir en tableau\u00a0: familles qui reposent le plus sur un seul lieu",
        drawn=(drawn.bars(published, first.label, share),),
    )


def _adequacy(view: View, chosen: Chosen) -> tuple[cards.Published, float]:
    """Draw the fit of each family; the table, and the fit of the whole."""
    pro = Selection(chosen.year, "pro", bef=chosen.bef)
    whole = reading.asked(view, pro, "adequation")["value"].iloc[0]
    table = reading.asked(view, pro, "adequation", ("family",))
    rows = describe_adequacy(table, reading.lists(view)["families"])
    about = cards.about(
        view,
        "Placements dans le métier attendu, %",
        "Voie professionnelle",
        chosen.year,
        "établissement",
    )
    fit = cards.publish(view, rows, about)
    cards.draw(
        fit,
        interval_plot(fit, reference=whole, height=380),
        key="adequation",
        alt="Adéquation de l’activité du lieu d’accueil à la famille, avec son intervalle",
        extra=f"divisions attendues\u00a0: hypothèse · tirets\u00a0: ensemble, "
        f"{french.percent(whole)}",
    )
    return fit, whole


def _tables(view: View, chosen: Chosen, fine: pd.DataFrame) -> None:
    lists = reading.lists(view)
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
        about = cards.about(
            view, f"Dépendance\u00a0: {title}", "Voie professionnelle", chosen.year, "établissement"
        )
        cards.twin(
            cards.publish(view, told, about),
            (*first, *_LEANING),
            key=key,
            title=f"Voir en tableau\u00a0: {title}",
        )
    alone = fine[fine["alone"]]
    if len(alone):
        told = alone.assign(zone=alone["bef"].map(zones), family_name=alone["family"].map(families))
        about = cards.about(
            view,
            "Lieux qui accueillent à eux seuls plus de la moitié d’une famille",
            "Voie professionnelle",
            chosen.year,
            "établissement",
        )
        cards.twin(
            cards.publish(view, told, about),
            (
                Shown("zone", "Bassin"),
                Shown("family_name", "Famille"),
                Shown("company_name", "Lieu d’accueil"),
                Shown("largest_share", "Part des placements (%)", "share"),
                Shown("placements", "Conventions signées (n)", "count"),
            ),
            key="seuls",
            title="Voir en tableau\u00a0: lieux qui portent seuls une famille",
        )


def _outside(view: View, chosen: Chosen) -> None:
    table = hosting.outside(view, chosen)
    families = reading.lists(view)["families"].set_index("family")["label"]
    table = table.assign(family_name=table["family"].map(families))
    about = cards.about(
        view,
        "Divisions de la NAF hors de celles attendues",
        "Voie professionnelle",
        chosen.year,
        "établissement",
    )
    cards.twin(
        cards.publish(view, table, about),
        (
            Shown("family_name", "Famille"),
            Shown("division", "Division"),
            Shown("section_label", "Section (NAF rév. 2)"),
            Shown("placements", "Conventions signées", "count"),
            Shown("share", "Part de la famille (%)", "share"),
            Shown("smoothed", "Part lissée vers l’académie (%)", "share"),
        ),
        key="hors_metier",
        title="Voir en tableau\u00a0: accueillis hors de leur métier",
    )
