import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.absence import Absence
from analytics.companies.dependence import dependence, effective_number, herfindahl

UNHURRIED = settings(deadline=None)  # a busy machine is slow, not wrong

counts = st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any)


@UNHURRIED
@given(counts)
def test_the_index_lies_between_equal_hosts_and_a_single_one(placed: list[int]) -> None:
    several = sum(n > 0 for n in placed)
    assert 1 / several - 1e-12 <= herfindahl(placed) <= 1
    assert 1 - 1e-12 <= effective_number(placed) <= several + 1e-9


@UNHURRIED
@given(counts, st.integers(1, 9))
def test_it_has_no_unit_and_no_order(placed: list[int], factor: int) -> None:
    assert herfindahl(np.array(placed[::-1]) * factor) == pytest.approx(herfindahl(placed))


def test_nothing_has_no_index() -> None:
    assert np.isnan(herfindahl([0, 0]))
    with pytest.raises(ValueError, match="not negative"):
        herfindahl([1, -1])


def test_a_host_that_takes_more_than_all_the_others_carries_the_family() -> None:
    table = pd.DataFrame(
        {
            "placements": [10, 10, 40],
            "squares": [52, 50, 40],
            "top": [6, 5, 4],
            "largest": [6, 5, 1],
            "hosts": [2, 2, 40],
        }
    )
    found = dependence(table, minimum=20)
    assert found["alone"].tolist() == [True, False, False]
    assert found["effective"].iloc[2] == pytest.approx(40)
    assert found["absence"].tolist() == [Absence.SMALL, Absence.SMALL, ""]
