"""Key figures of a selection, each beside the year before."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.absence import Absence
from analytics.access.funnel import access_rates
from analytics.services import counts
from data import reads
from data.selection import SCHOOL, Selection
from figures.words import french
from figures.words.key_figures import (
    HOSTS,
    Figure,
    access_figure,
    due_figure,
    unknown_figure,
    without_figure,
)
from pages.components.reading import View


@st.cache_data(max_entries=200, show_spinner=False)
def key_figures(view: View, selection: Selection) -> list[Figure]:
    """Label, value and comparison of the five figures of a campaign."""
    before_year = view.reader.before(selection.year)
    runs = view.reader.runs(selection.year)
    selection = view.reader.to_the_day(selection)
    now, before = _measured(view, selection, before_year)
    beside = f"{before_year} à la même date" if runs else before_year
    own = replace(selection, attribution=SCHOOL)  # hosts have their own
    return [
        due_figure(now, before, beside),
        access_figure(now, before, beside),
        without_figure(now, before, beside),
        unknown_figure(now),
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


def _hosts(view: View, selection: Selection, year: str | None, beside: str | None) -> Figure:
    if not view.reader.tells_hosts:
        return _hosts_diffused(view, selection)
    hosts = reads.hosts.again(*view.reader.at, selection, year or "")
    if hosts["hosts"] == 0:
        return HOSTS, str(Absence.UNKNOWN), "aucune convention transmise"
    note = "première année connue"
    if hosts["hosts_earlier"]:
        note = f"dont {french.number(hosts['again'])} déjà là en {beside}"
    return HOSTS, french.number(hosts["hosts"]), note


def _hosts_diffused(view: View, selection: Selection) -> Figure:
    """Hosts are diffused for all pupils together."""
    every = Selection(selection.year, bef=selection.bef)
    row = counts.asked(view, every, "entreprises_engagees").iloc[0]
    value = french.number(row["value"]) if row["value"] == row["value"] else str(row["absence"])
    return HOSTS, value, "tous niveaux et familles"
