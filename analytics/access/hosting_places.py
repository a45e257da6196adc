"""Host places by commune and pool: those observed, or establishments × the académie's mean.

A pool is what competes for the same hosts: a family, or the track of pupils without one. Places are
place-weeks a year, as demand is pupil-weeks due: one divided by the other is places per pupil.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.statistics.arrays import crossed, divided

SIZES = ("1-9", "10+")


def spread(
    table: pd.DataFrame, value: str, communes: Sequence[str], pools: Sequence[str]
) -> np.ndarray:
    """Sum a long table into a matrix, communes × pools.

    Parameters
    ----------
    table : commune, pool and `value`; rows of other communes or pools are left aside
    value : name of the column to sum: pupil_weeks of a demand, place_weeks of a capacity
    communes, pools : rows and columns of the result, in their order
    """
    return crossed(table, value, commune=communes, pool=pools)


def expected_places(
    whole: pd.DataFrame,
    fabric: pd.DataFrame,
    fabric_size: pd.DataFrame,
    communes: Sequence[str],
    pools: Sequence[str],
    own: int | None = None,
) -> np.ndarray:
    """Establishments × the académie's mean of place-weeks by sector, size and pool.

    Sector and size of the establishments of a commune are known apart: they are crossed as if
    independent inside the commune (hypothesis). Place-weeks whose sector or size is unknown,
    or without any establishment, follow the known ones of the pool; so a pool keeps its total.

    Parameters
    ----------
    whole : sector, size ("1-9", "10+"; missing: unknown), pool, place_weeks of the académie
    fabric : commune, sector, establishments
    fabric_size : commune, size, establishments
    communes, pools : rows and columns of the result, in their order
    own : how many of the first communes are of the académie, whose mean it is; None: all

    Returns
    -------
    Place-weeks, communes × pools; a pool that is not observed, or that has nothing but unknown
    sectors, has 0 everywhere
    """
    cells, there = _by_cell(fabric, fabric_size, communes)
    cell = whole["sector"].str.cat(whole["size"], sep="/")
    observed = crossed(whole.assign(cell=cell), "place_weeks", cell=cells, pool=pools)
    places = there @ divided(observed, there[:own].sum(axis=0)[:, None], 0.0)
    total = whole.groupby("pool")["place_weeks"].sum().reindex(pools).fillna(0.0).to_numpy(float)
    return places * divided(total, places[:own].sum(axis=0), 0.0)


def employer_places(
    fabric: pd.DataFrame,
    family_activities: pd.DataFrame,
    communes: Sequence[str],
    pools: Sequence[str],
) -> np.ndarray:
    """One place by establishment of the sectors that a family expects: nothing is observed yet.

    Parameters
    ----------
    fabric : commune, sector (large sector, or division of the NAF), establishments
    family_activities : family, sector; a pool that is not there takes every sector
    communes, pools : rows and columns of the result, in their order

    Returns
    -------
    Establishments, communes × pools: a supply to set beside pupils, not beside pupil-weeks
    """
    sectors, by_sector = _by_sector(fabric, communes)
    wanted = crossed(family_activities.assign(n=1), "n", sector=sectors, family=pools) > 0
    wanted[:, ~np.isin(pools, family_activities["family"].unique())] = True
    return by_sector @ wanted


def _by_cell(
    fabric: pd.DataFrame, fabric_size: pd.DataFrame, communes: Sequence[str]
) -> tuple[list[str], np.ndarray]:
    """Names sector/size, and establishments of each, communes × names."""
    sectors, by_sector = _by_sector(fabric, communes)
    by_size = crossed(fabric_size, "establishments", commune=communes, size=SIZES)
    there = by_sector[:, :, None] * _shares(by_size)[:, None, :]
    names = [f"{sector}/{size}" for sector in sectors for size in SIZES]
    return names, there.reshape(len(communes), -1)


def _by_sector(fabric: pd.DataFrame, communes: Sequence[str]) -> tuple[list[str], np.ndarray]:
    sectors = sorted(fabric["sector"].dropna().unique())
    return sectors, crossed(fabric, "establishments", commune=communes, sector=sectors)


def _shares(counts: np.ndarray) -> np.ndarray:
    """Share of each column in its row; a row without anything takes the shares of the whole."""
    whole = counts.sum(axis=0)
    counts = np.where(counts.sum(axis=1, keepdims=True) > 0, counts, whole)
    return divided(counts, counts.sum(axis=1, keepdims=True), 1 / counts.shape[1])
