"""Runs of a series around its median: shifts that no single point shows."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln


@dataclass(frozen=True)
class Runs:
    """Runs of points on one side of the median (Anhøj & Olesen, 2014).

    Parameters
    ----------
    useful : points that are not on the median
    longest : points of the longest run
    crossings : of the median
    p_value : chance of a longest run as long, or of crossings as few, all orders being as likely
    start : index of the first point of the last run; None without any
    """

    useful: int
    longest: int
    crossings: int
    p_value: float
    start: int | None


def run_rules(values: ArrayLike) -> Runs:
    """Look for a shift in the runs of a series around its median (Anhøj & Olesen, 2014).

    Parameters
    ----------
    values : shape (points,), in order of time; points that are missing or on the median are left
        out

    Returns
    -------
    The runs, with an exact p-value given the points on each side: twice the smaller of the chances
    of the longest run and of the crossings
    """
    value = np.asarray(values, dtype=float)
    finite = np.isfinite(value)
    middle = np.median(value[finite]) if finite.any() else np.nan
    kept = np.flatnonzero(finite & (np.abs(value - middle) > 1e-12))
    above = value[kept] > middle
    n = len(above)
    if n == 0:
        return Runs(0, 0, 0, 1.0, None)
    starts = np.flatnonzero(np.r_[True, above[1:] != above[:-1]])
    longest = int(np.diff(np.r_[starts, n]).max())
    crossings = len(starts) - 1
    up = int(above.sum())
    chance = min(_longest_chance(up, n - up, longest), _crossings_chance(up, n - up, crossings))
    return Runs(n, longest, crossings, min(1.0, 2 * chance), int(kept[starts[-1]]))


@cache
def _crossings_chance(up: int, down: int, crossings: int) -> float:
    """Chance of so few crossings or fewer, of all orders of two kinds (Wald & Wolfowitz, 1940)."""
    if not up or not down:
        return 1.0
    total = 0.0
    for runs in range(2, crossings + 2):
        half, odd = divmod(runs, 2)
        ways = _choose(up - 1, half - 1) * _choose(down - 1, half - 1 + odd)
        ways += _choose(down - 1, half - 1) * _choose(up - 1, half - 1 + odd)
        total += ways
    return min(1.0, total / _choose(up + down, up))


@cache
def _longest_chance(up: int, down: int, longest: int) -> float:
    """Chance of a longest run so long or longer, of all orders of two kinds."""
    if not up or not down or longest < 2:
        return 1.0
    ways = np.zeros((2, up + 1, down + 1))  # orders without such a run, by kind of the last run
    ways[:, 0, 0] = 1.0
    for i in range(up + 1):
        for j in range(down + 1):
            if i or j:
                ways[0, i, j] = ways[1, max(i - longest + 1, 0) : i, j].sum()
                ways[1, i, j] = ways[0, i, max(j - longest + 1, 0) : j].sum()
    return max(0.0, 1 - float(ways[:, up, down].sum()) / _choose(up + down, up))


def _choose(n: int, k: int) -> float:
    if k < 0 or k > n:
        return 0.0
    return float(np.exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)))
