"""Cases of rates: intervals, shrinkage, funnels, standardisation."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analytics.statistics.shrinkage import BetaBinomial, fit_beta_binomial, posterior_means
from analytics.statistics.standardisation import direct_rate, expected_events, indirect_ratio
from analytics.statistics.uncertainty import (
    empirical_bayes,
    funnel_limits,
    marshall_moments,
    wilson_interval,
)
from tests.oracles.cases import Parts


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
