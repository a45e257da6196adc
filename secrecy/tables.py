"""Tables of counts with what must be hidden hidden: decided once, on the finest crossing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, vstack

from secrecy import attack
from secrecy.cells import Cells, Spec, cells_of, sums
from secrecy.patterns import Pattern, Problem, SecrecyError, solve

# Upper ends of the size classes; the first one holds 0, or it would give a small count away.
_SIZE_CLASSES = np.array([4.0, 9, 19, 49, 99, 199, 499, 999, 9999, 99999, 1e9])
_DEEPER = 25.0  # a total costs so much more to hide than what it sums


@dataclass(frozen=True)
class Decisions:
    """What is hidden of some linked tables.

    spec : how they are published
    cells : one row a group and shown count: the keys of `spec.keys`, `count` (its name), `value`
        (true), `hidden`
    sizes : one row a group: the keys and, for each state of `spec.capped`, `<state>_low` and
        `<state>_high`: what a reader may know of it where it is hidden
    proofs : number of other tables that prove it, by table
    """

    spec: Spec
    cells: pd.DataFrame
    sizes: pd.DataFrame
    proofs: dict[tuple[str, ...], int]

    def masked(self) -> pd.DataFrame:
        """One row a group: the keys, each shown count (missing where hidden), the size classes."""
        shown = self.cells.assign(value=self.cells["value"].mask(self.cells["hidden"]))
        wide = shown.set_index([*self.spec.keys, "count"])["value"].unstack("count").reset_index()  # noqa: PD010
        return self.sizes.merge(wide, on=self.spec.keys, how="left")


def decide(
    table: pd.DataFrame,
    spec: Spec,
    previous: pd.DataFrame | None = None,
    known: pd.DataFrame | None = None,
) -> Decisions:
    """Decide what is hidden: primary rule, then the least that keeps it from coming back.

    Parameters
    ----------
    table : one row a finest combination, with the columns of the dimensions and the states
    previous : `Decisions.cells` of an earlier version; a count that has not changed since keeps
        its lot, so that the two versions read together tell no more than one
    known : same columns, counts whose lot another table has already decided

    Raises
    ------
    SecrecyError : a count cannot be protected; nothing may be published
    ValueError : a column lacks, or a count is missing or negative
    """
    cells, sizes, proofs = [], [], {}
    for name, part in _split(table, spec):
        own = cells_of(part, spec)
        problem = _settled(own, spec, _problem(own, spec), _of(known, spec, name))
        pattern = _solved(own, spec, problem, _of(previous, spec, name))
        proofs[name] = len(pattern.others)
        labels = dict(zip(spec.by, name, strict=True))
        cells.append(_described(own, spec, problem, pattern.hidden).assign(**labels))
        sizes.append(_sizes(own, spec).assign(**labels))
    columns, bounds = [*spec.keys, "count"], _bounds(spec)
    empty = pd.DataFrame(columns=[*columns, "value", "hidden"])
    return Decisions(
        spec,
        pd.concat(cells, ignore_index=True)[[*columns, "value", "hidden"]] if cells else empty,
        pd.concat(sizes, ignore_index=True)[[*spec.keys, *bounds]] if sizes else empty,
        proofs,
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
        mine = table
        for column, value in labels.items():
            mine = mine[mine[column] == value]
        found.append(_attacked(own, spec, mine).assign(**labels))
    columns = [*spec.keys, "count", "low", "high"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _split(table: pd.DataFrame, spec: Spec) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    if not spec.by:
        yield (), table
        return
    for name, part in table.groupby(list(spec.by), sort=True):
        yield tuple(name), part


def _solved(own: Cells, spec: Spec, problem: Problem, before: pd.DataFrame | None) -> Pattern:
    """Keep the lot of what has not changed, unless it leaves no room."""
    kept = _settled(own, spec, problem, before)
    try:
        return solve(kept)
    except SecrecyError:
        if before is None:
            raise
        return solve(_replaced(kept, costs=problem.costs))


def _problem(own: Cells, spec: Spec) -> Problem:
    """Shown sums first (count by count), then the sums of states that could be worked out."""
    leaves = own.leaves.ravel()
    shown = {frozenset(states): name for name, states in spec.shown.items()}
    blocks, hidden, targets, costs = [], [], [], []
    total = own.members @ own.leaves.sum(axis=1)
    size = (1 + np.log1p(total)) * _DEEPER**own.depth
    values = {name: own.members @ _summed(own, spec, states) for name, states in spec.shown.items()}
    for name, states in spec.shown.items():
        primary = _small(values[name], spec.k) | _bad_rate(name, values, spec) | own.dominated
        blocks.append(sums(own, spec, states))
        hidden.append(primary)
        targets.append(primary)
        costs.append(spec.costs.get(name, 1.0) * size)
    for states in _unions(spec.states):
        if frozenset(states) in shown:
            continue
        small = _small(own.members @ _summed(own, spec, states), spec.k)
        if small.any():
            blocks.append(sums(own, spec, states)[np.flatnonzero(small)])
            hidden.append(np.ones(small.sum(), dtype=bool))
            targets.append(np.ones(small.sum(), dtype=bool))
            costs.append(np.zeros(small.sum()))
    lower, upper = _class_ends(own, spec)
    return Problem(
        csr_array(vstack(blocks, format="csr")),
        leaves,
        lower.ravel(),
        upper.ravel(),
        np.concatenate(hidden),
        np.concatenate(targets),
        np.concatenate(costs),
        spec.k,
    )


def _settled(own: Cells, spec: Spec, problem: Problem, lots: pd.DataFrame | None) -> Problem:
    """Give the counts of `lots` that are the same here the same lot."""
    if lots is None:
        return problem
    now = _described(own, spec, problem, problem.hidden)
    keys = [*(levels[0] for levels in spec.dimensions), "count"]
    joined = now.merge(lots, on=keys, how="left", suffixes=("", "_lot"))
    same = joined["value"] == joined["value_lot"]
    hid = joined["hidden_lot"].fillna(False).astype(bool)
    rows = joined["sum"].to_numpy()
    hidden, targets, costs = problem.hidden.copy(), problem.targets.copy(), problem.costs.copy()
    again = rows[(same & hid).to_numpy()]
    hidden[again], targets[again] = True, True
    costs[rows[(same & ~hid).to_numpy()]] = np.inf
    return _replaced(problem, hidden=hidden, targets=targets, costs=costs)


def _replaced(problem: Problem, **changes: np.ndarray) -> Problem:
    return Problem(**{**problem.__dict__, **changes})


def _of(table: pd.DataFrame | None, spec: Spec, name: tuple[str, ...]) -> pd.DataFrame | None:
    if table is None:
        return None
    for column, value in zip(spec.by, name, strict=True):
        table = table[table[column] == value]
    return table.drop(columns=list(spec.by))


def _described(own: Cells, spec: Spec, problem: Problem, hidden: np.ndarray) -> pd.DataFrame:
    """One row a name of a group and shown count: keys, count, value, hidden, sum (its row)."""
    true, size = problem.sums @ problem.leaves, own.members.shape[0]
    rows = []
    for number, name in enumerate(spec.shown):
        place = number * size + own.groups["group"].to_numpy()
        rows.append(
            own.groups.drop(columns="group").assign(
                count=name, value=true[place], hidden=hidden[place], sum=place
            )
        )
    return pd.concat(rows, ignore_index=True)


def _sizes(own: Cells, spec: Spec) -> pd.DataFrame:
    table, rows = own.groups.drop(columns="group"), own.groups["group"].to_numpy()
    for bound, end in zip(_class_ends(own, spec), ("low", "high"), strict=True):
        for state in spec.capped:
            summed = own.members @ bound[:, spec.states.index(state)]
            table[f"{state}_{end}"] = summed[rows]
    return table


def _bounds(spec: Spec) -> list[str]:
    return [f"{state}_{end}" for end in ("low", "high") for state in spec.capped]


def _class_ends(own: Cells, spec: Spec) -> tuple[np.ndarray, np.ndarray]:
    """What a reader knows of each leaf: the size class of the capped states."""
    lower, upper = np.zeros(own.leaves.shape), np.full(own.leaves.shape, np.inf)
    for state in spec.capped:
        place = spec.states.index(state)
        number = np.searchsorted(_SIZE_CLASSES, own.leaves[:, place])
        upper[:, place] = _SIZE_CLASSES[number]
        lower[:, place] = np.where(number > 0, _SIZE_CLASSES[number - 1] + 1, 0)
    return lower, upper


def _summed(own: Cells, spec: Spec, states: tuple[str, ...]) -> np.ndarray:
    return own.leaves[:, [spec.states.index(state) for state in states]].sum(axis=1)


def _unions(states: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(states) + 1):
        yield from combinations(states, size)


def _small(values: np.ndarray, k: int) -> np.ndarray:
    return (values > 0) & (values < k)


def _bad_rate(name: str, values: dict[str, np.ndarray], spec: Spec) -> np.ndarray:
    """Numerators of a rate on too few, or of 0 or 1 on few."""
    bad = np.zeros(len(values[name]), dtype=bool)
    for numerator, denominator in spec.rates:
        if numerator == name:
            part, whole = values[numerator], values[denominator]
            extreme = (part == 0) | (part == whole)
            bad |= (whole > 0) & (whole < spec.hidden_rate)
            bad |= (whole > 0) & (whole < spec.small_rate) & extreme
    return bad


def _attacked(own: Cells, spec: Spec, mine: pd.DataFrame) -> pd.DataFrame:
    keys = [levels[0] for levels in spec.dimensions]
    placed = own.groups.merge(mine, on=keys, how="left", validate="one_to_one")
    rows, matrices, known, values = [], [], [], []
    for name, states in spec.shown.items():
        matrices.append(sums(own, spec, states)[placed["group"].to_numpy()])
        rows.append(placed[keys].assign(count=name))
        values.append(placed[name].to_numpy(float))
        known.append(placed[name].notna().to_numpy())
    matrix, value, shown = (
        vstack(matrices, format="csr"),
        np.concatenate(values),
        np.concatenate(known),
    )
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
