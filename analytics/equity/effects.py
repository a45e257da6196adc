"""What several traits of a school each change in a rate, the others being equal."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import t as student

from analytics.equity.equity import coded
from analytics.statistics.arrays import tally
from analytics.statistics.uncertainty import check_confidence


def net_effects(
    traits: pd.DataFrame,
    events: ArrayLike,
    totals: ArrayLike,
    strata: ArrayLike,
    clusters: ArrayLike,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Effects on a rate of several traits, each net of the others and of the strata.

    Least squares weighted by periods, each stratum (family × level) with a level of its own; the
    interval leaves out each school in turn (cluster jackknife, CR3: MacKinnon, Nielsen & Webb,
    2023) with Student's law.

    Parameters
    ----------
    traits : one column a trait (IPS; 1 for a rural school, else 0), shape (rows, traits)
    events, totals : counts, shape (rows,)
    strata, clusters : family × level, school of each row, shape (rows,)
    confidence : between 0 and 1

    Returns
    -------
    One row a trait: `trait`, `effect` (rate per 1 for one more of it), `low`, `high`; `used`
    periods. Missing for a trait that does not vary inside strata beside the others, its interval
    when that is so without some school; a row that lacks anything is left out

    Raises
    ------
    ValueError : a count is negative, missing or above its total, lengths differ
    """
    check_confidence(confidence)
    x, n, (stratum, school) = coded(events, totals, strata, clusters)
    z = traits.to_numpy(dtype=float)
    if len(z) != len(n):
        raise ValueError("one value of each trait a row")
    kept = (n > 0) & (stratum >= 0) & (school >= 0) & np.isfinite(z).all(axis=1)
    blank = np.full(z.shape[1], np.nan)
    table = pd.DataFrame({"trait": traits.columns, "effect": blank, "low": blank, "high": blank})
    table["used"] = float(n[kept].sum())
    if not kept.any() or not z.shape[1]:
        return table
    order = np.lexsort((*z.T, x, n, stratum, school))
    order = order[kept[order]]
    parts = _sums(z[order], x[order], n[order], stratum[order], school[order])
    whole = [part.sum(axis=0) for part in parts]
    effect = _solved(*whole)
    schools = len(parts[0])
    if schools < 2:
        return table.assign(effect=effect)
    every = zip(*parts, strict=True)
    left = [_solved(*(a - b for a, b in zip(whole, own, strict=True))) for own in every]
    shifts = np.array(left) - effect
    error = np.sqrt((schools - 1) / schools * np.sum(shifts**2, axis=0))
    half = student.ppf(0.5 + confidence / 2, schools - 1) * error
    return table.assign(effect=effect, low=effect - half, high=effect + half)


def _sums(
    z: np.ndarray, x: np.ndarray, n: np.ndarray, stratum: np.ndarray, school: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Sums by school: n and n·(z, y) by stratum, n·z·(z, y) over strata; centred on the means."""
    y = x / n
    v = np.column_stack([z, y]) - np.average(np.column_stack([z, y]), axis=0, weights=n)
    school, stratum = (np.unique(code, return_inverse=True)[1] for code in (school, stratum))
    shape = (int(school.max()) + 1, int(stratum.max()) + 1)
    people = tally(n, shape, school, stratum)
    first = [tally(n * column, shape, school, stratum) for column in v.T]
    cross = np.zeros((shape[0], v.shape[1], v.shape[1]))
    np.add.at(cross, school, n[:, None, None] * v[:, :, None] * v[:, None, :])
    return people, np.stack(first, axis=-1), cross


def _solved(people: np.ndarray, first: np.ndarray, cross: np.ndarray) -> np.ndarray:
    """Effects from sums by stratum; missing for a trait that nothing tells from the others."""
    inside = people > 0.5  # counts: what is left of a difference is 0 or 1 at least
    first, people = first[inside], people[inside]
    gram = cross - first.T @ (first / people[:, None])
    left, right = gram[:-1, :-1], gram[:-1, -1]
    scale = np.sqrt(np.maximum(np.diag(cross)[:-1], 1e-300))
    values, vectors = np.linalg.eigh(left / np.outer(scale, scale))
    told = values > 1e-9
    blurred = np.abs(vectors[:, ~told]).max(axis=1, initial=0.0) > 1e-6
    inverse = vectors[:, told] @ np.diag(1 / values[told]) @ vectors[:, told].T
    return np.where(blurred, np.nan, inverse @ (right / scale) / scale)
