"""What all tests share: the reference cases, the real files, stores built once for all workers."""

import os
import pickle
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings

from data.intake.importing import import_folder
from data.store import store
from demo.making_demo import build_demo
from figures.print.pdf import available

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("patient", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("patient")


if "PYTEST_XDIST_WORKER" in os.environ:  # the workers are as many as the cores: one thread each
    _connect = duckdb.connect

    def connect(database: Any = ":memory:", *args: Any, **named: Any) -> Any:
        named["config"] = {**named.get("config", {}), "threads": 1}
        return _connect(database, *args, **named)

    duckdb.connect = connect


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a group on one worker.

    pytest-xdist 3.8 writes the group in an attribute that pytest 9.2 no longer reads: the marks
    `xdist_group` of modules are read here instead.
    """
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    class Grouped(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid.partition("::")[0]) or nodeid

    return Grouped(config, log)


@cache
def _group(module: str) -> str | None:
    found = re.search(r"xdist_group\(\"(\w+)\"\)", (ROOT / module).read_text(encoding="utf-8"))
    return found and found[1]


def some(rows: Iterable[T]) -> list[T]:
    """Rows that a test goes through: none would assert nothing."""
    found = list(rows)
    assert found, "nothing to check"
    return found


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
def poppler() -> Callable[..., str]:
    """Ask one of poppler's tools about a PDF; a run that lacks them or Pango says so, CI fails."""
    if shutil.which("pdftotext") is None or not available():
        missing = "missing: apt-get install poppler-utils libpango-1.0-0 libpangoft2-1.0-0"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)

    def told(blob: bytes, tool: str, *options: str) -> str:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(blob)
            file.flush()
            out = ("-",) if tool == "pdftotext" else ()
            asked = [tool, *options, file.name, *out]
            return subprocess.run(asked, check=True, capture_output=True, text=True).stdout

    return told


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Temporary folder that all the workers of a run share."""
    root = tmp_path_factory.getbasetemp()
    return root.parent if "PYTEST_XDIST_WORKER" in os.environ else root


@pytest.fixture(scope="session")
def built_once(run_folder: Path) -> Callable[..., Path]:
    """Build a store that tests only read: the first worker that asks builds it for all."""

    def home_of(name: str, build: Callable[[Path], object]) -> Path:
        home, draft = run_folder / name, run_folder / f"{name}.draft"
        with FileLock(run_folder / f"{name}.lock"):
            if not home.is_dir():
                shutil.rmtree(draft, ignore_errors=True)  # of a build that failed
                build(draft)
                draft.rename(home)
        return home

    return home_of


@pytest.fixture(scope="session")
def made_once(run_folder: Path) -> Callable[..., Any]:
    """Compute what tests only read: the first worker that asks computes it for all."""

    def value_of(name: str, make: Callable[[], Any]) -> Any:
        file = run_folder / f"{name}.pickle"
        with FileLock(run_folder / f"{name}.lock"):
            if not file.is_file():
                made = pickle.dumps(make())
                file.write_bytes(made)
        return pickle.loads(file.read_bytes())

    return value_of


@pytest.fixture
def own_home(built_once: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """A home that a test may change: a copy of one that is built once for all."""

    def copied(name: str, build: Callable[[Path], object]) -> Path:
        return Path(shutil.copytree(built_once(name, build), tmp_path / "home"))

    return copied


@pytest.fixture(scope="session")
def demo_home(built_once: Callable[..., Path]) -> Path:
    """A small demonstration store: a tenth of the pupils; its files are kept in `files`."""

    def build(home: Path) -> None:
        build_demo(home, lambda *_: None, files=home / "files", share=0.1)

    return built_once("small", build)


@pytest.fixture(scope="session")
def hollow_home(built_once: Callable[..., Path], demo_home: Path) -> Path:
    """The same store, emptied of all that is not diffused."""

    def empty(home: Path) -> None:
        path = store.current_path(demo_home)
        assert path is not None
        (home / store.VERSIONS).mkdir(parents=True)
        copy = Path(shutil.copy(path, home / store.VERSIONS))
        with duckdb.connect(str(copy)) as con:
            tables = con.execute(
                """SELECT schema_name || '.' || table_name, table_name FROM duckdb_tables()
                   WHERE NOT temporary AND database_name = current_database()"""
            ).fetchall()
            emptied = [name for name, bare in tables if bare not in store.DIFFUSED]
            assert {"main.period_state", "main.hosting", "main.placement"} <= set(emptied)
            for name in emptied:
                con.execute(f"DELETE FROM {name}")
        store.publish(home, copy)

    return built_once("hollow", empty)


@pytest.fixture(scope="session")
def full_home(built_once: Callable[..., Path]) -> Path:
    """The whole demonstration store: its numbers are as small as real ones."""
    return built_once("full", lambda home: build_demo(home, lambda *_: None))


@pytest.fixture(scope="session")
def real_home(built_once: Callable[..., Path]) -> Path:
    """The store of the real files: no placement."""
    return built_once("real", lambda home: import_folder(shared("real"), home))
