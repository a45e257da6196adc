"""What a deck is made of, before any shape is drawn: slides, figures, and their stable names."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analytics.disclosure import Level, Published
from figures.cards.card import Card
from figures.cards.columns import Column, Span
from figures.maps.classes import MapClass
from slides import template
from slides.geometry import Areas

ACADEMY = "academie"  # perimeter of a deck of the whole académie
PARTS = {
    0: "Couverture",
    1: "Cadre et objectifs",
    2: "Chiffres clés",
    3: "Carte",
    4: "Où les places manquent",
    5: "Équité",
    6: "Canaux et part du pôle",
    7: "Entreprises",
    8: "Flux",
    9: "Calendrier",
    10: "Qualité",
    11: "Actions du pôle",
    12: "3e REP/REP+ et 2de GT",
    13: "Vigilance, qualité des données, décisions",
}
# What begins the names of texts.
TEXTS = ("titre-figure-", "titre-", "perimetre-", "source-", "texte-", "notes-")
_NAME = re.compile(r"^([a-z0-9-]+)@([A-Za-z0-9-]+)@(\d{4}-\d{4})(?:~(\d+))?(?:#([0-9a-f]{8}))?$")


class Kind(StrEnum):
    """How a figure is drawn."""

    BARS = "bars"  # one bar a row, from 0
    STACKED = "stacked"  # one bar a row, cut by column
    PILED = "piled"  # one bar a row, its parts one after the other, from 0
    COLUMNS = "columns"  # the same, upright: over time, or a way from one total to another
    DOTS = "dots"  # one dot a row with its interval, a series a class
    LINES = "lines"  # one point a row, joined, a series a line
    CURVE = "curve"  # lines over numbers: the label of a row is a number
    MAP = "map"  # one shape a row
    QUADRANT = "quadrant"  # points between two numbers, a series a class, both intervals
    SPINE = "spine"  # a line of shapes a row, each on its own scale
    MATRIX = "matrix"  # a table whose cells have the colour of their class
    TABLE = "table"
    BLANK = "blank"  # a table to fill in, never refreshed


TABLES = (Kind.TABLE, Kind.BLANK, Kind.MATRIX)


@dataclass(frozen=True)
class Figure:
    """One figure of a slide.

    Parameters
    ----------
    key : stable name in the deck
    published : one row a bar, dot, area or row of the table, in the order drawn; what is hidden
        is missing, and `absence` says why
    columns : the label of a row first, then what is shown of it
    spans : intervals of a chart
    dashed : series that are a dashed line, without marks: a reference
    band : the two first series: the foot of a pale band behind the lines, and its height
    zero : the axis of points starts from 0 (and ends at 100 %)
    scale : classes of a map (column `category`); its legend counts them
    apart : columns of the dots of a spine that are set apart
    level : outlines of a map: "bef" or "commune" (column `code`)
    selected : code of the area set apart by its outline
    alt : what it shows, for who does not see it
    widths : share of each column of a table; `upright`: its headers but the first are turned
    card : that it was made from, for the other pens
    """

    key: str
    kind: Kind
    published: Published
    columns: tuple[Column, ...]
    alt: str
    spans: tuple[Span, ...] = ()
    dashed: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    zero: bool = False
    apart: tuple[str, ...] = ()
    scale: tuple[MapClass, ...] = ()
    level: str = ""
    selected: str | None = None
    widths: tuple[float, ...] = ()
    upright: bool = False
    card: Card | None = field(default=None, repr=False, compare=False)

    @property
    def empty(self) -> bool:
        """Tell whether a chart would have nothing to draw; a map or a table says why itself."""
        if self.kind is Kind.MAP or self.kind in TABLES:
            return False
        names = [column.name for column in self.columns[1:] if column.name not in self.dashed]
        return bool(self.published.table[names].isna().all(axis=None))


@dataclass(frozen=True)
class Slide:
    """One slide.

    Parameters
    ----------
    key : stable name in the deck
    part : of `PARTS`
    title : the finding, a sentence
    caption : perimeter, period, attribution
    source : source, date, marks and legend of what is hidden
    text : paragraphs, where the layout has room for them
    notes : definitions, filters and link, for the speaker
    """

    key: str
    part: int
    title: str
    caption: str
    source: str
    figures: tuple[Figure, ...] = ()
    text: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def layout(self) -> str:
        """Name of its layout in the template: that of what it shows."""
        if self.text:
            return template.TEXT
        if not self.figures:
            return template.COVER
        if len(self.figures) == 2:
            return template.TWO
        listed = self.figures[0].kind in (Kind.TABLE, Kind.BLANK)
        return template.TABLE if listed else template.ONE


@dataclass(frozen=True)
class Outline:
    """A deck before it is drawn: of which perimeter and campaign, at which level."""

    perimeter: str
    year: str
    label: str
    level: Level
    version: str
    slides: tuple[Slide, ...]
    geometry: Mapping[str, Areas] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Name:
    """Name of a shape: what it shows, of whom and when; `mark` tells whether its text is ours."""

    key: str
    perimeter: str
    year: str
    piece: int = 1
    mark: str = ""

    @classmethod
    def parse(cls, text: str) -> "Name | None":
        """Read the name of a shape; None: not one of ours."""
        found = _NAME.match(text or "")
        if found is None:
            return None
        key, perimeter, year, piece, mark = found.groups()
        return cls(key, perimeter, year, int(piece or 1), mark or "")

    def __str__(self) -> str:
        piece = f"~{self.piece}" if self.piece > 1 else ""
        return f"{self.key}@{self.perimeter}@{self.year}{piece}" + (
            f"#{self.mark}" if self.mark else ""
        )


def fingerprint(text: str) -> str:
    """Mark of a text: tells later whether somebody edited it."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]
