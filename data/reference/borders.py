"""Land borders with other countries, as points: `python -m data.reference.borders` makes the file.

They are cut out of the outer outline of the communes between places where a neighbour begins and
ends, so that a coast is no border. Places: public geography, to 0.01 degree.
"""

import csv

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import shapely

from data.reference import REFERENCE

FILE = REFERENCE / "france" / "frontieres.csv"
SPACING_M = 500.0
# Country, projection, and the two ends of its border (degrees), the land on the right.
BORDERS = (
    ("BE", 2154, (2.546, 51.089), (5.818, 49.546)),
    ("LU", 2154, (5.818, 49.546), (6.367, 49.469)),
    ("DE", 2154, (6.367, 49.469), (7.588, 47.590)),
    ("CH", 2154, (7.588, 47.590), (7.044, 45.922)),
    ("IT", 2154, (7.044, 45.922), (7.530, 43.784)),
    ("MC", 2154, (7.439, 43.751), (7.409, 43.726)),
    ("ES", 2154, (3.174, 42.435), (1.786, 42.574)),
    ("AD", 2154, (1.786, 42.574), (1.442, 42.604)),
    ("ES", 2154, (1.442, 42.604), (-1.790, 43.373)),
    ("BR", 2972, (-51.65, 4.20), (-54.60, 2.33)),
    ("SR", 2972, (-54.60, 2.33), (-53.99, 5.75)),
)


def points() -> list[tuple[str, float, float]]:
    """Points of the borders, not farther apart than `SPACING_M`: country, lon, lat (degrees)."""
    table = pq.read_table(REFERENCE / "france" / "outlines.parquet").to_pandas()
    found = []
    for epsg in dict.fromkeys(border[1] for border in BORDERS):
        shapes = shapely.from_wkb(table.loc[table["epsg"] == epsg, "geometry"].to_numpy())
        whole = shapely.coverage_union_all(shapes)
        parts = shapely.get_parts(whole)
        ring = shapely.get_exterior_ring(parts[np.argmax(shapely.area(parts))])
        line = shapely.get_coordinates(shapely.segmentize(ring, SPACING_M))[:-1]
        if not shapely.is_ccw(ring):
            line = line[::-1]
        line = line[::-1]  # clockwise: the land is on the right
        for country, own, start, end in BORDERS:
            if own == epsg:
                first, last = (_nearest(line, place, epsg) for place in (start, end))
                cut = np.roll(line, -first, axis=0)[: (last - first) % len(line) + 1]
                degrees = gpd.GeoSeries(shapely.points(cut), crs=epsg).to_crs(4326)
                found += [
                    (country, round(x, 4), round(y, 4))
                    for x, y in zip(degrees.x, degrees.y, strict=True)
                ]
    return found


def _nearest(line: np.ndarray, place: tuple[float, float], epsg: int) -> int:
    point = gpd.GeoSeries(shapely.points([place]), crs=4326).to_crs(epsg)
    return int(np.argmin(np.hypot(*(line - shapely.get_coordinates(point.to_numpy())).T)))


if __name__ == "__main__":
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("pays", "lon", "lat"))
        writer.writerows(points())
