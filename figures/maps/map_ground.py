"""What lies under and around a map: its white ground, the labels on it, its extent."""

from collections.abc import Iterable
from math import asinh, atan, degrees, log2, radians, sinh, tan

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from figures import palette
from figures.sketch import GROUND, HOVER, Sketch

CLEAR = "rgba(0,0,0,0)"
NAMES = "noms"  # the style layer every trace stays below


def laid_out(
    sketch: Sketch,
    simplified: bool,
    shapes: Iterable[BaseGeometry],
    height: int,
    name: str,
    labels: pd.DataFrame | None = None,
) -> Sketch:
    """Give a map its ground, its extent and the view that it keeps under `name`."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    if simplified:
        sketch.lay_out(
            geo={
                "visible": False,
                "bgcolor": CLEAR,
                "projection": {"type": "mercator"},
                "lonaxis": {"range": [west, east]},
                "lataxis": {"range": [south - 0.02, north + 0.02]},
                "uirevision": name,
            }
        )
    else:
        y = [asinh(tan(radians(lat))) for lat in (south, north)]
        zoom = log2(0.97 * height * 2 * np.pi / (512 * (y[1] - y[0])))
        middle = degrees(atan(sinh((y[0] + y[1]) / 2)))
        sketch.lay_out(
            map={
                "style": _style(labels),
                "center": {"lon": (west + east) / 2, "lat": middle},
                "zoom": zoom,
                "uirevision": name,
            }
        )
    sketch.lay_out(
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        hovermode="closest",
        uirevision=name,
        **GROUND,
        hoverlabel={
            **HOVER,
            "align": "left",
            "font": {"family": "Arial, sans-serif", "size": 12, "color": palette.INK},
        },
    )
    return sketch


def _style(labels: pd.DataFrame | None) -> dict:
    """A MapLibre style of our own: white ground, labels above every trace.

    It has no "glyphs" on purpose: MapLibre then draws letters with the browser's
    fonts, where plotly's "white-bg" would fetch them from another site.
    """
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [label.pop("lon"), label.pop("lat")]},
            "properties": label,
        }
        for label in ([] if labels is None else labels.to_dict("records"))
    ]
    text = [
        "format",
        ["get", "name"],
        {"text-font": ["literal", ["Arial Bold"]]},
        "\n",
        {},
        ["get", "value"],
        {"text-font": ["literal", ["Arial"]]},
    ]
    names = {
        "id": NAMES,
        "type": "symbol",
        "source": NAMES,
        "layout": {
            "text-field": text,
            "text-font": ["Arial"],
            "text-size": 11.5,
            "text-max-width": 30,
            "text-allow-overlap": True,
            "text-ignore-placement": True,
        },
        "paint": {
            "text-color": ["get", "ink"],
            "text-halo-color": ["get", "halo"],
            "text-halo-width": 1.2,
        },
    }
    ground = {"id": "fond", "type": "background", "paint": {"background-color": palette.PAPER}}
    source = {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}
    return {"id": "fond-blanc", "version": 8, "sources": {NAMES: source}, "layers": [ground, names]}
