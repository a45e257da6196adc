"""Potential access of the pupils of each commune to the employers around it."""

import pandas as pd

from analytics.absence import Absence
from analytics.accessibility import Sparse, two_step_floating_catchment
from analytics.measuring import amount


def potential_access(
    communes: pd.DataFrame, supply: pd.Series, pupils: pd.Series, weights: Sparse
) -> pd.DataFrame:
    """Add places, pupils and access to communes.

    Parameters
    ----------
    communes : one row a commune, with `commune`, in the order of `weights`
    supply, pupils : places and pupils by code of commune; those left out have none
    weights : between communes

    Returns
    -------
    The communes with places, pupils, access (places for 100 pupils), reachable
    """
    table = communes.copy()
    table["places"] = table["commune"].map(supply).fillna(0.0)
    table["pupils"] = table["commune"].map(pupils).fillna(0.0)
    table["access"] = 100 * two_step_floating_catchment(table["pupils"], table["places"], weights)
    table["reachable"] = weights @ table["places"].to_numpy() > 0
    return table


def mean_access(communes: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Mean of the pupils' access by territory; a commune that reaches nothing stays in it.

    Parameters
    ----------
    communes : one row a commune, with what `potential_access` adds and `by`
    by : column of the territory; None: the whole

    Returns
    -------
    One row a territory: `by` and the columns of `analytics.measuring.measure`; no interval
    """
    reached = communes.assign(reached=communes["access"] * communes["pupils"] / 100, whole="")
    sums = reached.groupby(by or "whole", as_index=False)[["reached", "pupils"]].sum()
    value = 100 * sums["reached"] / sums["pupils"].where(sums["pupils"] > 0)
    absence = value.isna().map({True: Absence.NOT_APPLICABLE, False: ""})
    table = sums if by else sums.drop(columns="whole")
    return amount(table, value, count=sums["reached"], n=sums["pupils"], absence=absence)
