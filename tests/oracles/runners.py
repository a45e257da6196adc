"""One function a reference case: from the case's inputs to each part of what it expects."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz.distance import Jaro, JaroWinkler, Levenshtein
from scipy.sparse import csr_array

from analytics.accessibility import (
    spatial_availability,
    standardised_need,
    two_step_floating_catchment,
    unused_supply,
    weighted_reach,
)
from analytics.concentration import concentration_index
from analytics.dependence import effective_number
from analytics.engagement import herfindahl, retention_curve
from analytics.inequality import gini, lorenz_curve, theil, theil_decomposition
from analytics.rational_agents import rational_agent_costs
from analytics.retention import log_rank, survival_table
from analytics.shrinkage import BetaBinomial, fit_beta_binomial, posterior_means
from analytics.spatial import GlobalMoran, global_moran, local_moran, two_sided
from analytics.standardisation import direct_rate, expected_events, indirect_ratio
from analytics.uncertainty import (
    empirical_bayes,
    funnel_limits,
    marshall_moments,
    wilson_interval,
)
from geo.decays import step_weights
from geo.travel import great_circle
from secrecy.attack import difference_is_safe

Parts = dict[str, Any]
Runner = Callable[[Any, Path], Parts]


def parts(expected: Any, folder: Path) -> Parts:
    """What a case expects, by name: columns of rows, of a file, or keys; nested keys by a dot."""
    if isinstance(expected, list):
        keys = dict.fromkeys(key for row in expected for key in row)
        return {key: even([row[key] for row in expected if key in row]) for key in keys}
    if set(expected) == {"csv"}:
        return pd.read_csv(folder / expected["csv"]).to_dict("list")
    flat: Parts = {}
    for key, value in expected.items():
        rows = isinstance(value, list) and value and isinstance(value[0], dict)
        nested = parts(value, folder) if rows or isinstance(value, dict) else None
        flat |= {f"{key}.{k}": v for k, v in nested.items()} if nested else {key: value}
    return flat


def even(values: list) -> list:
    """Lists of different lengths, one after the other; numbers written as text are numbers."""
    if not all(isinstance(v, list) for v in values) or len({len(v) for v in values}) < 2:
        return values
    return [float("nan" if v == "NA" else v) for row in values for v in row]


def load(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def wilson(inputs: Any, folder: Path) -> Parts:
    x, n = (np.array([row[key] for row in inputs]) for key in "xn")
    return {"x": x, "n": n, "wilson": np.column_stack(wilson_interval(x, n))}


def auckland(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    counts = table["deaths"], table["person_years"]
    mean, between = marshall_moments(*counts)
    return {"b": mean, "a": between, "global_eb": empirical_bayes(*counts)}


def saint_louis(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    return {"global_eb": empirical_bayes(table[inputs["events"]], table[inputs["population"]])}


def beta_binomial(inputs: Any, folder: Path) -> Parts:
    def named(fit: BetaBinomial) -> Parts:
        return {
            "mu": fit.mu,
            "rho": fit.rho,
            "logLik": fit.log_likelihood,
            "alpha": fit.alpha,
            "beta": fit.beta,
        }

    counts = inputs["R"], inputs["N"]
    group = named(fit_beta_binomial(inputs["group1"]["R"], inputs["group1"]["N"]))
    return {
        **named(fit_beta_binomial(*counts)),
        "posterior_mean": posterior_means(*counts),
        **{f"group1.{key}": group[key] for key in ("mu", "rho")},
    }


def funnel_proportion(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    sizes = pd.read_csv(folder / "phe_funnel_prop_outputs.csv")["Population"].to_numpy()
    target = table["numerator"].sum() / table["denominator"].sum()
    two, three = (funnel_limits(target, sizes, level, "wilson") for level in (0.95, 0.998))
    return {
        "Population": sizes,
        "Lower2s0025limit": 100 * two[0],
        "Upper2s0025limit": 100 * two[1],
        "Lower3s0001limit": 100 * three[0],
        "Upper3s0001limit": 100 * three[1],
        "Baseline": np.full(len(sizes), 100 * target),
    }


def funnel_poisson(inputs: Any, folder: Path) -> Parts:
    found = {}
    for name, level in (("95", 0.95), ("99", 0.998)):  # the peer's "99" is 99.8 %
        limits = funnel_limits(inputs["target"], inputs["expected_count"], level, "poisson")
        found |= dict(zip((f"ll{name}", f"ul{name}"), limits, strict=True))
    return found


def fleiss(inputs: Any, folder: Path) -> Parts:
    events, size = (np.array(inputs[k]) for k in ("count_rows_age_cols_order", "population"))
    found = direct_rate(events.T, size.T, inputs["standard"], limits="gamma")
    crude = direct_rate(events.T, size.T, size.T).rate  # its own mix as the standard
    return {"crude": crude, "adjusted": found.rate, "lower": found.low, "upper": found.high}


def ukhsa_ratio(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    table["expected"] = table["pop"] * table["refcount"] / table["refpop"]
    area = table.groupby("area", sort=False)[["count", "expected"]].sum()
    observed, expected = area["count"].to_numpy(float), area["expected"].to_numpy()
    two, three = (indirect_ratio(observed, expected, level) for level in (0.95, 0.998))
    return {
        "area": area.index.tolist(),
        "observed": observed,
        "expected": expected,
        "ratio": two.ratio,
        "lower95": two.low,
        "upper95": two.high,
        "lower998": three.low,
        "upper998": three.high,
    }


def selvin(inputs: Any, folder: Path) -> Parts:
    count, size, standard, base = (
        np.array(inputs[key]) for key in ("count", "pop", "std_count", "std_pop")
    )
    expected = expected_events(size, standard, base)
    found = indirect_ratio(count.sum(), expected, limits="lognormal")
    return {
        "observed": count.sum(),
        "expected": expected,
        "sir": found.ratio,
        "lower": found.low,
        "upper": found.high,
        "crude": direct_rate(count, size, size).rate,
        "adjusted_rate": found.ratio * standard.sum() / base.sum(),
    }


def catchment(decay: Callable[[np.ndarray], np.ndarray]) -> Runner:
    def run(inputs: Any, folder: Path) -> Parts:
        weights = csr_array(decay(np.array(inputs["travel_time"])))
        found = two_step_floating_catchment(inputs["population"], inputs["supply_jobs"], weights)
        return dict(zip(inputs["ids"], found, strict=True))

    return run


def within_radius(inputs: Any, folder: Path) -> Parts:
    weights = csr_array(np.array(inputs["distance"]) <= 6, dtype=float)  # the case's radius
    return {"access": two_step_floating_catchment(inputs["demand"], inputs["supply"], weights)}


def availability(inputs: Any, folder: Path) -> Parts:
    weights = csr_array(np.exp(-0.1 * np.array(inputs["travel_time"])))
    found = spatial_availability(inputs["population"], inputs["supply_jobs"], weights)
    return dict(zip(inputs["ids"], found, strict=True))


def gravity(inputs: Any, folder: Path) -> Parts:
    weights = csr_array(np.exp(-0.1 * np.array(inputs["travel_time"])))
    return dict(zip(inputs["ids"], weighted_reach(inputs["supply_jobs"], weights), strict=True))


def drees(inputs: Any, folder: Path) -> Parts:
    """Weights 1 up to 5 minutes, 0.3 up to 10, 0.1 up to 15: our steps, other values."""
    steps = ((1 / 3, 1.0), (2 / 3, 0.3), (1.0, 0.1))
    weights = step_weights(csr_array(np.array(inputs["minutes"])), 15, steps)
    need = standardised_need(inputs["population"], inputs["age_shares"], inputs["use_by_age"])
    found = two_step_floating_catchment(need, inputs["supply"], weights)
    unused = unused_supply(need, inputs["supply"], weights)
    return {
        "standardised_need": need,
        **{f"apl.{k}": v for k, v in zip(inputs["ids"], found, strict=True)},
        **{f"apl_per_100.{k}": 100 * v for k, v in zip(inputs["ids"], found, strict=True)},
        "conservation": need @ found,
        "total_reachable_supply": np.array(inputs["supply"])[~unused].sum(),
    }


def rational_agents(inputs: Any, folder: Path) -> Parts:
    """Compare costs with the peer's for a large demand, where its steps no longer matter."""
    travel = csr_array(np.array(inputs["cost"], dtype=float))
    small, large = (
        rational_agent_costs(
            factor * np.array(inputs["demand"]), inputs["supply"], travel, inputs["tau"]
        )
        for factor in (1, 1000)
    )
    np.testing.assert_allclose(small, large, rtol=1e-9)  # the property that the case states
    return {"reference_large_demand": small}


