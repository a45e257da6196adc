"""Arrivals: the files that a folder brings, archives unfolded."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from data.intake.vintages import year_in_name
from data.readers import IntakeError
from data.readers.archives import extract_archive
from data.readers.forms import is_archive
from data.readers.json_records import holds_records
from data.readers.outline_files import COMPANIONS, is_boundary_file, names_communes

_NOT_TABLES = {".md", ".pdf", ".doc", ".docx", ".pptx", ".png", ".jpg"}


@dataclass(frozen=True)
class Arrival:
    """One file to read.

    Parameters
    ----------
    path : the file
    label : what it is called in reports: its name, after its archive's when it comes from one
    outlines : True when it holds the outlines of the communes
    """

    path: Path
    label: str
    outlines: bool = False


@dataclass(frozen=True)
class Arrivals:
    """What a folder brings.

    Parameters
    ----------
    files : the files to read
    messages : what is said of those that are not
    failures : what is broken
    unused : files that are no tables
    """

    files: list[Arrival]
    messages: list[str]
    failures: list[str]
    unused: list[str]


@contextmanager
def arrivals(folder: Path) -> Iterator[Arrivals]:
    """List the files of a folder, of two vintages the latest first; unfold its archives.

    Raises
    ------
    IntakeError : no such folder, or nothing in it
    """
    if not folder.is_dir():
        raise IntakeError(f"Dossier introuvable : {folder}")
    entries = sorted(p for p in folder.iterdir() if not p.name.startswith((".", "~$")))
    messages = [
        f"Sous-dossier « {named(p.name)} » non lu ({sum(1 for _ in p.iterdir())} éléments) : "
        "placer les fichiers directement dans le dossier."
        for p in entries
        if p.is_dir()
    ]
    found = [(p, named(p.name)) for p in entries if p.is_file()]
    if not found:
        raise IntakeError(f"Le dossier « {folder.name} » ne contient aucun fichier à lire.")
    failures: list[str] = []
    unused: list[str] = []
    with TemporaryDirectory() as temporary:
        unfolded: list[tuple[Path, str]] = []
        for number, (path, label) in enumerate(found):
            try:
                unfolded += _unfold(path, label, Path(temporary) / str(number))
            except IntakeError as error:
                failures.append(str(error))
        files = [a for path, label in unfolded if (a := _sorted_out(path, label, messages, unused))]
        files.sort(key=lambda a: (-(year_in_name(a.label) or 0), a.label))
        yield Arrivals(files, messages, failures, unused)


def named(name: str) -> str:
    """Return the name of a file as it is shown: some systems write an accent apart."""
    return unicodedata.normalize("NFC", name)


def _unfold(path: Path, label: str, target: Path) -> list[tuple[Path, str]]:
    if not is_archive(path) or is_boundary_file(path):
        return [(path, label)]
    target.mkdir()
    inside = extract_archive(path, target)
    return [(p, f"{label} › {named(p.relative_to(target).as_posix())}") for p in inside]


def _sorted_out(path: Path, label: str, messages: list[str], unused: list[str]) -> Arrival | None:
    """Tell what a file is for; say why when it is not read."""
    suffix = path.suffix.lower()
    if suffix in COMPANIONS:
        return None  # read with its .shp
    if is_boundary_file(path) and not holds_records(path):
        if names_communes(path.stem):
            return Arrival(path, label, outlines=True)
        messages.append(
            f"« {label} » : contours non lus. Seuls servent ceux des communes, dans un fichier "
            "dont le nom le dit (« communes.geojson », « communes.gpkg » ou « communes.zip ») : le "
            "renommer si ce sont eux. Ceux des BEF en sont déduits ; un tableau est attendu en CSV."
        )
        return None
    if suffix in _NOT_TABLES:
        unused.append(label)
        return None
    return Arrival(path, label)
