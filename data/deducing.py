"""Deducing: what a formation says of a level and a family that a file leaves empty."""

import duckdb
import pyarrow as pa

from data.contracts import Contract
from data.formations import formation

_DEDUCED = ("niveau", "famille")


def deduce(
    con: duckdb.DuckDBPyConnection, contract: Contract, found: dict[str, int]
) -> dict[str, int]:
    """Fill the empty levels and families of `staged` from the formation.

    Fills `deduced(line, column, value, reason)` too: what was deduced, and `undeduced` with the
    same columns: what could not be.

    Parameters
    ----------
    contract : contract of the file
    found : column name -> position in `staged`

    Returns
    -------
    `found`, with the columns that the file had not
    """
    for table in ("deduced", "undeduced"):
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE {table}
                (line BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)"""
        )
    if "formation" not in found:
        return found
    source = f"trim(c{found['formation']})"
    rows = con.execute(f"SELECT DISTINCT {source} FROM staged WHERE {source} <> ''").fetchall()
    read = [(text, *formation(text)) for (text,) in rows]
    columns = ("text", "famille", "niveau", "reason")
    table = pa.table(
        {n: pa.array([r[i] for r in read], pa.string()) for i, n in enumerate(columns)}
    )
    con.register("formations_read", table)
    complete = dict(found)
    for name in (n for n in _DEDUCED if any(c.name == n for c in contract.columns)):
        if name not in complete:
            complete[name] = _new_column(con)
        _fill(con, name, f"c{complete[name]}", source, contract.header("formation"))
    con.unregister("formations_read")
    return complete


def read_formations(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the table `mef_formation(mef, level, family)`: what each MEF of the files stands for."""
    codes = con.execute("SELECT DISTINCT mef FROM source.effectifs_mef").fetchall()
    read = [(code, formation(code)) for (code,) in codes]
    columns = {
        "mef": [code for code, _ in read],
        "level": [found.level for _, found in read],
        "family": [found.family for _, found in read],
    }
    con.register(
        "formations_read", pa.table({n: pa.array(v, pa.string()) for n, v in columns.items()})
    )
    con.execute("CREATE OR REPLACE TEMP TABLE mef_formation AS FROM formations_read")
    con.unregister("formations_read")


def _new_column(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute(
        """SELECT max(column_name[2:]::INT) + 1 FROM duckdb_columns()
           WHERE table_name = 'staged' AND column_name SIMILAR TO 'c[0-9]+'"""
    ).fetchone()
    position = int(row[0]) if row else 0
    con.execute(f"ALTER TABLE staged ADD COLUMN c{position} VARCHAR")
    return position


def _fill(con: duckdb.DuckDBPyConnection, name: str, cell: str, source: str, header: str) -> None:
    empty = f"trim(coalesce({cell}, '')) = ''"
    join = f"FROM staged s JOIN formations_read f ON f.text = {source} WHERE {empty}"
    con.execute(
        f"""INSERT INTO deduced SELECT s.line, ?, f.text,
                   '{name} « ' || f.{name} || ' » déduit de la formation (hypothèse)'
            {join} AND f.{name} IS NOT NULL""",
        [header],
    )
    con.execute(
        f"""INSERT INTO undeduced SELECT s.line, ?, f.text, f.reason
            {join} AND f.{name} IS NULL AND f.reason <> ''""",
        [header],
    )
    con.execute(
        f"""UPDATE staged SET {cell} = f.{name} FROM formations_read f
            WHERE f.text = {source} AND {empty} AND f.{name} IS NOT NULL"""
    )
