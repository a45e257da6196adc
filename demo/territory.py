"""The territory: communes of the académie with a point, a BEF and what surrounds them.

Source: the reference tables that ship with the product (communes, outlines, BEF).
"""

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from data.reference import REFERENCE
from demo.streams import Floats, Ints

KM_PER_DEGREE = 111.195
RURAL_RADIUS_KM = 10.0
RURAL_POPULATION = 25_000
_HILBERT_BITS = 10


@dataclass(frozen=True)
class Territory:
    """Communes and BEF.

    Parameters
    ----------
    communes : one row a commune: code, nom, departement, bef, bef_officiel, population,
        postcode, lat, lon (degrees), x, y (km), half_radius (km), rural, curve (rank on a
        space-filling curve)
    bef : one row a BEF of the reference zoning: code, libelle
    """

    communes: pd.DataFrame
    bef: pd.DataFrame

    @property
    def xy(self) -> Floats:
        """Return the points of the communes, km."""
        return self.communes[["x", "y"]].to_numpy(dtype=np.float64)


def read_reference(name: str) -> pd.DataFrame:
    """Return one reference table as text."""
    return pd.read_csv(REFERENCE / name, dtype=str, keep_default_na=False)


def load_territory() -> Territory:
    """Read communes, outlines and BEF, and compute what the generator needs of them."""
    communes = read_reference("communes.csv")
    zones = read_reference("commune_bef.csv").drop_duplicates("code", keep="last")
    communes = communes.merge(zones[["code", "bef", "bef_officiel"]], on="code")
    communes = communes.merge(_points(), on="code").sort_values("code", ignore_index=True)
    communes["population"] = communes["population"].astype(np.int64)
    communes["postcode"] = communes["codes_postaux"].str.split("|").str[0]
    _add_plane(communes)
    communes["rural"] = _around(communes) < RURAL_POPULATION
    communes["curve"] = _hilbert(communes["x"].to_numpy(), communes["y"].to_numpy())
    return Territory(communes, read_reference("bef.csv")[["code", "libelle"]])


def _points() -> pd.DataFrame:
    """Return a point inside each commune and its area (degrees squared)."""
    text = (REFERENCE / "communes.geojson").read_text(encoding="utf-8")
    codes = [feature["properties"]["code"] for feature in json.loads(text)["features"]]
    shapes = shapely.get_parts(shapely.from_geojson(text))
    inside = shapely.point_on_surface(shapes)
    return pd.DataFrame(
        {
            "code": codes,
            "lon": shapely.get_x(inside),
            "lat": shapely.get_y(inside),
            "area": shapely.area(shapes),
        }
    )


def _add_plane(communes: pd.DataFrame) -> None:
    """Add plane coordinates (km) and half the radius of the disc of the same area (km)."""
    shrink = np.cos(np.radians(communes["lat"].mean()))
    communes["x"] = communes["lon"] * KM_PER_DEGREE * shrink
    communes["y"] = communes["lat"] * KM_PER_DEGREE
    area = communes["area"] * KM_PER_DEGREE**2 * shrink
    communes["half_radius"] = np.sqrt(area / np.pi) / 2


def distances(from_xy: Floats, to_xy: Floats) -> Floats:
    """Return distances as the crow flies, km, one line a start."""
    return np.hypot(from_xy[:, :1] - to_xy[:, 0][None, :], from_xy[:, 1:] - to_xy[:, 1][None, :])


def _around(communes: pd.DataFrame) -> Floats:
    """Return the population within `RURAL_RADIUS_KM` of each commune."""
    xy = communes[["x", "y"]].to_numpy(dtype=np.float64)
    near = distances(xy, xy) <= RURAL_RADIUS_KM
    return near @ communes["population"].to_numpy(dtype=np.float64)


def _hilbert(x: Floats, y: Floats) -> Ints:
    """Return the rank of points on a Hilbert curve over their common square."""
    side = 1 << _HILBERT_BITS
    extent = max(np.ptp(x), np.ptp(y)) * 1.0001
    column = ((x - x.min()) / extent * side).astype(np.int64)
    line = ((y - y.min()) / extent * side).astype(np.int64)
    rank = np.zeros(len(x), dtype=np.int64)
    step = side // 2
    while step:
        right, up = (column & step) > 0, (line & step) > 0
        rank += step * step * ((3 * right) ^ up)
        turn = ~up & right
        column, line = (
            np.where(turn, side - 1 - column, column),
            np.where(turn, side - 1 - line, line),
        )
        column, line = np.where(~up, line, column), np.where(~up, column, line)
        step //= 2
    return rank
