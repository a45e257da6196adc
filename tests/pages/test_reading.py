"""What pages hold open of the store, and which versions they read."""

import gc
import shutil
from pathlib import Path

import duckdb
import pytest

from data.intake.importing import rebuild
from data.store import store, versions
from pages.components import reading
from tests.data.conftest import import_followed

VERSIONS = 9


def _held() -> list[str]:
    """Versions of stores that this process has open."""
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("open files are read in /proc")
    found = []
    for handle in folder.iterdir():
        try:
            found.append(str(handle.readlink()))
        except OSError:  # closed meanwhile
            continue
    return [path for path in found if path.endswith(".duckdb")]


def test_a_version_that_leaves_the_cache_is_closed_at_once(built_once, open_page, tmp_path) -> None:
    first = store.current_path(built_once("followed", import_followed))
    (tmp_path / store.VERSIONS).mkdir()
    reading._open.clear()
    gc.collect()
    already = _held()
    gc.disable()  # a store that waits for the collector may wait for long
    try:
        for number in range(VERSIONS):
            version = Path(shutil.copy(first, tmp_path / store.VERSIONS / f"v{number}.duckdb"))
            store.publish(tmp_path, version)
            open_page(tmp_path, "overview")
            held = set(_held()) - set(already)
            assert str(version) in held
            assert len(held) <= reading.OPENED
        assert len(held) == reading.OPENED
    finally:
        gc.enable()


def _altered(own_home, sql: str) -> Path:
    """A home whose version in force, named « copil », was altered by a statement."""
    home = own_home("followed", import_followed)
    path = store.current_path(home)
    with duckdb.connect(str(path)) as con:
        con.execute(sql)
    versions.label(home, path.stem, "copil")
    return home


OLDER = "UPDATE info SET value = '12' WHERE key = 'model'"


def test_the_version_in_force_of_another_edition_asks_for_a_rebuild(own_home, open_page) -> None:
    app = open_page(_altered(own_home, OLDER), "overview")
    assert "`python -m data rebuild`" in app.error[0].value


def test_a_snapshot_of_another_edition_is_read_while_its_tables_fit(own_home, open_page) -> None:
    home = _altered(own_home, OLDER)
    rebuild(home)
    app = open_page(home, "overview", instantane="copil")
    assert not app.error
    assert app.title
    assert "Instantané «\u00a0copil\u00a0»" in app.info[0].value


def test_a_snapshot_without_what_is_read_says_so(own_home, open_page) -> None:
    home = _altered(own_home, OLDER)
    rebuild(home)
    with duckdb.connect(str(versions.labelled(home)["copil"])) as con:
        con.execute("ALTER TABLE hosting DROP COLUMN km")
    app = open_page(home, "overview", instantane="copil")
    assert "vient d’une édition antérieure" in app.error[0].value
    assert "`python -m data rebuild`" in app.error[0].value
