"""How much does access rise with the IPS, net of formation?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from analytics.equity.equity import coded
from analytics.statistics.uncertainty import check_confidence


@dataclass(frozen=True)
class Slope:
    """Rate for one more IPS point with its interval; periods used, and periods left out."""

    slope: float
    low: float
    high: float
    used: float
    left_out: float


def slope_on(
    rank_by: ArrayLike,
    events: ArrayLike,
    totals: ArrayLike,
    strata: ArrayLike,
    clusters: ArrayLike,
    confidence: float = 0.95,
) -> Slope:
    """Slope of a rate on the IPS, inside strata: net of formation and level.

    Least squares weighted by periods, each stratum with a level of its own. The interval leaves
    out each school in turn (cluster jackknife, CR3: MacKinnon, Nielsen & Webb, 2023) with
    Student's law: where few schools, or one of extreme IPS, carry the slope, it is wider than the
    usual sandwich (CR1), which is then too narrow.

    Parameters
    ----------
    rank_by : IPS of each row, shape (rows,)
    events, totals : counts, shape (rows,)
    strata, clusters : family × level, school of each row, shape (rows,)
    confidence : between 0 and 1

    Returns
    -------
    slope, low, high: rate per 1 for one IPS point (× 100: points per IPS point); `used` periods,
    and `left_out` for lack of an IPS, a stratum or a school. The slope is missing when the IPS
    varies inside no stratum; the interval when that is so without some school

    Raises
    ------
    ValueError : a count is negative, missing or above its total, an IPS infinite, lengths differ
    """
    check_confidence(confidence)
    ips = np.asarray(rank_by, dtype=float)
    x, n, (stratum, school) = coded(events, totals, strata, clusters)
    if ips.shape != n.shape or np.isinf(ips).any():
        raise ValueError("one finite IPS a row")
    kept = (n > 0) & (stratum >= 0) & (school >= 0) & ~np.isnan(ips)
    used, left_out = float(n[kept].sum()), float(n[~kept].sum())
    if not kept.any():
        return Slope(np.nan, np.nan, np.nan, used, left_out)
    order = np.lexsort((x, n, ips, stratum, school))
    order = order[kept[order]]
    sums = _sums(*(values[order] for values in (ips, x, n, stratum, school)))
    whole = sums.sum(axis=1, keepdims=True)
    slope = float(_slopes(whole)[0])
    schools = sums.shape[1]
    if schools < 2:
        return Slope(slope, np.nan, np.nan, used, left_out)
    shifts = _slopes(whole - sums) - slope
    error = np.sqrt((schools - 1) / schools * np.sum(shifts**2))
    half = float(student.ppf(0.5 + confidence / 2, schools - 1) * error)
    return Slope(slope, slope - half, slope + half, used, left_out)


def _sums(
    ips: np.ndarray, x: np.ndarray, n: np.ndarray, stratum: np.ndarray, school: np.ndarray
) -> np.ndarray:
    """Sums n, nz, ny, nzz, nzy of the centred IPS z and rate y; shape (5, schools, strata)."""
    z, y = ips - np.average(ips, weights=n), x / n - x.sum() / n.sum()
    school, stratum = (np.unique(code, return_inverse=True)[1] for code in (school, stratum))
    shape = (school.max() + 1, stratum.max() + 1)
    cell, size = school * shape[1] + stratum, shape[0] * shape[1]
    terms = (n, n * z, n * y, n * z * z, n * z * y)
    return np.array([np.bincount(cell, term, size).reshape(shape) for term in terms])


def _slopes(sums: np.ndarray) -> np.ndarray:
    """Slopes inside strata; sums as `_sums`, shape (5, slopes, strata)."""
    n, nz, ny, nzz, nzy = sums
    inside = n > 0.5  # counts: what is left of a difference is 0 or 1 at least
    size = np.where(inside, n, 1)
    varied = np.sum(np.where(inside, nzz - nz * nz / size, 0), axis=-1)
    moved = np.sum(np.where(inside, nzy - nz * ny / size, 0), axis=-1)
    known = varied > 1e-9 * np.abs(nzz).sum(axis=-1)
    return np.divide(moved, varied, out=np.full(len(varied), np.nan), where=known)
