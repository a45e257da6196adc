"""What all tests share: reference cases, real files, small demonstration stores."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from data import store
from data.importing import import_folder
from data.making_demo import build_demo

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def shared(name: str) -> Path:
    """Path of a folder of shared cases; a run that lacks it says so, and CI fails."""
    path = SHARED / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"../shared/{name} is missing")
        pytest.skip(f"../shared/{name} is not on this machine")
    return path


@pytest.fixture(scope="session")
def real() -> Path:
    """Real input files of the académie."""
    return shared("real")


@pytest.fixture(scope="session")
def oracles() -> Path:
    """Reference cases with known answers."""
    return shared("oracles")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration store: a tenth of the pupils."""
    home = tmp_path_factory.mktemp("demo")
    build_demo(home, lambda share, text: None, share=0.1)
    return home


@pytest.fixture(scope="session")
def hollow_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same store, emptied of all that is not diffused."""
    home = tmp_path_factory.mktemp("hollow")
    shutil.copytree(demo_home, home, dirs_exist_ok=True)
    path = store.current_path(home)
    assert path is not None
    with duckdb.connect(str(path)) as con:
        tables = con.execute(
            """SELECT schema_name || '.' || table_name, table_name FROM duckdb_tables()
               WHERE NOT temporary AND database_name = current_database()"""
        ).fetchall()
        emptied = [name for name, bare in tables if bare not in store.DIFFUSED]
        assert {"main.period_state", "main.hosting", "main.placement"} <= set(emptied)
        for name in emptied:
            con.execute(f"DELETE FROM {name}")
    return home


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the real files: no placement."""
    home = tmp_path_factory.mktemp("real")
    import_folder(shared("real"), home)
    return home
