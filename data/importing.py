"""Import: a folder of files becomes a new version of the store, or nothing at all."""

import csv
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from data import store
from data.contracts import CONTRACTS, Contract
from data.contracts.exchange import personal_headers
from data.contracts.zoning import ZONING
from data.intake import closest_contract, read_into, recognise
from data.readers import IntakeError, open_sources
from geo import outlines

REFERENCE = Path(__file__).parent / "reference"
MODEL = Path(__file__).parent / "model"
OUTLINES_FILE = "communes.geojson"
_PLAIN_REFERENCE = ("niveaux", "periodes", "familles", "famille_naf", "naf", "communes_fusions")
_NOT_TABLES = {".md", ".pdf", ".doc", ".docx", ".pptx", ".png", ".jpg"}
SHIPPED = "référence livrée : "

_IN_FORCE = """current_date BETWEEN coalesce(valide_du, DATE '2015-09-01')
               AND coalesce(valide_au, DATE '9999-12-31')"""

Progress = Callable[[float, str], None]


@dataclass
class Report:
    """What an import did.

    files : one row per file: file, contract, title, encoding, read, accepted, repaired,
        rejected, note
    version : path of the published version
    rejects : path of the file of refused lines, or None when there is none
    """

    files: pd.DataFrame
    version: Path
    rejects: Path | None
    remarks: pd.DataFrame
    messages: list[str] = field(default_factory=list)


def _quiet(share: float, text: str) -> None:
    """Say nothing."""


def import_folder(folder: str | Path, home: Path, progress: Progress = _quiet) -> Report:
    """Build and publish a version of the store from the files of `folder`.

    Parameters
    ----------
    folder : folder of the files; its sub-folders are not read, and that is said
    home : folder of the stores
    progress : called with the share done (0 to 1) and a French text

    Raises
    ------
    IntakeError : nothing can be published; the current version is untouched
    """
    files, messages = _list_files(Path(folder))
    with store.building(home) as (con, version):
        _prepare(con)
        known: dict[str, str] = {}
        for number, path in enumerate(files):
            progress(0.6 * number / len(files), f"Lecture de {path.name}")
            message = _take_in(con, path, known)
            if message:
                messages.append(message)
        if not known:
            raise IntakeError(
                "Aucun fichier reconnu : rien n’est publié. " + " ".join(messages[:5])
            )
        progress(0.6, "Zonage et contours")
        _complete_zoning(con, Path(folder))
        _build_model(con, progress)
        _finish(con, version)
        report_files = con.execute(
            """SELECT file, contract, title, encoding, read, accepted, repaired, rejected, note
               FROM import_file WHERE file NOT LIKE ? || '%' ORDER BY file""",
            [SHIPPED],
        ).df()
        remarks = con.execute("FROM remark").df()
        rejects = con.execute("FROM reject ORDER BY file, line").df()
    rejects_path = _write_rejects(rejects, home, version) if len(rejects) else None
    store.publish(home, version)
    progress(1.0, "Version publiée")
    return Report(report_files, version, rejects_path, remarks, messages)


def _list_files(folder: Path) -> tuple[list[Path], list[str]]:
    if not folder.is_dir():
        raise IntakeError(f"Dossier introuvable : {folder}")
    entries = [p for p in folder.iterdir() if not p.name.startswith((".", "~$"))]
    entries.sort(key=lambda p: (-(_vintage(p) or 0), p.name))  # of two vintages, the latest wins
    files = [p for p in entries if p.is_file()]
    messages = [
        f"Sous-dossier « {p.name} » non lu ({sum(1 for _ in p.iterdir())} éléments) : "
        "placer les fichiers directement dans le dossier."
        for p in entries
        if p.is_dir()
    ]
    if not files:
        raise IntakeError(f"Le dossier « {folder.name} » ne contient aucun fichier à lire.")
    return files, messages


