"""A Plotly figure as plain values: arrays decoded, the template's values where it says nothing."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.stills.known import UnknownDrawingError, refuse_unknown

Told = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """Traces and layout, each as a dictionary with all that the figure and its template say."""

    traces: list[Told]
    layout: Told

    @property
    def on_map(self) -> bool:
        """Tell whether the figure is a map."""
        return any("locations" in trace for trace in self.traces)

    def told(self, *path: str, default: Any = None) -> Any:
        """Look a value up in the layout."""
        return at(self.layout, *path, default=default)


def read(figure: go.Figure) -> Drawn:
    """Read a figure.

    Raises
    ------
    UnknownDrawingError : it has something that would be drawn wrong
    """
    told = _plain(figure.to_dict())
    template = told["layout"].pop("template", {})
    refuse_unknown(told)
    of_traces = template.get("data", {})
    traces = []
    for trace in told["data"]:
        kind = trace.get("type", "scatter")
        base = of_traces.get(kind, [{}])[0]
        traces.append(_merged(base, {"type": kind} | trace))
    if len({trace["type"].startswith(("choropleth", "scattergeo", "scattermap"))
            for trace in traces}) > 1:  # fmt: skip
        raise UnknownDrawingError("a map with something else")
    return Drawn(traces, _merged(template.get("layout", {}), told["layout"]))


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


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "bdata" in value:
            flat = np.frombuffer(base64.b64decode(value["bdata"]), np.dtype(value["dtype"]))
            shape = value.get("shape")
            return flat.reshape([int(n) for n in str(shape).split(",")]) if shape else flat
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value


def _merged(base: Mapping[str, Any], told: Mapping[str, Any]) -> Told:
    merged = dict(base)
    for name, value in told.items():
        under = merged.get(name)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            merged[name] = _merged(under, value)
        elif value is not None:
            merged[name] = value
    return merged
