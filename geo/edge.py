"""Communes near the edge of what is known: beyond it supply and demand are missing."""

import json

import numpy as np
import shapely
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from geo.travel import EARTH_RADIUS_M, TOLERANCE, sphere_points

SPACING_DEGREES = 0.002  # about 200 m: points of the outline are never farther apart


def outer_outline(geojson: str) -> np.ndarray:
    """Points of the outer outline of all the zones together, holes left out.

    Parameters
    ----------
    geojson : text of a FeatureCollection of polygons, EPSG:4326

    Returns
    -------
    lon, lat, degrees, m × 2
    """
    features = json.loads(geojson)["features"]
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    whole = shapely.union_all(shapely.make_valid(shapes))
    parts = shapely.get_parts(whole)
    rings = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == 3])
    return shapely.get_coordinates(shapely.segmentize(rings, SPACING_DEGREES))


def near_edge(lon: ArrayLike, lat: ArrayLike, outline: np.ndarray, radius_km: float) -> np.ndarray:
    """Tell which communes lie within one radius of the outline: their access is partly unknown.

    Parameters
    ----------
    lon, lat : centres, degrees, one entry a commune
    outline : points of `outer_outline`, of the zones whose supply and demand are known
    radius_km : radius of the measure, bounds included

    Returns
    -------
    One boolean a commune; True too for a commune without a centre
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    flags = np.ones(len(lon), dtype=bool)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    chord, _ = cKDTree(sphere_points(*outline.T)).query(sphere_points(lon[known], lat[known]))
    km = 2 * np.arcsin(chord / 2) * EARTH_RADIUS_M / 1000
    flags[known] = km <= radius_km * (1 + TOLERANCE)
    return flags
