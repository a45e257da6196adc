import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.statistics.inequality import (
    between_by_chance,
    gini,
    gini_interval,
    lorenz_curve,
    palma_ratio,
    theil,
    theil_decomposition,
)

row = st.tuples(st.integers(0, 50), st.sampled_from("ABC"), st.integers(0, 9))
rows = st.lists(row, min_size=1, max_size=25)
MEASURES = [gini, theil, lambda v, w=None: palma_ratio(v, v, w)]


def columns(rows: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, groups, weights = zip(*rows, strict=True)
    return np.array(values, dtype=float), np.array(groups), np.array(weights, dtype=float)


def test_gini_by_hand() -> None:
    assert gini([3, 3, 3]) == 0
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)  # one of n has all: 1 − 1/n
    assert gini([1, 3]) == pytest.approx(2 * 2 / (2 * 2**2 * 2))  # Σ|x − y| / (2 n² mean)


def test_lorenz_curve_by_hand() -> None:
    people, values = lorenz_curve([6, 1, 3], [1, 2, 1])
    assert people.tolist() == [0, 0.5, 0.75, 1]
    assert values.tolist() == pytest.approx([0, 2 / 11, 5 / 11, 1])


def test_theil_by_hand() -> None:
    assert theil([4, 4]) == 0
    assert theil([0, 0, 0, 8]) == pytest.approx(np.log(4))
    assert theil([1, 3]) == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)


def test_theil_parts_by_hand() -> None:
    found = theil_decomposition([1, 3, 8, 8], ["b", "b", "a", "a"])
    assert found.groups.tolist() == ["a", "b"]
    assert found.parts.tolist() == pytest.approx([0.8 * np.log(1.6), 0.2 * np.log(0.4)])
    assert found.within == pytest.approx(0.2 * theil([1, 3]))


def test_palma_by_hand() -> None:
    values = [1, 1, 1, 1, 5, 5, 5, 5, 5, 7]
    assert palma_ratio(values, range(10)) == pytest.approx(7)
    # A quarter of the people stand across both limits: 40 % is the first row and 3/5 of the second.
    assert palma_ratio([2, 4, 6, 9], range(4)) == pytest.approx(9 / ((2 * 0.25 + 4 * 0.15) / 0.4))
    # All of one rank: no poorest nor richest.
    assert palma_ratio([1, 9], [80, 80]) == pytest.approx(1)


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_to_share_is_missing(measure) -> None:
    assert np.isnan(measure([0, 0]))
    assert np.isnan(measure([]))
    assert np.isnan(measure([1, 2], [0, 0]))


def test_nothing_to_share_has_no_parts_and_no_curve() -> None:
    found = theil_decomposition([0, 0], ["a", "b"])
    assert np.isnan([found.total, found.between, found.within]).all()
    assert np.isnan(lorenz_curve([0, 0])[1][1:]).all()
    assert np.isnan(between_by_chance([0, 0], ["a", "b"]).mean)
    assert np.isnan(between_by_chance([2, 2], ["a", "b"]).mean)


@pytest.mark.parametrize("measure", MEASURES)
def test_missing_values_are_left_out_and_impossible_ones_refused(measure) -> None:
    assert measure([1, np.nan, 3]) == measure([1, 3])
    for values, weights in (([-1, 3], None), ([1, 3], [1, -1]), ([1, 3], [1]), ([1, np.inf], None)):
        with pytest.raises(ValueError):
            measure(values, weights)


def test_rows_without_a_group_are_left_out() -> None:
    groups = np.array(["a", "b", None], dtype=object)
    found, alone = theil_decomposition([1, 3, 50], groups), theil_decomposition([1, 3], ["a", "b"])
    assert (found.total, found.between) == (alone.total, alone.between)
    with pytest.raises(ValueError, match="row"):
        theil_decomposition([1, 3], ["a"])


