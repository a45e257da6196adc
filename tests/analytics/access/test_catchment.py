import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analytics.access.catchment import (
    WHOLE,
    by_commune,
    by_territory,
    catchments,
    in_years,
    with_whole,
)
from analytics.statistics.accessibility import places_per_100

# Two communes that reach each other, a third alone with a place and nobody, a fourth with nothing.
WEIGHTS = csr_array(np.array([[1, 0.5, 0, 0], [0.5, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]))
PUPILS = np.array([[10.0, 0], [10, 20], [0, 0], [0, 0]])
PLACES = np.array([[15.0, 0], [0, 10], [3, 0], [0, 0]])
COMMUNES = pd.DataFrame({"commune": list("abcd"), "bef": ["X", "X", "X", "Y"]})
POOLS = (WHOLE, "bois", "btp")


def found():
    pupils, places = with_whole(PUPILS), with_whole(PLACES)
    return catchments(POOLS, pupils, pupils, places, WEIGHTS)


@pytest.mark.parametrize("pool", ["bois", "btp"])
def test_a_family_among_all_is_what_it_is_alone(pool: str) -> None:
    at = POOLS.index(pool) - 1
    alone = places_per_100(PUPILS[:, at], PLACES[:, at], WEIGHTS)
    np.testing.assert_allclose(by_commune(found(), COMMUNES, pool)["access"], alone)


def test_the_whole_shares_every_place_that_is_reached() -> None:
    table = by_commune(found(), COMMUNES, WHOLE)
    assert (table["access"] * table["pupils"]).sum() / 100 == pytest.approx(25)


def test_a_commune_that_reaches_nothing_is_zero_and_stays() -> None:
    table = by_commune(found(), COMMUNES, WHOLE).set_index("commune")
    assert table.loc["d", "access"] == 0
    assert not table.loc["d", "reachable"]
    assert table.loc["c", "reachable"]


def test_a_family_that_nobody_follows_is_zero_everywhere() -> None:
    table = by_commune(found(), COMMUNES, "coiffure")
    assert (table[["pupils", "places", "access"]] == 0).all(axis=None)


def test_territories_are_means_over_pupils_and_their_places_add_up() -> None:
    table = by_territory(by_commune(found(), COMMUNES, WHOLE), "bef").set_index("bef")
    assert table.loc["X", "access_base"] == pytest.approx(100)
    assert table.loc["X", "balanced_base"] == pytest.approx(100)
    assert table["available"].sum() == pytest.approx(25)
    assert table.loc["Y", "absence"] == "sans objet"
    assert table.loc["Y", ["access", "access_base", "balanced_base"]].isna().all()


@given(st.lists(st.floats(0, 100), min_size=2, max_size=6))
def test_weeks_turned_into_years_keep_their_ratio(values: list[float]) -> None:
    weeks = np.array(values).reshape(-1, 1)
    owed, people = np.full_like(weeks, 12.0), np.full_like(weeks, 2.0)
    np.testing.assert_allclose(in_years(weeks, owed, people), weeks / 6)
    assert (in_years(weeks, 0 * owed, people) == 0).all()
