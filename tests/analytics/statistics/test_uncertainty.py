import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from analytics.statistics.uncertainty import (
    difference_interval,
    empirical_bayes,
    false_discoveries,
    funnel_limits,
    marshall_moments,
    wilson_interval,
)

pairs = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
units = st.lists(pairs, min_size=2, max_size=12)


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


@given(pairs)
def test_interval_holds_the_proportion(pair: tuple[int, int]) -> None:
    x, n = pair
    low, high = wilson_interval(x, n)
    assert 0 <= low <= x / n <= high <= 1


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((56, 70, 48, 80), (0.0524, 0.3339)), ((9, 10, 3, 10), (0.1705, 0.8090))],
)
def test_difference_as_newcombe_printed_it(counts: tuple, expected: tuple) -> None:
    assert difference_interval(*counts) == pytest.approx(expected, abs=5e-5)


@given(pairs, pairs)
def test_difference_changes_sign_with_its_sides(a: tuple, b: tuple) -> None:
    low, high = difference_interval(*a, *b)
    assert difference_interval(*b, *a) == pytest.approx((-high, -low), abs=1e-12)
    assert low <= a[0] / a[1] - b[0] / b[1] <= high
    assert -1 <= low <= high <= 1


def test_difference_with_nobody_is_missing() -> None:
    assert np.isnan(difference_interval([0, 1], [0, 2], [1, 0], [2, 0])).all()


def test_empirical_bayes_by_hand() -> None:
    # mean 0.5, spread 0.16, variance of chance 0.5 / 100: rates go 0.155 / 0.16 of their way
    found = empirical_bayes([10, 90], [100, 100])
    assert found == pytest.approx([0.5 - 0.4 * 0.155 / 0.16, 0.5 + 0.4 * 0.155 / 0.16])


def test_less_spread_than_chance_gives_one_rate() -> None:
    assert marshall_moments([10, 11, 10], [100, 100, 100])[1] == 0
    assert empirical_bayes([10, 11, 9], [100, 100, 100]) == pytest.approx([0.1, 0.1, 0.1])


def test_no_event_at_all_is_a_rate_of_zero() -> None:
    assert empirical_bayes([0, 0], [10, 20]).tolist() == [0, 0]


@given(units, st.randoms())
def test_shrunk_rates_ignore_empty_units_and_row_order(rows: list, random) -> None:
    x, n = np.array(rows, dtype=float).T
    alone = empirical_bayes(x, n)
    with_empty = empirical_bayes([*x, 0], [*n, 0])
    assert np.isnan(with_empty[-1])
    np.testing.assert_array_equal(with_empty[:-1], alone)
    order = random.sample(range(len(x)), len(x))
    np.testing.assert_allclose(empirical_bayes(x[order], n[order]), alone[order], atol=1e-12)


@given(units)
def test_shrunk_rates_stay_between_the_own_rate_and_the_mean(rows: list) -> None:
    x, n = np.array(rows, dtype=float).T
    ends = np.sort([x / n, np.full(len(n), x.sum() / n.sum())], axis=0)
    found = empirical_bayes(x, n)
    assert np.all((found >= ends[0] - 1e-12) & (found <= ends[1] + 1e-12))


def test_an_event_without_a_population_is_refused() -> None:
    with pytest.raises(ValueError, match="population"):
        empirical_bayes([1, 1], [0, 5])


def test_binomial_limits_by_hand() -> None:
    # Binomial(4, 0.5): P(0) = 1/16, P(<=1) = 5/16, so 0.10 lies (5/16 - 0.10) / (4/16) before 1.
    low, high = funnel_limits(0.5, [4], 0.8)
    assert low == pytest.approx([(1 - (5 / 16 - 0.1) / (4 / 16)) / 4])
    assert high == pytest.approx([(3 - (15 / 16 - 0.9) / (4 / 16)) / 4])


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_binomial_limits_lie_within_one_unit_of_the_exact_quantiles(level: float) -> None:
    n = np.array([50, 200, 1000])
    tails = (0.5 - level / 2, 0.5 + level / 2)
    for limit, tail in zip(funnel_limits(0.9, n, level), tails, strict=True):
        count = binom.ppf(tail, n, 0.9)
        assert np.all((limit * n > count - 1) & (limit * n <= count))


@given(
    st.integers(1, 10_000).map(lambda x: x / 10_000),
    st.integers(0, 2000),
    st.sampled_from(["binomial", "wilson", "poisson"]),
)
def test_limits_hold_the_target_and_widen_with_the_level(target: float, n: int, kind: str) -> None:
    (low, high), (lower, higher) = (funnel_limits(target, [n], c, kind) for c in (0.95, 0.998))
    wide = funnel_limits(target, [n], 0.95, kind, phi=2.0)
    if n == 0:
        assert np.isnan([low, high]).all()
        return
    assert 0 <= lower <= low + 1e-12 <= target + 2e-12
    assert target <= high <= higher + 1e-12
    assert kind == "poisson" or higher <= 1
    assert wide[0] <= low <= high <= wide[1]


@pytest.mark.parametrize(
    ("target", "size", "kind", "phi"),
    [(1.2, 5, "binomial", 1), (0.5, -1, "binomial", 1), (0.5, 5, "z", 1), (0.5, 5, "wilson", 0.5)],
)
def test_impossible_funnels_are_refused(target: float, size: int, kind: str, phi: float) -> None:
    with pytest.raises(ValueError, match=r"target|kind"):
        funnel_limits(target, [size], 0.95, kind, phi)


def test_false_discoveries_as_benjamini_and_hochberg_printed_them() -> None:
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert false_discoveries(p).tolist() == [True] * 4 + [False] * 11


def test_a_missing_test_is_no_discovery_and_does_not_count() -> None:
    assert false_discoveries([0.04, np.nan, np.nan]).tolist() == [True, False, False]
    assert not false_discoveries([np.nan]).any()
    assert false_discoveries([]).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.randoms())
def test_discoveries_follow_their_rows(p: list[float], random) -> None:
    order = random.sample(range(len(p)), len(p))
    moved = false_discoveries(np.array(p)[order])
    np.testing.assert_array_equal(moved, false_discoveries(p)[order])
