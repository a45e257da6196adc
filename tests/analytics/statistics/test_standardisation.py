import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.statistics.standardisation import (
    direct_rate,
    expected_events,
    indirect_ratio,
    kitagawa,
)
from analytics.statistics.uncertainty import wilson_interval

cell = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
strata = st.lists(st.tuples(cell, cell), min_size=1, max_size=6)
LIMITS = ["dobson", "gamma", "score"]


def test_direct_rate_by_hand() -> None:
    found = direct_rate([10, 40], [100, 200], [300, 100])
    assert found.rate == pytest.approx(0.75 * 0.1 + 0.25 * 0.2)
    assert found.covered == 1


def test_dobson_on_one_stratum_is_byar_on_the_count() -> None:
    found = direct_rate([91], [1000], [1])
    low = 91 * (1 - 1 / (9 * 91) - 1.959964 / (3 * 91**0.5)) ** 3
    high = 92 * (1 - 1 / (9 * 92) + 1.959964 / (3 * 92**0.5)) ** 3
    assert (found.low, found.high) == pytest.approx((low / 1000, high / 1000), abs=1e-8)


def test_score_limits_on_one_stratum_are_wilson_s() -> None:
    found = direct_rate([18], [20], [7], limits="score")
    assert [found.low, found.high] == pytest.approx(np.array(wilson_interval(18, 20)))


def test_a_stratum_that_the_unit_lacks_leaves_the_standard() -> None:
    found = direct_rate([10, 0], [100, 0], [300, 100])
    assert (found.rate, found.covered) == (pytest.approx(0.1), 0.75)
    assert found.low == direct_rate([10], [100], [300]).low


def test_a_unit_without_anybody_has_no_rate() -> None:
    found = direct_rate([[0, 0], [1, 0]], [[0, 0], [2, 2]], [1, 1])
    assert np.isnan([found.rate[0], found.low[0], found.high[0]]).all()
    assert found.covered.tolist() == [0, 1]


@pytest.mark.parametrize("limits", LIMITS)
def test_no_event_has_an_upper_limit(limits: str) -> None:
    found = direct_rate([0, 0], [100, 50], [1, 1], limits=limits)
    assert found.rate == found.low == 0
    assert 0 < found.high < 0.1


@pytest.mark.parametrize("limits", LIMITS)
@given(strata, st.randoms())
def test_direct_rate_stays_in_its_interval_whatever_the_order(
    limits: str, rows: list, random
) -> None:
    (x, n), (_, standard) = np.array(rows).transpose(1, 2, 0)
    found = direct_rate(x, n, standard, limits=limits)
    assume(found.covered > 0)
    assert found.low <= found.rate + 1e-12
    assert found.rate <= found.high + 1e-12
    order = random.sample(range(len(x)), len(x))
    moved = direct_rate(x[order], n[order], standard[order], limits=limits)
    assert moved.high == pytest.approx(float(found.high))


def test_unknown_limits_and_lost_events_are_refused() -> None:
    with pytest.raises(ValueError, match="limits"):
        direct_rate([1], [2], [1], limits="wald")
    with pytest.raises(ValueError, match="population"):
        direct_rate([1, 1], [2, 0], [1, 1])
    with pytest.raises(ValueError, match="proportion"):
        direct_rate([3], [2], [1], limits="score")


def test_expected_events_by_hand() -> None:
    assert expected_events([100, 0], [1, 0], [10, 0]) == pytest.approx(10)
    assert np.isnan(expected_events([100, 5], [1, 0], [10, 0]))


def test_ratio_of_no_event_and_of_no_expectation() -> None:
    found = indirect_ratio([0, 3], [2, 0])
    assert (found.ratio[0], found.low[0]) == (0, 0)
    assert found.high[0] == pytest.approx(-np.log(0.025) / 2)
    assert np.isnan([found.ratio[1], found.low[1], found.high[1]]).all()


@given(st.integers(0, 5000), st.floats(0.1, 1e4))
def test_ratio_stays_in_its_interval(observed: int, expected: float) -> None:
    found = indirect_ratio(observed, expected)
    assert 0 <= found.low <= found.ratio <= found.high


def test_kitagawa_by_hand() -> None:
    # Same rates in both strata, other mix: all the difference is mix.
    found = kitagawa([10, 40], [100, 100], [5, 60], [50, 150])
    assert (found.mix, found.rate) == pytest.approx((-0.075, 0))
    # Same mix, other rates.
    found = kitagawa([10, 40], [100, 100], [20, 40], [100, 100])
    assert (found.mix, found.rate) == pytest.approx((0, -0.05))


def test_a_stratum_of_one_side_is_mix_only() -> None:
    found = kitagawa([10, 40], [100, 100], [10, 0], [100, 0])
    assert (found.difference, found.rate) == pytest.approx((0.15, 0))


def test_a_side_without_anybody_has_no_difference() -> None:
    assert np.isnan(kitagawa([0], [0], [1], [2]).difference)


@given(strata)
def test_kitagawa_sums_exactly_and_changes_sign_with_its_sides(rows: list) -> None:
    (xa, na), (xb, nb) = np.array(rows).transpose(1, 2, 0)
    assume(na.sum() and nb.sum())
    found, back = kitagawa(xa, na, xb, nb), kitagawa(xb, nb, xa, na)
    assert found.difference == found.mix + found.rate
    assert found.difference == pytest.approx(xa.sum() / na.sum() - xb.sum() / nb.sum(), abs=1e-12)
    assert (back.mix, back.rate) == pytest.approx((-found.mix, -found.rate), abs=1e-12)
