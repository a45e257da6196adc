"""Cases of access to places, and of the distances it rests on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from analytics.statistics.accessibility import (
    spatial_availability,
    standardised_need,
    two_step_floating_catchment,
    unused_supply,
    weighted_reach,
)
from analytics.statistics.rational_agents import rational_agent_costs
from geo.decays import step_weights
from geo.travel import great_circle
from tests.oracles.cases import Parts, Runner


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
