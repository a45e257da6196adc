"""Server time of a click: the first opening of each page, changes on three of them.

    python -m benchmarks clicks

The script's run alone, without browser or network, nor what Streamlit's AppTest, which opens the
pages, does around it (0.01 s, 0.1 at its first run). The pages are opened on
the store of `EQUISTAGE_HOME`, or else on a full demonstration store built for the occasion, after
the overview, once what the server imports at its start is imported. "First" is the time of a choice
never made since the start, "again" of the later visits of the same choices. Where other programs
share the processors, read the processor time (all threads of this process): it is the server time
of a machine at rest.
"""

import logging
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from data.store import store
from demo.making_demo import build_demo
from pages.components import server

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 4
# Page -> setting -> codes visited in turn; the last one is the page's default again.
OVERVIEW = {
    "attribution": ("residence", "accueil", "etablissement"),
    "indicateur": ("sans_lieu", "penetration", "taux_acces"),
    "famille": ("commerce", "sante", "tous"),
    "bef": ("BEF-03", "BEF-06", "tous"),
}
ACCESS = {
    "attribution": ("residence", "accueil", "etablissement"),
    "famille": ("commerce", "sante", "btp", "tous"),
    "decroissance": ("gaussienne", "ajustee", "paliers"),
    "offre": ("observee", "attendue", "employeurs"),
    "affichage": ("croise", "accueil", "acces"),
    "rayon": ("30", "30min", "20"),
    "bef": ("BEF-03", "BEF-06", "tous"),
    "niveau": ("tous", "2PRO", "pro"),
}
POLE = {
    "bef": ("BEF-03", "BEF-09", "BEF-12", "BEF-06", "BEF-01"),
    "niveau": ("tous", "2PRO", "pro"),
    "campagne": ("2024-2025", "2023-2024", "2025-2026"),
}
CLICKS: dict[str, dict[str, tuple[str, ...]]] = {
    "pages/lecture/overview.py": OVERVIEW,
    "pages/lecture/access.py": ACCESS,
    "pages/pilotage/pole.py": POLE,
    "pages/lecture/equity.py": {},
    "pages/lecture/companies.py": {},
    "pages/pilotage/digest.py": {},
    "pages/pilotage/journal.py": {},
    "pages/pilotage/snapshots.py": {},
    "pages/pilotage/exports.py": {},
    "pages/lecture/method.py": {},
    "pages/administration/data.py": {},
    "pages/administration/pairs.py": {},
}
FIRST = "pages/pilotage/pole.py"  # opened by its address too, when nothing else was
Spent = tuple[float, float]  # milliseconds, by the clock and of processor


class Stopwatch:
    """Time of each run of a script, since it is started.

    Parameters
    ----------
    spent : of each run, the last at the end
    """

    def __init__(self) -> None:
        self.spent: list[Spent] = []
        self._run = script_runner.exec_func_with_error_handling

    def start(self) -> "Stopwatch":
        """Stand between Streamlit and the scripts that it runs."""
        script_runner.exec_func_with_error_handling = self.run  # type: ignore[assignment]
        return self

    def run(self, script: Callable[[], None], context: Any) -> Any:
        """Run a script as Streamlit does."""
        start, used = time.perf_counter(), time.process_time()
        try:
            return self._run(script, context)
        finally:
            spent = time.perf_counter() - start, time.process_time() - used
            self.spent.append((1000 * spent[0], 1000 * spent[1]))


WATCH = Stopwatch()


def timed(app: AppTest, change: Callable[[], AppTest]) -> Spent:
    """Time of a run of the page."""
    change().run()
    if app.exception:
        raise RuntimeError(app.exception[0].value)
    return WATCH.spent[-1]


def measure(app: AppTest, name: str, codes: tuple[str, ...]) -> tuple[list[Spent], list[Spent]]:
    """Times of first visits and of later ones."""
    first: list[Spent] = []
    again: list[Spent] = []
    for turn in range(ROUNDS):
        for code in codes:
            box = app.selectbox(key=f"select_{name}")
            spent = timed(app, lambda box=box, code=code: box.select(code))  # type: ignore[misc]
            (again if turn else first).append(spent)
    return first, again


def opened_first(home: Path, page: str) -> Spent:
    """Time of a page that is the very first of a server, in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_opened, home, page).result()


def _opened(home: Path, page: str) -> Spent:
    logging.disable(logging.WARNING)
    os.environ["EQUISTAGE_HOME"] = str(home)
    server.load()
    WATCH.start()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    return timed(app, lambda: app.switch_page(page))


def clicks(home: Path) -> None:
    """Open the pages and print the times of each setting."""
    os.environ["EQUISTAGE_HOME"] = str(home)
    print(f"load of the machine at the start: {os.getloadavg()[0]:.1f} (it should be near 0)")
    clock, used_first = opened_first(home, FIRST)
    print(f"{FIRST}, the very first page of a server: {clock:.0f} ms, processor {used_first:.0f}")
    used = time.process_time()
    server.load()
    WATCH.start()
    print(f"imports at the start of the server: {time.process_time() - used:.1f} s of processor")
    for page, settings in CLICKS.items():
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        opened = timed(app, lambda app=app: app)  # type: ignore[misc]
        if page != next(iter(CLICKS)):
            opened = timed(app, lambda app=app, page=page: app.switch_page(page))  # type: ignore[misc]
        print_page(app, page, opened, settings)


def print_page(
    app: AppTest, title: str, opened: Spent, settings: dict[str, tuple[str, ...]]
) -> None:
    """Visit the codes of each setting of the page that is open, and print the times."""
    print(f"\n{title}: first opening {opened[0]:.0f} ms, processor {opened[1]:.0f}")
    if not settings:
        return
    heads = ("first: clock", "processor", "slowest", "again: clock", "processor")
    print(f"{'setting':<14}" + "".join(f"{head:>14}" for head in heads))
    for name, codes in settings.items():
        first, again = measure(app, name, codes)
        slowest = max(used for _, used in first)
        numbers = (*np.median(first, axis=0), slowest, *np.median(again, axis=0))
        print(f"{name:<14}" + "".join(f"{ms:>14.0f}" for ms in numbers))
    print("(ms; medians, and the slowest first visit in processor time)")


def main() -> None:
    logging.disable(logging.WARNING)
    given = os.environ.get("EQUISTAGE_HOME")
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(given) if given else Path(temporary)
        if store.current_path(home) is None:
            build_demo(home, lambda *_: None)
        clicks(home)


if __name__ == "__main__":
    main()
