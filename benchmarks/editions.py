"""Pages of an earlier revision and of now, turn by turn: is any page slower?

    python -m benchmarks editions REVISION [ROUNDS]

Each revision is checked out apart, builds its own demonstration and stays open in a process of its
own. In each round both open each page anew (nothing of the session kept, the server warm), the one
that goes first changing; the processor time of the script's run is read, as in `clicks`. Beside
each page stands the median of the ratios of the rounds, now over before.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.clicks import CLICKS

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 20
WARM = 2  # openings of each page that are not read
BEGUN = "begun"
WORKER = f"""
import logging, os, sys
sys.path.insert(0, os.getcwd())
logging.disable(logging.WARNING)
told, sys.stdout = sys.stdout, sys.stderr
try:
    from demo.making_demo import build_demo
except ImportError:
    from data.making_demo import build_demo
from pathlib import Path
from streamlit.testing.v1 import AppTest
from benchmarks.clicks import WATCH, timed
from pages.components import server
build_demo(Path(os.environ["EQUISTAGE_HOME"]), lambda *_: None)
server.load()
WATCH.start()
print("{BEGUN}", file=told, flush=True)
for page in map(str.strip, sys.stdin):
    app = AppTest.from_file("app.py", default_timeout=300).run()
    print(timed(app, lambda: app.switch_page(page))[1], file=told, flush=True)
"""


class Edition:
    """A revision whose pages are opened in a process of its own.

    Parameters
    ----------
    folder : its checkout
    home : where its stores go
    """

    def __init__(self, folder: Path, home: Path) -> None:
        home.mkdir()
        self._said = home / "said.log"
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(home), "EQUISTAGE_HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said.open("w"),
            text=True,
        )

    def heard(self) -> str:
        """Next line that the process says; raise RuntimeError when it has ended."""
        assert self._process.stdout
        if not (line := self._process.stdout.readline().strip()):
            raise RuntimeError(f"an edition has ended:\n{self._said.read_text()[-2000:]}")
        return line

    def opened(self, page: str) -> float:
        """Processor time of a page that is opened, ms."""
        assert self._process.stdin
        print(page, file=self._process.stdin, flush=True)
        return float(self.heard())

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()


def compared(before: Edition, now: Edition, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Processor time of each page, ms: before and now, a pair a round."""
    spent: dict[str, list[tuple[float, float]]] = {page: [] for page in CLICKS}
    for turn in range(WARM + rounds):
        for page, pairs in spent.items():
            if turn % 2:
                later = now.opened(page)
                pair = before.opened(page), later
            else:
                pair = before.opened(page), now.opened(page)
            if turn >= WARM:
                pairs.append(pair)
    return spent


def main() -> None:
    revision, *rounds = sys.argv[2:] or [""]
    if not revision:
        raise SystemExit("usage: python -m benchmarks editions REVISION [ROUNDS]")
    with tempfile.TemporaryDirectory() as temporary:
        earlier = Path(temporary, "earlier")
        subprocess.run(["git", "worktree", "add", "-q", "--detach", earlier, revision], check=True)
        try:
            before = Edition(earlier, Path(temporary, "before"))
            now = Edition(ROOT, Path(temporary, "now"))
            assert before.heard() == now.heard() == BEGUN
            spent = compared(before, now, int(rounds[0]) if rounds else ROUNDS)
            before.end()
            now.end()
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", earlier], check=True)
    print(f"{'page':32}{'before':>9}{'now':>9}{'ratio':>8}   (ms of processor, medians)")
    for page, pairs in spent.items():
        middle = [statistics.median(side) for side in zip(*pairs, strict=True)]
        ratio = statistics.median(later / earlier for earlier, later in pairs)
        print(f"{page:32}{middle[0]:9.0f}{middle[1]:9.0f}{ratio:8.2f}")
    every = [later / earlier for pairs in spent.values() for earlier, later in pairs]
    print(f"all pages, {len(every)} pairs: median ratio {statistics.median(every):.2f}")


if __name__ == "__main__":
    main()
