"""Maps: areas at their places, the unknown hatched, the secret dotted, names over them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.disclosure import internal
from figures.image import image
from figures.image.known import UnknownDrawingError
from figures.image.still import Form
from figures.maps.classes import SECRET
from figures.maps.maps import commune_map, zone_map
from figures.sketch import Sketch
from tests.conftest import some
from tests.figures.image.drawn import ABOUT, box, middle, paths, place_of, still, svg, texts
from tests.figures.maps.test_maps import OUTLINES, SCALE, ZONES

URL = "app/static/outlines/bef.geojson"
SIMPLE = [False, True]


def mapped(zones: pd.DataFrame = ZONES, **more: Any) -> Sketch:
    return zone_map(internal(zones, ABOUT), URL, OUTLINES, (*SCALE, SECRET), **more)


def drawn(figure: Sketch) -> Any:
    return svg(still(figure, outlines={URL: OUTLINES}))


@pytest.mark.parametrize("simplified", SIMPLE)
def test_areas_are_side_by_side_as_on_the_ground(simplified: bool) -> None:
    zones = ZONES.assign(category=["classe_0", "classe_1"])
    root = drawn(mapped(zones, simplified=simplified))
    west, whole = box(root, "areas-0-0"), box(root, "edges-0")
    fills = [p for p in root.iter() if "#e6f0f1" in (p.get("style") or "")]
    assert fills
    assert whole[2] - whole[0] == pytest.approx(2 * (west[2] - west[0]), abs=0.3)
    # Mercator: a degree of latitude is longer than one of longitude
    ratio = (west[3] - west[1]) / (west[2] - west[0])
    assert ratio == pytest.approx(1 / np.cos(np.radians(48.5)), rel=0.01)


@pytest.mark.parametrize("simplified", SIMPLE)
def test_names_stand_on_their_areas_with_their_values(simplified: bool) -> None:
    root = drawn(mapped(simplified=simplified))
    left, _, right, _ = box(root, "edges-0")
    middle_of = (left + right) / 2
    assert left < place_of(root, "Ouest")[0] < middle_of < place_of(root, "Est")[0] < right
    assert "1" in texts(root)


@pytest.mark.parametrize("simplified", SIMPLE)
def test_the_unknown_is_hatched_and_the_secret_dotted(simplified: bool) -> None:
    hatched = drawn(mapped(simplified=simplified))
    assert "b3afa4" in "".join(p.get("style") or "" for p in hatched.iter())
    secret = ZONES.assign(category=["classe_0", "secret"])
    root = drawn(mapped(secret, simplified=simplified))
    dots = [p for p in root.iter() if "fill: #b3afa4" in (p.get("style") or "")]
    assert sum(p.get("d", "").count("z") for p in dots) > 20


def test_schools_are_points_at_their_places() -> None:
    points = pd.DataFrame({"lon": [5.0, 6.0, 7.0], "lat": [48.0, 48.5, 49.0]})
    zones = ZONES.assign(category=["classe_0", "classe_1"])
    root = drawn(mapped(zones, points=points))
    left, top, right, bottom = box(root, "edges-0")
    x, y = zip(*(middle(root, f"point-1-{row}") for row in range(3)), strict=True)
    assert x == pytest.approx([left, (left + right) / 2, right], abs=0.2)
    assert y[0] == pytest.approx(bottom, abs=0.2)  # the south below, the north on top
    assert y[2] == pytest.approx(top, abs=0.2)


def test_a_chosen_area_has_a_thick_outline() -> None:
    root = drawn(mapped(selected="B"))
    assert [p for p in root.iter() if "stroke-width: 3" in (p.get("style") or "")]


@pytest.mark.parametrize("simplified", SIMPLE)
def test_communes_have_the_colours_of_their_classes(simplified: bool) -> None:
    rows = pd.DataFrame(
        {"code": ["A", "B"], "zone": ["A", "B"], "text": "", "category": ["classe_0", "classe_1"]}
    )
    lines = (np.array([5.0, 6.0, np.nan]), np.array([48.2, 48.8, np.nan]))
    figure = commune_map(
        internal(rows, ABOUT), URL, OUTLINES, URL, OUTLINES, SCALE,
        hatched=lines, outlined=lines, simplified=simplified,
    )  # fmt: skip
    root = drawn(figure)
    styles = " ".join(p.get("style") or "" for p in root.iter())
    for item in some(SCALE[:2]):
        assert item.color in styles
    assert "#c8702a" in styles  # white zone
    assert paths(root, "edges-0")


def test_areas_without_outlines_are_refused() -> None:
    with pytest.raises(UnknownDrawingError, match="no outlines"):
        image(still(mapped()), Form.SVG)
    fewer = {"features": OUTLINES["features"][:1]}
    with pytest.raises(UnknownDrawingError, match="no outlines"):
        image(still(mapped(), outlines={URL: fewer}), Form.SVG)


def test_a_ground_with_something_else_is_refused() -> None:
    figure = mapped()
    layer = {"id": "routes", "type": "line", "source": "routes"}
    figure.layout["map"]["style"]["layers"].append(layer)
    with pytest.raises(UnknownDrawingError, match="routes"):
        image(still(figure, outlines={URL: OUTLINES}), Form.SVG)
