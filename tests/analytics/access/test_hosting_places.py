import numpy as np
import pandas as pd
import pytest

from analytics.access.hosting_places import employer_places, expected_places, spread

COMMUNES = ["a", "b", "c"]
POOLS = ["auto", "bois"]
FABRIC = pd.DataFrame(
    [("a", "GZ", 6), ("a", "FZ", 4), ("b", "GZ", 2), ("z", "GZ", 9)],
    columns=["commune", "sector", "establishments"],
)
SIZE = pd.DataFrame(
    [("a", "1-9", 8), ("a", "10+", 2), ("b", "1-9", 2), ("b", "10+", 0)],
    columns=["commune", "size", "establishments"],
)


def whole(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["sector", "size", "pool", "place_weeks"])


def test_a_table_is_spread_over_communes_and_pools() -> None:
    table = pd.DataFrame(
        [("a", "bois", 3), ("a", "bois", 4), ("c", "auto", 1), ("z", "auto", 9), ("a", "x", 9)],
        columns=["commune", "pool", "place_weeks"],
    )
    found = spread(table, "place_weeks", COMMUNES, POOLS)
    assert found.tolist() == [[0, 7], [0, 0], [1, 0]]


def test_a_mean_by_sector_and_size_by_hand() -> None:
    # Commerce of 1-9: 6 × 0.8 in a, 2 in b, hence 6.8 establishments for 68 place-weeks.
    found = expected_places(whole(("GZ", "1-9", "auto", 68)), FABRIC, SIZE, COMMUNES, POOLS)
    np.testing.assert_allclose(found, [[48, 0], [20, 0], [0, 0]])


def test_what_has_no_known_cell_follows_the_rest_of_its_pool() -> None:
    found = expected_places(
        whole(("GZ", "1-9", "auto", 34), (None, None, "auto", 17), ("ZZ", "10+", "auto", 17)),
        FABRIC,
        SIZE,
        COMMUNES,
        POOLS,
    )
    np.testing.assert_allclose(found, [[48, 0], [20, 0], [0, 0]])


def test_a_commune_without_sizes_takes_those_of_the_others() -> None:
    found = expected_places(whole(("GZ", "10+", "auto", 5)), FABRIC, SIZE[:2], COMMUNES, POOLS)
    np.testing.assert_allclose(found[:, 0], [5 * 6 / 8, 5 * 2 / 8, 0])


def test_a_pool_that_nobody_hosted_has_no_place() -> None:
    assert not expected_places(whole(), FABRIC, SIZE, COMMUNES, POOLS).any()


@pytest.mark.parametrize("seed", [0, 1])
def test_row_order_changes_nothing(seed: int) -> None:
    table = whole(("GZ", "1-9", "auto", 34), ("FZ", "10+", "bois", 7), (None, None, "bois", 3))
    first = expected_places(table, FABRIC, SIZE, COMMUNES, POOLS)
    mixed = [t.sample(frac=1, random_state=seed) for t in (table, FABRIC, SIZE)]
    np.testing.assert_allclose(expected_places(*mixed, COMMUNES, POOLS), first, rtol=1e-12)


def test_without_observation_an_employer_of_an_expected_sector_is_a_place() -> None:
    expected = pd.DataFrame({"family": ["auto", "auto"], "sector": ["GZ", "HU"]})
    found = employer_places(FABRIC, expected, COMMUNES, ["auto", "gt"])
    assert found.tolist() == [[6, 10], [2, 2], [0, 0]]  # no expectation: every sector
