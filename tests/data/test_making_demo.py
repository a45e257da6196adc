"""Demonstration files → intake → store is a round trip."""

from pathlib import Path

import duckdb
import pytest

from data.importing import import_folder
from data.making_demo import build_demo


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("demo")
    report = build_demo(
        folder / "home", lambda share, text: None, files=folder / "files", share=0.1
    )
    return folder, report


def _tables(path: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return {
            name: con.execute(f"FROM {name} ORDER BY ALL").fetchall()
            for name in (
                *("school", "due", "period_state", "company", "hosting", "reject", "repair"),
                *("residence", "host_place"),
            )
        }


def test_the_kept_files_give_the_same_store_again(made, tmp_path: Path) -> None:
    folder, report = made
    again = import_folder(folder / "files", tmp_path)
    assert _tables(again.version) == _tables(report.version)


def test_only_unmatched_schools_are_refused_and_each_is_explained(made) -> None:
    _, report = made
    with duckdb.connect(str(report.version), read_only=True) as con:
        reasons = {r[0] for r in con.execute("SELECT DISTINCT reason FROM reject").fetchall()}
    assert reasons == {"UAI absent des annuaires chargés"}
    assert (report.files["read"] == report.files["accepted"] + report.files["rejected"]).all()


def test_the_store_is_marked_as_demonstration(made) -> None:
    _, report = made
    with duckdb.connect(str(report.version), read_only=True) as con:
        assert con.execute("SELECT value FROM info WHERE key = 'demo_seed'").fetchone() == ("2026",)


def test_thirteen_bef_and_four_years_are_there(made) -> None:
    _, report = made
    with duckdb.connect(str(report.version), read_only=True) as con:
        assert con.execute(
            "SELECT count(DISTINCT bef), count(DISTINCT year) FROM period_state"
        ).fetchone() == (13, 4)
