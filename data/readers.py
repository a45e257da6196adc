"""Readers: one file of any usual form becomes rows of text with their line numbers."""

import codecs
import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

HEAD_ROWS = 15  # a header is looked for in these first rows
_SEPARATORS = ";\t,|"
_MALFORMED = ["line", "column", "value", "reason"]
_LINE_FEED = 10
MAX_SHOWN = 300  # characters of a malformed line that are shown
_WRONG_WIDTH = {
    "MISSING COLUMNS": "ligne trop courte : {} colonnes attendues",
    "TOO MANY COLUMNS": "ligne trop longue : {} colonnes attendues (séparateur dans un texte ?)",
}

csv.field_size_limit(2**31 - 1)  # a long comment is not an error


class IntakeError(Exception):
    """A file or folder that cannot be taken in; its text is the message shown, in French."""


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
    reader = csv.reader(text, delimiter=separator, strict=True)
    try:
        return next(reader), start + reader.line_num
    except csv.Error:
        return None, start + 1


def fits(cells: list[str], width: int) -> bool:
    """Tell whether `cells` has `width` columns, empty ones beyond left out."""
    return len(cells) >= width and not any(cell.strip() for cell in cells[width:])


@dataclass
class TextSource:
    """A delimited text file, already in UTF-8 with line feeds.

    head_ends : line on which each row of `head` ends
    """

    path: Path
    encoding: str
    separator: str
    head: list[list[str]]
    head_ends: list[int]

    def load(self, con: duckdb.DuckDBPyConnection, header_row: int) -> pd.DataFrame:
        """Fill the table `staged(line, c0, c1, …)`; return the malformed lines."""
        width = used_width(self.head[header_row])
        skip = self.head_ends[header_row]
        malformed = self._load_lines(con, skip, width)
        if malformed is None:
            malformed = self._load_records(con, skip, width)
        cells = ", ".join(f"c{i}" for i in range(width))
        con.execute(f"DELETE FROM staged WHERE trim(concat({cells})) = ''")
        return malformed[malformed["value"] != ""]

    def _load_lines(
        self, con: duckdb.DuckDBPyConnection, skip: int, width: int
    ) -> pd.DataFrame | None:
        """Load a file with one record a line, quickly; None when it is not such a file."""
        con.execute("DROP TABLE IF EXISTS malformed; DROP TABLE IF EXISTS malformed_scan")
        try:
            con.execute(
                """CREATE OR REPLACE TEMP TABLE rows_read AS
                   SELECT row_number() OVER () AS ordinal, * FROM read_csv(
                     ?, delim=?, header=false, skip=?, auto_detect=false, quote='"', escape='"',
                     columns=?, store_rejects=true, rejects_table='malformed',
                     rejects_scan='malformed_scan', rejects_limit=0, max_line_size=4000000)""",
                [
                    str(self.path),
                    self.separator,
                    skip,
                    {f"c{i}": "VARCHAR" for i in range(width)},
                ],
            )
        except duckdb.Error:
            return None
        bad = con.execute(
            """SELECT line_byte_position - 1 AS at, any_value(csv_line) AS value,
                      any_value(error_type::VARCHAR) AS kind
               FROM malformed GROUP BY line_byte_position ORDER BY 1"""
        ).df()
        if not bad["kind"].isin(list(_WRONG_WIDTH)).all():
            return None
        data = np.fromfile(self.path, dtype=np.uint8)
        ends = np.flatnonzero(data == _LINE_FEED)
        bad_lines = np.searchsorted(ends, bad["at"].to_numpy() + 1, side="left") + 1
        filled = np.diff(ends, prepend=-1, append=len(data)) > 1
        filled[:skip] = False
        filled[bad_lines - 1] = False
        good_lines = np.flatnonzero(filled) + 1
        if con.execute("SELECT count(*) FROM rows_read").fetchone() != (len(good_lines),):
            return None
        con.register("line_numbers", pa.table({"line": good_lines}))
        con.execute(
            """CREATE OR REPLACE TEMP TABLE staged AS
               SELECT n.line, r.* EXCLUDE (ordinal) FROM rows_read r
               POSITIONAL JOIN line_numbers n"""
        )
        con.unregister("line_numbers")
        texts = bad["value"].astype(str).str.strip().str.slice(0, MAX_SHOWN)
        reasons = [_WRONG_WIDTH[kind].format(width) for kind in bad["kind"]]
        return _malformed(bad_lines.tolist(), texts.tolist(), reasons)

    def _load_records(self, con: duckdb.DuckDBPyConnection, skip: int, width: int) -> pd.DataFrame:
        """Load any file, exactly: cells of several lines, stray quotes, very long lines."""
        good: list[tuple[int, list[str]]] = []
        lines, texts, reasons = [], [], []
        for record in read_records(_lines(self.path), self.separator, skip, width):
            cells = record.cells
            if cells is None:
                reason = "guillemets mal fermés"
            elif fits(cells, width):
                good.append((record.first, cells))
                continue
            else:
                kind = "MISSING COLUMNS" if len(cells) < width else "TOO MANY COLUMNS"
                reason = _WRONG_WIDTH[kind].format(width)
            lines.append(record.first)
            texts.append(record.text.strip()[:MAX_SHOWN])
            reasons.append(reason)
        _stage(con, good, width)
        return _malformed(lines, texts, reasons)


