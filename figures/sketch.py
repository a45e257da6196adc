"""A sketch: where the marks of a figure are and on what axes, said once for every pen.

Its words are those of a plot in plain dictionaries: the screen hands them to Plotly, the image
draws them itself, and neither needs the other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from figures import palette

# Of the layout of every figure: French numbers on white, and what the labels of points stand on.
GROUND = {
    "separators": ",\u00a0",
    "plot_bgcolor": palette.PAPER,
    "paper_bgcolor": palette.PAPER,
}
HOVER = {"bgcolor": palette.PAPER, "bordercolor": palette.RULE}
AXIS: dict[str, Any] = {
    "gridcolor": palette.GRID,
    "zeroline": False,
    "fixedrange": True,
    "ticks": "",
    "tickfont": {"size": 11, "color": palette.MUTED},
}
Told = Mapping[str, Any]
MARGIN: Told = {"l": 0, "r": 8, "t": 6, "b": 24}
INKED = {"size": 12, "color": palette.INK}  # letters of names
PERCENT = AXIS | {"ticksuffix": "\u00a0%"}
BARE = {"visible": False, "fixedrange": True}  # an axis that nothing is read on
DASHED = {"color": palette.MUTED, "width": 1, "dash": "dash"}  # what values are read against
KEY = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}


def titled(text: str, **more: Any) -> dict[str, Any]:
    """The title of an axis."""
    return {"title": {"text": text, "font": {"size": 11, "color": palette.MUTED}, **more}}


def rows_axis(codes: Sequence[str], names: Sequence[str], **more: Any) -> dict[str, Any]:
    """Axis of rows named one by one, the first on top.

    Parameters
    ----------
    codes, names : of the rows, in order
    more : properties that differ; None: none
    """
    axis = AXIS | {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(codes)[::-1],
        "tickvals": list(codes),
        "ticktext": list(names),
        "range": [-0.6, len(codes) - 0.4],
        "showgrid": False,
        "automargin": True,
        "ticklabelstandoff": 8,
        "tickfont": INKED,
        **more,
    }
    return {name: value for name, value in axis.items() if value is not None}


def hover(texts: Any, name: str = "text") -> dict[str, Any]:
    """Words under the mouse, one a point, held by a property of the mark."""
    return {name: texts, "hovertemplate": f"%{{{name}}}<extra></extra>"}


def interval(
    values: pd.Series, low: pd.Series, high: pd.Series, color: str, thick: float = 2, cap: float = 0
) -> dict[str, Any]:
    """Error bars, in the unit of the axis; `cap`: half the length of the lines at their ends."""
    ends = {"type": "data", "array": high - values, "arrayminus": values - low}
    return ends | {"color": color, "thickness": thick, "width": cap}


def written(
    text: str,
    x: Any,
    y: Any,
    place: Told,
    size: float = 11,
    color: str = palette.MUTED,
) -> dict[str, Any]:
    """A text of the plot, its `place` being what x and y mean; all are laid out at once: cheap."""
    told = {"x": x, "y": y, "text": text, "showarrow": False}
    return told | {"font": {"size": size, "color": color}, **place}


def upright(x: Any, line: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A line across the plot at a place of its axis."""
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", "line": line, "layer": "below", **ends, **more}


class Sketch:
    """Marks and layout of a figure; nothing is checked on the way, so tests check what comes out.

    marks : one dictionary a mark: `type` ("scatter", "bar", "heatmap", "choroplethmap" …), columns
    layout : axes ("xaxis", "yaxis"), notes, lines, margins, height
    """

    def __init__(self) -> None:
        self.marks: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {}

    @property
    def height(self) -> float:
        """Height of the whole, pixels."""
        return float(self.layout["height"])

    def add(self, kind: str, **properties: Any) -> None:
        """Add a mark.

        Parameters
        ----------
        kind : "scatter", "bar", "choroplethmap"…
        properties : of the mark, columns of tables as they are
        """
        self.marks.append({"type": kind, **{k: _plain(v) for k, v in properties.items()}})

    def framed(
        self, height: float, xaxis: Told, yaxis: Told, margin: Told = MARGIN, **layout: Any
    ) -> "Sketch":
        """Lay a plot out in the frame of the house.

        Parameters
        ----------
        height : of the whole, pixels
        xaxis, yaxis : its axes
        margin : the sides where it differs, pixels
        layout : properties that differ
        """
        return self.lay_out(
            height=height,
            showlegend=False,
            hovermode="closest",
            **GROUND,
            font={"family": "Arial, sans-serif", **INKED},
            hoverlabel={**HOVER, "font": INKED},
        ).lay_out(margin={**MARGIN, **margin}, xaxis=xaxis, yaxis=yaxis, **layout)

    def lay_out(self, **properties: Any) -> "Sketch":
        """Set properties of the layout; axes are "xaxis" and "yaxis"."""
        self.layout |= {k: _plain(v) for k, v in properties.items()}
        return self


def _plain(value: Any) -> Any:
    """Columns as arrays, wherever they are; dates as dates, which are written in full."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if not isinstance(value, pd.Series):
        return value
    if pd.api.types.is_datetime64_any_dtype(value):
        return value.dt.to_pydatetime().tolist()
    return value.to_numpy() if value.dtype.kind in "fiub" else value.to_numpy(np.dtype(object))
