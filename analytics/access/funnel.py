"""From périodes dues to placements: states at the first day, rates with bounds and intervals."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from analytics.measuring import measure, ratio, with_columns
from analytics.statistics.arrays import divided
from data.counts import DATES
from data.counts import STATES as EACH
from secrecy.thresholds import MOSTLY_UNKNOWN

STATES = ["due", "signed", "agreed", "without", "unknown"]
DATE_NAMES = {"_j21": "J-21", "_j7": "J-7", "": "J0", "_p7": "J+7"}


def access_rates(states: pd.DataFrame) -> pd.DataFrame:
    """Add access rates to a table of states.

    Parameters
    ----------
    states : one row a group, with the counts `due`, `signed`, `agreed`, `without`, `unknown`,
        where due = signed + agreed + without + unknown

    Returns
    -------
    The table with, in 0..1: `rate` (signed among known), its bounds `rate_min` (every unknown
    is unplaced) and `rate_max` (every unknown is placed), the Wilson interval that covers both
    bounds `low`, `high`; `without_share` among known, `unknown_share`; and `absence`.

    Raises
    ------
    ValueError : the states do not add up to the dues
    """
    _check_sum(states["due"], states[STATES[1:]])
    table = measure("taux_acces", states)
    without = measure("sans_lieu", states)["value"]
    if "known" in states:  # diffused: told even where what it divides is secret
        table["n"] = table.pop("known")
    table = table.drop(columns="count").rename(columns={"value": "rate", "n": "known"})
    return with_columns(table, without_share=without)


def funnel(sums: pd.DataFrame, by: list[str], confidence: float = 0.95) -> pd.DataFrame:
    """Tell at J-21, J-7, J0 and J+7 what state the periods due are in.

    Parameters
    ----------
    sums : one row a group, with `by`, `due` and each state at each date of `data.counts`
    by : columns that name the group; empty for one group
    confidence : of the intervals

    Returns
    -------
    One row a group × date × state: `by`, date (J-21, …), days (after the first day), state,
    count, due, unknown, share (of the due), and for signed, agreed and without, among the known,
    `value`, its bounds `rate_min` and `rate_max` = [P/N, (P+U)/N], and `low`, `high`, the Wilson
    intervals on these bounds, `absence`

    Raises
    ------
    ValueError : at a date, the states do not add up to the dues
    """
    for date in DATES:
        _check_sum(sums["due"], sums[[f"{each}{date}" for each in EACH]])
    steps = [(date, state) for date in DATES for state in EACH]
    told = np.repeat([state != "unknown" for _, state in steps], len(sums))
    due = np.tile(sums["due"].to_numpy(float), len(steps))
    part = np.concatenate([sums[f"{state}{date}"].to_numpy(float) for date, state in steps])
    unknown = np.concatenate([sums[f"unknown{date}"].to_numpy(float) for date, _ in steps])
    unknown = np.where(told, unknown, 0.0)
    table = ratio(
        pd.concat([sums[[*by, "due"]]] * len(steps), ignore_index=True).assign(
            date=np.repeat([DATE_NAMES[date] for date, _ in steps], len(sums)),
            days=np.repeat([DATES[date] for date, _ in steps], len(sums)),
            state=np.repeat([state for _, state in steps], len(sums)),
        ),
        part=part,
        whole=due - unknown,
        unknown=unknown,
        minimum=CATALOGUE["taux_acces"].minimum,
        confidence=confidence,
    )
    counted = {bound: table[bound].where(told, table["value"]) for bound in ("low", "high")}
    share = divided(part, due)
    small = (table["absence"] == Absence.SMALL) & ~told  # the unknown are counted, not drawn
    absence = table["absence"].mask(small, "").mask(np.isnan(part), Absence.SECRET)
    shown = with_columns(table, **counted, share=share, absence=absence)
    derived = ["value", "rate_min", "rate_max", "low", "high"]
    shown.loc[np.isnan(part), derived] = np.nan  # nothing is told around a secret count
    return shown


def _check_sum(due: pd.Series, states: pd.DataFrame) -> None:
    """Refuse states that do not add up to the dues; one that is diffused may be secret."""
    added = states.sum(axis=1, skipna=False)
    if not (np.isclose(due, added, rtol=0, atol=1e-6) | added.isna()).all():
        raise ValueError("signed, agreed, without and unknown must add up to due")


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
    if "unknown_high" in states:  # diffused counts: already summed, and partly secret
        return states.assign(to_place=states["without"] if target == 1 else np.nan)
    known = states["due"] - states["unknown"]
    placed = states["signed"] + states["agreed"]
    lacking = np.maximum(0.0, target * known - placed)
    table = with_columns(states[[*by, *STATES]], to_place=lacking)
    grouped = table.groupby(by, as_index=False, dropna=False)
    return grouped[[*STATES, "to_place"]].sum()


def completeness(states: pd.DataFrame) -> pd.DataFrame:
    """Add the share of the periods that nobody told about.

    Parameters
    ----------
    states : one row a group, with `due`, `unknown`, `schools`, `schools_sent`
    """
    return states.assign(unknown_share=divided(states["unknown"], states["due"]))


def mostly_unknown(rates: pd.DataFrame) -> pd.Series:
    """Tell which groups are too little known for a value on a map; a secret share may be small."""
    nothing = rates["absence"].isin([Absence.UNKNOWN, Absence.NOT_APPLICABLE])
    return (rates["unknown_share"] > MOSTLY_UNKNOWN) | nothing
