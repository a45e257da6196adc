"""What a BEF is and the hosts it knew, against the rows they are made from."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.pole.diagnosis import UNMEASURED, diagnosis
from analytics.pole.peers import VARIABLES, comparable, known_befs, left_out
from data import reads
from data.intake.importing import import_folder
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store
from tests.conftest import some
from tests.data.published import unscoped, version_of

YEAR = "2025-2026"
BEFORE = ("2024-2025", "2023-2024")
DAET = Scope.daet()


@pytest.fixture(scope="module")
def version(demo_home: Path) -> Path:
    return version_of(demo_home)


@pytest.fixture(scope="module")
def opened(version: Path) -> Store:
    return Store(version)


@pytest.fixture(scope="module")
def con(version: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    return unscoped(version, tmp_path_factory.mktemp("copy"))


def test_features_are_those_of_the_communes_and_schools(
    opened: Store, con: duckdb.DuckDBPyConnection
) -> None:
    found = reads.profiles.features(opened, DAET, YEAR).set_index("bef")
    land = con.execute("SELECT bef, population, area_km2 FROM commune").df()
    sums = land.groupby("bef")[["population", "area_km2"]].sum()
    assert found["density"].tolist() == pytest.approx(
        (sums["population"] / sums["area_km2"]).tolist()
    )
    pupils = con.execute(
        """SELECT e.bef, e.track, e.pupils, g.ips FROM enrolment e
           JOIN school_public g USING (uai, track) WHERE year = ?""",
        [YEAR],
    ).df()
    for bef, part in some(pupils.groupby("bef")):
        assert found.loc[bef, "ips"] == pytest.approx(
            np.average(part["ips"], weights=part["pupils"])
        )
        vocational = part.loc[part["track"] == "pro", "pupils"].sum() / part["pupils"].sum()
        assert found.loc[bef, "vocational"] == pytest.approx(vocational)
    mix = found[[c for c in found if c.startswith(reads.profiles.MIX)]]
    assert mix.sum(axis=1).tolist() == pytest.approx([1.0] * len(found))
    employers = con.execute(
        "SELECT bef, sum(establishments) AS n FROM fabric JOIN commune USING (commune) GROUP BY bef"
    ).df()
    expected = employers.set_index("bef")["n"] / pupils.groupby("bef")["pupils"].sum()
    assert found["employers"].tolist() == pytest.approx(expected.loc[found.index].tolist())


def test_published_employers_are_those_of_the_communes(
    opened: Store, con: duckdb.DuckDBPyConnection
) -> None:
    rows = con.execute("FROM fabric JOIN commune USING (commune) WHERE bef IS NOT NULL").df()
    expected = rows.groupby(["bef", "sector"])["establishments"].sum()
    found = reads.profiles.employers(opened, DAET).set_index(["bef", "sector"])["establishments"]
    assert found.to_dict() == expected.to_dict()
    shares = expected / expected.groupby("bef").transform("sum")
    features = reads.profiles.features(opened, DAET, YEAR).set_index("bef")
    for (bef, sector), share in some(shares.items()):
        assert features.loc[bef, f"{reads.profiles.MIX}{sector}"] == pytest.approx(share, abs=1e-12)


def test_hosts_of_a_bef_by_family_are_its_rows_of_those_of_all(opened: Store) -> None:
    every = reads.engagement.hosts_by_family(opened, DAET, YEAR)
    own = reads.engagement.hosts_by_family(opened, DAET, YEAR, "BEF-03")
    assert len(own) > 0
    pd.testing.assert_frame_equal(own, every[every["bef"] == "BEF-03"].reset_index(drop=True))


def test_schools_are_counted_alike_by_school_and_together(
    opened: Store, con: duckdb.DuckDBPyConnection
) -> None:
    sent = con.execute(
        "SELECT uai, bool_or(sent) FROM period_state WHERE year = ? GROUP BY uai", [YEAR]
    ).fetchall()
    whole = reads.reader_of(opened, DAET).states(Selection(YEAR), ()).iloc[0]
    assert (whole["schools"], whole["schools_sent"]) == (len(sent), sum(one for _, one in sent))
    each = reads.reader_of(opened, DAET).states(Selection(YEAR), ("uai",)).set_index("uai")
    assert each["schools"].tolist() == [1] * len(sent)
    assert each["schools_sent"].to_dict() == {uai: int(one) for uai, one in sent}


def test_what_no_file_tells_is_missing_and_an_unknown_year_takes_the_nearest(
    opened: Store,
) -> None:
    found = reads.profiles.features(opened, DAET, YEAR)
    assert left_out(found) == ["rural"]  # no density grid in the demonstration
    assert found["rural"].isna().all()
    later = reads.profiles.features(opened, DAET, "2031-2032")
    pd.testing.assert_frame_equal(later, found)


def test_real_files_tell_every_variable(real_home: Path) -> None:
    found = reads.profiles.features(Store(version_of(real_home)), DAET, "2023-2024")
    assert left_out(found) == []
    assert len(found) == 13
    assert found["rural"].between(0, 1).all()
    assert len([c for c in found if c in VARIABLES]) == 5


def test_features_are_the_same_for_every_agent_and_hosts_are_cut_to_the_scope(
    opened: Store,
) -> None:
    one = Scope.animator("BEF-03")
    pd.testing.assert_frame_equal(
        reads.profiles.features(opened, one, YEAR), reads.profiles.features(opened, DAET, YEAR)
    )
    assert set(reads.profiles.past_hosts(opened, one, YEAR)["bef"]) == {"BEF-03"}
    assert set(reads.profiles.told_before(opened, one, YEAR)["bef"]) == {"BEF-03"}


def test_past_hosts_are_counted_from_the_placements(
    opened: Store, con: duckdb.DuckDBPyConnection
) -> None:
    """A host once a BEF and family; taken when it takes anybody, from any school."""
    rows = con.execute(
        """SELECT p.year, p.company, p.family, s.bef, l.track FROM placement p
           JOIN school s USING (uai) JOIN level l USING (level)
           WHERE p.state IN ('signé', 'accord') AND p.company IS NOT NULL"""
    ).df()
    past = rows[rows["year"].isin(BEFORE) & (rows["track"] == "pro")]
    past = past[["bef", "family", "company"]].drop_duplicates()
    now = set(rows.loc[rows["year"] == YEAR, "company"])
    expected = past.assign(taken=past["company"].isin(now)).groupby(["bef", "family"])["taken"]
    found = reads.profiles.past_hosts(opened, DAET, YEAR)
    sums = found.groupby(["bef", "family"])[["hosts", "taken"]].sum()
    assert sums["hosts"].to_dict() == expected.size().to_dict()
    assert sums["taken"].to_dict() == expected.sum().to_dict()
    silent = con.execute(
        """SELECT uai, family, sum(unknown) AS n FROM period_state
           WHERE year = ? AND track = 'pro' GROUP BY ALL""",
        [YEAR],
    ).df()
    both = found.merge(silent, on=["uai", "family"], how="left")
    assert (both["unknown"] == both["n"].fillna(0)).all()


def test_the_first_campaign_has_none_before(opened: Store) -> None:
    assert reads.profiles.past_hosts(opened, DAET, "2022-2023").empty
    assert reads.profiles.told_before(opened, DAET, "2022-2023").empty
    assert reads.profiles.told_before(opened, DAET, "").empty
    told = reads.profiles.told_before(opened, DAET, YEAR)
    assert (told["unknown"] <= told["due"]).all()
    assert told["due"].sum() > 0


def test_who_reads_one_bef_compares_what_is_diffused_of_the_others(opened: Store) -> None:
    """Same peers, close rates; a diagnosis wants the other BEF and says so."""
    chosen = Selection(YEAR, "pro")
    one = Scope.animator("BEF-03")
    mine = comparable(*known_befs(opened, one, chosen, "taux_acces"), "BEF-03", "taux_acces")
    every = comparable(*known_befs(opened, DAET, chosen, "taux_acces"), "BEF-03", "taux_acces")
    pd.testing.assert_frame_equal(mine.near, every.near)
    told = mine.beside.dropna(subset=["rate"])
    assert len(told) > 0
    both = told.merge(every.beside, on="bef", suffixes=("", "_every"))
    assert both["rate"].tolist() == pytest.approx(
        both["rate_every"].tolist(), abs=1e-4
    )  # diffused rates are rounded
    level = comparable(
        *known_befs(opened, one, Selection(YEAR, "pro", "2PRO"), "taux_acces"),
        "BEF-03",
        "taux_acces",
    )
    assert set(level.beside["verdict"]) == {"unknown"}
    alone = diagnosis(opened, one, chosen)
    assert set(alone["bef"]) == {"BEF-03"}
    assert set(alone["problem"]) == {UNMEASURED}
    assert "aucun autre bassin lisible n’a cette famille" in set(alone["reason"])


def test_without_any_enrolment_communes_are_read(academy: Path, tmp_path: Path) -> None:
    (academy / "effectifs.csv").unlink()
    import_folder(academy, tmp_path / "home")
    found = reads.profiles.features(Store(version_of(tmp_path / "home")), DAET, YEAR)
    assert found["bef"].tolist() == ["O1", "O2"]
    assert (found["density"] > 0).all()
    assert found["vocational"].isna().all()
