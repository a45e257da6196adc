"""How much room a text takes, so that none overflows its box: widths of Liberation Sans."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

_WIDTHS = Path(__file__).with_name("widths.json")  # advance of each character, 2048 to the em
_EM = 2048
_LINE = 1.2  # height of a line over the size of its font
_SPARE = 1.02  # renderers do not round as we do

T = TypeVar("T")


def packed(items: Iterable[T], fits: Callable[[list[T]], bool]) -> list[list[T]]:
    """Cut items in groups, each as long as it fits; one that is too long stands alone."""
    groups: list[list[T]] = [[]]
    for item in items:
        if groups[-1] and not fits([*groups[-1], item]):
            groups.append([])
        groups[-1].append(item)
    return groups


@cache
def _widths(bold: bool) -> dict[str, int]:
    tables = json.loads(_WIDTHS.read_text(encoding="utf-8"))
    return dict(tables["bold" if bold else "regular"])


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text on one line, in points.

    Parameters
    ----------
    text : its unknown characters are taken as wide as an em
    size : of the font, in points
    """
    widths = _widths(bold)
    return sum(widths.get(char, _EM) for char in text) * size / _EM * _SPARE


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Cut a text in the lines that a box of `width` points gives it.

    A word wider than the box stands alone on its line, as renderers would break it.
    """

    def fits(words: list[str]) -> bool:
        return text_width(" ".join(words), size, bold=bold) <= width

    paragraphs = (packed(paragraph.split(" "), fits) for paragraph in text.split("\n"))
    return [" ".join(words) for lines in paragraphs for words in lines]


def text_height(
    paragraphs: Sequence[str], size: float, width: float, *, bold: bool = False, space: float = 0
) -> float:
    """Height of paragraphs in a box of `width` points, with `space` points between two."""
    lines = sum(_lines(text, size, width, bold) for text in paragraphs)
    return lines * size * _LINE + space * max(len(paragraphs) - 1, 0)


def _lines(text: str, size: float, width: float, bold: bool) -> int:
    """Number of lines, a word that is too wide counted as broken."""
    cut = wrapped(text, size, width, bold=bold)
    return sum(max(1, -int(-text_width(line, size, bold=bold) // width)) for line in cut)


def size_that_fits(
    paragraphs: Sequence[str],
    width: float,
    height: float,
    sizes: Sequence[float],
    *,
    bold: bool = False,
    space: float = 0,
) -> float | None:
    """Return the first of `sizes`, largest first, at which paragraphs fit a box; None: none does.

    Parameters
    ----------
    width, height : of the box inside its margins, in points
    """
    for size in sizes:
        words = (word for text in paragraphs for word in re.split(r"[ \n]", text))
        widest = max((text_width(word, size, bold=bold) for word in words), default=0)
        tall = text_height(paragraphs, size, width, bold=bold, space=space)
        if tall <= height and widest <= width:
            return size
    return None
