"""Frames enter DuckDB with declared types, and leave it with theirs, even empty ones."""

import duckdb
import pandas as pd
import pytest

from data.frames import entered, left
from tests.conftest import ROOT


@pytest.mark.parametrize("rows", [[], [{"code": None, "value": None, "hidden": None}]])
def test_a_column_without_any_value_is_text_unless_declared(rows: list[dict[str, None]]) -> None:
    table = pd.DataFrame(rows, columns=["code", "value", "hidden"], dtype=object)
    with (
        duckdb.connect() as con,
        entered(con, "frame", table, value="DOUBLE", hidden="BOOLEAN", other="DOUBLE"),
    ):
        described = con.execute("DESCRIBE FROM frame").fetchall()
        assert [(row[0], row[1]) for row in described] == [
            ("code", "VARCHAR"),
            ("value", "DOUBLE"),
            ("hidden", "BOOLEAN"),
        ]
        assert con.execute("SELECT count(*) FROM frame WHERE code IN ('a')").fetchone() == (0,)


def test_values_pass_as_they_are_and_the_name_goes_with_the_block() -> None:
    table = pd.DataFrame({"code": ["a", None], "n": [1, 2], "rate": [0.5, None]})
    with duckdb.connect() as con:
        with entered(con, "frame", table):
            assert con.execute("FROM frame").fetchall() == [("a", 1, 0.5), (None, 2, None)]
        with pytest.raises(duckdb.CatalogException):
            con.execute("FROM frame")


@pytest.mark.parametrize("where", ["false", "code IS NULL", "true"])
def test_a_text_without_any_value_is_a_text_still_that_joins_and_adds_up(where: str) -> None:
    rows = "FROM (VALUES (NULL, 1), ('a', 2)) t(code, n)"
    with duckdb.connect() as con:
        sql = f"SELECT code::VARCHAR AS code, n, [code] AS codes {rows} WHERE {where}"
        table = left(con.execute(sql))
    assert table["code"].dtype == "str"
    assert table["codes"].dtype == object
    sums = table.groupby("code", as_index=False, dropna=False)["n"].sum()
    labels = pd.DataFrame({"code": ["a"], "label": ["A"]})
    assert len(sums.merge(labels, how="left")) == len(table)


def test_no_frame_enters_by_another_door() -> None:
    sources = (ROOT / "data").rglob("*.py")
    assert [p.name for p in sources if ".register(" in p.read_text("utf-8")] == ["frames.py"]
