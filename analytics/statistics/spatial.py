"""Do neighbours resemble each other? Moran's index of a whole, of each unit; zones in one piece."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.special import binom, ndtr
from scipy.stats import pearson3

from analytics.statistics.accessibility import Sparse
from analytics.statistics.uncertainty import false_discoveries

EXACT_LOCAL = 15  # units up to which all subsets of neighbours are enumerated
EXACT_GLOBAL = 9  # units up to which all orders are: 9! = 362 880
SAME = 1e-10  # two sums that differ by less, in standard deviations, are equal


@dataclass(frozen=True)
class GlobalMoran:
    """Moran's I, what chance gives (mean and variance), two-sided p, and units with a value."""

    statistic: float
    expected: float
    variance: float
    p_value: float
    units: int


@dataclass(frozen=True)
class LocalMoran:
    """One entry a unit; `score` is the neighbours' sum in standard errors (Getis and Ord's Gi)."""

    statistic: np.ndarray
    score: np.ndarray
    p_value: np.ndarray
    quadrant: np.ndarray


def global_moran(values: ArrayLike, neighbours_csr: Sparse) -> GlobalMoran:
    """Moran's I: correlation of a value with that of the neighbours (Cliff & Ord, 1981).

    Chance is that of all orders of the values over the units (randomisation): enumerated up to
    9 units, its first two moments and a normal law beyond.

    Parameters
    ----------
    values : shape (units,); a missing one leaves its unit, and the links to it, out: mask so the
        units of fewer than 20 periods
    neighbours_csr : weights as they are to be used (1, or 1 / neighbours so that each unit weighs
        the same), not negative, nothing on the diagonal, shape (units, units)

    Returns
    -------
    statistic, expected = −1 / (units − 1), variance, p_value (two-sided: twice the smaller tail,
    at most 1), units; the statistic and p are missing with fewer than 4 units, without any link
    or when all values are equal

    Raises
    ------
    ValueError : shapes differ, a value is infinite, a weight negative, a unit its own neighbour
    """
    x, weights = _checked(values, neighbours_csr)
    kept = ~np.isnan(x)
    z, w = x[kept], weights[kept][:, kept]
    units, whole = len(z), float(w.sum())
    if units < 4 or not whole > 0 or not _varies(z):
        return GlobalMoran(np.nan, np.nan, np.nan, np.nan, units)
    z = (z - z.mean()) / z.std()
    statistic, expected = float(z @ (w @ z)) / whole, -1 / (units - 1)
    variance = _randomisation_variance(z, w)
    if units <= EXACT_GLOBAL:
        drawn = z[_orders(units)]
        found = np.sum((drawn @ w.toarray()) * drawn, axis=1) / whole
        p_value = float(two_sided(*(np.mean(s * (found - statistic) >= -SAME) for s in (1, -1))))
    elif variance > 0:
        lower = ndtr((statistic - expected) / np.sqrt(variance))
        p_value = float(two_sided(1 - lower, lower))
    else:
        p_value = 1.0  # all are neighbours of all: every order gives the same
    return GlobalMoran(statistic, expected, variance, p_value, units)


