import numpy as np
import pytest
from scipy.sparse import csr_array

from analytics.statistics.rational_agents import rational_agent_costs


def test_a_single_cell_takes_everybody() -> None:
    # Crowding is 1 where demand per place is that of the whole; 6 of travel over a tau of 60.
    assert rational_agent_costs([5], [2], csr_array([[6.0]]), 60) == pytest.approx([1.1])


def test_two_equal_cells_share_a_point_between_them() -> None:
    assert rational_agent_costs([8], [1, 1], csr_array([[6.0, 6.0]]), 60) == pytest.approx([1.1])


def test_an_equilibrium_by_hand() -> None:
    # x go to the near cell: x/5 + 0.1 = (10 - x)/5 + 0.3, so x = 5.5 and the cost is 1.2.
    found = rational_agent_costs([10], [1, 1], csr_array([[6.0, 18.0]]), 60, 1e-9)
    assert found == pytest.approx([1.2], abs=1e-6)


@pytest.mark.parametrize("factor", [0.01, 10, 1000])
def test_the_size_of_cohorts_changes_no_cost(factor: float) -> None:
    demand, travel = np.array([4.0, 3, 2]), csr_array([[1.0, 2], [2, 4], [3, 6]])
    costs = rational_agent_costs(demand, [1, 1], travel, 60)
    np.testing.assert_allclose(
        rational_agent_costs(demand * factor, [1, 1], travel, 60), costs, rtol=1e-9
    )


def test_a_point_that_reaches_no_place_has_no_cost() -> None:
    travel = csr_array([[5.0, 0.0], [0.0, 5.0]])
    found = rational_agent_costs([1, 1], [1, 0], travel, 60)
    assert np.isnan(found).tolist() == [False, True]


def test_nobody_pays_travel_only() -> None:
    assert rational_agent_costs([0], [1], csr_array([[6.0]]), 60) == pytest.approx([0.1])


def test_bad_input_is_refused() -> None:
    for demand, tau in (([-1.0], 60), ([1.0], 0), ([1.0, 2.0], 60)):
        with pytest.raises(ValueError, match=r"negative|tau"):
            rational_agent_costs(demand, [1], csr_array([[6.0]]), tau)
