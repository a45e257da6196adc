"""What a contract says of a table and of its columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from data.kinds import KINDS, Kind, Parsed, choice, fold


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : name in the store
    kind : key of `data.kinds.KINDS`
    headers : spellings met in files, the first one is ours; a final `*` takes any ending
    about : one French sentence for the data dictionary
    header_needed : a file without this header is not of this contract
    cell_needed : an empty cell rejects the row
    rejects : an unreadable cell rejects the row; otherwise it is emptied and reported
    allowed : spelling -> value kept, for columns with a closed list
    instead : column from which this one is deduced where it is absent or empty
    """

    name: str
    kind: str
    headers: tuple[str, ...]
    about: str
    header_needed: bool = False
    cell_needed: bool = False
    rejects: bool = False
    allowed: dict[str, str] = field(default_factory=dict)
    instead: str = ""

    @property
    def sql_type(self) -> str:
        """DuckDB type of the column in the store."""
        return self._kind.sql_type

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def is_free_text(self) -> bool:
        """True when cells are kept as they are, trimmed: no reader to run."""
        return self._kind.parse is None and not self.allowed

    def parse(self, text: str) -> Parsed:
        """Read one cell."""
        if self.allowed:
            return choice(text, self.allowed)
        assert self._kind.parse is not None
        return self._kind.parse(text)

    @cached_property
    def _spellings(self) -> tuple[frozenset[str], tuple[str, ...]]:
        exact = frozenset(fold(h) for h in self.headers if not h.endswith("*"))
        return exact, tuple(fold(h[:-1]) for h in self.headers if h.endswith("*"))

    def matches(self, folded_header: str) -> bool:
        """Tell whether a header of a file, folded, is this column."""
        return self.position({folded_header: 0}) is not None

    def position(self, folded_headers: dict[str, int]) -> int | None:
        """Return where this column first stands among the headers of a file, folded."""
        exact, starts = self._spellings
        at = [folded_headers[text] for text in exact & folded_headers.keys()]
        if starts:
            at += [i for text, i in folded_headers.items() if text.startswith(starts)]
        return min(at, default=None)


def _positions(folded_headers: Iterable[str]) -> dict[str, int]:
    """Return folded header -> where it first stands."""
    positions: dict[str, int] = {}
    for position, text in enumerate(folded_headers):
        positions.setdefault(text, position)
    return positions


@dataclass(frozen=True)
class Rule:
    """A check across the columns of one row: rows for which `broken` holds are rejected."""

    broken: str  # SQL over the column names
    column: str
    message: str


@dataclass(frozen=True)
class Contract:
    """One table: what one row is, its columns, its key, its checks.

    Parameters
    ----------
    name : table in the schema `source` of the store
    title : what the file is called, in French
    grain : "une ligne par …"
    columns : the columns, in order
    key : columns that make a row unique; a second row with the same key is rejected
    unit : columns of what a later import replaces at once; None: the key; (): the whole table
    rules : checks across columns
    marks : columns whose header says that a file is of this contract, not of one without it
    foreign : headers, folded, that no file of this contract has
    dated_by : column of the day that a row shows; of two files of one unit, the later replaces
    """

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    unit: tuple[str, ...] | None = None
    rules: tuple[Rule, ...] = ()
    marks: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    dated_by: str = ""

    @property
    def replaced_by(self) -> tuple[str, ...]:
        """Columns of what a later import replaces at once."""
        return self.key if self.unit is None else self.unit

    def match(self, header: list[str]) -> dict[str, int]:
        """Return column name -> position in `header`; a column absent from it is left out."""
        whole = _positions(fold(text) for text in header)
        lower = _positions(fold(text.rpartition(" | ")[2]) for text in header)  # two-row headers
        found: dict[str, int] = {}
        for column in self.columns:
            for spelling in (whole, lower):
                position = column.position(spelling)
                if position is not None:
                    found.setdefault(column.name, position)
        return found

    def header(self, name: str) -> str:
        """Return our spelling of the header of the column `name`."""
        return next(c.headers[0] for c in self.columns if c.name == name)

    def fits(self, header: list[str], found: dict[str, int]) -> bool:
        """Tell whether a header, and what `match` found in it, is that of this contract."""
        foreign = any(fold(text.rpartition(" | ")[2]) in self.foreign for text in header)
        return not foreign and not self.missing_headers(found)

    def missing_headers(self, found: dict[str, int]) -> list[str]:
        """Return our spelling of the needed headers that `found` lacks."""
        return [
            c.headers[0]
            for c in self.columns
            if c.header_needed and c.name not in found and c.instead not in found
        ]
