"""What an earlier edition made outlives it: its store, its snapshot and its deck."""

import lzma
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.intake.importing import rebuild
from data.store import store, versions
from slides.outline import Name
from slides.refresh.refresh import Report, refresh
from tests.conftest import ROOT, some
from tests.slides.conftest import OUTSIDE
from tests.slides.reading import cells, charts, named, opened_deck

KEPT = ROOT / "tests" / "data" / "editions"
EDITION, NAME = "2026-11-29", "copil-mai"
COUNTS = """SELECT year, uai, level, family, sum(due), sum(signed), sum(agreed),
                   sum(p."without"), sum(p."unknown")
            FROM period_state p GROUP BY ALL ORDER BY ALL"""


def counts(version: Path) -> list[tuple]:
    with duckdb.connect(str(version), read_only=True) as con:
        return some(con.execute(COUNTS).fetchall())


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose version in force, which has a name too, was made by an earlier edition."""
    home = tmp_path_factory.mktemp("older")
    version = home / store.VERSIONS / f"{EDITION}.duckdb"
    version.parent.mkdir()
    version.write_bytes(lzma.decompress((KEPT / f"{EDITION}.duckdb.xz").read_bytes()))
    store.publish(home, version)
    versions.label(home, EDITION, NAME)
    return home


@pytest.fixture(scope="module")
def again(older: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The same home once rebuilt, and what was said."""
    home = tmp_path_factory.mktemp("again")
    shutil.copytree(older, home, dirs_exist_ok=True)
    return home, rebuild(home).messages


def test_a_store_of_an_earlier_edition_says_how_to_make_it_again(older, open_page) -> None:
    app = open_page(older, "overview")
    assert "`python -m data rebuild`" in app.error[0].value


def test_one_command_makes_the_store_and_its_snapshot_again_with_the_same_counts(
    older, again
) -> None:
    home, said = again
    assert any(NAME in text and "mêmes comptes" in text for text in said)
    before = counts(older / store.VERSIONS / f"{EDITION}.duckdb")
    named_version = versions.labelled(home)[NAME]
    assert named_version != store.current_path(home)
    for version in (store.current_path(home), named_version):
        assert counts(version) == before


def test_the_snapshot_made_again_opens_and_keeps_its_day(again, open_page) -> None:
    home, _ = again
    app = open_page(home, "overview", instantane=NAME)
    assert not app.error
    assert "version du 30/11/2026" in app.info[0].value


def _numbers(deck: bytes) -> dict[str, Any]:
    """What the charts and tables of a deck hold, by name; the words of a header may change."""
    opened = opened_deck(deck)
    held: dict[str, Any] = {
        str(name): sheet.astype(str).to_numpy().tolist() for name, _, sheet in charts(opened)
    }
    tables = [(n, shape) for _, n, shape in named(opened) if getattr(shape, "has_table", False)]
    return held | {str(name): cells(shape) for name, shape in tables}


def test_a_deck_of_an_earlier_edition_is_refreshed_with_the_same_numbers(again) -> None:
    home, _ = again
    old = (KEPT / f"{EDITION}.pptx").read_bytes()
    opened = store.Store(store.current_path(home))
    new, report = refresh(old, opened, OUTSIDE)
    assert isinstance(report, Report)
    assert (report.missing, report.unknown) == ([], [])
    # Titles, as they are said now; access counts what lies beyond the border, since 2026-12-01.
    moved = ("Communes et habitants de chaque classe", "Places potentielles pour 100")
    others = [change for change in report.changes if not change.figure.startswith(moved)]
    assert {change.label for change in others} <= {"texte"}
    assert len(report.refreshed) == len({Name.parse(text).key for text in report.refreshed})
    before, after = (
        {k: v for k, v in _numbers(deck).items() if "communes-" not in k} for deck in (old, new)
    )
    assert some(before) == some(after)
    assert before == after
