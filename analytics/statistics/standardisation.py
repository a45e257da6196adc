"""Rates at equal mix: direct and indirect standardisation, parts of a difference."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import chi2

from analytics.statistics.arrays import divided
from analytics.statistics.uncertainty import check_confidence, wilson_interval

EXACT_BELOW = 10  # observed events under which Byar's approximation gives way to exact limits


@dataclass(frozen=True)
class DirectRate:
    """Standardised rate, its interval, and the share of the standard that the unit has."""

    rate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    covered: np.ndarray


@dataclass(frozen=True)
class IndirectRatio:
    """Observed over expected, with its interval."""

    ratio: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Decomposition:
    """Difference of two rates = part of the mix + part of the rates."""

    difference: float
    mix: float
    rate: float


def direct_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    confidence: float = 0.95,
    limits: str = "dobson",
) -> DirectRate:
    """Rate that a unit would have with the standard's mix (limits: Dobson et al., 1991).

    A stratum without population in the unit has no rate there: it leaves the standard, and
    `covered` tells how much of the standard is left. Two units are comparable where both are
    well covered.

    Parameters
    ----------
    events, population : counts, shape (..., strata)
    standard : population of the standard by stratum, shape (strata,) or (..., strata)
    confidence : between 0 and 1
    limits : "dobson" (Byar's limits on the sum of events), "gamma" (Fay & Feuer, 1997), both for
        rare events; "score" for proportions (Wilson's on the effective size 1 / Σ w²/n)

    Returns
    -------
    rate, low, high per 1 and covered in 0..1, shape (...); missing where nothing is covered

    Raises
    ------
    ValueError : negative or missing counts, events without population, unknown limits, events
        above the population with "score"
    """
    x = np.asarray(events, dtype=float)
    n = np.asarray(population, dtype=float)
    s = np.asarray(standard, dtype=float)
    check_confidence(confidence)
    if not (np.all(x >= 0) and np.all(n >= 0) and np.all(s >= 0)) or np.any((n == 0) & (x > 0)):
        raise ValueError("counts must be known, not negative, no event without a population")
    if limits not in LIMITS:
        raise ValueError(f"limits must be one of {', '.join(LIMITS)}")
    kept = np.where(n > 0, s, 0.0)
    weight = divided(divided(kept, kept.sum(axis=-1, keepdims=True)), n, 0.0)
    had = kept.sum(axis=-1)
    covered = divided(had, had + np.where(n > 0, 0.0, s).sum(axis=-1))
    rate = np.sum(weight * x, axis=-1)
    low, high = LIMITS[limits](x, n, weight, 0.5 - confidence / 2)
    known = covered > 0
    low, rate, high = (np.where(known, values, np.nan) for values in (low, rate, high))
    return DirectRate(rate, low, high, covered)


def expected_events(
    population: ArrayLike, standard_events: ArrayLike, standard_population: ArrayLike
) -> np.ndarray:
    """Events that a unit would have at the standard's rates.

    Parameters
    ----------
    population : of the unit, counts, shape (..., strata)
    standard_events, standard_population : counts, shape (strata,)

    Returns
    -------
    expected events, shape (...); missing where the unit has a stratum that the standard has not
    """
    n = np.asarray(population, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.asarray(standard_events, float) / np.asarray(standard_population, float)
    return np.sum(np.where(n > 0, n * rates, 0.0), axis=-1)


def indirect_ratio(
    observed: ArrayLike, expected: ArrayLike, confidence: float = 0.95, limits: str = "byar"
) -> IndirectRatio:
    """Observed over expected events (limits: Byar, in Breslow & Day, 1987).

    Parameters
    ----------
    observed : counts, shape (units,)
    expected : expected events, shape (units,)
    confidence : between 0 and 1
    limits : "byar" (exact Poisson under 10 observed), or "lognormal" (Selvin, 2004; large counts)

    Returns
    -------
    ratio, low, high; missing where nothing is expected

    Raises
    ------
    ValueError : a negative count, unknown limits, confidence out of range
    """
    x = np.asarray(observed, dtype=float)
    check_confidence(confidence)
    e = np.asarray(expected, dtype=float)
    if np.any(x < 0) or np.any(e < 0) or limits not in ("byar", "lognormal"):
        raise ValueError("counts must not be negative, limits must be byar or lognormal")
    tail = 0.5 - confidence / 2
    if limits == "byar":
        low, high = _event_limits(x, tail)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.exp(-ndtri(tail) / np.sqrt(x))
            low, high = x / factor, x * factor
    e = np.where(e > 0, e, np.nan)
    return IndirectRatio(x / e, low / e, high / e)


def kitagawa(
    events_a: ArrayLike, population_a: ArrayLike, events_b: ArrayLike, population_b: ArrayLike
) -> Decomposition:
    """Part of a difference that the mix explains, part that the rates explain (Kitagawa, 1955).

    A stratum that one side lacks has no rate there: the other side's stands for it, so that its
    whole weight goes to the mix.

    Parameters
    ----------
    events_a, population_a, events_b, population_b : counts, shape (strata,)

    Returns
    -------
    difference (rate a − rate b), mix, rate, per 1; difference = mix + rate. Missing when a side
    has no population

    Raises
    ------
    ValueError : events without a population
    """
    x = np.array([events_a, events_b], dtype=float)
    n = np.array([population_a, population_b], dtype=float)
    if np.any((n == 0) & (x > 0)):
        raise ValueError("events without a population")
    share, rate = divided(n, n.sum(axis=1, keepdims=True)), divided(x, n)
    rate = np.where(n > 0, rate, rate[::-1])
    used = n.sum(axis=0) > 0
    share, rate = share[:, used], rate[:, used]
    if not np.all(n.sum(axis=1) > 0):
        return Decomposition(np.nan, np.nan, np.nan)
    mix = float(np.sum((share[0] - share[1]) * rate.mean(axis=0)))
    own = float(np.sum((rate[0] - rate[1]) * share.mean(axis=0)))
    return Decomposition(mix + own, mix, own)


def _dobson(
    x: np.ndarray, n: np.ndarray, weight: np.ndarray, tail: float
) -> tuple[np.ndarray, np.ndarray]:
    rate, events = np.sum(weight * x, axis=-1), x.sum(axis=-1)
    low, high = _byar(events, tail)
    scale = np.sqrt(divided(np.sum(weight**2 * x, axis=-1), events))
    # With no event at all the scale is unknown: the heaviest stratum's is the prudent one.
    scale = np.where(events > 0, scale, weight.max(axis=-1))
    return np.maximum(rate + scale * (low - events), 0), rate + scale * (high - events)


def _gamma(
    x: np.ndarray, n: np.ndarray, weight: np.ndarray, tail: float
) -> tuple[np.ndarray, np.ndarray]:
    rate, variance = np.sum(weight * x, axis=-1), np.sum(weight**2 * x, axis=-1)
    heaviest = weight.max(axis=-1)
    above, spread = rate + heaviest, variance + heaviest**2
    with np.errstate(invalid="ignore", divide="ignore"):
        low = variance / (2 * rate) * chi2.ppf(tail, 2 * rate**2 / variance)
        high = spread / (2 * above) * chi2.isf(tail, 2 * above**2 / spread)
    return np.where(rate > 0, low, 0.0), high


def _score(
    x: np.ndarray, n: np.ndarray, weight: np.ndarray, tail: float
) -> tuple[np.ndarray, np.ndarray]:
    if np.any(x > n):
        raise ValueError("a proportion has no more events than population")
    size = divided(1, np.sum(weight**2 * n, axis=-1), 0.0)
    rate = np.minimum(np.sum(weight * x, axis=-1), 1.0)
    return wilson_interval(rate * size, size, 1 - 2 * tail)


LIMITS = {"dobson": _dobson, "gamma": _gamma, "score": _score}


def _event_limits(events: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    low, high = _byar(events, tail)
    few = events < EXACT_BELOW
    exact = np.where(events > 0, chi2.ppf(tail, 2 * np.maximum(events, 1)) / 2, 0.0)
    low = np.where(few, exact, low)
    return low, np.where(few, chi2.isf(tail, 2 * events + 2) / 2, high)


def _byar(events: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    z, more = -ndtri(tail), events + 1
    with np.errstate(invalid="ignore", divide="ignore"):
        low = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(events > 0, np.maximum(low, 0), 0.0), high
