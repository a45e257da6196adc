"""Killed at any step: the current version stays whole, and the next import works."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest import mock

import duckdb

from data import __main__ as command_line
from data.intake.importing import import_folder
from data.model.building import verify
from data.store import store, versions
from tests.data.conftest import STAGES_HEADER, import_academy, import_followed, stage, write
from tests.data.killing import Stepping, Steps, heard, start

LAST = 7  # steps of the end of an import, where it publishes: each is tried
SPREAD = 9  # of those before


def _work(say: Connection, home: str, last: str, *command: str) -> None:
    """Run a command; its statements, its changes of files and its words are its steps."""
    os.environ["EQUISTAGE_HOME"] = home
    sys.argv[1:] = command
    steps, building = Steps(int(last)), store.building

    @contextlib.contextmanager
    def stepping(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
        with building(folder) as (con, path):
            yield Stepping(con, steps), path  # type: ignore[misc]

    steps.on_files(home)
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        mock.patch.object(store, "building", stepping),
        mock.patch.object(command_line, "_say", steps.take),
    ):
        say.send("ready")
        status = command_line.main()
        say.send(str(steps.taken))
        sys.exit(status)


def _killed(command: list[str], home: Path, step: int) -> ForkServerProcess:
    process, _ = start(_work, str(home), str(step), *command)
    process.join()
    return process


def _steps(command: list[str], home: Path) -> int:
    """Number of the steps of a command, which is run to its end."""
    process, said = start(_work, str(home), "0", *command)
    (taken,) = heard(said)
    process.join()
    assert process.exitcode == 0
    return int(taken)


def _batch(folder: Path, number: int) -> Path:
    """Files of a new batch, different each time and large enough to be cut short."""
    lines = [stage("signé", "01/12/2025", "10/01/2026")] * (2000 + number)
    return write(folder / str(number), "stages.csv", STAGES_HEADER, *lines).parent


def test_an_import_killed_at_its_steps_never_harms_the_current_version(
    own_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = own_home("first", import_academy)
    load = ["import", "--force"]  # more rows than pupils
    whole = _steps([*load, str(_batch(tmp_path, 0))], home)
    early = range(1, whole - LAST, (whole - LAST) // SPREAD)
    tried = [*early, *range(whole - LAST, whole + 1)]
    for number, step in enumerate(tried, start=1):
        before = store.current_path(home)
        process = _killed([*load, str(_batch(tmp_path, number))], home, step)
        assert process.exitcode == -signal.SIGKILL or step in tried[-LAST:]
        after = store.current_path(home)
        assert after is not None
        verify(after)
        assert after == before or versions.versions(home)[0].path == after
    report = import_folder(_batch(tmp_path, len(tried) + 1), home, force=True)
    assert report.batch is not None
    verify(report.version)
    assert not list((home / store.VERSIONS).glob("*.draft*"))


def test_a_publication_killed_at_each_step_leaves_one_whole_version(
    own_home: Callable[..., Path],
) -> None:
    home = own_home("followed", import_followed)
    names = [v.name for v in versions.versions(home)[:2]]
    assert len(names) == 2
    whole = _steps(["publish", names[1]], home)
    assert whole > 2  # the lock, the draft, the swap
    for step in range(1, whole + 1):
        for name in names:
            process = _killed(["publish", name], home, step)
            assert process.exitcode == -signal.SIGKILL
            current = store.current_path(home)
            assert current is not None
            assert current.stem in names
            verify(current)
    versions.publish(home, names[0])
    assert store.current_path(home) == versions.versions(home)[0].path
