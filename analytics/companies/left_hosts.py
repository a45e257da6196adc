"""Hosts that took pupils before and take nobody now: what shows of places without takers."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.measuring import ratio

TOLD = 0.5  # a school that tells of fewer of its periods tells nothing of its hosts


def left_hosts(places: pd.DataFrame) -> pd.DataFrame:
    """What is known of the hosts left by each school and family.

    Each period that nobody told of may be at one of the hosts that seem left: the least. As a
    value, those pupils have hosts as the others of their school do (hypothesis).

    Parameters
    ----------
    places : hosts, taken, due, unknown, as `data.reads.profiles.past_hosts`

    Returns
    -------
    The table with left (hosts that nobody is known to take), hidden (of them, those that may be
    taken), and the share x ÷ known, which lies between low ÷ n and high ÷ n
    """
    left = places["hosts"] - places["taken"]
    hidden = np.minimum(left, places["unknown"])
    told = (places["due"] - places["unknown"]) / places["due"].where(places["due"] > 0)
    told = told.fillna(1.0)  # no pupil any more: nothing hidden
    heard = told >= TOLD
    likely = np.minimum(hidden, places["taken"] * (1 / told.where(heard, 1.0) - 1))
    return places.assign(
        left=left,
        hidden=hidden,
        x=(left - likely).where(heard, 0.0),
        known=places["hosts"].where(heard, 0),
        low=left - hidden,
        high=left,
        n=places["hosts"],
    )


def left_share(places: pd.DataFrame, by: list[str], minimum: int) -> pd.DataFrame:
    """Share of the hosts of the two campaigns before that nobody takes, one row a group.

    Parameters
    ----------
    places : as `left_hosts`
    by : columns of the groups; none: the whole
    minimum : below this number of hosts, "effectif faible"

    Returns
    -------
    `by` and the columns of `measuring.measure`; "non mesuré" where no host was known
    """
    rows = left_hosts(places)
    names = ["x", "known", "low", "high", "n"]
    sums = (
        rows.groupby(by, as_index=False)[names].sum()
        if by
        else rows[names].sum().to_frame().T.astype(float)
    )
    hidden = sums["high"] - sums["low"]
    told = sums["n"] - hidden
    table = ratio(sums, part=sums["low"], whole=told, unknown=hidden, minimum=minimum)
    known = sums["known"].where(sums["known"] > 0)
    share = (sums["x"] / known).clip(table["rate_min"], table["rate_max"])
    absence = table["absence"].mask(sums["n"] == 0, Absence.UNMEASURED)
    absence = absence.mask((sums["n"] > 0) & known.isna(), Absence.UNKNOWN)
    shown = {"value": share, "n": known.fillna(0), "count": sums["x"], "absence": absence}
    return table.assign(**shown).drop(columns=["x", "known"])
