import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.uncertainty import wilson_interval


def test_reference_case_newcombe_wilson(oracles: Path) -> None:
    case = json.loads((oracles / "ci-newcombe-wilson.json").read_text(encoding="utf-8"))
    x = [row["x"] for row in case["inputs"]]
    n = [row["n"] for row in case["inputs"]]
    low, high = wilson_interval(x, n)
    expected = np.array([row["wilson"] for row in case["expected"]])
    np.testing.assert_allclose(np.column_stack((low, high)), expected, atol=case["tolerance"])


def test_no_total_no_interval() -> None:
    low, high = wilson_interval([0], [0])
    assert np.isnan(low[0])
    assert np.isnan(high[0])


def test_all_or_nothing_reaches_the_bound() -> None:
    low, high = wilson_interval([0, 20], [20, 20])
    assert low[0] == 0
    assert high[1] == 1


@pytest.mark.parametrize(("x", "n"), [(-1, 3), (4, 3)])
def test_impossible_counts_are_refused(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson_interval([x], [n])


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_proportion(pair: tuple[int, int]) -> None:
    x, n = pair
    low, high = wilson_interval(x, n)
    assert 0 <= low <= x / n <= high <= 1
