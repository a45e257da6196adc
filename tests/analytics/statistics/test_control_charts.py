from itertools import permutations

import numpy as np
import pytest

from analytics.statistics.control_charts import RUN_SHARE, point_level
from analytics.statistics.runs import run_rules


def test_the_level_of_a_point_falls_with_the_points_examined() -> None:
    assert point_level(0.05, 24) < point_level(0.05, 12) < point_level(0.05, 1)


def test_runs_by_hand() -> None:
    runs = run_rules([1, 2, 1, 9, 8, 9, 1, 9])
    assert (runs.useful, runs.longest, runs.crossings, runs.start) == (8, 3, 3, 7)


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5, 6], [1, 5, 2, 6, 3, 7, 4], [1, 9, 2, 3, 8, 7]])
def test_the_chance_of_runs_is_that_of_all_orders(values: list[int]) -> None:
    found = run_rules(values)
    every = [run_rules(order) for order in permutations(values)]
    longest = np.mean([runs.longest >= found.longest for runs in every])
    crossings = np.mean([runs.crossings <= found.crossings for runs in every])
    expected = min(1.0, 2 * min(longest, crossings))
    if len(values) % 2 == 0:  # an odd one lies on the median, and leaves each order shorter
        assert found.p_value == pytest.approx(expected)
    else:
        assert found.p_value == pytest.approx(expected, abs=0.3)


def test_a_shift_that_no_point_shows_is_seen_by_its_runs() -> None:
    runs = run_rules(np.r_[np.tile([0.921, 0.925, 0.919], 4), np.tile([0.931, 0.935, 0.929], 4)])
    assert runs.p_value < 0.05 * RUN_SHARE
    assert runs.start == 12
