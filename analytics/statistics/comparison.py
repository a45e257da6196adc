"""Units against the rest of the whole, without colouring chance; units at equal mix."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betainc, ndtri, stdtr

from analytics import sides
from analytics.statistics.arrays import counted, divided
from analytics.statistics.uncertainty import difference_interval, false_discoveries

TINY = 1e-12  # the incomplete beta wants parameters above 0


def compare_units(
    successes: ArrayLike,
    totals: ArrayLike,
    groups: ArrayLike,
    confidence: float = 0.95,
    within: ArrayLike | None = None,
) -> pd.DataFrame:
    """Tell which units differ from all the others together.

    Pupils of one school are alike: the variance carries the intra-school correlation (Fleiss,
    1981, moments; Donner & Klar, 2000), the law leans as a rate near 100 % does, and false
    discoveries are held over the units (Benjamini & Hochberg, 1995). A unit that is very far from
    the rest moves what the others are compared with: read the largest gap first.

    Parameters
    ----------
    successes, totals : counts, shape (rows,), one row a school or a finer cluster
    groups : unit of each row, shape (rows,); a row with no unit counts nowhere
    confidence : of the intervals; 1 − confidence is the share of false discoveries
    within : label of the unit of each row, shape (rows,): the others are those of the same label

    Returns
    -------
    One row a unit, in order of name: `unit`, `total`, `rate`, `others` (rate of all other units),
    `difference` with `low`, `high` (Newcombe's on effective sizes, each unit for itself),
    `effective_n`, `rho`, `p_value` (two-sided) and `side`: "above", "below", "indistinct", or ""
    for a unit with no total, which changes no other. Without two schools in some unit, rho cannot
    be known: p is missing and no unit is told apart.

    Raises
    ------
    ValueError : a count is negative, missing or above its total, or lengths differ
    """
    x, n, units, names = _by_unit(successes, totals, groups)
    rho, freedom = _intra_correlation(x, n, units)
    load = n * (1 + (n - 1) * np.nan_to_num(rho))
    own_x, own_n, spread = (np.bincount(units, values, len(names)) for values in (x, n, load))
    label = None
    if within is not None:
        label = pd.Series(np.asarray(within)).groupby(np.asarray(groups)).first().reindex(names)
    worth = divided(own_n**2, spread)
    found = compare_effective(own_x, own_n, worth, freedom, confidence, label)
    return found.assign(unit=names, rho=rho)


def compare_effective(
    successes: ArrayLike,
    totals: ArrayLike,
    effective: ArrayLike,
    freedom: int,
    confidence: float = 0.95,
    within: ArrayLike | None = None,
) -> pd.DataFrame:
    """Tell which units differ from all the others, from what their totals are worth.

    Parameters
    ----------
    successes, totals : of each unit, shape (units,); real numbers do, as at equal mix
    effective : independent draws that each total is worth
    freedom : schools − units, behind the effective sizes
    confidence : as `compare_units`
    within : label of each unit, shape (units,): the others are those of the same label

    Returns
    -------
    The columns of `compare_units` but `unit` and `rho`, one row a unit, in the order given
    """
    own_x, own_n = counted(successes, totals)
    label = np.zeros(len(own_n), int) if within is None else pd.factorize(np.asarray(within))[0]
    all_x, all_n = (np.bincount(label, v)[label] for v in (own_x, own_n))
    rest_n = all_n - own_n
    rest_x = np.clip(all_x - own_x, 0, rest_n)  # real numbers may leave by a rounding
    size = np.where(own_n > 0, np.asarray(effective, dtype=float), np.nan)
    spread = np.nan_to_num(divided(own_n**2, np.nan_to_num(size)))
    rest_size = divided(rest_n**2, np.bincount(label, spread)[label] - spread)
    rate, others = divided(own_x, own_n), divided(rest_x, rest_n)
    p_value = gap_p_values(rate - others, size, rest_size, all_x / np.maximum(all_n, 1), freedom)
    low, high = difference_interval(rate * size, size, others * rest_size, rest_size, confidence)
    told = false_discoveries(p_value, 1 - confidence)
    side = np.select(
        [own_n == 0, told & (rate > others), told & (rate < others)],
        ["", "above", "below"],
        default=sides.INDISTINCT,
    )
    return pd.DataFrame(
        {
            "total": own_n,
            "rate": rate,
            "others": others,
            "difference": rate - others,
            "low": low,
            "high": high,
            "effective_n": size,
            "p_value": p_value,
            "side": side,
        }
    )


def at_equal_mix(
    successes: ArrayLike,
    totals: ArrayLike,
    strata: ArrayLike,
    schools: ArrayLike,
    groups: ArrayLike,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Tell which units differ from the others beyond what their formations explain.

    Each school keeps its gap to what the whole's rates by stratum would give it (indirect
    standardisation), set around the whole's rate; then `compare_units`.

    Parameters
    ----------
    successes, totals : counts, shape (rows,), one row a school × stratum
    strata, schools, groups : family × level, school and unit of each row

    Returns
    -------
    The table of `compare_units`

    Raises
    ------
    ValueError : as `compare_units`
    """
    x, n = counted(successes, totals)
    kept = (n > 0) & ~pd.isna(np.asarray(groups))
    x, n = x[kept], n[kept]
    stratum, school, unit = (
        pd.factorize(np.asarray(labels)[kept], sort=True) for labels in (strata, schools, groups)
    )
    rates = divided(np.bincount(stratum[0], x), np.bincount(stratum[0], n))
    gap = x - n * rates[stratum[0]]
    pairs, pair = np.unique(unit[0] * len(school[1]) + school[0], return_inverse=True)
    total = np.bincount(pair, n)
    whole = x.sum() / max(n.sum(), 1)
    equal = np.clip(np.bincount(pair, gap) + total * whole, 0, total)
    names = unit[1][pairs // max(len(school[1]), 1)]
    return compare_units(equal, total, names, confidence)


def gap_p_values(
    gap: np.ndarray,
    size: np.ndarray,
    rest: np.ndarray | float,
    whole: np.ndarray | float,
    freedom: int,
) -> np.ndarray:
    """Two-sided p of gaps between two rates of these effective sizes, `whole` without any gap.

    Near 100 % the law of a rate leans: a normal tail would colour one null map in ten. The larger
    of two exact tails is taken, the binomial's and the beta's (schools that differ), then given
    to Student's law because the correlation is estimated.
    """
    if freedom < 1:
        return np.full_like(gap, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        n = 1 / (1 / size + 1 / rest)
        up = gap > 0  # the upper tail of a rate is the lower tail of its complement
        p = np.where(up, 1 - whole, whole)
        at = np.clip(p - np.abs(gap), 0, 1)
        binomial = betainc(np.maximum(n * (1 - at), TINY), n * at + 1, 1 - p)
        spread = np.maximum(n - 1, TINY)
        tail = np.maximum(binomial, betainc(spread * p, spread * (1 - p), at))
    p_value = 2 * stdtr(freedom, ndtri(np.minimum(tail, 0.5)))
    return np.where(gap == 0, 1.0, p_value)  # nobody, or everybody: no gap, and no variance


def _intra_correlation(x: np.ndarray, n: np.ndarray, units: np.ndarray) -> tuple[float, int]:
    """Correlation inside schools around their own unit's rate, clipped at 0; degrees of freedom."""
    present, units = np.unique(units, return_inverse=True)
    freedom = len(n) - len(present)
    if freedom < 1:
        return np.nan, 0
    total = np.bincount(units, n)
    expected = (np.bincount(units, x) / total)[units]
    between = np.sum(n * (x / n - expected) ** 2) / freedom
    inside = np.sum(x * (n - x) / n) / max(np.sum(n) - len(n), 1)
    typical = (n.sum() - np.sum(np.bincount(units, n**2) / total)) / freedom
    scale = between + (typical - 1) * inside
    return (float(np.clip((between - inside) / scale, 0, 1)) if scale > 0 else 0.0), freedom


def _by_unit(
    successes: ArrayLike, totals: ArrayLike, groups: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows with a unit and a total, in one order whatever theirs; names of all units."""
    x, n = counted(successes, totals)
    unit, names = pd.factorize(np.asarray(groups), sort=True)
    if len(unit) != len(n):
        raise ValueError("one unit a row")
    kept = (unit >= 0) & (n > 0)
    order = np.lexsort((x[kept], n[kept], unit[kept]))
    return x[kept][order], n[kept][order], unit[kept][order], names
