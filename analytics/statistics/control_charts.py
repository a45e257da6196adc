"""Control charts: what a stable series does by chance, and which points leave it."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, ndtr
from scipy.stats import binom

from analytics.statistics.runs import Runs, run_rules
from analytics.statistics.uncertainty import check_confidence

MINIMUM_POINTS = 6  # below, no chart could tell a change from chance: "few"
MOVING_RANGE = 1.128  # mean range of two normal draws, in standard deviations
RUN_SHARE = 0.2  # of the level of a series, what the run rules may use; the points have the rest
STABLE, CHANGED, FEW = "stable", "changed", "few"
_DRAWS = 40_000


@dataclass(frozen=True)
class Chart:
    """A series with its limits; one array entry a point, missing where there is nothing.

    Parameters
    ----------
    kind : "p", "laney" or "xmr"
    value, centre, low, high : same unit as the series
    signal : True outside the limits
    runs : runs around the median
    verdict : "stable" (no change to be detected), "changed", or "few" (too few points)
    dispersion : standard deviation of the points over that of chance alone; missing for "xmr"
    """

    kind: str
    value: np.ndarray
    centre: np.ndarray
    low: np.ndarray
    high: np.ndarray
    signal: np.ndarray
    runs: Runs
    verdict: str
    dispersion: float = float("nan")


def p_chart(events: ArrayLike, totals: ArrayLike, level: float = 0.05) -> Chart:
    """Proportions against the binomial limits of their mean (Shewhart, 1931).

    Parameters
    ----------
    events, totals : counts, shape (points,), in order of time; a total of 0 is no point
    level : chance that a stable series holds any signal, all its points together (Šidák, 1967,
        for the points; a fifth of it for the runs)

    Returns
    -------
    The chart, values in 0..1; the centre is the mean of the whole series

    Raises
    ------
    ValueError : a count is negative, missing or above its total, or the level is out of range
    """
    x, n = _counts(events, totals, level)
    centre, value, _ = _proportions(x, n)
    tail = point_level(level, int((n > 0).sum())) / 2
    shown = np.where(n > 0, n, np.nan)
    low, high = (binom.ppf(p, shown, centre) / shown for p in (tail, 1 - tail))
    return _charted("p", value, centre, low, high, level, _moving_sigma(_scores(x, n)))


def laney_chart(
    events: ArrayLike, totals: ArrayLike, level: float = 0.05, width: float | None = None
) -> Chart:
    """Proportions that vary more than chance alone, by their moving range (Laney, 2002).

    Parameters
    ----------
    events, totals, level : as `p_chart`
    width : half-width of the limits in standard deviations, 3 in the article; left out, the one
        that holds `level` over all the points of the series, on the side where a rate near 0 or
        100 % leans too (beta law)

    Returns
    -------
    The chart, values in 0..1

    Raises
    ------
    ValueError : as `p_chart`
    """
    x, n = _counts(events, totals, level)
    centre, value, error = _proportions(x, n)
    sigma = _moving_sigma(_scores(x, n))
    points = int((n > 0).sum())
    wide = limit_width(points, _points_share(level)) if width is None else width
    low, high = centre - wide * sigma * error, centre + wide * sigma * error
    if width is None:
        leaning = _leaning_limits(centre, sigma * error, wide)
        low, high = np.fmin(low, leaning[0]), np.fmax(high, leaning[1])
    low, high = np.clip(low, 0, 1), np.clip(high, 0, 1)
    return _charted("laney", value, centre, low, high, level, sigma)


def xmr_chart(values: ArrayLike, level: float = 0.05, width: float | None = None) -> Chart:
    """Individual values against their moving range (Wheeler, 1993).

    Parameters
    ----------
    values : shape (points,), in order of time; a missing one is no point
    level, width : as `laney_chart`; the book's 2.66 mean moving ranges are a width of 3

    Returns
    -------
    The chart, in the unit of the values
    """
    check_confidence(level)
    value = np.asarray(values, dtype=float)
    known = value[np.isfinite(value)]
    centre = float(known.mean()) if len(known) else np.nan
    wide = limit_width(len(known), _points_share(level)) if width is None else width
    half = np.where(np.isfinite(value), wide * _moving_sigma(known), np.nan)
    return _charted("xmr", value, centre, centre - half, centre + half, level)


def control_chart(values: ArrayLike, totals: ArrayLike | None = None, level: float = 0.05) -> Chart:
    """Chart of a series: p, Laney where it varies more than chance, XmR where it is no proportion.

    Whether a series is over-dispersed cannot be tested first on so few points without signalling
    too often: a point must leave the binomial limits and Laney's. The chart is named after the
    wider of the two.

    Parameters
    ----------
    values : events, shape (points,), in order of time; or the values themselves without `totals`
    totals : of the events; 0 is no point
    level : as `p_chart`

    Returns
    -------
    The chart; below `MINIMUM_POINTS` its verdict is "few" and no point is a signal

    Raises
    ------
    ValueError : as `p_chart`
    """
    if totals is None:
        return xmr_chart(values, level)
    plain, wide = p_chart(values, totals, level), laney_chart(values, totals, level)
    low, high = np.minimum(plain.low, wide.low), np.maximum(plain.high, wide.high)
    spread = np.nansum(wide.high - wide.low) > np.nansum(plain.high - plain.low)
    centre = float(np.nanmean(plain.centre)) if np.isfinite(plain.centre).any() else np.nan
    kind = "laney" if spread else "p"
    return _charted(kind, plain.value, centre, low, high, level, wide.dispersion)


def point_level(level: float, points: int) -> float:
    """Level of one point such that `points` of them keep the points' share of a series' level."""
    return float(1 - (1 - _points_share(level)) ** (1 / max(points, 1)))


@cache
def limit_width(points: int, level: float) -> float:
    """Half-width of limits that a stable series leaves with this chance, any of its points.

    In standard deviations estimated by the mean moving range of the same points: on a short
    series this estimate is poor and the limits wide. By simulation (normal draws, fixed seed).
    """
    if points < 3:
        return np.inf
    draws = np.random.default_rng(points).standard_normal((_DRAWS, points))
    sigma = np.abs(np.diff(draws, axis=1)).mean(axis=1) / MOVING_RANGE
    farthest = np.abs(draws - draws.mean(axis=1, keepdims=True)).max(axis=1)
    return float(np.quantile(farthest / sigma, 1 - level))


def _charted(
    kind: str,
    value: np.ndarray,
    centre: float,
    low: np.ndarray,
    high: np.ndarray,
    level: float,
    dispersion: float = float("nan"),
) -> Chart:
    """Chart of values between limits, with the verdict of its points and of its runs."""
    known = np.isfinite(value)
    runs = run_rules(value)
    enough = int(known.sum()) >= MINIMUM_POINTS
    with np.errstate(invalid="ignore"):
        margin = 1e-12  # a point on its limit is inside, whatever the rounding
        signal = known & enough & ((value < low - margin) | (value > high + margin))
    shifted = runs.p_value <= level * RUN_SHARE
    verdict = (CHANGED if signal.any() or shifted else STABLE) if enough else FEW
    middle = np.where(known, centre, np.nan)
    return Chart(kind, value, middle, low, high, signal, runs, verdict, dispersion)


def _points_share(level: float) -> float:
    return level * (1 - RUN_SHARE)


def _counts(events: ArrayLike, totals: ArrayLike, level: float) -> tuple[np.ndarray, np.ndarray]:
    check_confidence(level)
    x, n = np.asarray(events, dtype=float), np.asarray(totals, dtype=float)
    if x.shape != n.shape or not (np.all(x >= 0) and np.all(x <= n)):
        raise ValueError("events must lie between 0 and totals")
    return x, n


def _proportions(x: np.ndarray, n: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Mean, values and standard errors of chance."""
    centre = float(x.sum() / n.sum()) if n.sum() > 0 else np.nan
    shown = np.where(n > 0, n, np.nan)
    return centre, x / shown, np.sqrt(centre * (1 - centre) / shown)


def _scores(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Distances to the mean in standard errors of chance, points only."""
    centre, value, error = _proportions(x, n)
    known = n > 0
    gap = value[known] - centre
    return np.divide(gap, error[known], out=np.zeros_like(gap), where=error[known] > 0)


def _leaning_limits(
    centre: float, spread: np.ndarray, width: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of rates that follow a beta law: near 0 or 100 % they lean to the side with room."""
    with np.errstate(invalid="ignore", divide="ignore"):
        size = centre * (1 - centre) / spread**2 - 1
        size = np.where(size > 0, size, np.nan)  # no such law: the symmetric limits remain
        tail = float(ndtr(-width))
        return tuple(betaincinv(centre * size, (1 - centre) * size, p) for p in (tail, 1 - tail))


def _moving_sigma(values: np.ndarray) -> float:
    """Standard deviation by the mean moving range, which a single step hardly moves."""
    return float(np.abs(np.diff(values)).mean() / MOVING_RANGE) if len(values) > 1 else np.nan