def _vintage(path: Path) -> int | None:
    """First year that a file's name holds."""
    year = re.search(r"20\d\d", path.stem)
    return int(year[0]) if year else None


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty source tables and the plain reference tables."""
    con.execute((MODEL / "00_source.sql").read_text(encoding="utf-8"))
    for name in _PLAIN_REFERENCE:
        con.execute(
            f"CREATE TEMP TABLE ref_{name} AS FROM read_csv(?, all_varchar=true, header=true, "
            "delim=',', nullstr='')",
            [str(REFERENCE / f"{name}.csv")],
        )
    con.execute("CREATE SCHEMA source")
    for contract in CONTRACTS.values():
        columns = ", ".join(f"{c.name} {c.sql_type}" for c in contract.columns)
        con.execute(f"CREATE TABLE source.{contract.name} (_file VARCHAR, _line BIGINT, {columns})")


def _take_in(con: duckdb.DuckDBPyConnection, path: Path, known: dict[str, str]) -> str | None:
    """Read one file into its source table; return a message when it is not read."""
    if path.suffix.lower() in {".geojson", ".json"}:
        return _note_geojson(path)
    if path.suffix.lower() in _NOT_TABLES:
        return f"« {path.name} » n’est pas un tableau : non lu."
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest in known:
        return f"« {path.name} » est identique à « {known[digest]} » : lu une seule fois."
    with open_sources(path) as sources:
        found = recognise(sources)
        if found is None:
            near = closest_contract(sources)
            hint = (
                f" Il ressemble à « {near[0].title} », sans la colonne "
                f"{', '.join(f'« {m} »' for m in near[1])}."
                if near
                else ""
            )
            return f"« {path.name} » : en-tête non reconnu, fichier non lu.{hint}"
        read = read_into(con, found)
        personal = personal_headers(found.contract, found.header)
        if personal:  # a malformed line is shown whole: not this one
            con.execute("""UPDATE rejected SET value = '(ligne non gardée)' WHERE "column" = ''""")
        _mend_merged_communes(con, found.contract)
        _store_rows(con, found.contract, path.name)
        con.execute(
            "INSERT INTO import_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?)",
            [
                path.name,
                digest,
                found.contract.name,
                found.contract.title,
                found.source.encoding,
                found.source.separator,
                _vintage(path),
                read,
                "" if found.header_row == 0 else f"en-tête en ligne {found.header_row + 1}",
            ],
        )
    known[digest] = path.name
    if personal:
        return (
            f"« {path.name} » : données personnelles laissées de côté, jamais gardées : colonne "
            f"{', '.join(f'« {header} »' for header in personal)}. À retirer avant l’envoi."
        )
    return None


def _note_geojson(path: Path) -> str | None:
    if path.name == OUTLINES_FILE:
        return None
    return (
        f"« {path.name} » : contours non lus ; seul « {OUTLINES_FILE} » est attendu, "
        "les contours des BEF en sont déduits."
    )


def _mend_merged_communes(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Replace the codes of merged communes by today's, and say so."""
    if contract in ZONING:
        return
    for column in (c for c in contract.columns if c.kind == "commune"):
        con.execute(
            f"""INSERT INTO repaired
                SELECT a.line, ?, m.ancien_code, 'commune ' || m.ancien_nom || ' fusionnée dans '
                       || m.nom || ' (' || m.code || ')'
                FROM accepted a JOIN ref_communes_fusions m ON m.ancien_code = a.{column.name}""",
            [column.headers[0]],
        )
        con.execute(
            f"""UPDATE accepted SET {column.name} = m.code FROM ref_communes_fusions m
                WHERE m.ancien_code = accepted.{column.name}"""
        )


def _store_rows(con: duckdb.DuckDBPyConnection, contract: Contract, file: str) -> None:
    names = ", ".join(c.name for c in contract.columns)
    if contract.key:  # a key already given by another file
        same = " AND ".join(f"t.{k} IS NOT DISTINCT FROM a.{k}" for k in contract.key)
        con.execute(
            f"""INSERT INTO rejected
                SELECT a.line, ?, concat_ws(' | ', {", ".join(f"a.{k}" for k in contract.key)}),
                       'déjà donné par « ' || t._file || ' », ligne ' || t._line
                FROM accepted a JOIN source.{contract.name} t ON {same}""",
            [contract.header(contract.key[0])],
        )
        con.execute("DELETE FROM accepted WHERE line IN (SELECT line FROM rejected)")
    con.execute(
        f"INSERT INTO source.{contract.name} SELECT ?, line, {names} FROM accepted ORDER BY line",
        [file],
    )
    for target, origin in (("reject", "rejected"), ("repair", "repaired")):
        con.execute(
            f'INSERT INTO {target} SELECT ?, line, "column", value, reason FROM {origin}', [file]
        )


