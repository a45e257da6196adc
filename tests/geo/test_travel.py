import numpy as np
import pytest

from geo.travel import distances, own_distance, step_weights


def test_own_commune_is_half_the_radius_of_the_same_disc() -> None:
    assert own_distance(np.array([np.pi * 4])) == pytest.approx([1.0])


def test_distances_are_symmetric_and_bounded_by_the_radius() -> None:
    x = np.array([0.0, 3000.0, 50_000.0])
    y = np.array([0.0, 4000.0, 0.0])
    matrix = distances(x, y, np.full(3, np.pi), radius_km=10)
    assert matrix[0, 1] == pytest.approx(5.0)
    assert matrix[1, 0] == pytest.approx(5.0)
    assert matrix[0, 0] == pytest.approx(0.5)
    assert matrix.nnz == 5  # the third commune only reaches itself


def test_a_commune_at_the_radius_is_inside() -> None:
    matrix = distances(np.array([0.0, 10_000.0]), np.zeros(2), np.ones(2), radius_km=10)
    assert matrix[0, 1] == pytest.approx(10.0)
    assert step_weights(matrix, 10)[0, 1] == pytest.approx(0.3)


def test_weights_step_down_with_distance() -> None:
    x = np.array([0.0, 9_000.0, 10_000.0, 11_000.0, 25_000.0])
    weights = step_weights(distances(x, np.zeros(5), np.ones(5), 30), 30)
    assert weights[[0], :].toarray().ravel() == pytest.approx([1.0, 1.0, 1.0, 0.6, 0.3])
