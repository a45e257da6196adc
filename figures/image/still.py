"""An image that travels alone: a figure with all that a reader must know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from analytics.disclosure import Published
from figures.cards.card import WIDTH, Card, Ground
from figures.maps.legends import Grid, Legend
from figures.sketch import Sketch


class Form(StrEnum):
    """Kinds of images."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True)
class Still:
    """A figure and what stands around it.

    Parameters
    ----------
    published : what the figure is made of: its title, caption, source and level are written
    figure : made by `figures`
    key : stable, in the name of the file
    alt : what it shows, for who does not see it
    extra : said after the perimeter
    note : said under the figure
    legends : of its classes, where the figure has no legend of its own
    outlines : outlines of a map (GeoJSON), by the address that its marks name
    width : of the image, pixels; more where the figure is made for a wide page
    """

    published: Published
    figure: Sketch
    key: str
    alt: str = ""
    extra: str = ""
    note: str = ""
    legends: Sequence[Legend | Grid] = ()
    outlines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    width: float = WIDTH

    @classmethod
    def of(cls, card: Card, figure: Sketch, ground: Ground | None = None) -> "Still":
        """The image of a card, whose sketch is made."""
        outlines = {one.url: one.shapes for one in ground.outlines.values()} if ground else {}
        told = (card.key, card.alt, card.said, card.note, card.legends)
        return cls(card.published, figure, *told, outlines, card.width)

    def file_name(self, form: Form) -> str:
        """Name of the image, with its level."""
        return f"equistage-{self.key}-{self.published.level}.{form}"
