import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from analytics.statistics.accessibility import (
    balanced_floating_catchment,
    places_per_100,
    spatial_availability,
    standardised_need,
    two_step_floating_catchment,
    unused_supply,
    weighted_reach,
)


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


@given(people, places, matrices)
def test_all_reachable_supply_is_shared_and_no_more(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray
) -> None:
    weights = csr_array(matrix)
    access = two_step_floating_catchment(demand, supply, weights)
    reachable = supply[~unused_supply(demand, supply, weights)].sum()
    assert demand @ access == pytest.approx(reachable, rel=1e-9, abs=1e-9)


@given(people, places, matrices, st.permutations(range(6)), st.permutations(range(5)))
def test_row_order_does_not_matter(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray, rows: list[int], columns: list[int]
) -> None:
    access = two_step_floating_catchment(demand, supply, csr_array(matrix))
    moved = two_step_floating_catchment(
        demand[rows], supply[columns], csr_array(matrix[np.ix_(rows, columns)])
    )
    np.testing.assert_allclose(moved, access[rows], rtol=1e-9, atol=1e-12)


# --- Families together


@given(people, places, matrices)
def test_families_together_are_families_one_by_one(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray
) -> None:
    weights = csr_array(matrix)
    demands, supplies = np.column_stack((demand, demand[::-1])), np.column_stack((supply, supply))
    for measure in (
        two_step_floating_catchment,
        balanced_floating_catchment,
        spatial_availability,
    ):
        together = measure(demands, supplies, weights)
        for column in (0, 1):
            alone = measure(demands[:, column], supplies[:, column], weights)
            np.testing.assert_allclose(together[:, column], alone, rtol=1e-12, atol=1e-12)


def test_families_of_demand_and_supply_are_the_same() -> None:
    with pytest.raises(ValueError, match="families"):
        two_step_floating_catchment(np.ones((1, 2)), np.ones((1, 3)), csr_array([[1.0]]))
    with pytest.raises(ValueError, match="families"):
        two_step_floating_catchment([1], np.ones((1, 2)), csr_array([[1.0]]))


def test_places_are_shown_for_100_pupils() -> None:
    assert places_per_100([200], [50], csr_array([[0.5]])) == pytest.approx([25])


# --- Sensitivities


def test_balanced_catchment_by_hand() -> None:
    # The first point spreads its 12 pupils half and half, the second sends all its 4 to cell two.
    # Served: 6 and 6 + 4; levels 3/6 and 20/10; cell two spreads its level over both points.
    weights = csr_array([[1.0, 1.0], [0.0, 1.0]])
    found = balanced_floating_catchment([12, 4], [3, 20], weights)
    assert found == pytest.approx([0.5 + 1.0, 1.0])


@given(people, places, matrices)
def test_balanced_catchment_neither_inflates_demand_nor_levels(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray
) -> None:
    found = balanced_floating_catchment(demand, supply, csr_array(matrix))
    out = matrix.sum(axis=1, keepdims=True)
    served = np.divide(matrix, out, out=np.zeros_like(matrix), where=out > 0).T @ demand
    assert served.sum() == pytest.approx(demand[out[:, 0] > 0].sum())
    levels = np.divide(supply, served, out=np.zeros_like(supply), where=served > 0)
    assert found.sum() == pytest.approx(levels.sum())


@given(people, places, matrices)
def test_spatial_availability_shares_the_reachable_supply(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray
) -> None:
    weights = csr_array(matrix)
    found = spatial_availability(demand, supply, weights)
    reachable = supply[~unused_supply(demand, supply, weights)].sum()
    assert found.sum() == pytest.approx(reachable, rel=1e-9, abs=1e-9)
    np.testing.assert_allclose(
        found, demand * two_step_floating_catchment(demand, supply, weights), rtol=1e-9
    )


@pytest.mark.parametrize("measure", [balanced_floating_catchment, spatial_availability])
def test_a_point_that_reaches_nothing_has_zero_in_every_measure(measure) -> None:
    weights = csr_array([[1.0, 0.0], [0.0, 0.0]])
    assert measure([10, 5], [10, 5], weights)[1] == 0


@given(people, places, matrices, st.permutations(range(6)), st.permutations(range(5)))
def test_row_order_does_not_matter_to_sensitivities(
    demand: np.ndarray, supply: np.ndarray, matrix: np.ndarray, rows: list[int], columns: list[int]
) -> None:
    for measure in (balanced_floating_catchment, spatial_availability):
        found = measure(demand, supply, csr_array(matrix))
        moved = measure(demand[rows], supply[columns], csr_array(matrix[np.ix_(rows, columns)]))
        np.testing.assert_allclose(moved, found[rows], rtol=1e-9, atol=1e-12)


# --- Reach and need


def test_reach_counts_places_without_competition() -> None:
    assert weighted_reach([10, 4], csr_array([[1.0, 0.5], [0.0, 0.0]])) == pytest.approx([12, 0])


def test_need_moves_to_those_who_use_more_and_keeps_its_sum() -> None:
    need = standardised_need([10, 10], [[1, 0], [0, 1]], [3, 5])
    assert need == pytest.approx([7.5, 12.5])
    assert standardised_need([0, 0], [[1, 0], [0, 1]], [3, 5]) == pytest.approx([0, 0])
    with pytest.raises(ValueError, match="use"):
        standardised_need([1], [[1]], [0])
