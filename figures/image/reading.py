"""A sketch as an image reads it: what it leaves unsaid has the look of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from figures import palette
from figures.image.known import UnknownDrawingError, refuse_unknown
from figures.sketch import Sketch

Told = dict[str, Any]
_AXIS: Told = {
    "gridcolor": palette.PAPER,
    "zerolinecolor": palette.PAPER,
    "zerolinewidth": 2,
    "ticks": "",
    "title": {"standoff": 15},
    "automargin": True,
}
_LAYOUT: Told = {"xaxis": _AXIS, "yaxis": _AXIS, "font": {"color": palette.INK}}
_MARKS: Told = {"bar": {"marker": {"line": {"color": palette.GRID, "width": 0.5}}}}


@dataclass(frozen=True)
class Drawn:
    """Marks and layout, each as a dictionary with all that is drawn of them."""

    traces: list[Told]
    layout: Told

    @property
    def on_map(self) -> bool:
        """Tell whether the figure is a map."""
        return any("locations" in trace for trace in self.traces)

    def of(self, kind: str) -> list[Told]:
        """Marks of a kind."""
        return [trace for trace in self.traces if trace["type"] == kind]

    def told(self, *path: str, default: Any = None) -> Any:
        """Look a value up in the layout."""
        return at(self.layout, *path, default=default)


def read(sketch: Sketch) -> Drawn:
    """Read a sketch.

    Raises
    ------
    UnknownDrawingError : it has something that would be drawn wrong
    """
    refuse_unknown(sketch.marks, sketch.layout)
    marks = [_merged(_MARKS.get(mark["type"], {}), mark) for mark in sketch.marks]
    if len({mark["type"].startswith(("choropleth", "scattergeo", "scattermap"))
            for mark in marks}) > 1:  # fmt: skip
        raise UnknownDrawingError("a map with something else")
    return Drawn(marks, _merged(_LAYOUT, sketch.layout))


def at(told: Mapping[str, Any], *path: str, default: Any = None) -> Any:
    """Look a value up; a missing or empty one is the default."""
    for name in path:
        if not isinstance(told, Mapping) or told.get(name) is None:
            return default
        told = told[name]
    return told


def each(value: Any, count: int, default: Any) -> list[Any]:
    """One value a point, from a value for all or a list of them."""
    if value is None:
        return [default] * count
    return list(value) if isinstance(value, (list, tuple, np.ndarray)) else [value] * count


def _merged(base: Mapping[str, Any], told: Mapping[str, Any]) -> Told:
    merged = dict(base)
    for name, value in told.items():
        under = merged.get(name)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            merged[name] = _merged(under, value)
        elif value is not None:
            merged[name] = value
    return merged
