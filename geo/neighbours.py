"""Communes that touch, and lines drawn around or across groups of them."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Sides:
    """Segments of the borders of a coverage, each once.

    points : lon, lat of both ends, segments × 2 × 2
    one, other : polygons on each side; −1: nothing there
    """

    points: np.ndarray
    one: np.ndarray
    other: np.ndarray


def sides(shapes: np.ndarray) -> Sides:
    """Cut the borders of polygons that share their vertices (a coverage) into segments."""
    polygons, owner = shapely.get_parts(shapes, return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    ends = np.stack((points[:-1], points[1:]), axis=1)[within]
    owners = owner[polygon][ring[:-1][within]]
    turned = (ends[:, 0, 0] > ends[:, 1, 0]) | (
        (ends[:, 0, 0] == ends[:, 1, 0]) & (ends[:, 0, 1] > ends[:, 1, 1])
    )
    ends[turned] = ends[turned, ::-1]
    order = np.lexsort(ends.reshape(-1, 4).T)
    ends, owners = ends[order], owners[order]
    same = np.append((ends[1:] == ends[:-1]).all(axis=(1, 2)), False)
    first = ~np.insert(same[:-1], 0, False) if len(same) else same
    other = np.where(same, np.append(owners[1:], -1), -1)
    return Sides(ends[first], owners[first], other[first])


def borders(found: Sides, zone: np.ndarray) -> Lines:
    """Outline of the zones of a coverage: lon, lat, missing between lines.

    Parameters
    ----------
    found : segments of its polygons
    zone : of each polygon; 0: in none
    """
    around = np.append(zone, 0)  # −1, beyond the coverage, is in none
    drawn = found.points[around[found.one] != around[found.other]]
    if not len(drawn):
        return np.array([]), np.array([])
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(drawn)))
    return _broken(shapely.get_parts(merged))


def hatching(shapes: np.ndarray, spacing: float = 0.05) -> Lines:
    """Lines at 45° across polygons taken together: lon, lat, missing between lines.

    Degrees of longitude are shortened by the cosine of the latitude, so that the lines look like
    45° on the map.
    """
    whole = shapely.union_all(shapes)
    if whole.is_empty:
        return np.array([]), np.array([])
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
