"""How unequal are values: Gini, Lorenz, Palma; parts inside and between groups: Theil."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import xlogy

from analytics.statistics.arrays import divided
from analytics.statistics.concentration import concentration_index as concentration_index
from analytics.statistics.concentration import concentration_interval, cumulated, ordered
from analytics.statistics.uncertainty import check_confidence

POOREST, RICHEST = 0.4, 0.1  # Palma's shares of the people


@dataclass(frozen=True)
class Theil:
    """Theil index = between groups + within groups; `parts` of the between, one a group."""

    total: float
    between: float
    within: float
    groups: np.ndarray
    parts: np.ndarray


@dataclass(frozen=True)
class ChanceShare:
    """Share of the Theil index that is between groups, and what it is in shuffled groups."""

    observed: float
    mean: float
    low: float
    high: float


def gini(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Gini index: mean distance of two people over twice the mean (population form).

    The small-sample form is n / (n − 1) times this one; the product shows this one, which does
    not change when every row is there twice.

    Parameters
    ----------
    values : not negative, shape (rows,); a missing one is left out
    weights : people of each row, not negative, shape (rows,); None means 1 each

    Returns
    -------
    In 0..1; missing without any row or when all values are 0

    Raises
    ------
    ValueError : a value is negative, impossible weights
    """
    return concentration_index(values, values, weights)


def gini_interval(
    values: ArrayLike, clusters: ArrayLike, weights: ArrayLike | None = None, **options: Any
) -> tuple[float, float]:
    """Interval of the Gini index, whole schools being drawn again.

    Parameters
    ----------
    values, weights : as in `gini`
    clusters : school of each row, shape (rows,)
    options : `draws`, `seed`, `confidence` of `analytics.statistics.resampling.cluster_bootstrap`

    Returns
    -------
    (low, high); missing with fewer than two schools

    Raises
    ------
    ValueError : as `gini` and `cluster_bootstrap`
    """
    return concentration_interval(values, values, clusters, weights, **options)


def lorenz_curve(
    values: ArrayLike, weights: ArrayLike | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Share of the whole that the least endowed have, for each share of the people (Lorenz, 1905).

    Parameters
    ----------
    values, weights : as in `gini`

    Returns
    -------
    (people, values), cumulated shares in 0..1: the origin, then one point a row that counts, the
    lowest first; no share of the values when all are 0

    Raises
    ------
    ValueError : a value is negative, impossible weights
    """
    y, _, w = _amounts(values, values, weights)
    return cumulated(w), cumulated(w * y)


def palma_ratio(values: ArrayLike, rank_by: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Mean of the 10 % highest of a rank over the mean of the 40 % lowest (Palma, 2011).

    People of equal rank are one group; a group that stands across a limit counts in part, with
    its own mean, so that nothing depends on the order of rows.

    Parameters
    ----------
    values : not negative, shape (rows,)
    rank_by : what orders the rows (IPS), shape (rows,); a row that lacks one is left out
    weights : people of each row, not negative, shape (rows,); None means 1 each

    Returns
    -------
    Ratio, 1 when both have as much; missing without any row or when the lowest have 0

    Raises
    ------
    ValueError : a value is negative, impossible weights
    """
    y, r, w = _amounts(values, rank_by, weights)
    if not len(y):
        return np.nan
    tie = np.unique(r, return_inverse=True)[1]
    people, amount = cumulated(np.bincount(tie, w)), np.bincount(tie, w * y)
    mean = divided(amount, np.diff(people), 0.0)
    low = float(np.sum(mean * np.diff(np.minimum(people, POOREST)))) / POOREST
    high = float(np.sum(mean * np.diff(np.maximum(people, 1 - RICHEST)))) / RICHEST
    return high / low if low > 0 else np.nan


def theil(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Theil's T index: mean of v ln v, v the value over the mean, 0 ln 0 being 0 (Theil, 1967).

    Parameters
    ----------
    values, weights : as in `gini`

    Returns
    -------
    From 0 (all equal) to ln of the people (one has all); missing without any row or when all
    values are 0

    Raises
    ------
    ValueError : a value is negative, impossible weights
    """
    y, _, w = _amounts(values, values, weights)
    whole = np.sum(w * y)
    if not whole > 0:
        return np.nan
    share = y / (whole / w.sum())
    return max(0.0, float(np.sum(w * xlogy(share, share)) / w.sum()))


def theil_decomposition(
    values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None
) -> Theil:
    """Parts of the Theil index between and within groups (Shorrocks, 1984).

    Parameters
    ----------
    values, weights : as in `gini`
    groups : label of each row, shape (rows,); a row with no label is left out

    Returns
    -------
    total = between + within; names of the groups that count, in order, and each one's part of
    the between, negative for a group below the mean; missing as `theil`

    Raises
    ------
    ValueError : lengths differ, a value is negative, impossible weights
    """
    y, group, w, names = _grouped(values, groups, weights)
    if not np.sum(w * y) > 0:
        return Theil(np.nan, np.nan, np.nan, names, np.full(len(names), np.nan))
    people, amount = np.bincount(group, w), np.bincount(group, w * y)
    parts = _between(people, amount)
    mean = (amount / people)[group]
    inside = divided(y, mean, 0.0)
    within = max(0.0, float(np.sum(w * y * np.log(np.where(y > 0, inside, 1))) / amount.sum()))
    between = max(0.0, float(parts.sum()))
    return Theil(between + within, between, within, names, parts)


def between_by_chance(
    values: ArrayLike,
    groups: ArrayLike,
    weights: ArrayLike | None = None,
    draws: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> ChanceShare:
    """Share of the Theil index between groups when rows are dealt to groups at random.

    Many small groups always have a large share between them: the observed one says something
    only where it leaves what chance gives.

    Parameters
    ----------
    values, groups, weights : as in `theil_decomposition`
    draws : shuffles of the labels
    seed : of the shuffles; results do not depend on the order of rows
    confidence : share of the shuffles from `low` to `high`

    Returns
    -------
    observed, mean, low, high, in 0..1; missing when the index is 0 or missing

    Raises
    ------
    ValueError : as `theil_decomposition`, no draw, confidence out of range
    """
    check_confidence(confidence)
    if draws < 1:
        raise ValueError("at least one draw")
    y, group, w, _ = _grouped(values, groups, weights)
    found = theil_decomposition(values, groups, weights)
    if not found.total > 0:
        return ChanceShare(np.nan, np.nan, np.nan, np.nan)
    rng, labels = np.random.default_rng(seed), np.sort(group)

    def shuffled() -> float:
        dealt = rng.permutation(labels)
        return float(_between(np.bincount(dealt, w), np.bincount(dealt, w * y)).sum())

    shares = np.array([shuffled() for _ in range(draws)]) / found.total
    low, high = np.quantile(shares, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return ChanceShare(found.between / found.total, float(shares.mean()), float(low), float(high))


def _between(people: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """Part of each group: its share of the amount × ln of that share over its share of people."""
    share = amount / amount.sum()
    return xlogy(share, share / (people / people.sum()))


def _amounts(
    values: ArrayLike, rank_by: ArrayLike, weights: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, r, w = ordered(values, rank_by, weights)
    if np.any(y < 0):
        raise ValueError("values must not be negative")
    return y, r, w


def _grouped(
    values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows that count, ordered by group, value, weight; codes of their groups, and the names."""
    code, names = pd.factorize(np.asarray(groups), sort=True)
    y, code, w = _amounts(values, np.where(code >= 0, code, np.nan), weights)
    present, group = np.unique(code.astype(int), return_inverse=True)
    return y, group, w, np.asarray(names)[present]
