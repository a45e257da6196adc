"""Floating catchment: our time beside PySAL `access`, on the same problem, in one run.

    python -m benchmarks access

PySAL `access` (BSD) is an optional dependency of this benchmark alone (`pip install access`).
Where it is absent, the same steps in plain pandas (join, weight, group, join, weight, group) stand
in for it, and the first line says so.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from analytics.statistics.accessibility import two_step_floating_catchment
from geo.decays import step_weights

try:
    from access.fca import two_stage_fca
    from access.weights import step_fn

    PEER = "PySAL access"
except ImportError:
    PEER = "plain pandas, the steps of PySAL access (which is not installed)"

RADIUS = 20.0
STEPS = {RADIUS / 3: 1.0, 2 * RADIUS / 3: 0.6, RADIUS: 0.3}
RUNS = 5
FAMILIES = 15


@dataclass(frozen=True)
class Problem:
    """Points, places and the km between those within the radius."""

    name: str
    demand: np.ndarray
    supply: np.ndarray
    km: csr_array


def scattered(name: str, points: int, cells: int, side_km: float, seed: int = 0) -> Problem:
    """Demand and supply points drawn in a square, distances to the metre.

    Five demand points are alone; five others have a host beside them, and nobody in them.
    """
    rng = np.random.default_rng(seed)
    here, there = (rng.uniform(0, side_km, (n, 2)) for n in (points, cells))
    here[:10] = [[-100.0 * (k + 1), 0] for k in range(10)]
    there[:5] = here[5:10] + 1
    near = cKDTree(here).sparse_distance_matrix(cKDTree(there), RADIUS, output_type="coo_matrix")
    near.data = near.data.round(3)
    demand = rng.integers(1, 60, points).astype(float)
    demand[5:10] = 0
    return Problem(name, demand, rng.integers(1, 9, cells) * 1.0, csr_array(near))


def ours(problem: Problem) -> np.ndarray:
    """Weights from distances, then both steps."""
    weights = step_weights(problem.km, RADIUS)
    return two_step_floating_catchment(problem.demand, problem.supply, weights)


def frames(problem: Problem) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Tables that the peer takes; making them is not timed."""
    pairs = problem.km.tocoo()
    cost = pd.DataFrame({"origin": pairs.row, "dest": pairs.col, "cost": pairs.data})
    demand = pd.DataFrame({"demand": problem.demand}).rename_axis("geoid")
    supply = pd.DataFrame({"supply": problem.supply}).rename_axis("geoid")
    return demand, supply, cost


def peer(demand: pd.DataFrame, supply: pd.DataFrame, cost: pd.DataFrame) -> pd.Series:
    """What the peer gives: one entry a demand point that reaches something."""
    if PEER == "PySAL access":
        return two_stage_fca(
            demand.reset_index(),
            supply,
            cost,
            max_cost=RADIUS,
            demand_index="geoid",
            weight_fn=step_fn(STEPS),
        )
    return plain_pandas(demand, supply, cost)


def plain_pandas(demand: pd.DataFrame, supply: pd.DataFrame, cost: pd.DataFrame) -> pd.Series:
    """The same two steps as PySAL `access` takes them, on joined tables."""

    def weight(km: float) -> float:
        return next((value for bound, value in STEPS.items() if km <= bound), 0.0)

    def catchment(values: pd.DataFrame, name: str, source: str, target: str) -> pd.Series:
        joined = cost.merge(values, left_on=source, right_index=True)
        joined = joined[joined["cost"] <= RADIUS].copy()
        joined[name] *= joined["cost"].apply(weight)
        return joined.groupby(target)[name].sum()

    around = catchment(demand, "demand", "origin", "dest")
    shared = supply.join(around, how="right")
    shared["ratio"] = shared["supply"].fillna(0) / shared["demand"]
    return catchment(shared[["ratio"]], "ratio", "dest", "origin")


def timed(run: Callable[[], object], runs: int) -> tuple[float, object]:
    """Median seconds, and the last result."""
    seconds, result = [], None
    for _ in range(runs):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds)), result


def compare(problem: Problem) -> None:
    """Print both times and how far the results are."""
    weights = step_weights(problem.km, RADIUS)
    whole, found = timed(lambda: ours(problem), RUNS)
    measure, _ = timed(
        lambda: two_step_floating_catchment(problem.demand, problem.supply, weights), RUNS
    )
    tables = frames(problem)
    theirs, given = timed(lambda: peer(*tables), 1)
    said = given.reindex(range(len(problem.demand)))
    told = np.isfinite(said.to_numpy())
    apart = np.abs(found[told] - said.to_numpy()[told]) / np.maximum(found[told], 1e-300)
    print(f"{problem.name}, {problem.km.nnz:,} pairs")
    print(f"  ours: measure {1000 * measure:.1f} ms; with the weights {1000 * whole:.1f} ms")
    ratios = f"{theirs / measure:.0f} × the measure, {theirs / whole:.0f} × with the weights"
    print(f"  {PEER}: {theirs:.2f} s, {ratios}")
    print(f"  largest relative gap {apart.max():.1e} over {told.sum():,} points")
    missing, infinite = said.isna().sum(), np.isinf(said).sum()
    print(f"  points that the peer leaves out: {missing}, gives as infinite: {infinite};", end=" ")
    print(f"ours: {(found[~told] == 0).sum()} of them 0")


def families(problem: Problem) -> None:
    """Print the time of many families in one product beside one by one."""
    rng = np.random.default_rng(1)
    weights = step_weights(problem.km, RADIUS)
    demand, supply = (rng.random((n, FAMILIES)) for n in weights.shape)
    together, _ = timed(lambda: two_step_floating_catchment(demand, supply, weights), RUNS)

    def one_by_one() -> None:
        for column in range(FAMILIES):
            two_step_floating_catchment(demand[:, column], supply[:, column], weights)

    apart, _ = timed(one_by_one, RUNS)
    print(f"  {FAMILIES} families together {1000 * together:.0f} ms, one by one", end=" ")
    print(f"{1000 * apart:.0f} ms")


def main() -> None:
    print(f"Floating catchment, steps within {RADIUS:.0f} km. Beside: {PEER}")
    print(f"(ours: median of {RUNS} runs; the peer: one run)")
    problems = (
        scattered("1,700 demand points × 20,000 hosts", 1_700, 20_000, 153),
        scattered("35,000 communes × 35,000", 35_000, 35_000, 742),
    )
    for problem in problems:
        compare(problem)
        families(problem)


if __name__ == "__main__":
    main()
