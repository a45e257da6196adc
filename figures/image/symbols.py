"""Marks of points, as the figures on screen draw them."""

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
from matplotlib.path import Path

from figures import palette
from figures.image.paper import Paper
from figures.image.reading import Told, at, each

_OPEN = "-open"


@dataclass(frozen=True)
class Look:
    """What a mark looks like: name, diameter in pixels, colour, width and colour of its line."""

    symbol: str
    size: float
    color: str
    edge: str | None
    width: float


def looks(trace: Told, count: int) -> list[Look]:
    """The mark of each point of a trace."""
    marker = at(trace, "marker", default={})
    columns: list[list[Any]] = [
        each(marker.get("symbol"), count, "circle"),
        each(marker.get("size"), count, 6),
        each(marker.get("color"), count, None),
        each(at(marker, "line", "color"), count, None),
        each(at(marker, "line", "width"), count, None),
    ]
    found = []
    for symbol, size, color, edge, width in zip(*columns, strict=True):
        hollow = symbol.endswith(_OPEN)
        thick = float(width or hollow)  # a hollow mark always has a line
        drawn_edge = color if hollow else edge
        found.append(Look(symbol, float(size), color, drawn_edge or palette.PLOTLY_INK, thick))
    return found


def mark(paper: Paper, x: float, y: float, look: Look, opacity: float, name: str = "") -> None:
    """Draw one mark."""
    shape = look.symbol.removesuffix(_OPEN)
    unit = _unit(shape)
    path = _placed(unit, look.size / 2, (x, y))
    fill = None if look.symbol.endswith(_OPEN) else look.color
    paper.path(path, fill, look.edge, look.width, opacity, name)


def together(paper: Paper, x: np.ndarray, y: np.ndarray, look: Look) -> None:
    """Draw many marks without a line as one."""
    unit = _unit(look.symbol)
    paths = [_placed(unit, look.size / 2, place) for place in zip(x, y, strict=True)]
    if paths:
        paper.path(Path.make_compound_path(*paths), look.color)


def _placed(unit: Path, radius: float, place: tuple[float, float]) -> Path:
    return Path(np.asarray(unit.vertices) * radius + np.array(place), unit.codes)


@cache
def _unit(shape: str) -> Path:
    """A mark of radius 1, y downwards; the sizes are those of Plotly."""
    if shape == "circle":
        return Path.circle((0, 0), 1)
    if shape == "line-ns":
        return Path([(0, 1.4), (0, -1.4)])
    third = 2 / sqrt(3)
    shapes: dict[str, list[tuple[float, float]]] = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "diamond": [(1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)],
        "triangle-up": [(-third, 0.5), (third, 0.5), (0, -1)],
    }
    corners = shapes[shape]
    return Path(np.array([*corners, corners[0]]), closed=True)
