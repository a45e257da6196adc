"""Gaps of access between publics, as they are and at equal mix of formations."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import t as student

from analytics.statistics.arrays import divided, tally
from analytics.statistics.standardisation import kitagawa
from analytics.statistics.uncertainty import check_confidence, difference_interval
from secrecy.thresholds import SMALL_RATE


@dataclass(frozen=True)
class _Cells:
    """Rows that count, as codes, and the counts by group × stratum."""

    events: np.ndarray
    totals: np.ndarray
    group: np.ndarray
    stratum: np.ndarray
    school: np.ndarray
    names: np.ndarray
    x: np.ndarray
    n: np.ndarray


def gaps_by_public(
    events: ArrayLike,
    totals: ArrayLike,
    groups: ArrayLike,
    strata: ArrayLike,
    clusters: ArrayLike,
    reference: object,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare the rate of each public with that of a reference, crude and at equal mix.

    The equal mix is that of the group and the reference together, over the strata that both have.
    Intervals are Newcombe's (1998) on effective sizes: totals over the design effect of the
    difference, which is its variance between schools (linearised: Kish & Frankel, 1974) over
    that of independent periods; at least 1. Student's law stands for the normal one, as schools
    with a public may be few. A gap has no good or bad side here: polarity is the reader's.

    Parameters
    ----------
    events, totals : counts, shape (rows,); one row a school × stratum × public, or finer
    groups, strata, clusters : public, family × level, school of each row, shape (rows,); a row
        that lacks one counts nowhere
    reference : the public that others are compared with
    confidence : of each interval, for itself

    Returns
    -------
    One row a public, in order of name: `group`, `events`, `total`, `rate`, `schools`, `small`
    (fewer than 20 periods); `gap` (rate − rate of the reference, per 1) with `low`, `high`, and
    its Kitagawa parts `mix` and `own` (gap = mix + own); `adjusted` (the gap at equal mix) with
    `adjusted_low`, `adjusted_high`, and `covered`, the share of both publics' periods in strata
    that both have. Missing for the reference itself and where a side has no period; an interval
    is missing where a side has no two schools to compare (at equal mix: in no stratum)

    Raises
    ------
    ValueError : a count is negative, missing or above its total, lengths differ, no period of the
        reference
    """
    check_confidence(confidence)
    cells = _cells(events, totals, groups, strata, clusters)
    at = np.flatnonzero(cells.names == reference)
    if len(at) != 1 or not cells.n[at[0]].sum() > 0:
        raise ValueError("the reference has no period")
    base = int(at[0])
    joint = np.where((cells.n > 0) & (cells.n[base] > 0), cells.n + cells.n[base], 0.0)
    same = divided(joint, joint.sum(axis=1, keepdims=True))
    crude = _weighted_gap(_in_one(cells), np.ones((len(same), 1)), base, confidence)
    adjusted = _weighted_gap(cells, np.nan_to_num(same), base, confidence)
    parts = [
        kitagawa(x, n, cells.x[base], cells.n[base]) for x, n in zip(cells.x, cells.n, strict=True)
    ]
    total = cells.n.sum(axis=1)
    gaps = {
        **dict(zip(("gap", "low", "high"), crude, strict=True)),
        "mix": np.array([part.mix for part in parts]),
        "own": np.array([part.rate for part in parts]),
        **dict(zip(("adjusted", "adjusted_low", "adjusted_high"), adjusted, strict=True)),
        "covered": divided(joint.sum(axis=1), total + total[base]),
    }
    itself = np.arange(len(total)) == base
    return pd.DataFrame(
        {
            "group": cells.names,
            "events": cells.x.sum(axis=1),
            "total": total,
            "rate": divided(cells.x.sum(axis=1), total),
            "schools": _schools(cells),
            "small": total < SMALL_RATE,
            **{name: np.where(itself | (total == 0), np.nan, gaps[name]) for name in gaps},
        }
    )


