"""The product, or another Streamlit script, served by a process of its own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = "app.py"
START_SECONDS = 60
_TICKS = 100  # of /proc a second, on every Linux that matters
_SPENT = slice(11, 15)  # user and system time, of the process and of its ended children


@dataclass(frozen=True)
class Server:
    """A running server: its port on 127.0.0.1 and its process."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """What a browser asks for."""
        return f"http://127.0.0.1:{self.port}"

    def processor(self) -> float:
        """Seconds of processor since its start, all threads (Linux)."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, after_name[_SPENT])) / _TICKS

    def memory(self) -> float:
        """Resident memory, MB (Linux)."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def open_stores(self) -> int:
        """Versions that it holds open (Linux)."""
        links = Path(f"/proc/{self.pid}/fd").iterdir()
        return len({target for link in links if (target := _target(link)).endswith(".duckdb")})


def _target(link: Path) -> str:
    try:
        return str(link.readlink()).removesuffix(" (deleted)")
    except OSError:  # closed meanwhile
        return ""


@contextmanager
def serving(home: Path, log: Path, script: str = APP, *options: str) -> Iterator[Server]:
    """Serve a script on the stores of `home`; the server ends with the block, whatever happens.

    Parameters
    ----------
    home : folder of the stores
    log : file of what the server says
    script : from the root of the project
    options : of Streamlit, instead of those of the configuration
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += options
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "EQUISTAGE_HOME": str(home), "PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(process, port, log)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if fetch(port, "/_stcore/health") == b"ok":
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")


def fetch(port: int, path: str) -> bytes:
    """Raw body of an address, as the server sends it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()
