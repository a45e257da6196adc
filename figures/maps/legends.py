"""Legends under a map or a matrix: the same on screen and on an image."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.maps.classes import MapClass
from figures.words.french import number

HATCHED, OUTLINED = "hatched", "outlined"
# What lines on a map mean; `{n}`: how many communes.
LINE_MARKS = {
    HATCHED: "près de l’étranger\u00a0: ses lieux sont inconnus ({n})",
    OUTLINED: "zone blanche",
}
Item = tuple[MapClass, int]


@dataclass(frozen=True)
class Legend:
    """Classes in words, with their counts, then what the lines mean.

    Parameters
    ----------
    items : classes and how many areas each has
    marks : keys of `LINE_MARKS`
    lined : communes that are hatched
    """

    items: Sequence[Item]
    marks: Sequence[str] = ()
    lined: int = 0

    def classes(self) -> list[tuple[MapClass, str]]:
        """Each class to tell with its words; an absence that no area has is left out."""
        return [
            (item, f"{item.label} ({number(count)})")
            for item, count in self.items
            if count or item.key.startswith("classe_")
        ]

    def lines(self) -> list[tuple[str, str]]:
        """Each mark with its words."""
        return [(mark, LINE_MARKS[mark].replace("{n}", number(self.lined))) for mark in self.marks]


@dataclass(frozen=True)
class Grid:
    """Classes of two crossed amounts, as a square with their counts inside.

    Parameters
    ----------
    cells : rows of classes with their counts, the first on top
    across, down : what each side means
    """

    cells: Sequence[Sequence[Item]]
    across: str
    down: str
