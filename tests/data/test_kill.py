"""Killed at any moment: the current version stays whole, and the next import works."""

import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from data import store, versions
from data.__main__ import main
from data.building import verify
from data.importing import import_folder
from tests.data.conftest import STAGES_HEADER, import_academy, import_followed, stage, write
from tests.data.killing import start

INSTANTS = 30


def _work(ready: Connection, home: str, *command: str) -> None:
    os.environ["EQUISTAGE_HOME"] = home
    sys.argv[1:] = command
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        ready.send("ready")
        sys.exit(main())


def _start(command: list[str], home: Path) -> ForkServerProcess:
    """Start a command in a process of its own; returns once it is at work."""
    return start(_work, str(home), *command)[0]


def _duration(command: list[str], home: Path) -> float:
    process = _start(command, home)
    start = time.monotonic()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - start


def _batch(folder: Path, number: int) -> Path:
    """Files of a new batch, different each time and large enough to be cut short."""
    lines = [stage("signé", "01/12/2025", "10/01/2026")] * (2000 + number)
    return write(folder / str(number), "stages.csv", STAGES_HEADER, *lines).parent


def test_an_import_killed_at_random_instants_never_harms_the_current_version(
    own_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = own_home("first", import_academy)
    draw = random.Random(2026)
    whole = _duration(["import", "--force", str(_batch(tmp_path, 0))], home)
    killed = 0
    for number in range(1, INSTANTS + 1):
        before = store.current_path(home)
        process = _start(["import", "--force", str(_batch(tmp_path, number))], home)
        time.sleep(draw.uniform(0, whole))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        after = store.current_path(home)
        assert after is not None
        verify(after)
        assert after == before or versions.versions(home)[0].path == after
    assert killed > INSTANTS / 3  # the check can fail
    report = import_folder(_batch(tmp_path, INSTANTS + 1), home, force=True)
    assert report.batch is not None
    verify(report.version)
    assert not list((home / store.VERSIONS).glob("*.draft*"))


def test_a_publication_killed_at_random_instants_leaves_one_whole_version(
    own_home: Callable[..., Path],
) -> None:
    home = own_home("followed", import_followed)
    draw = random.Random(7)
    names = [v.name for v in versions.versions(home)[:2]]
    assert len(names) == 2
    whole = _duration(["publish", names[0]], home)
    for number in range(INSTANTS):
        process = _start(["publish", names[number % 2]], home)
        time.sleep(draw.uniform(0, whole))
        process.kill()
        process.join()
        current = store.current_path(home)
        assert current is not None
        assert current.stem in names
        verify(current)
    versions.publish(home, names[0])
    assert store.current_path(home) == versions.versions(home)[0].path
