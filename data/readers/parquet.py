"""Parquet files: each column as text, codes as they are written."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.readers.errors import LIMITS, IntakeError, Limits, size_text
from data.readers.records import HEAD_ROWS, Written
from data.readers.staging import set_aside, stage, stage_arrow

_BATCH_ROWS = 50_000


@dataclass
class ParquetSource(Written):
    """A Parquet file; its column names are line 1, as in a text file."""

    path: Path
    head: list[list[str]]

    def load(
        self, con: duckdb.DuckDBPyConnection, header_row: int, width: int | None = None
    ) -> pd.DataFrame:
        """Fill the table `staged(line, c0, c1, …)`; return the lines that are no rows."""
        names = self.head[0]
        stage(con, [], len(names))
        line = 2
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(_BATCH_ROWS):
                columns = {"line": pa.array(range(line, line + len(batch)), pa.int64())}
                columns |= {f"c{i}": _as_text(column) for i, column in enumerate(batch.columns)}
                stage_arrow(con, pa.table(columns))
                line += len(batch)
        con.execute(f"DELETE FROM staged WHERE line <= {header_row + 1}")
        return set_aside(con, names)


def _as_text(column: pa.Array) -> pa.Array:
    """Return a column as text: whole numbers without a decimal, oui or non, ISO dates."""
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "oui", "non")
    if pa.types.is_floating(column.type):
        texts = pc.cast(pc.if_else(pc.is_nan(column), None, column), pa.string())
        return pc.replace_substring_regex(texts, r"\.0$", "")
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string())


def open_parquet(path: Path, limits: Limits = LIMITS) -> ParquetSource:
    """Open a Parquet file.

    Raises
    ------
    IntakeError : broken, or too large once unfolded
    """
    try:
        with pq.ParquetFile(path) as file:
            names = [str(name) for name in file.schema_arrow.names]
            meta = file.metadata
            groups = (meta.row_group(i) for i in range(meta.num_row_groups))
            size = sum(group.total_byte_size for group in groups)
            if size > limits.bytes or meta.num_rows * len(names) > 20 * limits.cells:
                raise IntakeError(
                    f"« {path.name} » est trop grand : {size_text(limits.bytes)} au plus une fois "
                    "décompressé. Le découper en plusieurs fichiers"
                )
            first = next(file.iter_batches(HEAD_ROWS - 1), None)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise IntakeError(
            f"« {path.name} » est un fichier Parquet abîmé ou incomplet : "
            "le récupérer de nouveau et recommencer"
        ) from error
    rows = [] if first is None else zip(*(_as_text(c).to_pylist() for c in first), strict=True)
    head = [names, *([cell or "" for cell in row] for row in rows)]
    return ParquetSource(path, head, encoding="Parquet")
