"""Maps of a figure, drawn from the outlines that a browser would fetch."""

from collections.abc import Iterator, Mapping
from math import asinh, radians, tan
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from figures import palette
from figures.image import symbols
from figures.image.heatmaps import color_at
from figures.image.known import UnknownDrawingError
from figures.image.paper import CLEAR, Box, Paper, closed, rgba
from figures.image.reading import Drawn, Told, at

Outlines = Mapping[str, Mapping[str, Any]]
_TALLEST = 520.0
_EDGE = 4.0  # pixels, for the lines around
_DIGITS = 1  # of a pixel: finer outlines would weigh and not be seen


class Ground:
    """Shapes of the areas of a map, in pixels of a box as wide.

    Parameters
    ----------
    drawn : a figure that is a map
    outlines : by address
    width : of the box, pixels

    Raises
    ------
    UnknownDrawingError : the outlines of an area are not given
    """

    def __init__(self, drawn: Drawn, outlines: Outlines, width: float) -> None:
        self._shapes = {
            url: {f["id"]: shape(f["geometry"]) for f in found["features"]}
            for url, found in outlines.items()
        }
        areas = [one for trace in drawn.traces for one in self.areas(trace)]
        corners = shapely.total_bounds(areas)
        west, south, east, north = _mercator(corners.reshape(2, 2)).ravel()
        self._scale = min((width - 2 * _EDGE) / (east - west), _TALLEST / (north - south))
        self.height = self._scale * (north - south) + 2 * _EDGE
        self._corner = (west, north)
        self._left = (width - self._scale * (east - west)) / 2

    def areas(self, trace: Told) -> list[BaseGeometry]:
        """Shapes of a trace, one a location; none for points."""
        if "locations" not in trace:
            return []
        known = self._shapes.get(trace["geojson"])
        if known is None or set(trace["locations"]) - set(known):
            raise UnknownDrawingError(f"no outlines for {trace['geojson']!r}")
        return [known[code] for code in trace["locations"]]

    def places(self, lon_lat: np.ndarray, box: Box) -> np.ndarray:
        """Pixels of points in a box."""
        moved = (_mercator(lon_lat) - self._corner) * (self._scale, -self._scale)
        return moved + np.array([box[0] + self._left, box[1] + _EDGE])


def draw_map(paper: Paper, drawn: Drawn, ground: Ground, box: Box) -> None:
    """Draw a map in a box: areas and lines in their order, names over all of them."""
    for rank, trace in enumerate(drawn.traces):
        if "locations" in trace:
            _areas(paper, trace, ground, box, rank)
        else:
            _over(paper, trace, ground, box, rank)
    for label in _labels(drawn):
        x, y = ground.places(np.array([[label["lon"], label["lat"]]]), box)[0]
        text = f"<b>{label['name']}</b><br>{label['value']}"
        if label["name"] or label["value"]:
            text = text.removesuffix("<br>")
            paper.text(x, y, text, label["size"], label["ink"], "center", halo=label["halo"])


def _areas(paper: Paper, trace: Told, ground: Ground, box: Box, rank: int) -> None:
    shapes = np.array(ground.areas(trace), dtype=object)
    low, high = float(trace.get("zmin", 0)), float(trace.get("zmax", 1))
    shares = (np.asarray(trace["z"], float) - low) / (high - low)
    colors = np.array([color_at(trace["colorscale"], share) for share in shares], dtype=object)
    clear = [rgba(color)[3] == 0 for color in colors]
    rings = [_rings(one, ground, box) for one in shapes]
    filled = dict.fromkeys(colors[~np.array(clear, dtype=bool)])
    for order, color in enumerate(filled):
        alike = [ring for row in np.flatnonzero(colors == color) for ring in rings[row]]
        paper.path(closed(alike), color, name=f"areas-{rank}-{order}")
    line = at(trace, "marker", "line", default={})
    every = [ring for one in rings for ring in one]
    if every and line.get("width"):
        paper.path(closed(every), CLEAR, line["color"], float(line["width"]), name=f"edges-{rank}")


def _rings(one: BaseGeometry, ground: Ground, box: Box) -> list[np.ndarray]:
    """Rings of an area in pixels, its holes turning the other way."""
    rings = []
    for part in shapely.get_parts(shapely.orient_polygons(one)):
        for ring in (part.exterior, *part.interiors):
            places = ground.places(shapely.get_coordinates(ring), box)
            places = places.round(_DIGITS)
            moved = np.diff(places, axis=0).any(axis=1)
            kept = places[np.concatenate([[True], moved])]
            if len(kept) > 2:
                rings.append(np.concatenate([kept, kept[:1]]))
    return rings


def _over(paper: Paper, trace: Told, ground: Ground, box: Box, rank: int) -> None:
    """Draw points, lines or words over the areas."""
    lon_lat = np.column_stack([np.asarray(trace[k], float) for k in ("lon", "lat")])
    places = ground.places(lon_lat, box)
    if trace["mode"] == "lines":
        width, color = float(at(trace, "line", "width", default=2)), trace["line"]["color"]
        paper.line(places[:, 0].tolist(), places[:, 1].tolist(), color, width)
    elif trace["mode"] == "markers":
        opacity = float(at(trace, "marker", "opacity", default=1))
        found = symbols.looks(trace, len(places))
        if opacity == 1 and len(set(found)) == 1 and not found[0].width:
            symbols.together(paper, places[:, 0], places[:, 1], found[0])
            return
        for row, (x, y) in enumerate(places):
            symbols.mark(paper, x, y, found[row], opacity, f"point-{rank}-{row}")
    else:
        font = trace["textfont"]
        for (x, y), text in zip(places, trace["text"], strict=True):
            paper.text(x, y, text.removesuffix("<br>"), font["size"], font["color"], "center")


def _labels(drawn: Drawn) -> Iterator[Told]:
    """Names that the ground of a map carries, one a point.

    Raises
    ------
    UnknownDrawingError : the ground has something else
    """
    layers = drawn.told("map", "style", "layers", default=[])
    sources = drawn.told("map", "style", "sources", default={})
    for layer in layers:
        if layer["type"] == "background" and layer["paint"] == {"background-color": palette.PAPER}:
            continue
        if layer["type"] != "symbol" or layer["source"] not in sources:
            raise UnknownDrawingError(f"unknown layer of a map: {layer['id']!r}")
        for feature in sources[layer["source"]]["data"]["features"]:
            lon, lat = feature["geometry"]["coordinates"]
            size = layer["layout"]["text-size"]
            yield {"lon": lon, "lat": lat, "size": size, **feature["properties"]}


def _mercator(lon_lat: np.ndarray) -> np.ndarray:
    """Radians of a Mercator map, y upwards."""
    upwards = [asinh(tan(radians(lat))) for lat in lon_lat[:, 1]]
    return np.column_stack([np.radians(lon_lat[:, 0]), upwards])
