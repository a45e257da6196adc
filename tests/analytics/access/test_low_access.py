import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analytics.access.low_access import describe_zones, low_access, white_zones

# A line of six communes, each 5 km from the next; pupils in the first two only.
N = 6
LINE = csr_array(np.eye(N, k=1) + np.eye(N, k=-1))
KM = 5.0 * np.abs(np.subtract.outer(np.arange(N), np.arange(N))) + np.eye(N)
REACHED = pd.DataFrame(
    {
        "commune": [f"C{i}" for i in range(N)],
        "name": list("ABCDEF"),
        "bef": ["X", "X", "X", "X", "Y", "Y"],
        "population": [50, 40, 30, 20, 90, 10],
        "pupils": [10.0, 10, 0, 0, 0, 0],
        "access": [100.0, 100, 40, 10, 0, 0],
        "reachable": [True, True, True, True, False, True],
        "edge": [False, False, False, False, True, True],
    }
)
LABELS = {"X": "Bassin X", "Y": "Bassin Y"}


def test_low_is_under_half_the_mean_zero_counts_and_unmeasured_does_not() -> None:
    assert low_access(REACHED).tolist() == [False, False, True, True, True, False]


def test_nothing_is_low_without_pupils_or_places() -> None:
    assert not low_access(REACHED.assign(pupils=0.0)).any()
    assert not low_access(REACHED.assign(access=0.0)).any()


def test_communes_that_touch_make_one_zone() -> None:
    assert white_zones(REACHED, LINE).tolist() == [0, 0, 1, 1, 1, 0]
    assert not white_zones(REACHED, LINE, smallest=4).any()


def test_the_order_of_communes_changes_nothing() -> None:
    order = [3, 5, 0, 2, 4, 1]
    moved = white_zones(REACHED.iloc[order], LINE[order][:, order])
    assert moved.tolist() == white_zones(REACHED, LINE)[order].tolist()


def test_a_zone_says_its_pupils_its_nearest_host_and_its_bef() -> None:
    zone = white_zones(REACHED, LINE)
    within = csr_array((KM <= 5).astype(float))
    hosts = np.array([True, True, False, False, False, False])
    table = describe_zones(zone, REACHED, within, csr_array(KM), hosts, LABELS)
    row = table.iloc[0]
    assert len(table) == 1
    assert (row["name"], row["communes"], row["edge"], row["population"]) == ("E", 3, 1, 140)
    assert (row["pupils"], row["around"]) == (0, 10)  # B is 5 km from C
    assert (row["host"], row["km"]) == ("B", 15)
    assert row["befs"] == "Bassin X · Bassin Y"
    assert row["access"] == (40 * 30 + 10 * 20) / 140


def test_no_host_in_the_matrix_is_no_name() -> None:
    zone = white_zones(REACHED, LINE)
    nowhere = np.zeros(N, dtype=bool)
    row = describe_zones(zone, REACHED, csr_array((N, N)), csr_array(KM), nowhere, LABELS).iloc[0]
    assert row["host"] == ""
    assert np.isnan(row["km"])


def test_no_zone_is_an_empty_table_with_its_columns() -> None:
    none = np.zeros(N, dtype=int)
    table = describe_zones(none, REACHED, LINE, csr_array(KM), none > 0, LABELS)
    assert len(table) == 0
    assert "around" in table
