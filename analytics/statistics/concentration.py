"""Is an outcome concentrated among the low or the high of a rank (IPS)? Index, curve, interval."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.resampling import cluster_bootstrap

FORMS = ("standard", "erreygers", "wagstaff")


def known(*columns: ArrayLike) -> np.ndarray:
    """Tell which rows lack nothing: the others are left out of every measure, never taken as 0.

    Parameters
    ----------
    columns : numbers, shape (rows,) each; at least one

    Returns
    -------
    shape (rows,), true where no column is missing; `(~known(...)).sum()` rows are left out
    """
    return ~np.any([np.isnan(np.asarray(values, dtype=float)) for values in columns], axis=0)


def ordered(
    values: ArrayLike, rank_by: ArrayLike, weights: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows that are known and count, in one order whatever theirs: by rank, value, then weight.

    Parameters
    ----------
    values, rank_by : shape (rows,); a row that lacks one is left out
    weights : not negative, shape (rows,); a row of weight 0 is left out; None means 1 each

    Returns
    -------
    (values, rank_by, weights) of those rows, lowest rank first

    Raises
    ------
    ValueError : lengths differ, a number is infinite, a weight is negative or missing
    """
    y, r = np.asarray(values, dtype=float), np.asarray(rank_by, dtype=float)
    w = np.ones(y.shape) if weights is None else np.asarray(weights, dtype=float)
    if y.ndim != 1 or not y.shape == r.shape == w.shape:
        raise ValueError("one value, one rank and one weight a row")
    if not np.all(w >= 0) or np.isinf([y, r, w]).any():
        raise ValueError("weights must be known and not negative, all numbers finite")
    kept = known(y, r) & (w > 0)
    y, r, w = y[kept], r[kept], w[kept]
    order = np.lexsort((w, y, r))
    return y[order], r[order], w[order]


def concentration_index(
    outcome: ArrayLike,
    rank_by: ArrayLike,
    weights: ArrayLike | None = None,
    form: str = "standard",
    bounds: tuple[float, float] = (0, 1),
) -> float:
    """Measure whether an outcome is found among the low (below 0) or the high (above 0) of a rank.

    Twice the covariance of the outcome with the fractional rank, over the mean (Kakwani, Wagstaff
    & van Doorslaer, 1997). Rows of equal rank share their group's mean rank. A bounded outcome
    (a rate) wants `erreygers` (2009) or `wagstaff` (2005): they change sign, and nothing else,
    when "placed" becomes "without placement"; the standard form does not.

    Parameters
    ----------
    outcome : shape (rows,); for "standard" not negative
    rank_by : what orders the rows, lowest first, shape (rows,); a row that lacks its outcome or
        its rank is left out (`known` counts them)
    weights : people of each row, not negative, shape (rows,); None means 1 each
    form : "standard", "erreygers" or "wagstaff"
    bounds : lowest and highest that the outcome can be, in theory and not in the sample; not
        used by "standard"

    Returns
    -------
    In -1..1, no unit; missing without any row, for "standard" when the outcome is 0 everywhere,
    for "wagstaff" when its mean is a bound

    Raises
    ------
    ValueError : unknown form, outcome negative or outside its bounds, impossible weights
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}")
    lowest, highest = (0.0, np.inf) if form == "standard" else bounds
    y, r, w = ordered(outcome, rank_by, weights)
    if not lowest < highest or np.any(y < lowest) or np.any(y > highest):
        raise ValueError("the outcome must lie between its bounds")
    if not len(y):
        return np.nan
    share, mean = w / w.sum(), float(np.average(y, weights=w))
    spread = 2 * float(np.sum(share * (y - mean) * (fractional_ranks(r, w) - 0.5)))
    if form == "erreygers":
        return 4 * spread / (highest - lowest)
    room = mean if form == "standard" else (mean - lowest) * (highest - mean) / (highest - lowest)
    return spread / room if room > 0 else np.nan


def fractional_ranks(rank_by: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the weight below each row, plus half of that at its own rank.

    Parameters
    ----------
    rank_by, weights : known numbers, shape (rows,), in any order

    Returns
    -------
    In 0..1, shape (rows,); the weighted mean is one half
    """
    tie = np.unique(rank_by, return_inverse=True)[1]
    mass = np.bincount(tie, weights)
    return ((np.cumsum(mass) - mass / 2) / mass.sum())[tie]


def concentration_curve(
    outcome: ArrayLike, rank_by: ArrayLike, weights: ArrayLike | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Share of the outcome that the lowest of a rank have, for each share of the people.

    Parameters
    ----------
    outcome : not negative, shape (rows,)
    rank_by, weights : as in `concentration_index`

    Returns
    -------
    (people, outcome), cumulated shares in 0..1: the origin, then one point for each distinct rank,
    hence the same curve whatever the order of rows; no outcome share when it is 0 everywhere.
    The standard index is 1 − twice the area under the curve

    Raises
    ------
    ValueError : negative outcome, impossible weights
    """
    y, r, w = ordered(outcome, rank_by, weights)
    if np.any(y < 0):
        raise ValueError("the outcome must not be negative")
    tie = np.unique(r, return_inverse=True)[1]
    return cumulated(np.bincount(tie, w)), cumulated(np.bincount(tie, w * y))


def cumulated(parts: np.ndarray) -> np.ndarray:
    """Cumulated shares of parts, from 0 to exactly 1; missing after 0 when they add up to 0."""
    sums = np.cumsum(parts)
    whole = sums[-1] if len(sums) and sums[-1] > 0 else np.nan
    return np.concatenate([[0.0], sums / whole])


def concentration_interval(
    outcome: ArrayLike,
    rank_by: ArrayLike,
    clusters: ArrayLike,
    weights: ArrayLike | None = None,
    form: str = "standard",
    bounds: tuple[float, float] = (0, 1),
    **options: Any,
) -> tuple[float, float]:
    """Interval of the concentration index, whole schools being drawn again.

    Parameters
    ----------
    outcome, rank_by, weights, form, bounds : as in `concentration_index`
    clusters : school of each row, shape (rows,)
    options : `draws`, `seed`, `confidence` of `analytics.statistics.resampling.cluster_bootstrap`

    Returns
    -------
    (low, high); missing with fewer than two schools

    Raises
    ------
    ValueError : as `concentration_index` and `cluster_bootstrap`
    """
    concentration_index(outcome, rank_by, weights, form, bounds)  # refuses what is impossible
    y, r = np.asarray(outcome, dtype=float), np.asarray(rank_by, dtype=float)
    w = np.ones(y.shape) if weights is None else np.asarray(weights, dtype=float)
    kept = known(y, r) & (w > 0)

    def index(y: np.ndarray, r: np.ndarray, w: np.ndarray, weights: np.ndarray) -> float:
        return concentration_index(y, r, w * weights, form, bounds)

    labels = np.asarray(clusters)
    if labels.shape != y.shape:
        raise ValueError("one cluster a row")
    return cluster_bootstrap(index, labels[kept], y[kept], r[kept], w[kept], **options)
