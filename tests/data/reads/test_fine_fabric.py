"""What families find in the finest fabric: employers and hosts by division, or by sector."""

from pathlib import Path

import duckdb
import pytest

from analytics.access.hosting_places import employer_places
from analytics.catalogue.asking import ask
from data import reads
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store
from tests.data.published import unscoped, version_of

DAET = Scope.daet()
YEAR = "2025-2026"


@pytest.fixture(scope="module")
def opened(demo_home: Path) -> Store:
    """A small demonstration store: the Urssaf's file is among its files."""
    return Store(version_of(demo_home))


@pytest.fixture(scope="module")
def con(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    return unscoped(version_of(demo_home), tmp_path_factory.mktemp("copy"))


def test_the_demonstration_is_in_divisions_and_keeps_its_number_of_employers(opened: Store) -> None:
    fine, whole = reads.fabric.by_activity(opened, DAET), reads.fabric.by_sector(opened, DAET)
    assert fine["establishments"].sum() == whole["establishments"].sum()
    by_commune = fine.groupby("commune")["establishments"].sum()
    of_all = whole.groupby("commune")["establishments"].sum()
    assert by_commune.to_dict() == of_all[of_all > 0].to_dict()
    assert set(fine["source"]) == {"Urssaf", "Insee, par secteur"}
    assert set(fine.loc[fine["source"] != "Urssaf", "sector"]) == {"AZ", "OQ"}


def test_a_family_finds_its_divisions_and_nothing_of_their_sector(opened: Store) -> None:
    expected = reads.fabric.family_activities(opened, DAET)
    of = expected.groupby("family")["sector"].agg(set)
    assert of["auto"] == {"45"}
    assert of["coiffure"] == {"96"}
    assert of["sante"] == {"85", "86", "87", "88", "OQ"}
    fine = reads.fabric.by_activity(opened, DAET)
    codes = sorted(fine["commune"].unique())
    found = employer_places(fine, expected, codes, ["auto", "sante"]).sum(axis=0)
    sums = fine.groupby("sector")["establishments"].sum()
    assert found.tolist() == [sums["45"], sums[["85", "86", "87", "88", "OQ"]].sum()]


def test_hosts_of_a_division_are_those_of_their_trade(
    opened: Store, con: duckdb.DuckDBPyConnection
) -> None:
    found = reads.engagement.hosts_by_family(opened, DAET, YEAR)
    counted = con.execute(
        """SELECT bef, family, division AS sector, hosts FROM host_fit
           WHERE year = ? AND division IN ('45', '56') ORDER BY ALL""",
        [YEAR],
    ).df()
    kept = found[found["sector"].isin(["45", "56"])].reset_index(drop=True)
    assert kept.astype({"hosts": int}).equals(counted.astype({"hosts": int}))
    social = found[found["sector"] == "OQ"]["hosts"].sum()
    assert social == found[found["sector"].isin(["84", "85", "86", "87", "88"])]["hosts"].sum()


def test_employers_of_a_bef_are_those_of_its_communes(opened: Store) -> None:
    fine = reads.fabric.by_activity(opened, DAET).groupby(["bef", "sector"])["establishments"].sum()
    found = reads.profiles.fine_employers(opened, DAET).set_index(["bef", "sector"])[
        "establishments"
    ]
    assert found.to_dict() == fine.to_dict()


def test_every_activity_has_its_name_in_the_order_of_the_naf(opened: Store) -> None:
    table = reads.fabric.activities(opened, DAET)
    assert set(table["sector"]) == set(reads.fabric.by_activity(opened, DAET)["sector"])
    assert table["sector"].is_unique
    assert table["label"].is_unique
    divisions = [code for code in table["sector"] if code.isdigit() and int(code) < 80]
    assert divisions == sorted(divisions)


def test_engagement_for_a_family_is_that_of_its_trade(
    opened: Store, con: duckdb.DuckDBPyConnection
) -> None:
    fine = reads.fabric.by_activity(opened, DAET)
    employers = fine.loc[fine["sector"] == "45", "establishments"].sum()
    hosts = con.execute(
        """SELECT count(DISTINCT company) FROM hosting JOIN host USING (company)
           WHERE year = ? AND family = 'auto' AND division = '45' AND host.commune IS NOT NULL""",
        [YEAR],
    ).fetchone()
    garages = Selection(YEAR, "pro", family="auto")
    found = ask(opened, DAET, garages, "penetration").iloc[0]
    assert (found["hosts"], found["establishments"]) == (*hosts, employers)
    assert 0 < found["value"] < 1
    by_sector = ask(opened, DAET, garages, "penetration", ("sector",))
    assert by_sector["sector"].tolist() == ["GZ"]
    assert by_sector["establishments"].sum() == employers
    whole = ask(opened, DAET, garages, "tissu").iloc[0]
    assert whole["value"] == reads.fabric.by_sector(opened, DAET)["establishments"].sum()
