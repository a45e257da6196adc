from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from analytics.statistics.control_charts import (
    CHANGED,
    FEW,
    MINIMUM_POINTS,
    STABLE,
    control_chart,
    laney_chart,
    limit_width,
    p_chart,
    point_level,
    xmr_chart,
)
from analytics.statistics.runs import run_rules
from benchmarks.control import changed_share

ALTERNATE = np.array([10, 20, 10, 20, 10, 20])
HUNDRED = np.full(6, 100)


def test_laney_by_hand() -> None:
    """Moving ranges of 0.1 on equal totals: limits are the mean ± 2.66 × 0.1."""
    chart = laney_chart(ALTERNATE, HUNDRED, width=3)
    error = np.sqrt(0.15 * 0.85 / 100)
    assert chart.dispersion == pytest.approx(0.1 / error / 1.128)
    assert chart.high == pytest.approx([0.15 + 2.66 * 0.1] * 6, abs=1e-3)
    assert chart.low == pytest.approx([0.0] * 6)  # 0.15 - 0.266 is no rate


def test_laney_limits_follow_the_size_of_each_point() -> None:
    chart = laney_chart([30, 40, 35, 120], [100, 100, 100, 400], width=3)
    half = chart.high - chart.centre
    assert half[0] == pytest.approx(2 * half[3])


def test_individual_values_by_hand() -> None:
    """Wheeler: mean 12, mean moving range 2, natural limits 12 ± 2.66 × 2."""
    chart = xmr_chart([11, 13, 11, 13, 11, 13], width=3)
    assert chart.centre == pytest.approx([12] * 6)
    assert chart.low == pytest.approx([12 - 5.32] * 6, abs=1e-2)
    assert chart.high == pytest.approx([12 + 5.32] * 6, abs=1e-2)


def test_p_limits_are_binomial_quantiles_shared_by_the_points() -> None:
    chart = p_chart(ALTERNATE, HUNDRED)
    tail = (1 - 0.96 ** (1 / 6)) / 2
    assert chart.low[0] == binom.ppf(tail, 100, 0.15) / 100
    assert chart.high[0] == binom.ppf(1 - tail, 100, 0.15) / 100
    assert chart.signal.sum() == 0


def test_a_point_out_of_the_limits_is_a_signal() -> None:
    events = np.array([150] * 11 + [40])
    chart = control_chart(events, np.full(12, 1000))
    assert chart.verdict == CHANGED
    assert chart.signal.tolist() == [False] * 11 + [True]


def test_few_points_are_said_to_be_few_and_signal_nothing() -> None:
    chart = control_chart([900, 900, 900, 100], [1000] * 4)
    assert len(chart.value) < MINIMUM_POINTS
    assert chart.verdict == FEW
    assert not chart.signal.any()


def test_an_over_dispersed_series_has_the_limits_of_laney() -> None:
    rates = np.array([0.9, 0.94, 0.91, 0.95, 0.9, 0.93, 0.95, 0.91])
    chart = control_chart(np.round(rates * 5000), np.full(8, 5000))
    assert chart.kind == "laney"
    assert chart.dispersion > 3
    assert chart.verdict == STABLE
    assert p_chart(np.round(rates * 5000), np.full(8, 5000)).verdict == CHANGED


@given(st.lists(st.integers(0, 40), min_size=6, max_size=12), st.integers(0, 6))
def test_a_point_without_any_total_changes_nothing(events: list[int], place: int) -> None:
    totals = np.full(len(events), 40)
    with_hole = control_chart(np.insert(events, place, 0), np.insert(totals, place, 0))
    plain = control_chart(events, totals)
    assert np.isnan(with_hole.value[place])
    assert with_hole.verdict == plain.verdict
    np.testing.assert_allclose(np.delete(with_hole.low, place), plain.low)


@given(st.lists(st.integers(0, 40), min_size=6, max_size=12))
def test_counting_the_contrary_mirrors_the_chart(events: list[int]) -> None:
    totals = np.full(len(events), 40)
    one, other = (control_chart(x, totals) for x in (np.array(events), totals - events))
    np.testing.assert_allclose(1 - other.value, one.value)
    assert one.kind == other.kind


def test_bad_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and totals"):
        p_chart([5], [4])
    with pytest.raises(ValueError, match="confidence"):
        p_chart([1], [4], level=0)


def test_an_empty_series_is_few() -> None:
    assert control_chart([0, 0], [0, 0]).verdict == FEW
    assert xmr_chart([]).verdict == FEW


def test_limits_widen_with_the_points_examined_not_with_luck() -> None:
    assert point_level(0.05, 24) < point_level(0.05, 12) < point_level(0.05, 1)
    assert limit_width(24, 0.04) > limit_width(12, 0.04) > 2.5
    assert limit_width(2, 0.04) == np.inf


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
    rates = np.r_[np.tile([0.921, 0.925, 0.919], 4), np.tile([0.931, 0.935, 0.929], 4)]
    chart = control_chart(np.round(rates * 1000), np.full(24, 1000))
    assert not chart.signal.any()
    assert chart.verdict == CHANGED
    assert chart.runs.start == 12


@pytest.mark.parametrize(
    ("points", "size", "rho", "missing"),
    [
        (6, 300, 0.0, 0.0),
        (8, 30, 0.01, 0.0),
        (12, 300, 0.0, 0.2),
        (12, 3000, 0.03, 0.0),
        (24, 300, 0.01, 0.0),
        (36, 30, 0.0, 0.0),
    ],
)
def test_stable_series_are_said_to_change_at_most_one_time_in_twenty(
    points: int, size: int, rho: float, missing: float
) -> None:
    assert changed_share(points, size, rho, missing=missing, series=300) <= 0.05


def test_a_large_step_is_seen() -> None:
    assert changed_share(24, 3000, step=-0.05, series=60) > 0.8