def _weighted_gap(
    cells: _Cells, weight: np.ndarray, base: int, confidence: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gap of rates at these weights of the strata, (groups, strata), and its interval."""
    rates = np.nan_to_num(divided(cells.x, cells.n))
    own, other = np.sum(weight * rates, axis=1), np.sum(weight * rates[base], axis=1)
    sizes = [divided(np.ones(len(own)), _load(weight, n)) for n in (cells.n, cells.n[[base]])]
    effect, freedom = _design_effect(cells, weight, base)
    known = np.isfinite(sizes[0] + sizes[1])
    # Wilson's limits depend on the size over the squared quantile: this makes it Student's.
    tail = 0.5 + confidence / 2
    stretch = student.ppf(tail, np.maximum(freedom, 1)) / ndtri(tail)
    told = known & (freedom > 0)
    m, k = (np.where(told, size / (effect * stretch**2), 0) for size in sizes)
    a, b = (np.clip(rate, 0, 1) for rate in (own, other))
    low, high = difference_interval(a * m, m, b * k, k, confidence)
    return np.where(known, own - other, np.nan), low, high


def _load(weight: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Σ w² / n over strata: one over the periods that a weighted rate is worth."""
    return np.sum(np.nan_to_num(divided(weight**2, n)), axis=1)


def _design_effect(cells: _Cells, weight: np.ndarray, base: int) -> tuple[np.ndarray, np.ndarray]:
    """Variance of each gap between schools over that of independent periods; degrees of freedom.

    Schools are compared inside a stratum and public, (schools − 1) / schools being made up for;
    where there is one school only, nothing tells chance from school and the cell says nothing.
    """
    shape, codes = (int(cells.school.max()) + 1, *cells.n.shape), (cells.school, cells.group)
    x, n = (tally(v, shape, *codes, cells.stratum) for v in (cells.events, cells.totals))
    count = np.sum(n > 0, axis=0)
    rates = np.nan_to_num(divided(cells.x, cells.n))
    told = np.sqrt(divided(count, np.where(count > 1, count - 1, 0)))
    rest = (x - rates * n) * np.nan_to_num(divided(told, cells.n))
    pull = np.einsum("sgc,gc->sg", rest, weight) - rest[:, base] @ weight.T
    noise = np.where(count > 1, np.nan_to_num(divided(rates * (1 - rates), cells.n)), 0)
    chance = np.sum(weight**2 * (noise + noise[base]), axis=1)
    effect = divided(np.sum(pull**2, axis=0), chance, 1.0)
    spare = np.maximum(count - 1, 0)
    free, against = (np.sum(spares * (weight > 0), axis=1) for spares in (spare, spare[[base]]))
    present = np.sum(n.sum(axis=2) > 0, axis=0) - 1
    freedom = np.minimum(np.minimum(free, against), np.minimum(present, present[base]))
    return np.maximum(effect, 1), freedom


def _schools(cells: _Cells) -> np.ndarray:
    """Schools that each group has."""
    pairs = np.unique(np.column_stack([cells.group, cells.school]), axis=0)
    return np.bincount(pairs[:, 0], minlength=len(cells.names))


def _cells(
    events: ArrayLike, totals: ArrayLike, groups: ArrayLike, strata: ArrayLike, clusters: ArrayLike
) -> _Cells:
    x, n, codes = coded(events, totals, groups, strata, clusters)
    names = np.asarray(pd.factorize(np.asarray(groups), sort=True)[1])
    kept = (n > 0) & np.all([code >= 0 for code in codes], axis=0)
    x, n, (group, stratum, school) = x[kept], n[kept], [code[kept] for code in codes]
    order = np.lexsort((x, n, school, stratum, group))
    x, n, group, stratum, school = (v[order] for v in (x, n, group, stratum, school))
    shape = (len(names), int(stratum.max(initial=0)) + 1)
    sums = (tally(v, shape, group, stratum) for v in (x, n))
    return _Cells(x, n, group, stratum, school, names, *sums)


def _in_one(cells: _Cells) -> _Cells:
    """All strata taken as one."""
    x, n = (counts.sum(axis=1, keepdims=True) for counts in (cells.x, cells.n))
    return replace(cells, stratum=np.zeros_like(cells.stratum), x=x, n=n)


def coded(
    events: ArrayLike, totals: ArrayLike, *labels: ArrayLike
) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Check counts and code labels.

    Parameters
    ----------
    events, totals : counts, shape (rows,)
    labels : of several kinds, shape (rows,) each

    Returns
    -------
    events, totals as floats; for each kind, codes in order of name, −1 for a missing label

    Raises
    ------
    ValueError : lengths differ, a count is negative, missing or above its total
    """
    x, n = np.asarray(events, dtype=float), np.asarray(totals, dtype=float)
    codes = [pd.factorize(np.asarray(values), sort=True)[0] for values in labels]
    if x.shape != n.shape or any(code.shape != n.shape for code in codes):
        raise ValueError("one total and one label of each kind a row")
    if not (np.all(x >= 0) and np.all(x <= n)):
        raise ValueError("events must lie between 0 and totals")
    return x, n, codes
