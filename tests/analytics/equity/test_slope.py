import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.equity.slope import Slope, slope_on

pair = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
rows = st.lists(st.tuples(pair, st.sampled_from("xyz"), st.integers(0, 7)), min_size=2, max_size=25)
IPS = np.array([70.1, 75.2, 75.2, 80.0, 84.3, 84.3, 90.0, 97.7])


def columns(rows: list) -> tuple:
    counts, strata, school = zip(*rows, strict=True)
    events, totals = np.array(counts).T
    return IPS[list(school)], events, totals, np.array(strata), np.array(school)


def same(one: Slope, other: Slope) -> None:
    np.testing.assert_allclose(
        [one.slope, one.low, one.high, one.used], [other.slope, other.low, other.high, other.used],
        rtol=1e-7, atol=1e-9,
    )  # fmt: skip


def test_slope_by_hand_is_net_of_the_level_of_each_stratum() -> None:
    # + 1 point per IPS point in both strata; the easy one is where the IPS is high.
    found = slope_on(
        [70, 80, 80, 90], [50, 60, 80, 90], [100] * 4, ["s", "s", "i", "i"], [1, 2, 3, 4]
    )
    assert found.slope == pytest.approx(0.01)
    assert (found.low, found.high) == pytest.approx((0.01, 0.01))
    one = slope_on([70, 80, 80, 90], [50, 60, 80, 90], [100] * 4, ["a"] * 4, [1, 2, 3, 4])
    assert one.slope == pytest.approx(0.02)


def test_slope_is_that_of_least_squares_with_a_level_a_stratum() -> None:
    rng = np.random.default_rng(1)
    school, stratum = np.repeat(np.arange(8), 3), np.tile(np.arange(3), 8)
    n = rng.integers(5, 50, 24)
    x = rng.binomial(n, 0.8)
    design = np.column_stack([IPS[school], np.eye(3)[stratum]])

    def fitted(kept: np.ndarray) -> float:
        root = np.sqrt(n[kept])
        return np.linalg.lstsq(root[:, None] * design[kept], root * (x / n)[kept])[0][0]

    found = slope_on(IPS[school], x, n, stratum, school)
    assert found.slope == pytest.approx(fitted(school >= 0))
    without = np.array([fitted(school != s) for s in range(8)])
    error = np.sqrt(7 / 8 * np.sum((without - found.slope) ** 2))
    assert found.high - found.slope == pytest.approx(2.364624 * error, rel=1e-6)


def test_periods_without_an_ips_are_counted_not_taken_as_0() -> None:
    found = slope_on([70, 80, np.nan], [5, 6, 0], [10, 10, 30], ["a"] * 3, [1, 2, 3])
    assert found.slope == pytest.approx(0.01)
    assert (found.used, found.left_out) == (20, 30)


def test_an_ips_that_does_not_vary_has_no_slope() -> None:
    assert np.isnan(slope_on([80.1, 80.1], [5, 6], [10, 10], ["a", "a"], [1, 2]).slope)
    assert np.isnan(slope_on([70, 80], [5, 6], [10, 10], ["a", "b"], [1, 2]).slope)
    assert np.isnan(slope_on([np.nan], [5], [10], ["a"], [1]).slope)


def test_one_school_that_carries_the_slope_leaves_no_interval() -> None:
    found = slope_on([80, 80, 90], [5, 6, 9], [10, 10, 10], ["a"] * 3, [1, 2, 3])
    assert not np.isnan(found.slope)
    assert np.isnan([found.low, found.high]).all()
    alone = slope_on([70, 80], [5, 6], [10, 10], ["a"] * 2, [1, 1])
    assert alone.slope == pytest.approx(0.01)
    assert np.isnan(alone.low)


@pytest.mark.parametrize(
    ("ips", "events", "totals", "message"),
    [
        ([70, 80], [11, 5], [10, 10], "events"),
        ([70, 80], [-1, 5], [10, 10], "events"),
        ([70, 80], [np.nan, 5], [10, 10], "events"),
        ([70, np.inf], [1, 5], [10, 10], "IPS"),
        ([70], [1, 5], [10, 10], "IPS"),
        ([70, 80], [1], [10], "row"),
    ],
)
def test_what_is_impossible_is_refused(ips, events, totals, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        slope_on(ips, events, totals, ["a", "a"], [1, 2])


@given(rows, st.randoms())
def test_order_empty_rows_and_split_rows_change_nothing(rows: list, random) -> None:
    found = slope_on(*columns(rows))
    moved = slope_on(*columns(random.sample(rows, len(rows))))
    assert str(moved) == str(found)
    same(slope_on(*columns([*rows, ((0, 0), "x", 3)])), found)
    split = [(half, s, u) for (x, n), s, u in rows for half in ((x, x), (0, n - x))]
    same(slope_on(*columns(split)), found)


@given(rows)
def test_the_complement_has_the_opposite_slope(rows: list) -> None:
    ips, x, n, strata, school = columns(rows)
    found, back = slope_on(ips, x, n, strata, school), slope_on(ips, n - x, n, strata, school)
    same(back, Slope(-found.slope, -found.high, -found.low, found.used, 0))


def test_interval_holds_the_true_slope_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(6)
    school, stratum = np.repeat(np.arange(40), 4), np.tile(np.arange(4), 40)
    held = 0
    for _ in range(200):
        ips = np.round(rng.normal(82, 6, 40), 1)[school]
        n = rng.poisson(15, 160)
        alike = rng.normal(0, 0.04, 40)[school]
        rate = np.clip(0.8 + 0.03 * stratum + 0.0035 * (ips - 82) + alike, 0, 1)
        found = slope_on(ips, rng.binomial(n, rate), n, stratum, school)
        held += found.low <= 0.0035 <= found.high
    assert 0.95 - 3 * np.sqrt(0.05 * 0.95 / 200) <= held / 200
