"""Reads of the day: of which one each campaign speaks, which one is running."""

from dataclasses import replace
from datetime import date

import pandas as pd

from data.scope import Scope
from data.selection import Selection
from data.store.store import Store


def campaigns(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a campaign with periods planned, oldest first.

    Returns
    -------
    year, begun (one of its periods at least), running (some have begun and not all), first_day
    (missing: not known), observed (day of which its figures speak)
    """
    return store.kept(scope, _campaigns)


def running(store: Store, scope: Scope) -> str:
    """The campaign under way; "" when none is."""
    table = campaigns(store, scope)
    return str(table.loc[table["running"], "year"].max()) if table["running"].any() else ""


def observed(store: Store, scope: Scope, year: str = "") -> date:
    """Day of which the figures of a campaign speak; "" or an unknown one: those of the version."""
    table = campaigns(store, scope)
    rows = table[table["year"] == year]
    if len(rows):
        return pd.Timestamp(rows["observed"].iloc[0]).date()
    facts = store.read(scope, "SELECT value FROM info WHERE key = 'as_of'")
    return date.fromisoformat(str(facts["value"].iloc[0]))


def comparable(store: Store, scope: Scope, selection: Selection) -> Selection:
    """The selection, cut to the same day of each year when its campaign ("": the last) runs."""
    under_way = running(store, scope)
    return replace(selection, same_day=bool(under_way) and selection.year in ("", under_way))


def _campaigns(store: Store, scope: Scope) -> pd.DataFrame:
    return store.read(scope, "SELECT * FROM campaign_day ORDER BY year")
