import json

import pandas as pd
import pytest
from shapely.geometry import box, mapping

from analytics.disclosure import About, internal
from figures.maps.classes import UNKNOWN, sequential_scale
from figures.maps.hatching import hatch_lines
from figures.maps.maps import commune_map, zone_map
from figures.screen import plot

ABOUT = About("Titre", "académie", "2025-2026", "établissement", "démonstration")
OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": mapping(box(x, 48, x + 1, 49)),
        }
        for x, code in enumerate(["A", "B"], start=5)
    ],
}
SCALE = (*sequential_scale([0, 1, 2]), UNKNOWN)
ZONES = pd.DataFrame(
    {
        "code": ["A", "B"],
        "label": ["Ouest", "Est"],
        "lon": [5.5, 6.5],
        "lat": [48.5, 48.5],
        "value": ["1", ""],
        "text": ["Ouest", "Est"],
        "category": ["classe_0", "non_renseigne"],
    }
)


@pytest.mark.parametrize("simplified", [False, True])
def test_outlines_do_not_travel_with_the_values(simplified: bool) -> None:
    fig = plot(
        zone_map(
            internal(ZONES, ABOUT), "app/static/x.geojson", OUTLINES, SCALE, simplified=simplified
        )
    )
    areas = json.loads(fig.to_json())["data"][0]
    assert areas["geojson"] == "app/static/x.geojson"
    assert "coordinates" not in json.dumps(areas)


@pytest.mark.parametrize("simplified", [False, True])
def test_the_view_is_kept_whatever_is_selected(simplified: bool) -> None:
    def layout(selected: str | None) -> dict:
        fig = plot(
            zone_map(
                internal(ZONES, ABOUT),
                "u",
                OUTLINES,
                SCALE,
                selected=selected,
                simplified=simplified,
            )
        )
        return json.loads(fig.to_json())["layout"]

    assert layout(None) == layout("A")
    assert layout(None)["uirevision"]


def test_no_address_outside_this_machine_stands_in_a_map() -> None:
    for simplified in (False, True):
        fig = plot(zone_map(internal(ZONES, ABOUT), "u", OUTLINES, SCALE, simplified=simplified))
        layout = json.dumps(json.loads(fig.to_json())["layout"].get("map", {}))
        assert "http" not in layout
        assert "glyphs" not in layout


def test_a_class_outside_the_scale_or_a_zone_without_outline_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the scale"):
        plot(zone_map(internal(ZONES.assign(category="autre"), ABOUT), "u", OUTLINES, SCALE))
    with pytest.raises(ValueError, match="without outline"):
        plot(zone_map(internal(ZONES.assign(code=["A", "Z"]), ABOUT), "u", OUTLINES, SCALE))


def test_a_clicked_commune_leads_to_its_zone() -> None:
    communes = pd.DataFrame(
        {"code": ["A", "B"], "zone": ["B", "A"], "text": ["a", "b"], "category": ["classe_0"] * 2}
    )
    fig = plot(commune_map(internal(communes, ABOUT), "u", OUTLINES, "v", OUTLINES, SCALE))
    assert [c[0] for c in fig.data[0].customdata] == ["B", "A"]


def test_hatching_stays_inside_the_zone() -> None:
    lons, lats = hatch_lines(box(5, 48, 6, 49))
    known = [x for x in lons if x is not None]
    assert len(known) > 20
    assert min(known) >= 5
    assert max(known) <= 6
    assert max(y for y in lats if y is not None) <= 49
