"""What an import published: the rows of its version, the lines of its file of refusals."""

import csv

import duckdb

from data.importing import Report


def rows(report: Report, sql: str) -> list[tuple]:
    with duckdb.connect(str(report.version), read_only=True) as con:
        return con.execute(sql).fetchall()


def refusals(report: Report) -> list[list[str]]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))
