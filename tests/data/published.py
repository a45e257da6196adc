"""What an import published: its version, the rows of it, the lines of its file of refusals."""

import csv
import shutil
from pathlib import Path

import duckdb

from data.intake.importing import Report
from data.store import store


def version_of(home: Path) -> Path:
    """The current version of a home that has one."""
    path = store.current_path(home)
    assert path is not None
    return path


def unscoped(version: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    """A copy, to be read without any scope: two kinds of connection do not share a file."""
    return duckdb.connect(str(shutil.copy(version, folder)), read_only=True)


def rows(report: Report, sql: str) -> list[tuple]:
    with duckdb.connect(str(report.version), read_only=True) as con:
        return con.execute(sql).fetchall()


def refusals(report: Report) -> list[list[str]]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))
