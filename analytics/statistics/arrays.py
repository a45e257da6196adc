"""What every measure does with arrays: quotients, counts that are checked, sums over crossings."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def divided(part: ArrayLike, whole: ArrayLike, otherwise: float = np.nan) -> np.ndarray:
    """Quotient; `otherwise` where the whole is not above 0.

    Parameters
    ----------
    part, whole : of shapes that go together
    """
    part, whole = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    return np.divide(part, whole, out=np.full(part.shape, otherwise), where=whole > 0)


def counted(successes: ArrayLike, totals: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Counts as arrays of real numbers.

    Raises
    ------
    ValueError : a count is negative, missing or above its total, or lengths differ
    """
    x, n = np.asarray(successes, dtype=float), np.asarray(totals, dtype=float)
    if x.shape != n.shape or not (np.all(x >= 0) and np.all(x <= n)):
        raise ValueError("successes must lie between 0 and totals")
    return x, n


def tally(values: ArrayLike, shape: tuple[int, ...], *codes: np.ndarray) -> np.ndarray:
    """Sum values over the crossings of codes.

    Parameters
    ----------
    values : one a row
    shape : how many codes of each kind there are
    codes : of each row, one array a kind; a row with a code below 0 counts nowhere
    """
    at = np.array(codes)
    inside = (at >= 0).all(axis=0)
    size = int(np.prod(shape))
    cell = np.ravel_multi_index(tuple(at[:, inside]), shape) if inside.any() else at[0, inside]
    sums = np.bincount(cell, np.asarray(values, dtype=float)[inside], size)
    return sums.astype(float).reshape(shape)  # of nothing, numpy counts integers


def crossed(table: pd.DataFrame, value: str, **axes: Sequence[str] | pd.Index) -> np.ndarray:
    """Sum a column of a long table over the crossings of labels.

    Parameters
    ----------
    value : the column that is summed
    axes : labels of each column that is crossed, in order; rows of other labels are left out
    """
    codes = [pd.Index(labels).get_indexer(table[name]) for name, labels in axes.items()]
    return tally(table[value], tuple(len(labels) for labels in axes.values()), *codes)
