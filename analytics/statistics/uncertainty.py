"""Intervals on small numbers, control limits, and what many comparisons at once require."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import binom, chi2

from analytics.statistics.arrays import divided


def wilson_interval(
    successes: ArrayLike, totals: ArrayLike, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Score interval of a proportion (Wilson, 1927).

    Parameters
    ----------
    successes, totals : counts, same shape, 0 <= successes <= totals
    confidence : between 0 and 1

    Returns
    -------
    (low, high), in 0..1; missing where the total is 0

    Raises
    ------
    ValueError : a count is negative, above its total, or the confidence is out of range
    """
    x = np.asarray(successes, dtype=float)
    n = np.asarray(totals, dtype=float)
    check_confidence(confidence)
    if np.any(x < 0) or np.any(x > n):
        raise ValueError("successes must lie between 0 and totals")
    z = ndtri(0.5 + confidence / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = x / n
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low = np.where(x == 0, 0.0, np.clip(centre - half, 0, 1))
    high = np.where(x == n, 1.0, np.clip(centre + half, 0, 1))
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def difference_interval(
    successes_a: ArrayLike,
    total_a: ArrayLike,
    successes_b: ArrayLike,
    total_b: ArrayLike,
    confidence: float = 0.95,
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of the difference of two independent proportions (Newcombe, 1998, method 10).

    Parameters
    ----------
    successes_a, total_a, successes_b, total_b : counts, shapes that broadcast
    confidence : between 0 and 1

    Returns
    -------
    (low, high) of rate a − rate b, in -1..1; missing where a total is 0

    Raises
    ------
    ValueError : a count is negative, above its total, or the confidence is out of range
    """
    low_a, high_a = wilson_interval(successes_a, total_a, confidence)
    low_b, high_b = wilson_interval(successes_b, total_b, confidence)
    a, b = divided(successes_a, total_a), divided(successes_b, total_b)
    low = a - b - np.hypot(a - low_a, high_b - b)
    high = a - b + np.hypot(high_a - a, b - low_b)
    return low, high


def marshall_moments(events: ArrayLike, population: ArrayLike) -> tuple[float, float]:
    """Mean and between-unit variance of rates, by moments (Marshall, 1991).

    Parameters
    ----------
    events, population : counts, shape (units,); units with no population count nowhere

    Returns
    -------
    (mean, variance): per 1; the variance, clipped at 0, is what chance does not explain

    Raises
    ------
    ValueError : a count is negative or missing, or there are events without a population
    """
    x = np.asarray(events, dtype=float)
    n = np.asarray(population, dtype=float)
    if not (np.all(x >= 0) and np.all(n >= 0)) or np.any((n == 0) & (x > 0)):
        raise ValueError("events and population must be counts, no event without a population")
    x, n = x[n > 0], n[n > 0]
    if not len(n):
        return np.nan, np.nan
    mean = x.sum() / n.sum()
    spread = np.sum(n * (x / n - mean) ** 2) / n.sum()
    return float(mean), max(0.0, float(spread - mean / n.mean()))


def empirical_bayes(events: ArrayLike, population: ArrayLike) -> np.ndarray:
    """Rates pulled towards the overall mean, the more so the smaller the unit (Marshall, 1991).

    Parameters
    ----------
    events, population : counts, shape (units,)

    Returns
    -------
    rates per 1, shape (units,); a unit with no population has no rate of its own (missing) and
    changes no other

    Raises
    ------
    ValueError : a count is negative or missing, or there are events without a population
    """
    mean, between = marshall_moments(events, population)
    x = np.asarray(events, dtype=float)
    n = np.asarray(population, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = between / (between + mean / n) if between > 0 else np.zeros_like(n)
        return np.where(n > 0, mean + own * (x / n - mean), np.nan)


def funnel_limits(
    target: float,
    sizes: ArrayLike,
    confidence: float = 0.95,
    kind: str = "binomial",
    phi: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Control limits around a target (Spiegelhalter, 2005).

    The binomial limits are interpolated between two counts: a unit at the count just outside may
    be a little more probable than the level says, above all when it has few periods and all of
    them succeed.

    Parameters
    ----------
    target : rate in 0..1; for "poisson" a ratio, above 0
    sizes : totals; for "poisson" expected events at ratio 1; shape (units,)
    confidence : between 0 and 1, two-sided (usual: 0.95 and 0.998)
    kind : "binomial" (interpolated exact limits), "poisson" (exact, chi-square), or "wilson"
        (where a Wilson interval just touches the target, as UK public health does)
    phi : over-dispersion, widens the limits by its square root

    Returns
    -------
    (low, high), same unit as the target, which they hold; missing where the size is 0

    Raises
    ------
    ValueError : unknown kind, target or confidence out of range, negative size, phi below 1
    """
    n = np.asarray(sizes, dtype=float)
    check_confidence(confidence)
    if kind not in LIMITS:
        raise ValueError(f"kind must be one of {', '.join(LIMITS)}")
    top = np.inf if kind == "poisson" else 1.0
    if not 0 <= target <= top or np.any(n < 0) or not phi >= 1:
        raise ValueError("target out of range, negative size, or phi below 1")
    sized = np.where(n > 0, n, np.nan)
    low, high = LIMITS[kind](target, sized, 0.5 - confidence / 2)
    low = target - np.sqrt(phi) * np.maximum(target - low, 0)
    high = target + np.sqrt(phi) * np.maximum(high - target, 0)
    return np.clip(low, 0, top), np.clip(high, 0, top)


def false_discoveries(p_values: ArrayLike, level: float = 0.05) -> np.ndarray:
    """Tests that remain when false discoveries are held to a share (Benjamini & Hochberg, 1995).

    Parameters
    ----------
    p_values : shape (tests,), in 0..1; a missing one is no test: no discovery, not counted
    level : share of false among the discoveries, in 0..1

    Returns
    -------
    shape (tests,), true where the test is a discovery
    """
    p = np.asarray(p_values, dtype=float)
    ordered = np.sort(p[~np.isnan(p)])
    passed = ordered <= level * np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    return p <= (ordered[passed].max() if passed.any() else -1.0)


def check_confidence(confidence: float) -> None:
    """Refuse a level that is not strictly between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")


def _binomial_limits(target: float, n: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    limits = []
    for p in (tail, 1 - tail):
        count = binom.ppf(p, n, target)
        reached = binom.cdf(count, n, target)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (reached - p) / (reached - binom.cdf(count - 1, n, target))
        limits.append((count - share) / n)
    return limits[0], limits[1]


def _poisson_limits(target: float, n: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    low = chi2.ppf(tail, 2 * target * n) / (2 * n) if target else np.zeros_like(n)
    return low, chi2.isf(tail, 2 * target * n + 2) / (2 * n)


def _score_limits(target: float, n: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    half = -ndtri(tail) * np.sqrt(target * (1 - target) / n)
    return target - half, target + half


LIMITS = {"binomial": _binomial_limits, "poisson": _poisson_limits, "wilson": _score_limits}