def flinders(inputs: Any, folder: Path) -> Parts:
    one, other = inputs["flinders_lonlat"], inputs["buninyong_lonlat"]
    return {"haversine_mean_radius_m": great_circle(*one, *other)}


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


def words(inputs: Any, folder: Path) -> Parts:
    measures = {
        "jaro_winkler": JaroWinkler.similarity,
        "jaro": Jaro.similarity,
        "levenshtein": Levenshtein.distance,
    }
    found = {name: [f(row["a"], row["b"]) for row in inputs] for name, f in measures.items()}
    # The last pair is the case's distance, the others its similarities.
    return {name: v[-1:] if name == "levenshtein" else v[:-1] for name, v in found.items()}


def leukaemia(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    arms = {name: (arm["time"], arm["status"]) for name, arm in table.groupby("x")}
    found = pd.concat([survival_table(*arm) for arm in arms.values()])
    short = pd.concat([retention_curve(*arm) for arm in arms.values()])
    return {
        "groups.group": list(arms),
        "groups.time": short["time"],
        "groups.n_risk": found["at_risk"],
        "groups.n_event": found["ended"],
        "groups.surv": short["survival"],
        "groups.se": found["error"],
        "groups.lower_log": short["low"],
        "groups.upper_log": short["high"],
        "logrank_chisq": log_rank(table["time"], table["status"], table["x"]).statistic,
    }


def department_of_justice(inputs: Any, folder: Path) -> Parts:
    shares = inputs["shares_pct"]
    hhi = herfindahl(shares)
    return {"hhi_points": 1e4 * hhi, "hhi": hhi, "effective_number": effective_number(shares)}


def differencing(inputs: Any, folder: Path) -> Parts:
    areas, counts = inputs["areas"], inputs["counts"]
    sums = {name: sum(counts[unit] for unit in units) for name, units in areas.items()}
    published = [set(areas[name]) for name in inputs["published"]]
    return {
        "difference.A minus B": sums["A"] - sums["B"],
        "safe": difference_is_safe(published, counts, inputs["k"]),
    }


RUNNERS: dict[str, Runner] = {
    "disclosure-differencing": differencing,
    "access-2sfca": catchment(lambda t: (t <= 45).astype(float)),
    "access-2sfca-exp": catchment(lambda t: np.exp(-0.05 * t)),
    "access-2sfca-step": catchment(
        lambda t: np.select([t < 15, t < 30, t < 45], [1.0, 0.67, 0.33], 0.0)
    ),
    "access-aceso-3x2": within_radius,
    "access-apl-drees-2012": drees,
    "access-gravity-exp": gravity,
    "access-raam-scale-trap": rational_agents,
    "access-spatial-availability": availability,
    "ci-newcombe-wilson": wilson,
    "concentration-hhi-doj": department_of_justice,
    "concentration-housing-10000": housing,
    "concentration-worldbank-india": india,
    "eb-auckland-marshall": auckland,
    "eb-stl-marshall": saint_louis,
    "funnel-phe-proportion": funnel_proportion,
    "funnel-poisson-exact": funnel_poisson,
    "geodesy-flinders-buninyong": flinders,
    "inequality-bho5-equity": hexagons,
    "inequality-damgaard-weiner": small_sample_gini,
    "inequality-ineq10": incomes,
    "inequality-mexico-gini": mexico_gini,
    "inequality-mexico-theil-decomposition": mexico_theil,
    "inequality-theil-zeros": theil_zeros,
    "inequality-usa1968-grouped": weighted_incomes,
    "linkage-jaro-winkler": words,
    "shrinkage-betabinomial-lirat": beta_binomial,
    "spatial-columbus-moran": columbus,
    "spatial-getis-6pts": six_points,
    "spatial-lattice-exact": lattice,
    "spatial-lisa-two-sided-trap": doubled_tail,
    "spatial-stl-moran": saint_louis_moran,
    "standardisation-fleiss-direct": fleiss,
    "standardisation-phe-isr": ukhsa_ratio,
    "standardisation-selvin-indirect": selvin,
    "survival-aml-km": leukaemia,
}
