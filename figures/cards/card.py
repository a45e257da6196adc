"""The card: one frozen description of a figure, from which every pen draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analytics.disclosure import Published
from figures.cards.columns import Column
from figures.cards.kinds import Kind, Rows
from figures.maps.legends import Grid, Legend

WIDTH, WIDE = 760.0, 1010.0  # of an image, pixels


@dataclass(frozen=True)
class Outlines:
    """Outlines of a level: the address that a browser fetches, and the same, parsed."""

    url: str
    shapes: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Ground:
    """What a map stands on.

    Parameters
    ----------
    outlines : by level
    simplified : drawn as SVG, where a browser has no WebGL
    """

    outlines: Mapping[str, Outlines]
    simplified: bool = False


@dataclass(frozen=True, eq=False)
class Card:
    """A figure, or a table alone.

    Parameters
    ----------
    key : stable: of the element, of its image, of its export
    published : its rows
    columns : of the table that says the same
    shows : what is drawn of them
    alt : what it shows, for who does not see it; "": its title
    selected : code of the row or area set apart
    extra : said after the perimeter
    heading : title and text that stand in the place of those of the table
    note : said under the figure
    legends : of its classes
    width : of the image, pixels
    height : of the figure, pixels; None: that of its kind
    """

    key: str
    published: Published
    columns: tuple[Column, ...] = ()
    shows: Kind | Rows = field(default_factory=Rows)
    alt: str = ""
    selected: str | None = None
    extra: str = ""
    heading: tuple[str, str] | None = None
    note: str = ""
    legends: Sequence[Legend | Grid] = ()
    width: float = WIDTH
    height: int | None = None

    @property
    def title(self) -> str:
        """What it shows."""
        return self.published.about.title

    @property
    def said(self) -> str:
        """What its image says after the perimeter."""
        heading = (text for text in self.heading or () if text != self.title)
        return " · ".join(filter(None, (self.extra, *heading)))

    def of(self, published: Published) -> "Card":
        """The same figure of other rows."""
        return replace(self, published=published)
