"""Personal data: seen by header and by content, refused before anything is stored.

No value of a personal cell leaves this module: a finding holds a header and a reason.

Limits. Missed: surnames alone, codes of a pupil that are not an INE, birth dates as serial
numbers; names as `person_names` says. Taken by mistake: a code of ten digits and a letter
(read as an INE), ten digits that start with 0 (read as a telephone).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pyarrow as pa

from data.contracts.kinds import fold
from data.frames import entered
from data.privacy.person_names import SUSPECT as NAMED
from data.privacy.person_names import is_person_name, names_someone
from data.privacy.personal_cells import (
    SUSPECT,
    Test,
    content,
    holds_personal,
    is_named,
    is_personal_header,
)

if TYPE_CHECKING:
    from data.contracts import Contract

EXCHANGED = (*("effectifs", "residences", "periodes", "stages", "recours", "entreprises", "poles"),)
REMOVED = "donnée personnelle retirée"
HIDDEN = "(valeur non gardée)"
HIDDEN_LINE = "(ligne non gardée)"
SAMPLE = 2_000
_COMPANY_NAMES = ("entreprise", "nom")  # a sole trader's own name is fine there
_TWO_WORDS = r"\pL[^\pL]+\pL"  # SQL (RE2): cells that may name a person


class Finding(NamedTuple):
    """A column, or cells of it, that hold personal data: what its header is, why, where."""

    header: str
    why: str
    position: int = -1  # in the file's header; -1: cells of a column of the contract


def personal_columns(
    header: Sequence[str],
    sample_rows: Iterable[Sequence[str | None]],
    contract: "Contract",
    found: dict[str, int],
) -> list[Finding]:
    """Columns of an exchange file, beside those of its contract, that hold personal data.

    Parameters
    ----------
    header : header as written
    sample_rows : rows of cells, in the order of the header
    contract : contract of the file
    found : column of the contract -> position
    """
    if contract.name not in EXCHANGED:
        return []
    kept, rows, findings = set(found.values()), list(sample_rows), []
    for position, text in enumerate(header):
        if position in kept:
            continue
        if is_personal_header(text):
            why = "d’après son titre"
        else:
            cells = {str(row[position]).strip() for row in rows if _filled(row, position)}
            why = content(cells, fold(text))
        if why:
            findings.append(Finding(_shown(text, position), why, position))
    return findings


def _filled(row: Sequence[str | None], position: int) -> bool:
    return position < len(row) and bool((row[position] or "").strip())


def _shown(text: str, position: int) -> str:
    """Show a header, unless it is itself a personal value."""
    hidden = not text.strip() or holds_personal(text) or is_person_name(text)
    return f"n° {position + 1}" if hidden else text


def staged_sample(con: duckdb.DuckDBPyConnection, size: int = SAMPLE) -> list[list[str | None]]:
    """Rows spread evenly over the whole table `staged`, without their line numbers."""
    rows = con.execute(
        """WITH spread AS (
               SELECT line FROM staged
               QUALIFY (row_number() OVER (ORDER BY line) - 1)
                       % greatest(1, (SELECT count(*) FROM staged) // ?) = 0)
           SELECT * EXCLUDE (line) FROM staged SEMI JOIN spread USING (line)""",
        [size],
    ).fetchall()
    return [list(row) for row in rows]


# --- In the tables of the intake


def scrub(
    con: duckdb.DuckDBPyConnection,
    contract: "Contract",
    found: dict[str, int] | None = None,
    personal: Sequence[Finding] = (),
) -> list[Finding]:
    """Take personal data out of `accepted`, `valid`, `rejected`, `repaired` and `staged`.

    A text cell that holds an e-mail address, a telephone number, an INE or the name of a person is
    emptied (its line refused where the cell is needed); a text column most of whose cells do is
    emptied whole. Names are looked for in exchange files.

    Parameters
    ----------
    con : connection just filled by `data.intake.intake.read_into`
    contract : contract of the file
    found : column of the contract -> position in `staged`
    personal : columns of `staged` already known to be personal, which are dropped
    """
    _load_known(con, personal)
    _mask_logs(con, contract, bool(personal))
    for finding in personal:
        con.execute(f"ALTER TABLE staged DROP COLUMN IF EXISTS c{finding.position}")
    texts = [c for c in contract.columns if c.is_free_text]
    findings = [f for column in texts if (f := _scrub_column(con, contract, column.name))]
    if found is not None:
        _mask_staged(con, contract, found)
    con.execute("DROP TABLE IF EXISTS personal_cells; DROP TABLE personal_known")
    return findings


def _load_known(con: duckdb.DuckDBPyConnection, personal: Sequence[Finding]) -> None:
    """Fill `personal_known`: what the personal columns hold, wherever else it may be shown."""
    con.execute("CREATE OR REPLACE TEMP TABLE personal_known (cell VARCHAR)")
    for finding in personal:
        cell = f"trim(c{finding.position})"
        con.execute(
            f"INSERT INTO personal_known SELECT DISTINCT {cell} FROM staged WHERE {cell} <> ''"
        )


def _scrub_column(
    con: duckdb.DuckDBPyConnection, contract: "Contract", name: str
) -> Finding | None:
    """Empty the personal cells of one text column of `accepted`."""
    header = contract.header(name)
    needed = next(c.cell_needed for c in contract.columns if c.name == name) or name in contract.key
    cells = f"SELECT DISTINCT {name} FROM accepted"
    worst = _distinct(con, cells, name, SUSPECT, holds_personal)
    named = False
    if contract.name in EXCHANGED:
        test = _names(name)
        named = _names_most(con, name, test)
        worst += _distinct(con, cells, name, NAMED if test is names_someone else _TWO_WORDS, test)
    if not worst and not named:
        return None
    _load(con, worst)
    hit = _count(con, f"SELECT count(*) FROM accepted SEMI JOIN personal_cells ON cell = {name}")
    filled = _count(con, f"SELECT count({name}) FROM accepted")
    whole = named or 2 * hit > filled
    where = f"{name} IS NOT NULL" if whole else f"{name} IN (SELECT cell FROM personal_cells)"
    reason = f"{REMOVED}{' : colonne entière' if whole else ''}"
    if needed:
        con.execute(
            f"INSERT INTO rejected SELECT line, ?, ?, ? FROM accepted WHERE {where}",
            [header, HIDDEN, f"{reason} ; cellule obligatoire"],
        )
        con.execute(f"DELETE FROM accepted WHERE {where}")
        con.execute("DELETE FROM repaired WHERE line IN (SELECT line FROM rejected)")
    else:
        con.execute(
            f"INSERT INTO repaired SELECT line, ?, ?, ? FROM accepted WHERE {where}",
            [header, HIDDEN, reason],
        )
        con.execute(f"UPDATE accepted SET {name} = NULL WHERE {where}")
    con.execute(f"UPDATE valid SET {name} = NULL WHERE {where}")
    return Finding(header, "colonne retirée" if whole else f"cellules retirées : {hit}")


def _names(column: str) -> Test:
    """What tells that a cell of a column names a person."""
    return names_someone if column in _COMPANY_NAMES else is_named


def _names_most(con: duckdb.DuckDBPyConnection, name: str, test: Test) -> bool:
    """Tell whether most of the distinct cells of a text column name people."""
    rows = con.execute(
        f"SELECT DISTINCT {name} FROM accepted WHERE {name} IS NOT NULL LIMIT {SAMPLE}"
    ).fetchall()
    return len(rows) > 1 and 2 * sum(test(row[0]) for row in rows) > len(rows)


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    return row[0] if row else 0


def _distinct(
    con: duckdb.DuckDBPyConnection, query: str, name: str, pattern: str, test: Test
) -> list[str]:
    """Distinct cells of a query that meet an SQL pattern, then a test."""
    rows = con.execute(f"{query} WHERE regexp_matches({name}, ?)", [pattern]).fetchall()
    return [row[0] for row in rows if test(row[0])]


def _load(con: duckdb.DuckDBPyConnection, cells: Iterable[str]) -> None:
    """Fill the table `personal_cells`."""
    with entered(con, "cells_frame", pa.table({"cell": pa.array(list(cells), pa.string())})):
        con.execute("CREATE OR REPLACE TEMP TABLE personal_cells AS FROM cells_frame")


def _reveals(contract: "Contract", column: str = "") -> Test:
    """What a value that is shown may not be."""
    if contract.name not in EXCHANGED:
        return holds_personal
    names = _names(column)
    return lambda text: holds_personal(text) or names(text)


def _mask_logs(con: duckdb.DuckDBPyConnection, contract: "Contract", hides_lines: bool) -> None:
    """Hide, in what is reported, personal values and those that personal columns hold."""
    if hides_lines:  # a malformed line is shown whole: not this one
        con.execute(
            """UPDATE rejected SET value = ? WHERE "column" = '' AND value <> ''""", [HIDDEN_LINE]
        )
    for table in ("rejected", "repaired"):
        query = f"SELECT DISTINCT value FROM {table}"
        _load(con, _distinct(con, query, "value", ".", _reveals(contract)))
        con.execute(
            rf"""UPDATE {table} SET value = ?,
                   reason = regexp_replace(reason, '«.*»', '« … »')
                 WHERE {_is_hidden("value")}""",
            [HIDDEN],
        )


def _is_hidden(cell: str) -> str:
    """SQL: a cell is one that was found personal, or that a personal column holds."""
    return (
        f"({cell} IN (SELECT cell FROM personal_cells)"
        f" OR trim({cell}) IN (SELECT cell FROM personal_known))"
    )


def _mask_staged(
    con: duckdb.DuckDBPyConnection, contract: "Contract", found: dict[str, int]
) -> None:
    """Hide personal values of the refused lines, which are given back as they were."""
    if not _count(con, "SELECT count(*) FROM rejected"):
        return
    lines = "line IN (SELECT line FROM rejected)"
    for name, position in found.items():
        shown = _reveals(contract, name)
        cell = f"c{position}"
        rows = con.execute(
            f"SELECT DISTINCT {cell} FROM staged WHERE {lines} AND {cell} <> ''"
        ).fetchall()
        _load(con, [row[0] for row in rows if shown(row[0])])
        con.execute(f"UPDATE staged SET {cell} = ? WHERE {lines} AND {_is_hidden(cell)}", [HIDDEN])


def tell(file: str, findings: Sequence[Finding]) -> str | None:
    """Say in French what was left aside in a file; None when nothing was.

    Parameters
    ----------
    file : name of the file
    findings : those of `personal_columns` and of `scrub`
    """
    if not findings:
        return None
    shown = ", ".join(
        f"« {f.header} »" + ("" if f.why == "d’après son titre" else f" ({f.why})")
        for f in findings
    )
    return (
        f"« {file} » : données personnelles laissées de côté, jamais gardées : colonne {shown}. "
        "À retirer avant l’envoi."
    )
