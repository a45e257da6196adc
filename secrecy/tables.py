"""Tables of counts with what must be hidden hidden: decided once, on the finest crossing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.sparse import vstack

from secrecy import attack
from secrecy.cells import Cells, Spec, cells_of, sums
from secrecy.patterns import Pattern, Problem, SecrecyError, solve
from secrecy.problems import class_ends, described, problem_of, read_together, settled

Name = tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """What an earlier version published.

    table : its finest rows, as `decide` takes them
    cells : its `Decisions.cells`
    """

    table: pd.DataFrame
    cells: pd.DataFrame


@dataclass(frozen=True)
class Decisions:
    """What is hidden of some linked tables.

    spec : how they are published
    cells : one row a group and shown count: the keys of `spec.keys`, `count` (its name), `value`
        (true), `hidden`
    sizes : one row a group: the keys and, for each state of `spec.capped`, `<state>_low` and
        `<state>_high`: what a reader may know of it where it is hidden
    proofs : number of other tables that prove it, by table
    alone : tables that are safe alone, and not beside the earlier version
    withheld : tables that nothing can protect beside what is known, and that are not published
    """

    spec: Spec
    cells: pd.DataFrame
    sizes: pd.DataFrame
    proofs: dict[Name, int]
    alone: list[Name] = field(default_factory=list)
    withheld: list[Name] = field(default_factory=list)

    def masked(self) -> pd.DataFrame:
        """One row a group: the keys, each shown count (missing where hidden), the size classes."""
        shown = self.cells.assign(value=self.cells["value"].mask(self.cells["hidden"]))
        named = shown.set_index([*self.spec.keys, "count"])["value"]
        wide = named.unstack("count").reset_index()  # noqa: PD010 no aggregation is meant
        table = self.sizes.merge(wide, on=self.spec.keys, how="left")
        numbers = [*_bounds(self.spec), *self.spec.shown]
        table = table.reindex(columns=[*self.spec.keys, *numbers])
        return table.astype(dict.fromkeys(self.spec.keys, "str") | dict.fromkeys(numbers, float))


def decide(
    table: pd.DataFrame,
    spec: Spec,
    earlier: Earlier | None = None,
    known: pd.DataFrame | None = None,
) -> Decisions:
    """Decide what is hidden: primary rule, then the least that keeps it from coming back.

    Parameters
    ----------
    table : one row a finest combination, with the columns of the dimensions and the states
    earlier : what was published before: a count that has not changed keeps its lot, and the two
        versions read together give no more away than one
    known : `Decisions.cells` of counts whose lot another table has already decided

    Raises
    ------
    SecrecyError : a count cannot be protected though nothing is known beside
    ValueError : a column lacks, or a count is missing or negative
    """
    cells, sizes, proofs = [], [], {}
    alone: list[Name] = []
    withheld: list[Name] = []
    for name, part in _split(table, spec):
        own = cells_of(part, spec)
        problem = problem_of(own, spec)
        if known is not None:
            problem = settled(own, spec, problem, _only(known, spec, name))
        try:
            pattern, safe = _solved(own, spec, problem, earlier, name)
        except SecrecyError:
            if known is None:
                raise
            withheld.append(name)
            continue
        proofs[name] = len(pattern.others)
        alone += [] if safe else [name]
        labels = dict(zip(spec.by, name, strict=True))
        hidden = pattern.hidden[: len(problem.hidden)]
        cells.append(described(own, spec, problem, hidden).assign(**labels))
        sizes.append(_sizes(own, spec).assign(**labels))
    return Decisions(
        spec,
        _joined(cells, [*spec.keys, "count", "value", "hidden"]),
        _joined(sizes, [*spec.keys, *_bounds(spec)]),
        proofs,
        alone,
        withheld,
    )


def recovered(table: pd.DataFrame, structure: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """Attack a masked table: what its reader can prove of what it hides.

    Parameters
    ----------
    table : as `Decisions.masked` gives it
    structure : finest combinations that exist (columns of the dimensions and `by`), known to all

    Returns
    -------
    One row a hidden count that is given away: keys, `count`, `low`, `high`
    """
    found = []
    blank = structure.assign(**dict.fromkeys(spec.states, 0.0))
    for name, part in _split(blank, spec):
        own = cells_of(part, spec)
        labels = dict(zip(spec.by, name, strict=True))
        found.append(_attacked(own, spec, _only(table, spec, name)).assign(**labels))
    return _joined(found, [*spec.keys, "count", "low", "high"])


def _split(table: pd.DataFrame, spec: Spec) -> Iterator[tuple[Name, pd.DataFrame]]:
    if not spec.by:
        if len(table):
            yield (), table
        return
    for name, part in table.groupby(list(spec.by), sort=True):
        yield tuple(name), part


def _only(table: pd.DataFrame, spec: Spec, name: Name) -> pd.DataFrame:
    for column, value in zip(spec.by, name, strict=True):
        table = table[table[column] == value]
    return table.drop(columns=list(spec.by))


def _joined(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def _solved(
    own: Cells, spec: Spec, problem: Problem, earlier: Earlier | None, name: Name
) -> tuple[Pattern, bool]:
    """Protect beside the earlier version; alone, when that leaves no room."""
    if earlier is None:
        return solve(problem), True
    table, lots = (_only(part, spec, name) for part in (earlier.table, earlier.cells))
    if table.empty or lots.empty:
        return solve(problem), True
    before = cells_of(table, spec)
    shown = settled(before, spec, problem_of(before, spec), lots)
    kept = settled(own, spec, problem, lots[lots["hidden"].astype(bool)])
    try:
        return solve(read_together(kept, own, shown, before)), True
    except SecrecyError:
        return solve(kept), False


def _sizes(own: Cells, spec: Spec) -> pd.DataFrame:
    table, rows = own.groups.drop(columns="group"), own.groups["group"].to_numpy()
    for bound, end in zip(class_ends(own, spec), ("low", "high"), strict=True):
        for state in spec.capped:
            summed = own.members @ bound[:, spec.states.index(state)]
            table[f"{state}_{end}"] = summed[rows]
    return table


def _bounds(spec: Spec) -> list[str]:
    return [f"{state}_{end}" for end in ("low", "high") for state in spec.capped]


def _attacked(own: Cells, spec: Spec, mine: pd.DataFrame) -> pd.DataFrame:
    keys = [levels[0] for levels in spec.dimensions]
    placed = own.groups.merge(mine, on=keys, how="left", validate="one_to_one")
    rows, matrices, values = [], [], []
    for name, states in spec.shown.items():
        matrices.append(sums(own, spec, states)[placed["group"].to_numpy()])
        rows.append(placed[keys].assign(count=name))
        values.append(placed[name].to_numpy(float))
    matrix, value = vstack(matrices, format="csr"), np.concatenate(values)
    shown = ~np.isnan(value)
    lower, upper = np.zeros(own.leaves.shape), np.full(own.leaves.shape, np.inf)
    names, leaf = _finest_groups(own)
    for state in spec.capped:
        place = spec.states.index(state)
        lower[leaf, place] = placed[f"{state}_low"].to_numpy(float)[names]
        upper[leaf, place] = placed[f"{state}_high"].to_numpy(float)[names]
    low, high = attack.intervals(
        matrix[~shown], matrix[shown], value[shown], lower.ravel(), upper.ravel()
    )
    bad = attack.is_recovered(low, high, spec.k)
    hidden = pd.concat(rows, ignore_index=True)[~shown]
    return hidden.assign(low=low, high=high)[bad]


def _finest_groups(own: Cells) -> tuple[np.ndarray, np.ndarray]:
    """Names of the groups that hold one finest row only, and that row."""
    single = np.asarray(own.members.sum(axis=1)).ravel() == 1
    rows = own.groups["group"].to_numpy()
    names = np.flatnonzero(single[rows])
    return names, own.members.indices[own.members.indptr[rows[names]]]
