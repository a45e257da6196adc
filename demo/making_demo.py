"""The demonstration store: invented files that go through the real intake."""

import tempfile
from datetime import date
from pathlib import Path

from data import clock
from data.intake.importing import Report, import_folder
from data.model.building import Progress
from data.reference.academies import DEFAULT
from demo import generate, write

DEFAULT_SEED = 2026
_SHARE_OF_MAKING = 0.4


def build_demo(
    home: Path,
    progress: Progress,
    seed: int = DEFAULT_SEED,
    files: Path | None = None,
    share: float = 1.0,
    today: date | None = None,
) -> Report:
    """Generate the demonstration files, import and publish them.

    Parameters
    ----------
    home : folder of the stores
    progress : called with the share done and a French text
    seed : of the random draws: the same seed gives the same files
    files : folder where the exchange files are kept; None: they are not kept
    share : share of the pupils and schools, for small stores
    today : the day that it is for the whole making: the last campaign is then under way
    """
    with clock.set_to(today):
        return _build(home, progress, seed, files, share, today)


def _build(
    home: Path,
    progress: Progress,
    seed: int,
    files: Path | None,
    share: float,
    today: date | None,
) -> Report:
    progress(0.0, "Création des établissements, entreprises et stages inventés")
    demo = generate(seed, share, today)
    with tempfile.TemporaryDirectory() as temporary:
        folder = files or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        write(demo, folder)

        def later(done: float, text: str) -> None:
            progress(_SHARE_OF_MAKING + (1 - _SHARE_OF_MAKING) * done, text)

        return import_folder(folder, home, later, academie=DEFAULT)
