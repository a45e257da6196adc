"""Outlines of communes and BEF: one coverage, shared borders kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.territories import projections

DEGREES = 4326  # kept and displayed; measured in the projection of each territory
TOLERANCE_M = 300.0
GAP_M = 10.0  # holes narrower than this between communes are slips of drawing
FARTHEST_DEGREES = 0.5  # about 50 km: half of the communes farther from their place are elsewhere
MAX_VERTICES = 150_000  # above this, a coverage is simplified before it goes to a browser


class OutlineError(ValueError):
    """Outlines that cannot be used; its text is the message shown, in French."""


@dataclass(frozen=True)
class Outlines:
    """Outlines of one level.

    geojson : text of a FeatureCollection in EPSG:4326, each feature's `id` is its code
    points : one row per zone: code, lon, lat (inside the polygon), x, y (of the centre, m) and
        area_km2, both in the projection of its territory
    """

    geojson: str
    points: pd.DataFrame


def check_places(communes: gpd.GeoDataFrame, places: pd.DataFrame, name: str) -> None:
    """Refuse outlines in France, but not where their communes are: a wrong system was declared.

    Parameters
    ----------
    communes : `code` and geometry, EPSG:4326
    places : code, lon, lat (degrees) of the communes of France
    name : of the file

    Raises
    ------
    OutlineError : half of the communes are farther than `FARTHEST_DEGREES` from their place
    """
    own = communes["code"].to_frame().merge(places, on="code", how="left")
    bounds = communes.geometry.bounds.to_numpy()
    shift = (bounds[:, :2] + bounds[:, 2:]) / 2 - own[["lon", "lat"]].to_numpy(dtype=float)
    distance = np.hypot(*shift[np.isfinite(shift).all(axis=1)].T)
    if len(distance) and np.median(distance) > FARTHEST_DEGREES:
        raise OutlineError(
            f"« {name} » : les contours ne sont pas là où sont ces communes (à "
            f"{round(111 * float(np.median(distance)))} km environ) ; vérifier le système de "
            "coordonnées déclaré, ou l’exporter de nouveau en EPSG:4326"
        )


def _in_metres(
    communes: gpd.GeoDataFrame, change: Callable[[np.ndarray], np.ndarray]
) -> gpd.GeoDataFrame:
    """Change the shapes of communes, in metres, one territory after the other.

    Parameters
    ----------
    communes : `code` and geometry, EPSG:4326
    change : shapes in the projection of a territory -> as many
    """
    shapes = communes.geometry.copy()
    for epsg, codes in communes["code"].groupby(projections(communes["code"])):
        flat = shapes[codes.index].to_crs(epsg)
        changed = gpd.GeoSeries(change(flat.to_numpy()), index=codes.index, crs=epsg)
        shapes[codes.index] = changed.to_crs(DEGREES)
    return communes.set_geometry(shapes)


def sound_coverage(communes: gpd.GeoDataFrame, name: str) -> tuple[gpd.GeoDataFrame, str]:
    """Return outlines that share their borders exactly, and what is said of those that did not.

    Parameters
    ----------
    communes : `code` and geometry, EPSG:4326
    name : of the file

    Returns
    -------
    the outlines, mended where they overlapped or left slits; a French message, "" when untouched

    Raises
    ------
    OutlineError : a commune lies wholly under others
    """
    moved = [0.0, 0.0]

    def clean(shapes: np.ndarray) -> np.ndarray:
        if shapely.coverage_is_valid(shapes):
            return shapes
        cleaned = shapely.coverage_clean(shapes, gap_width=GAP_M)
        moved[0] += float(shapely.area(shapely.symmetric_difference(shapes, cleaned)).sum()) / 1e6
        moved[1] += float(shapely.area(shapes).sum()) / 1e6
        return cleaned

    mended = _in_metres(communes, clean)
    lost = shapely.is_empty(mended.geometry.to_numpy())
    if lost.any():
        shown = ", ".join(communes.loc[lost, "code"].head(3))
        raise OutlineError(
            f"« {name} » : contours superposés (voir {shown}) ; un seul contour par commune attendu"
        )
    if not moved[1]:
        return communes, ""
    area, share = (
        f"{value:.2f}".replace(".", ",") for value in (moved[0], 100 * moved[0] / moved[1])
    )
    return mended, (
        f"« {name} » : contours qui se chevauchent ou laissent des fentes : frontières rendues "
        f"communes, {area} km² changent de commune ({share} %)."
    )


def lighten(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Simplify a heavy coverage at 300 m; borders stay shared. A light one is kept as it is."""
    if shapely.get_num_coordinates(communes.geometry.to_numpy()).sum() <= MAX_VERTICES:
        return communes
    return _in_metres(communes, lambda shapes: simplified(shapes, TOLERANCE_M))


