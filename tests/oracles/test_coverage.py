"""Every reference case is run, or its absence is named with a reason."""

from pathlib import Path

import numpy as np
import pytest

from tests.conftest import SHARED
from tests.oracles.cases import load, parts
from tests.oracles.runners import RUNNERS

BUILT_TOPICS = {"dependence", "retention"}
BUILT_TOPICS |= {"accessibility", "concentration", "disclosure", "distance", "funnel", "inequality"}
BUILT_TOPICS |= {"intervals", "linkage", "shrinkage", "spatial", "standardisation"}

# Move a case to RUNNERS when its measure is built.
NOT_COVERED = {
    "optim-maxmin-keshav": "targeting is not built",
    "optim-orlib-pmed1": "targeting is not built",
}

# Parts of a case that the product does not compute, on purpose.
MORAN = "the product shows Moran's I, no other spatial index"
WITH_ITSELF = "a unit is compared with its neighbours, itself left out"
NORMALITY = "rates are not normal: chance is that of all orders of the values"
ONE_INDEX = "the product shows Gini and Theil's T, no other index of inequality"
NOT_COMPUTED = {
    "access-aceso-3x2": {"demand_potential": "a step on the way, which no measure shows"},
    "access-raam-scale-trap": {
        "property": "a sentence; its runner holds it, and so does test_rational_agents"
    },
    "ci-newcombe-wilson": {
        "wilson_cc": "the product shows Wilson's interval without continuity correction",
        "clopper_pearson": "the product shows Wilson's interval, not the exact one",
    },
    "concentration-housing-10000": {
        f"variance_direct.{name}": "periods cluster by school: intervals are drawn by school"
        for name in ("CI", "CIg", "CIc", "CIw")
    },
    "eb-auckland-marshall": {
        "local_eb": "the product pulls towards the whole, not towards neighbours",
        "local_eb_spdep_default_variant": "the product pulls towards the whole",
    },
    "eb-stl-marshall": {"spatial_eb": "the product pulls towards the whole, not neighbours"},
    "geodesy-flinders-buninyong": {
        "geodesic_m": "distances are great circles; here they are 0.09 % short of the geodesic"
    },
    "inequality-bho5-equity": {
        "palma": "the case does not hold the whole city, whose 40 and 90 % quantiles it takes",
    },
    "inequality-damgaard-weiner": dict.fromkeys(
        ("lasym_x", "lasym_y"), "the Lorenz curve is shown, not its asymmetry"
    ),
    "inequality-ineq10": dict.fromkeys(
        ("theilL", "atk05", "atk1", "rs", "cv", "hhi", "rosenbluth", "lasym"), ONE_INDEX
    ),
    "inequality-usa1968-grouped": dict.fromkeys(("theilL", "atk05"), ONE_INDEX),
    "spatial-columbus-moran": {
        "VI_norm": NORMALITY,
        "geary_C": MORAN,
        "G": MORAN,
        "gi_star_z": WITH_ITSELF,
    },
    "spatial-getis-6pts": {"G": MORAN, "Gi_star_z": WITH_ITSELF},
    "spatial-lattice-exact": {
        "VI_norm": NORMALITY,
        "local.p_upper": "a p of one tail is never shown",
        "local.p_lower": "a p of one tail is never shown",
        "local.subsets": "a count on the way",
    },
    "spatial-lisa-two-sided-trap": {"p_directed": "a p of one tail is never shown"},
    "spatial-stl-moran": {"p_norm_one_sided": NORMALITY},
    "standardisation-phe-isr": {"method": "a name of the limits; the limits are compared"},
}


def index() -> dict[str, dict]:
    """Cases by id; none when the folder is not on this machine (the fixture then says so)."""
    if not (SHARED / "oracles").exists():
        return {}
    return {case["id"]: case for case in load(SHARED / "oracles", "index")}


@pytest.mark.parametrize(
    "name", sorted({n for n, c in index().items() if c["topic"] in BUILT_TOPICS} | set(RUNNERS))
)
def test_reference_case(oracles: Path, name: str) -> None:
    assert name in RUNNERS, f"no runner for {name}"
    case = load(oracles, name)
    expected = parts(case["expected"], oracles)
    left_out = set(NOT_COMPUTED.get(name, {}))
    found = RUNNERS[name](case["inputs"], oracles)
    assert set(found) == set(expected) - left_out
    assert left_out <= set(expected)
    for part, values in found.items():
        compare(values, expected[part], case["tolerance"], f"{name}: {part}")


def test_what_is_not_covered_is_named(oracles: Path) -> None:
    cases = set(index())
    assert cases - set(RUNNERS) == set(NOT_COVERED)
    assert set(RUNNERS) <= cases
    print(f"\n{len(RUNNERS)} reference cases run, {len(NOT_COVERED)} not covered:")
    print("\n".join(f"  {name}: {reason}" for name, reason in sorted(NOT_COVERED.items())))


def test_a_wrong_value_or_a_missing_one_is_seen() -> None:
    with pytest.raises(AssertionError, match="case: part"):
        compare([1.0, 2.0], [1.0, 2.1], 0.01, "case: part")
    with pytest.raises(AssertionError, match="case: part"):
        compare([1.0, np.nan], [1.0, 2.0], 0.01, "case: part")
    with pytest.raises(AssertionError, match="case: part"):
        compare([1.0], [1.0, 1.0], 0.01, "case: part")


def compare(found, expected, tolerance: float, name: str) -> None:
    """Numbers within the tolerance, words equal, shapes equal."""
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.shape == expected.shape, name
    if expected.dtype.kind == "U":
        assert found.tolist() == expected.tolist(), name
    else:
        np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance, err_msg=name)
