"""What one file gives, read against one contract as the import reads it."""

from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from data.contracts import CONTRACTS, Contract
from data.intake.intake import read_into
from data.intake.recognising import Recognised, possible_headers, recognise_all
from data.readers import IntakeError, Source, open_sources


class TableReading(NamedTuple):
    """What a file gave.

    accepted : one row per accepted line: `line` and the contract's columns
    repaired : one row per mended cell: line, column, value (as written), reason
    rejected : one row per refused line and cause: line, column, value, reason
    """

    accepted: pd.DataFrame
    repaired: pd.DataFrame
    rejected: pd.DataFrame


def read_table(path: str | Path, contract: Contract | str) -> TableReading:
    """Read one file against one contract.

    Parameters
    ----------
    path : file to read: delimited text in any usual encoding, a workbook or Parquet
    contract : a contract or its name

    Returns
    -------
    what it gave; with a column `sheet` when several sheets of a workbook are of this contract

    Raises
    ------
    IntakeError : the file is unreadable, or lacks needed headers
    """
    wanted = CONTRACTS[contract] if isinstance(contract, str) else contract
    file = Path(path)
    with duckdb.connect() as con, open_sources(file) as sources:
        recognised, _ = recognise_all(sources, [wanted])
        if not recognised:
            raise IntakeError(_not_this_contract(file, sources, wanted))
        readings = [_reading(con, found) for found in recognised]
        if len(readings) == 1:
            return readings[0]
        return _join_sheets(readings, [found.source.sheet for found in recognised], wanted)


def _reading(con: duckdb.DuckDBPyConnection, recognised: Recognised) -> TableReading:
    read_into(con, recognised)
    return TableReading(
        con.execute("SELECT * EXCLUDE (_unread) FROM accepted ORDER BY line").df(),
        con.execute('FROM repaired ORDER BY line, "column"').df(),
        con.execute('FROM rejected ORDER BY line, "column"').df(),
    )


def _join_sheets(
    readings: list[TableReading], sheets: list[str], contract: Contract
) -> TableReading:
    """Put the readings of sheets one under the other; a key of two sheets is kept once."""
    accepted, repaired, rejected = (
        pd.concat(
            [t.assign(sheet=s) for t, s in zip(tables, sheets, strict=True)], ignore_index=True
        )
        for tables in zip(*readings, strict=True)
    )
    if contract.key:
        key = list(contract.key)
        again = accepted[accepted.duplicated(key)]
        refused = again[["line", "sheet"]].assign(
            column=contract.header(key[0]),
            value=again[key].astype(str).agg(" | ".join, axis=1) if len(again) else "",
            reason="doublon d’une autre feuille",
        )
        accepted = accepted.drop(again.index)
        rejected = pd.concat([rejected, refused], ignore_index=True)
    return TableReading(accepted, repaired, rejected)


def _not_this_contract(file: Path, sources: list[Source], wanted: Contract) -> str:
    """Say why no source of `file` is of the contract `wanted`."""
    headers = [header for source in sources for _, header in possible_headers(source.head)]
    lacks = [wanted.missing_headers(wanted.match(header)) for header in headers]
    missing = min(lacks, key=len, default=wanted.missing_headers({}))
    return (
        f"« {file.name} » n’est pas un fichier « {wanted.title} » : "
        f"il manque la colonne {', '.join(f'« {m} »' for m in missing)}"
    )