def simplified(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """Shapes with fewer points; borders stay shared, unless what they bound is no coverage.

    Parameters
    ----------
    shapes : polygons of a plane
    tolerance : detail that may be lost, in the unit of the plane
    """
    try:
        return shapely.coverage_simplify(shapes, tolerance)
    except GEOSException:
        return shapely.simplify(shapely.buffer(shapes, 0), tolerance)


def merge(communes: gpd.GeoDataFrame, zone_of: pd.Series) -> gpd.GeoDataFrame:
    """Merge communes into zones.

    Parameters
    ----------
    communes : `code` and geometry, EPSG:4326, one row a commune, a coverage
    zone_of : zone of each commune, indexed by commune code; absent: in no zone

    Returns
    -------
    `code`, `epsg` (projection in which a zone is measured: that of its communes) and geometry
    """
    zones = communes["code"].map(zone_of)
    known = communes.assign(zone=zones, epsg=projections(communes["code"])).dropna(subset="zone")
    parts = [
        (str(zone), epsg, _union(part.geometry.to_numpy()))
        for zone, epsg, part in ((*key, part) for key, part in known.groupby(["zone", "epsg"]))
    ]
    merged = (
        pd.DataFrame(parts, columns=["code", "epsg", "geometry"])
        .groupby("code")
        .agg({"epsg": "first", "geometry": lambda shapes: shapely.union_all(shapes.to_numpy())})
    )
    return gpd.GeoDataFrame(merged.reset_index(), geometry="geometry", crs=DEGREES)


def _union(shapes: np.ndarray) -> BaseGeometry:
    """Union of communes; of a coverage it is quick, and those that still overlap lose nothing."""
    try:
        return shapely.coverage_union_all(shapes)
    except GEOSException:
        return shapely.union_all(shapely.make_valid(shapes))


def describe(zones: gpd.GeoDataFrame) -> Outlines:
    """Return the display outlines and the points of zones.

    Parameters
    ----------
    zones : `code`, geometry (EPSG:4326); `epsg` where the code is not a commune's
    """
    epsg = zones["epsg"] if "epsg" in zones else projections(zones["code"])
    points = pd.concat(
        [_points(zones.loc[part.index], int(number)) for number, part in epsg.groupby(epsg)]
    ).loc[zones.index]
    display = shapely.set_precision(zones.geometry.to_numpy(), 1e-5, mode="pointwise")
    bad = ~shapely.is_valid(display)  # a narrow neck closes when it is rounded
    display[bad] = shapely.buffer(display[bad], 0)
    # d3 fills the whole globe around a ring that is not clockwise; MapLibre takes either.
    display = shapely.orient_polygons(display, exterior_cw=True)
    features = [
        {"type": "Feature", "id": code, "properties": {"code": code}, "geometry": geometry}
        for code, geometry in zip(
            zones["code"], (json.loads(g) for g in shapely.to_geojson(display)), strict=True
        )
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return Outlines(json.dumps(collection, separators=(",", ":")), points)


def _points(zones: gpd.GeoDataFrame, epsg: int) -> pd.DataFrame:
    """Points of `Outlines` for zones measured in one projection."""
    shapes = zones.geometry.to_crs(epsg).to_numpy()
    circles = shapely.maximum_inscribed_circle(_largest_part(shapes), tolerance=200.0)
    lonlat = gpd.GeoSeries(shapely.get_point(circles, 0), crs=epsg).to_crs(DEGREES)
    centres = shapely.centroid(shapes)
    return pd.DataFrame(
        {
            "code": zones["code"].to_numpy(),
            "lon": lonlat.x.round(5).to_numpy(),
            "lat": lonlat.y.round(5).to_numpy(),
            "x": shapely.get_x(centres),
            "y": shapely.get_y(centres),
            "area_km2": shapely.area(shapes) / 1e6,
        },
        index=zones.index,
    )


def _largest_part(shapes: np.ndarray) -> np.ndarray:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    frame = pd.DataFrame({"owner": owner, "area": shapely.area(parts)})
    return parts[frame.groupby("owner")["area"].idxmax().to_numpy()]
