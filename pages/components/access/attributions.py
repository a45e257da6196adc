"""The attribution of counts on screen: its words, its figures, why three maps differ."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.catalogue import attribution
from analytics.services import counts
from data.selection import SCHOOL, Selection
from figures.cards.card import Card
from figures.words import attributions as words
from figures.words.key_figures import Figure
from pages.components import cards, style
from pages.components.cards import Shown
from pages.components.reading import View

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
    hosts = counts.asked(view, selection, "entreprises_engagees")["value"].iloc[0]
    return words.host_figures(balance(view, selection), selection.bef, hosts)


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
    style.answer(words.balance_answer(table, bef))
    told = cards.told(view, replace(selection, bef=None), ", ".join(attribution.WORDS.values()))

    def whole() -> Card:
        every = replace(selection, bef=None, attribution=SCHOOL)
        own = [counts.asked(view, every, "autosuffisance", by) for by in (("bef",), ())]
        own[1]["bef"] = attribution.TOTAL
        rows = words.describe_balance(table, pd.concat(own))
        published = told.publish(rows, f"{_TITLE} Périodes dues et placements")
        return Card("attributions", published, _COLUMNS)

    cards.twin(whole, of=_TITLE, key="attributions", lazy=True)
