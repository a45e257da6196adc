"""Distances and estimated times between communes, once, sparse."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

EARTH_RADIUS_M = 6_371_008.8  # mean radius of GRS80 (IUGG)
REACH_KM = 60.0  # widest radius that pages and fits ask for
TOLERANCE = 1e-6  # share of a radius: a float32 at the radius is inside (3 cm at 30 km)

# Hypothesis of the estimated times, by car: roads are 1.3 times the great circle; at each end,
# at most 3 km at the speed of the commune's density class (Insee, 7 levels), the rest at 65 km/h.
DETOUR = 1.3
END_KM = 3.0
BETWEEN_KMH = 65.0
END_KMH = {1: 24.0, 2: 28.0, 3: 32.0, 4: 36.0, 5: 40.0, 6: 45.0, 7: 50.0}
UNKNOWN_KMH = 40.0


@dataclass(frozen=True)
class Travel:
    """Travel between communes; the three have the same stored pairs, in the same order.

    Parameters
    ----------
    kilometres : n × n, great circle, float32
    minutes : n × n, estimated or measured, float32
    measured : one entry a stored pair; True: the minutes come from a file of real times
    """

    kilometres: csr_array
    minutes: csr_array
    measured: np.ndarray


def own_distance(area_km2: ArrayLike) -> np.ndarray:
    """Distance inside a commune, km: half the radius of the disc of the same area."""
    return np.sqrt(np.asarray(area_km2, dtype=float) / np.pi) / 2


def great_circle(
    lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike
) -> np.ndarray:
    """Distance along the great circle, m, by the haversine formula on the mean radius.

    It is within 0.5 % of the geodesic distance anywhere on the globe.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : degrees, arrays that broadcast
    """
    east_a, north_a, east_b, north_b = map(np.radians, (lon_a, lat_a, lon_b, lat_b))
    across = np.sin((north_b - north_a) / 2) ** 2
    along = np.cos(north_a) * np.cos(north_b) * np.sin((east_b - east_a) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(across + along, 1))))


def sphere_points(lon: ArrayLike, lat: ArrayLike) -> np.ndarray:
    """Points on the unit sphere, n × 3, of longitudes and latitudes in degrees."""
    east, north = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return np.column_stack(
        (np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north))
    )


def distances(
    lon: ArrayLike, lat: ArrayLike, area_km2: ArrayLike, radius_km: float = REACH_KM
) -> csr_array:
    """Great-circle distances, km, between the communes within a radius, bounds included.

    Parameters
    ----------
    lon, lat : centres, degrees, one entry a commune; missing: the commune reaches nothing
    area_km2 : areas, for the distance inside a commune
    radius_km : beyond it, no entry

    Returns
    -------
    n × n, float32; the diagonal is the distance inside the commune

    Raises
    ------
    ValueError : the radius is not positive
    """
    if not radius_km > 0:
        raise ValueError("the radius must be positive")
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    own = own_distance(area_km2)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    chord = 2 * np.sin(min(radius_km * 1000 / EARTH_RADIUS_M, np.pi) / 2)
    tree = cKDTree(sphere_points(lon[known], lat[known]))
    one, other = known[tree.query_pairs(chord * (1 + TOLERANCE), output_type="ndarray").T]
    apart = great_circle(lon[one], lat[one], lon[other], lat[other]) / 1000
    inside = apart <= radius_km * (1 + TOLERANCE)
    one, other, apart = one[inside], other[inside], apart[inside]
    near = known[own[known] <= radius_km * (1 + TOLERANCE)]
    rows = np.concatenate((one, other, near))
    columns = np.concatenate((other, one, near))
    values = np.concatenate((apart, apart, own[near])).astype(np.float32)
    return csr_array((values, (rows, columns)), shape=(len(lon), len(lon)))


def estimated_minutes(kilometres: csr_array, density_class: ArrayLike) -> csr_array:
    """Estimated time by car, minutes: an estimate, to be called so on screen.

    Parameters
    ----------
    kilometres : n × n distances, stored pairs only
    density_class : Insee's class, 1 (dense) to 7 (very sparse), one entry a commune; another
        value or a missing one: an average speed

    Returns
    -------
    n × n, float32, the same stored pairs
    """
    classes = np.asarray(pd.to_numeric(pd.Series(density_class), errors="coerce"), dtype=float)
    speeds = pd.Series(classes).map(END_KMH).fillna(UNKNOWN_KMH).to_numpy(dtype=float)
    km = kilometres.data.astype(float)
    slow = 1 / speeds[_rows(kilometres)] + 1 / speeds[kilometres.indices]
    hours = np.minimum(km / 2, END_KM) * slow + np.maximum(km - 2 * END_KM, 0) / BETWEEN_KMH
    minutes = kilometres.copy()
    minutes.data = (60 * DETOUR * hours).astype(np.float32)
    return minutes


def travel_between(
    lon: ArrayLike,
    lat: ArrayLike,
    area_km2: ArrayLike,
    density_class: ArrayLike,
    radius_km: float = REACH_KM,
) -> Travel:
    """Distances and estimated minutes; parameters are those of the two functions above."""
    kilometres = distances(lon, lat, area_km2, radius_km)
    minutes = estimated_minutes(kilometres, density_class)
    return Travel(kilometres, minutes, np.zeros(kilometres.nnz, dtype=bool))


def with_real_times(travel: Travel, codes: ArrayLike, times: pd.DataFrame) -> Travel:
    """Put real times in the place of the estimates.

    Parameters
    ----------
    travel : its pairs stay the same: a time between communes beyond its radius is left aside
    codes : code of each commune, in the order of `travel`
    times : origin, destination (codes), minutes; one way only, the other way keeps its own; of
        several rows of a pair the shortest

    Raises
    ------
    ValueError : a time is missing, negative or infinite
    """
    minutes = times["minutes"].to_numpy(dtype=float)
    if not np.all(np.isfinite(minutes)) or np.any(minutes < 0):
        raise ValueError("times must be finite and not negative")
    index = pd.Index(codes)
    origin, destination = (index.get_indexer(times[name]) for name in ("origin", "destination"))
    known = (origin >= 0) & (destination >= 0)
    pairs = origin[known].astype(np.int64) * len(index) + destination[known]
    shortest = pd.Series(minutes[known]).groupby(pairs).min()
    stored = _rows(travel.minutes).astype(np.int64) * len(index) + travel.minutes.indices
    found = shortest.reindex(stored).to_numpy()
    real = np.isfinite(found)
    mixed = travel.minutes.copy()
    mixed.data = np.where(real, found, mixed.data).astype(np.float32)
    return Travel(travel.kilometres, mixed, travel.measured | real)


def _rows(matrix: csr_array) -> np.ndarray:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def reaching(
    lon: ArrayLike, lat: ArrayLike, others_lon: ArrayLike, others_lat: ArrayLike, radius_km: float
) -> np.ndarray:
    """Tell which of the first points have one of the others within a radius, bounds included.

    Parameters
    ----------
    lon, lat, others_lon, others_lat : degrees, one entry a point
    """
    tree = cKDTree(sphere_points(others_lon, others_lat))
    chord = 2 * np.sin(radius_km * 1000 * (1 + TOLERANCE) / EARTH_RADIUS_M / 2)
    found, _ = tree.query(sphere_points(lon, lat), distance_upper_bound=chord)
    return np.isfinite(found)


def within(matrix: csr_array, radius: float) -> csr_array:
    """Keep the pairs within a radius, in the unit of the matrix, bounds included."""
    kept = matrix.data <= radius * (1 + TOLERANCE)
    pairs = (_rows(matrix)[kept], matrix.indices[kept])
    return csr_array((matrix.data[kept], pairs), shape=matrix.shape)
