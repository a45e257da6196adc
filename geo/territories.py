"""Territories: where each part of France is, and the projection in which it is measured."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Territory:
    """One part of France.

    Parameters
    ----------
    epsg : its legal projection, metres
    west, south, east, north : box around it, degrees
    """

    epsg: int
    west: float
    south: float
    east: float
    north: float


METROPOLE = Territory(2154, -5.5, 41.2, 9.8, 51.3)
OVERSEAS = {  # by the start of the communes' codes
    "971": Territory(5490, -61.95, 15.7, -60.9, 16.7),
    "972": Territory(5490, -61.4, 14.2, -60.6, 15.1),
    "973": Territory(2972, -54.9, 2.0, -51.3, 6.1),
    "974": Territory(2975, 55.0, -21.6, 56.0, -20.7),
    "976": Territory(4471, 44.9, -13.2, 45.4, -12.5),
    "977": Territory(5490, -63.0, 17.8, -62.7, 18.0),
    "978": Territory(5490, -63.3, 17.9, -62.9, 18.2),
}


def territory(code: str) -> Territory | None:
    """Territory of a commune's code; None where none is known (other collectivités d’outre-mer)."""
    if code.startswith(("97", "98")):
        return OVERSEAS.get(code[:3])
    return METROPOLE


def projections(codes: pd.Series) -> pd.Series:
    """EPSG number of the projection of each commune's code, 2154 where none is known."""
    return codes.map(lambda code: (territory(code) or METROPOLE).epsg)


def inside(codes: pd.Series, bounds: np.ndarray) -> np.ndarray:
    """Tell which boxes lie within the territory of their code.

    Parameters
    ----------
    codes : communes' codes
    bounds : west, south, east, north of each, degrees, n × 4
    """
    known = [territory(code) for code in codes]
    boxes = np.array(
        [[t.west, t.south, t.east, t.north] if t else [np.inf] * 4 for t in known], dtype=float
    ).reshape(-1, 4)
    return np.asarray(
        (bounds[:, :2] >= boxes[:, :2]).all(1) & (bounds[:, 2:] <= boxes[:, 2:]).all(1)
    )
