"""Counts of the periods due, summed on demand: in arrays read once, or by a store too large."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.counts import COUNTS
from data.scope import Scope
from data.selection import NO_FAMILY, Selection, condition
from data.store.store import Store

# Part of the school year where a period starts: until December, until March, after.
_TERM = """CASE WHEN p.starts IS NULL THEN '' WHEN month(p.starts) >= 8 THEN '1'
                WHEN month(p.starts) <= 3 THEN '2' ELSE '3' END"""
# What counts can be grouped by: SQL over `period_state` p.
GROUPS = {
    "year": "p.year",
    "bef": "p.bef",
    "pole": "p.pole",
    "commune": "p.commune",
    "uai": "p.uai",
    "public": "p.public",
    "track": "p.track",
    "level": "p.level",
    "family": f"coalesce(p.family, '{NO_FAMILY}')",
    "period": "p.period",
    "term": _TERM,
}
MOST_ROWS = 100_000  # held in memory: 50 MB, a few thousand schools
_MOST_CELLS = 2**62  # numbers of cells stay inside 64 bits


@dataclass(frozen=True)
class Label:
    """One thing to group by.

    Parameters
    ----------
    code : of each row, a place in `values`; their number where it is missing: it comes last
    values : in order
    """

    code: np.ndarray
    values: pd.Index

    @classmethod
    def of(cls, column: pd.Series) -> "Label":
        """Number the values of a column."""
        code, values = pd.factorize(column, sort=True)
        return cls(np.where(code < 0, len(values), code), pd.Index(values))

    def having(self, value: str) -> np.ndarray:
        """Tell the rows of a value."""
        return self.code == self.values.get_indexer([value])[0]

    def named(self, rows: np.ndarray) -> pd.Series:
        """Values of some rows."""
        code = self.code[rows]
        at = np.where(code == len(self.values), -1, code)
        return pd.Series(self.values.array.take(at, allow_fill=bool((at < 0).any())))


@dataclass(frozen=True)
class PeriodCounts:
    """The table `period_state` of a version, cut to a scope.

    Parameters
    ----------
    labels : of each key of `GROUPS`
    counts : of each key of `data.counts.COUNTS`, one a row
    sent : whether the school of a row has sent its follow-up
    same_day : whether a row is compared with those of the running campaign
    """

    labels: dict[str, Label]
    counts: dict[str, np.ndarray]
    sent: np.ndarray
    same_day: np.ndarray

    @classmethod
    def read(cls, store: Store, scope: Scope) -> "PeriodCounts | None":
        """Read what `scope` may see of the version; None where that is more than `MOST_ROWS`."""
        size = store.read(scope, "SELECT count(*) AS size FROM period_state")["size"].iloc[0]
        if size > MOST_ROWS:
            return None
        labels = ", ".join(f"{sql} AS {name}" for name, sql in GROUPS.items())
        table = store.read(
            scope,
            f"""SELECT {labels}, {", ".join(f"p.{name}" for name in COUNTS)},
                       coalesce(p.sent, false) AS sent, p.same_day FROM period_state p""",
        )
        return cls(
            {name: Label.of(table[name]) for name in GROUPS},
            {name: table[name].to_numpy(float) for name in COUNTS},
            table["sent"].to_numpy(bool),
            table["same_day"].to_numpy(bool),
        )

    def sums(self, selection: Selection, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
        """Sum counts over a selection, as `summed`."""
        rows = self._chosen(selection)
        cell, first = _cells([self.labels[name] for name in by], rows)
        size = len(first) if by else 1
        table: dict[str, object] = {name: self.labels[name].named(rows[first]) for name in by}
        for name in columns:
            table[name] = np.bincount(cell, self.counts[name][rows], size).astype(np.int64)
        school = self.labels["uai"]
        pair, one = np.unique(
            cell * (len(school.values) + 1) + school.code[rows], return_inverse=True
        )
        of_pair = pair // (len(school.values) + 1)
        sent = np.bincount(one, self.sent[rows], len(pair)) > 0
        table["schools"] = np.bincount(of_pair, minlength=size)
        table["schools_sent"] = np.bincount(of_pair[sent], minlength=size)
        return pd.DataFrame(table)

    def _chosen(self, selection: Selection) -> np.ndarray:
        """Places of the rows of a selection."""
        wanted = {
            "year": selection.year or None,
            "track": selection.track,
            "level": selection.level,
            "bef": selection.bef,
            "family": selection.family,
        }
        kept = self.same_day.copy() if selection.same_day else np.ones(len(self.sent), bool)
        for name, value in wanted.items():
            if value is not None:
                kept &= self.labels[name].having(value)
        return np.flatnonzero(kept)


def summed(
    store: Store, scope: Scope, selection: Selection, by: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Sum counts over a selection, by school.

    Parameters
    ----------
    selection : settings; "" for all years; its attribution is left out
    by : keys of `GROUPS`
    columns : keys of `data.counts.COUNTS`

    Returns
    -------
    One row a group, in order of the groups, the missing last: `by`, `columns`, schools,
    schools_sent; one row without any group
    """
    held = store.kept(scope, PeriodCounts.read)
    if held is None:
        return summed_by_store(store, scope, selection, by, columns)
    return held.sums(selection, by, columns)


def summed_by_store(
    store: Store, scope: Scope, selection: Selection, by: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Sum counts over a selection in SQL, as `summed`: 5 to 9 ms, whatever the number of rows."""
    chosen = "".join(f"{GROUPS[name]} AS {name}, " for name in by)
    sums = "".join(f"coalesce(sum({name}), 0)::BIGINT AS {name}, " for name in columns)
    counted = "count(DISTINCT uai) AS schools, count(DISTINCT uai) FILTER (sent) AS schools_sent"
    if "uai" in by:  # one school a group: the same counts, without a set of schools in each
        counted = "1::BIGINT AS schools, coalesce(max(sent::BIGINT), 0) AS schools_sent"
    where, values = condition(selection, "p")
    return store.read(
        scope,
        f"""SELECT {chosen} {sums} {counted}
            FROM period_state p WHERE {where}
            {"GROUP BY ALL ORDER BY ALL" if by else ""}""",
        **values,
    )


def _cells(labels: Sequence[Label], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number the crossings of labels, in order; the cell of each row, a row of each cell."""
    key, size = np.zeros(len(rows), dtype=np.int64), 1
    for label in labels:
        values = len(label.values) + 1
        if size * values > _MOST_CELLS:
            present, key = np.unique(key, return_inverse=True)
            size = len(present)
        key, size = key * values + label.code[rows], size * values
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    return cell, first
