"""Import: files become a batch, the batch a new version of the store, or nothing at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from data.contracts import CONTRACTS
from data.contracts.kinds import french
from data.intake.arrivals import Arrivals, arrivals
from data.intake.headers import accepted_headers, with_accepted
from data.intake.keeping import ALREADY_GIVEN, Ledger, Suggestion, Taking, Told, take_in
from data.intake.perimeter import near, settled
from data.intake.recognising import SCHOOL_FILES
from data.intake.rejects import write_csv
from data.intake.renewing import copy, renew
from data.intake.totals import TOTAL_LINE
from data.intake.vintages import declared_year
from data.model import batches
from data.model.batches import Batch
from data.model.building import Progress, build, prepare, quiet, verify
from data.readers import IntakeError
from data.reference import academies
from data.reference.academies import Academie
from data.store import store
from data.store.versions import prune
from geo.travel import REACH_KM

MOST_REJECTED = 0.05  # above this share of refused lines, a batch is published only if forced
_SHOWN = 5  # names shown of a long list
_READING = 0.5  # share of the progress for reading; the rest is for building


class UnrecognisedError(IntakeError):
    """Files are not recognised; what some of their headers may be."""

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

    @property
    def read(self) -> int:
        """Lines of the batch that were read."""
        return int(self.files["read"].sum())

    @property
    def rejected(self) -> int:
        """Lines of the batch that were refused."""
        return int(self.files["rejected"].sum())


def import_folder(
    folder: str | Path,
    home: Path,
    progress: Progress = quiet,
    *,
    author: str | None = None,
    force: bool = False,
    year: str | None = None,
    observed: date | None = None,
    academie: str | None = None,
) -> Report:
    """Add the files of `folder` as a batch and publish a new version.

    Parameters
    ----------
    folder : folder of the files; its sub-folders are not read, and that is said
    home : folder of the stores
    progress : called with the share done (0 to 1) and a French text
    author : who imports; None: the account that runs this
    force : publish even when more than 5 % of the lines of a file or of all are refused, when
        files of schools are not read, or when more pupils are followed than are due
    year : school year of the files that do not say theirs, « 2023-2024 »
    observed : day on which the follow-up was extracted, where its rows do not say; None: today
    academie : whose files they are; None: that of the store, else the one whose schools they name,
        else Nancy-Metz

    Raises
    ------
    IntakeError : nothing can be published; the current version is untouched

    The same files again change nothing: the report then has no batch.
    """
    try:
        by = author or batches.current_author()
        told = Told(observed, declared_year(year) if year else None)
        owner = academies.academie(academie) if academie else None
        return _import(Path(folder), home, progress, by, force, told, owner)
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
    told: Told,
    asked: Academie | None,
) -> Report:
    with arrivals(folder) as found, store.locked(home):
        current = store.current_path(home)
        with store.building(home) as (con, version):
            prepare(con)
            if current is not None:
                copy(con, current)
            owner, about = settled(con, found, asked)
            batch = batches.open_batch(con, author, folder.name, force, owner)
            told = told._replace(perimeter=near(con, owner, REACH_KM))
            ledger = _take_all(con, found, batch, home, progress, force, told)
            if about:
                con.execute("INSERT INTO remark VALUES ('Académie', ?, 1, '')", [about])
            batches.observe(con, batch, told.observed)
            messages = ledger.messages
            if not _brought(con, batch) and current is not None and ledger.known:
                raise _NothingNewError(current, messages)
            if not _brought(con, batch):
                said = "\n- ".join(["Aucun fichier reconnu : rien n’est publié.", *messages])
                raise UnrecognisedError(said, ledger.suggestions)
            if ledger.unread and not force:
                raise UnrecognisedError(
                    "\n- ".join(_unread(ledger)) + "\n\nRien n’est publié : corriger ces fichiers, "
                    "ou publier sans eux : option --force.",
                    ledger.suggestions,
                )
            messages += _separate_demo(con, batch)

            def later(share: float, text: str) -> None:
                progress(_READING + (0.95 - _READING) * share, text)

            build(con, version, home, later)
            report = _report(con, version, batch.batch, messages)
            report.suggestions = ledger.suggestions
            rejects = con.execute(
                """SELECT r.* FROM reject r JOIN import_file f ON f.file = r.file
                   WHERE f.batch = ? ORDER BY r.file, r.line""",
                [batch.batch],
            ).df()
            report.messages += _totals(rejects)
            if len(rejects):
                report.rejects = write_csv(rejects, home / "rejets" / f"{version.stem}.csv")
            _refuse_overlaps(con, batch)
            if not force:
                _refuse_many_rejects(report, rejects)
                _refuse_too_many_followed(con, batch)
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
    told: Told,
) -> Ledger:
    """Read all the files; return what was done of each.

    Raises
    ------
    IntakeError : a file is broken, all those that are being named; forced, they are left out
    """
    accepted = accepted_headers(home)
    contracts = [with_accepted(c, accepted) for c in CONTRACTS.values()]
    ledger, failures = Ledger(list(found.messages), unused=found.unused), list(found.failures)
    taking = Taking(con, batch, contracts, told, ledger)
    for rank, arrival in enumerate(found.files):
        progress(_READING * rank / len(found.files), f"Lecture de {arrival.label}")
        try:
            take_in(taking, arrival)
        except IntakeError as error:
            failures.append(str(error))
    if failures and not force:
        raise IntakeError(
            f"{' '.join(f.rstrip('. ') + '.' for f in failures)} "
            "Rien n’est publié : corriger ou retirer "
            f"{'ce fichier' if len(failures) == 1 else 'ces fichiers'}, ou publier sans : "
            "option --force."
        )
    ledger.messages += failures + _unread(ledger) + _elsewhere(ledger)
    if ledger.unused:
        ledger.messages.append(
            f"Non utilisés, hors des fichiers attendus : {_names(ledger.unused, 40)}."
        )
    return ledger


def _unread(ledger: Ledger) -> list[str]:
    """Say how many files of schools are not read, then why, those of one reason together."""
    if not ledger.unread:
        return []
    unread, every = len(ledger.unread), len(ledger.unread) + ledger.read
    plural = "s" * (unread > 1)
    reasons = dict.fromkeys(ledger.unread.values())
    return [
        f"{unread} fichier{plural} sur {every} non lu{plural} (établissements et pôles).",
        *(
            f"{_names([f for f, why in ledger.unread.items() if why == reason])} : {reason}."
            for reason in reasons
        ),
    ]


def _elsewhere(ledger: Ledger) -> list[str]:
    """Say how many schools of other académies are left aside."""
    if not (schools := len(ledger.elsewhere)):
        return []
    plural = "s" * (schools > 1)
    return [
        f"{french(schools)} établissement{plural} d’autres académies laissé{plural} de côté : les "
        "fichiers nationaux sont coupés à l’académie."
    ]


def _names(files: Iterable[str], most: int = _SHOWN) -> str:
    """List some names of files."""
    names = [f"« {file} »" for file in files]
    left = len(names) - most
    more = f" et {left} autre{'s' * (left > 1)}" if left > 0 else ""
    return ", ".join(names[:most]) + more


def _brought(con: duckdb.DuckDBPyConnection, batch: Batch) -> bool:
    row = con.execute("SELECT count(*) FROM kept.file WHERE _batch = ?", [batch.number]).fetchone()
    return row != (0,)


def rebuild(home: Path, progress: Progress = quiet) -> Report:
    """Publish the same batches again, with what officers have decided since.

    A named version that this edition cannot read is made again too, as on its day, under its name.
    """
    report = _without(None, home, progress)
    return replace(report, messages=[*report.messages, *renew(home, progress)])


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
            copy(con, current, without=batch)
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
        store.publish(home, version)
    except BaseException:
        version.unlink(missing_ok=True)
        raise
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


def _refuse_many_rejects(report: Report, rejects: pd.DataFrame) -> None:
    """Refuse a batch when too many lines of a file, or of all of them, are refused.

    What loses nothing is not counted: a line of total, one of an older official vintage.

    Raises
    ------
    IntakeError : above the share, with the files and the reasons
    """
    ours = report.files.loc[report.files["contract"].isin(SCHOOL_FILES), "file"]
    older = rejects["reason"].str.startswith(ALREADY_GIVEN) & ~rejects["file"].isin(ours)
    counted = rejects[~older & ~rejects["reason"].str.startswith(TOTAL_LINE)]
    files = report.files.set_index("file")[["read"]].assign(
        rejected=counted.groupby("file")["line"].nunique()
    )
    files["rejected"] = files["rejected"].fillna(0).astype(int)
    read, rejected = int(files["read"].sum()), int(files["rejected"].sum())
    worst = files[files["rejected"] > MOST_REJECTED * files["read"]]
    if worst.empty and rejected <= MOST_REJECTED * read:
        return
    told = (worst if len(worst) else files).sort_values("rejected", ascending=False)[:_SHOWN]
    shares = "\n- ".join(
        f"« {file} » : {_lines(bad)} sur {lines} ({_percent(bad, lines)}) ; motif le plus "
        f"fréquent : {_main_reason(counted, str(file))}"
        for file, lines, bad in told.itertuples()
        if bad
    )
    raise IntakeError(
        f"{_lines(rejected)} sur {read} ({_percent(rejected, read)}), et au plus "
        f"{100 * MOST_REJECTED:.0f} % est accepté de chaque fichier comme de l’ensemble : rien "
        f"n’est publié.\n- {shares}\n\nMotifs, ligne par ligne : {report.rejects}. Corriger les "
        "fichiers, ou publier quand même : option --force."
    )


def _totals(rejects: pd.DataFrame) -> list[str]:
    """Say how many lines of total are left aside, by file."""
    totals = rejects[rejects["reason"].str.startswith(TOTAL_LINE)]
    return [
        f"« {file} » : {lines} ligne{'s' * (lines > 1)} de total laissée{'s' * (lines > 1)} de "
        "côté : ses nombres sont déjà dans les autres lignes."
        for file, lines in totals.groupby("file")["line"].nunique().items()
    ]


def _lines(rejected: int) -> str:
    return f"{rejected} ligne{'s' * (rejected > 1)} rejetée{'s' * (rejected > 1)}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",") + " %"


def _main_reason(rejects: pd.DataFrame, file: str) -> str:
    causes = rejects.loc[rejects["file"] == file, ["reason", "column"]].fillna("")
    reason, column = causes.value_counts().index[0]
    return f"{reason} (colonne «\u00a0{column}\u00a0»)" if column else str(reason)


def _refuse_overlaps(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Ask what files of a batch that follow the same groups are, where no day orders them.

    Raises
    ------
    IntakeError : halves of one class, or two extracts of it: nothing tells
    """
    found = con.execute(
        """SELECT count(*), list(grp ORDER BY grp), list_sort(list_distinct(flatten(list(files))))
           FROM overlap WHERE batch = ?""",
        [batch.number],
    ).fetchone()
    if not found or not found[0]:
        return
    number, groups, files = found
    told = "un même groupe" if number == 1 else f"{number} mêmes groupes"
    raise IntakeError(
        f"Plusieurs fichiers suivent {told} d’élèves, sans dire de quel jour ils sont : "
        f"{_names(files)}. Groupe{'s' * (number > 1)} : {' ; '.join(groups[:_SHOWN])}"
        f"{' ; …' * (number > _SHOWN)}. Rien n’est publié, rien n’est additionné ni remplacé au "
        "hasard.\n- Deux extractions du même suivi : donner à chacune une colonne "
        "date_extraction, ou les importer l’une après l’autre, chacune avec son jour "
        "(--au JOUR) : la plus récente remplacera l’autre."
        "\n- Les parties d’un même suivi, sans élève commun : les importer ensemble avec leur "
        "jour commun (--au JOUR) : elles seront additionnées."
        "\n- Une copie : ne garder qu’un fichier."
    )


