import numpy as np
import pytest
from scipy.sparse import csr_array

from geo.decays import fitted_weights, gaussian_weights, step_weights


def row(*values: float) -> csr_array:
    return csr_array(np.array([values], dtype=np.float32))


def test_weights_step_down_with_distance() -> None:
    weights = step_weights(row(0.5, 9, 10, 11, 25, 30, 30.1), 30)
    assert weights.toarray().ravel() == pytest.approx([1, 1, 1, 0.6, 0.3, 0.3, 0])


def test_other_steps_can_be_given() -> None:
    drees = ((5 / 15, 1.0), (10 / 15, 0.3), (1.0, 0.1))
    assert step_weights(row(5, 10, 15, 16), 15, drees).toarray().ravel() == pytest.approx(
        [1, 0.3, 0.1, 0]
    )


def test_gaussian_falls_to_its_value_at_the_radius_and_to_nothing_beyond() -> None:
    weights = gaussian_weights(row(1e-6, 10, 20, 20.1), 20)
    assert weights.toarray().ravel() == pytest.approx([1, 0.01**0.25, 0.01, 0])


def test_a_fitted_decay_is_exponential() -> None:
    assert fitted_weights(row(10, 20, 21), 20, 0.1).toarray().ravel() == pytest.approx(
        [np.exp(-1), np.exp(-2), 0]
    )


def test_what_is_no_decay_is_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        gaussian_weights(row(1), 20, 1.0)
    with pytest.raises(ValueError, match="decay"):
        fitted_weights(row(1), 20, -0.1)