def used_width(header: list[str]) -> int:
    """Number of columns of a header, without the empty ones that trailing separators make."""
    return max((i + 1 for i, text in enumerate(header) if text), default=0)


def _stage(con: duckdb.DuckDBPyConnection, rows: list[tuple[int, list[str]]], width: int) -> None:
    """Fill the table `staged` from numbered rows."""
    table = {"line": pa.array([line for line, _ in rows], pa.int64())}
    for i in range(width):
        table[f"c{i}"] = pa.array([row[i] or None for _, row in rows], pa.string())
    con.register("numbered_rows", pa.table(table))
    con.execute("CREATE OR REPLACE TEMP TABLE staged AS FROM numbered_rows")
    con.unregister("numbered_rows")


def _malformed(lines: list[int], texts: list[str], reasons: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"line": lines, "column": [""] * len(lines), "value": texts, "reason": reasons},
        columns=_MALFORMED,
    )


@dataclass
class SheetSource:
    """One sheet of a workbook, as rows of text."""

    rows: list[list[str]]
    sheet: str
    encoding: str = "classeur"
    separator: str = ""

    @property
    def head(self) -> list[list[str]]:
        """The first rows."""
        return self.rows[:HEAD_ROWS]

    def load(self, con: duckdb.DuckDBPyConnection, header_row: int) -> pd.DataFrame:
        """Fill the table `staged(line, c0, c1, …)`; no line of a sheet is malformed."""
        body = [
            (number, row)
            for number, row in enumerate(self.rows[header_row + 1 :], start=header_row + 2)
            if any(row)
        ]
        _stage(con, body, used_width(self.rows[header_row]))
        return _malformed([], [], [])


Source = TextSource | SheetSource


@contextmanager
def open_sources(path: Path) -> Iterator[list[Source]]:
    """Open a file by what it holds, whatever its name says.

    Raises
    ------
    IntakeError : empty, unreadable, truncated, or not a table
    """
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"\xd0\xcf\x11\xe0"):
        yield _sheets(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield [_text_source(path, Path(folder))]


def _sheets(path: Path) -> list[Source]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return [
            SheetSource(
                _square(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)), name
            )
            for name in workbook.sheet_names
        ]
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise IntakeError(
            f"« {path.name} » est un classeur abîmé, incomplet ou protégé par un mot de passe : "
            "le rouvrir dans un tableur, l’enregistrer de nouveau et recommencer"
        ) from error


def _square(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    width = max((len(row) for row in rows), default=0)
    return [[_cell(v) for v in row] + [""] * (width - len(row)) for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _text_source(path: Path, folder: Path) -> TextSource:
    raw = path.read_bytes()
    text, encoding = _decode(raw, path.name)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    start = plain[:200].strip().lower()
    if not start and not plain.strip():
        raise IntakeError(f"« {path.name} » est vide : aucun tableau à lire")
    if start.startswith("<"):
        raise IntakeError(
            f"« {path.name} » est une page web, pas un tableau : télécharger le fichier lui-même"
        )
    target = path
    if encoding != "UTF-8" or plain != text:
        target = folder / "utf8.csv"
        target.write_text(plain, encoding="utf-8", newline="")
    with target.open(encoding="utf-8", newline="\n") as stream:
        sample = [line.rstrip("\n") for _, line in zip(range(60), stream, strict=False)]
    separator, head = _separator(sample)
    return TextSource(
        target,
        encoding,
        separator,
        [[cell.strip() for cell in record.cells or [record.text]] for record in head],
        [record.last for record in head],
    )


def _decode(raw: bytes, name: str) -> tuple[str, str]:
    """Text of a file, and the French name of its encoding."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace"), "UTF-16"
    if b"\x00" in raw:
        raise IntakeError(
            f"« {name} » n’est ni un fichier de texte ni un classeur : "
            "l’enregistrer au format CSV ou XLSX et recommencer"
        )
    try:
        if raw.startswith(codecs.BOM_UTF8):
            return raw.decode("utf-8-sig"), "UTF-8 avec BOM"
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "Windows-1252 / ISO-8859-1"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def _separator(sample: list[str]) -> tuple[str, list[Record]]:
    """Choose the separator that cuts the sample in the most columns, most regularly."""
    best: tuple[float, str, list[Record]] = (-1.0, ",", [])
    for separator in _SEPARATORS:
        records = list(read_records(sample, separator))
        widths = [len(record.cells) for record in records if record.text and record.cells]
        if not widths:
            continue
        usual = max(widths, key=lambda width: (widths.count(width), width))
        score = (widths.count(usual) / len(records)) * (usual > 1) + usual / 1000
        if score > best[0]:
            best = (score, separator, records[:HEAD_ROWS])
    return best[1], best[2]
