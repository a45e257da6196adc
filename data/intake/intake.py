"""Intake: files are recognised by their header, checked against their contract, counted."""

import duckdb
import pyarrow as pa

from data import clock
from data.contracts import Column, Contract
from data.contracts.kinds import Parsed
from data.frames import entered
from data.intake.perimeter import Perimeter, leave_out
from data.intake.recognising import (
    Recognised,
    closest_contract,
    possible_headers,
    recognise,
    recognise_all,
)
from data.intake.totals import set_totals_aside
from data.model.deducing import deduce, deduce_version, deduce_year
from data.readers import used_width

__all__ = [
    "Recognised",
    "closest_contract",
    "keep_refused",
    "possible_headers",
    "read_into",
    "recognise",
    "recognise_all",
]


UNREAD = " ; valeur inconnue"  # what is done with a cell that cannot be read, of a row that stays


def read_into(
    con: duckdb.DuckDBPyConnection, recognised: Recognised, perimeter: Perimeter | None = None
) -> int:
    """Fill the tables `accepted`, `repaired` and `rejected` of `con`; return the rows read.

    Set-based: each column's distinct values are read once, then joined back. Rows outside the
    perimeter are not read: they are in `elsewhere`.
    """
    contract, found = recognised.contract, recognised.found
    malformed = recognised.source.load(con, recognised.header_row, used_width(recognised.header))
    with entered(con, "malformed_lines", malformed):
        con.execute(
            """CREATE OR REPLACE TEMP TABLE rejected AS
               SELECT line::BIGINT AS line, "column"::VARCHAR AS "column", value::VARCHAR AS value,
                      reason::VARCHAR AS reason FROM malformed_lines"""
        )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE repaired
           (line BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)"""
    )
    con.execute('CREATE OR REPLACE TEMP TABLE settled_columns ("column" VARCHAR, text VARCHAR)')
    leave_out(con, contract, found, perimeter)
    set_totals_aside(con, contract, found)
    found = deduce(con, contract, found)
    if any(c.name == "nomenclature" for c in contract.columns):
        found = deduce_version(con, contract, recognised.header, found)
    if any(c.yearly for c in contract.columns):
        found = deduce_year(con, contract, recognised.header, found)
    con.execute("INSERT INTO repaired FROM deduced")
    selected, joins, unread = ["s.line"], [], []
    days_late = recognised.source.days_late
    for index, column in enumerate(contract.columns):
        if column.name not in found:
            selected.append(f"NULL::{column.sql_type} AS {column.name}")
            continue
        cell = f"s.c{found[column.name]}"
        if column.cell_needed:
            _reject(con, f"trim(coalesce({cell}, '')) = ''", cell, column, "cellule vide")
        parsed = f"parsed_{index}"
        if _parse_distinct(con, parsed, cell, column, days_late):
            selected.append(f"{cell}::{column.sql_type} AS {column.name}")
            continue
        selected.append(f"{parsed}.value AS {column.name}")
        joins.append(f"LEFT JOIN {parsed} ON {parsed}.raw = {cell}")
        if not column.rejects:
            unread.append(f"CASE WHEN {parsed}.error <> '' THEN '{column.name}' END")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE valid AS SELECT {', '.join(selected)}, "
        f"list_filter([{', '.join(unread)}]::VARCHAR[], lambda name: name IS NOT NULL) AS _unread "
        f"FROM staged s {' '.join(joins)}"
    )
    con.execute("INSERT INTO rejected FROM undeduced")
    _apply_rules(con, contract)
    _apply_key(con, contract)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE accepted AS FROM valid ANTI JOIN rejected USING (line)"
    )
    con.execute("DELETE FROM repaired WHERE line IN (SELECT line FROM rejected)")
    counted = con.execute(
        "SELECT (SELECT count(*) FROM staged) + (SELECT count(*) FROM totals)"
    ).fetchone()
    return (counted[0] if counted else 0) + len(malformed)


def keep_refused(con: duckdb.DuckDBPyConnection, recognised: Recognised) -> None:
    """Fill `refused_rows(line, row)`: the cells of the refused lines as they were, as JSON.

    Only the columns of the contract: nothing else of a file is ever kept.
    """
    cells = ", ".join(f"{name} := s.c{at}" for name, at in recognised.found.items())
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE refused_rows AS
            SELECT s.line, to_json(struct_pack({cells}))::VARCHAR AS "row" FROM staged s
            WHERE s.line IN (SELECT line FROM rejected)"""
    )


def _parse_distinct(
    con: duckdb.DuckDBPyConnection, parsed: str, cell: str, column: Column, days_late: int
) -> bool:
    """Read the distinct cells of one column, log repairs and errors; tell if all stand as written.

    The values are then the cells, and `parsed` is not made.
    """
    distinct = con.execute(f"SELECT DISTINCT {cell} FROM staged s WHERE {cell} IS NOT NULL")
    raws = [row[0] for row in distinct.fetchall()]
    results = [column.parse(raw, days_late) for raw in raws]
    if all(r == Parsed(raw) for raw, r in zip(raws, results, strict=True)):
        return True
    table = pa.table(
        {
            "raw": pa.array(raws, pa.string()),
            "value": pa.array([r.value for r in results]),
            "repair": pa.array([r.repair for r in results], pa.string()),
            "error": pa.array([r.error for r in results], pa.string()),
        }
    )
    with entered(con, "parsed_frame", table):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {parsed} AS SELECT raw, "
            f"value::{column.sql_type} AS value, repair, error FROM parsed_frame"
        )
    target, suffix = ("rejected", "") if column.rejects else ("repaired", UNREAD)
    if any(r.error for r in results):
        _log(con, target, f"p.error || '{suffix}'", "p.error <> ''", parsed, cell, column)
    if any(r.repair for r in results):
        _log(con, "repaired", "p.repair", "p.repair <> ''", parsed, cell, column)
    if column.cell_needed and any(r.value is None and not r.error for r in results):
        # a cell such as « - » or « ND » is an absence too
        absent = f"p.value IS NULL AND p.error = '' AND trim({cell}) <> ''"
        _log(con, "rejected", "'valeur absente'", absent, parsed, cell, column)
    return False


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
    clock.tell(con)
    for rule in contract.checks:
        table = "rejected" if rule.then == "reject" else "repaired"
        suffix = UNREAD if rule.then == "unread" else ""
        con.execute(
            f"""INSERT INTO {table}
                SELECT line, ?, {rule.column}::VARCHAR, ? FROM valid WHERE {rule.broken}""",
            [contract.header(rule.column), rule.message + suffix],
        )
        if rule.then == "unread":
            con.execute(
                f"""UPDATE valid SET {rule.column} = NULL,
                           _unread = list_append(_unread, '{rule.column}') WHERE {rule.broken}"""
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
