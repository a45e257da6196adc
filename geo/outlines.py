"""Outlines of communes and BEF: one coverage, shared borders kept."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.readers import LIMITS, Limits
from geo.boundary_files import OutlineError, is_boundary_file, read_frame

__all__ = [
    "OutlineError",
    "Outlines",
    "describe",
    "is_boundary_file",
    "lighten",
    "merge",
    "read_communes",
]

METRES = "EPSG:2154"  # Lambert-93: measures
DEGREES = "EPSG:4326"  # display
TOLERANCE_M = 300.0
MAX_VERTICES = 150_000  # above this, a coverage is simplified before it goes to a browser


@dataclass(frozen=True)
class Outlines:
    """Outlines of one level.

    geojson : text of a FeatureCollection in EPSG:4326, each feature's `id` is its code
    points : one row per zone: code, lon, lat (inside the polygon), x, y (m, EPSG:2154), area_km2
    """

    geojson: str
    points: pd.DataFrame


def read_communes(path: Path, limits: Limits = LIMITS) -> gpd.GeoDataFrame:
    """Read commune polygons: `code` and geometry, EPSG:2154.

    Parameters
    ----------
    path : GeoJSON, GeoPackage, Shapefile or zipped Shapefile, in any declared system
    limits : sizes beyond which it is refused

    Raises
    ------
    OutlineError : unreadable, no code, wrong or repeated codes, no system, or not polygons
    """
    frame = read_frame(path, limits)
    frame["code"] = frame["code"].map(_code)
    _check_codes(frame, path.name)
    _check_system(frame, path.name)
    frame = frame[["code", "geometry"]].to_crs(METRES)
    frame = frame.set_geometry(_polygons(frame, path.name))
    return frame.sort_values("code", ignore_index=True)


def _code(value: object) -> str:
    """Text of a commune's code, the leading zero that a number loses restored."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None or value is pd.NA or value != value else str(value).strip().upper()
    return text.zfill(5) if re.fullmatch(r"\d{4}", text) else text


def _check_codes(frame: gpd.GeoDataFrame, name: str) -> None:
    codes = frame["code"]
    if frame.empty:
        raise OutlineError(f"« {name} » : aucun contour")
    wrong = codes[~codes.str.fullmatch(r"(\d{2}|2[AB])\d{3}")]
    if len(wrong):
        shown = ", ".join(f"« {code} »" for code in wrong.head(3))
        raise OutlineError(
            f"« {name} » : {len(wrong)} codes ne sont pas des codes Insee à 5 caractères ({shown})"
        )
    twice = codes[codes.duplicated()]
    if len(twice):
        raise OutlineError(f"« {name} » : code répété ({', '.join(twice.unique()[:3])})")


def _check_system(frame: gpd.GeoDataFrame, name: str) -> None:
    """Refuse outlines that do not say where they are, or that are not where they say."""
    if frame.crs is None:
        raise OutlineError(
            f"« {name} » : système de coordonnées absent ; joindre le .prj, ou déclarer "
            "EPSG:4326 (degrés) ou EPSG:2154 (Lambert-93)"
        )
    if frame.crs.is_geographic and (np.abs(frame.total_bounds) > 360).any():
        raise OutlineError(
            f"« {name} » : coordonnées en mètres, déclarées en degrés ; "
            "l’exporter de nouveau en EPSG:4326"
        )


def _polygons(frame: gpd.GeoDataFrame, name: str) -> gpd.GeoSeries:
    """Return the outlines as sound flat polygons; crossed rings are mended."""
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    bad = ~frame.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy() | shapely.is_empty(shapes)
    if bad.any():
        shown = ", ".join(frame.loc[bad, "code"].head(3))
        raise OutlineError(f"« {name} » : des polygones sont attendus (voir {shown})")
    if not np.isfinite(shapely.bounds(shapes)).all():
        raise OutlineError(f"« {name} » : coordonnées hors du système déclaré")
    crossed = ~shapely.is_valid(shapes)
    shapes[crossed] = shapely.buffer(shapely.make_valid(shapes[crossed]), 0)
    return gpd.GeoSeries(shapes, crs=METRES)


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
