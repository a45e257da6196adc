"""Server time of a change on the page of access: the script's run, without browser or network.

    python -m benchmarks clicks

The page is opened with Streamlit's AppTest on the store of `EQUISTAGE_HOME`, or else on a full
demonstration store built for the occasion. "First" is the time of a choice never made since the
start, "again" the median of later visits of the same choices.
"""

import logging
import os
import tempfile
import time
from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from data import store
from data.making_demo import build_demo

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 4
# Setting -> codes visited in turn; the last one is the page's default again.
CLICKS = {
    "famille": ("commerce", "sante", "btp", "tous"),
    "decroissance": ("gaussienne", "ajustee", "paliers"),
    "offre": ("observee", "attendue", "employeurs"),
    "affichage": ("croise", "accueil", "acces"),
    "rayon": ("30", "30min", "20"),
    "bef": ("BEF-03", "BEF-06", "tous"),
    "niveau": ("tous", "2PRO", "pro"),
}


def measure(app: AppTest, name: str, codes: tuple[str, ...]) -> tuple[list[float], list[float]]:
    """Milliseconds of the first visit of each code, and of the later ones."""
    first, again = [], []
    for turn in range(ROUNDS):
        for code in codes:
            box = app.selectbox(key=f"select_{name}")
            start = time.perf_counter()
            box.select(code).run()
            spent = 1000 * (time.perf_counter() - start)
            if app.exception:
                raise RuntimeError(f"{name}={code}: {app.exception[0].value}")
            (again if turn else first).append(spent)
    return first, again


def clicks(home: Path) -> None:
    """Open the page and print the times of each setting."""
    os.environ["EQUISTAGE_HOME"] = str(home)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.run()
    start = time.perf_counter()
    app.switch_page("pages/lecture/access.py").run()
    print(f"page opened, nothing cached: {1000 * (time.perf_counter() - start):.0f} ms")
    print(f"{'setting':<14}{'first: median':>15}{'max':>7}{'again: median':>16}{'max':>7}   (ms)")
    for name, codes in CLICKS.items():
        first, again = measure(app, name, codes)
        print(
            f"{name:<14}{np.median(first):>15.0f}{max(first):>7.0f}"
            f"{np.median(again):>16.0f}{max(again):>7.0f}"
        )


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
