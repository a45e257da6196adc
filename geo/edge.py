"""Communes near another country, whose supply and demand are not known."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from geo.travel import EARTH_RADIUS_M, TOLERANCE, sphere_points


def near_edge(lon: ArrayLike, lat: ArrayLike, border: np.ndarray, radius_km: float) -> np.ndarray:
    """Tell which communes lie within one radius of a border: their access is partly unknown.

    Parameters
    ----------
    lon, lat : centres, degrees, one entry a commune
    border : points of it, lon, lat, degrees, m × 2; none: nothing is near
    radius_km : radius of the measure, bounds included

    Returns
    -------
    One boolean a commune; True too for a commune without a centre
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    if not len(border):
        return np.zeros(len(lon), dtype=bool)
    flags = np.ones(len(lon), dtype=bool)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    chord, _ = cKDTree(sphere_points(*border.T)).query(sphere_points(lon[known], lat[known]))
    km = 2 * np.arcsin(chord / 2) * EARTH_RADIUS_M / 1000
    flags[known] = km <= radius_km * (1 + TOLERANCE)
    return flags
