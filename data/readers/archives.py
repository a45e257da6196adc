"""Archives: a zip is looked at before it is unfolded, and unfolded inside its folder only."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path, PurePosixPath

from data.readers.errors import LIMITS, IntakeError, Limits, size_text

_CHUNK = 1024**2
_ENCRYPTED = 0x1
_UTF_8_NAME = 0x800
_JUNK = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini"}
_NESTED = {".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".zst"}
_AGAIN = "Recréer l’archive avec les seuls fichiers de données et recommencer"
_SHAPES = (".shp", ".shx", ".dbf")


class Unfolding:
    """A zip whose entries are read under limits; what it declares is not believed.

    Parameters
    ----------
    path : the file, named in messages
    limits : sizes beyond which it is refused
    """

    def __init__(self, path: Path, opened: zipfile.ZipFile, limits: Limits) -> None:
        self.path, self.zip, self.limits = path, opened, limits
        self.packed = path.stat().st_size
        self.total = 0

    def check_declared(self) -> None:
        """Refuse a zip whose directory already says too much, or that is encrypted."""
        entries = self.zip.infolist()
        if len(entries) > self.limits.entries:
            raise IntakeError(
                f"« {self.path.name} » contient {len(entries)} fichiers "
                f"({self.limits.entries} au plus). {_AGAIN}"
            )
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise IntakeError(
                f"« {self.path.name} » est protégé par un mot de passe : "
                "l’enregistrer sans mot de passe et recommencer"
            )
        for entry in entries:
            self._check(entry.file_size, entry.compress_size, entry.filename)
        self._check(sum(entry.file_size for entry in entries), self.packed, "")

    def read(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the bytes of an entry to their real end, counted as they come."""
        whole = copy(entry)
        whole.file_size = self.limits.bytes + _CHUNK  # read on, beyond what is declared
        read = 0
        with self.zip.open(whole) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                self.total += len(chunk)
                self._check(read, entry.compress_size, entry.filename)
                self._check(self.total, self.packed, "")
                yield chunk

    def _check(self, size: int, packed: int, name: str) -> None:
        where = f"« {name} », dans « {self.path.name} »," if name else f"« {self.path.name} »"
        if size > self.limits.bytes:
            raise IntakeError(
                f"{where} dépasse {size_text(self.limits.bytes)} une fois décompressé : refusé. "
                "Découper les données en plusieurs fichiers"
            )
        if size > self.limits.ratio_from and size > self.limits.ratio * max(packed, 1):
            raise IntakeError(
                f"{where} se décompresse plus de {self.limits.ratio} fois : refusé, "
                f"par prudence (archive piégée ?). {_AGAIN}"
            )


@contextmanager
def unfolding(
    path: Path, limits: Limits = LIMITS, what: str = "un fichier zip"
) -> Iterator[Unfolding]:
    """Open a zip and check what it declares.

    Parameters
    ----------
    path : the zip
    limits : sizes beyond which it is refused
    what : what it is for the reader of a message

    Raises
    ------
    IntakeError : broken, encrypted, packed in an unknown way, or beyond the limits
    """
    try:
        with zipfile.ZipFile(path) as opened:
            opening = Unfolding(path, opened, limits)
            opening.check_declared()
            yield opening
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise IntakeError(
            f"« {path.name} » est {what} abîmé ou incomplet (transfert interrompu ?) : "
            "le récupérer de nouveau et recommencer"
        ) from error
    except (NotImplementedError, RuntimeError) as error:
        raise IntakeError(
            f"« {path.name} » est compressé par une méthode inconnue : "
            "recréer l’archive au format zip ordinaire et recommencer"
        ) from error


def entry_names(path: Path) -> list[str]:
    """Return the names that a zip holds; none when it cannot be read."""
    try:
        with zipfile.ZipFile(path) as opened:
            return opened.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def holds_shapes(names: list[str]) -> bool:
    """Tell whether the names of a zip are those of a zipped Shapefile."""
    endings = {PurePosixPath(name).suffix.lower() for name in names}
    return endings.issuperset(_SHAPES)


def extract_archive(path: Path, folder: Path, limits: Limits = LIMITS) -> list[Path]:
    """Unfold a zip of data files inside `folder`; nothing is left there when it is refused.

    Parameters
    ----------
    path : the zip
    folder : where the files go, with the folders of the archive
    limits : sizes beyond which it is refused

    Returns
    -------
    the files written, in the order of their names; system files (`__MACOSX`, `.DS_Store`,
    hidden and lock files) are left out

    Raises
    ------
    IntakeError : broken, encrypted, too large, with paths that leave it, links or archives
    """
    written: list[Path] = []
    try:
        with unfolding(path, limits) as opened:
            targets = _targets(opened, folder)
            for target, entry in targets.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as copied:
                    written.append(target)
                    for chunk in opened.read(entry):
                        copied.write(chunk)
    except BaseException as error:
        for target in written:
            target.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise IntakeError(f"« {path.name} » : un de ses fichiers existe déjà") from error
        raise
    if not written:
        raise IntakeError(f"« {path.name} » ne contient aucun fichier à lire")
    return sorted(written)


def _targets(opened: Unfolding, folder: Path) -> dict[Path, zipfile.ZipInfo]:
    """Where each entry goes; the first that has no right to is refused, and so the archive."""
    targets: dict[Path, zipfile.ZipInfo] = {}
    archive = opened.path.name
    for entry in opened.zip.infolist():
        name = _name(entry)
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise IntakeError(f"« {archive} » : « {name} » est un lien, refusé. {_AGAIN}")
        if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
            raise IntakeError(
                f"« {archive} » : « {name} » sortirait du dossier, archive refusée. {_AGAIN}"
            )
        if entry.is_dir() or name.endswith("/") or _is_junk(parts):
            continue
        if Path(name).suffix.lower() in _NESTED:
            raise IntakeError(
                f"« {archive} » contient une autre archive, « {name} » : "
                "extraire celle-ci à part et recommencer"
            )
        target = folder.joinpath(*(_plain(part) for part in parts))
        if target in targets:
            raise IntakeError(f"« {archive} » contient deux fois « {name} ». {_AGAIN}")
        targets[target] = entry
    return targets


def _name(entry: zipfile.ZipInfo) -> str:
    """Name of an entry, accents read, with `/` between folders."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8_NAME:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850")
    return name.replace("\\", "/")


def _is_junk(parts: list[str]) -> bool:
    return any(part.lower() in _JUNK or part.startswith((".", "~$")) for part in parts)


def _plain(part: str) -> str:
    """One name of a path, without the signs that some systems refuse, of a length all accept."""
    plain = re.sub(r'[\x00-\x1f<>:"|?*]', "_", part)
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:16]}" if dot else plain[:80]
