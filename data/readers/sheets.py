"""Sheets of workbooks: each one is rows of text, whatever the cells were."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from data.readers.errors import LIMITS, IntakeError, Limits
from data.readers.records import HEAD_ROWS, Written, used_width
from data.readers.staging import set_aside, stage
from data.readers.workbooks import check_workbook, days_late

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")


@dataclass
class SheetSource(Written):
    """One sheet of a workbook, as rows of text."""

    cells: "CalamineSheet"
    head: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.head = list(islice(self._rows(), HEAD_ROWS))

    def _rows(self) -> Iterator[list[str]]:
        """Yield the rows from the first of the sheet, all of the same width."""
        start = self.cells.start
        if start is None:
            return
        left = [""] * start[1]
        for row in self.cells.iter_rows():
            yield left + [_cell(value) for value in row]

    def _filled(self, header_row: int) -> Iterator[list[str]]:
        """Yield the rows; a text merged downwards, below the header, is that of each of its rows.

        A number merged over several rows may be their total: it stays where it stands.
        """
        last_row = {
            first: last[0]
            for first, last in self.cells.merged_cell_ranges or ()
            if first[0] > header_row and last[0] > first[0]
        }
        running: dict[int, tuple[int, str]] = {}  # column -> last row, text
        for number, row in enumerate(self._rows()):
            for column, (last, text) in running.items():
                if number <= last and not row[column]:
                    row[column] = text
                    self.note = "cellules fusionnées recopiées vers le bas"
            if last_row:
                running |= {
                    column: (last_row[number, column], text)
                    for column, text in enumerate(row)
                    if (number, column) in last_row and not _NUMBER.fullmatch(text)
                }
            yield row

    def load(
        self, con: duckdb.DuckDBPyConnection, header_row: int, width: int | None = None
    ) -> pd.DataFrame:
        """Fill the table `staged(line, c0, c1, …)`; return the lines that are no rows."""
        width = width or used_width(self.head[header_row])
        below = enumerate(islice(self._filled(header_row), header_row + 1, None), header_row + 2)
        stage(con, ((number, row) for number, row in below if any(row)), width)
        return set_aside(con, (self.head[header_row] + [""] * width)[:width])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def open_workbook(
    path: Path, zipped: bool, limits: Limits = LIMITS
) -> tuple[list[SheetSource], list[str]]:
    """Open the visible sheets of a workbook.

    Parameters
    ----------
    path : XLSX, XLSM, XLS or ODS file
    zipped : whether it is a zip (all but XLS), to be checked as one
    limits : sizes beyond which it is refused

    Returns
    -------
    sources : the visible sheets that hold something, or the first one when all are empty
    hidden : names of the sheets that are hidden, not read

    Raises
    ------
    IntakeError : broken, protected or too large
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if zipped:
        check_workbook(path, limits)
    try:
        late = days_late(path) if zipped else 0
        return _sheets(CalamineWorkbook.from_path(str(path)), late)
    except PasswordError as error:
        raise IntakeError(
            f"« {path.name} » est protégé par un mot de passe : "
            "l’enregistrer sans mot de passe et recommencer"
        ) from error
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise IntakeError(_broken(path)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the parser's own, not an Exception
            raise
        raise IntakeError(_broken(path)) from error


def _broken(path: Path) -> str:
    return (
        f"« {path.name} » est un classeur abîmé, incomplet ou protégé par un mot de passe : "
        "le rouvrir dans un tableur, l’enregistrer de nouveau et recommencer"
    )


def _sheets(workbook: "CalamineWorkbook", late: int) -> tuple[list[SheetSource], list[str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    shown = [s.name for s in tables if s.visible == SheetVisibleEnum.Visible]
    hidden = [s.name for s in tables if s.name not in shown]
    sources = [
        SheetSource(
            workbook.get_sheet_by_name(name), encoding="classeur", sheet=name, days_late=late
        )
        for name in shown
    ]
    filled = [source for source in sources if source.cells.start is not None]
    return filled or sources[:1], hidden
