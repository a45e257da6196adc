"""Intervals on small numbers."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri


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
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
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
