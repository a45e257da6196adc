"""The plot of a figure with two axes: its room, its grid, its graduations, its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from figures import palette
from figures.image import bars, heatmaps, points
from figures.image.paper import LINE, Box, Paper
from figures.image.reading import Drawn, Told, at
from figures.image.scales import LINEAR, Extent, Scale, scale_of
from figures.image.words import text_width

_INK = palette.PLOTLY_INK  # of Plotly, where nothing is told
MARGIN = 80.0  # of Plotly, where nothing is told
# Sides of a text that is turned, by those of where it stands: it is read from below.
_TURNED = {
    "bottom": "left", "middle": "center", "top": "right",
    "left": "top", "center": "middle", "right": "bottom",
}  # fmt: skip
_AWAY = 4  # pixels between a graduation and its text
_COVERS = (points.extents, bars.extents, heatmaps.extents)
_DRAWS = (heatmaps.draw, bars.draw, points.draw)  # from below


@dataclass
class Plot:
    """Where a figure stands and what its axes are.

    Parameters
    ----------
    area : of the plot without its margins, pixels
    x, y : its axes
    """

    drawn: Drawn
    area: Box
    x: Scale
    y: Scale


def plot_of(drawn: Drawn, box: Box) -> Plot:
    """Give a figure its room in a box: margins as told, more where texts need more."""
    margin = {side: float(drawn.told("margin", side, default=MARGIN)) for side in "lrtb"}
    left, top, right, bottom = box
    for _ in range(2):  # graduations depend on the room, the room on graduations
        area = (left + margin["l"], top + margin["t"], right - margin["r"], bottom - margin["b"])
        plot = Plot(drawn, area, *_scales(drawn, area))
        margin = {side: max(kept, _needs(plot, side)) for side, kept in margin.items()}
    return plot


def draw_plot(paper: Paper, plot: Plot) -> None:
    """Draw a figure: grid, lines under, traces, lines over, graduations, words."""
    _grid(paper, plot)
    for layer in ("below", "above"):
        for shape in plot.drawn.told("shapes", default=[]):
            if at(shape, "layer", default="above") == layer:
                _shape(paper, plot, shape)
        if layer == "below":
            for draw in _DRAWS:
                draw(paper, plot.x, plot.y, plot.drawn)
    _graduations(paper, plot)
    for note in plot.drawn.told("annotations", default=[]):
        _note(paper, plot, note)


def _scales(drawn: Drawn, area: Box) -> tuple[Scale, Scale]:
    left, top, right, bottom = area
    ends = {"x": (left, right), "y": (bottom, top)}
    scales = {}
    for letter, (start, end) in ends.items():
        told = drawn.told(f"{letter}axis", default={})
        low, high = at(told, "domain", default=(0, 1))
        first, last = start + low * (end - start), start + high * (end - start)
        scales[letter] = scale_of(told, list(_columns(drawn, letter)), first, last)
    covered: dict[str, list[Extent]] = {"x": [], "y": []}
    for covers in _COVERS:
        for letter, extent in covers(drawn, scales["x"], scales["y"]):
            covered[letter].append(extent)
    for letter, scale in scales.items():
        scale.fit(covered[letter])
    return scales["x"], scales["y"]


def _columns(drawn: Drawn, letter: str) -> Iterable[Sequence[Any]]:
    for trace in drawn.traces:
        if (values := trace.get(letter)) is not None:
            yield values


def _grid(paper: Paper, plot: Plot) -> None:
    barred = {
        trace.get("orientation", "v") == "v"
        for trace in plot.drawn.traces
        if trace["type"] == "bar"
    }
    for scale, across in ((plot.x, True), (plot.y, False)):
        if not _seen(scale):
            continue
        told = scale.told
        plain = across not in barred  # as Plotly: no grid along the bars' own axis
        lines: list[tuple[float, str, float]] = []
        if at(told, "showgrid", default=plain):
            grid = at(told, "gridcolor", default=palette.PLOTLY_GRID)
            lines = [(number, grid, 1.0) for number, _ in scale.ticks()]
        if scale.kind == LINEAR and at(told, "zeroline", default=plain):
            width = float(at(told, "zerolinewidth", default=1))
            lines.append((0.0, at(told, "zerolinecolor", default=_INK), width))
        for number, color, width in lines:
            place = float(scale.places(number))
            if not min(scale.start, scale.end) <= place <= max(scale.start, scale.end):
                continue
            other = plot.y if across else plot.x
            ends = [other.start, other.end]
            x, y = ([place, place], ends) if across else (ends, [place, place])
            paper.line(x, y, color, width)


def _seen(scale: Scale) -> bool:
    return bool(at(scale.told, "visible", default=True))


def _labelled(scale: Scale) -> list[tuple[float, str]]:
    shown = _seen(scale) and at(scale.told, "showticklabels", default=True)
    return scale.ticks() if shown else []


def _look(plot: Plot, told: Told, *path: str) -> tuple[float, str]:
    """Size and colour of letters."""
    size = at(told, *path, "size", default=plot.drawn.told("font", "size", default=12))
    color = at(told, *path, "color", default=plot.drawn.told("font", "color", default=_INK))
    return float(size), str(color)


def _away(scale: Scale) -> float:
    return _AWAY + float(at(scale.told, "ticklabelstandoff", default=0))


def _needs(plot: Plot, side: str) -> float:
    """Room that the texts of an axis need at a side, pixels."""
    scale = {"l": plot.y, "b": plot.x, "t": plot.x}.get(side)
    if scale is None or (at(scale.told, "side", default="bottom") == "top") != (side == "t"):
        return 0
    size, _ = _look(plot, scale.told, "tickfont")
    texts = [text for _, text in _labelled(scale)]
    if side == "l":
        deep = max((text_width(text, size) for text in texts), default=0)
    else:
        deep = max((LINE * size * (1 + text.count("<br>")) for text in texts), default=0)
    need = deep + _away(scale) + 1 if texts else 0
    return need + _title_room(plot, scale) if _seen(scale) else 0


def _title_room(plot: Plot, scale: Scale) -> float:
    if not at(scale.told, "title", "text"):
        return 0
    return _look(plot, scale.told, "title", "font")[0] * LINE + _AWAY


def _graduations(paper: Paper, plot: Plot) -> None:
    left, top, _, bottom = plot.area
    size, color = _look(plot, plot.y.told, "tickfont")
    for number, text in _labelled(plot.y):
        x = min(plot.x.start, plot.x.end) - _away(plot.y)
        paper.text(x, float(plot.y.places(number)), text, size, color, "right")
    if (title := at(plot.y.told, "title", "text")) and _seen(plot.y):
        place = left - _needs(plot, "l") + _look(plot, plot.y.told, "title", "font")[0]
        look = _look(plot, plot.y.told, "title", "font")
        paper.text(place, (top + bottom) / 2, title, *look, "center", "base", upright=True)
    above = at(plot.x.told, "side", default="bottom") == "top"
    size, color = _look(plot, plot.x.told, "tickfont")
    for number, text in _labelled(plot.x):
        y = top - _away(plot.x) if above else bottom + _away(plot.x)
        place = float(plot.x.places(number))
        paper.text(place, y, text, size, color, "center", "bottom" if above else "top")
    if (title := at(plot.x.told, "title", "text")) and _seen(plot.x):
        y = bottom + _needs(plot, "b") - _AWAY
        look = _look(plot, plot.x.told, "title", "font")
        paper.text((plot.x.start + plot.x.end) / 2, y, title, *look, "center", "base")


def _place(plot: Plot, letter: str, value: Any, ref: str) -> float:
    """Pixel of a value on an axis, or in 0..1 of the plot ("paper") or of the axis' domain."""
    scale: Scale = getattr(plot, letter)
    left, top, right, bottom = plot.area
    start, end = (left, right) if letter == "x" else (bottom, top)
    if ref == f"{letter} domain":
        start, end = scale.start, scale.end
    elif ref != "paper":
        return float(scale.pixels([value])[0])
    return start + float(value) * (end - start)


