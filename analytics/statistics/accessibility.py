"""Potential access to host places, with competition between pupils.

Every measure takes vectors, or tables with one column a family: all the families then go through
one sparse product, and each column is what its family alone would give.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, csr_matrix

from analytics.statistics.arrays import divided

Sparse: TypeAlias = "csr_array | csr_matrix"


def two_step_floating_catchment(
    demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse
) -> np.ndarray:
    """Places per unit of demand that each demand point reaches (Luo and Qi, 2009).

    Step one shares the places of each supply cell between the weighted demand around it;
    step two adds up, for each demand point, the shares of the cells it reaches. A point that
    reaches nothing has 0; a cell that no demand reaches gives nothing to anybody. The sum of
    demand × access is the supply that demand reaches.

    Parameters
    ----------
    demand : pupils, or pupil-weeks, of each demand point, not negative, (n,) or (n, families)
    supply : places, or place-weeks, of each supply cell, not negative, (m,) or (m, families)
    weights_csr : n × m decay weights, not negative

    Returns
    -------
    Places per pupil, one entry a demand point, the shape of `demand`

    Raises
    ------
    ValueError : shapes differ, or a value is negative or missing
    """
    pupils, places, weights = _checked(demand, supply, weights_csr)
    return weights @ divided(places, weights.T @ pupils, 0.0)


def places_per_100(demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse) -> np.ndarray:
    """Return the APL as it is shown: `two_step_floating_catchment`, places for 100 pupils."""
    return 100 * two_step_floating_catchment(demand, supply, weights_csr)


def balanced_floating_catchment(
    demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse
) -> np.ndarray:
    """Balanced floating catchment (Paez, Higgins and Vivona, 2019), as a sensitivity.

    Each point spreads its demand over the cells it reaches, once in all; each cell spreads its
    level of service (places per pupil served) over the points around it, once in all. So the
    sum of the access is the sum of the levels of service.

    Parameters and errors are those of `two_step_floating_catchment`.

    Returns
    -------
    Level of service of each demand point, the shape of `demand`; a point that reaches nothing: 0
    """
    pupils, places, weights = _checked(demand, supply, weights_csr)
    by_point, by_cell = (_column(weights.sum(axis=axis), pupils) for axis in (1, 0))
    served = weights.T @ divided(pupils, by_point, 0.0)
    return weights @ divided(divided(places, served, 0.0), by_cell, 0.0)


def spatial_availability(demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse) -> np.ndarray:
    """Places that fall to each demand point (Soukhov et al., 2023, alpha = 1), as a sensitivity.

    Each cell's places are shared in proportion to demand × weight; the balancing factors
    of the article reduce to that. It is demand × `two_step_floating_catchment`, so its sum is
    the supply that demand reaches.

    Parameters and errors are those of `two_step_floating_catchment`.

    Returns
    -------
    Places (not per pupil), the shape of `demand`; no demand: 0
    """
    pupils, places, weights = _checked(demand, supply, weights_csr)
    return pupils * (weights @ divided(places, weights.T @ pupils, 0.0))


def weighted_reach(supply: ArrayLike, weights_csr: Sparse) -> np.ndarray:
    """Places within reach, weighted by distance, without competition (Hansen, 1959).

    Parameters
    ----------
    supply : places of each supply cell, (m,) or (m, families)
    weights_csr : n × m decay weights

    Raises
    ------
    ValueError : shapes differ, or a value is negative or missing
    """
    places = np.asarray(supply, dtype=float)
    nobody = np.zeros((weights_csr.shape[0], *places.shape[1:]))
    return weights_csr @ _checked(nobody, places, weights_csr)[1]


def unused_supply(demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse) -> np.ndarray:
    """Tell which supply cells have places that no demand reaches.

    Parameters and errors are those of `two_step_floating_catchment`.
    """
    pupils, places, weights = _checked(demand, supply, weights_csr)
    return (places > 0) & (weights.T @ pupils == 0)


def standardised_need(
    population: ArrayLike, group_shares: ArrayLike, use_by_group: ArrayLike
) -> np.ndarray:
    """Demand weighted by what each group uses, rescaled to the whole population (DREES, 2012).

    For pupils: groups are levels, use is the weeks due.

    Parameters
    ----------
    population : of each demand point, (n,)
    group_shares : share of each group in it, (n, groups)
    use_by_group : (groups,)

    Raises
    ------
    ValueError : a value is negative or missing, or nobody uses anything while there is somebody
    """
    people, shares, use = (
        np.asarray(v, dtype=float) for v in (population, group_shares, use_by_group)
    )
    for values in (people, shares, use):
        _refuse_negative(values)
    raw = people * (shares @ use)
    if raw.sum() == 0:
        if people.sum() == 0:
            return raw
        raise ValueError("somebody must use something")
    return raw * people.sum() / raw.sum()


def _column(sums: np.ndarray, like: np.ndarray) -> np.ndarray:
    """One sum a row, ready to divide a vector or a table."""
    return np.asarray(sums, dtype=float).reshape(-1, *[1] * (like.ndim - 1))


def _checked(
    demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse
) -> tuple[np.ndarray, np.ndarray, Sparse]:
    pupils = np.asarray(demand, dtype=float)
    places = np.asarray(supply, dtype=float)
    if pupils.ndim not in (1, 2) or pupils.shape[1:] != places.shape[1:]:
        raise ValueError(
            f"weights apply to vectors or to tables of the same families, "
            f"not to shapes {pupils.shape} and {places.shape}"
        )
    if weights_csr.shape != (len(pupils), len(places)):
        raise ValueError(
            f"weights have shape {weights_csr.shape}, expected {(len(pupils), len(places))}"
        )
    for values in (pupils, places, weights_csr.data):
        _refuse_negative(values)
    return pupils, places, weights_csr


def _refuse_negative(values: np.ndarray) -> None:
    if not np.all(np.isfinite(values)) or np.any(values < 0):
        raise ValueError("demand, supply and weights must be finite and not negative")
