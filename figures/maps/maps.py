"""Maps of zones and communes: pure functions from values to sketches.

One call, two renderings: WebGL (MapLibre) and SVG ("Carte simplifiée", for
browsers without WebGL2). Outlines are fetched by the browser from a static
file, so a rerun carries values only, and nothing is asked of another machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from analytics.disclosure import Published
from figures import palette
from figures.maps.classes import MapClass, steps
from figures.maps.hatching import dots, hatch_lines
from figures.maps.map_ground import CLEAR, NAMES, laid_out
from figures.sketch import Sketch, hover

Places = Sequence[float | None] | np.ndarray
Lines = tuple[Places, Places]  # lon, lat, missing between two lines
TOPOJSON_URL = "app/static/"  # holds an empty world_110m.json


def zone_map(
    published: Published,
    outlines_url: str,
    outlines: Mapping,
    scale: Sequence[MapClass],
    *,
    selected: str | None = None,
    points: pd.DataFrame | None = None,
    simplified: bool = False,
    height: int = 400,
) -> Sketch:
    """Draw one coloured polygon a zone, its label, and the selected outline.

    Parameters
    ----------
    published : one row a zone: ``code``, ``label`` (short name, "" for none), ``lon``, ``lat`` of
        the label, ``value`` (formatted), ``text`` (hover, may hold ``<br>``), ``category``.
    outlines_url : address of the static outlines, ids equal to ``code``.
    outlines : the same outlines, for hatching, labels and extent.
    points : columns ``lon``, ``lat``.
    simplified : True for SVG.

    Raises
    ------
    ValueError : a category is not in the scale, or a code has no outline.
    """
    zones = published.table
    geometries = _geometries(outlines)
    _check(zones, geometries, scale)
    kit = _kit(simplified)
    sketch = Sketch()
    _areas(sketch, kit, zones, outlines_url, scale, line=(palette.PAPER, 1.2))
    _add_hatching(sketch, kit, zones, geometries, scale)
    if points is not None and len(points):
        _marks(sketch, kit, points["lon"], points["lat"], size=4, color=palette.INK, opacity=0.6)
    bare = [i.key for i in scale if i.hatched or i.dotted]
    hatched = zones.loc[zones["category"].isin(bare), "code"]
    if len(hatched):  # white borders do not show between hatched zones
        _outline(sketch, kit, outlines_url, hatched.tolist(), palette.PATTERN, 1.0)
    if selected is not None:
        _outline(sketch, kit, outlines_url, [selected], palette.INK, 3)
    labels = _labels(zones, scale)
    if simplified:
        _add_svg_labels(sketch, labels)
    return laid_out(sketch, simplified, geometries.values(), height, "zones", labels)


def commune_map(
    published: Published,
    communes_url: str,
    communes_outlines: Mapping,
    outlines_url: str,
    outlines: Mapping,
    scale: Sequence[MapClass],
    *,
    selected: str | None = None,
    points: pd.DataFrame | None = None,
    hatched: Lines | None = None,
    outlined: Lines | None = None,
    simplified: bool = False,
    height: int = 400,
) -> Sketch:
    """Draw communes in classes under zone outlines; points, where given, sized by ``size`` (px)
    and coloured by ``color``.

    Columns of the table: ``code``, ``zone``, ``text``, ``category``. ``customdata[0]`` of a
    clicked commune is its zone. The SVG rendering has one trace a class. `hatched` and `outlined`
    are lines drawn over the communes: lon, lat, missing between two (`geo.neighbours`).
    """
    communes = published.table
    inside = set(communes["zone"])  # a map of some zones is no larger than these
    zones = {code: one for code, one in _geometries(outlines).items() if code in inside}
    _check(communes, {f["id"] for f in communes_outlines["features"]}, scale)
    kit = _kit(simplified)
    sketch = Sketch()
    for part in [communes] if not simplified else [g for _, g in communes.groupby("category")]:
        _areas(sketch, kit, part, communes_url, scale, line=(palette.PAPER, 0.2))
    shapes = {f["id"]: f["geometry"] for f in communes_outlines["features"]}
    missing = [i.key for i in scale if i.hatched]
    codes = communes.loc[communes["category"].isin(missing), "code"]
    if len(codes):
        merged = shapely.union_all([shape(shapes[code]) for code in codes])
        _lines(sketch, kit, hatch_lines(merged), palette.PATTERN, 1)
    if hatched is not None and len(hatched[0]):
        _lines(sketch, kit, hatched, palette.MUTED, 0.7)
    _outline(sketch, kit, outlines_url, list(zones), palette.QUIET, 1.0)
    if outlined is not None and len(outlined[0]):
        _lines(sketch, kit, outlined, palette.WHITE_ZONE, 2.2)
    if points is not None and len(points):
        looks = {"size": points["size"], "color": points["color"], "opacity": 0.6}
        _marks(sketch, kit, points["lon"], points["lat"], **looks)
    if selected is not None:
        _outline(sketch, kit, outlines_url, [selected], palette.INK, 3)
    return laid_out(sketch, simplified, zones.values(), height, "communes")


@dataclass(frozen=True)
class _Kit:
    """The two trace types of a rendering, and the arguments all its traces take."""

    areas: str
    points: str
    common: Mapping


def _kit(simplified: bool) -> _Kit:
    if simplified:
        return _Kit("choropleth", "scattergeo", {})
    return _Kit("choroplethmap", "scattermap", {"below": NAMES})


def _geometries(outlines: Mapping) -> dict[str, BaseGeometry]:
    return {f["id"]: shape(f["geometry"]) for f in outlines["features"]}


def _check(areas: pd.DataFrame, known: Iterable[str], scale: Sequence[MapClass]) -> None:
    if odd := set(areas["category"].unique()) - {item.key for item in scale}:
        raise ValueError(f"categories outside the scale: {sorted(odd)}")
    if odd := set(areas["code"].tolist()) - set(known):
        raise ValueError(f"codes without outline: {sorted(odd)[:5]}")


def _areas(
    sketch: Sketch,
    kit: _Kit,
    areas: pd.DataFrame,
    url: str,
    scale: Sequence[MapClass],
    line: tuple[str, float],
) -> None:
    """One choropleth trace: the class index as z, a stepped colour scale."""
    index = {item.key: i for i, item in enumerate(scale)}
    custom = areas["zone"] if "zone" in areas else areas["code"]
    _shapes(
        sketch,
        kit,
        url,
        line,
        locations=areas["code"].to_numpy(object),
        z=areas["category"].map(index).to_numpy(),
        zmin=-0.5,
        zmax=len(scale) - 0.5,
        colorscale=steps([item.color for item in scale]),
        customdata=custom.to_numpy(object).reshape(-1, 1),
        # the areas of a document have no words under the mouse
        **(hover(areas["text"].to_numpy(object)) if "text" in areas else {"hoverinfo": "skip"}),
    )


def _outline(
    sketch: Sketch, kit: _Kit, url: str, codes: list[str], color: str, width: float
) -> None:
    """Borders alone, above the areas, deaf to the mouse."""
    clear = {"z": [0] * len(codes), "colorscale": [[0, CLEAR], [1, CLEAR]], "hoverinfo": "skip"}
    _shapes(sketch, kit, url, (color, width), locations=codes, **clear)


def _shapes(sketch: Sketch, kit: _Kit, url: str, line: tuple[str, float], **filled: Any) -> None:
    """Areas of an address with their borders; a click sets none of them apart."""
    whole = {"marker": {"opacity": 1}}
    sketch.add(
        kit.areas,
        geojson=url,
        featureidkey="id",
        showscale=False,
        marker={"opacity": 1, "line": {"color": line[0], "width": line[1]}},
        selected=whole,
        unselected=whole,
        **filled,
        **kit.common,
    )


def _marks(sketch: Sketch, kit: _Kit, lon: Any, lat: Any, **marker: Any) -> None:
    _over(sketch, kit, lon, lat, mode="markers", marker=marker)


def _lines(sketch: Sketch, kit: _Kit, lines: Lines, color: str, width: float) -> None:
    lon, lat = (np.array(values, dtype=float) for values in lines)
    _over(sketch, kit, lon, lat, mode="lines", line={"color": color, "width": width})


def _over(sketch: Sketch, kit: _Kit, lon: Any, lat: Any, **drawn: Any) -> None:
    """Points or lines over the areas, deaf to the mouse."""
    sketch.add(kit.points, lon=lon, lat=lat, hoverinfo="skip", **drawn, **kit.common)


def _add_hatching(
    sketch: Sketch, kit: _Kit, areas: pd.DataFrame, geometries: Mapping, scale: Sequence[MapClass]
) -> None:
    for marked in ("hatched", "dotted"):
        keys = [item.key for item in scale if getattr(item, marked)]
        codes = areas.loc[areas["category"].isin(keys), "code"]
        if not len(codes):
            continue
        merged = shapely.union_all([geometries[code] for code in codes])
        if marked == "hatched":
            _lines(sketch, kit, hatch_lines(merged), palette.PATTERN, 1)
        else:
            _marks(sketch, kit, *dots(merged), size=2.5, color=palette.PATTERN)


def _labels(zones: pd.DataFrame, scale: Sequence[MapClass]) -> pd.DataFrame:
    """Name, value, ink and place of the labels to draw."""
    shown = zones.loc[zones["label"] != "", ["label", "value", "lon", "lat", "category"]]
    inks, halos = ({i.key: getattr(i, c) for i in scale} for c in ("label_color", "color"))
    category = shown["category"]
    named = shown.rename(columns={"label": "name"}).drop(columns="category")
    return named.assign(ink=category.map(inks), halo=category.map(halos))


def _add_svg_labels(sketch: Sketch, labels: pd.DataFrame) -> None:
    """The same labels as SVG text, one trace a colour."""
    for ink, part in labels.groupby("ink"):
        sketch.add(
            "scattergeo",
            lon=part["lon"],
            lat=part["lat"],
            text=("<b>" + part["name"] + "</b><br>" + part["value"]).tolist(),
            mode="text",
            textfont={"size": 11.5, "color": ink, "family": "Arial, sans-serif"},
            hoverinfo="skip",
        )
