"""Records of a delimited text: cut by separator and quotes, a stray quote costs one line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

HEAD_ROWS = 30  # a header is looked for in these first rows
MAX_RECORD_LINES = 10_000  # a quoted cell of more lines is a quote that was never closed
SEPARATORS = ";\t,|"

csv.field_size_limit(2**31 - 1)  # a long comment is not an error


@dataclass(kw_only=True)
class Written:
    """How the rows of a source were written.

    Parameters
    ----------
    encoding, separator : what is shown of them
    sheet : name of the sheet, in a workbook
    note : what was mended or filled in, in French
    days_late : of serial dates, in a workbook that counts from 1904
    """

    encoding: str
    separator: str = ""
    sheet: str = ""
    note: str = ""
    days_late: int = 0


class Record(NamedTuple):
    """One record of a delimited text: its first and last physical lines (from 1) and cells."""

    first: int
    last: int
    cells: list[str] | None  # None: its quotes are not closed as they should be
    text: str


def read_records(
    lines: Sequence[str], separator: str, start: int = 0, width: int | None = None
) -> Iterator[Record]:
    """Cut `lines` in records from index `start`; a stray quote costs its own line, no more.

    Parameters
    ----------
    width : columns expected. A record of several lines that has not as many, while one of
        them alone has, is an open quote that swallowed good lines: they are given back.
    """
    while start < len(lines):
        cells, last = _next_record(lines, separator, start)
        if width and cells and last > start + 1 and not fits(cells, width):
            swallowed = (_next_record([line], separator, 0)[0] for line in lines[start + 1 : last])
            if any(alone and fits(alone, width) for alone in swallowed):
                cells, last = None, start + 1
        yield Record(start + 1, last, cells, "\n".join(lines[start:last]))
        start = last


def _next_record(lines: Sequence[str], separator: str, start: int) -> tuple[list[str] | None, int]:
    """Cells of the record that starts at `start`, None if badly quoted, and where it ends."""
    text = (lines[index] + "\n" for index in range(start, len(lines)))
    reader = csv.reader(islice(text, MAX_RECORD_LINES), delimiter=separator, strict=True)
    try:
        return next(reader), start + reader.line_num
    except csv.Error:
        return None, start + 1


def fits(cells: list[str], width: int) -> bool:
    """Tell whether `cells` has `width` columns, empty ones beyond left out."""
    return len(cells) >= width and not any(cell.strip() for cell in cells[width:])


def used_width(header: list[str]) -> int:
    """Number of columns of a header, without the empty ones that trailing separators make."""
    return max((i + 1 for i, text in enumerate(header) if text), default=0)


def choose_separator(sample: list[str]) -> tuple[str, list[Record]]:
    """Choose the separator that cuts the sample in the most columns, most regularly."""
    best: tuple[float, str, list[Record]] = (-1.0, ",", [])
    for separator in SEPARATORS:
        records = list(read_records(sample, separator))
        widths = [len(record.cells) for record in records if record.text and record.cells]
        if not widths:
            continue
        usual = max(widths, key=lambda width: (widths.count(width), width))
        score = (widths.count(usual) / len(records)) * (usual > 1) + usual / 1000
        if score > best[0]:
            best = (score, separator, records[:HEAD_ROWS])
    return best[1], best[2]
