"""What pages hold open of the store."""

import gc
import shutil
from pathlib import Path

import pytest

from data import store
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
