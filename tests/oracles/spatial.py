"""Cases of likeness between neighbours."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analytics.statistics.spatial import GlobalMoran, global_moran, local_moran, two_sided
from tests.oracles.cases import Parts


def neighbours(table: pd.DataFrame) -> csr_array:
    """Row-standardised weights of lists of neighbours."""
    near = table["neighbours"].str.split().map(lambda names: [int(name) for name in names])
    row = np.repeat(np.arange(len(near)), near.map(len))
    weight = 1 / near.map(len).to_numpy()[row]
    return csr_array((weight, (row, near.explode().astype(int))), shape=(len(near), len(near)))


def within(points: list, threshold: float) -> csr_array:
    """Binary weights of points closer than a threshold, bound included."""
    gap = np.array(points, dtype=float)[:, None] - np.array(points)
    return csr_array(
        (np.hypot(*gap.T) <= threshold) & ~np.eye(len(points), dtype=bool), dtype=float
    )


def one_sided(found: GlobalMoran) -> float:
    return found.p_value / 2  # the observed index is above what is expected in all cases


def columbus(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    weights = neighbours(table)
    found = global_moran(table["crime"], weights)
    return {
        "I": found.statistic,
        "EI": found.expected,
        "VI_rand": found.variance,
        "z_rand": (found.statistic - found.expected) / found.variance**0.5,
        "p_rand_one_sided": one_sided(found),
        "local_I": local_moran(table["crime"], weights).statistic,
    }


def saint_louis_moran(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    return {"I": global_moran(table[inputs["y"]], neighbours(table)).statistic}


def lattice(inputs: Any, folder: Path) -> Parts:
    weights = within([(i // 3, i % 3) for i in range(9)], 1)
    found, local = (f(inputs["y"], weights) for f in (global_moran, local_moran))
    return {
        "I": found.statistic,
        "EI": found.expected,
        "VI_rand": found.variance,
        "exact_mean": found.expected,
        "exact_variance": found.variance,
        "exact_p_upper": one_sided(found),
        "local.i": range(9),
        "local.k": weights.sum(axis=1),
        "local.p_two_sided": local.p_value,
    }


def six_points(inputs: Any, folder: Path) -> Parts:
    return {"Gi_z": local_moran(inputs["y"], within(inputs["points"], inputs["threshold"])).score}


def doubled_tail(inputs: Any, folder: Path) -> Parts:
    larger, draws = inputs["larger"], inputs["P"]
    tails = (larger + 1) / (draws + 1), (draws - larger + 1) / (draws + 1)
    return {"p_two_sided": two_sided(*tails)}
