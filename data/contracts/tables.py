"""Contracts of the tables of the store: what a row is, what each column says, who reads it.

They are told in `tables.toml`. What readers may read, how a scope cuts it, and the dictionary of
the store are made from them; a test compares them with what a build makes.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from data import silence
from data.counts import COUNTS

WHOLE = "*"  # scope of what only a reader of the whole académie sees
_TOLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
# What a column says wherever it stands; a table that means another thing says so.
MEANINGS: dict[str, str] = {
    column: text.replace("{UNTOLD_E}", silence.UNTOLD_E)
    for column, text in _TOLD["meanings"].items()
}


class Readers(StrEnum):
    """Who reads a table."""

    AGENTS = "agents"  # in charge
    ALL = "all"  # readers of the diffused level too
    NONE = "none"  # made for other tables, or for the program


@dataclass(frozen=True)
class StoreTable:
    """Contract of a table of the store.

    Parameters
    ----------
    name : in the store
    grain : what a row is, in French, "une ligne par …"
    columns : names, in order
    own : what columns say here that they do not say elsewhere
    readers : who reads it
    scope : column that a scope filters on; None: the same for everybody; `WHOLE`: only for a
        reader of the whole académie
    due : condition on the rows that a read sees; "": all
    """

    name: str
    grain: str
    columns: tuple[str, ...]
    own: Mapping[str, str]
    readers: Readers = Readers.AGENTS
    scope: str | None = None
    due: str = ""

    @property
    def read(self) -> bool:
        """True when a reader has it."""
        return self.readers is not Readers.NONE

    @property
    def diffused(self) -> bool:
        """True when a reader of the diffused level may read it."""
        return self.readers is Readers.ALL

    def meaning(self, column: str) -> str:
        """What a column says, with its unit, in French."""
        return self.own.get(column) or MEANINGS[column]


def _table(
    name: str,
    grain: str,
    columns: str,
    counts: bool = False,
    own: Mapping[str, str] | None = None,
    readers: str = Readers.AGENTS,
    **cut: Any,
) -> StoreTable:
    """Contract of a table as the file tells it."""
    names = dict.fromkeys([*columns.split(), *(COUNTS if counts else ())])
    told = COUNTS if counts else own or {}
    return StoreTable(name, f"une ligne par {grain}", tuple(names), told, Readers(readers), **cut)


TABLES = tuple(_table(name, **told) for name, told in _TOLD["table"].items())
