"""What a contract says of a table and of its columns."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from data import clock
from data.contracts.cleaning import made_plain, visible
from data.contracts.kinds import KINDS, Kind, Parsed, choice, fold, french, parse_date

UNITS = {
    "élève": {"eleve", "eleves"},
    "semaine": {"semaine", "semaines", "sem"},
    "jour": {"jour", "jours", "j"},
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : name in the store
    kind : key of `data.contracts.kinds.KINDS`
    headers : spellings met in files, the first one is ours; a final `*` takes any ending
    about : one French sentence for the data dictionary
    header_needed : a file without this header is not of this contract
    cell_needed : an empty cell rejects the row
    rejects : an unreadable cell rejects the row; otherwise its value is unknown, and reported
    allowed : spelling -> value kept, for columns with a closed list
    instead : column from which this one is deduced where it is absent or empty
    empty : value that an empty cell (or an absent column) stands for, as SQL text; never that of
        a cell that cannot be read
    speaks : an empty cell says something (`about` tells what), so that « ND » is not one
    least, most : what is below or above is not believed, and so not read
    unit : word that may follow a count (« 3 semaines »), in the singular
    in_year : of a date, days before 1 September and after 31 August of the school year of its row
        (column `annee`) beyond which it is not believed
    yearly : True when the header ends with a year and comes once a year: the latest is read
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
    empty: str = ""
    speaks: bool = False
    least: float | None = None
    most: float | None = None
    unit: str = ""
    in_year: tuple[int, int] | None = None
    yearly: bool = False

    @property
    def sql_type(self) -> str:
        """DuckDB type of the column in the store."""
        return self._kind.sql_type

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def is_free_text(self) -> bool:
        """True when any text will do."""
        return self.kind in ("text", "name", "label") and not self.allowed

    def parse(self, text: str, days_late: int = 0) -> Parsed:
        """Read one cell.

        Parameters
        ----------
        text : cell as it stands in the file
        days_late : of the serial dates of its workbook
        """
        cell = made_plain(text, not self.is_free_text)
        if not cell.text:
            return Parsed()
        read = self._believed(cell.text, self._read(cell.text, days_late))
        if read.error:
            hidden = f" (écrit « {visible(text)} »)" if visible(text) != text else ""
            return Parsed(error=read.error + hidden)
        if read.value is None and (self.empty or self.speaks):
            return Parsed(error=f"« {text.strip()} » : cellule vide, ou valeur, attendue")
        repair = " ; ".join(filter(None, (cell.repair, read.repair)))
        return Parsed(read.value, repair=repair if read.value is not None else "")

    def _read(self, text: str, days_late: int) -> Parsed:
        if self.allowed:
            return choice(text, self.allowed)
        if self.kind == "date":
            return parse_date(text, self.in_year is not None, days_late)
        match = re.fullmatch(r"([0-9 ]+?) *([^\W\d]+)\.?", text) if self.unit else None
        counted = match is not None and fold(match[2]) in UNITS[self.unit]
        return self._kind.parse(match[1] if match and counted else text)

    def _believed(self, text: str, read: Parsed) -> Parsed:
        """Refuse a number beyond the limits of the column."""
        if not isinstance(read.value, int | float) or isinstance(read.value, bool):
            return read
        least = -math.inf if self.least is None else self.least
        most = math.inf if self.most is None else self.most
        if least <= read.value <= most:
            return read
        return Parsed(error=f"« {text} » est invraisemblable ({self.limits} attendu)")

    @property
    def meaning(self) -> str:
        """What an empty cell stands for, as it is shown; empty when it only says unknown."""
        return {"false": "non", "true": "oui"}.get(self.empty, self.empty)

    @property
    def limits(self) -> str:
        """What the column believes, in French; empty without limits."""
        if self.least is not None and self.most is not None:
            return f"de {french(self.least)} à {french(self.most)}"
        if self.most is not None:
            return f"{french(self.most)} au plus"
        return "" if self.least is None else f"{french(self.least)} au moins"

    @cached_property
    def _spellings(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        exact = tuple(fold(h) for h in self.headers if not h.endswith("*"))
        return exact, tuple(fold(h[:-1]) for h in self.headers if h.endswith("*"))

    def matches(self, folded_header: str) -> bool:
        """Tell whether a header of a file, folded, is this column."""
        return self.position({folded_header: 0}) is not None

    def position(self, folded_headers: dict[str, int]) -> int | None:
        """Return where this column stands among the headers of a file, folded.

        Of several, the one whose spelling comes first in the contract; of several years in one
        file (ETTOT18, ETTOT24), the latest.
        """
        exact, starts = self._spellings
        if self.yearly:
            years = self.years(folded_headers)
            return years[max(years)] if years else None
        texts = [text for text in exact if text in folded_headers]
        if not texts and starts:
            texts = [text for text in folded_headers if text.startswith(starts)]
        if not texts:
            return None
        return folded_headers[max(texts, key=lambda text: (_ending_year(text), -texts.index(text)))]

    def years(self, folded_headers: dict[str, int], to_come: bool = False) -> dict[int, int]:
        """Return year -> position of the headers of a yearly column, up to this year or after."""
        _, starts = self._spellings
        return {
            year: at
            for text, at in folded_headers.items()
            if text.startswith(starts)
            and re.search(r"_(19|20)\d\d$", text)
            and ((year := int(text[-4:])) > clock.today().year) == to_come
        }


def _ending_year(folded_header: str) -> int:
    """Two digits that end a header, 0 without them."""
    return int(folded_header[-2:]) if folded_header[-2:].isdigit() else 0


def _positions(folded_headers: Iterable[str]) -> dict[str, int]:
    """Return folded header -> where it first stands."""
    positions: dict[str, int] = {}
    for position, text in enumerate(folded_headers):
        positions.setdefault(text, position)
    return positions


@dataclass(frozen=True)
class Rule:
    """A check across the columns of one row.

    Parameters
    ----------
    broken : SQL over the column names, true where the row breaks it
    column : the one that is shown
    message : why, in French
    then : "reject" the row, make the cell of `column` "unread", or only "tell"
    """

    broken: str
    column: str
    message: str
    then: Literal["reject", "unread", "tell"] = "reject"


def _inside_year(column: Column) -> Rule:
    """A date far from the school year of its row is a slip."""
    assert column.in_year is not None
    before, after = column.in_year
    return Rule(
        f"{column.name} < make_date(annee[:4]::INT, 9, 1) - {before} "
        f"OR {column.name} > make_date(annee[:4]::INT + 1, 8, 31) + {after}",
        column.name,
        "date hors de l’année scolaire de la ligne",
        "reject" if column.rejects else "unread",
    )


@dataclass(frozen=True)
class VintageColumn:
    """Where a table says which year it is of.

    Parameters
    ----------
    column : column that holds the year; filled for a file that has no such column
    bare : what a year alone means in a name: "session" (end of a school year), "rentree" (its
        start) or "annee" (a civil year)
    told_by : column whose header may hold the year (ETTOT24); empty: none does
    """

    column: str
    bare: str
    told_by: str = ""

    @property
    def is_campaign(self) -> bool:
        """True when the year is a school year, which an officer can say."""
        return self.bare != "annee"


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
    vintage : where it says which year it is of; None: nowhere, or nothing depends on it
    unused : True when it is kept without any computation that reads it
    marks : columns whose header says that a file is of this contract, not of one without it
    foreign : headers, folded, that no file of this contract has
    sign : column without which a file of this contract has no header that it does not know
    dated_by : column of the day that a row shows; of two files of one unit, the later replaces
    """

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    unit: tuple[str, ...] | None = None
    rules: tuple[Rule, ...] = ()
    vintage: VintageColumn | None = None
    unused: bool = False
    marks: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    sign: str = ""
    dated_by: str = ""

    @property
    def checks(self) -> tuple[Rule, ...]:
        """The checks across columns, those of dates against the school year first."""
        dated = (_inside_year(column) for column in self.columns if column.in_year)
        return (*dated, *self.rules)

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

    def doubled(
        self, header: list[str], found: dict[str, int], settled: Iterable[str] = ()
    ) -> list[str]:
        """Say which columns of a file are left aside for another of the same meaning.

        Parameters
        ----------
        header : titles of the file, as written
        found : as `match` returns it
        settled : names of the columns of which more is already said
        """
        folded = [fold(text.rpartition(" | ")[2]) for text in header]
        taken = {at: name for name, at in found.items() if name not in settled}
        return [
            f"deux colonnes « {self.header(name)} » : « {header[at]} » (colonne {at + 1}) lue, "
            f"« {text} » (colonne {other + 1}) laissée de côté"
            for at, name in taken.items()
            for other, text in enumerate(header)
            if other not in found.values() and self.column(name).matches(folded[other])
        ]

    def column(self, name: str) -> Column:
        """Return the column `name`."""
        return next(c for c in self.columns if c.name == name)

    def header(self, name: str) -> str:
        """Return our spelling of the header of the column `name`."""
        return self.column(name).headers[0]

    def fits(self, header: list[str], found: dict[str, int]) -> bool:
        """Tell whether a header, and what `match` found in it, is that of this contract."""
        foreign = any(fold(text.rpartition(" | ")[2]) in self.foreign for text in header)
        stray = self.sign and self.sign not in found and len(found) < len(set(header) - {""})
        return not foreign and not stray and not self.missing_headers(found)

    def missing_headers(self, found: dict[str, int]) -> list[str]:
        """Return our spelling of the needed headers that `found` lacks."""
        return [
            c.headers[0]
            for c in self.columns
            if c.header_needed and c.name not in found and c.instead not in found
        ]
