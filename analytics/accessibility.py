"""Potential access to host places, with competition between pupils."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, csr_matrix

Sparse: TypeAlias = "csr_array | csr_matrix"


def two_step_floating_catchment(
    demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse
) -> np.ndarray:
    """Places per unit of demand that each demand point reaches (Luo and Qi, 2009).

    Step one shares the places of each supply cell between the weighted demand around it;
    step two adds up, for each demand point, the shares of the cells it reaches. A point that
    reaches nothing has 0; a cell that no demand reaches gives nothing to anybody.

    Parameters
    ----------
    demand : pupils of each demand point, not negative, length n
    supply : places of each supply cell, not negative, length m
    weights_csr : n × m decay weights between 0 and 1

    Returns
    -------
    Places per pupil, one entry a demand point

    Raises
    ------
    ValueError : shapes differ, or a value is negative or missing
    """
    pupils, places, weights = _checked(demand, supply, weights_csr)
    return weights @ _places_per_pupil(pupils, places, weights)


def unused_supply(demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse) -> np.ndarray:
    """Tell which supply cells have places that no demand reaches.

    Parameters and errors are those of `two_step_floating_catchment`.
    """
    pupils, places, weights = _checked(demand, supply, weights_csr)
    return (places > 0) & (weights.T @ pupils == 0)


def _places_per_pupil(pupils: np.ndarray, places: np.ndarray, weights: Sparse) -> np.ndarray:
    around = weights.T @ pupils
    return np.divide(places, around, out=np.zeros_like(places), where=around > 0)


def _checked(
    demand: ArrayLike, supply: ArrayLike, weights_csr: Sparse
) -> tuple[np.ndarray, np.ndarray, Sparse]:
    pupils = np.asarray(demand, dtype=float)
    places = np.asarray(supply, dtype=float)
    if weights_csr.shape != (len(pupils), len(places)):
        raise ValueError(
            f"weights have shape {weights_csr.shape}, expected {(len(pupils), len(places))}"
        )
    for values in (pupils, places, weights_csr.data):
        if not np.all(np.isfinite(values)) or np.any(values < 0):
            raise ValueError("demand, supply and weights must be finite and not negative")
    return pupils, places, weights_csr
