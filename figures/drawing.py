"""A figure put together at once: trace by trace, the library checks everything at each step."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures import palette

# Of the layout of every figure: French numbers on white, and what the labels of points stand on.
GROUND = {"separators": ",\u00a0", "plot_bgcolor": palette.PAPER, "paper_bgcolor": palette.PAPER}
HOVER = {"bgcolor": palette.PAPER, "bordercolor": palette.RULE}


class Drawing:
    """Traces and layout of a figure on its way.

    Sixteen times quicker to make than a figure that is added to; nothing is checked on the way,
    so tests check what comes out (`go.Figure(drawing.to_dict())` refuses an unknown property).
    """

    def __init__(self) -> None:
        self._traces: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {}

    def add(self, kind: str, **properties: Any) -> None:
        """Add a trace.

        Parameters
        ----------
        kind : "scatter", "bar", "choroplethmap"…
        properties : of the trace, columns of tables as they are
        """
        self._traces.append({"type": kind, **{k: _plain(v) for k, v in properties.items()}})

    def lay_out(self, **properties: Any) -> None:
        """Set properties of the layout; axes are "xaxis" and "yaxis"."""
        self._layout |= {k: _plain(v) for k, v in properties.items()}

    def figure(self) -> go.Figure:
        """The figure."""
        return go.Figure(data=self._traces, layout=self._layout, _validate=False)


def _plain(value: Any) -> Any:
    """Columns as arrays, wherever they are; dates as dates, which are written in full."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if not isinstance(value, pd.Series):
        return value
    if pd.api.types.is_datetime64_any_dtype(value):
        return value.dt.to_pydatetime().tolist()
    return value.to_numpy() if value.dtype.kind in "fiub" else value.to_numpy(np.dtype(object))
