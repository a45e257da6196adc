"""Points and lines of a figure: marks, error bars, bands, names beside points."""

from collections.abc import Iterator

import numpy as np

from figures import palette
from figures.image import symbols
from figures.image.known import UnknownDrawingError
from figures.image.paper import Box, Paper, closed
from figures.image.reading import Drawn, Told, at, each
from figures.image.scales import Extent, Scale

_INK = palette.PLOTLY_INK
_BESIDE = 4  # pixels between a mark and its name
_EDGE = 0.5  # pixels that a point may stand out of the area


def extents(drawn: Drawn, x: Scale, y: Scale) -> Iterator[tuple[str, Extent]]:
    """What each trace covers on each axis, its error bars with it."""
    for trace in _of(drawn):
        marked = "markers" in trace["mode"]
        room = max((look.size for look in symbols.looks(trace, len(trace["x"]))), default=0) / 2
        for letter, scale in (("x", x), ("y", y)):
            values = scale.numbers(trace[letter])
            low, high = _ends(trace, letter, values)
            if np.isfinite(values).any():
                spread = marked or letter == "y"
                yield (
                    letter,
                    Extent(np.nanmin(low), np.nanmax(high), room if marked else 0, spread),
                )


def draw(paper: Paper, x: Scale, y: Scale, drawn: Drawn) -> None:
    """Draw the traces, inside the area of the axes."""
    before: np.ndarray | None = None
    paper.clip = _inside(x, y)
    for rank, trace in enumerate(_of(drawn)):
        across, down = x.numbers(trace["x"]), y.numbers(trace["y"])
        places = np.column_stack([x.places(across), y.places(down)])
        if trace.get("fill") == "tonexty":
            if before is None:
                raise UnknownDrawingError("a band without a line before it")
            _band(paper, before, places, trace)
        _lines(paper, places, trace, rank)
        for letter in "xy":
            _error_bars(paper, x, y, (across, down), trace, letter)
        before = places
    paper.clip = None
    for write in (_marks, _names):  # over all the lines, and marks may stand over the edge
        for rank, trace in enumerate(_of(drawn)):
            places = np.column_stack([x.pixels(trace["x"]), y.pixels(trace["y"])])
            write(paper, places, trace, rank, _inside(x, y))


def swatch(paper: Paper, trace: Told, x: float, y: float) -> float:
    """Draw the sample of a trace in a legend, its middle at `y`; return its width."""
    wide = 30.0 if "lines" in trace["mode"] else 12.0
    if "lines" in trace["mode"]:
        _lines(paper, np.array([(x, y), (x + wide, y)]), trace, -1)
    if "markers" in trace["mode"]:
        look = symbols.looks(trace, max(len(trace["x"]), 1))[0]
        symbols.mark(paper, x + wide / 2, y, look, 1)
    return wide


def _of(drawn: Drawn) -> list[Told]:
    traces = drawn.of("scatter")
    for trace in traces:
        if "mode" not in trace or trace.get("x") is None or trace.get("y") is None:
            raise UnknownDrawingError("points without mode, x or y")
    return traces


def _inside(x: Scale, y: Scale) -> Box:
    across, down = sorted((x.start, x.end)), sorted((y.start, y.end))
    return across[0], down[0], across[1], down[1]


def _ends(trace: Told, letter: str, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the error bars of the values; the values themselves where there is none."""
    told = trace.get(f"error_{letter}") or {}
    if told.get("array") is None:
        return values, values
    more = np.asarray(each(told["array"], len(values), 0), float)
    less = told.get("arrayminus")
    fewer = more if less is None else np.asarray(each(less, len(values), 0), float)
    return values - np.nan_to_num(fewer), values + np.nan_to_num(more)


def _band(paper: Paper, before: np.ndarray, places: np.ndarray, trace: Told) -> None:
    known = np.isfinite(before).all(axis=1) & np.isfinite(places).all(axis=1)
    ring = np.concatenate([before[known], places[known][::-1]])
    if len(ring):
        paper.path(
            closed([np.concatenate([ring, ring[:1]])]), trace.get("fillcolor", palette.PLOTLY_FILL)
        )


def _lines(paper: Paper, places: np.ndarray, trace: Told, rank: int) -> None:
    width = float(at(trace, "line", "width", default=2))
    if "lines" not in trace["mode"] or not width or not len(places):
        return
    color = at(trace, "line", "color")
    if color is None:
        raise UnknownDrawingError("a line without a colour")
    dash = at(trace, "line", "dash", default="solid")
    name = f"line-{rank}" if rank >= 0 else ""
    paper.line(places[:, 0].tolist(), places[:, 1].tolist(), color, width, dash, name)


def _error_bars(
    paper: Paper, x: Scale, y: Scale, at_: tuple[np.ndarray, np.ndarray], trace: Told, letter: str
) -> None:
    told = trace.get(f"error_{letter}") or {}
    if told.get("array") is None:
        return
    values, others = at_ if letter == "x" else at_[::-1]
    scale, other = (x, y) if letter == "x" else (y, x)
    ends = np.array(_ends(trace, letter, values))
    width, cap = float(at(told, "thickness", default=2)), float(at(told, "width", default=4))
    color = told.get("color", _INK)
    for (low, high), place in zip(scale.places(ends).T, other.places(others), strict=True):
        if np.isfinite([low, high, place]).all() and low != high:
            bars = [([low, high], [place, place])]
            bars += [([end, end], [place - cap, place + cap]) for end in (low, high) if cap]
            for one, two in bars:
                paper.line(*((one, two) if letter == "x" else (two, one)), color, width)


def _seen(places: np.ndarray, inside: Box) -> list[tuple[int, float, float]]:
    """Rank and place of the points inside the area of the axes."""
    left, top, right, bottom = inside
    return [
        (row, x, y)
        for row, (x, y) in enumerate(places.tolist())
        if left - _EDGE <= x <= right + _EDGE and top - _EDGE <= y <= bottom + _EDGE
    ]


def _marks(paper: Paper, places: np.ndarray, trace: Told, rank: int, inside: Box) -> None:
    if "markers" not in trace["mode"]:
        return
    found = symbols.looks(trace, len(places))
    opacity = float(at(trace, "marker", "opacity", default=1))
    for row, x, y in _seen(places, inside):
        symbols.mark(paper, x, y, found[row], opacity, f"point-{rank}-{row}")


def _names(paper: Paper, places: np.ndarray, trace: Told, rank: int, inside: Box) -> None:
    """Write the names of points beside them, as `textposition` says."""
    if "text" not in trace["mode"]:
        return
    found = symbols.looks(trace, len(places))
    texts = each(trace.get("text"), len(places), "")
    where = each(trace.get("textposition"), len(places), "middle center")
    font = {"size": 12.0, "color": _INK} | (trace.get("textfont") or {})
    for row, x, y in _seen(places, inside):
        up, across = where[row].split(" ")
        away = found[row].size / 2 + _BESIDE
        x += {"left": -away, "right": away, "center": 0}[across] * (1 if up == "middle" else 0.6)
        y += {"top": -away, "bottom": away, "middle": 0}[up] * (1 if across == "center" else 0.6)
        anchor = {"left": "right", "right": "left", "center": "center"}[across]
        stands = {"top": "bottom", "bottom": "top", "middle": "middle"}[up]
        size, color = float(font["size"]), font["color"]
        paper.text(x, y, texts[row], size, color, anchor, stands, halo=palette.PAPER)
