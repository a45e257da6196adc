"""Bars of a figure, alone or stacked, with their texts."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from figures import palette
from figures.image.known import UnknownDrawingError
from figures.image.paper import Box, Paper
from figures.image.reading import Drawn, Told, at, each
from figures.image.scales import Extent, Scale
from figures.image.words import text_width

_PAD = 3  # pixels between a bar and its text
_INK = palette.PLOTLY_INK


@dataclass(frozen=True)
class _Bars:
    """The bars of a trace: their middles and thickness along one axis, ends along the other."""

    trace: Told
    along: str  # letter of the axis of the amounts
    middle: np.ndarray
    thick: np.ndarray
    begin: np.ndarray
    end: np.ndarray


def extents(drawn: Drawn, x: Scale, y: Scale) -> Iterator[tuple[str, Extent]]:
    """What each trace covers on each axis."""
    for one in _laid(drawn, x, y):
        other = "y" if one.along == "x" else "x"
        if not len(one.middle):
            continue
        half = one.thick / 2
        yield other, Extent((one.middle - half).min(), (one.middle + half).max(), 0, False)
        ends = np.concatenate([one.begin, one.end])
        if np.isfinite(ends).any():
            yield one.along, Extent(min(np.nanmin(ends), 0), np.nanmax(ends), grounded=True)


def draw(paper: Paper, x: Scale, y: Scale, drawn: Drawn) -> None:
    """Draw the traces."""
    laid = _laid(drawn, x, y)
    for rank, one in enumerate(laid):
        across = one.along == "x"
        scale, other = (x, y) if across else (y, x)
        begin, end = scale.places(one.begin), scale.places(one.end)
        sides = np.array([other.places(one.middle + sign * one.thick / 2) for sign in (-1, 1)])
        colors = each(at(one.trace, "marker", "color"), len(begin), None)
        for row, (low, high) in enumerate(zip(begin, end, strict=True)):
            first, last = sorted(sides[:, row])
            ends = sorted((low, high))
            box = (ends[0], first, ends[1], last) if across else (first, ends[0], last, ends[1])
            if np.isfinite(box).all() and low != high:
                _bar(paper, one.trace, colors[row], box, f"bar-{rank}-{row}")
    for one in laid:
        scale, other = (x, y) if one.along == "x" else (y, x)
        _texts(paper, one, scale, other)


def swatch(paper: Paper, trace: Told, x: float, y: float) -> float:
    """Draw the sample of a trace in a legend, its middle at `y`; return its width."""
    color = each(at(trace, "marker", "color"), 1, None)[0]
    _bar(paper, trace, color, (x, y - 6, x + 12, y + 6), "")
    return 12


def _laid(drawn: Drawn, x: Scale, y: Scale) -> list[_Bars]:
    traces = drawn.of("bar")
    if len(traces) > 1 and drawn.told("barmode") != "stack":
        raise UnknownDrawingError("bars of several traces that are not stacked")
    gap = float(drawn.told("bargap", default=0.2))
    laid: list[_Bars] = []
    heights: dict[float, float] = {}
    for trace in traces:
        across = trace.get("orientation", "v") == "h"
        scale, other = (x, y) if across else (y, x)
        amount = scale.numbers(trace["x" if across else "y"])
        middle = other.numbers(trace["y" if across else "x"])
        base = np.asarray(each(trace.get("base"), len(amount), None), object)
        if (np.nan_to_num(amount) < 0).any():
            raise UnknownDrawingError("bars below 0")
        if trace.get("base") is None:
            base = np.array([heights.get(place, 0.0) for place in middle])
            for place, value in zip(middle, np.nan_to_num(amount), strict=True):
                heights[place] = heights.get(place, 0.0) + value
        elif len(traces) > 1:
            raise UnknownDrawingError("stacked bars with a base")
        begin = base.astype(float)
        thick = _thickness(trace, middle, gap)
        laid.append(_Bars(trace, "x" if across else "y", middle, thick, begin, begin + amount))
    return laid


def _thickness(trace: Told, middle: np.ndarray, gap: float) -> np.ndarray:
    if trace.get("width") is not None:
        return np.asarray(each(trace["width"], len(middle), 0), float)
    steps = np.diff(np.unique(middle))
    step = steps.min() if len(steps) else 1.0
    return np.full(len(middle), step * (1 - gap))


def _bar(paper: Paper, trace: Told, color: str, box: Box, name: str) -> None:
    marker = trace.get("marker") or {}
    edge, width = at(marker, "line", "color"), float(at(marker, "line", "width", default=0))
    paper.box(box, color, name=name)
    if _hatched(trace):
        paper.hatching(box, at(marker, "pattern", "fgcolor", default=_INK))
    if width:
        paper.box(box, None, edge, width)


def _hatched(trace: Told) -> bool:
    return bool(at(trace, "marker", "pattern", "shape"))


def _texts(paper: Paper, one: _Bars, scale: Scale, other: Scale) -> None:
    """Write in or beside the bars; inside, letters shrink where the bar is narrow."""
    trace = one.trace
    where = trace.get("textposition", "none")
    if trace.get("text") is None or where == "none":
        return
    font = {"size": 12.0, "color": _INK} | (trace.get("textfont") or {})
    size = float(font["size"])
    ends = (scale.places(one.begin), scale.places(one.end), other.places(one.middle))
    for text, low, high, place in zip(trace["text"], *ends, strict=True):
        if not text or not np.isfinite([low, high]).all():
            continue
        if where == "inside":
            if one.along != "x":
                raise UnknownDrawingError("texts inside upright bars")
            room = abs(high - low) - 2 * _PAD
            fits = min(1.0, room / text_width(str(text), size)) if room > 0 else 0
            if fits < 0.5:
                continue  # nobody could read it: Plotly hides it too
            anchor, x = ("center", (low + high) / 2)
            if trace.get("insidetextanchor", "end") == "end":
                anchor, x = "right", high - _PAD
            halo = each(at(trace, "marker", "color"), 1, None)[0] if _hatched(trace) else None
            paper.text(x, place, text, size * fits, font["color"], anchor, halo=halo)
        elif one.along == "x":
            paper.text(high + _PAD, place, text, size, font["color"], "left")
        else:
            top = min(low, high) - _PAD
            paper.text(place, top, text, size, font["color"], "center", "bottom")