def _shape(paper: Paper, plot: Plot, shape: Told) -> None:
    ends = {
        letter: [
            _place(plot, letter, shape[f"{letter}{end}"], at(shape, f"{letter}ref", default=letter))
            for end in "01"
        ]
        for letter in "xy"
    }
    paper.clip = plot.area
    paper.line(
        ends["x"],
        ends["y"],
        at(shape, "line", "color", default=_INK),
        float(at(shape, "line", "width", default=2)),
        at(shape, "line", "dash", default="solid"),
    )
    paper.clip = None


def _note(paper: Paper, plot: Plot, note: Told) -> None:
    place = {
        letter: _place(plot, letter, note[letter], at(note, f"{letter}ref", default=letter))
        for letter in "xy"
    }
    left, top, right, bottom = plot.area
    inside = left - 1 <= place["x"] <= right + 1 and top - 1 <= place["y"] <= bottom + 1
    if not inside or not note.get("text"):
        return
    size, color = _look(plot, note, "font")
    across, up = at(note, "xanchor", default="center"), at(note, "yanchor", default="middle")
    turned = at(note, "textangle", default=0) == -90
    paper.text(
        place["x"] + at(note, "xshift", default=0),
        place["y"] - at(note, "yshift", default=0),
        note["text"],
        size,
        color,
        *(_TURNED[up], _TURNED[across]) if turned else (across, up),
        upright=turned,
    )
