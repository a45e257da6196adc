import numpy as np
import pandas as pd
import pytest

from analytics.equity.resemblance import resemblance


def schools(low_east: bool, n: int = 40) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Schools in two towns 100 km apart; in the east, fewer pupils are placed, or at random."""
    rng = np.random.default_rng(3)
    east = np.arange(n) % 2 == 1
    rate = np.where(east, 0.7, 0.95) if low_east else rng.permutation(np.where(east, 0.7, 0.95))
    uai = [f"S{i:02d}" for i in range(n)]
    states = pd.DataFrame({"uai": uai, "family": "bois", "level": "2PRO", "due": 100, "unknown": 0})
    states["signed"] = (100 * rate).astype(int)
    places = pd.DataFrame({"uai": uai, "lon": np.where(east, 7.4, 6.0), "lat": 48.7})
    places["lon"] += np.linspace(0, 0.1, n)
    return states, places


def test_two_towns_that_differ_resemble_inside() -> None:
    found = resemblance(*schools(True))
    assert found.whole.statistic > 0.8
    assert found.whole.p_value < 0.001
    assert set(found.schools["quadrant"]) == {"high-high", "low-low"}


def test_shuffled_rates_are_not_told_apart() -> None:
    found = resemblance(*schools(False))
    assert found.whole.p_value > 0.05
    assert (found.schools["quadrant"] == "").all()


def test_what_formations_explain_is_no_gap() -> None:
    states, places = schools(True)
    by_place = np.where(places["lon"] > 7, "gestion", "bois")
    found = resemblance(states.assign(family=by_place), places)
    assert found.schools["gap"].abs().max() == pytest.approx(0, abs=1e-9)


def test_small_schools_are_masked() -> None:
    states, places = schools(True)
    states.loc[0, ["due", "signed"]] = [19, 19]
    found = resemblance(states, places).schools
    assert np.isnan(found.loc[0, "gap"])
    assert found.loc[0, "quadrant"] == ""


def test_nothing_is_said_without_any_follow_up() -> None:
    states, places = schools(True)
    found = resemblance(states.assign(unknown=100, signed=0), places)
    assert np.isnan(found.whole.statistic)
    assert (found.schools["quadrant"] == "").all()
