"""Texts with a little markup (<b>, <i>, <br>): their runs, their width, their lines."""

import html
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matplotlib import ft2font
from matplotlib.font_manager import FontProperties, findfont, fontManager

from figures.image.known import UnknownDrawingError

# Arial or what has its widths; the last one comes with the library and has every sign.
FAMILIES = ("Arial", "Liberation Sans", "DejaVu Sans")
_TAG = re.compile(r"<(/?)(\w+)\s*/?>")
_UNIT = 100.0  # size at which letters are measured
_loading = threading.Lock()


@dataclass(frozen=True)
class Run:
    """Letters of one style."""

    text: str
    bold: bool = False
    italic: bool = False


def parsed(text: str) -> list[list[Run]]:
    """Cut a text in lines, and each in runs.

    Raises
    ------
    UnknownDrawingError : it has a tag that is not known
    """
    lines: list[list[Run]] = [[]]
    style = {"b": False, "i": False}
    for kind, piece in _pieces(str(text)):
        if kind == "text":
            lines[-1].append(Run(html.unescape(piece), style["b"], style["i"]))
        elif piece == "br":
            lines.append([])
        elif piece in style:
            style[piece] = kind == "open"
        else:
            raise UnknownDrawingError(f"unknown tag in a text: {piece!r}")
    return lines


def font(bold: bool = False, italic: bool = False) -> FontProperties:
    """The font of a run; every size is given beside it."""
    return FontProperties(
        family=_installed(),
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Width of letters on one line, pixels."""
    return sum(_advance(letter, bold, italic) for letter in text) * size / _UNIT


def line_width(line: list[Run], size: float) -> float:
    """Width of a line of runs, pixels."""
    return sum(width(run.text, size, bold=run.bold, italic=run.italic) for run in line)


def text_width(text: str, size: float) -> float:
    """Width of the longest line of a text with markup, pixels."""
    return max(line_width(line, size) for line in parsed(text))


def wrapped(text: str, size: float, most: float, *, bold: bool = False) -> list[str]:
    """Cut a text without markup in lines of `most` pixels; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    start = 0
    for tag in _TAG.finditer(text):
        if tag.start() > start:
            yield "text", text[start : tag.start()]
        yield "close" if tag[1] else "open", tag[2]
        start = tag.end()
    if start < len(text):
        yield "text", text[start:]


@lru_cache(maxsize=1)
def _installed() -> list[str]:
    """Families of this machine, the best one first: asking for another one would be logged."""
    known = {entry.name for entry in fontManager.ttflist}
    return [name for name in FAMILIES if name in known]


@lru_cache(maxsize=4000)
def _advance(letter: str, bold: bool, italic: bool) -> float:
    """Width of a letter at the unit size, in the first font that has it."""
    with _loading:
        for family in _installed():
            face = _face(family, bold, italic)
            if face.get_char_index(ord(letter)):
                break
        face.set_size(_UNIT, 72)
        return float(face.load_char(ord(letter)).linearHoriAdvance) / 65536


@lru_cache(maxsize=12)
def _face(family: str, bold: bool, italic: bool) -> ft2font.FT2Font:
    look = font(bold, italic)
    look.set_family(family)
    return ft2font.FT2Font(findfont(look))
