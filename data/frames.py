"""Frames on their way into DuckDB, and out: every column has a type, even an empty one."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pandas as pd
import pyarrow as pa

_ARROW = {"BOOLEAN": pa.bool_(), "DOUBLE": pa.float64(), "BLOB": pa.binary()}


@contextmanager
def entered(
    con: duckdb.DuckDBPyConnection, name: str, table: pd.DataFrame | pa.Table, **types: str
) -> Iterator[None]:
    """Let the SQL of a block read a frame under a name.

    DuckDB takes a column without any value for numbers: here it is text, unless declared.

    Parameters
    ----------
    table : pandas or Arrow
    types : by column that may lack any value, BOOLEAN, DOUBLE or BLOB; may name others
    """
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table, preserve_index=False)
    con.register(name, table.cast(pa.schema([_declared(field, types) for field in table.schema])))
    try:
        yield
    finally:
        con.unregister(name)


def left(answered: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What a query gives: a text without any value is text still, which pandas joins and sorts.

    Parameters
    ----------
    answered : connection or cursor that has just run it
    """
    texts = [name for name, kind, *_ in answered.description if str(kind) in ("VARCHAR", "STRING")]
    found = answered.df()
    return found.astype({name: "str" for name in texts if found[name].dtype == object})


def _declared(field: pa.Field, types: dict[str, str]) -> pa.Field:
    if field.name in types:
        return field.with_type(_ARROW[types[field.name]])
    return field.with_type(pa.string()) if pa.types.is_null(field.type) else field
