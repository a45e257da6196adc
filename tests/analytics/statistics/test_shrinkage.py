import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom

from analytics.statistics.shrinkage import (
    fit_beta_binomial,
    posterior_means,
    rank_intervals,
)

SPREAD = ([10, 18, 5, 40, 30, 0], [20, 20, 20, 50, 60, 0])  # the last unit is empty
pairs = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
units = st.lists(pairs, min_size=2, max_size=8)


def test_likelihood_is_the_beta_binomial_s_and_no_neighbour_is_better() -> None:
    x, n = np.array(SPREAD)[:, :-1]
    fit = fit_beta_binomial(*SPREAD)
    at = [
        betabinom.logpmf(x, n, fit.alpha * a, fit.beta * b).sum()
        for a, b in [(1, 1), (1.05, 1), (1, 1.05), (0.95, 0.95)]
    ]
    assert fit.log_likelihood == pytest.approx(at[0])
    assert max(at) == at[0]
    assert fit.alpha / (fit.alpha + fit.beta) == pytest.approx(fit.mu)


def test_without_spread_between_units_rho_is_zero() -> None:
    fit = fit_beta_binomial([10, 11, 9], [100, 100, 100])
    assert (fit.mu, fit.rho) == (pytest.approx(0.1), 0)


@pytest.mark.parametrize("x", [[0, 0], [5, 9]])
def test_nobody_or_everybody_has_no_spread(x: list[int]) -> None:
    assert fit_beta_binomial(x, [5, 9]).rho == 0


def test_no_unit_no_fit() -> None:
    assert np.isnan(fit_beta_binomial([0], [0]).mu)
    assert np.isnan(posterior_means([0], [0])).all()
    assert np.isnan(rank_intervals([0], [0])).all()


def test_posterior_mean_by_hand() -> None:
    fit = fit_beta_binomial(*SPREAD)
    found = posterior_means(*SPREAD, fit)
    assert found[0] == pytest.approx((10 + fit.alpha) / (20 + fit.alpha + fit.beta))
    assert np.isnan(found[-1])


@settings(max_examples=30)
@given(units, st.randoms())
def test_ranks_follow_their_rows_and_ignore_empty_units(rows: list, random) -> None:
    x, n = np.array([*rows, rows[0]]).T  # at least one tie
    low, high = rank_intervals(x, n, draws=200)
    order = random.sample(range(len(x)), len(x))
    np.testing.assert_array_equal(rank_intervals(x[order], n[order], draws=200)[0], low[order])
    np.testing.assert_array_equal(rank_intervals(x[order], n[order], draws=200)[1], high[order])
    assert (low[0], high[0]) == (low[-1], high[-1])
    assert np.all((low >= 1) & (low <= high) & (high <= len(x)))
    empty_low, empty_high = rank_intervals([0, *x], [0, *n], draws=200)
    assert np.isnan([empty_low[0], empty_high[0]]).all()
    np.testing.assert_array_equal(empty_low[1:], low)


def test_clear_differences_have_clear_ranks() -> None:
    low, high = rank_intervals([100, 900, 500], [1000, 1000, 1000])
    assert (low.tolist(), high.tolist()) == ([3, 1, 2], [3, 1, 2])


def test_chance_alone_gives_every_rank_to_everybody() -> None:
    low, high = rank_intervals([10, 11, 9, 0], [100, 100, 100, 0])
    assert low[:3].tolist() == [1, 1, 1]
    assert high[:3].tolist() == [3, 3, 3]


@pytest.mark.parametrize(("x", "n"), [([2], [1]), ([-1], [1]), ([np.nan], [1])])
def test_impossible_counts_are_refused(x: list[float], n: list[float]) -> None:
    with pytest.raises(ValueError, match="successes"):
        rank_intervals(x, n)
