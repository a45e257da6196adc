"""Counts of the periods due: their states, what becomes of them by date, how BEF compare."""

import pandas as pd

from analytics.access.funnel import funnel as funnel_of
from analytics.catalogue.asking import ask
from analytics.catalogue.attribution import attribution_balance
from analytics.services.desk import Desk, passed, service
from analytics.verdicts.standing import standing
from data.selection import Selection

asked = passed(300, ask)
balance = passed(50, attribution_balance)
_standing = passed(100, standing)


@service(200)
def states(desk: Desk, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """States of the periods due, summed by group."""
    return desk.reader.states(selection, by)


@service(200)
def finest_states(desk: Desk, selection: Selection) -> pd.DataFrame:
    """States at the finest that is told."""
    return desk.reader.finest_states(selection)


@service(200)
def funnel(desk: Desk, selection: Selection) -> pd.DataFrame:
    """States of the periods due from J-21 to J+7, one row a date and state."""
    sums = desk.reader.dates(selection)
    return funnel_of(sums, []) if len(sums) else pd.DataFrame()


def placed(desk: Desk, table: pd.DataFrame, selection: Selection, indicator: str) -> pd.DataFrame:
    """An indicator by BEF, as `asked` gives it, with where each stands beside the others."""
    return table.merge(_standing(desk, selection, indicator), on="bef", how="left")


@service(100)
def schools(desk: Desk, selection: Selection) -> pd.DataFrame:
    """Schools with periods due."""
    return desk.reader.schools(selection)


def school_points(desk: Desk, selection: Selection) -> pd.DataFrame | None:
    """Where the schools are: lon, lat; not told to others, who read no school."""
    if not desk.reader.tells_schools:
        return None
    return schools(desk, selection)[["lon", "lat"]].dropna()
