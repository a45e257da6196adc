"""Demonstration files → intake → store is a round trip."""

from pathlib import Path

import duckdb
import pytest

from data.intake.importing import import_folder
from data.store import store


@pytest.fixture(scope="module")
def version(demo_home: Path) -> Path:
    path = store.current_path(demo_home)
    assert path is not None
    return path


def _tables(path: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return {
            name: con.execute(f"FROM {name} ORDER BY ALL").fetchall()
            for name in (
                *("school", "due", "period_state", "company", "hosting", "reject", "repair"),
                *("residence", "host_place"),
            )
        }


def test_the_kept_files_give_the_same_store_again(
    demo_home: Path, version: Path, tmp_path: Path
) -> None:
    again = import_folder(demo_home / "files", tmp_path)
    assert _tables(again.version) == _tables(version)


def test_only_unmatched_schools_are_refused_and_each_is_explained(version: Path) -> None:
    with duckdb.connect(str(version), read_only=True) as con:
        reasons = {r[0] for r in con.execute("SELECT DISTINCT reason FROM reject").fetchall()}
        files = con.execute("FROM import_file WHERE batch IS NOT NULL").df()
    assert reasons == {"UAI absent des annuaires chargés"}
    assert len(files) > 1
    assert (files["read"] == files["accepted"] + files["rejected"]).all()


def test_the_store_is_marked_as_demonstration(version: Path) -> None:
    with duckdb.connect(str(version), read_only=True) as con:
        assert con.execute("SELECT value FROM info WHERE key = 'demo_seed'").fetchone() == ("2026",)


def test_thirteen_bef_and_four_years_are_there(version: Path) -> None:
    with duckdb.connect(str(version), read_only=True) as con:
        assert con.execute(
            "SELECT count(DISTINCT bef), count(DISTINCT year) FROM period_state"
        ).fetchone() == (13, 4)