def local_moran(values: ArrayLike, neighbours_csr: Sparse) -> LocalMoran:
    """Tell where a unit and its neighbours are high, or low, together (Anselin, 1995).

    Chance keeps the unit's own value and deals the others out to its neighbours. Up to 15 units,
    all subsets are enumerated where the unit's neighbours have one weight; else the first three
    moments and Pearson's law of type III, as rates near 100 % lean. Say nothing of a unit before
    `told_apart`; thirteen zones are too few for a map.

    Parameters
    ----------
    values : shape (units,); a missing one leaves its unit, and the links to it, out: mask so the
        units of fewer than 20 periods
    neighbours_csr : weights, as in `global_moran`

    Returns
    -------
    One entry a unit, missing (quadrant "") for one with no value or no neighbour that has one:
    statistic z Σ w z over the mean of z² (their sum is that of the weights × Moran's I), score,
    p_value (two-sided: twice the smaller tail, at most 1), quadrant "high-high", "low-low",
    "high-low" or "low-high" (the unit, then its neighbours), "" for who is exactly on the mean

    Raises
    ------
    ValueError : as `global_moran`
    """
    x, weights = _checked(values, neighbours_csr)
    kept = ~np.isnan(x)
    empty = np.full(len(x), np.nan)
    found = LocalMoran(empty, empty.copy(), empty.copy(), np.full(len(x), "", dtype="<U9"))
    z, w = x[kept], weights[kept][:, kept]
    if len(z) < 3 or not _varies(z):
        return found
    z = (z - z.mean()) / z.std()
    lag = w @ z
    alone = w.sum(axis=1) == 0
    score, p_value = _by_moments(z, w, lag)
    if len(z) <= EXACT_LOCAL:
        p_value = _by_enumeration(z, w, p_value)
    side = np.char.add(np.where(z > 0, "high-", "low-"), np.where(lag > 0, "high", "low"))
    on_the_mean = (np.abs(z) < SAME) | (np.abs(lag) < SAME * np.sqrt((w**2).sum(axis=1)))
    for to, part in zip(
        (found.statistic, found.score, found.p_value), (z * lag, score, p_value), strict=True
    ):
        to[kept] = np.where(alone, np.nan, part)
    found.quadrant[kept] = np.where(alone | on_the_mean, "", side)
    return found


def told_apart(moran: LocalMoran, level: float = 0.05) -> np.ndarray:
    """Quadrants of the units that chance does not explain, false discoveries being held.

    Parameters
    ----------
    moran : found by `local_moran`
    level : share of false among the discoveries (Benjamini & Hochberg, 1995)

    Returns
    -------
    shape (units,): the quadrant of a discovery, "" elsewhere
    """
    return np.where(false_discoveries(moran.p_value, level), moran.quadrant, "")


def two_sided(upper: ArrayLike, lower: ArrayLike) -> np.ndarray:
    """Two-sided p: twice the smaller of two tails that both hold what is observed, at most 1.

    Parameters
    ----------
    upper, lower : chances of at least, and of at most, what is observed; in 0..1
    """
    return np.minimum(1.0, 2 * np.minimum(upper, lower))


def connected_zones(
    flag: ArrayLike,
    neighbours_csr: Sparse,
    sizes: ArrayLike | None = None,
    names: ArrayLike | None = None,
    smallest: int = 1,
) -> np.ndarray:
    """Zones in one piece, of flagged units that touch.

    Parameters
    ----------
    flag : booleans, shape (units,)
    neighbours_csr : a link, in one direction or both, is a weight above 0; shape (units, units)
    sizes : what makes a zone large (pupils), not negative, shape (units,); None counts the units
    names : code of each unit, shape (units,): between zones of one size, the one that holds the
        first name comes first; None takes the order of the units
    smallest : zones of fewer units are left out

    Returns
    -------
    shape (units,): 1 for the units of the largest zone, then 2…; 0 for who is in none

    Raises
    ------
    ValueError : the flag is not made of booleans, shapes differ, a size is negative or missing
    """
    flagged = np.asarray(flag)
    size = np.ones(flagged.shape) if sizes is None else np.asarray(sizes, dtype=float)
    key = np.arange(flagged.size) if names is None else np.unique(names, return_inverse=True)[1]
    if flagged.dtype != bool or flagged.ndim != 1:
        raise ValueError("the flag must be one boolean a unit")
    if not flagged.shape == size.shape == key.shape or not np.all(size >= 0):
        raise ValueError("one size, known and not negative, and one name a unit")
    if neighbours_csr.shape != (len(flagged), len(flagged)):
        raise ValueError("neighbours must have one row and one column a unit")
    links = csr_array(neighbours_csr)[flagged][:, flagged]
    links.eliminate_zeros()
    zones, label = connected_components(links, directed=False)
    count = np.bincount(label, minlength=zones)
    total = np.round(np.bincount(label, size[flagged], zones), 9)
    first = np.full(zones, flagged.size)
    np.minimum.at(first, label, key[flagged])
    order = np.lexsort((first, -total, count < smallest))
    rank = np.empty(zones, dtype=int)
    rank[order] = np.arange(1, zones + 1)
    found = np.zeros(flagged.size, dtype=int)
    found[flagged] = np.where(count < smallest, 0, rank)[label]
    return found


