"""Communes that touch, and lines drawn around or across groups of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from scipy.sparse import csr_array
from shapely.geometry import shape

Lines = tuple[np.ndarray, np.ndarray]  # lon, lat, missing between two lines


def shapes_of(outlines: Mapping[str, Any], codes: list[str]) -> np.ndarray:
    """Polygons of a FeatureCollection, in the order of `codes`; an unknown code has none."""
    found = {f["id"]: shape(f["geometry"]) for f in outlines["features"]}
    listed = [found.get(code, shapely.Polygon()) for code in codes]
    return shapely.make_valid(np.array(listed, dtype=object))


def touching(shapes: np.ndarray) -> csr_array:
    """Tell which polygons touch, at a border or a corner: 1 for a pair, nothing on the diagonal."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = one != other
    pairs = (one[apart], other[apart])
    return csr_array((np.ones(int(apart.sum())), pairs), shape=(len(shapes), len(shapes)))


def borders(groups: list[np.ndarray]) -> Lines:
    """Outline of each group of polygons, holes left out: lon, lat, missing between rings."""
    wholes = [shapely.union_all(group) for group in groups]
    parts = shapely.get_parts(np.array(wholes, dtype=object))
    rings = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == 3])
    return _broken(shapely.get_parts(rings))


def hatching(shapes: np.ndarray, spacing: float = 0.05) -> Lines:
    """Lines at 45° across polygons taken together: lon, lat, missing between lines.

    Degrees of longitude are shortened by the cosine of the latitude, so that the lines look like
    45° on the map.
    """
    if not len(shapes):
        return np.array([]), np.array([])
    whole = shapely.union_all(shapes)
    west, south, east, north = whole.bounds
    squeeze = np.cos(np.radians((south + north) / 2))
    height = (north - south) / squeeze
    starts = np.arange(west - height, east, spacing / squeeze)
    lines = shapely.linestrings([[(s, south), (s + height, north)] for s in starts])
    pieces = shapely.get_parts(shapely.intersection(lines, whole))
    return _broken(pieces[(shapely.get_type_id(pieces) == 1) & ~shapely.is_empty(pieces)])


def _broken(lines: np.ndarray) -> Lines:
    """Coordinates of all the lines, a missing one after each."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    ends = np.flatnonzero(np.diff(line, append=len(lines)))
    lon, lat = np.insert(points.round(4), ends + 1, np.nan, axis=0).T
    return lon, lat
