"""The attribution of counts on screen: its words, its figures, why three maps differ."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.absence import Absence
from analytics.catalogue import attribution
from analytics.services import counts
from data.selection import SCHOOL, Selection
from figures.cards.card import Card
from figures.words import french
from figures.words.attributions import balance_answer, describe_balance
from pages.components import cards, settings, style
from pages.components.campaign.key_figures import Figure
from pages.components.cards import Shown
from pages.components.reading import View

_OWN = "Entreprises engagées"  # counted where they are, whatever the attribution
_TITLE = "Pourquoi trois cartes\u00a0?"
_COLUMNS = (
    Shown("name", "Bassin (BEF)"),
    Shown("due_school", "Périodes dues, par établissement", "count"),
    Shown("due_home", "Périodes dues, par résidence (estimation)", "count"),
    Shown("due_in", "Vivent ici, étudient ailleurs (estimation)", "count"),
    Shown("due_out", "Étudient ici, vivent ailleurs (estimation)", "count"),
    Shown("placed_school", "Placements, par établissement", "count"),
    Shown("placed_home", "Placements, par résidence (estimation)", "count"),
    Shown("placed_host", "Placements, par accueil", "count"),
    Shown("host_in", "Accueillis ici, étudient ailleurs", "count"),
    Shown("host_out", "Étudient ici, accueillis ailleurs", "count"),
    Shown("own", "Placés dans le bassin de leur établissement (%)", "share"),
    Shown("own_low", "Borne basse (%)", "share"),
    Shown("own_high", "Borne haute (%)", "share"),
)


def balance(view: View, selection: Selection) -> pd.DataFrame:
    """The three attributions of a selection, BEF by BEF: its own BEF and attribution left out."""
    return counts.balance(view, replace(selection, bef=None, attribution=SCHOOL))


def host_figures(view: View, selection: Selection) -> list[Figure]:
    """Label, value and note of the figures by host: placements only."""
    rows = balance(view, selection).set_index("bef")
    row = rows.loc[selection.bef or attribution.TOTAL]
    placed = row["placed_host"]
    if rows["placed_host"][attribution.TOTAL] == 0:
        return [("Placements, par accueil", str(Absence.UNKNOWN), "aucun placement transmis")]
    away = french.percent(row["host_in"] / placed) if placed else french.MISSING
    hosts = counts.asked(view, selection, "entreprises_engagees")["value"].iloc[0]
    return [
        ("Placements, par accueil", french.number(placed), "selon le lieu d’accueil"),
        ("Venus d’un autre bassin", french.number(row["host_in"]), f"{away} des accueillis"),
        ("Partis ailleurs", french.number(row["host_out"]), "depuis les établissements d’ici"),
        (
            "Taux d’accès, sans lieu",
            str(Absence.NOT_APPLICABLE),
            "une période due n’a pas d’accueil",
        ),
        (_OWN, french.number(hosts), "selon le lieu d’accueil"),
    ]


def estimated(figures: list[Figure]) -> list[Figure]:
    """The same figures by residence: those of the periods due are estimates, and say so."""
    return [
        (name, value, note if name == _OWN else f"estimation (hypothèse) · {note}")
        for name, value, note in figures
    ]


def explain(view: View, selection: Selection, bef: str | None) -> None:
    """Say why the three maps differ, and by how much in each BEF; to others, why there is one."""
    if not view.reader.tells_attributions:
        st.caption(
            "Compté par établissement\u00a0: les nombres par résidence et par accueil ne sont pas "
            "diffusés."
        )
        return
    table = balance(view, selection)
    style.caption(_TITLE, "")
    style.answer(balance_answer(table, bef))
    told = (
        f"{_TITLE} Périodes dues et placements",
        settings.scope_text(view, replace(selection, bef=None)),
        selection.year,
        ", ".join(attribution.WORDS.values()),
    )

    def whole() -> Card:
        every = replace(selection, bef=None, attribution=SCHOOL)
        own = [counts.asked(view, every, "autosuffisance", by) for by in (("bef",), ())]
        own[1]["bef"] = attribution.TOTAL
        rows = describe_balance(table, pd.concat(own))
        return Card("attributions", cards.publish(view, rows, *told), _COLUMNS)

    cards.twin(whole, key="attributions", title=f"Voir en tableau\u00a0: {_TITLE}", lazy=True)
