"""Maps in the browser: painted, clickable in both renderings, steady when clicked."""

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import expect

from figures import palette
from tests.browser.driving import (
    PAGES,
    SCREEN,
    click_map,
    expect_setting,
    map_box,
    map_view,
    url_value,
    wait_for_map,
    wait_for_url_value,
    wait_for_view,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RENDERINGS = ("webgl", "svg")
COMMUNE_PAGES = ("/acces", "/entreprises")
DUE = ".figures div:first-child dd.value"
BEF = "Bassin (BEF)"
SAME_VIEW = 1e-6
ZOOMED = """(zoom) => document.querySelector(".st-key-carte_zones .js-plotly-plot")
  ._fullLayout.map._subplot.map.getZoom() > zoom + 0.1"""


def scale_colours(page, key):
    """Colours of the scale that cover at least 0.3 % of the map."""
    box = map_box(page, key)
    image = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")
    floor = 0.003 * image.width * image.height
    seen = {
        colour for count, colour in image.getcolors(image.width * image.height) if count > floor
    }
    return [colour for colour in palette.SEQUENTIAL if ImageColor.getrgb(colour) in seen]


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("path", PAGES)
def test_a_map_is_painted_in_the_colours_of_its_scale(server, visit, path, rendering):
    _, key = PAGES[path]
    scale = "?echelle=brut" if path == "/" else ""  # three classes otherwise
    with visit(server, path + scale, rendering) as page:
        wait_for_map(page, key)
        assert page.locator("canvas.maplibregl-canvas").count() == (rendering == "webgl")
        assert len(scale_colours(page, key)) >= 3


def test_question_answer_figures_and_map_need_no_scrolling(server, visit):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        places = [page.locator(css).first.bounding_box() for css in ("h1", ".answer", ".figures")]
        places.append(map_box(page, "carte_zones"))
        tops = [box["y"] for box in places]
        assert tops == sorted(tops)
        assert tops[0] > 0
        assert all(box["y"] + box["height"] <= SCREEN["height"] for box in places)


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_each_bef_is_chosen_by_a_click(server, visit, truth, rendering):
    with visit(server, "/", rendering) as page:
        wait_for_map(page, "carte_zones")
        shown = [page.locator(DUE).inner_text()]
        for bef in truth.befs["bef"]:
            click_map(page, "carte_zones", *truth.place(bef))
            wait_for_url_value(page, "bef", bef)
            expect_setting(page, BEF, truth.label(bef))
            expect(page.locator(DUE)).to_have_text(truth.due(bef))
            wait_for_map(page, "carte_zones", bef)
            shown.append(truth.due(bef))
        assert all(before != after for before, after in pairwise(shown))


def test_a_click_leaves_the_view_where_the_reader_put_it(server, visit, truth):
    def button(name):
        page.locator(".st-key-carte_zones .js-plotly-plot").hover()
        page.locator(f".st-key-carte_zones [data-title='{name}']").click()

    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        first = map_view(page, "carte_zones")
        box = map_box(page, "carte_zones")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y + 25, steps=6)
        page.mouse.up()
        button("Agrandir")
        page.wait_for_function(ZOOMED, arg=first["zoom"])
        wait_for_map(page, "carte_zones")
        moved = map_view(page, "carte_zones")
        assert abs(moved["lng"] - first["lng"]) > 0.1
        for bef in ("BEF-07", "BEF-03"):
            click_map(page, "carte_zones", *truth.place(bef))
            wait_for_url_value(page, "bef", bef)
            wait_for_map(page, "carte_zones", bef)
            wait_for_view(page, "carte_zones", moved, SAME_VIEW)
        button("Vue initiale")
        wait_for_view(page, "carte_zones", first, 1e-3)


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("path", COMMUNE_PAGES)
def test_a_click_on_a_commune_chooses_its_bef(server, visit, truth, path, rendering):
    _, key = PAGES[path]
    with visit(server, path, rendering) as page:
        wait_for_map(page, key)
        for name in ("Nancy", "Bitche"):  # one under large circles, one in a detached part
            *place, bef = truth.commune(name)
            click_map(page, key, *place)
            wait_for_url_value(page, "bef", bef)
            wait_for_map(page, key, bef)
            expect_setting(page, BEF, truth.label(bef))
        assert url_value(page, "bef") == "BEF-11"


def test_the_simplified_map_can_be_asked_for_in_the_address(server, visit):
    with visit(server, "/?carte=simple&echelle=brut", "webgl") as page:
        wait_for_map(page, "carte_zones")
        assert page.locator(".choroplethlayer path").count() >= 13
        assert page.locator("canvas.maplibregl-canvas").count() == 0
        assert len(scale_colours(page, "carte_zones")) >= 3
