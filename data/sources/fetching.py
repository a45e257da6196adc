"""Fetching: official files, downloaded whole, checked by what they hold, or left as they were."""

import json
import os
import time
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import duckdb

from data.contracts import CONTRACTS, Contract
from data.intake.intake import possible_headers, recognise
from data.intake.keeping import digest_of
from data.model.building import Progress, quiet
from data.readers import IntakeError, Source, open_sources
from data.reference import REFERENCE
from data.sources.downloading import (
    BLOCK,
    RefusedError,
    check_address,
    download,
    persist,
    write_blocks,
)

SOURCES = REFERENCE / "sources.toml"
MANIFEST = ".manifest.json"  # hidden: an import of the folder passes over it
MAX_NAMED = 5  # missing headers that a message names


@dataclass(frozen=True)
class OfficialFile:
    """One file to download: an entry of `sources.toml`, which says what each field is."""

    id: str
    title: str
    url: str
    licence: str
    contract: str
    file: str
    member: str = ""
    sha256: str = ""

    @property
    def origin(self) -> str:
        """What the file on disk comes from: the address and, for an archive, the member."""
        return f"{self.url}#{self.member}" if self.member else self.url


class Fetched(NamedTuple):
    """What became of one source; `path` is the file in place, new or old, None without one."""

    id: str
    path: Path | None
    status: Literal["téléchargé", "inchangé", "échec"]
    bytes: int
    sha256: str
    message: str


