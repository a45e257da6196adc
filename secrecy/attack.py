"""What a reader deduces of hidden counts: linear programming over all that is shown."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.sparse import csr_array, kron, vstack
from scipy.sparse import eye_array as identity

EXACT = 1e-6


def intervals(
    targets: csr_array,
    shown: csr_array,
    values: np.ndarray,
    lower: np.ndarray | None = None,
    upper: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Bound each hidden sum by all that is shown (Fischetti and Salazar, 2000).

    Parameters
    ----------
    targets : hidden sums × leaves
    shown : shown sums × leaves
    values : of the shown sums
    lower, upper : of the leaves; None: 0, and unbounded

    Returns
    -------
    (low, high), one a target, that a reader can prove

    Raises
    ------
    ValueError : what is shown contradicts itself
    """
    leaves = shown.shape[1]
    top = np.full(leaves, np.inf) if upper is None else upper
    bounds = np.column_stack((np.zeros(leaves) if lower is None else lower, top))
    low, high = np.empty(targets.shape[0]), np.empty(targets.shape[0])
    for row in range(targets.shape[0]):
        objective = targets[[row]].toarray().ravel()
        for sign, found in ((1.0, low), (-1.0, high)):
            answer = linprog(sign * objective, A_eq=shown, b_eq=values, bounds=bounds)
            if answer.status == 3:
                found[row] = -sign * np.inf
            elif answer.status == 0:
                found[row] = sign * answer.fun
            else:
                raise ValueError(f"what is shown contradicts itself: {answer.message}")
    return low, high


def attacker_intervals(values_2d: ArrayLike, hidden_2d: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Bound each hidden count of a table whose totals of lines and columns are shown.

    Parameters
    ----------
    values_2d : counts, lines × columns
    hidden_2d : same shape, True where hidden

    Returns
    -------
    (low, high), same shape; a shown count bounds itself

    Raises
    ------
    ValueError : shapes differ, or a count is negative or missing
    """
    values, hidden = np.asarray(values_2d, dtype=float), np.asarray(hidden_2d, dtype=bool)
    if values.ndim != 2 or values.shape != hidden.shape:
        raise ValueError("values and hidden are two tables of the same shape")
    if not np.all(values >= 0):
        raise ValueError("counts must be known and not negative")
    lines, columns = values.shape
    line_sums = kron(identity(lines), np.ones((1, columns)))
    column_sums = kron(np.ones((1, lines)), identity(columns))
    margins = vstack((line_sums, column_sums), format="csr")[:, hidden.ravel()]
    shown = np.where(hidden, 0.0, values)
    rest = np.concatenate((values.sum(1) - shown.sum(1), values.sum(0) - shown.sum(0)))
    low, high = values.copy(), values.copy()
    if hidden.any():
        count = int(hidden.sum())
        low[hidden], high[hidden] = intervals(
            csr_array(identity(count, format="csr")), csr_array(margins), rest
        )
    return low, high


def is_recovered(low: np.ndarray, high: np.ndarray, k: int) -> np.ndarray:
    """Tell which intervals give the count away: a single value, or none but 1 to k - 1."""
    return (high - low < EXACT) | ((low > EXACT) & (high < k - EXACT))


def difference_is_safe(areas: Iterable[set[str]], counts: dict[str, float], k: int) -> bool:
    """Tell whether published areas, taken apart, keep every small number of pupils.

    Parameters
    ----------
    areas : sets of units, each published with the sum of its counts
    counts : count of each unit
    k : counts from 1 to k - 1 are hidden

    Returns
    -------
    False when the difference of two nested areas is a small count (Duke-Williams and Rees, 1998)
    """
    published = list(areas)
    for wide in published:
        for narrow in published:
            if narrow < wide and 0 < sum(counts[unit] for unit in wide - narrow) < k:
                return False
    return True
