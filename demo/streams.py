"""Random streams by name, and columns of text made from codes."""

import zlib
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def stream(seed: int, table: str, year: int = 0) -> np.random.Generator:
    """Return the generator of one table and year: adding a table moves no other.

    Parameters
    ----------
    seed : seed of the whole draw
    table : name of what is drawn
    year : first calendar year of the school year, 0 when it does not apply
    """
    sequence = np.random.SeedSequence([seed, zlib.crc32(table.encode()), year])
    return np.random.Generator(np.random.PCG64(sequence))


def take(words: Sequence[str | None], codes: Ints) -> pd.api.extensions.ExtensionArray:
    """Return the words at `codes` as a text column; -1 gives an empty cell."""
    return pd.array(list(words), dtype="str").take(codes, allow_fill=True)


def day_words(days: Ints, style: str) -> pd.api.extensions.ExtensionArray:
    """Write days as text.

    Parameters
    ----------
    days : days since 1970-01-01, -1 for none
    style : "iso" for 2026-01-31, "fr" for 31/01/2026
    """
    known = days >= 0
    if not known.any():
        return take([None], np.full(len(days), -1))
    first = int(days[known].min())
    span = pd.to_datetime(np.arange(first, int(days.max()) + 1), unit="D")
    words = span.strftime("%Y-%m-%d" if style == "iso" else "%d/%m/%Y")
    return take(list(words), np.where(known, days - first, -1))


def draw_classes(generator: np.random.Generator, shares: Floats, rows: Ints) -> Ints:
    """Draw one class a row.

    Parameters
    ----------
    generator : random stream
    shares : one line a kind of row, one column a class; lines sum to 1
    rows : line of `shares` to use for each row
    """
    levels = np.cumsum(shares, axis=1)[:, :-1]
    return (generator.random(len(rows))[:, None] >= levels[rows]).sum(axis=1).astype(np.int64)


def whole(generator: np.random.Generator, values: Floats) -> Ints:
    """Round to whole numbers at random, so that the mean is kept."""
    return np.floor(values + generator.random(len(values))).astype(np.int64)


def apportion(total: int, weights: Floats, least: int = 0) -> Ints:
    """Share `total` units by largest remainder, `least` for each first."""
    free = max(total - least * len(weights), 0)
    exact = free * weights / weights.sum()
    shares = np.floor(exact).astype(np.int64)
    order = np.argsort(shares - exact, kind="stable")
    shares[order[: free - int(shares.sum())]] += 1
    return shares + least


def rank_in_group(groups: Ints) -> Ints:
    """Return the rank (from 0) of each item among those of its group, in the order given."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(groups) else ordered
    sizes = np.diff(np.r_[starts, len(groups)])
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, sizes)
    return ranks
