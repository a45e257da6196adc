"""Deducing: what a file leaves empty and says elsewhere: in a formation, in a header."""

import duckdb
import pyarrow as pa

from data.contracts import Contract
from data.contracts.kinds import fold
from data.contracts.naf import NAF_2025, version_of_header
from data.frames import entered
from data.model.formations import formation

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
    complete = dict(found)
    with entered(con, "formations_read", table):
        for name in (n for n in _DEDUCED if any(c.name == n for c in contract.columns)):
            if name not in complete:
                complete[name] = _new_column(con)
            _fill(con, name, f"c{complete[name]}", source, contract.header("formation"))
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
    table = pa.table({n: pa.array(v, pa.string()) for n, v in columns.items()})
    with entered(con, "formations_read", table):
        con.execute("CREATE OR REPLACE TEMP TABLE mef_formation AS FROM formations_read")


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


def deduce_version(
    con: duckdb.DuckDBPyConnection, contract: Contract, header: list[str], found: dict[str, int]
) -> dict[str, int]:
    """Write in `staged` the version of the NAF that the header of its codes says.

    Of two columns of codes, the one that is not of NAF 2025 is read, and the other where it is
    empty: the tables are in rév. 2.

    Parameters
    ----------
    contract : contract of the file, with a column `nomenclature`
    header : cells of the header, as written
    found : column name -> position in `staged`

    Returns
    -------
    `found`, with the column `nomenclature` when the file had none
    """
    folded = [fold(text.rpartition(" | ")[2]) for text in header]
    code_column = next(c for c in contract.columns if c.name == "naf")
    columns = [at for at, text in enumerate(folded) if code_column.matches(text)]
    columns.sort(key=lambda at: version_of_header(folded[at]) == NAF_2025)
    told = [version_of_header(folded[at]) for at in columns]
    if "naf" not in found or not any(told):
        return found
    complete = found | {"naf": columns[0]}
    if "nomenclature" not in found:
        complete["nomenclature"] = _new_column(con)
        con.execute(f"UPDATE staged SET c{complete['nomenclature']} = ?", [told[0]])
    if others := ", ".join(f"« {header[at]} »" for at in columns[1:]):
        said = f"code NAF : « {header[columns[0]]} » lue ; là où elle est vide, {others}"
        con.execute("INSERT INTO settled_columns VALUES ('naf', ?)", [said])
    code, version = f"c{columns[0]}", f"c{complete['nomenclature']}"
    for at, other in zip(columns[1:], told[1:], strict=True):
        con.execute(
            f"""UPDATE staged SET {code} = c{at}, {version} = ?
                WHERE trim(coalesce({code}, '')) = '' AND trim(coalesce(c{at}, '')) <> ''""",
            [other],
        )
    return complete


def deduce_year(
    con: duckdb.DuckDBPyConnection, contract: Contract, header: list[str], found: dict[str, int]
) -> dict[str, int]:
    """Read the columns of the latest year that is filled, and write that year in `staged`.

    A year to come is none; one with less than half of the cells of the fullest is not filled.
    What is read and what is left is told in `settled_columns`.

    Parameters
    ----------
    contract : contract of the file, with yearly columns and a column `millesime`
    header : cells of the header, as written
    found : column name -> position in `staged`

    Returns
    -------
    `found`, with the columns of that year and the column `millesime`
    """
    folded = {fold(text): at for at, text in enumerate(header)}
    yearly = {c.name: years for c in contract.columns if c.yearly and (years := c.years(folded))}
    name, first = next(iter(yearly.items()))
    counts = ", ".join(f"count(nullif(trim(c{at}), ''))" for at in first.values())
    row = con.execute(f"SELECT {counts} FROM staged").fetchone()
    filled = dict(zip(first, row or (), strict=True))
    latest = max(year for year in first if 2 * filled[year] >= max(filled.values()))
    older = sorted(year for year in first if year < latest)
    left = (
        [" à ".join(str(year) for year in dict.fromkeys((*older[:1], *older[-1:])))]
        if older
        else []
    )
    left += [
        f"{year} (cellules remplies : {filled[year]} pour {filled[latest]})"
        for year in sorted(first)
        if year > latest
    ]
    to_come = contract.column(name).years(folded, to_come=True)
    left += [f"{year} (à venir)" for year in sorted(to_come)]
    said = f"année {latest} lue" + f" ; laissées de côté : {', '.join(left)}" * bool(left)
    for column in yearly:
        text = said if column == name else ""
        con.execute("INSERT INTO settled_columns VALUES (?, ?)", [column, text])
    complete = {name: at for name, at in found.items() if name not in yearly}
    complete |= {name: years[latest] for name, years in yearly.items() if latest in years}
    complete["millesime"] = _new_column(con)
    con.execute(f"UPDATE staged SET c{complete['millesime']} = ?", [str(latest)])
    return complete
