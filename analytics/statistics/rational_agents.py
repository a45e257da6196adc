"""Cost of reaching a place when everybody avoids crowded hosts: a sensitivity, not shown."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

MOST_STEPS = 20_000


def rational_agent_costs(
    demand: ArrayLike,
    supply: ArrayLike,
    travel_csr: csr_array,
    tau: float,
    precision: float = 1e-5,
) -> np.ndarray:
    """Mean cost of each demand point at the equilibrium (RAAM: Saxon and Snow, 2020).

    The cost of a cell for a point is crowding (demand it takes ÷ its places ÷ the overall demand
    per place) plus travel ÷ tau; at the equilibrium nobody gains by going elsewhere. Demand is
    continuous: the published programme moves whole persons and stops at once for small cohorts.
    The equilibrium is the minimum of a convex function, found by conditional gradient
    with an exact step (Frank and Wolfe, 1956) until the gap is under `precision`.

    Parameters
    ----------
    demand : (n,), not negative
    supply : places of each cell, (m,), not negative; an empty cell takes nobody
    travel_csr : n × m travel cost of the possible pairs, stored entries only
    tau : travel that costs as much as one unit of crowding
    precision : gap left, as a share of the total cost

    Returns
    -------
    Cost, one entry a demand point; multiplying every demand changes nothing; NaN: no cell reached

    Raises
    ------
    ValueError : shapes differ, a value is negative or missing, tau is not positive
    """
    people, places = np.asarray(demand, dtype=float), np.asarray(supply, dtype=float)
    if travel_csr.shape != (len(people), len(places)) or not tau > 0:
        raise ValueError("shapes differ, or tau is not positive")
    for values in (people, places, travel_csr.data):
        if not np.all(np.isfinite(values)) or np.any(values < 0):
            raise ValueError("demand, supply and travel must be finite and not negative")
    rows = np.repeat(np.arange(len(people)), np.diff(travel_csr.indptr))
    open_pair = places[travel_csr.indices] > 0
    rows, cells = rows[open_pair], travel_csr.indices[open_pair]
    costs = np.full(len(people), np.nan)
    reached, rows = np.unique(rows, return_inverse=True)
    if len(reached):
        travel = travel_csr.data[open_pair].astype(float) / tau
        costs[reached] = _equilibrium(people[reached], places, rows, cells, travel, precision)
    return costs


def _equilibrium(
    people: np.ndarray,
    places: np.ndarray,
    rows: np.ndarray,
    cells: np.ndarray,
    travel: np.ndarray,
    precision: float,
) -> np.ndarray:
    """Mean cost of each point; pairs are sorted by point."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    used = np.unique(cells)
    per_place = people.sum() / places[used].sum()
    if per_place == 0:
        return np.minimum.reduceat(travel, starts)
    crowding = np.divide(1, places * per_place, out=np.zeros(len(places)), where=places > 0)
    flow = _to_cheapest(people, travel, rows, starts)
    for _ in range(MOST_STEPS):
        taken = np.bincount(cells, flow, len(places))
        cost = taken[cells] * crowding[cells] + travel
        move = _to_cheapest(people, cost, rows, starts) - flow
        gap = -(move * cost).sum()
        if gap <= precision * (flow * cost).sum():
            break
        moved = np.bincount(cells, move, len(places))
        curve = (moved**2 * crowding).sum()
        flow = flow + move * (min(1.0, gap / curve) if curve > 0 else 1.0)
    paid = np.bincount(rows, flow * cost, len(people))
    cheapest = np.minimum.reduceat(cost, starts)
    return np.divide(paid, people, out=cheapest, where=people > 0)


def _to_cheapest(
    people: np.ndarray, cost: np.ndarray, rows: np.ndarray, starts: np.ndarray
) -> np.ndarray:
    """Everybody to the cheapest cells of the point, shared equally between ties."""
    best = cost == np.minimum.reduceat(cost, starts)[rows]
    return people[rows] * best / np.bincount(rows, best)[rows]
