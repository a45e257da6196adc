"""Outlines of communes and BEF: one coverage, shared borders kept."""

import json
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

METRES = "EPSG:2154"  # Lambert-93: measures
DEGREES = "EPSG:4326"  # display
TOLERANCE_M = 300.0
MAX_VERTICES = 150_000  # above this, a coverage is simplified before it goes to a browser


class OutlineError(ValueError):
    """Outlines that cannot be used; its text is the message shown, in French."""


@dataclass(frozen=True)
class Outlines:
    """Outlines of one level.

    geojson : text of a FeatureCollection in EPSG:4326, each feature's `id` is its code
    points : one row per zone: code, lon, lat (inside the polygon), x, y (m, EPSG:2154), area_km2
    """

    geojson: str
    points: pd.DataFrame


def read_communes(path: Path) -> gpd.GeoDataFrame:
    """Read commune polygons: `code` and geometry, EPSG:2154.

    Raises
    ------
    OutlineError : unreadable, no `code`, repeated codes, or not polygons
    """
    try:
        frame = gpd.read_file(path)
    except Exception as error:  # pyogrio raises many types; all mean the same to the user
        raise OutlineError(f"« {path.name} » : contours illisibles ({error})") from error
    if "code" not in frame.columns:
        raise OutlineError(f"« {path.name} » : chaque contour doit porter une propriété « code »")
    if frame.crs is None:
        raise OutlineError(f"« {path.name} » : système de coordonnées absent")
    frame = frame[["code", "geometry"]].to_crs(METRES)
    if frame["code"].duplicated().any():
        twice = ", ".join(frame.loc[frame["code"].duplicated(), "code"].head(3))
        raise OutlineError(f"« {path.name} » : code répété ({twice})")
    if not frame.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        raise OutlineError(f"« {path.name} » : des polygones sont attendus")
    return frame.sort_values("code", ignore_index=True)


def lighten(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Simplify a heavy coverage at 300 m; borders stay shared. A light one is kept as it is."""
    if shapely.get_num_coordinates(communes.geometry.to_numpy()).sum() <= MAX_VERTICES:
        return communes
    simple = shapely.coverage_simplify(communes.geometry.to_numpy(), TOLERANCE_M)
    return communes.set_geometry(gpd.GeoSeries(simple, crs=METRES))


def merge(communes: gpd.GeoDataFrame, zone_of: pd.Series) -> gpd.GeoDataFrame:
    """Merge communes into zones.

    Parameters
    ----------
    communes : `code` and geometry, EPSG:2154, one row a commune
    zone_of : zone of each commune, indexed by commune code; absent: in no zone
    """
    zones = communes["code"].map(zone_of)
    known = communes.assign(zone=zones).dropna(subset="zone")
    merged = {
        str(zone): shapely.coverage_union_all(part.geometry.to_numpy())
        for zone, part in known.groupby("zone")
    }
    return gpd.GeoDataFrame(
        {"code": list(merged)}, geometry=gpd.GeoSeries(list(merged.values()), crs=METRES)
    )


def describe(zones: gpd.GeoDataFrame) -> Outlines:
    """Return the display outlines and the points of `zones` (`code`, geometry in EPSG:2154)."""
    shapes = zones.geometry.to_numpy()
    inside = shapely.get_point(
        shapely.maximum_inscribed_circle(_largest_part(shapes), tolerance=200.0), 0
    )
    lonlat = gpd.GeoSeries(inside, crs=METRES).to_crs(DEGREES)
    centres = shapely.centroid(shapes)
    points = pd.DataFrame(
        {
            "code": zones["code"].to_numpy(),
            "lon": lonlat.x.round(5).to_numpy(),
            "lat": lonlat.y.round(5).to_numpy(),
            "x": shapely.get_x(centres),
            "y": shapely.get_y(centres),
            "area_km2": shapely.area(shapes) / 1e6,
        }
    )
    display = shapely.set_precision(
        zones.geometry.to_crs(DEGREES).to_numpy(), 1e-5, mode="pointwise"
    )
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


def _largest_part(shapes: np.ndarray) -> np.ndarray:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    frame = pd.DataFrame({"owner": owner, "area": shapely.area(parts)})
    return parts[frame.groupby("owner")["area"].idxmax().to_numpy()]