def read_sources(path: Path | None = None) -> list[OfficialFile]:
    """Read the list of sources: `path`, or else `EQUISTAGE_SOURCES`, or else the shipped one.

    Raises
    ------
    IntakeError : the list is absent, unreadable or wrong; the message says which entry
    """
    file = path or Path(os.environ.get("EQUISTAGE_SOURCES") or SOURCES)
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("source", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise IntakeError(
            f"Liste des sources illisible : « {file} ». La corriger, ou vider EQUISTAGE_SOURCES "
            "pour prendre celle qui est livrée."
        ) from error
    if not isinstance(entries, list) or not entries:
        raise IntakeError(f"« {file} » ne décrit aucune source : il faut des entrées [[source]].")
    sources = [
        _source(entry, f"« {file.name} », source n° {n}") for n, entry in enumerate(entries, 1)
    ]
    for name in ("id", "file"):
        values = [getattr(source, name).casefold() for source in sources]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise IntakeError(f"« {file.name} » : {name} en double, « {twice[0]} ».")
    return sources


def _source(entry: Any, where: str) -> OfficialFile:
    known = {field.name for field in fields(OfficialFile)}
    if not isinstance(entry, dict) or not all(isinstance(v, str) for v in entry.values()):
        raise IntakeError(f"{where} : chaque champ doit être un texte entre guillemets.")
    missing = sorted(known - {"member", "sha256"} - {key for key, value in entry.items() if value})
    if missing:
        raise IntakeError(f"{where} : champ manquant, « {missing[0]} ».")
    if entry.keys() - known:
        raise IntakeError(f"{where} : champ inconnu, « {min(entry.keys() - known)} ».")
    source = OfficialFile(**entry)
    if source.contract not in CONTRACTS:
        raise IntakeError(f"{where} : contrat inconnu, « {source.contract} ».")
    if source.file.startswith((".", "~")) or any(sign in source.file for sign in '/\\:*?"<>|\0'):
        raise IntakeError(f"{where} : « {source.file} » n’est pas un nom de fichier simple.")
    try:
        check_address(source.url)
    except RefusedError as error:
        raise IntakeError(f"{where} : {error}.") from error
    return source


def fetch(
    folder: str | Path,
    sources: Sequence[OfficialFile] | None = None,
    progress: Progress = quiet,
    retries: int = 3,
    timeout: float = 30.0,
    only: Collection[str] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Fetched]:
    """Download the official files into `folder`; one that fails leaves its old file in place.

    Parameters
    ----------
    sources : what to download; None: what `read_sources` gives
    progress : called with the share done (0 to 1) and a French text
    retries : attempts after the first one, when the failure may pass
    timeout : seconds that a silent server is waited for
    only : ids of the sources to take; None: all
    sleep : waits between two attempts

    Raises
    ------
    IntakeError : wrong list of sources, unknown id, or a folder that cannot be written to
    """
    target = Path(folder)
    wanted = list(read_sources() if sources is None else sources)
    unknown = sorted(set(only or ()) - {source.id for source in wanted})
    if unknown:
        ids = ", ".join(source.id for source in wanted)
        raise IntakeError(f"Source inconnue : « {unknown[0]} ». Sources connues : {ids}.")
    wanted = [source for source in wanted if only is None or source.id in only]
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IntakeError(f"Dossier impossible à créer : « {target} ».") from error
    manifest, results = _read_manifest(target), []
    for number, source in enumerate(wanted):
        progress(number / len(wanted), f"Téléchargement : {source.title}")
        results.append(_fetch_one(target, source, manifest, retries, timeout, sleep))
    progress(1.0, "Téléchargements terminés")
    return results


def _fetch_one(
    target: Path,
    source: OfficialFile,
    manifest: dict[str, dict[str, str]],
    retries: int,
    timeout: float,
    sleep: Callable[[float], None],
) -> Fetched:
    """Download, check and put in place one file; the old one stays until the new one is good."""
    path, part = target / source.file, target / f".{source.file}.part"
    old = digest_of(path) if path.is_file() else ""
    entry = manifest.get(source.id, {})
    ours = bool(old) and entry.get("sha256") == old and entry.get("url") == source.origin
    try:
        headers = _conditions(entry) if ours and not source.sha256 else {}
        found = persist(lambda: download(source.url, part, headers, timeout), retries, sleep)
        if found is None:
            return _result(source, path, "inchangé", "inchangé depuis le dernier téléchargement")
        rows = _verify(part, source)
        new = digest_of(part)
        if new != old:
            part.replace(path)
        manifest[source.id] = {"url": source.origin, **found, "sha256": new, "file": source.file}
        _write_manifest(target, manifest)
    except (RefusedError, OSError) as error:
        refused = isinstance(error, RefusedError)
        reason = str(error) if refused else "écriture impossible (disque plein ?)"
        kept = "le fichier précédent reste en place" if path.is_file() else "aucun fichier en place"
        cure = (
            f"vérifier la source « {source.id} » ({urlsplit(source.url).hostname}) et recommencer"
        )
        return _result(source, path, "échec", f"{reason} ; {kept} ; {cure}")
    finally:
        part.unlink(missing_ok=True)
    counted = f"{rows:,} lignes".replace(",", "\u202f")
    if new == old:
        return _result(source, path, "inchangé", f"même contenu, {counted}")
    return _result(source, path, "téléchargé", f"{counted}, {source.licence}")


def _result(
    source: OfficialFile,
    path: Path,
    status: Literal["téléchargé", "inchangé", "échec"],
    message: str,
) -> Fetched:
    text = f"{source.title} : {message}."
    if not path.is_file():
        return Fetched(source.id, None, status, 0, "", text)
    return Fetched(source.id, path, status, path.stat().st_size, digest_of(path), text)


def _conditions(entry: dict[str, str]) -> dict[str, str]:
    names = {"If-None-Match": "etag", "If-Modified-Since": "last_modified"}
    return {header: entry[name] for header, name in names.items() if entry.get(name)}


def _verify(part: Path, source: OfficialFile) -> int:
    """Check what `part` holds, its archive opened; return its number of rows."""
    with part.open("rb") as stream:
        start = stream.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise RefusedError("fichier vide")
    if start.startswith(b"<"):
        raise RefusedError("le serveur a envoyé une page web (HTML), pas le fichier")
    if source.sha256 and digest_of(part) != source.sha256.lower():
        raise RefusedError("l’empreinte sha256 n’est pas celle qui est attendue")
    if source.member:
        _extract(part, source.member)
    try:
        with open_sources(part) as tables:
            return _count_rows(tables, CONTRACTS[source.contract])
    except IntakeError as error:
        raise RefusedError(str(error).replace(part.name, source.file)) from error


def _extract(part: Path, member: str) -> None:
    """Put one member of the archive `part` in its place."""
    inner = part.with_name(f"{part.name}.member")
    try:
        with (
            zipfile.ZipFile(part) as archive,
            archive.open(member) as stream,
            inner.open("wb") as out,
        ):
            write_blocks(iter(lambda: stream.read(BLOCK), b""), out)
        inner.replace(part)
    except KeyError as error:
        raise RefusedError(f"l’archive ne contient pas « {member} »") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise RefusedError("ce n’est pas une archive ZIP entière") from error
    finally:
        inner.unlink(missing_ok=True)


def _count_rows(tables: list[Source], contract: Contract) -> int:
    """Count the rows of the table that is of `contract`; its header, rows and end are checked."""
    recognised = recognise(tables, [contract])
    if recognised is None:
        headers = [header for table in tables for _, header in possible_headers(table.head)]
        lacks = [contract.missing_headers(contract.match(header)) for header in headers]
        named = ", ".join(f"« {name} »" for name in min(lacks, key=len, default=[])[:MAX_NAMED])
        raise RefusedError(f"colonne absente, {named} : le fichier a changé, ou n’est pas le bon")
    with duckdb.connect() as con:
        malformed = recognised.source.load(con, recognised.header_row)
        counted = con.execute("SELECT count(*), coalesce(max(line), 0) FROM staged").fetchone()
    rows, last = counted or (0, 0)
    if len(malformed) and malformed["line"].max() > last:
        raise RefusedError("fichier incomplet : sa dernière ligne est coupée")
    if not rows:
        raise RefusedError("fichier sans aucune ligne (filtre de l’adresse ?)")
    return int(rows)


def _read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Read what earlier downloads noted; a manifest that cannot be read is an empty one."""
    try:
        noted = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = noted.items() if isinstance(noted, dict) else ()
    return {
        key: {name: value for name, value in entry.items() if isinstance(value, str)}
        for key, entry in entries
        if isinstance(entry, dict)
    }


def _write_manifest(folder: Path, manifest: dict[str, dict[str, str]]) -> None:
    part = folder / f".{MANIFEST}.part"
    part.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / MANIFEST)
