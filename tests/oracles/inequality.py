"""Cases of inequality and of concentration."""

from pathlib import Path
from typing import Any

import pandas as pd

from analytics.statistics.concentration import concentration_index
from analytics.statistics.inequality import gini, lorenz_curve, theil, theil_decomposition
from tests.oracles.cases import Parts


def small_sample_gini(inputs: Any, folder: Path) -> Parts:
    return {
        f"gini_corrected_{name}": gini(values) * len(values) / (len(values) - 1)
        for name, values in inputs.items()
    }


def incomes(inputs: Any, folder: Path) -> Parts:
    x = inputs["x"]
    people, share = lorenz_curve(x)
    return {
        "gini": gini(x),
        "gini_corr": gini(x) * len(x) / (len(x) - 1),
        "theilT": theil(x),
        "lorenz_p": people,
        "lorenz_L": share,
    }


def weighted_incomes(inputs: Any, folder: Path) -> Parts:
    x = inputs["x"], inputs["weights"]
    people, share = lorenz_curve(*x)
    return {"gini": gini(*x), "theilT": theil(*x), "lc_p": people, "lc_L": share}


def mexico_gini(inputs: Any, folder: Path) -> Parts:
    return {"gini": gini(pd.read_csv(folder / inputs["csv"])[inputs["column"]])}


def mexico_theil(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    found = [theil_decomposition(table[c], table[inputs["groups"]]) for c in inputs["columns"]]
    return {
        "T": [f.total for f in found],
        "between": [f.between for f in found],
        "within": [f.within for f in found],
    }


def theil_zeros(inputs: Any, folder: Path) -> Parts:
    found = theil_decomposition(inputs["y"], inputs["groups"])
    return {"T": found.total, "between": found.between, "within": found.within}


def hexagons(inputs: Any, folder: Path) -> Parts:
    table, deciles = (pd.read_csv(folder / name) for name in inputs["csv"])
    y, w = table[inputs["y"]].to_numpy(float), table[inputs["weights"]]
    ranked = y, table[inputs["rank"]], w
    found = theil_decomposition(
        deciles[inputs["y"]], deciles[inputs["groups"]], deciles[inputs["weights"]]
    )
    return {
        "gini": gini(y, w),
        "ci_standard": concentration_index(*ranked),
        "ci_erreygers_sample_bounds": concentration_index(
            *ranked, form="erreygers", bounds=(y.min(), y.max())
        ),
        "theil.total": found.total,
        "theil.between_group": found.between,
        "theil.within_group": found.within,
        **{f"theil_between.{g}": part for g, part in zip(found.groups, found.parts, strict=True)},
    }


def housing(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    y, rank = inputs["y"], table[inputs["rank"]]
    standard = concentration_index(table[y["CI"]], rank)
    return {
        "CI": standard,
        "CIg": standard * table[y["CIg"]].mean(),  # the generalised form, by its definition
        "CIc": concentration_index(table[y["CIc"]], rank, form="erreygers"),
        "CIw": concentration_index(table[y["CIw"]], rank, form="wagstaff"),
    }


def india(inputs: Any, folder: Path) -> Parts:
    return {"ci": concentration_index(inputs["rate_per_1000"], range(5), inputs["births"])}
