"""Outlines of areas as few points, in a plane, ready to be shapes of a slide."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry import shape

_KM_PER_DEGREE = 111.2
_TOLERANCE_KM = 1.1  # a quarter of a millimetre on a slide


@dataclass(frozen=True)
class Areas:
    """Outlines in km from a corner, y downwards.

    Parameters
    ----------
    rings : rings of each area, by code: arrays (points, 2)
    width, height : of the whole, km
    """

    rings: Mapping[str, tuple[np.ndarray, ...]]
    width: float
    height: float
    west: float
    north: float
    squeeze: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands, km from the corner."""
        return (
            (lon - self.west) * _KM_PER_DEGREE * self.squeeze,
            (self.north - lat) * _KM_PER_DEGREE,
        )


@lru_cache(maxsize=4)
def areas(geojson: str) -> Areas:
    """Simplify the outlines of a FeatureCollection, neighbours kept joined."""
    features = json.loads(geojson)["features"]
    shapes = np.array([shape(feature["geometry"]) for feature in features])
    west, south, east, north = shapely.total_bounds(shapes)
    squeeze = float(np.cos(np.radians((south + north) / 2)))

    def plane(points: np.ndarray) -> np.ndarray:
        return np.column_stack(
            [
                (points[:, 0] - west) * _KM_PER_DEGREE * squeeze,
                (north - points[:, 1]) * _KM_PER_DEGREE,
            ]
        )

    flat = shapely.coverage_simplify(shapely.transform(shapes, plane), _TOLERANCE_KM)
    rings = {
        str(feature["properties"]["code"]): tuple(
            np.asarray(ring.coords)
            for part in shapely.get_parts(one)
            for ring in (part.exterior, *part.interiors)
        )
        for feature, one in zip(features, flat, strict=True)
    }
    width, height = (east - west) * _KM_PER_DEGREE * squeeze, (north - south) * _KM_PER_DEGREE
    return Areas(rings, float(width), float(height), float(west), float(north), squeeze)
