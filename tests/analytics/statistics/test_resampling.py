import numpy as np
import pytest

from analytics.statistics.resampling import cluster_bootstrap

RNG = np.random.default_rng(3)
SCHOOLS = np.repeat(np.arange(20), 10)
VALUES = RNG.normal(size=20)[SCHOOLS]  # all rows of a school are equal


def mean(values: np.ndarray, weights: np.ndarray) -> float:
    return np.average(values, weights=weights) if weights.sum() else np.nan


def test_interval_is_that_of_schools_not_of_rows() -> None:
    low, high = cluster_bootstrap(mean, SCHOOLS, VALUES)
    deviation = VALUES[::10].std() / np.sqrt(20)
    assert high - low == pytest.approx(2 * 1.96 * deviation, rel=0.15)
    rows = cluster_bootstrap(mean, np.arange(200), VALUES)
    assert rows[1] - rows[0] < (high - low) / 2
    assert low < VALUES.mean() < high


def test_row_order_does_not_matter_and_a_seed_repeats() -> None:
    order = RNG.permutation(200)
    other = RNG.normal(size=200)

    def product(a: np.ndarray, b: np.ndarray, weights: np.ndarray) -> float:
        return float(np.sum(weights * a * b))

    found = cluster_bootstrap(product, SCHOOLS, VALUES, other, seed=5)
    moved = cluster_bootstrap(product, SCHOOLS[order], VALUES[order], other[order], seed=5)
    assert moved == found
    assert cluster_bootstrap(product, SCHOOLS, VALUES, other, seed=6) != found


def test_draws_without_a_value_are_left_out() -> None:
    values = np.where(SCHOOLS == 0, 1.0, 0.0)

    def seen(values: np.ndarray, weights: np.ndarray) -> float:
        return 1.0 if weights @ values else np.nan

    assert cluster_bootstrap(seen, SCHOOLS, values) == (1, 1)


def test_one_school_has_no_interval() -> None:
    assert np.isnan(cluster_bootstrap(mean, [1, 1], [0.0, 1.0])).all()


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="row"):
        cluster_bootstrap(mean, [1, 2], [0.0])
