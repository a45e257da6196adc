"""Readers: one file of any usual form becomes rows of text with their line numbers."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

HEAD_ROWS = 15  # a header is looked for in these first rows
_SEPARATORS = ";\t,|"
_MALFORMED = ["line", "column", "value", "reason"]


class IntakeError(Exception):
    """A file or folder that cannot be taken in; its text is the message shown, in French."""


@dataclass
class TextSource:
    """A delimited text file, already in UTF-8."""

    path: Path
    encoding: str
    separator: str
    head: list[list[str]]

    def load(self, con: duckdb.DuckDBPyConnection, header_row: int) -> pd.DataFrame:
        """Fill the table `staged(line, c0, c1, …)`; return the malformed lines."""
        width = len(self.head[header_row])
        con.execute("DROP TABLE IF EXISTS malformed; DROP TABLE IF EXISTS malformed_scan")
        columns = {f"c{i}": "VARCHAR" for i in range(width)}
        con.execute(
            """CREATE OR REPLACE TEMP TABLE rows_read AS
               SELECT row_number() OVER () AS ordinal, * FROM read_csv(
                 ?, delim=?, header=false, skip=?, auto_detect=false, quote='"', escape='"',
                 columns=?, store_rejects=true, rejects_table='malformed',
                 rejects_scan='malformed_scan', rejects_limit=0, max_line_size=4000000)""",
            [str(self.path), self.separator, header_row + 1, columns],
        )
        bad = con.execute(
            """SELECT line_byte_position - 1 AS at, any_value(csv_line) AS value,
                      any_value(error_type::VARCHAR) AS kind
               FROM malformed GROUP BY line_byte_position ORDER BY 1"""
        ).df()
        good_lines, bad_lines = self._physical_lines(con, header_row, bad["at"].to_numpy())
        con.register("line_numbers", pa.table({"line": good_lines}))
        con.execute(
            """CREATE OR REPLACE TEMP TABLE staged AS
               SELECT n.line, r.* EXCLUDE (ordinal) FROM rows_read r
               POSITIONAL JOIN line_numbers n"""
        )
        con.unregister("line_numbers")
        reasons = [_malformed_reason(kind, width) for kind in bad["kind"]]
        return pd.DataFrame(
            {
                "line": bad_lines,
                "column": [""] * len(bad),
                "value": bad["value"].astype(str).str.strip().str.slice(0, 300),
                "reason": reasons,
            },
            columns=_MALFORMED,
        )

    def _physical_lines(
        self, con: duckdb.DuckDBPyConnection, header_row: int, bad_at: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Line numbers, as an editor shows them, of the rows read and of the malformed ones."""
        row = con.execute("SELECT count(*) FROM rows_read").fetchone()
        count = row[0] if row else 0
        data = np.fromfile(self.path, dtype=np.uint8)
        ends = np.flatnonzero(data == 10)
        bad_lines = np.searchsorted(ends, bad_at + 1, side="left") + 1
        for quoted in (True, False):  # a stray quote makes the first reading of records wrong
            breaks = ends
            if quoted:
                quotes = np.cumsum(data == 34)
                breaks = ends[quotes[ends] % 2 == 0]
            starts = np.concatenate(([0], breaks + 1))
            stops = np.concatenate((breaks, [len(data)]))
            blank = (stops - starts <= 0) | (
                (stops - starts == 1) & (data[starts % len(data)] == 13)
            )
            lines = np.searchsorted(ends, starts, side="left") + 1
            wanted = ~blank & (lines > header_row + 1) & ~np.isin(lines, bad_lines)
            if wanted.sum() == count:
                return lines[wanted], bad_lines
        return np.arange(count) + header_row + 2, bad_lines


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
        width = len(self.rows[header_row])
        body = [
            (number, row)
            for number, row in enumerate(self.rows[header_row + 1 :], start=header_row + 2)
            if any(row)
        ]
        table = {"line": pa.array([n for n, _ in body], pa.int64())}
        for i in range(width):
            table[f"c{i}"] = pa.array([row[i] or None for _, row in body], pa.string())
        con.register("sheet_rows", pa.table(table))
        con.execute("CREATE OR REPLACE TEMP TABLE staged AS FROM sheet_rows")
        con.unregister("sheet_rows")
        return pd.DataFrame(columns=_MALFORMED)


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
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise IntakeError(f"« {path.name} » est vide : aucun tableau à lire")
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
            SheetSource(_square(workbook.get_sheet_by_name(name).to_python()), name)
            for name in workbook.sheet_names
        ]
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise IntakeError(
            f"« {path.name} » est un classeur abîmé ou incomplet (transfert interrompu ?) : "
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
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, encoding = raw.decode("utf-16", errors="replace"), "UTF-16"
    elif b"\x00" in raw[:4096]:
        raise IntakeError(f"« {path.name} » n’est pas un fichier de texte ni un classeur")
    else:
        try:
            text = None
            raw.decode("utf-8")
            encoding = "UTF-8"
            if raw.startswith(b"\xef\xbb\xbf"):
                text, encoding = raw[3:].decode("utf-8"), "UTF-8 avec BOM"
        except UnicodeDecodeError:
            text, encoding = raw.decode("cp1252", errors="replace"), "Windows-1252 / ISO-8859-1"
    start = raw[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise IntakeError(
            f"« {path.name} » est une page web, pas un tableau : télécharger le fichier lui-même"
        )
    target = path
    if text is not None:
        target = folder / "utf8.csv"
        target.write_text(text, encoding="utf-8", newline="")
    with target.open(encoding="utf-8", newline="") as stream:
        sample = "".join(line for _, line in zip(range(60), stream, strict=False))
    separator, head = _separator(sample)
    return TextSource(target, encoding, separator, head)


def _separator(sample: str) -> tuple[str, list[list[str]]]:
    """Choose the separator that cuts the sample in the most columns, most regularly."""
    best: tuple[float, str, list[list[str]]] = (-1.0, ",", [])
    for separator in _SEPARATORS:
        rows = list(csv.reader(io.StringIO(sample), delimiter=separator))
        widths = [len(row) for row in rows if row]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = (widths.count(usual) / len(widths)) * (usual > 1) + usual / 1000
        if score > best[0]:
            best = (score, separator, [[c.strip() for c in row] for row in rows[:HEAD_ROWS]])
    return best[1], best[2]


def _malformed_reason(kind: str, width: int) -> str:
    if kind == "MISSING COLUMNS":
        return f"ligne trop courte : {width} colonnes attendues"
    if kind == "TOO MANY COLUMNS":
        return f"ligne trop longue : {width} colonnes attendues (séparateur dans un texte ?)"
    if kind == "UNQUOTED VALUE":
        return "guillemets mal fermés"
    return "ligne illisible"
