import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from analytics.accessibility import two_step_floating_catchment, unused_supply


def test_a_single_demand_point_gets_the_sum_of_supply_per_head() -> None:
    access = two_step_floating_catchment([10], [3, 7], csr_array([[1.0, 1.0]]))
    assert access == pytest.approx([1.0])


def test_two_equal_points_share_one_cell() -> None:
    access = two_step_floating_catchment([10, 10], [10], csr_array([[1.0], [1.0]]))
    assert access == pytest.approx([0.5, 0.5])


def test_a_point_that_reaches_nothing_has_zero() -> None:
    access = two_step_floating_catchment([10, 5], [10], csr_array([[1.0], [0.0]]))
    assert access == pytest.approx([1.0, 0.0])


def test_supply_without_demand_around_gives_nothing_and_is_flagged() -> None:
    weights = csr_array([[1.0, 0.0], [0.0, 1.0]])
    assert two_step_floating_catchment([10, 0], [5, 5], weights) == pytest.approx([0.5, 0.0])
    assert list(unused_supply([10, 0], [5, 5], weights)) == [False, True]


@pytest.mark.parametrize(
    ("demand", "supply"), [([-1], [1]), ([1], [np.nan]), ([1, 2], [1]), ([1], [1, 2])]
)
def test_bad_input_is_refused(demand: list[float], supply: list[float]) -> None:
    with pytest.raises(ValueError, match=r"weights|finite"):
        two_step_floating_catchment(demand, supply, csr_array([[1.0]]))


matrices = arrays(float, (6, 5), elements=st.sampled_from([0.0, 0.3, 0.6, 1.0]))
people = arrays(float, 6, elements=st.integers(0, 1000).map(float))
places = arrays(float, 5, elements=st.integers(0, 1000).map(float))


@settings(deadline=None)
@given(people, places, matrices)
def test_all_reachable_supply_is_shared_and_no_more(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray
) -> None:
    weights = csr_array(matrix)
    access = two_step_floating_catchment(demand, supply, weights)
    reachable = supply[~unused_supply(demand, supply, weights)].sum()
    assert demand @ access == pytest.approx(reachable, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(people, places, matrices, st.permutations(range(6)), st.permutations(range(5)))
def test_row_order_does_not_matter(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray, rows: list[int], columns: list[int]
) -> None:
    access = two_step_floating_catchment(demand, supply, csr_array(matrix))
    moved = two_step_floating_catchment(
        demand[rows], supply[columns], csr_array(matrix[np.ix_(rows, columns)])
    )
    np.testing.assert_allclose(moved, access[rows], rtol=1e-9, atol=1e-12)
