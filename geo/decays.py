"""Weights that decay with distance or time; a constant factor changes no catchment measure.

`travel` and `radius` have one unit, km or minutes. Bounds are included.
"""

import numpy as np
from scipy.sparse import csr_array

from geo.travel import TOLERANCE

# Hypothesis: full weight in the first third of the radius, then 0.6, then 0.3, nothing beyond.
STEPS = ((1 / 3, 1.0), (2 / 3, 0.6), (1.0, 0.3))
AT_RADIUS = 0.01  # critical value of the Gaussian (Kwan, 1998)


def step_weights(
    travel: csr_array, radius: float, steps: tuple[tuple[float, float], ...] = STEPS
) -> csr_array:
    """Weights by steps (Luo and Qi, 2009; the default steps are ours).

    Parameters
    ----------
    travel : km or minutes, stored pairs only
    radius : of the last step
    steps : share of the radius at which a step ends, its weight; nearest first
    """
    inside = np.zeros(len(travel.data), dtype=np.int8)  # how many steps a pair is within
    for share, _ in steps:
        inside += travel.data <= share * radius * (1 + TOLERANCE)
    return _with_values(travel, np.array([0.0, *(w for _, w in reversed(steps))])[inside])


def gaussian_weights(travel: csr_array, radius: float, at_radius: float = AT_RADIUS) -> csr_array:
    """Gaussian weights: 1 at 0, `at_radius` at the radius, nothing beyond (Kwan, 1998).

    Parameters
    ----------
    travel : km or minutes, stored pairs only
    radius : beyond it, 0
    at_radius : weight at the radius

    Raises
    ------
    ValueError : `at_radius` is not between 0 and 1, both left out
    """
    if not 0 < at_radius < 1:
        raise ValueError("the weight at the radius must be between 0 and 1")
    values = np.exp(np.log(at_radius) * (travel.data.astype(float) / radius) ** 2)
    return _inside(travel, radius, values)


def fitted_weights(travel: csr_array, radius: float, decay: float) -> csr_array:
    """Weights by a decay fitted on observed placements, exp(−decay · d), nothing beyond the radius.

    Parameters
    ----------
    travel : km or minutes, stored pairs only
    radius : beyond it, 0
    decay : parameter of `analytics.access.gravity.fit_gravity`

    Raises
    ------
    ValueError : the decay is not positive
    """
    if not (np.isfinite(decay) and decay > 0):
        raise ValueError("a decay that does not fall with distance gives no weights")
    return _inside(travel, radius, np.exp(-decay * travel.data.astype(float)))


def _inside(travel: csr_array, radius: float, values: np.ndarray) -> csr_array:
    """Values of the pairs within the radius, 0 beyond."""
    return _with_values(travel, np.where(travel.data <= radius * (1 + TOLERANCE), values, 0.0))


def _with_values(travel: csr_array, values: np.ndarray) -> csr_array:
    return csr_array((values, travel.indices, travel.indptr), shape=travel.shape)