def _refuse_too_many_followed(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Refuse a batch that follows more pupils than are due, or that makes it so.

    Raises
    ------
    IntakeError : one pupil is counted twice, or a number of pupils is wrong
    """
    found = con.execute(
        """SELECT grp, followed, due, files FROM excess WHERE NOT assumed AND (uai, year) IN (
               SELECT (uai, annee) FROM kept.stages WHERE _batch = $1
               UNION SELECT (uai, annee) FROM kept.effectifs WHERE _batch = $1
               UNION SELECT (uai, annee) FROM kept.periodes WHERE _batch = $1)
           ORDER BY followed - due DESC, grp""",
        [batch.number],
    ).fetchall()
    if not found:
        return
    groups = "\n- ".join(
        f"{group} : {followed} lignes pour {due} élève{'s' * (due > 1)} ({_names(files)})"
        for group, followed, due, files in found[:_SHOWN]
    )
    more = f"\n- … et {len(found) - _SHOWN} autres groupes" if len(found) > _SHOWN else ""
    raise IntakeError(
        "Plus de lignes suivies que d’élèves attendus : des élèves seraient comptés deux fois, ou "
        f"un effectif est faux. Rien n’est publié.\n- {groups}{more}\n\nCorriger les fichiers, ou "
        "publier quand même, le nombre de lignes étant retenu : option --force."
    )
