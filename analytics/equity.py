"""Gaps of access between publics, as they are and at equal mix of formations."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtr
from scipy.stats import t as student

from analytics.standardisation import kitagawa
from analytics.thresholds import SMALL_RATE
from analytics.uncertainty import check_confidence, difference_interval


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
    difference, which is what schools make of it (linearised variance between schools, Kish &
    Frankel, 1974) over what independent periods would; at least 1. Student's law stands for the
    normal one, as schools with both publics may be few. A gap has no good or bad side here.

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
    that both have. Missing for the reference itself and where a side has no period; intervals are
    missing where a side has fewer than two schools

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
    own = cells.n / np.maximum(cells.n.sum(axis=1, keepdims=True), 1)
    joint = np.where((cells.n > 0) & (cells.n[base] > 0), cells.n + cells.n[base], 0.0)
    same = _divide(joint, joint.sum(axis=1, keepdims=True))
    crude = _weighted_gap(cells, own, np.broadcast_to(own[base], own.shape), base, confidence)
    adjusted = _weighted_gap(cells, same, same, base, confidence)
    parts = [
        kitagawa(x, n, cells.x[base], cells.n[base]) for x, n in zip(cells.x, cells.n, strict=True)
    ]
    total = cells.n.sum(axis=1)
    gaps = {
        **dict(zip(("gap", "low", "high"), crude, strict=True)),
        "mix": np.array([part.mix for part in parts]),
        "own": np.array([part.rate for part in parts]),
        **dict(zip(("adjusted", "adjusted_low", "adjusted_high"), adjusted, strict=True)),
        "covered": _divide(joint.sum(axis=1), total + total[base]),
    }
    itself = np.arange(len(total)) == base
    return pd.DataFrame(
        {
            "group": cells.names,
            "events": cells.x.sum(axis=1),
            "total": total,
            "rate": _divide(cells.x.sum(axis=1), total),
            "schools": _schools(cells),
            "small": total < SMALL_RATE,
            **{name: np.where(itself | (total == 0), np.nan, gaps[name]) for name in gaps},
        }
    )


def _weighted_gap(
    cells: _Cells, mine: np.ndarray, theirs: np.ndarray, base: int, confidence: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gap of rates weighted by stratum and its interval, one entry a group.

    `mine` and `theirs` are the weights of the group's and of the reference's strata, shape
    (groups, strata), each row adding up to 1.
    """
    rates = _divide(cells.x, cells.n)
    own = np.sum(np.nan_to_num(mine * rates), axis=1)
    other = np.sum(np.nan_to_num(theirs * rates[base]), axis=1)
    one, two = (np.nan_to_num(_divide(w, n)) for w, n in ((mine, cells.n), (theirs, cells.n[base])))
    spread = [np.sum(w**2 * n, axis=1) for w, n in ((one, cells.n), (two, cells.n[base]))]
    size, rest = (_divide(np.ones(len(s)), s) for s in spread)
    effect = _design_effect(cells, one, two, base)
    schools = _schools(cells)
    freedom = np.minimum(schools, schools[base]) - 1
    low, high = (np.full(len(own), np.nan) for _ in range(2))
    for group in np.flatnonzero((freedom > 0) & np.isfinite(size + rest)):
        # Newcombe's limits take a normal quantile: this level makes it Student's.
        quantile = student.ppf(0.5 + confidence / 2, freedom[group])
        level = min(2 * ndtr(quantile) - 1, 1 - 1e-12)
        m, k = size[group] / effect[group], rest[group] / effect[group]
        a, b = (np.clip(rate[group], 0, 1) for rate in (own, other))
        low[group], high[group] = difference_interval(a * m, m, b * k, k, level)
    return np.where(np.isfinite(size + rest), own - other, np.nan), low, high


def _design_effect(cells: _Cells, one: np.ndarray, two: np.ndarray, base: int) -> np.ndarray:
    """Variance of each weighted gap between schools, over that of independent periods; >= 1."""
    groups, strata = cells.n.shape
    schools = int(cells.school.max()) + 1
    rates = np.nan_to_num(_divide(cells.x, cells.n))
    rest = cells.events - rates[cells.group, cells.stratum] * cells.totals
    pull = np.bincount(
        cells.school * groups + cells.group,
        rest * one[cells.group, cells.stratum],
        schools * groups,
    ).reshape(schools, groups)
    theirs = cells.group == base
    against = np.bincount(
        cells.school[theirs] * strata + cells.stratum[theirs], rest[theirs], schools * strata
    ).reshape(schools, strata)
    present = np.bincount(cells.school * groups + cells.group, minlength=schools * groups) > 0
    present = present.reshape(schools, groups)
    either = np.sum(present | present[:, [base]], axis=0)
    between = np.sum((pull - against @ two.T) ** 2, axis=0) * either / np.maximum(either - 1, 1)
    chance = np.sum(
        one**2 * cells.n * rates * (1 - rates)
        + two**2 * (cells.n[base] * rates[base] * (1 - rates[base])),
        axis=1,
    )
    return np.maximum(np.divide(between, chance, out=np.ones(groups), where=chance > 0), 1)


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
    cell = group * shape[1] + stratum
    sums = (np.bincount(cell, v, shape[0] * shape[1]).reshape(shape) for v in (x, n))
    return _Cells(x, n, group, stratum, school, names, *sums)


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


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