def _complete_zoning(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Use the shipped zoning where the folder gives none, then build the outlines."""
    known: dict[str, str] = {}
    for contract in ZONING:
        row = con.execute(f"SELECT count(*) FROM source.{contract.name}").fetchone()
        if row == (0,):
            path = REFERENCE / f"{contract.name}.csv"
            _take_in(con, path, known)
            con.execute(
                "UPDATE import_file SET file = ? || file WHERE file = ?", [SHIPPED, path.name]
            )
    given = folder / OUTLINES_FILE
    try:
        communes = outlines.lighten(
            outlines.read_communes(given if given.is_file() else REFERENCE / OUTLINES_FILE)
        )
    except outlines.OutlineError as error:
        raise IntakeError(f"{error}. Rien n’est publié.") from error
    _check_zoning(con)
    zone_of = con.execute(
        f"""SELECT code, bef FROM source.commune_bef WHERE {_IN_FORCE}
            QUALIFY row_number() OVER (PARTITION BY code ORDER BY valide_du DESC NULLS LAST) = 1"""
    ).df()
    zone_of = zone_of.set_index("code")["bef"]
    for level, zones in (("commune", communes), ("bef", outlines.merge(communes, zone_of))):
        described = outlines.describe(zones)
        con.execute("INSERT INTO outline VALUES (?, ?)", [level, described.geojson])
        con.register("points", described.points)
        con.execute(
            "INSERT INTO outline_point SELECT ?, code, lon, lat, x, y, area_km2 FROM points",
            [level],
        )
        con.unregister("points")


def _check_zoning(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a zoning whose files do not speak of the same BEF."""
    con.execute(  # the shipped codes say nothing of another académie's BEF
        """DELETE FROM source.bef_officiels WHERE bef NOT IN (SELECT code FROM source.bef)
           AND _file IN (SELECT file[len(?) + 1:] FROM import_file WHERE file LIKE ? || '%')""",
        [SHIPPED, SHIPPED],
    )
    for table in ("commune_bef", "bef_officiels"):
        unknown = con.execute(
            f"""SELECT DISTINCT bef FROM source.{table}
                WHERE bef NOT IN (SELECT code FROM source.bef)"""
        ).fetchall()
        if unknown:
            raise IntakeError(
                f"Zonage incohérent : « {table} » cite des BEF absents de « bef » ("
                + ", ".join(sorted(u[0] for u in unknown)[:5])
                + "). Fournir les deux fichiers ensemble. Rien n’est publié."
            )


def _build_model(con: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    steps = [p for p in sorted(MODEL.glob("*.sql")) if not p.name.startswith("00")]
    for number, step in enumerate(steps):
        progress(0.65 + 0.3 * number / len(steps), "Calcul des tables")
        con.execute(step.read_text(encoding="utf-8"))
    row = con.execute("SELECT count(*) FROM school").fetchone()
    if row == (0,):
        raise IntakeError(
            "Aucun établissement dans ce dossier : joindre un annuaire (lycées ou collèges). "
            "Rien n’est publié."
        )


def _finish(con: duckdb.DuckDBPyConnection, version: Path) -> None:
    con.execute(  # a line refused after its repair was not repaired
        """DELETE FROM repair p WHERE EXISTS
           (FROM reject r WHERE r.file = p.file AND r.line = p.line)"""
    )
    con.execute(
        """UPDATE import_file f SET
             repaired = (SELECT count(DISTINCT line) FROM repair r WHERE r.file = f.file),
             rejected = (SELECT count(DISTINCT line) FROM reject r WHERE r.file = f.file)"""
    )
    con.execute("UPDATE import_file SET accepted = read - rejected")
    seed = con.execute("SELECT max(graine) FROM source.demonstration").fetchone()
    values = {
        "version": version.stem,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "demo_seed": "" if seed is None or seed[0] is None else str(seed[0]),
    }
    con.execute("CREATE TABLE info (key VARCHAR, value VARCHAR)")
    con.executemany("INSERT INTO info VALUES (?, ?)", list(values.items()))


def _write_rejects(rejects: pd.DataFrame, home: Path, version: Path) -> Path:
    """Write the refused lines, in a form that a French spreadsheet opens as it is."""
    folder = home / "rejets"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{version.stem}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["fichier", "ligne", "colonne", "valeur", "motif"])
        for row in rejects.itertuples(index=False):
            writer.writerow([_inert(v) for v in row])
    return path


def _inert(value: object) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    text = "" if value is None or value is pd.NA or value != value else str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
