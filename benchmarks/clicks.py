"""Server time of a change on three pages: the script's run, without browser or network.

    python -m benchmarks clicks

The pages are opened with Streamlit's AppTest on the store of `EQUISTAGE_HOME`, or else on a full
demonstration store built for the occasion. "First" is the time of a choice never made since the
start, "again" of the later visits of the same choices. Where other programs share the processors,
read the processor time (all threads of this process): it is the server time of a machine at rest.
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
CLICKS = {
    "pages/lecture/overview.py": OVERVIEW,
    "pages/lecture/access.py": ACCESS,
    "pages/pilotage/pole.py": POLE,
}


def measure(app: AppTest, name: str, codes: tuple[str, ...]) -> list[list[tuple[float, float]]]:
    """Milliseconds, by the clock and of processor, of first visits and of later ones."""
    first: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    for turn in range(ROUNDS):
        for code in codes:
            box = app.selectbox(key=f"select_{name}")
            start, used = time.perf_counter(), time.process_time()
            box.select(code).run()
            spent = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)
            if app.exception:
                raise RuntimeError(f"{name}={code}: {app.exception[0].value}")
            (again if turn else first).append(spent)
    return [first, again]


def clicks(home: Path) -> None:
    """Open the pages and print the times of each setting."""
    os.environ["EQUISTAGE_HOME"] = str(home)
    print(f"load of the machine at the start: {os.getloadavg()[0]:.1f} (it should be near 0)")
    for page, settings in CLICKS.items():
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.run()
        start = time.perf_counter()
        app.switch_page(page).run()
        print_page(app, page, 1000 * (time.perf_counter() - start), settings)


def print_page(
    app: AppTest, title: str, opened: float, settings: dict[str, tuple[str, ...]]
) -> None:
    """Visit the codes of each setting of the page that is open, and print the medians."""
    print(f"\n{title}: opened, {opened:.0f} ms")
    heads = ("first: clock", "processor", "again: clock", "processor")
    print(f"{'setting':<14}" + "".join(f"{head:>14}" for head in heads) + "   (median, ms)")
    for name, codes in settings.items():
        times = [np.median(visits, axis=0) for visits in measure(app, name, codes)]
        print(f"{name:<14}" + "".join(f"{ms:>14.0f}" for ms in np.concatenate(times)))


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
