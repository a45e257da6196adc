"""Intake: files are recognised by their header, checked against their contract, counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa

from data.contracts import CONTRACTS, Column, Contract
from data.readers import IntakeError, Source, open_sources

MAX_HINTS = 3
MAX_TITLE_ROWS = 6


class TableReading(NamedTuple):
    """What a file gave.

    accepted : one row per accepted line: `line` and the contract's columns
    repaired : one row per mended cell: line, column, value (as written), reason
    rejected : one row per refused line and cause: line, column, value, reason
    """

    accepted: pd.DataFrame
    repaired: pd.DataFrame
    rejected: pd.DataFrame


@dataclass(frozen=True)
class Recognised:
    """A source whose header is that of a contract."""

    contract: Contract
    source: Source
    header: list[str]  # as written; two rows are joined by " | "
    header_row: int  # last row of the header
    found: dict[str, int]  # column name -> position


def recognise(
    sources: Iterable[Source], contracts: Iterable[Contract] = CONTRACTS.values()
) -> Recognised | None:
    """Return the contract that explains the most columns of a header of `sources`, or None."""
    best: Recognised | None = None
    candidates = list(contracts)
    for source in sources:
        for row, header in possible_headers(source.head):
            for contract in candidates:
                found = contract.match(header)
                if contract.missing_headers(found) or (best and len(found) <= len(best.found)):
                    continue
                best = Recognised(contract, source, header, row, found)
    return best


def possible_headers(head: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield (last row, header) of each row, and of each row joined with the one below it.

    In a two-row header the upper cells are merged: an empty one continues its left neighbour.
    """
    for row, header in enumerate(head):
        yield row, header
    for row in range(1, min(len(head), MAX_TITLE_ROWS)):
        upper, joined = "", []
        for above, below in zip(head[row - 1], head[row], strict=False):
            upper = above or upper
            joined.append(f"{upper} | {below}" if below and upper else below or upper)
        yield row, joined


def read_table(path: str | Path, contract: Contract | str) -> TableReading:
    """Read one file against one contract.

    Parameters
    ----------
    path : file to read: delimited text in any usual encoding, or a workbook
    contract : a contract or its name

    Raises
    ------
    IntakeError : the file is absent, unreadable, or lacks needed headers
    """
    wanted = CONTRACTS[contract] if isinstance(contract, str) else contract
    file = Path(path)
    if not file.is_file():
        raise IntakeError(f"fichier introuvable : {file.name}")
    with duckdb.connect() as con, open_sources(file) as sources:
        recognised = recognise(sources, [wanted])
        if recognised is None:
            raise IntakeError(_not_this_contract(file, sources, wanted))
        read_into(con, recognised)
        return TableReading(
            con.execute("FROM accepted ORDER BY line").df(),
            con.execute('FROM repaired ORDER BY line, "column"').df(),
            con.execute('FROM rejected ORDER BY line, "column"').df(),
        )


def _not_this_contract(file: Path, sources: list[Source], wanted: Contract) -> str:
    header = next((s.head[0] for s in sources if s.head), [])
    missing = wanted.missing_headers(wanted.match(header))
    return (
        f"« {file.name} » n’est pas un fichier « {wanted.title} » : "
        f"il manque la colonne {', '.join(f'« {m} »' for m in missing)}"
    )


def closest_contract(sources: Iterable[Source]) -> tuple[Contract, list[str]] | None:
    """Return the contract that an unknown file comes nearest to, with the headers it lacks."""
    best: tuple[float, Contract, list[str]] | None = None
    for source in sources:
        for header in source.head[:1]:
            for contract in CONTRACTS.values():
                found = contract.match(header)
                missing = contract.missing_headers(found)
                share = len(found) / len(contract.columns)
                if found and len(missing) <= MAX_HINTS and (best is None or share > best[0]):
                    best = (share, contract, missing)
    return best[1:] if best else None


