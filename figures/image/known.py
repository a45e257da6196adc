"""What can be drawn of a figure: anything else is refused, never drawn wrong in silence."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from figures import palette

ANY = None  # every value can be drawn, or changes nothing in an image

# What concerns the mouse only.
_DEAF: dict[str, Any] = dict.fromkeys(
    ("customdata", "hoverinfo", "hovertemplate", "hovertext", "hoverongaps"), ANY
)
_FONT = ("size", "color", "family")
_SYMBOLS = ("circle", "circle-open", "diamond", "square", "triangle-up", "line-ns-open")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_PLACES = tuple(
    f"{up} {across}" for up in ("top", "middle", "bottom") for across in ("left", "center", "right")
)


def _under(name: str, keys: tuple[str, ...]) -> dict[str, Any]:
    return {f"{name}.{key}": ANY for key in keys}


def _bars(name: str) -> dict[str, Any]:
    kept = _under(name, ("array", "arrayminus", "color", "thickness", "width"))
    return {**kept, f"{name}.type": ("data",)}


_MARKER = {
    **_under("marker", ("size", "color", "opacity", "line.color", "line.width")),
    "marker.symbol": _SYMBOLS,
}
_LINE = {**_under("line", ("color", "width")), "line.dash": DASHES}
_AREAS: dict[str, Any] = {
    **_DEAF,
    **dict.fromkeys(("geojson", "locations", "text", "z", "zmin", "zmax", "colorscale"), ANY),
    **_under("marker.line", ("color", "width")),
    "featureidkey": ("id",),
    "showscale": (False,),
    "marker.opacity": (1,),
    "selected.marker.opacity": ANY,
    "unselected.marker.opacity": ANY,
    "below": ("noms",),
}
_ON_MAP: dict[str, Any] = {
    **_DEAF,
    **_MARKER,
    **_LINE,
    **_under("textfont", _FONT),
    **dict.fromkeys(("lon", "lat", "text"), ANY),
    "mode": ("lines", "markers", "text"),
    "below": ("noms",),
}
TRACES: dict[str, dict[str, Any]] = {
    "scatter": {
        **_DEAF,
        **_MARKER,
        **_LINE,
        **_bars("error_x"),
        **_bars("error_y"),
        **_under("textfont", _FONT),
        **dict.fromkeys(("x", "y", "name", "text", "fillcolor"), ANY),
        "mode": ("lines", "markers", "lines+markers", "markers+text"),
        "fill": ("tonexty", "none"),
        "connectgaps": (False,),
        "textposition": _PLACES,
    },
    "bar": {
        **_DEAF,
        **_under("textfont", _FONT),
        **_under("marker", ("color", "line.color", "line.width", "pattern.fgcolor")),
        **dict.fromkeys(("x", "y", "name", "text", "base", "width"), ANY),
        "marker.pattern.shape": ("", "/"),
        "orientation": ("h", "v"),
        "textposition": ("inside", "outside", "none"),
        "insidetextanchor": ("middle", "end"),
        "cliponaxis": ANY,
    },
    "heatmap": {
        **_DEAF,
        **_under("textfont", _FONT),
        **dict.fromkeys(("x", "y", "z", "text", "zmin", "zmax", "colorscale", "xgap", "ygap"), ANY),
        "showscale": (False,),
        "texttemplate": ("%{text}",),
    },
    "choropleth": _AREAS,
    "choroplethmap": _AREAS,
    "scattergeo": _ON_MAP,
    "scattermap": _ON_MAP,
}
_AXIS: dict[str, Any] = {
    **_under("tickfont", _FONT),
    **_under("title.font", _FONT),
    **dict.fromkeys(
        ("domain", "range", "categoryarray", "tickvals", "ticktext", "ticksuffix", "nticks",
         "dtick", "visible", "showgrid", "gridcolor", "zeroline", "zerolinecolor", "zerolinewidth",
         "showticklabels", "ticklabelstandoff", "automargin", "fixedrange", "title.text",
         "title.standoff"),
        ANY,
    ),
    "type": ("category", "linear", "date"),
    "categoryorder": ("array",),
    "autorange": (True, "reversed"),
    "rangemode": ("normal", "tozero"),
    "ticks": ("",),
    "tickangle": (0,),
    "tickformat": ("%m/%Y", ",d"),
}  # fmt: skip
LAYOUT: dict[str, Any] = {
    **{f"xaxis.{name}": told for name, told in _AXIS.items()},
    **{f"yaxis.{name}": told for name, told in _AXIS.items()},
    "xaxis.side": ("bottom", "top"),
    **_under("font", _FONT),
    **_under("margin", ("l", "r", "t", "b")),
    **_under("legend", ("x", "y", "xanchor", "yanchor", "font.size")),
    "legend.orientation": ("h", "v"),
    "legend.traceorder": ("normal",),
    **_under("annotations[]", ("x", "y", "text", "xshift", "yshift")),
    **_under("annotations[].font", _FONT),
    "annotations[].align": ("left", "right"),
    "annotations[].showarrow": (False,),
    "annotations[].textangle": (0, -90),
    "annotations[].xref": ("x", "paper"),
    "annotations[].yref": ("y", "paper"),
    "annotations[].xanchor": ("left", "center", "right"),
    "annotations[].yanchor": ("top", "middle", "bottom"),
    **_under("shapes[]", ("x0", "x1", "y0", "y1", "line.color", "line.width")),
    "shapes[].type": ("line",),
    "shapes[].line.dash": DASHES,
    "shapes[].layer": ("below", "above"),
    "shapes[].xref": ("x", "paper"),
    "shapes[].yref": ("y", "paper", "y domain"),
    "barmode": ("stack", "group"),
    **dict.fromkeys(("bargap", "height", "showlegend", "separators", "uirevision"), ANY),
    "hovermode": ANY,
    **_under("hoverlabel", ("align", "bgcolor", "bordercolor", "font.family", "font.size")),
    "hoverlabel.font.color": ANY,
    "paper_bgcolor": (palette.PAPER,),
    "plot_bgcolor": (palette.PAPER,),
    **_under("geo", ("lonaxis.range", "lataxis.range", "uirevision", "bgcolor")),
    "geo.visible": (False,),
    "geo.projection.type": ("mercator",),
    **_under("map", ("center.lon", "center.lat", "zoom", "uirevision", "style")),
}


class UnknownDrawingError(ValueError):
    """A figure has something that this product does not know how to draw as an image."""


def refuse_unknown(marks: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> None:
    """Check all that a sketch says.

    Parameters
    ----------
    marks, layout : as `figures.sketch.Sketch` holds them

    Raises
    ------
    UnknownDrawingError : a trace type, a property or a value is not known
    """
    for number, trace in enumerate(marks):
        kind = trace.get("type", "scatter")
        if kind not in TRACES:
            raise UnknownDrawingError(f"trace {number}: unknown type {kind!r}")
        told = {name: value for name, value in trace.items() if name != "type"}
        _refuse(f"trace {number} ({kind})", told, TRACES[kind])
    _refuse("layout", layout, LAYOUT)


def _refuse(where: str, told: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    for path, value in _leaves("", told, known):
        if path not in known:
            raise UnknownDrawingError(f"{where}: unknown property {path!r}")
        allowed = known[path]
        if allowed is ANY or value is None:
            continue
        several = isinstance(value, (list, tuple, np.ndarray))
        for one in value if several else [value]:
            if one not in allowed:
                raise UnknownDrawingError(f"{where}: {path} = {one!r} is not known")


def _leaves(path: str, value: Any, known: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Properties with their path; a list of dicts is one path."""
    if path in known:
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), inner, known)
    elif isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
        for inner in value:
            yield from _leaves(f"{path}[]", inner, known)
    elif value is not None and not (isinstance(value, (list, tuple)) and not len(value)):
        yield path, value
