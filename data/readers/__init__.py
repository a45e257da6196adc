"""Readers: one file of any usual form becomes rows of text with their line numbers.

Whatever its name says, a file is opened by what it holds (`forms`): delimited text (`text`),
a workbook (`sheets`), Parquet (`parquet`), records in JSON (`json_records`). A zip of files is
unfolded first (`archives`).
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.readers.archives import extract_archive, holds_shapes
from data.readers.errors import LIMITS, IntakeError, Limits, NoTableError
from data.readers.forms import Form, form_of, is_archive
from data.readers.json_records import JsonSource, open_json
from data.readers.parquet import ParquetSource, open_parquet
from data.readers.records import HEAD_ROWS, read_records, used_width
from data.readers.sheets import SheetSource, open_workbook
from data.readers.text import TextSource, open_text

__all__ = [
    "HEAD_ROWS",
    "LIMITS",
    "IntakeError",
    "Limits",
    "NoTableError",
    "Source",
    "extract_archive",
    "holds_shapes",
    "is_archive",
    "open_sources",
    "read_records",
    "used_width",
]

Source = TextSource | SheetSource | ParquetSource | JsonSource


@contextmanager
def open_sources(path: Path, limits: Limits = LIMITS) -> Iterator[list[Source]]:
    """Open a file by what it holds, whatever its name says.

    Parameters
    ----------
    path : delimited text, workbook, Parquet file or records in JSON
    limits : sizes beyond which it is refused

    Raises
    ------
    IntakeError : empty, unreadable, truncated, too large, or not a table
    """
    form = form_of(path, limits)
    if form is Form.ARCHIVE:
        raise IntakeError(
            f"« {path.name} » est une archive, pas un tableau : en extraire les fichiers"
        )
    if form is Form.PARQUET:
        yield [open_parquet(path, limits)]
    elif form is Form.TEXT:
        with tempfile.TemporaryDirectory() as folder:
            yield [open_text(path, Path(folder))]
    elif form is Form.JSON:
        with tempfile.TemporaryDirectory() as folder:
            yield [open_json(path, Path(folder))]
    else:
        sheets, _ = open_workbook(path, form is Form.WORKBOOK, limits)
        yield list(sheets)
