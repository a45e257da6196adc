"""What a reader deduces of hidden counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secrecy.attack import attacker_intervals, difference_is_safe, is_recovered


def test_one_hidden_count_of_a_line_comes_back_by_subtraction():
    low, high = attacker_intervals([[3, 10], [8, 9]], [[True, False], [False, False]])
    assert low[0, 0] == high[0, 0] == 3


def test_two_hidden_counts_a_line_and_a_column_leave_what_the_margins_leave():
    low, high = attacker_intervals([[3, 10], [8, 9]], [[True, True], [True, True]])
    assert low.tolist() == [[0, 2], [0, 6]]  # lines 13 and 17, columns 11 and 19
    assert high.tolist() == [[11, 13], [11, 17]]


def test_two_hidden_counts_a_line_are_not_a_proof():
    """Two hidden a line and a column, and yet the zeros around give the small one away."""
    values = [[2, 0, 9], [0, 7, 9], [9, 9, 9]]
    hidden = [[True, True, False], [True, True, False], [False, False, False]]
    low, high = attacker_intervals(values, hidden)
    assert (low[0, 0], high[0, 0]) == (0, 2)
    assert not is_recovered(low[[0], 0], high[[0], 0], 5)[0]
    low, high = attacker_intervals([[2, 1], [1, 3]], [[True, True], [True, True]])
    assert (low[1, 1], high[1, 1]) == (1, 4)
    assert is_recovered(low[[1], 1], high[[1], 1], 5)[0]


def test_what_is_shown_bounds_itself():
    low, high = attacker_intervals([[3, 10], [8, 9]], np.zeros((2, 2), dtype=bool))
    assert low.tolist() == high.tolist() == [[3, 10], [8, 9]]


@pytest.mark.parametrize(
    ("values", "hidden"),
    [([[1, 2]], [[True]]), ([1, 2], [True, False]), ([[-1]], [[True]]), ([[np.nan]], [[True]])],
)
def test_impossible_tables_are_refused(values, hidden):
    with pytest.raises(ValueError, match=r"shape|counts"):
        attacker_intervals(values, hidden)


@settings(max_examples=40)
@given(st.data())
def test_the_truth_lies_in_the_interval(data):
    lines, columns = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    size = lines * columns
    values = data.draw(st.lists(st.integers(0, 20), min_size=size, max_size=size))
    hidden = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    values, hidden = (np.array(x).reshape(lines, columns) for x in (values, hidden))
    low, high = attacker_intervals(values, hidden)
    assert (low <= values + 1e-6).all()
    assert (high >= values - 1e-6).all()


def test_nested_areas_that_differ_by_a_few_are_not_safe():
    areas = [{"a", "b", "c"}, {"a", "b"}, {"d"}]
    assert not difference_is_safe(areas, {"a": 40, "b": 25, "c": 2, "d": 9}, 5)
    assert difference_is_safe(areas, {"a": 40, "b": 25, "c": 5, "d": 9}, 5)