@pytest.mark.parametrize("measure", MEASURES)
@given(rows, st.randoms(), st.floats(0.001, 1000))
def test_order_empty_rows_scale_and_weights(measure, rows: list, random, scale: float) -> None:
    values, _, weights = columns(rows)
    found = measure(values, weights)
    moved, _, moved_weights = columns(random.sample(rows, len(rows)))
    np.testing.assert_equal(measure(moved, moved_weights), found)
    np.testing.assert_equal(measure([99, *values], [0, *weights]), found)
    assert measure(scale * values, weights) == pytest.approx(found, abs=1e-9, nan_ok=True)
    repeated = np.repeat(values, weights.astype(int))
    assert measure(repeated) == pytest.approx(found, abs=1e-9, nan_ok=True)


@given(rows)
def test_gini_is_one_minus_twice_the_area_under_lorenz(rows: list) -> None:
    values, _, weights = columns(rows)
    assume(values @ weights > 0)
    people, share = lorenz_curve(values, weights)
    assert gini(values, weights) == pytest.approx(1 - 2 * np.trapezoid(share, people), abs=1e-12)
    assert (np.diff(share) >= 0).all()
    assert (share <= people + 1e-12).all()


@given(rows, st.randoms())
def test_decomposition_sums_exactly_whatever_the_order(rows: list, random) -> None:
    values, groups, weights = columns(rows)
    found = theil_decomposition(values, groups, weights)
    assume(not np.isnan(found.total))
    assert found.total == found.between + found.within
    assert found.total == pytest.approx(theil(values, weights), abs=1e-12)
    assert found.between == pytest.approx(found.parts.sum(), abs=1e-12)
    v, g, w = columns(random.sample(rows, len(rows)))
    moved = theil_decomposition(v, g, w)
    assert (moved.between, moved.within) == (found.between, found.within)


@given(rows)
def test_one_group_has_all_within_and_one_group_each_all_between(rows: list) -> None:
    values, _, weights = columns(rows)
    assume(values @ weights > 0)
    total = theil(values, weights)
    one = theil_decomposition(values, np.zeros(len(values)), weights)
    each = theil_decomposition(values, np.arange(len(values)), weights)
    assert (one.between, one.within) == pytest.approx((0, total), abs=1e-12)
    assert (each.between, each.within) == pytest.approx((total, 0), abs=1e-12)


def test_chance_by_hand() -> None:
    # Two of four in each group, one has all: any deal gives ln 2 between, of ln 4.
    found = between_by_chance([0, 0, 0, 8], ["a", "a", "b", "b"], draws=20)
    assert (found.observed, found.mean, found.low, found.high) == pytest.approx((0.5,) * 4)


def test_groups_at_random_are_told_from_groups_that_matter() -> None:
    rng = np.random.default_rng(2)
    values, groups = rng.gamma(2, size=300), np.repeat(np.arange(30), 10)
    found = between_by_chance(values, groups, draws=300)
    assert found.low < found.observed < found.high
    assert found.mean == pytest.approx(29 / 299, rel=0.15)  # as in an analysis of variance
    sorted_found = between_by_chance(np.sort(values), groups, draws=300)
    assert sorted_found.observed > 5 * sorted_found.high


@given(rows, st.randoms())
def test_chance_does_not_depend_on_row_order_and_a_seed_repeats(rows: list, random) -> None:
    found = between_by_chance(*columns(rows), draws=5)
    np.testing.assert_equal(
        between_by_chance(*columns(random.sample(rows, len(rows))), draws=5).__dict__,
        found.__dict__,
    )


def test_chance_without_a_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="draw"):
        between_by_chance([1, 2], ["a", "b"], draws=0)
    with pytest.raises(ValueError, match="confidence"):
        between_by_chance([1, 2], ["a", "b"], confidence=1)


def test_gini_interval_is_that_of_schools() -> None:
    rng = np.random.default_rng(3)
    school = np.repeat(np.arange(30), 8)
    values = rng.gamma(3, size=30)[school]
    low, high = gini_interval(values, school, draws=200)
    assert low < gini(values) < high
    rows_low, rows_high = gini_interval(values, np.arange(240), draws=200)
    assert rows_high - rows_low < (high - low) / 1.5
