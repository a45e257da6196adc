"""Intervals of any statistic, by drawing whole clusters again."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.uncertainty import check_confidence


def cluster_bootstrap(
    statistic: Callable[..., float],
    clusters: ArrayLike,
    *arrays: ArrayLike,
    draws: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Percentile interval when the rows of a cluster are not independent (Davison & Hinkley, 1997).

    Parameters
    ----------
    statistic : called as statistic(*arrays, weights=w), w = how often each row was drawn, shape
        (rows,); a missing result leaves its draw out
    clusters : label of the cluster (school) of each row, shape (rows,)
    arrays : one value a row, shape (rows,)
    draws : of as many clusters as there are, with replacement
    seed : of the draws
    confidence : between 0 and 1

    Returns
    -------
    (low, high), unit of the statistic, whatever the order of rows; missing with fewer than two
    clusters or when no draw has a value

    Raises
    ------
    ValueError : lengths differ, no draw, or the confidence is out of range
    """
    check_confidence(confidence)
    columns = [np.asarray(values) for values in arrays]
    labels = np.asarray(clusters)
    if draws < 1 or any(values.shape[:1] != labels.shape for values in columns):
        raise ValueError("one value a row and a cluster for each, at least one draw")
    names, cluster = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        return np.nan, np.nan
    # One order of rows, whatever theirs: sums of floats depend on it in their last digits.
    codes = [np.unique(values, return_inverse=True)[1] for values in columns]
    order = np.lexsort((*codes, cluster))
    columns = [values[order] for values in columns]
    cluster = cluster[order]
    chances = np.full(len(names), 1 / len(names))
    drawn = np.random.default_rng(seed).multinomial(len(names), chances, size=draws)
    found = np.array([statistic(*columns, weights=times[cluster]) for times in drawn], dtype=float)
    found = found[~np.isnan(found)]
    if not len(found):
        return np.nan, np.nan
    low, high = np.quantile(found, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)
