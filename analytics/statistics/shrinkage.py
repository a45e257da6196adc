"""Rates of small units read together: beta-binomial prior, posterior means, intervals, ranks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammaln, logit, xlogy

from analytics.statistics.arrays import counted
from analytics.statistics.uncertainty import check_confidence

SMALLEST = 1e-6  # of rho: nearer to 0 or 1 the log-likelihood loses its digits
STARTS = (0.001, 0.01, 0.1, 0.5)  # of rho: the likelihood may have two summits


@dataclass(frozen=True)
class BetaBinomial:
    """Law of the true rates: mean, correlation inside a unit, parameters of the beta."""

    mu: float
    rho: float
    alpha: float
    beta: float
    log_likelihood: float


def fit_beta_binomial(successes: ArrayLike, totals: ArrayLike) -> BetaBinomial:
    """Fit the beta-binomial by maximum likelihood (Skellam, 1948; Griffiths, 1973).

    Parameters
    ----------
    successes, totals : counts, shape (units,); units with total 0 count nowhere

    Returns
    -------
    mu and rho in 0..1, alpha, beta, log-likelihood. When chance alone explains the units, rho is
    0 and alpha, beta are infinite; everything is missing when there is no unit

    Raises
    ------
    ValueError : a count is negative, missing or above its total
    """
    x, n, times = _distinct(successes, totals)
    if not len(n):
        return BetaBinomial(np.nan, np.nan, np.nan, np.nan, np.nan)
    constant = times @ (gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1))
    mean = (times @ x) / (times @ n)
    flat = float(constant + times @ (xlogy(x, mean) + xlogy(n - x, 1 - mean)))
    chance = BetaBinomial(float(mean), 0.0, np.inf, np.inf, flat)
    if mean in (0, 1):
        return chance

    def loss(at: np.ndarray) -> float:
        a, b = _parameters(*_bounded(at))
        return -float(times @ (betaln(x + a, n - x + b) - betaln(a, b)))

    found = [
        minimize(
            loss,
            [logit(mean), logit(start)],
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 2000},
        )
        for start in STARTS
    ]
    best = min(found, key=lambda fit: fit.fun)
    if constant - best.fun <= flat + 1e-7:
        return chance
    mu, rho = _bounded(best.x)
    return BetaBinomial(mu, rho, *_parameters(mu, rho), float(constant - best.fun))


def posterior_means(
    successes: ArrayLike, totals: ArrayLike, fit: BetaBinomial | None = None
) -> np.ndarray:
    """Rates pulled towards the mean of the prior, (x + alpha) / (n + alpha + beta).

    Parameters
    ----------
    successes, totals : counts, shape (units,)
    fit : prior; None fits it on these units

    Returns
    -------
    shape (units,), in 0..1; missing where the total is 0
    """
    x, n = counted(successes, totals)
    fit = fit or fit_beta_binomial(x, n)
    mean = np.full_like(n, fit.mu) if fit.rho == 0 else (x + fit.alpha) / (n + fit.alpha + fit.beta)
    return np.where(n > 0, mean, np.nan)


def rank_intervals(
    successes: ArrayLike,
    totals: ArrayLike,
    confidence: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Ranks that each unit may hold, from draws of the posterior (Goldstein & Spiegelhalter, 1996).

    Parameters
    ----------
    successes, totals : counts, shape (units,)
    confidence : between 0 and 1
    draws : of the posterior
    seed : of the draws

    Returns
    -------
    (low, high), shape (units,), 1 = highest rate; a unit with total 0 has no rank and changes no
    other. Units with the same counts have the same ranks, whatever the order of rows; every unit
    has all the ranks when chance alone explains the differences

    Raises
    ------
    ValueError : a count or the confidence is out of range, or no draw
    """
    x, n = counted(successes, totals)
    check_confidence(confidence)
    if draws < 1:
        raise ValueError("draws must be at least 1")
    low, high = np.full_like(n, np.nan), np.full_like(n, np.nan)
    ranked = n > 0
    if not ranked.any():
        return low, high
    fit = fit_beta_binomial(x, n)
    if fit.rho == 0:
        low[ranked], high[ranked] = 1, ranked.sum()
        return low, high
    pairs = np.column_stack((n[ranked], x[ranked]))
    distinct, group, times = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    reached = _rank_distribution(distinct, times, fit, draws, seed)
    for edge, level in ((low, 0.5 - confidence / 2), (high, 0.5 + confidence / 2)):
        edge[ranked] = (np.argmax(reached >= level - 1e-12, axis=1) + 1)[group.ravel()]
    return low, high


def _rank_distribution(
    distinct: np.ndarray, times: np.ndarray, fit: BetaBinomial, draws: int, seed: int
) -> np.ndarray:
    """Share of draws up to each rank, groups of equal counts × ranks.

    Units with the same counts are read together: which of them got which draw must not show.
    """
    n, x = np.repeat(distinct, times, axis=0).T
    units = len(n)
    rates = np.random.default_rng(seed).beta(fit.alpha + x, fit.beta + n - x, (draws, units))
    order = np.argsort(-rates, axis=1, kind="stable")
    group = np.repeat(np.arange(len(times)), times)
    cells = group[order] * units + np.arange(units)
    count = np.bincount(cells.ravel(), minlength=len(times) * units).reshape(-1, units)
    return np.cumsum(count, axis=1) / (draws * times[:, None])


def _distinct(successes: ArrayLike, totals: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of counts in one order, and how many units have them: row order cannot matter."""
    x, n = counted(successes, totals)
    pairs = np.column_stack((n[n > 0], x[n > 0]))
    distinct, times = np.unique(pairs, axis=0, return_counts=True)
    return distinct[:, 1], distinct[:, 0], times.astype(float)


def _bounded(at: np.ndarray) -> tuple[float, float]:
    mu, rho = np.clip(expit(at), [1e-12, SMALLEST], [1 - 1e-12, 1 - SMALLEST])
    return float(mu), float(rho)


def _parameters(mu: float, rho: float) -> tuple[float, float]:
    size = (1 - rho) / rho
    return mu * size, (1 - mu) * size
