"""Programs that tests kill. Their modules are loaded: what is killed is work, not imports."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from types import ModuleType
from unittest import mock

_LOADED = multiprocessing.get_context("forkserver")
_LOADED.set_forkserver_preload(
    ["tests.data.store.test_kill", "tests.data.journal.test_journal_kill"]
)


_FILES = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir"}
_WRITES = os.O_WRONLY | os.O_RDWR


class Steps:
    """The steps of this process, which one of them kills.

    Parameters
    ----------
    last : number of the step at which it is killed, from 1; 0: it goes on to its end
    """

    def __init__(self, last: int) -> None:
        self.last, self.taken = last, 0

    def take(self, *_: object) -> None:
        """Take one more step."""
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_files(self, home: str) -> None:
        """Take a step before each change of a file under `home`."""

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            if event in _FILES and str(arguments[0]).startswith(home):
                flags = arguments[2] if event == "open" else _WRITES
                if isinstance(flags, int) and flags & _WRITES:
                    self.take()

        sys.addaudithook(hook)


class Stepping:
    """A connection whose statements are steps."""

    def __init__(self, con: object, steps: Steps) -> None:
        self._con, self._steps = con, steps

    def __getattr__(self, name: str) -> object:
        if name in ("execute", "executemany", "close"):
            self._steps.take()
        return getattr(self._con, name)


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
