"""Coloured cells of a matrix, with their words."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from figures import palette
from figures.image.paper import Box, Paper, rgba
from figures.image.reading import Drawn, Told, at
from figures.image.scales import Extent, Scale

_DARK = 128  # of 255: words are white on what is darker


def extents(drawn: Drawn, x: Scale, y: Scale) -> Iterator[tuple[str, Extent]]:
    """What each matrix covers on each axis: half a cell around its middles."""
    for trace in drawn.of("heatmap"):
        for letter, middles in zip("xy", _middles(trace, x, y), strict=True):
            if len(middles):
                yield letter, Extent(middles.min() - 0.5, middles.max() + 0.5, 0, False)


def draw(paper: Paper, x: Scale, y: Scale, drawn: Drawn) -> None:
    """Draw the cells that have a value."""
    for trace in drawn.of("heatmap"):
        values = np.asarray(trace["z"], float)
        low, high = float(trace["zmin"]), float(trace["zmax"])
        gaps = float(trace.get("xgap", 0)) / 2, float(trace.get("ygap", 0)) / 2
        across, down = _middles(trace, x, y)
        lefts, rights = x.places(across - 0.5), x.places(across + 0.5)
        ups, lows = y.places(down - 0.5), y.places(down + 0.5)
        for row, column in zip(*np.nonzero(np.isfinite(values)), strict=True):
            color = color_at(trace["colorscale"], (values[row, column] - low) / (high - low))
            sides = sorted((lefts[column], rights[column]))
            heights = sorted((ups[row], lows[row]))
            box = (
                sides[0] + gaps[0], heights[0] + gaps[1],
                sides[1] - gaps[0], heights[1] - gaps[1],
            )  # fmt: skip
            paper.box(box, color, name=f"cell-{row}-{column}")
            if trace.get("texttemplate") and trace["text"][row][column]:
                _word(paper, trace, box, color, trace["text"][row][column])


def color_at(scale: Any, share: float) -> str:
    """Colour of a share in 0..1 of a scale of colours."""
    stops = np.array([float(stop[0]) for stop in scale])
    colors = np.array([rgba(stop[1]) for stop in scale])
    red, green, blue, alpha = (np.interp(share, stops, column) for column in colors.T)
    return f"rgba({255 * red:.3f},{255 * green:.3f},{255 * blue:.3f},{alpha:.4f})"


def _middles(trace: Told, x: Scale, y: Scale) -> tuple[np.ndarray, np.ndarray]:
    """Middles of columns and rows: what is told, or their ranks."""
    rows, columns = np.shape(trace["z"]) if np.ndim(trace["z"]) == 2 else (0, 0)
    told = ((x, trace.get("x"), columns), (y, trace.get("y"), rows))
    across, down = (
        np.arange(count, dtype=float) if names is None else scale.numbers(names)
        for scale, names, count in told
    )
    return across, down


def _word(paper: Paper, trace: Told, box: Box, color: str, text: str) -> None:
    red, green, blue, _ = rgba(color)
    dark = 255 * (0.299 * red + 0.587 * green + 0.114 * blue) < _DARK
    size = float(at(trace, "textfont", "size", default=12))
    ink = at(trace, "textfont", "color", default=palette.PAPER if dark else palette.PLOTLY_INK)
    paper.text((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, text, size, ink, "center")
