"""Basins derived from schools: by hand on a row of communes, then against those of Occitanie."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from benchmarks.zoning import measured, right
from data.linking import basins
from data.linking.basins import derive
from tests.conftest import shared


def row(*departments: str) -> tuple[pd.DataFrame, csr_array]:
    """Communes in a row, 0.1 degree apart, each touching the next."""
    n = len(departments)
    communes = pd.DataFrame(
        {
            "code": [f"{d}00{i}" for i, d in enumerate(departments)],
            "department": departments,
            "lon": 0.1 * np.arange(n),
            "lat": np.zeros(n),
        }
    )
    pairs = ([*range(n - 1), *range(1, n)], [*range(1, n), *range(n - 1)])
    return communes, csr_array((np.ones(2 * (n - 1)), pairs), shape=(n, n))


def schools(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["commune", "basin", "primary"])
    return table.assign(lon=np.nan, lat=np.nan)


def test_own_schools_come_first_then_the_nearest_of_the_departement() -> None:
    communes, near = row("10", "10", "10", "20", "20")
    found = derive(
        communes, schools(("10000", "A", False), ("20003", "B", False), ("10001", "C", True)), near
    )
    assert found["bef"].tolist() == ["A", "C", "C", "B", "B"]
    assert found["rule"].tolist() == [
        *(basins.OWN, basins.OWN_PRIMARY, basins.NEAREST, basins.OWN, basins.NEAREST),
    ]


def test_primary_schools_say_more_than_the_others() -> None:
    communes, near = row("10", "10")
    told = schools(("10000", "A", True), ("10000", "B", False), ("10000", "B", False))
    assert derive(communes, told, near)["bef"].tolist() == ["A", "A"]


def test_a_departement_without_any_takes_the_nearest_of_all_and_is_not_sure() -> None:
    communes, near = row("10", "20")
    found = derive(communes, schools(("10000", "A", False)), near)
    assert found.loc[1, ["bef", "rule", "confidence"]].tolist() == ["A", basins.ANYWHERE, "faible"]


def test_a_piece_without_a_school_goes_to_its_neighbours() -> None:
    communes, near = row("10", "20", "10", "10")
    found = derive(communes, schools(("20001", "B", False), ("10003", "A", False)), near)
    assert found["bef"].tolist() == ["B", "B", "A", "A"]
    assert found.loc[0, "rule"] == basins.JOINED


def test_without_any_school_nothing_is_derived() -> None:
    communes, near = row("10")
    with pytest.raises(ValueError, match="no school"):
        derive(communes, schools(), near)


# Found by the nearest lycée of the same département; the rule was tuned on Toulouse alone.
@pytest.mark.parametrize(
    ("academie", "communes_before", "people_before"),
    [("Toulouse", 0.90, 0.93), ("Montpellier", 0.87, 0.81)],
)
def test_with_primary_schools_hidden_it_finds_more_than_the_nearest_lycee(
    academie: str, communes_before: float, people_before: float
) -> None:
    shared("real/france")
    found = measured(academie)
    communes, people = right(found)
    assert communes > communes_before + 0.03
    assert people > people_before + 0.03
    assert right(found[found["confidence"] == basins.HIGH])[0] > 0.97
