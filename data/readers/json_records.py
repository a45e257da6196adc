"""JSON: the records of an API's answer or export become rows of text, numbers as written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.readers.decoding import in_utf_8
from data.readers.errors import IntakeError, NoTableError
from data.readers.records import HEAD_ROWS, Written
from data.readers.staging import set_aside, stage

_LISTS = ("results", "records", "data")  # where an answer holds its records
_TOTALS = ("total_count", "nhits")
_START = 65_536
_OUTLINES = (b'"FeatureCollection"', b'"Topology"', b'"Feature"')

Fields = dict[str, Any]


@dataclass
class JsonSource(Written):
    """Records of a JSON file; their names are line 1, as in a text file."""

    names: list[str]
    records: list[Fields]

    @property
    def head(self) -> list[list[str]]:
        """First rows, the names included."""
        return [self.names, *self._rows(self.records[: HEAD_ROWS - 1])]

    def _rows(self, records: list[Fields]) -> Iterator[list[str]]:
        return ([_cell(record.get(name)) for name in self.names] for record in records)

    def load(
        self, con: duckdb.DuckDBPyConnection, header_row: int, width: int | None = None
    ) -> pd.DataFrame:
        """Fill the table `staged(line, c0, c1, …)`; return the lines that are no rows."""
        below = enumerate(self._rows(self.records[header_row:]), start=header_row + 2)
        stage(con, below, len(self.names))
        return set_aside(con, self.names)


def holds_records(path: Path) -> bool:
    """Tell whether a file called .json may be records: it starts as no outlines do."""
    if path.suffix.lower() != ".json":
        return False
    with path.open("rb") as stream:
        start = stream.read(_START)
    return not any(mark in start for mark in _OUTLINES)


def open_json(path: Path, folder: Path) -> JsonSource:
    """Open a list of records, or the answer of an API that holds one.

    Parameters
    ----------
    path : the file
    folder : where its copy in UTF-8 is written, when it needs one

    Raises
    ------
    IntakeError : it is not JSON, or is one page of a longer answer
    NoTableError : it holds no list of records
    """
    readable, _ = in_utf_8(path, folder)
    try:
        held = json.loads(readable.read_text(encoding="utf-8"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        where = f" (ligne {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise IntakeError(
            f"« {path.name} » est un fichier JSON incomplet ou abîmé{where}\u00a0: le télécharger "
            "de nouveau, ou le fournir au format CSV"
        ) from error
    found = _records(held)
    if not found:
        raise NoTableError(
            f"« {path.name} » est un fichier JSON sans liste d’enregistrements, pas un tableau"
        )
    total = next((held[t] for t in _TOTALS if t in held), "") if isinstance(held, dict) else ""
    if str(total).isdigit() and int(total) > len(found):
        raise IntakeError(
            f"« {path.name} » ne contient que {len(found)} enregistrements sur {total}\u00a0: "
            "télécharger l’export complet (…/exports/json ou …/exports/csv)"
        )
    records = [_fields(record) for record in found]
    names = list(dict.fromkeys(name for record in records for name in record))
    return JsonSource(names, records, encoding="JSON")


def _records(held: Any) -> list[Fields]:
    """Records of what a file holds; none when it is no table."""
    if isinstance(held, dict):
        held = next((held[name] for name in _LISTS if isinstance(held.get(name), list)), [])
    whole = isinstance(held, list) and all(isinstance(record, dict) for record in held)
    return held if whole else []


def _fields(record: Fields) -> Fields:
    """Fields of one record, out of what the versions of an API wrap them in."""
    inner = record.get("record")
    for wrapped in (inner if isinstance(inner, dict) else {}, record):
        if isinstance(wrapped.get("fields"), dict):
            return dict(wrapped["fields"])
    return record


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