def _checked(values: ArrayLike, neighbours_csr: Sparse) -> tuple[np.ndarray, csr_array]:
    x, weights = np.asarray(values, dtype=float), csr_array(neighbours_csr, dtype=float, copy=True)
    weights.sum_duplicates()
    if x.ndim != 1 or weights.shape != (len(x), len(x)):
        raise ValueError("one value a unit, neighbours with one row and one column a unit")
    if np.isinf(x).any() or not (np.all(weights.data >= 0) and np.isfinite(weights.data).all()):
        raise ValueError("values and weights must be finite, weights not negative")
    if np.any(weights.diagonal() != 0):
        raise ValueError("a unit is not its own neighbour")
    return x, weights


@lru_cache(maxsize=2)
def _orders(units: int) -> np.ndarray:
    orders = np.array(list(permutations(range(units))), dtype=np.int8)
    orders.flags.writeable = False
    return orders


def _varies(x: np.ndarray) -> bool:
    return bool(np.ptp(x) > SAME * np.abs(x).max())


def _randomisation_variance(z: np.ndarray, w: csr_array) -> float:
    """Variance of I over all orders of these values, of mean 0 and variance 1."""
    n, whole, peak = len(z), w.sum(), np.mean(z**4)
    s1 = ((w + w.T) ** 2).sum() / 2
    s2 = np.sum((w.sum(axis=0) + w.sum(axis=1)) ** 2)
    plain = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * whole**2)
    peaked = peak * ((n**2 - n) * s1 - 2 * n * s2 + 6 * whole**2)
    square = (plain - peaked) / ((n - 1) * (n - 2) * (n - 3) * whole**2)
    variance = float(square - 1 / (n - 1) ** 2)
    return variance if variance > SAME * abs(square) else 0.0


def _by_moments(z: np.ndarray, w: csr_array, lag: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Score and two-sided p of the neighbours' sum, the others being dealt out at random.

    The others are N = units − 1 values a, the weights are padded with zeros to N: the sum has
    variance Σ(w−w̄)² Σ(a−ā)² / (N−1), third moment Σ(w−w̄)³ Σ(a−ā)³ N / ((N−1)(N−2)).
    """
    others = len(z) - 1
    mean = -z / others
    square = np.sum(z**2) - z**2 - others * mean**2
    cube = np.sum(z**3) - z**3 - 3 * mean * (np.sum(z**2) - z**2) + 2 * others * mean**3
    first, second, third = (np.asarray((w**k).sum(axis=1)) for k in (1, 2, 3))
    level = first / others
    spread = second - others * level**2
    lean = third - 3 * level * second + 2 * others * level**3
    variance = spread * square / (others - 1)
    moves = (variance > SAME * second * len(z)) & (others > 2)
    deviation = np.sqrt(np.where(moves, variance, 1))
    score = np.where(moves, (lag - first * mean) / deviation, 0)
    skew = lean * cube * others / ((others - 1) * max(others - 2, 1)) / deviation**3
    skew = np.where(moves, skew, 0)
    upper, lower = pearson3.sf(score, skew), pearson3.cdf(score, skew)
    # Pearson's law may end before the deals do: p is at least that of the rarest deal.
    rarest = 1 / binom(others, np.diff(w.indptr))
    p_value = np.maximum(two_sided(upper, lower), two_sided(rarest, rarest))
    return np.where(moves, score, np.nan), np.where(moves, p_value, 1.0)


def _by_enumeration(z: np.ndarray, w: csr_array, p_value: np.ndarray) -> np.ndarray:
    """Replace p by that of all subsets, for the units whose neighbours have one weight."""
    exact = p_value.copy()
    for unit in range(len(z)):
        near = w.indices[w.indptr[unit] : w.indptr[unit + 1]]
        weight = w.data[w.indptr[unit] : w.indptr[unit + 1]]
        near, weight = near[weight > 0], weight[weight > 0]
        if len(near) and np.ptp(weight) <= SAME * weight.max():
            subsets = np.array(list(combinations(np.delete(z, unit), len(near)))).sum(axis=1)
            gap = subsets - z[near].sum()
            exact[unit] = two_sided(np.mean(gap >= -SAME), np.mean(gap <= SAME))
    return exact
