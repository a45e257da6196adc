"""Programs that tests kill. Their modules are loaded: what is killed is work, not imports."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from types import ModuleType
from unittest import mock

_LOADED = multiprocessing.get_context("forkserver")
_LOADED.set_forkserver_preload(["tests.data.test_kill", "tests.data.test_journal_kill"])


def start(work: Callable[..., None], *arguments: str) -> tuple[ForkServerProcess, Connection]:
    """Start `work` in a process of its own; return it, once at work, and what it says.

    Parameters
    ----------
    work : called with the connection where it says things, "ready" first, and the arguments
    """
    here, there = _LOADED.Pipe(duplex=False)
    process = _LOADED.Process(target=work, args=(there, *arguments))
    # The page that a test opened before is still `__main__`: its script would run in the process.
    with mock.patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    there.close()
    assert here.recv() == "ready"
    return process, here


def heard(here: Connection) -> list[str]:
    """All that a process said until its end."""
    said = []
    while True:
        try:
            said.append(here.recv())
        except EOFError:
            return said
