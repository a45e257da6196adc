"""Potential access of the pupils of each commune to the employers around it."""

import pandas as pd

from analytics.absence import Absence
from analytics.measuring import amount


def mean_access(communes: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Mean of the pupils' access by territory; a commune that reaches nothing stays in it.

    Parameters
    ----------
    communes : one row a commune, with pupils, access and `by`
    by : column of the territory; None: the whole

    Returns
    -------
    One row a territory: `by` and the columns of `measuring.measure`; no interval
    """
    reached = communes.assign(reached=communes["access"] * communes["pupils"] / 100, whole="")
    sums = reached.groupby(by or "whole", as_index=False)[["reached", "pupils"]].sum()
    value = 100 * sums["reached"] / sums["pupils"].where(sums["pupils"] > 0)
    absence = value.isna().map({True: Absence.NOT_APPLICABLE, False: ""})
    table = sums if by else sums.drop(columns="whole")
    return amount(table, value, count=sums["reached"], n=sums["pupils"], absence=absence)
