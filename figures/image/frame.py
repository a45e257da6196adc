"""The frame of an image: title, perimeter, figure, legends, source, level."""

from html import escape
from math import ceil

from figures import palette
from figures.image.axes import MARGIN, draw_plot, plot_of
from figures.image.known import UnknownDrawingError
from figures.image.maps import Ground, draw_map
from figures.image.paper import LINE, Paper
from figures.image.reading import Drawn, read
from figures.image.samples import ROW, depth, draw_legend, draw_row, named, rows_of
from figures.image.still import Still
from figures.image.words import wrapped
from figures.marks import MARKS, ZONING
from figures.sketch import Sketch

_MARGIN = 24.0
_UNDER = 8.0  # pixels between a legend and the plot under it
Line = tuple[str, float, bool, str]  # text, size, bold, colour
Lines = list[Line]
_GAP: Line = ("", 4, False, palette.INK)


def framed(still: Still) -> Paper:
    """Draw an image.

    Raises
    ------
    UnknownDrawingError : the figure has something that would be drawn wrong
    """
    drawn = read(still.figure)
    inner = still.width - 2 * _MARGIN
    head, foot = _head(still, inner), _foot(still, inner)
    rows = rows_of(named(drawn), 34, inner)
    ground = Ground(drawn, still.outlines, inner) if drawn.on_map else None
    tall = ground.height if ground else _height(drawn, above=bool(rows))
    top = _MARGIN / 2 + _tall(head) + 10 + ROW * len(rows)
    below = top + tall + 12
    legends = [(legend, depth(legend, inner)) for legend in still.legends]
    height = ceil(below + sum(deep for _, deep in legends) + _tall(foot) + _MARGIN)
    about = still.published.about
    paper = Paper(still.width, height, about.title, still.alt or about.title)
    _write(paper, head, _MARGIN / 2)
    for rank, row in enumerate(rows):
        draw_row(paper, row, _MARGIN, top - ROW * (len(rows) - rank - 0.5))
    box = (_MARGIN, top, _MARGIN + inner, top + tall)
    if ground:
        draw_map(paper, drawn, ground, box)
    else:
        draw_plot(paper, plot_of(drawn, box))
    for legend, deep in legends:
        draw_legend(paper, legend, _MARGIN, below, inner)
        below += deep
    _write(paper, foot, below + 6)
    return paper


def bare(figure: Sketch, width: float, title: str) -> Paper:
    """Draw a figure that is no map, without anything around it.

    Parameters
    ----------
    width : pixels
    title : what it shows, for who does not see it

    Raises
    ------
    UnknownDrawingError : as `framed`
    """
    drawn = read(figure)
    paper = Paper(width, figure.height, title, "")
    draw_plot(paper, plot_of(drawn, (0, 0, width, figure.height)))
    return paper


def _head(still: Still, most: float) -> Lines:
    about = still.published.about
    caption = " · ".join(part for part in (about.caption, still.extra) if part)
    return [
        *_cut(about.title, most, 17, palette.INK, bold=True),
        *_cut(caption, most, 12, palette.MUTED),
    ]


def _foot(still: Still, most: float) -> Lines:
    """What is said under the figure, where it comes from, who may read it."""
    about, mark = still.published.about, MARKS[still.published.level]
    note = [*_cut(still.note, most, 11, palette.MUTED), _GAP] if still.note else []
    source = _cut(f"{about.source} · {ZONING}", most, 10, palette.MUTED)
    return [*note, *source, *_cut(mark, most, 10, palette.INK, bold=True)]


def _cut(text: str, most: float, size: float, color: str, bold: bool = False) -> Lines:
    return [(line, size, bold, color) for line in wrapped(text, size, most, bold=bold)]


def _tall(lines: Lines) -> float:
    return sum(LINE * size for _, size, _, _ in lines)


def _write(paper: Paper, lines: Lines, top: float) -> None:
    for text, size, bold, color in lines:
        top += LINE * size
        paper.text(_MARGIN, top - 0.3 * size, escape(text), size, color, up="base", bold=bold)


def _height(drawn: Drawn, above: bool) -> float:
    """Height of the plot and its margins; `above`: its own legend stands over it, not in it."""
    told = drawn.told("height")
    if told is None:
        raise UnknownDrawingError("a figure without a height")
    top = float(drawn.told("margin", "t", default=MARGIN))
    if not above or top <= _UNDER:
        return float(told)
    drawn.layout["margin"] = drawn.told("margin", default={}) | {"t": _UNDER}
    return float(told) - top + _UNDER
