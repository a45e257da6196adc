"""From périodes dues to placements: states at the first day, rates with bounds and intervals."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.thresholds import MOSTLY_UNKNOWN, SMALL_RATE
from analytics.uncertainty import wilson_interval

STATES = ["due", "signed", "agreed", "without", "unknown"]


def access_rates(states: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Add access rates to a table of states.

    Parameters
    ----------
    states : one row a group, with the counts `due`, `signed`, `agreed`, `without`, `unknown`,
        where due = signed + agreed + without + unknown
    confidence : of the intervals

    Returns
    -------
    The table with, in 0..1: `rate` (signed among known), its bounds `rate_min` (every unknown
    is unplaced) and `rate_max` (every unknown is placed), the Wilson interval that covers both
    bounds `low`, `high`; `without_share` among known, `unknown_share`; and `absence`.

    Raises
    ------
    ValueError : the states do not add up to the dues
    """
    if not (states["due"] == states[STATES[1:]].sum(axis=1)).all():
        raise ValueError("signed, agreed, without and unknown must add up to due")
    table = states.copy()
    due = table["due"].to_numpy(float)
    unknown = table["unknown"].to_numpy(float)
    signed = table["signed"].to_numpy(float)
    known = due - unknown
    table["known"] = known
    table["rate"] = _ratio(signed, known)
    table["rate_min"] = _ratio(signed, due)
    table["rate_max"] = _ratio(signed + unknown, due)
    table["low"] = wilson_interval(signed, due, confidence)[0]
    table["high"] = wilson_interval(signed + unknown, due, confidence)[1]
    table["without_share"] = _ratio(table["without"].to_numpy(float), known)
    table["unknown_share"] = _ratio(unknown, due)
    table["absence"] = _absence(due, known, unknown)
    return table


def to_place(states: pd.DataFrame, by: list[str], target: float = 1.0) -> pd.DataFrame:
    """Places still to find, summed over schools, levels, families and periods.

    Parameters
    ----------
    states : one row a school × level × family × period, with the counts of `STATES`
    by : columns to sum over
    target : share of the followed periods that should have a host on day 1

    Returns
    -------
    One row a group: `by`, the counts, and `to_place` = Σ max(0, target × known − placed), where
    placed has an agreed host; the unknown are left out of it and stand beside it.
    """
    table = states.copy()
    known = table["due"] - table["unknown"]
    placed = table["signed"] + table["agreed"]
    table["to_place"] = np.maximum(0.0, target * known - placed)
    grouped = table.groupby(by, as_index=False, dropna=False)
    return grouped[[*STATES, "to_place"]].sum()


def completeness(states: pd.DataFrame) -> pd.DataFrame:
    """Add the share of the periods that nobody told about.

    Parameters
    ----------
    states : one row a group, with `due`, `unknown`, `schools`, `schools_sent`
    """
    due = states["due"].to_numpy(float)
    return states.assign(unknown_share=_ratio(states["unknown"].to_numpy(float), due))


def mostly_unknown(rates: pd.DataFrame) -> pd.Series:
    """Tell which groups are too little known for a value on a map."""
    return rates["unknown_share"].fillna(1.0) > MOSTLY_UNKNOWN


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def _absence(due: np.ndarray, known: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    return np.select(
        [due == 0, known == 0, known < SMALL_RATE],
        [Absence.NOT_APPLICABLE, Absence.UNKNOWN, Absence.SMALL],
        default="",
    )
