"""Delimited text: read by DuckDB when it has one record a line, else exactly, record by record."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.frames import entered
from data.readers.decoding import in_utf_8
from data.readers.errors import IntakeError
from data.readers.records import (
    SEPARATORS,
    Written,
    choose_separator,
    fits,
    read_records,
    used_width,
)
from data.readers.staging import MAX_SHOWN, malformed, set_aside, stage

_SAMPLE_LINES = 60
_QUICK_LINE = 4_000_000  # bytes of a line, for the quick reading; also of what a thread reads
_MAX_LINE = 64 * 1024**2
_LINE_FEED = 10
_CHUNK = 64 * 1024**2
_WRONG_WIDTH = {
    "MISSING COLUMNS": "ligne trop courte : {} colonnes attendues",
    "TOO MANY COLUMNS": "ligne trop longue : {} colonnes attendues (séparateur dans un texte ?)",
}


class _Lines(Sequence[str]):
    """Lines of a UTF-8 file, decoded one by one as they are asked for."""

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        self.ends = _line_ends(self._data)

    def __len__(self) -> int:
        return len(self.ends) + 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        start = int(self.ends[index - 1]) + 1 if index else 0
        end = int(self.ends[index]) if index < len(self.ends) else len(self._data)
        return self._data[start:end].tobytes().decode("utf-8")


def _line_ends(data: np.ndarray) -> np.ndarray:
    pieces = [
        np.flatnonzero(data[at : at + _CHUNK] == _LINE_FEED) + at
        for at in range(0, len(data), _CHUNK)
    ]
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64)


@dataclass
class TextSource(Written):
    """A delimited text file, already in UTF-8 with line feeds.

    head_ends : line on which each row of `head` ends
    """

    path: Path
    head: list[list[str]]
    head_ends: list[int]

    def load(
        self, con: duckdb.DuckDBPyConnection, header_row: int, width: int | None = None
    ) -> pd.DataFrame:
        """Fill the table `staged(line, c0, c1, …)`; return the malformed lines.

        Parameters
        ----------
        header_row : last row of the header, in `head`
        width : columns that a row must have; None: those of the header's last row
        """
        width = width or used_width(self.head[header_row])
        skip = self.head_ends[header_row]
        bad = self._load_lines(con, skip, width)
        if bad is None:
            bad = self._load_records(con, skip, width)
        header = (self.head[header_row] + [""] * width)[:width]
        return pd.concat([bad[bad["value"] != ""], set_aside(con, header)], ignore_index=True)

    def _load_lines(
        self, con: duckdb.DuckDBPyConnection, skip: int, width: int
    ) -> pd.DataFrame | None:
        """Load a file with one record a line, quickly; None when it is not such a file."""
        con.execute("DROP TABLE IF EXISTS malformed; DROP TABLE IF EXISTS malformed_scan")
        columns = {f"c{i}": "VARCHAR" for i in range(width)}
        try:
            con.execute(
                f"""CREATE OR REPLACE TEMP TABLE rows_read AS
                    SELECT NULL::BIGINT AS line, * FROM read_csv(
                      ?, delim=?, header=false, skip=?, auto_detect=false, quote='"',
                      escape='"', columns=?, store_rejects=true, rejects_table='malformed',
                      rejects_scan='malformed_scan', rejects_limit=0,
                      max_line_size={_QUICK_LINE}, buffer_size={_QUICK_LINE})""",
                [str(self.path), self.separator, skip, columns],
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
        bad_lines = self._number_lines(con, skip, bad["at"].to_numpy())
        if bad_lines is None:
            return None
        texts = bad["value"].astype(str).str.strip().str.slice(0, MAX_SHOWN)
        reasons = [_WRONG_WIDTH[kind].format(width) for kind in bad["kind"]]
        return malformed(bad_lines.tolist(), texts.tolist(), reasons)

    def _number_lines(
        self, con: duckdb.DuckDBPyConnection, skip: int, bad_at: np.ndarray
    ) -> np.ndarray | None:
        """Number the rows read; return the bad lines, or None if a row is not a line."""
        data = np.memmap(self.path, dtype=np.uint8, mode="r")
        ends = _line_ends(data)
        bad_lines = np.searchsorted(ends, bad_at + 1, side="left") + 1
        filled = np.diff(ends, prepend=-1, append=len(data)) > 1
        filled[:skip] = False
        filled[bad_lines - 1] = False
        good_lines = np.flatnonzero(filled) + 1
        if con.execute("SELECT count(*) FROM rows_read").fetchone() != (len(good_lines),):
            return None
        con.execute("DROP TABLE IF EXISTS staged")
        if not len(good_lines) or good_lines[-1] == skip + len(good_lines):  # no gap
            con.execute(f"UPDATE rows_read SET line = rowid + {skip + 1}")
            con.execute("ALTER TABLE rows_read RENAME TO staged")
            return bad_lines
        with entered(con, "line_numbers", pa.table({"line": good_lines})):
            con.execute(
                """CREATE TEMP TABLE staged AS SELECT n.line, r.* EXCLUDE (line)
                   FROM rows_read r POSITIONAL JOIN line_numbers n"""
            )
        con.execute("DROP TABLE rows_read")
        return bad_lines

    def _load_records(self, con: duckdb.DuckDBPyConnection, skip: int, width: int) -> pd.DataFrame:
        """Load any file, exactly: cells of several lines, stray quotes, very long lines."""
        numbered, texts, reasons = [], [], []
        lines = _Lines(self.path)
        if np.diff(lines.ends, prepend=-1).max(initial=0) > _MAX_LINE:
            raise IntakeError(
                f"« {self.path.name} » a une ligne démesurée : ce n’est pas un tableau"
            )

        def good() -> Iterator[tuple[int, list[str]]]:
            for record in read_records(lines, self.separator, skip, width):
                cells = record.cells
                if cells is None:
                    reason = "guillemets mal fermés"
                elif fits(cells, width):
                    yield record.first, cells
                    continue
                else:
                    kind = "MISSING COLUMNS" if len(cells) < width else "TOO MANY COLUMNS"
                    reason = _WRONG_WIDTH[kind].format(width)
                numbered.append(record.first)
                texts.append(record.text.strip()[:MAX_SHOWN])
                reasons.append(reason)

        stage(con, good(), width)
        return malformed(numbered, texts, reasons)


def open_text(path: Path, folder: Path) -> TextSource:
    """Open a delimited text of any usual encoding.

    Parameters
    ----------
    path : the file
    folder : where its copy in UTF-8 is written, when it needs one

    Raises
    ------
    IntakeError : empty, or not a text
    """
    target, encoding = in_utf_8(path, folder)
    sample = _sample(target)
    if not any(line.strip() for line in sample) and not _has_text(target):
        raise IntakeError(f"« {path.name} » est vide : aucun tableau à lire")
    note = ""
    if _are_quoted_whole(sample):
        target = _unquoted(target, folder)
        sample = _sample(target)
        note = "lignes entières entre guillemets, défaites"
    separator, head = choose_separator(sample)
    return TextSource(
        target,
        [[cell.strip() for cell in record.cells or [record.text]] for record in head],
        [record.last for record in head],
        encoding=encoding.name,
        separator=separator,
        note=note,
    )


def _are_quoted_whole(sample: list[str]) -> bool:
    """Tell whether each line is one quoted cell that holds a whole row."""
    lines = [line.strip() for line in sample if line.strip()]
    return bool(lines) and all(
        re.fullmatch(r'"(?:[^"]|"")*"', line) and any(sign in line for sign in SEPARATORS)
        for line in lines
    )


def _unquoted(path: Path, folder: Path) -> Path:
    """Write the rows that a text holds in quoted lines; return where."""
    target = folder / f"sans guillemets {path.name}"
    with (
        path.open(encoding="utf-8", newline="\n") as lines,
        target.open("w", encoding="utf-8", newline="\n") as written,
    ):
        for line in lines:
            bare = line.strip()
            whole = len(bare) > 1 and bare[0] == bare[-1] == '"'
            written.write((bare[1:-1].replace('""', '"') if whole else bare) + "\n")
    return target


def _sample(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        sample: list[str] = []
        while len(sample) < _SAMPLE_LINES and (line := stream.readline(_MAX_LINE)):
            if len(line) == _MAX_LINE:
                raise IntakeError(
                    f"« {path.name} » a une ligne démesurée : ce n’est pas un tableau"
                )
            sample.append(line.rstrip("\n"))
        return sample


def _has_text(path: Path) -> bool:
    with path.open(encoding="utf-8", newline="\n") as stream:
        while piece := stream.read(_CHUNK):
            if piece.strip():
                return True
    return False
