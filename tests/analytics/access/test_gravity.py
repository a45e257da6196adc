import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analytics.access.gravity import fit_gravity

KM = np.array([[1.0, 5.0, 9.0, 20.0], [12.0, 3.0, 7.0, 2.0], [4.0, 8.0, 15.0, 6.0]])


def drawn(decay: float, seed: int = 0, size: int = 40) -> tuple[csr_array, np.ndarray, csr_array]:
    """Flows drawn from the model between points of a square of 40 km."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 40, (size, 2))
    km = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + 0.5
    attraction = rng.integers(1, 200, size).astype(float)
    share = attraction * np.exp(-decay * km)
    share /= share.sum(axis=1, keepdims=True)
    flows = rng.multinomial(rng.integers(20, 400, size), share)
    return csr_array(flows.astype(float)), attraction, csr_array(km)


def test_one_origin_and_two_hosts_are_solved_by_hand() -> None:
    # 30 go 2 km away and 10 go 6 km away, to equal attractions: ln 3 over 4 km.
    fit = fit_gravity(csr_array([[30.0, 10.0]]), [5, 5], csr_array([[2.0, 6.0]]))
    assert fit.decay == pytest.approx(np.log(3) / 4)
    assert np.isnan(fit.low)  # one origin tells nothing of the spread between origins


def test_attraction_weighs_the_hosts() -> None:
    fit = fit_gravity(csr_array([[30.0, 10.0]]), [3, 1], csr_array([[2.0, 6.0]]))
    assert fit.decay == pytest.approx(0, abs=1e-9)


def test_expected_flows_give_back_their_decay_exactly() -> None:
    attraction = np.array([4.0, 2.0, 7.0, 1.0])
    share = attraction * np.exp(-0.13 * KM)
    flows = share / share.sum(axis=1, keepdims=True) * [[100], [50], [10]]
    assert fit_gravity(csr_array(flows), attraction, csr_array(KM)).decay == pytest.approx(0.13)


def test_the_interval_holds_the_decay_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(60):
        fit = fit_gravity(*drawn(0.1, seed))
        held += fit.low <= 0.1 <= fit.high
    assert held >= 51  # 95 % of 60 is 57; 51 or fewer happens once in a thousand


def test_flows_that_cannot_be_used_are_counted() -> None:
    flows = csr_array([[30.0, 10.0, 2.0, 7.0]])
    terms = csr_array([[2.0, 6.0, 0.0, 3.0]])  # the third is too far to be stored
    fit = fit_gravity(flows, [5, 5, 5, 0], terms)
    assert (fit.flows, fit.left_out) == (40, 9)
    assert fit.decay == pytest.approx(np.log(3) / 4)


@settings(max_examples=20)
@given(st.permutations(range(3)), st.permutations(range(4)))
def test_row_order_changes_nothing(rows: list[int], columns: list[int]) -> None:
    flows, attraction = (
        np.array([[9, 4, 1, 0], [2, 8, 3, 9], [6, 2, 1, 4.0]]),
        np.array([4, 2, 7, 1.0]),
    )
    first = fit_gravity(csr_array(flows), attraction, csr_array(KM))
    moved = fit_gravity(
        csr_array(flows[np.ix_(rows, columns)]),
        attraction[columns],
        csr_array(KM[np.ix_(rows, columns)]),
    )
    assert (moved.decay, moved.low) == pytest.approx((first.decay, first.low), rel=1e-7)


def test_flows_without_a_choice_are_refused() -> None:
    with pytest.raises(ValueError, match="choice"):
        fit_gravity(csr_array([[3.0]]), [1], csr_array([[2.0]]))
    with pytest.raises(ValueError, match="choice"):
        fit_gravity(csr_array((1, 2)), [1, 1], csr_array([[2.0, 6.0]]))
    with pytest.raises(ValueError, match="converge"):
        fit_gravity(csr_array([[3.0, 0.0]]), [1, 1], csr_array([[2.0, 6.0]]))
    with pytest.raises(ValueError, match="shapes"):
        fit_gravity(csr_array([[3.0]]), [1, 2], csr_array([[2.0]]))
    with pytest.raises(ValueError, match="negative"):
        fit_gravity(csr_array([[-3.0, 1.0]]), [1, 2], csr_array([[2.0, 3.0]]))
