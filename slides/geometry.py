"""Outlines of areas as few points, in a plane, ready to be shapes of a slide."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pptx.util import Emu
from shapely.geometry import shape

from geo.outlines import simplified

_KM_PER_DEGREE = 111.2
Box = tuple[Emu, Emu, Emu, Emu]  # of a slide: left, top, width, height
# Detail lost, km: less than half a millimetre on a slide.
TOLERANCES = {"bef": 1.0, "commune": 0.3}


@dataclass(frozen=True)
class Areas:
    """Outlines in km from a corner, y downwards.

    Parameters
    ----------
    rings : rings of each area, by code: arrays (points, 2)
    width, height : of the whole, km
    west, north : degrees, of the origin of the plane
    squeeze : length of a degree of longitude over that of latitude
    left, top : corner, km from the origin
    """

    rings: Mapping[str, tuple[np.ndarray, ...]]
    width: float
    height: float
    west: float
    north: float
    squeeze: float
    left: float = 0.0
    top: float = 0.0

    def place(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Where points stand, km from the corner: numbers, or arrays of them."""
        return (
            (lon - self.west) * _KM_PER_DEGREE * self.squeeze - self.left,
            (self.north - lat) * _KM_PER_DEGREE - self.top,
        )

    def moved_to(self, other: "Areas") -> "Areas":
        """The same outlines in the plane of others."""
        moved = {code: tuple(self._seen(ring, other) for ring in rings)
                 for code, rings in self.rings.items()}  # fmt: skip
        return replace(other, rings=moved)

    def _seen(self, ring: np.ndarray, other: "Areas") -> np.ndarray:
        lon = (ring[:, 0] + self.left) / (_KM_PER_DEGREE * self.squeeze) + self.west
        lat = self.north - (ring[:, 1] + self.top) / _KM_PER_DEGREE
        return np.column_stack(other.place(lon, lat))

    def only(self, codes: Iterable[str]) -> "Areas":
        """Some of the areas, from their own corner."""
        kept = {code: self.rings[code] for code in codes if code in self.rings}
        points = np.concatenate([ring for rings in kept.values() for ring in rings])
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        moved = {code: tuple(ring - (left, top) for ring in rings) for code, rings in kept.items()}
        return replace(
            self,
            rings=moved,
            width=float(right - left),
            height=float(bottom - top),
            left=self.left + float(left),
            top=self.top + float(top),
        )


@lru_cache(maxsize=4)
def areas(geojson: str, tolerance: float) -> Areas:
    """Simplify the outlines of a FeatureCollection, neighbours kept joined.

    Parameters
    ----------
    geojson : text; each feature has a `code`
    tolerance : detail that may be lost, km
    """
    features = json.loads(geojson)["features"]
    shapes = np.array([shape(feature["geometry"]) for feature in features])
    west, south, east, north = shapely.total_bounds(shapes)
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    scale = np.array([_KM_PER_DEGREE * squeeze, -_KM_PER_DEGREE])
    plane = shapely.transform(shapes, lambda points: (points - (west, north)) * scale)
    flat = simplified(plane, tolerance)
    rings = {
        str(feature["properties"]["code"]): _rings(one)
        for feature, one in zip(features, flat, strict=True)
    }
    width, height = (east - west) * scale[0], (south - north) * scale[1]
    return Areas(rings, float(width), float(height), float(west), float(north), squeeze)


def _rings(area: shapely.Geometry) -> tuple[np.ndarray, ...]:
    return tuple(
        np.asarray(ring.coords)
        for part in shapely.get_parts(area)
        for ring in (part.exterior, *part.interiors)
        if not ring.is_empty
    )
