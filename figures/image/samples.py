"""Legends of an image: samples of traces and classes, and their words."""

from collections.abc import Sequence
from html import escape
from typing import Any

from figures import palette
from figures.image import bars, points, symbols
from figures.image.known import UnknownDrawingError
from figures.image.paper import Box, Paper
from figures.image.reading import Drawn
from figures.image.words import width
from figures.maps.classes import MapClass
from figures.maps.legends import HATCHED, Grid, Legend
from figures.words.french import number

ROW = 19.0  # height of a row
_BETWEEN = 16.0  # pixels between two items
_EDGE, _LINED, _ZONE = palette.EDGE, palette.MUTED, palette.WHITE_ZONE
_CELL = (44.0, 19.0)
_DOT = symbols.Look("circle", 2, palette.PATTERN, None, 0)
_SWATCHES = {"bar": bars.swatch, "scatter": points.swatch}
Entry = tuple[Any, str]  # what a sample is drawn from, its words


def named(drawn: Drawn) -> list[Entry]:
    """Traces that the figure's own legend names."""
    able = [trace for trace in drawn.traces if trace["type"] in _SWATCHES]
    if not drawn.told("showlegend", default=len(able) > 1):
        return []
    if not all(trace.get("name") for trace in able):
        raise UnknownDrawingError("a legend of traces without names")
    return [(trace, str(trace["name"])) for trace in able]


def rows_of(entries: Sequence[Entry], sample: float, most: float) -> list[list[Entry]]:
    """Share samples and their words between rows of `most` pixels; `sample`: width of one."""
    rows: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        wide = sample + width(entry[1], 11) + _BETWEEN
        if not rows or used + wide > most + _BETWEEN:
            rows.append([])
            used = 0
        rows[-1].append(entry)
        used += wide
    return rows


def draw_row(paper: Paper, row: Sequence[Entry], x: float, y: float) -> None:
    """Draw samples and their words, their middle at `y`."""
    for drawn, words in row:
        sample = _SWATCHES[drawn["type"]] if isinstance(drawn, dict) else _sample
        x += sample(paper, drawn, x, y) + 5
        paper.text(x, y, escape(words), 11, palette.INK)
        x += width(words, 11) + _BETWEEN


def _sample(paper: Paper, drawn: MapClass | str, x: float, y: float) -> float:
    """Draw the sample of a class, or of what lines mean; return its width."""
    box: Box = (x, y - 6, x + 12, y + 6)
    if isinstance(drawn, str):
        paper.box(box, palette.PAPER, _EDGE, 0.7)
        if drawn == HATCHED:
            paper.hatching(box, _LINED, 3.2, 0.8)
        else:
            paper.box((x + 1, y - 5, x + 11, y + 5), None, _ZONE, 2)
        return 12
    paper.box(box, drawn.color)
    if drawn.hatched:
        paper.hatching(box, palette.PATTERN, 3.2, 0.8)
    if drawn.dotted:
        for across in (2.5, 6, 9.5):
            for down in (-3.5, 0, 3.5):
                symbols.mark(paper, x + across, y + down, _DOT, 1)
    paper.box(box, None, _EDGE, 0.7)
    return 12


def _entries(legend: Legend, most: float) -> list[list[Entry]]:
    return rows_of([*legend.classes(), *legend.lines()], 17, most)


def depth(legend: Legend | Grid, most: float) -> float:
    """Height of a legend, its rows being `most` pixels wide."""
    if isinstance(legend, Grid):
        return _CELL[1] * (len(legend.cells) + 1) + 8
    return ROW * len(_entries(legend, most))


def draw_legend(paper: Paper, legend: Legend | Grid, left: float, top: float, most: float) -> None:
    """Draw a legend from its top left corner."""
    if isinstance(legend, Legend):
        for rank, row in enumerate(_entries(legend, most)):
            draw_row(paper, row, left, top + ROW * (rank + 0.5))
        return
    wide, tall = _CELL
    begin = left + width(legend.down, 11) + 8
    bottom = top + tall * len(legend.cells)
    paper.text(left, (top + bottom) / 2, escape(legend.down), 11, palette.INK)
    for rank, cells in enumerate(legend.cells):
        for place, (item, count) in enumerate(cells):
            x, y = begin + wide * place, top + tall * rank
            paper.box((x, y, x + wide, y + tall), item.color, palette.PAPER, 1)
            text = number(count)
            paper.text(x + wide / 2, y + tall / 2, text, 10, item.label_color, "center")
    paper.text(begin, bottom + tall / 2, escape(legend.across), 11, palette.INK)