def read_into(con: duckdb.DuckDBPyConnection, recognised: Recognised) -> int:
    """Fill the tables `accepted`, `repaired` and `rejected` of `con`; return the rows read.

    Set-based: each column's distinct values are read once, then joined back.
    """
    contract, found = recognised.contract, recognised.found
    malformed = recognised.source.load(con, recognised.header_row)
    con.register("malformed_lines", malformed)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE rejected AS
           SELECT line::BIGINT AS line, "column"::VARCHAR AS "column", value::VARCHAR AS value,
                  reason::VARCHAR AS reason FROM malformed_lines"""
    )
    con.unregister("malformed_lines")
    con.execute(
        """CREATE OR REPLACE TEMP TABLE repaired
           (line BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)"""
    )
    selected, joins = ["s.line"], []
    for index, column in enumerate(contract.columns):
        if column.name not in found:
            selected.append(f"NULL::{column.sql_type} AS {column.name}")
            continue
        cell = f"s.c{found[column.name]}"
        if column.cell_needed:
            _reject(con, f"trim(coalesce({cell}, '')) = ''", cell, column, "cellule vide")
        if column.is_free_text:
            selected.append(f"nullif(trim({cell}), '') AS {column.name}")
            continue
        parsed = f"parsed_{index}"
        _parse_distinct(con, parsed, cell, column)
        selected.append(f"{parsed}.value AS {column.name}")
        joins.append(f"LEFT JOIN {parsed} ON {parsed}.raw = {cell}")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE valid AS SELECT {', '.join(selected)} "
        f"FROM staged s {' '.join(joins)}"
    )
    _apply_rules(con, contract)
    _apply_key(con, contract)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE accepted AS FROM valid ANTI JOIN rejected USING (line)"
    )
    con.execute("DELETE FROM repaired WHERE line IN (SELECT line FROM rejected)")
    counted = con.execute("SELECT count(*) FROM staged").fetchone()
    return (counted[0] if counted else 0) + len(malformed)


def _parse_distinct(con: duckdb.DuckDBPyConnection, parsed: str, cell: str, column: Column) -> None:
    """Read the distinct cells of one column, log repairs and errors."""
    distinct = con.execute(f"SELECT DISTINCT {cell} FROM staged s WHERE {cell} IS NOT NULL")
    raws = [row[0] for row in distinct.fetchall()]
    results = [column.parse(raw) for raw in raws]
    table = pa.table(
        {
            "raw": pa.array(raws, pa.string()),
            "value": pa.array([r.value for r in results]),
            "repair": pa.array([r.repair for r in results], pa.string()),
            "error": pa.array([r.error for r in results], pa.string()),
        }
    )
    con.register("parsed_frame", table)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {parsed} AS SELECT raw::VARCHAR AS raw, "
        f"value::{column.sql_type} AS value, repair::VARCHAR AS repair, "
        "error::VARCHAR AS error FROM parsed_frame"
    )
    con.unregister("parsed_frame")
    target, suffix = ("rejected", "") if column.rejects else ("repaired", " ; cellule vidée")
    if any(r.error for r in results):
        _log(con, target, f"p.error || '{suffix}'", "p.error <> ''", parsed, cell, column)
    if any(r.repair for r in results):
        _log(con, "repaired", "p.repair", "p.repair <> ''", parsed, cell, column)
    if column.cell_needed and any(r.value is None and not r.error for r in results):
        # a cell such as « - » or « ND » is an absence too
        absent = f"p.value IS NULL AND p.error = '' AND trim({cell}) <> ''"
        _log(con, "rejected", "'valeur absente'", absent, parsed, cell, column)


def _log(
    con: duckdb.DuckDBPyConnection,
    target: str,
    reason: str,
    where: str,
    parsed: str,
    cell: str,
    column: Column,
) -> None:
    """Add the lines whose cell meets `where` to `target`, with their reason."""
    con.execute(
        f"""INSERT INTO {target} SELECT s.line, ?, {cell}, {reason}
            FROM staged s JOIN {parsed} p ON p.raw = {cell} WHERE {where}""",
        [column.headers[0]],
    )


def _reject(
    con: duckdb.DuckDBPyConnection, where: str, cell: str, column: Column, reason: str
) -> None:
    con.execute(
        f"INSERT INTO rejected SELECT s.line, ?, {cell}, ? FROM staged s WHERE {where}",
        [column.headers[0], reason],
    )


def _apply_rules(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    for rule in contract.rules:
        con.execute(
            f"""INSERT INTO rejected
                SELECT line, ?, {rule.column}::VARCHAR, ? FROM valid WHERE {rule.broken}""",
            [contract.header(rule.column), rule.message],
        )


def _apply_key(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    if not contract.key:
        return
    key = ", ".join(contract.key)
    con.execute(
        f"""INSERT INTO rejected
            SELECT line, ?, concat_ws(' | ', {key}), 'doublon de la ligne ' || first_line
            FROM (SELECT *, first_value(line) OVER (PARTITION BY {key} ORDER BY line) AS first_line
                  FROM valid ANTI JOIN rejected USING (line))
            WHERE line <> first_line""",
        [contract.header(contract.key[0])],
    )
