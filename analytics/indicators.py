"""Values of the indicators over groups: value, n, interval, absence, in one form."""

import numpy as np
import pandas as pd

from analytics.catalogue import CATALOGUE
from analytics.engagement import penetration
from analytics.funnel import access_rates
from analytics.uncertainty import wilson_interval

FROM_STATES = ("taux_acces", "sans_lieu", "non_renseigne")


def from_states(indicator: str, states: pd.DataFrame) -> pd.DataFrame:
    """Compute an indicator on the states of the periods due.

    Parameters
    ----------
    indicator : one of `FROM_STATES`
    states : one row a group, with the counts of `analytics.funnel.STATES`

    Returns
    -------
    The table with `value`, `low`, `high` (in 0..1; the interval covers all that the unknown
    periods could be), `n` (denominator of the value), `count` (numerator) and `absence`.

    Raises
    ------
    KeyError : the indicator is not made from states
    """
    if indicator not in FROM_STATES or indicator not in CATALOGUE:
        raise KeyError(indicator)
    table = access_rates(states)
    due, unknown = table["due"], table["unknown"]
    if indicator == "taux_acces":
        return table.assign(value=table["rate"], n=table["known"], count=table["signed"])
    if indicator == "sans_lieu":
        return table.assign(
            value=table["without_share"],
            low=wilson_interval(table["without"], due)[0],
            high=wilson_interval(table["without"] + unknown, due)[1],
            n=table["known"],
            count=table["without"],
        )
    share = table["unknown_share"]  # counted whole, not estimated: no interval
    absence = np.where(due == 0, table["absence"], "")
    return table.assign(value=share, low=share, high=share, n=due, count=unknown, absence=absence)


def engagement(hosts: pd.DataFrame, fabric: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Compute the engagement of the fabric by zone or sector.

    Parameters
    ----------
    hosts : one row a host, with `commune` and `by`; a host without a commune counts nowhere
    fabric : establishments, with `by` and `establishments`
    by : "bef", "commune" or "sector"; None: the whole

    Returns
    -------
    One row a group of `fabric`: `by`, `hosts`, `establishments`, `value`, `low`, `high`, `n`
    (establishments), `count` (hosts), `absence`
    """
    located = hosts.dropna(subset="commune")
    if by is None:
        total = int(fabric["establishments"].sum())
        base = pd.DataFrame({"establishments": [total], "hosts": [len(located)]})
    else:
        base = fabric.groupby(by, as_index=False)["establishments"].sum()
        base["hosts"] = base[by].map(located.groupby(by).size()).fillna(0).astype(int)
    table = penetration(base)
    return table.assign(value=table["rate"], n=table["establishments"], count=table["hosts"])


def position(table: pd.DataFrame, reference: float, polarity: int) -> pd.Series:
    """Tell on which side of a reference each interval lies.

    Parameters
    ----------
    table : with `low`, `high`, `value`
    reference : value of the whole, same unit
    polarity : +1 when more is better, -1 when less is, 0 neither

    Returns
    -------
    "favourable", "unfavourable", "indistinct" (the interval holds the reference), or "" where
    there is no value
    """
    above, below = table["low"] > reference, table["high"] < reference
    good, bad = (above, below) if polarity >= 0 else (below, above)
    side = np.select([good, bad], ["favourable", "unfavourable"], default="indistinct")
    return pd.Series(np.where(table["value"].isna(), "", side), index=table.index)
