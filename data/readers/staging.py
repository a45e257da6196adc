"""Staging: the rows of any source in one DuckDB table of text, with their line numbers."""

from collections.abc import Iterable

import duckdb
import pandas as pd
import pyarrow as pa

from data.frames import entered

MAX_SHOWN = 300  # characters of a malformed line that are shown
_BATCH_ROWS = 50_000
_BATCH_CHARACTERS = 64 * 1024**2
_MALFORMED = ["line", "column", "value", "reason"]
_REPEATED = "en-tête répété au milieu du tableau"


def malformed(lines: list[int], texts: list[str], reasons: list[str]) -> pd.DataFrame:
    """Return the table of lines that are no rows."""
    return pd.DataFrame(
        {"line": lines, "column": [""] * len(lines), "value": texts, "reason": reasons},
        columns=_MALFORMED,
    )


def stage(
    con: duckdb.DuckDBPyConnection, rows: Iterable[tuple[int, list[str]]], width: int
) -> None:
    """Fill the table `staged(line, c0, c1, …)` from numbered rows, batch by batch."""
    columns = "".join(f", c{i} VARCHAR" for i in range(width))
    con.execute(f"CREATE OR REPLACE TEMP TABLE staged (line BIGINT{columns})")
    batch: list[tuple[int, list[str]]] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += sum(map(len, row[1]))
        if len(batch) >= _BATCH_ROWS or characters >= _BATCH_CHARACTERS:
            _insert(con, batch, width)
            batch, characters = [], 0
    _insert(con, batch, width)


def _insert(con: duckdb.DuckDBPyConnection, batch: list[tuple[int, list[str]]], width: int) -> None:
    if not batch:
        return
    table = {"line": pa.array([line for line, _ in batch], pa.int64())}
    for i in range(width):
        table[f"c{i}"] = pa.array([row[i] or None for _, row in batch], pa.string())
    stage_arrow(con, pa.table(table))


def stage_arrow(con: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
    """Add the rows of an Arrow table to `staged`."""
    with entered(con, "numbered_rows", table):
        con.execute("INSERT INTO staged FROM numbered_rows")


def set_aside(con: duckdb.DuckDBPyConnection, header: list[str]) -> pd.DataFrame:
    """Take blank rows and repeats of the header out of `staged`; return the latter.

    Parameters
    ----------
    header : cells of the header's row, as many as `staged` has columns
    """
    cells = [f"c{i}" for i in range(len(header))]
    if not cells:
        return malformed([], [], [])
    named = [i for i, text in enumerate(header) if text]
    same = " AND ".join(f"trim(c{i}) = ?" for i in named) if len(named) > 1 else "false"
    trimmed = (f"nullif(trim({cell}), '')" for cell in cells)
    blank = f"coalesce({', '.join(trimmed)}) IS NULL"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE aside AS
            SELECT line, left(concat_ws(';', {", ".join(cells)}), {MAX_SHOWN}) AS value,
                   CASE WHEN {blank} THEN '' ELSE '{_REPEATED}' END AS reason
            FROM staged WHERE {blank} OR ({same}) ORDER BY line""",
        [header[i] for i in named] if len(named) > 1 else [],
    )
    con.execute("DELETE FROM staged WHERE line IN (SELECT line FROM aside)")
    rows = con.execute("FROM aside WHERE reason <> ''").fetchall()
    con.execute("DROP TABLE aside")
    return malformed([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])
