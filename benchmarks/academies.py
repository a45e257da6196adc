"""Every académie from the national files alone: import, all pages at both levels, two decks.

    python -m benchmarks academies [NAME …] [--files FOLDER] [--out FILE]

One académie a process. Seconds and peak memory are those of the import; the pages are opened as
`proofs/_pages.py` does, and the decks are those of the académie and of its largest pôle.
"""

import argparse
import contextlib
import io
import logging
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from data import clock
from data.contracts.kinds import french
from data.intake.importing import import_folder
from data.reference.academies import academies
from data.scope import Scope
from data.store import store
from proofs._pages import failures
from slides.__main__ import main as make_deck

NATIONAL = Path(__file__).resolve().parent.parent.parent / "shared" / "real" / "france"
APART = ("Corse", "La Réunion", "Reims", "Strasbourg")  # the files at hand leave them out
_HEAD = (
    *("académie", "communes", "BEF", "établissements", "dans un BEF", "élèves", "import, s"),
    *("mémoire, Mo", "erreurs"),
)


class Line(NamedTuple):
    """What one académie gave.

    Parameters
    ----------
    communes, befs, schools, pupils : of the version published
    placed : schools in a BEF
    seconds, megabytes : of the import, the second at its peak
    failures : what stopped the import, a page or a deck
    """

    name: str
    communes: int
    befs: int
    schools: int
    placed: int
    pupils: int
    seconds: float
    megabytes: float
    failures: list[str]

    def cells(self) -> tuple[str, ...]:
        """Return the line as text, in the order of the head."""
        share = f"{100 * self.placed / max(self.schools, 1):.1f}".replace(".", ",") + " %"
        return (
            *(self.name, french(self.communes), str(self.befs), french(self.schools), share),
            *(french(self.pupils), f"{self.seconds:.1f}".replace(".", ",")),
            *(f"{self.megabytes:.0f}", str(len(self.failures))),
        )


def tried(name: str, files: Path) -> Line:
    """Import the files of one académie in a home of its own, and open all that they give."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        os.environ["EQUISTAGE_HOME"] = str(home)
        start = time.perf_counter()
        try:
            import_folder(files, home, academie=name)
        except Exception as error:  # whatever it is, it is a line of the table
            return Line(name, 0, 0, 0, 0, 0, 0.0, 0.0, [f"import: {error!r}"])
        seconds = time.perf_counter() - start
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        path = store.current_path(home)
        assert path is not None
        counts = store.Store(path).read(
            Scope.daet(),
            """SELECT (SELECT count(*) FROM commune) AS communes,
                      (SELECT count(*) FROM bef) AS befs,
                      (SELECT count(*) FROM school) AS schools,
                      (SELECT count(bef) FROM school) AS placed,
                      (SELECT coalesce(sum(pupils), 0)::BIGINT FROM enrolment) AS pupils""",
        )
        numbers = [int(value) for value in counts.iloc[0]]
        return Line(name, *numbers, seconds, megabytes, list(_stopped(path, home)))


def _stopped(path: Path, home: Path) -> Iterator[str]:
    largest = store.Store(path).read(
        Scope.daet(),
        """SELECT bef FROM school WHERE bef IS NOT NULL
           GROUP BY bef ORDER BY count(*) DESC, bef LIMIT 1""",
    )["bef"]
    for level in ("interne", "diffusion"):
        yield from failures(level)
    for pole in ([], ["--pole", str(largest.iloc[0])]):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            status = make_deck([*pole, "--out", str(home / "deck.pptx")])
        if status:
            yield f"deck {pole}: {said.getvalue()[-300:]}"


def table(lines: list[Line]) -> str:
    """Return the lines as a Markdown table."""
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(line.cells() for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks academies")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--files", type=Path, default=NATIONAL)
    parser.add_argument("--out", type=Path, help="where the table goes too")
    return parser


def main() -> None:
    asked = arguments().parse_args(sys.argv[2:])
    lines = []
    for name in asked.names or [name for name in academies() if name not in APART]:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            lines.append(pool.submit(tried, name, asked.files).result())
        print(" | ".join(lines[-1].cells()), flush=True)
        for failure in lines[-1].failures:
            print(f"    {failure}", flush=True)
    if asked.out:
        asked.out.write_text(
            f"# Les académies, d’après les seuls fichiers nationaux\n\n"
            f"`python -m benchmarks academies --out {asked.out}`, le {clock.today():%d/%m/%Y} : "
            "importer, ouvrir toutes les pages aux deux niveaux, faire le diaporama de "
            f"l’académie et d’un pôle.\n\n{table(lines)}\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
