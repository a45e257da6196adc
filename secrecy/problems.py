"""From the cells of a table to the problem of hiding: what is sensitive, and what it costs."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack, vstack
from scipy.sparse import eye_array as identity

from secrecy.cells import Cells, Spec, sums
from secrecy.patterns import Problem

# Upper ends of the size classes; the first one holds 0, or it would give a small count away.
_SIZE_CLASSES = np.array([4.0, 9, 19, 49, 99, 199, 499, 999, 9999, 99999, 1e9, 1e12, 1e15, np.inf])
_DEEPER = 25.0  # a total costs so much more to hide than what it sums


def problem_of(own: Cells, spec: Spec) -> Problem:
    """Shown sums first, count by count, then the sums of states that could be worked out."""
    size = (1 + np.log1p(own.members @ own.leaves.sum(axis=1))) * _DEEPER**own.depth
    values = {name: own.members @ _summed(own, spec, states) for name, states in spec.shown.items()}
    blocks, primary, costs = [], [], []
    for name, states in spec.shown.items():
        blocks.append(sums(own, spec, states))
        primary.append(_small(values[name], spec.k) | _bad_rate(name, values, spec) | own.dominated)
        costs.append(spec.costs.get(name, 1.0) * size)
    for states in _not_shown(spec):
        small = _small(own.members @ _summed(own, spec, states), spec.k)
        blocks.append(sums(own, spec, states)[np.flatnonzero(small)])
        primary.append(np.ones(small.sum(), dtype=bool))
        costs.append(np.zeros(small.sum()))
    lower, upper = class_ends(own, spec)
    sensitive = np.concatenate(primary)
    return Problem(
        csr_array(vstack(blocks, format="csr")),
        own.leaves.ravel(),
        lower.ravel(),
        upper.ravel(),
        hidden=sensitive,
        targets=sensitive.copy(),
        costs=np.concatenate(costs),
        k=spec.k,
    )


def described(own: Cells, spec: Spec, problem: Problem, hidden: np.ndarray) -> pd.DataFrame:
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


def settled(own: Cells, spec: Spec, problem: Problem, lots: pd.DataFrame) -> Problem:
    """Give the counts that `lots` has decided the same lot.

    Parameters
    ----------
    lots : one row a name of a group and shown count: keys, count, value, hidden; one with another
        value than here is left out
    """
    now = described(own, spec, problem, problem.hidden)
    keys = [*(levels[0] for levels in spec.dimensions), "count"]
    joined = now.merge(lots, on=keys, how="inner", suffixes=("", "_lot"))
    joined = joined[joined["value"] == joined["value_lot"]]
    hidden, targets, costs = problem.hidden.copy(), problem.targets.copy(), problem.costs.copy()
    kept_hidden = joined["hidden_lot"].astype(bool)
    hidden[joined.loc[kept_hidden, "sum"]] = True
    targets[joined.loc[kept_hidden, "sum"]] = True
    costs[joined.loc[~kept_hidden, "sum"]] = np.inf
    return replace(problem, hidden=hidden, targets=targets, costs=costs)


def read_together(problem: Problem, own: Cells, earlier: Problem, before: Cells) -> Problem:
    """Add all that an earlier version shows: leaves that have not changed are the same unknowns.

    Parameters
    ----------
    problem, own : of the table to publish
    earlier, before : of the table published before, with its lots
    """
    link = _link(own, before)
    copies = np.flatnonzero(np.asarray(link.sum(axis=1)).ravel() == 0)
    changed = before.leaves.ravel()[copies]
    place = identity(link.shape[0], format="csr")[:, copies]
    blank = csr_array((problem.sums.shape[0], len(copies)))
    old = earlier.sums @ hstack((link, place), format="csr")
    return Problem(
        csr_array(vstack((hstack((problem.sums, blank)), old), format="csr")),
        np.concatenate((problem.leaves, changed)),
        np.concatenate((problem.lower, earlier.lower[copies])),
        np.concatenate((problem.upper, earlier.upper[copies])),
        hidden=np.concatenate((problem.hidden, earlier.hidden)),
        targets=np.concatenate((problem.targets, earlier.hidden)),
        costs=np.concatenate((problem.costs, np.full(len(earlier.hidden), np.inf))),
        k=problem.k,
    )


def class_ends(own: Cells, spec: Spec) -> tuple[np.ndarray, np.ndarray]:
    """What a reader knows of each leaf: the size class of the capped states."""
    lower, upper = np.zeros(own.leaves.shape), np.full(own.leaves.shape, np.inf)
    for state in spec.capped:
        place = spec.states.index(state)
        number = np.searchsorted(_SIZE_CLASSES, own.leaves[:, place])
        upper[:, place] = _SIZE_CLASSES[number]
        lower[:, place] = np.where(number > 0, _SIZE_CLASSES[number - 1] + 1, 0)
    return lower, upper


def _link(own: Cells, before: Cells) -> csr_array:
    """Earlier leaves × leaves: 1 where a row's count in a state is what it was."""
    states = own.leaves.shape[1]
    now = {tuple(row): number for number, row in enumerate(own.rows.to_numpy())}
    place = np.array([now.get(tuple(row), -1) for row in before.rows.to_numpy()], dtype=int)
    row, state = np.nonzero((place >= 0)[:, None] & (own.leaves[place] == before.leaves))
    pairs = (row * states + state, place[row] * states + state)
    return csr_array((np.ones(len(row)), pairs), shape=(before.leaves.size, own.leaves.size))


def _not_shown(spec: Spec) -> Iterator[tuple[str, ...]]:
    shown = {frozenset(states) for states in spec.shown.values()}
    for size in range(1, len(spec.states) + 1):
        for states in combinations(spec.states, size):
            if frozenset(states) not in shown:
                yield states


def _summed(own: Cells, spec: Spec, states: tuple[str, ...]) -> np.ndarray:
    return own.leaves[:, [spec.states.index(state) for state in states]].sum(axis=1)


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
