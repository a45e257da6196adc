"""Batches: what each import brought, kept inside every version so that it can be undone."""

import getpass
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data import clock
from data.contracts import CONTRACTS, Contract
from data.readers import IntakeError
from data.reference.academies import DEFAULT, INVENTED, Academie, academies

FORMAT = "2"  # of the kept tables; a version of another format cannot be added to
_PLAIN = ("batch", "file", "reject", "repair", "boundary")


@dataclass(frozen=True)
class Batch:
    """One import.

    Parameters
    ----------
    batch : name, L0001 and on; never given twice
    number : rank in time: of two batches that say the same thing, the later wins
    author : account or role that imported
    made_at : ISO date and time, UTC
    origin : name of the folder or upload
    demo : True for the demonstration data
    forced : True when published in spite of many refused lines
    """

    batch: str
    number: int
    author: str
    made_at: str
    origin: str
    demo: bool = False
    forced: bool = False


def current_author() -> str:
    """Account that runs this program."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "inconnu"


def create_kept(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables of the schema `kept`."""
    con.execute(
        """CREATE SCHEMA kept;
        CREATE TABLE kept.batch (batch VARCHAR, number INT, author VARCHAR, made_at VARCHAR,
            origin VARCHAR, demo BOOLEAN, forced BOOLEAN, academie VARCHAR);
        CREATE TABLE kept.file (file VARCHAR, _batch INT, sha256 VARCHAR, contract VARCHAR,
            title VARCHAR, encoding VARCHAR, separator VARCHAR, vintage INT,
            vintage_origin VARCHAR, read BIGINT, note VARCHAR, content VARCHAR,
            observed_on DATE, declared BOOLEAN);
        CREATE TABLE kept.reject (file VARCHAR, _batch INT, line BIGINT, "column" VARCHAR,
            value VARCHAR, reason VARCHAR, "row" VARCHAR);
        CREATE TABLE kept.repair (file VARCHAR, _batch INT, line BIGINT, "column" VARCHAR,
            value VARCHAR, reason VARCHAR);
        CREATE TABLE kept.counter AS SELECT 0 AS last;  -- a number is never given twice
        CREATE TABLE kept.boundary (_batch INT, code VARCHAR, wkb BLOB, epsg INT);"""
    )
    for contract in CONTRACTS.values():
        columns = ", ".join(f"{c.name} {c.sql_type}" for c in contract.columns)
        con.execute(
            f"CREATE TABLE kept.{contract.name} "
            f"(_batch INT, _file VARCHAR, _line BIGINT, {columns}, _unread VARCHAR[])"
        )


def copy_kept(con: duckdb.DuckDBPyConnection, version: Path, without: str | None = None) -> None:
    """Copy the batches of a published version, one of them left out if asked.

    Raises
    ------
    IntakeError : the version is of another format, or `without` is not one of its batches
    """
    con.execute(f"ATTACH '{quoted(version)}' AS old (READ_ONLY)")
    try:
        _check_format(con, version)
        numbers = {b.batch: b.number for b in _batches(con, "old.kept.batch")}
        if without is not None and without not in numbers:
            known = ", ".join(numbers) or "aucun"
            raise IntakeError(f"Lot « {without} » introuvable. Lots de cette version : {known}.")
        left_out = numbers.get(without or "", -1)
        con.execute("UPDATE kept.counter SET last = (SELECT last FROM old.kept.counter)")
        for name in (*_PLAIN, *CONTRACTS):
            number = "number" if name == "batch" else "_batch"
            columns = _common_columns(con, name)
            if not columns:  # a contract that the old version did not know
                continue
            con.execute(
                f"INSERT INTO kept.{name} BY NAME SELECT {columns} FROM old.kept.{name} "
                f"WHERE {number} <> ?",
                [left_out],
            )
        con.execute(  # versions of before had no day: that of the import
            """UPDATE kept.file SET observed_on = left(b.made_at, 10)::DATE, declared = FALSE
               FROM kept.batch b WHERE b.number = file._batch AND observed_on IS NULL"""
        )
    finally:
        con.execute("DETACH old")


def _check_format(con: duckdb.DuckDBPyConnection, version: Path) -> None:
    try:
        found = con.execute("SELECT value FROM old.info WHERE key = 'format'").fetchone()
    except duckdb.CatalogException:  # a base of another tool
        found = None
    if found != (FORMAT,):
        raise IntakeError(
            f"La version « {version.stem} » est d’un format plus ancien : impossible d’y ajouter "
            "un lot. Importer l’ensemble des fichiers dans un dossier EQUISTAGE_HOME neuf."
        )


