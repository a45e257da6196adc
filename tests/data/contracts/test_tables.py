"""The tables of the store and their contracts say the same."""

import duckdb
import pytest

from data.contracts.tables import MEANINGS, TABLES
from data.dictionary import tables
from data.store import store

MADE = """SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()
    WHERE NOT internal AND database_name = current_database() AND schema_name = 'main' GROUP BY 1"""


@pytest.mark.parametrize("home", ["demo_home", "academy_home"])
def test_a_build_makes_the_tables_of_the_contracts_and_their_columns(home, request):
    path = store.current_path(request.getfixturevalue(home))
    with duckdb.connect(str(path), read_only=True) as con:
        made = {name: sorted(columns) for name, columns in con.execute(MADE).fetchall()}
    assert made == {table.name: sorted(table.columns) for table in TABLES}


def test_each_table_says_its_row_and_each_column_what_it_is():
    rows = tables()
    assert set(rows["table"]) == {table.name for table in TABLES}
    assert rows["ligne"].str.startswith("une ligne par ").all()
    assert (rows["sens"] != "").all()


def test_no_meaning_is_of_a_column_that_is_nowhere():
    columns = {column for table in TABLES for column in table.columns}
    assert set(MEANINGS) <= columns
    for table in TABLES:
        unused = set(table.own) - set(table.columns)
        assert unused == set(), table.name


def test_a_scope_cuts_by_a_column_of_the_table():
    cut = [table for table in TABLES if table.scope not in (None, store.WHOLE)]
    assert len(cut) > 20
    assert all(table.scope in table.columns for table in cut)
    assert all(table.due in table.columns for table in TABLES if table.due)


def test_what_is_diffused_is_not_cut_and_is_read():
    diffused = [table for table in TABLES if table.diffused]
    assert {table.name for table in diffused} == store.DIFFUSED
    assert all(table.read and table.scope is None for table in diffused)
