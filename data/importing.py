"""Import: files become a batch, the batch a new version of the store, or nothing at all."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from data import batches, store
from data.arrivals import Arrivals, arrivals
from data.batches import Batch
from data.building import Progress, build, prepare, quiet, verify
from data.contracts import CONTRACTS
from data.headers import accepted_headers, with_accepted
from data.keeping import Suggestion, digest_of, take_in
from data.readers import IntakeError
from data.rejects import write_csv
from data.versions import prune
from data.vintages import date_older_files, declared_year

MOST_REJECTED = 0.05  # above this share of refused lines, a batch is published only if forced
_READING = 0.5  # share of the progress for reading; the rest is for building


class UnrecognisedError(IntakeError):
    """No file is recognised; what some of their headers may be."""

    def __init__(self, text: str, suggestions: list[Suggestion]) -> None:
        super().__init__(text)
        self.suggestions = suggestions


@dataclass
class Report:
    """What an import or an undo did.

    files : one row per file of the batch: file, contract, title, encoding, read, accepted,
        repaired, rejected, note
    version : path of the version published, or of the one that stays when nothing is new
    rejects : path of the file of refused lines, or None when there is none
    remarks : what the version has to say: topic, text, amount, detail
    messages : files that were not read, and why
    batch : name of the new batch; None when nothing is new
    suggestions : headers of unknown files that a reader may accept
    """

    files: pd.DataFrame
    version: Path
    rejects: Path | None
    remarks: pd.DataFrame
    messages: list[str] = field(default_factory=list)
    batch: str | None = None
    suggestions: list[Suggestion] = field(default_factory=list)


def import_folder(
    folder: str | Path,
    home: Path,
    progress: Progress = quiet,
    *,
    author: str | None = None,
    force: bool = False,
    year: str | None = None,
    observed: date | None = None,
) -> Report:
    """Add the files of `folder` as a batch and publish a new version.

    Parameters
    ----------
    folder : folder of the files; its sub-folders are not read, and that is said
    home : folder of the stores
    progress : called with the share done (0 to 1) and a French text
    author : who imports; None: the account that runs this
    force : publish even when more than 5 % of the lines are refused
    year : school year of the files that do not say theirs, « 2023-2024 »
    observed : day on which the follow-up was extracted, where its rows do not say; None: today

    Raises
    ------
    IntakeError : nothing can be published; the current version is untouched

    The same files again change nothing: the report then has no batch.
    """
    declared = declared_year(year) if year else None
    author = author or batches.current_author()
    try:
        return _import(Path(folder), home, progress, author, force, declared, observed)
    except _NothingNewError as nothing:
        with duckdb.connect(str(nothing.version), read_only=True) as con:
            report = _report(con, nothing.version, None, nothing.messages)
        progress(1.0, "Rien de nouveau")
        return report


def _import(
    folder: Path,
    home: Path,
    progress: Progress,
    author: str,
    force: bool,
    year: int | None,
    observed: date | None,
) -> Report:
    with arrivals(folder) as found, store.locked(home):
        current = store.current_path(home)
        with store.building(home) as (con, version):
            prepare(con)
            if current is not None:
                batches.copy_kept(con, current)
                date_older_files(con)
            batch = batches.open_batch(con, author, folder.name, force)
            messages, suggestions = _take_all(con, found, batch, home, progress, force, year)
            batches.observe(con, batch, observed)
            if not _brought(con, batch):
                if current is not None and _all_known(con, found):
                    raise _NothingNewError(current, messages)
                raise UnrecognisedError(
                    "Aucun fichier reconnu : rien n’est publié. " + " ".join(messages[:5]),
                    suggestions,
                )
            messages += _separate_demo(con, batch)

            def later(share: float, text: str) -> None:
                progress(_READING + (0.95 - _READING) * share, text)

            build(con, version, home, later)
            report = _report(con, version, batch.batch, messages)
            report.suggestions = suggestions
            rejects = con.execute(
                """SELECT r.* FROM reject r JOIN import_file f ON f.file = r.file
                   WHERE f.batch = ? ORDER BY r.file, r.line""",
                [batch.batch],
            ).df()
            if len(rejects):
                report.rejects = write_csv(rejects, home / "rejets" / f"{version.stem}.csv")
            _refuse_many_rejects(report, force)
        _publish(home, version)
    progress(1.0, "Version publiée")
    return report


def _take_all(
    con: duckdb.DuckDBPyConnection,
    found: Arrivals,
    batch: Batch,
    home: Path,
    progress: Progress,
    force: bool,
    year: int | None,
) -> tuple[list[str], list[Suggestion]]:
    """Read all the files; return what has to be said, and what unknown headers may be.

    Raises
    ------
    IntakeError : a file is broken, all those that are being named; forced, they are left out
    """
    accepted = accepted_headers(home)
    contracts = [with_accepted(c, accepted) for c in CONTRACTS.values()]
    messages, failures = list(found.messages), list(found.failures)
    suggestions: list[Suggestion] = []
    for rank, arrival in enumerate(found.files):
        progress(_READING * rank / len(found.files), f"Lecture de {arrival.label}")
        try:
            messages += take_in(con, arrival, batch, contracts, suggestions, year)
        except IntakeError as error:
            failures.append(str(error))
    if failures and not force:
        raise IntakeError(
            f"{' '.join(f.rstrip('. ') + '.' for f in failures)} "
            "Rien n’est publié : corriger ou retirer "
            f"{'ce fichier' if len(failures) == 1 else 'ces fichiers'}, ou publier sans : "
            "option --force."
        )
    return messages + failures, suggestions


def _brought(con: duckdb.DuckDBPyConnection, batch: Batch) -> bool:
    row = con.execute("SELECT count(*) FROM kept.file WHERE _batch = ?", [batch.number]).fetchone()
    return row != (0,)


def _all_known(con: duckdb.DuckDBPyConnection, found: Arrivals) -> bool:
    known = {row[0] for row in con.execute("SELECT sha256 FROM kept.file").fetchall()}
    return any(digest_of(arrival.path) in known for arrival in found.files)


def rebuild(home: Path, progress: Progress = quiet) -> Report:
    """Publish the same batches again, with what officers have decided since."""
    return _without(None, home, progress)


def undo(batch: str, home: Path, progress: Progress = quiet) -> Report:
    """Publish a version without one batch.

    Parameters
    ----------
    batch : name of the batch, L0003 say
    home : folder of the stores

    Raises
    ------
    IntakeError : unknown batch, or nothing would be left to publish
    """
    return _without(batch.upper(), home, progress)


def _without(batch: str | None, home: Path, progress: Progress) -> Report:
    with store.locked(home):
        current = store.current_path(home)
        if current is None:
            raise IntakeError("Aucune version publiée : importer d’abord des fichiers.")
        with store.building(home) as (con, version):
            prepare(con)
            batches.copy_kept(con, current, without=batch)
            date_older_files(con)
            if not batches.kept_batches(con):
                raise IntakeError(
                    f"« {batch} » est le seul lot de la version : l’annuler ne laisserait rien. "
                    "Pour revenir à une version plus ancienne : python -m data publish VERSION."
                )
            build(con, version, home, progress)
            messages = [f"Lot {batch} retiré."] if batch else ["Version recalculée."]
            report = _report(con, version, None, messages)
        _publish(home, version)
    return report


class _NothingNewError(IntakeError):
    """All the files are already in the current version."""

    def __init__(self, version: Path, messages: list[str]) -> None:
        super().__init__("Rien de nouveau : tous ces fichiers sont déjà importés.")
        self.version = version
        self.messages = [str(self), *messages]


def _publish(home: Path, version: Path) -> None:
    try:
        verify(version)
    except IntakeError:
        version.unlink(missing_ok=True)
        raise
    store.publish(home, version)
    prune(home)


def _separate_demo(con: duckdb.DuckDBPyConnection, batch: Batch) -> list[str]:
    """Demonstration data never stand beside real ones."""
    seeds = con.execute(
        "SELECT count(*) FROM kept.demonstration WHERE _batch = ?", [batch.number]
    ).fetchone()
    if seeds != (0,):
        con.execute("UPDATE kept.batch SET demo = true WHERE number = ?", [batch.number])
        others = [b for b in batches.kept_batches(con) if b.number != batch.number]
        batches.drop(con, [b.number for b in others])
        real = [b.batch for b in others if not b.demo]
        return (
            [
                f"Les lots réels {', '.join(real)} ne sont pas dans cette version de "
                "démonstration ; l’ancienne version reste : python -m data versions."
            ]
            if real
            else []
        )
    demo = [b.number for b in batches.kept_batches(con) if b.demo]
    batches.drop(con, demo)
    return ["Données de démonstration retirées de cette version."] if demo else []


def _report(
    con: duckdb.DuckDBPyConnection, version: Path, batch: str | None, messages: list[str]
) -> Report:
    files = con.execute(
        """SELECT file, contract, title, encoding, read, accepted, repaired, rejected, note
           FROM import_file WHERE batch = ? ORDER BY file""",
        [batch],
    ).df()
    return Report(files, version, None, con.execute("FROM remark").df(), messages, batch)


def _refuse_many_rejects(report: Report, force: bool) -> None:
    read, rejected = int(report.files["read"].sum()), int(report.files["rejected"].sum())
    if force or not read or rejected <= MOST_REJECTED * read:
        return
    worst = report.files.sort_values("rejected", ascending=False).iloc[0]
    share = f"{100 * rejected / read:.1f}".replace(".", ",")
    lines = "ligne rejetée" if rejected == 1 else "lignes rejetées"
    raise IntakeError(
        f"{rejected} {lines} sur {read} ({share} %, plus de "
        f"{100 * MOST_REJECTED:.0f} %) : rien n’est publié. Le plus touché : « {worst['file']} » "
        f"({worst['rejected']}). Motifs, ligne par ligne : {report.rejects}. Corriger les "
        "fichiers, ou publier quand même : option --force."
    )