def _common_columns(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """Columns that the kept table has both in the old version and now."""
    rows = con.execute(
        """SELECT column_name FROM duckdb_columns()
           WHERE schema_name = 'kept' AND table_name = ?
           GROUP BY column_name HAVING count(DISTINCT database_name) = 2""",
        [name],
    ).fetchall()
    return ", ".join(f'"{row[0]}"' for row in rows)


def quoted(path: Path) -> str:
    """A path as the text of a SQL string."""
    return str(path).replace("'", "''")


def _batches(con: duckdb.DuckDBPyConnection, table: str) -> list[Batch]:
    rows = con.execute(
        f"SELECT batch, number, author, made_at, origin, demo, forced FROM {table} ORDER BY number"
    ).fetchall()
    return [Batch(*row) for row in rows]


def kept_batches(con: duckdb.DuckDBPyConnection) -> list[Batch]:
    """Batches of the version being built, oldest first."""
    return _batches(con, "kept.batch")


def academie(con: duckdb.DuckDBPyConnection) -> Academie:
    """Académie of the version being built: that of its batches."""
    row = con.execute("SELECT max(academie) FROM kept.batch").fetchone()
    return academies()[row[0] if row and row[0] else DEFAULT]


def open_batch(
    con: duckdb.DuckDBPyConnection, author: str, origin: str, forced: bool, owner: Academie
) -> Batch:
    """Add a batch, with the next number, to the version being built."""
    row = con.execute("UPDATE kept.counter SET last = last + 1 RETURNING last").fetchone()
    assert row is not None
    number = int(row[0])
    made_at = clock.stamp()
    batch = Batch(f"L{number:04d}", number, author, made_at, origin, forced=forced)
    con.execute(
        "INSERT INTO kept.batch VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [batch.batch, number, author, made_at, origin, False, forced, owner.name],
    )
    return batch


def observe(con: duckdb.DuckDBPyConnection, batch: Batch, declared: date | None) -> None:
    """Keep the day on which the files of a batch were observed: it is never renewed.

    Parameters
    ----------
    declared : day that the officer gives; None: the day of the import

    Raises
    ------
    IntakeError : the day is to come
    """
    if declared is not None and declared > clock.today():
        raise IntakeError(
            f"Le jour d’observation déclaré, {declared:%d/%m/%Y}, est à venir\u00a0: rien n’est "
            "publié. Donner le jour où ces fichiers ont été extraits."
        )
    con.execute(
        "UPDATE kept.file SET observed_on = ?, declared = ? WHERE _batch = ?",
        [declared or clock.today(), declared is not None, batch.number],
    )


def drop(con: duckdb.DuckDBPyConnection, numbers: list[int]) -> None:
    """Remove batches from the version being built."""
    for number in numbers:
        for name in (*_PLAIN, *CONTRACTS):
            column = "number" if name == "batch" else "_batch"
            con.execute(f"DELETE FROM kept.{name} WHERE {column} = ?", [number])


def meant(contract: Contract) -> str:
    """Columns of a live row in SQL: what an empty cell stands for, and the names of those unread.

    The one place where an empty cell takes a meaning: an unread one has none (`_unread`).
    """
    unread = "coalesce(_unread, [])"
    values = [
        f"CASE WHEN {c.name} IS NULL AND NOT list_contains({unread}, '{c.name}') "
        f"THEN '{c.empty}'::{c.sql_type} ELSE {c.name} END AS {c.name}"
        if c.empty
        else c.name
        for c in contract.columns
    ]
    return ", ".join([*values, f"{unread} AS _unread"])


def fill_live(con: duckdb.DuckDBPyConnection, owner: Academie) -> None:
    """Fill `source`, a database in memory, with the rows in force: of each unit, the last batch's.

    Schools of other académies, which lie beyond the border, go to `beyond` instead. A row that a
    later batch replaces stays in `kept` and a remark counts it. A file that was read again, its
    year being said, replaces its first reading.
    """
    for name in ("source", "beyond"):  # made again at each build: never on the disk
        con.execute(f"ATTACH ':memory:' AS {name}")
    con.execute(
        """CREATE OR REPLACE TEMP TABLE read_again AS
           SELECT f.file FROM kept.file f SEMI JOIN kept.file later
           ON later.sha256 = f.sha256 AND later.contract = f.contract AND later._batch > f._batch"""
    )
    for contract in CONTRACTS.values():
        unit = ", ".join(contract.replaced_by)
        over = f"PARTITION BY {unit}" if unit else ""
        # rows that say their day are chosen once their unit is known (model/45_due_links.sql)
        last = "" if contract.dated_by else f"QUALIFY _batch = max(_batch) OVER ({over})"
        con.execute(
            f"""CREATE TABLE source.{contract.name} AS
                SELECT _file, _line, {meant(contract)} FROM kept.{contract.name}
                WHERE _file NOT IN (FROM read_again)
                {last} ORDER BY _batch, _file, _line"""
        )
        con.execute(
            f"""INSERT INTO remark
                SELECT 'Lots', ? || ' : lignes remplacées par un lot plus récent', sum(n),
                       listing(list(_file || ' : ' || n))
                FROM (SELECT _file, count(*) AS n FROM kept.{contract.name} k
                      ANTI JOIN source.{contract.name} s USING (_file, _line) GROUP BY _file)
                HAVING count(*) > 0""",
            [contract.title],
        )
        if any(c.name == "uai" for c in contract.columns):
            others = f"FROM source.{contract.name} WHERE left(uai, 3) NOT IN $own"
            own = {"own": [*owner.prefixes, INVENTED]}
            con.execute(f"CREATE TABLE beyond.{contract.name} AS {others}", own)
            con.execute(f"DELETE {others}", own)
        _tell_meanings(con, contract)


def _tell_meanings(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Say how many live cells are unread, and how many took the meaning of an empty one."""
    unread = con.execute(
        f"""SELECT name, count(*) FROM (SELECT unnest(_unread) AS name FROM source.{contract.name})
            GROUP BY name ORDER BY name"""
    ).fetchall()
    for name, amount in unread:
        text = f"{contract.title} : « {contract.header(name)} » illisible, valeur inconnue"
        con.execute("INSERT INTO remark VALUES ('Cellules illisibles', ?, ?, '')", [text, amount])
    for column in (c for c in contract.columns if c.empty):
        con.execute(
            f"""INSERT INTO remark
                SELECT 'Cellules vides', ?, count(*), '' FROM kept.{contract.name} k
                SEMI JOIN source.{contract.name} s ON s._file = k._file AND s._line = k._line
                WHERE k.{column.name} IS NULL
                  AND NOT list_contains(coalesce(k._unread, []), '{column.name}')
                HAVING count(*) > 0""",
            [f"{contract.title} : « {column.headers[0]} » vide, lu « {column.meaning} »"],
        )
