"""Which counts are hidden: primary rule, then least-loss secondary suppression, with its proof.

The proof is a set of other tables: whole counts that agree with all that is shown. Every hidden
count differs in one of them, and every hidden count from 1 to k - 1 is 0 or at least k in one:
a reader can tell none of them from the truth. One linear programme finds a table that moves many
counts at once; what it has to move beyond those already hidden is hidden in its turn.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array, diags_array, hstack
from scipy.sparse import eye_array as identity

from secrecy.attack import intervals, is_recovered

_PATIENCE = 2.0  # a count that stays costs little at first, so that another table may move it
_STUCK = 16  # tables in a row that move nothing new
_IMPATIENT = 12  # doublings after which a cost would drown the others
_REWEIGHTED = 3  # passes that turn the sum of the moves into the number of the moved
_MOVED = 0.5
_WHOLE = 1e-6


@dataclass(frozen=True)
class Problem:
    """What is published of some unknown counts.

    Parameters
    ----------
    sums : published sums × leaves
    leaves : true counts
    lower, upper : what a reader knows that each leaf does not pass
    hidden : sums hidden from the start
    targets : sums that a reader must not recover, all of them hidden
    costs : of hiding each sum; infinite: it is known anyway
    k : counts from 1 to k - 1 are small
    """

    sums: csr_array
    leaves: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    hidden: np.ndarray
    targets: np.ndarray
    costs: np.ndarray
    k: int


@dataclass(frozen=True)
class Pattern:
    """What is hidden, and the tables that prove it.

    hidden : one a sum
    others : other tables × leaves, whole counts
    """

    hidden: np.ndarray
    others: np.ndarray


class SecrecyError(Exception):
    """No pattern protects a count; nothing may be published."""


def solve(problem: Problem) -> Pattern:
    """Find what else to hide so that no target is recovered.

    A zero, or a whole, of a small group is hidden too; where what is known anyway already gives
    it (the total is zero), nothing can protect it: it stays hidden, and is no target.

    Raises
    ------
    SecrecyError : a count from 1 to k - 1 cannot be protected
    """
    try:
        return _searched(problem)
    except SecrecyError:
        eased = replace(problem, targets=problem.targets & ~_given(problem))
    try:
        return _searched(eased)
    except SecrecyError:
        return _all_hidden(eased)


def _all_hidden(problem: Problem) -> Pattern:
    """Hide all that is not known anyway: the last resort of a table of small numbers."""
    given = is_recovered(*_known_ends(problem, np.flatnonzero(problem.targets)), problem.k)
    if given.any():
        raise SecrecyError(f"{int(given.sum())} counts stay recoverable")
    return Pattern(~_known(problem), np.empty((0, len(problem.leaves))))


def _given(problem: Problem) -> np.ndarray:
    """Targets, not small, that what is known anyway gives away."""
    values, rows = problem.sums @ problem.leaves, np.flatnonzero(problem.targets)
    exact = rows[(values[rows] == 0) | (values[rows] >= problem.k)]
    low, high = _known_ends(problem, exact)
    given = np.zeros(len(values), dtype=bool)
    given[exact[high - low < _MOVED]] = True
    return given


def _known(problem: Problem) -> np.ndarray:
    """Sums that a reader knows anyway."""
    return ~problem.hidden & ~np.isfinite(problem.costs)


def _known_ends(problem: Problem, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is known anyway lets some sums be."""
    shown = problem.sums[_known(problem)]
    values = shown @ problem.leaves
    return intervals(problem.sums[rows], shown, values, problem.lower, problem.upper)


def _searched(problem: Problem) -> Pattern:
    if np.any(problem.targets & ~problem.hidden):
        raise ValueError("a target is hidden from the start")
    values, hidden = problem.sums @ problem.leaves, problem.hidden.copy()
    others: list[np.ndarray] = []
    waiting = problem.targets.copy()
    priced = problem.costs[(problem.costs > 0) & np.isfinite(problem.costs)]
    usual = float(np.median(priced)) if len(priced) else 1.0
    attempt = stuck = 0
    while waiting.any() and stuck < _STUCK:
        chosen = _choose(waiting, attempt)
        up = (values == 0) | (attempt % 2 == 1) & (attempt > 1)
        missed = usual * _PATIENCE ** min(attempt, _IMPATIENT)
        other = _Move(problem, hidden, chosen, up, missed).other_table()
        moved = problem.sums @ other
        still = waiting & ~_protects(values, moved, problem.k)
        attempt, stuck = attempt + 1, stuck + 1
        if np.array_equal(still, waiting):
            continue
        hidden |= np.abs(moved - values) > _MOVED
        others.append(other)
        waiting, stuck = still, 0
    if waiting.any():
        raise SecrecyError(f"{int(waiting.sum())} counts stay recoverable")
    return Pattern(hidden, np.array(others).reshape(-1, len(problem.leaves)))


