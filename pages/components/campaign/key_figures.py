"""Key figures of a selection, each beside the year before."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.absence import Absence
from analytics.access.funnel import access_rates
from analytics.services import counts
from data import silence
from data.selection import SCHOOL, Selection
from figures.words import french
from pages.components import reading
from pages.components.reading import View

Figure = tuple[str, str, str]


def previous_year(view: View, year: str) -> str | None:
    """The school year before `year`, when the version holds it.

    To readers of what is diffused, none beside a running campaign: only whole ones are diffused.
    """
    return view.reader.before(year)


def previous_whole(view: View, year: str) -> str | None:
    """The school year before, of which what became of its hosts is told: `year` is over."""
    return None if reading.runs(view, year) else previous_year(view, year)


@st.cache_data(max_entries=200, show_spinner=False)
def key_figures(view: View, selection: Selection) -> list[Figure]:
    """Label, value and comparison of the five figures of a campaign."""
    before_year = previous_year(view, selection.year)
    runs = reading.runs(view, selection.year)
    selection = view.reader.to_the_day(selection)
    now, before = _measured(view, selection, before_year)
    beside = f"{before_year} à la même date" if runs else before_year
    own = replace(selection, attribution=SCHOOL)  # hosts have their own
    return [
        _due(now, before, beside),
        _access(now, before, beside),
        _without(now, before, beside),
        _unknown(now),
        _hosts(view, own, before_year, beside),
    ]


def _measured(
    view: View, selection: Selection, before_year: str | None
) -> tuple[pd.Series, pd.Series | None]:
    """Rates of the campaign and of the one before, which no pupil may have."""
    if not selection.year or before_year is None:
        return access_rates(counts.states(view, selection, ())).iloc[0], None
    years = counts.states(view, replace(selection, year=""), ("year",)).set_index("year")
    rates = access_rates(years.reindex([selection.year, before_year], fill_value=0))
    return rates.iloc[0], rates.iloc[1]


def _due(now: pd.Series, before: pd.Series | None, year: str | None) -> Figure:
    note = "première année connue"
    if pd.isna(now["due"]):
        return "Périodes dues", Absence.SECRET, "petits effectifs"
    if before is not None and before["due"] > 0:
        change = now["due"] / before["due"] - 1
        sign = "+" if change >= 0 else ""
        note = f"{sign}{french.percent(change)} par rapport à {year}"
    return "Périodes dues", french.number(now["due"]), note


def _access(now: pd.Series, before: pd.Series | None, year: str | None) -> Figure:
    if now["absence"] == Absence.SECRET:
        return "Taux d’accès à J0", Absence.SECRET, "petits effectifs"
    if not now["known"]:
        return "Taux d’accès à J0", _absence(now), "aucun suivi transmis"
    low, high = (french.number(100 * now[k], 1) for k in ("rate_min", "rate_max"))
    note = f"de {low} à {french.percent(now['rate_max'])} selon les inconnus" if high else ""
    if before is not None and before["known"] > 0:
        note = f"de {low} à {high}\u00a0% · {year}\u00a0: {french.percent(before['rate'])}"
    return "Taux d’accès à J0", french.percent(now["rate"]), note


def _without(now: pd.Series, before: pd.Series | None, year: str | None) -> Figure:
    if pd.isna(now["without"]):
        return "Sans lieu à J0", Absence.SECRET, "petits effectifs"
    if not now["known"]:
        return "Sans lieu à J0", _absence(now), "aucun suivi transmis"
    note = f"{french.percent(now['without_share'])} des périodes suivies"
    if before is not None and before["without_share"] >= 0:
        share, was = now["without_share"], before["without_share"]
        note = f"{french.percent(share)} · {year}\u00a0: {french.percent(was)}"
    return "Sans lieu à J0", french.number(now["without"]), note


def _unknown(now: pd.Series) -> Figure:
    sent, all_schools = int(now["schools_sent"]), int(now["schools"])
    note = (
        f"{french.plural(sent, 'établissement')} sur {french.number(all_schools)} "
        f"{'ont' if sent > 1 else 'a'} transmis"
    )
    if pd.isna(now["unknown_share"]) and now["due"] != 0:
        return silence.UNTOLD.capitalize(), Absence.SECRET, note
    return silence.UNTOLD.capitalize(), french.percent(now["unknown_share"]), note


def _hosts(view: View, selection: Selection, year: str | None, beside: str | None) -> Figure:
    if not view.reader.tells_hosts:
        return _hosts_diffused(view, selection)
    hosts = reading.hosts_again(view, selection, year or "")
    if hosts["hosts"] == 0:
        return "Entreprises engagées", str(Absence.UNKNOWN), "aucune convention transmise"
    note = "première année connue"
    if hosts["hosts_earlier"]:
        note = f"dont {french.number(hosts['again'])} déjà là en {beside}"
    return "Entreprises engagées", french.number(hosts["hosts"]), note


def _hosts_diffused(view: View, selection: Selection) -> Figure:
    """Hosts are diffused for all pupils together."""
    every = Selection(selection.year, bef=selection.bef)
    row = counts.asked(view, every, "entreprises_engagees").iloc[0]
    value = french.number(row["value"]) if row["value"] == row["value"] else str(row["absence"])
    return "Entreprises engagées", value, "tous niveaux et familles"


def _absence(now: pd.Series) -> str:
    return str(now["absence"]) or french.MISSING
