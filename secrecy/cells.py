"""Cells of linked tables: sums of the same unknown counts, by hierarchy and by state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, kron

from secrecy.thresholds import HIDDEN_RATE, SMALL_COUNT, SMALL_RATE

TOTAL = "*"  # code of a dimension summed over


@dataclass(frozen=True)
class Spec:
    """How a table of counts is published, and what is sensitive in it.

    Parameters
    ----------
    dimensions : each from its finest column to its coarsest: (("uai", "bef"), ("family",));
        the total of each dimension is always published
    states : columns of counts that share out the total of a row
    shown : published counts, each a sum of states
    by : columns that separate tables that are never added up (year)
    rates : published rates, (numerator, denominator) among `shown`
    capped : states whose size class is published where they are hidden
    k : counts from 1 to k - 1 are hidden
    hidden_rate, small_rate : a rate on fewer is hidden; a rate of 0 or 1 on fewer is hidden
    costs : what it costs to hide a shown count, 1 unless told
    largest, magnitude : columns of the largest share of one company and of the sum of all, in a
        finest row; a group where one makes more than `dominance` of it is hidden
    """

    dimensions: tuple[tuple[str, ...], ...]
    states: tuple[str, ...]
    shown: Mapping[str, tuple[str, ...]]
    by: tuple[str, ...] = ()
    rates: tuple[tuple[str, str], ...] = ()
    capped: tuple[str, ...] = ()
    k: int = SMALL_COUNT
    hidden_rate: int = HIDDEN_RATE
    small_rate: int = SMALL_RATE
    costs: Mapping[str, float] = field(default_factory=dict)
    largest: str | None = None
    magnitude: str | None = None
    dominance: float = 1.0

    @property
    def keys(self) -> list[str]:
        """Columns that name a cell: `by`, then one a dimension, named after its finest column."""
        return [*self.by, *(levels[0] for levels in self.dimensions)]


@dataclass(frozen=True)
class Cells:
    """The cells of one table, over its leaves.

    groups : one row a name of a group of leaves: one code a dimension, `TOTAL` when summed over,
        and `group`, its row in `members`: two names may stand for the same leaves
    members : distinct groups × finest rows, 0/1
    depth : of each group, how many dimensions are summed over, at least in part
    rows : the finest rows: one code a dimension
    leaves : finest rows × states, the true counts
    dominated : distinct groups where one company makes too large a share
    """

    groups: pd.DataFrame
    members: csr_array
    depth: np.ndarray
    rows: pd.DataFrame
    leaves: np.ndarray
    dominated: np.ndarray


def cells_of(table: pd.DataFrame, spec: Spec) -> Cells:
    """Lay out the cells of one table (one value of `spec.by`).

    Parameters
    ----------
    table : one row a finest combination, with the columns of the dimensions and the states
    """
    ordered = _finest(table, spec)
    sides = [_nodes(ordered, levels) for levels in spec.dimensions]
    names: list[list[str | int]] = []
    depths: list[int] = []
    rows: list[np.ndarray] = []
    known: dict[bytes, int] = {}
    for combination in product(*sides):
        member = np.logical_and.reduce([node.member for node in combination])
        if not member.any():
            continue
        group = known.setdefault(member.tobytes(), len(rows))
        if group == len(rows):
            rows.append(member)
            depths.append(sum(node.depth > 0 for node in combination))
        names.append([*(node.code for node in combination), group])
    columns = [*(levels[0] for levels in spec.dimensions), "group"]
    leaves = ordered[list(spec.states)].to_numpy(float)
    members = csr_array(np.array(rows, dtype=float))
    return Cells(
        pd.DataFrame(names, columns=columns),
        members,
        np.array(depths),
        ordered[[levels[0] for levels in spec.dimensions]],
        leaves,
        _dominated(ordered, members, spec),
    )


def sums(cells: Cells, spec: Spec, states: tuple[str, ...]) -> csr_array:
    """Matrix from the flat leaves to the sum of some states in each group."""
    pick = np.array([[float(state in states) for state in spec.states]])
    return csr_array(kron(cells.members, pick, format="csr"))


def _finest(table: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    columns = [column for levels in spec.dimensions for column in levels]
    missing = sorted({*columns, *spec.states} - set(table.columns))
    if missing:
        raise ValueError(f"the table lacks {', '.join(missing)}")
    counts = table[list(spec.states)]
    if counts.isna().any(axis=None) or (counts < 0).any(axis=None):
        raise ValueError("counts must be known and not negative")
    if table[columns].isna().any(axis=None) or (table[columns] == TOTAL).any(axis=None):
        raise ValueError(f"codes must be known and differ from {TOTAL}")
    merged = {state: (state, "sum") for state in spec.states}
    if spec.largest is not None and spec.magnitude is not None:
        merged["largest"] = (spec.largest, "max")
        merged["magnitude"] = (spec.magnitude, "sum")
    return table.groupby(columns, as_index=False).agg(**merged)


def _dominated(ordered: pd.DataFrame, members: csr_array, spec: Spec) -> np.ndarray:
    """A company stands in one finest row: the largest of a group is that of its rows."""
    if spec.largest is None or "largest" not in ordered:
        return np.zeros(members.shape[0], dtype=bool)
    largest = members.multiply(ordered["largest"].to_numpy(float)).max(axis=1).toarray().ravel()
    return largest > spec.dominance * (members @ ordered["magnitude"].to_numpy(float))


class _Node(NamedTuple):
    """A node of a hierarchy: its code, how far from the finest, the rows that it holds."""

    code: str
    depth: int
    member: np.ndarray


def _nodes(table: pd.DataFrame, levels: tuple[str, ...]) -> list[_Node]:
    nodes = [
        _Node(str(code), depth, (table[column] == code).to_numpy())
        for depth, column in enumerate(levels)
        for code in np.unique(table[column].astype(str))
    ]
    return [*nodes, _Node(TOTAL, len(levels), np.ones(len(table), dtype=bool))]