def _protects(values: np.ndarray, moved: np.ndarray, k: int) -> np.ndarray:
    """Tell which sums another table protects: a small one must leave 1 to k - 1."""
    small = (values > 0) & (values < k)
    left = (moved < _MOVED) | (moved > k - _MOVED)
    return np.where(small, left, np.abs(moved - values) > _MOVED)


def _choose(waiting: np.ndarray, attempt: int) -> np.ndarray:
    """Half of the waiting at first, so that the others take up what they lose for free."""
    chosen, rows = waiting.copy(), np.flatnonzero(waiting)
    if attempt == 0:
        chosen[rows[1::2]] = False
    elif 3 < attempt < _IMPATIENT and len(rows) > 3:
        chosen[rows[np.arange(len(rows)) % 3 != attempt % 3]] = False
    elif attempt > 3:  # the stubborn, in turn
        chosen[np.delete(rows, attempt % len(rows))] = False
    return chosen


class _Move:
    """A least weighted move: leaves, moves of the shown up and down, what the chosen miss."""

    def __init__(
        self,
        problem: Problem,
        hidden: np.ndarray,
        chosen: np.ndarray,
        up: np.ndarray,
        missed: float,
    ) -> None:
        self.missed = missed
        all_costs = problem.costs[~hidden]
        self.free = np.isfinite(all_costs)
        self.costs = np.where(self.free, all_costs, 0.0)
        self.leaves, self.lower, self.upper = problem.leaves, problem.lower, problem.upper
        self.shown = problem.sums[np.flatnonzero(~hidden)]
        self.values = self.shown @ problem.leaves
        aims = np.flatnonzero(chosen)
        true, up = problem.sums[aims] @ problem.leaves, up[aims]
        small = (true > 0) & (true < problem.k)
        self.missable = len(aims)
        sign = np.where(up, -1.0, 1.0)
        self.limit = sign * np.where(
            up, np.where(small, problem.k, true + 1), np.where(small, 0, true - 1)
        )
        self.below = diags_array(sign) @ problem.sums[aims]

    def other_table(self) -> np.ndarray:
        """A table that moves the chosen sums, and as little of what is shown as it can."""
        weights, other = self.costs, self.leaves
        for _ in range(_REWEIGHTED):
            other = self.solved(weights)
            gap = np.abs(self.shown @ other - self.values)
            if not np.any(gap > _MOVED):
                break
            weights = np.where(self.free, self.costs / (gap + _MOVED), 0.0)
        if not np.allclose(other, np.round(other), atol=_WHOLE):
            other = self.whole(weights, other)
        return np.round(other)

    def solved(self, weights: np.ndarray) -> np.ndarray:
        """Leaves of the least move, perhaps not whole."""
        cost, equal, below, bottom, top = self._programme(weights)
        answer = linprog(
            cost,
            A_ub=below,
            b_ub=self.limit,
            A_eq=equal,
            b_eq=self.values,
            bounds=np.column_stack((bottom, top)),
        )
        if answer.status != 0:
            raise SecrecyError(answer.message)
        return answer.x[: len(self.leaves)]

    def whole(self, weights: np.ndarray, near: np.ndarray) -> np.ndarray:
        """Whole leaves of a least move among those that moved in `near`."""
        cost, equal, below, bottom, top = self._programme(weights)
        n = len(self.leaves)
        still = np.flatnonzero(np.abs(near - self.leaves) < _WHOLE)
        bottom[still] = top[still] = self.leaves[still]
        answer = milp(
            cost,
            integrality=(np.arange(len(cost)) < n).astype(int),
            bounds=(bottom, top),
            constraints=[
                LinearConstraint(equal, self.values, self.values),
                LinearConstraint(below, -np.inf, self.limit),
            ],
            options={"mip_rel_gap": 0.05},
        )
        if answer.x is None:
            raise SecrecyError(answer.message)
        return answer.x[:n]

    def _programme(
        self, weights: np.ndarray
    ) -> tuple[np.ndarray, csr_array, csr_array, np.ndarray, np.ndarray]:
        m, n, a = len(self.values), len(self.leaves), self.missable
        movable = np.flatnonzero(self.free)
        picks = identity(m, format="csr")[:, movable]
        equal = hstack((self.shown, -picks, picks, csr_array((m, a))), format="csr")
        blank = csr_array((a, 2 * len(movable)))
        below = hstack((self.below, blank, -identity(a)), format="csr")
        cost = np.concatenate(
            (np.zeros(n), weights[movable], weights[movable], np.full(a, self.missed))
        )
        top = np.concatenate((self.upper, np.full(2 * len(movable) + a, np.inf)))
        bottom = np.concatenate((self.lower, np.zeros(2 * len(movable) + a)))
        return cost, equal, below, bottom, top
