"""Access of every family at once: one sparse product, then one commune table a family."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.statistics.accessibility import (
    Sparse,
    balanced_floating_catchment,
    places_per_100,
    weighted_reach,
)
from analytics.statistics.arrays import divided

WHOLE = "tous"  # the column of all pools together


@dataclass(frozen=True)
class Catchments:
    """Measures by commune and pool, the whole first.

    Parameters
    ----------
    columns : `WHOLE`, then the pools
    measures : arrays of communes × columns: pupils (of the selection, where they study: the
        weights of the means), places, access (places for 100 pupils, floating catchment), balanced
        (level of service of the balanced floating catchment, for 100 pupils), need, reach (pupils
        and places around, weighted by distance, without competition)
    """

    columns: Sequence[str]
    measures: dict[str, np.ndarray]

    def of_first(self, communes: int) -> "Catchments":
        """The same for the first communes alone: those after took part, and are not told."""
        told = {name: values[:communes] for name, values in self.measures.items()}
        return Catchments(self.columns, told)


def catchments(
    columns: Sequence[str],
    pupils: np.ndarray,
    demand: np.ndarray,
    supply: np.ndarray,
    weights: Sparse,
) -> Catchments:
    """Measure all columns in one sparse product each.

    Parameters
    ----------
    columns : name of each column of the three tables
    pupils, demand, supply : communes × columns, not negative; demand: who compete for the places
    weights : decay between communes
    """
    measures = {
        "pupils": pupils,
        "places": supply,
        "access": places_per_100(demand, supply, weights),
        "balanced": 100 * balanced_floating_catchment(demand, supply, weights),
        "need": weighted_reach(demand, weights),
        "reach": weighted_reach(supply, weights),
    }
    return Catchments(columns, measures)


def with_whole(table: np.ndarray) -> np.ndarray:
    """Put the sum of the pools before them."""
    return np.column_stack((table.sum(axis=1), table))


def in_years(weeks: np.ndarray, pupil_weeks: np.ndarray, pupils: np.ndarray) -> np.ndarray:
    """Turn weeks into pupils, or places, of one year: divided by the weeks that a pupil owes.

    Parameters
    ----------
    weeks : communes × columns, what is to be turned
    pupil_weeks, pupils : communes × columns; a column that owes nothing gives 0
    """
    return weeks * divided(pupils.sum(axis=0), pupil_weeks.sum(axis=0), 0.0)


def by_commune(found: Catchments, communes: pd.DataFrame, column: str) -> pd.DataFrame:
    """Give the measures of one pool, one row a commune.

    Parameters
    ----------
    found : of all pools
    communes : in the order of the rows of `found`
    column : pool, or `WHOLE`; one that nobody follows has 0 everywhere

    Returns
    -------
    The columns of `communes`, and pupils, places, access, balanced, need, reach, reachable
    """
    values = {name: np.zeros(len(communes)) for name in found.measures}
    if column in found.columns:
        at = found.columns.index(column)
        values = {name: table[:, at] for name, table in found.measures.items()}
    return communes.assign(**values, reachable=values["reach"] > 0)


def by_territory(reached: pd.DataFrame, by: str) -> pd.DataFrame:
    """Set three measures side by side, means over the pupils of each territory.

    Parameters
    ----------
    reached : one row a commune, as `by_commune` gives, and `by`

    Returns
    -------
    One row a territory: `by`, pupils, access, access_base and balanced_base (100: the mean of all
    the pupils), available (places that fall to its pupils: spatial availability), absence; missing
    where nobody studies
    """
    weighted = reached.assign(
        reached=reached["access"] * reached["pupils"],
        served=reached["balanced"] * reached["pupils"],
    )
    table = weighted.groupby(by, as_index=False)[["pupils", "reached", "served"]].sum()
    people = table["pupils"].where(table["pupils"] > 0)
    table["access"], balanced = table["reached"] / people, table["served"] / people
    for name, values in (("access_base", table["access"]), ("balanced_base", balanced)):
        mean = (values * table["pupils"]).sum() / max(table["pupils"].sum(), 1)
        table[name] = 100 * values / (mean if mean > 0 else np.nan)
    table["available"] = table["reached"] / 100
    table["absence"] = np.where(people.isna(), Absence.NOT_APPLICABLE, "")
    return table.drop(columns=["reached", "served"])
