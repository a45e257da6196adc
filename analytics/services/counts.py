"""Counts of the periods due: their states, what becomes of them by date, how BEF compare."""

import pandas as pd

from analytics.access.funnel import funnel as funnel_of
from analytics.catalogue.asking import ask
from analytics.catalogue.attribution import attribution_balance
from analytics.services.desk import Desk, service
from analytics.verdicts.standing import standing as standing_of
from data.selection import Selection


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


@service(300)
def asked(
    desk: Desk, selection: Selection, indicator: str, by: tuple[str, ...] = (), key: str = ""
) -> pd.DataFrame:
    """An indicator of the catalogue over a selection, one row a group."""
    return ask(*desk.reader.at, selection, indicator, by, key)


@service(100)
def _standing(desk: Desk, selection: Selection, indicator: str) -> pd.DataFrame:
    """Where each BEF stands: told apart or not at equal mix, and its rank interval."""
    return standing_of(*desk.reader.at, selection, indicator)


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


@service(50)
def balance(desk: Desk, selection: Selection) -> pd.DataFrame:
    """The three attributions, BEF by BEF: the BEF and the attribution of a choice are left out."""
    return attribution_balance(*desk.reader.at, selection)
