"""Distances between communes, and the weights that decay with them."""

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

# Hypothesis: full weight in the first third of the radius, then 0.6, then 0.3, nothing beyond.
STEPS = ((1 / 3, 1.0), (2 / 3, 0.6), (1.0, 0.3))


def own_distance(area_km2: np.ndarray) -> np.ndarray:
    """Distance inside a commune, km: half the radius of the disc of the same area."""
    return np.sqrt(np.asarray(area_km2, dtype=float) / np.pi) / 2


def distances(x: np.ndarray, y: np.ndarray, area_km2: np.ndarray, radius_km: float) -> csr_array:
    """Distances, km, between the communes that lie within the radius, bounds included.

    Parameters
    ----------
    x, y : centres, metres, EPSG:2154, one entry a commune
    area_km2 : areas, for the distance inside a commune
    radius_km : beyond it, no entry

    Returns
    -------
    n × n matrix; the diagonal is the distance inside the commune
    """
    points = np.column_stack((x, y)).astype(float)
    reach = radius_km * 1000 * (1 + 1e-12)
    pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
    apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T) / 1000
    own = own_distance(area_km2)
    near = np.flatnonzero(own <= radius_km)
    rows = np.concatenate((pairs[:, 0], pairs[:, 1], near))
    columns = np.concatenate((pairs[:, 1], pairs[:, 0], near))
    values = np.concatenate((apart, apart, own[near]))
    return csr_array((values, (rows, columns)), shape=(len(points), len(points)))


def step_weights(kilometres: csr_array, radius_km: float) -> csr_array:
    """Weights by steps of distance, bounds included (Luo and Qi, 2009; steps are ours).

    Parameters
    ----------
    kilometres : distances, km, stored entries only
    radius_km : radius of the last step
    """
    bounds = np.array([share * radius_km for share, _ in STEPS])
    values = np.array([weight for _, weight in STEPS] + [0.0])
    weights = kilometres.copy()
    weights.data = values[np.searchsorted(bounds * (1 + 1e-12), kilometres.data, side="left")]
    return weights
