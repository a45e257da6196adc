"""Versions of the store: list, publish again, name, retire, prune."""

import contextlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.store import store
from data.store.store import StoreError

KEPT_VERSIONS = 10  # older ones go at the next publication, unless they have a name
NAMES = "names"
# Of a file, on every system: Windows keeps some names for its devices.
_LABEL = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Version:
    """One version of the store.

    Parameters
    ----------
    name : file name without its ending
    path : its file
    size : bytes
    made_at : date and time, UTC
    current : True for the published one
    labels : names given to it; a named version is kept for ever
    """

    name: str
    path: Path
    size: int
    made_at: datetime
    current: bool
    labels: tuple[str, ...]


def versions(home: Path) -> list[Version]:
    """Versions in `home`, the newest first."""
    current = store.current_name(home)
    labels: dict[str, list[str]] = {}
    for label in sorted((home / NAMES).glob("*")):
        labels.setdefault(label.read_text(encoding="utf-8").strip(), []).append(label.name)
    found = [
        Version(
            path.stem,
            path,
            path.stat().st_size,
            datetime.fromtimestamp(path.stat().st_mtime, UTC),
            path.name == current,
            tuple(labels.get(path.name, [])),
        )
        for path in (home / store.VERSIONS).glob("*.duckdb")
    ]
    return sorted(found, key=lambda v: (v.made_at, v.name), reverse=True)


def publish(home: Path, name: str) -> Version:
    """Make an older version the current one again.

    Raises
    ------
    StoreError : unknown version, or one that does not open
    """
    with store.locked(home):
        version = _found(home, name)
        store.Store(version.path).close()
        store.publish(home, version.path)
    return version


def label(home: Path, name: str, text: str) -> None:
    """Give a version a name, so that it is kept for ever.

    Raises
    ------
    StoreError : unknown version, bad name, or a name already given to another
    """
    if not _LABEL.fullmatch(text):
        raise StoreError(
            f"Nom « {text} » refusé : minuscules, chiffres et tirets, 2 à 41 signes "
            "(copil-2026-06), et aucun nom que Windows se réserve (con, nul…)."
        )
    with store.locked(home):
        version = _found(home, name)
        target = home / NAMES / text
        target.parent.mkdir(exist_ok=True)
        if target.exists() and target.read_text(encoding="utf-8").strip() != version.path.name:
            raise StoreError(f"Le nom « {text} » est déjà donné à une autre version.")
        _write(target, version.path.name)


def unlabel(home: Path, text: str) -> None:
    """Take a name back: its version is then an ordinary one, removed when it is old.

    Raises
    ------
    StoreError : no version has this name
    """
    with store.locked(home):
        if text not in labelled(home):
            raise StoreError(f"Aucune version ne s’appelle « {text} ».")
        (home / NAMES / text).unlink()


def labelled(home: Path) -> dict[str, Path]:
    """File of each named version, by name; a name whose file is gone is not there."""
    found = {}
    for name in sorted((home / NAMES).glob("[a-z0-9]*")):
        path = home / store.VERSIONS / name.read_text(encoding="utf-8").strip()
        if path.is_file():
            found[name.name] = path
    return found


def rename(home: Path, old: Path, new: Path) -> None:
    """Give the names of a version to another, in a store that the caller has locked.

    Parameters
    ----------
    old, new : files of the two versions
    """
    for name, path in labelled(home).items():
        if path == old:
            _write(home / NAMES / name, new.name)


def _write(target: Path, name: str) -> None:
    draft = target.with_name(f".{target.name}")
    draft.write_text(name + "\n", encoding="utf-8")
    draft.replace(target)


def retire(home: Path, name: str) -> None:
    """Remove a version for good.

    Raises
    ------
    StoreError : unknown, current, or named version
    """
    with store.locked(home):
        version = _found(home, name)
        if version.current:
            raise StoreError("La version en cours ne se retire pas : en publier une autre d’abord.")
        if version.labels:
            raise StoreError(
                f"La version « {version.name} » a un nom ({', '.join(version.labels)}) : elle est "
                "gardée pour toujours."
            )
        version.path.unlink()


def prune(home: Path, keep: int = KEPT_VERSIONS) -> list[str]:
    """Remove the oldest versions beyond `keep`, neither named nor current; return their names.

    One that a reader holds open stays where the system does not let it go: the next one takes it.
    """
    gone = []
    for version in versions(home)[keep:]:
        if not version.current and not version.labels:
            with contextlib.suppress(PermissionError):
                version.path.unlink(missing_ok=True)
                gone.append(version.name)
    return gone


def _found(home: Path, name: str) -> Version:
    known = versions(home)
    for version in known:
        if name in (version.name, version.path.name) or name in version.labels:
            return version
    names = ", ".join(v.name for v in known[:5]) or "aucune"
    raise StoreError(f"Version « {name} » introuvable. Les plus récentes : {names}.")
