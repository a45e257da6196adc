"""Lines and dots that fill a shape: what is unknown or secret is seen without any colour."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry


def hatch_lines(geometry: BaseGeometry, spacing: float = 0.045) -> tuple[list, list]:
    """Return lon and lat of 45° lines clipped to the geometry, ``None`` between lines.

    Degrees of longitude are shortened by the cosine of the latitude, so that
    the hatching looks like 45° on the map.
    """
    west, south, east, north = geometry.bounds
    squeeze = np.cos(np.radians((south + north) / 2))
    height = (north - south) / squeeze
    starts = np.arange(west - height, east, spacing / squeeze)
    coords = [[(s, south), (s + height, north)] for s in starts]
    pieces = shapely.intersection(shapely.linestrings(coords), geometry)
    lons: list = []
    lats: list = []
    for line in shapely.get_parts(pieces):
        if line.geom_type == "LineString" and not line.is_empty:
            (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
            lons += [round(x0, 4), round(x1, 4), None]
            lats += [round(y0, 4), round(y1, 4), None]
    return lons, lats


def dots(geometry: BaseGeometry, spacing: float = 0.06) -> tuple[list, list]:
    """Return lon and lat of a staggered grid of points inside the geometry."""
    west, south, east, north = geometry.bounds
    across = spacing / np.cos(np.radians((south + north) / 2))
    lats = np.arange(south, north, spacing / 2)
    lons = np.arange(west, east, across)
    grid = [(lon + (i % 2) * across / 2, lat) for i, lat in enumerate(lats) for lon in lons]
    points = shapely.points(grid) if grid else np.array([])
    kept = points[shapely.contains(geometry, points)] if len(points) else points
    return shapely.get_x(kept).round(4).tolist(), shapely.get_y(kept).round(4).tolist()
