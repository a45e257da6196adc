"""Images of figures in the browser: a menu beside the title, a file that says what it is."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from figures.marks import MARKS
from figures.words.french import short_name
from tests.browser.driving import downloaded, wait_for_map
from tests.figures.image.drawn import all_text

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_map_on_screen_is_saved_with_its_values_and_its_mark(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        page.locator(".st-key-image_carte_zones").get_by_role("button").click()
        for form in ("SVG", "PNG"):
            download = downloaded(page, f"Image ({form}, document interne)")
            file = Path(download.path())
            name = f"equistage-carte_zones-interne.{form.lower()}"
            assert download.suggested_filename == name
            if form == "PNG":
                assert file.read_bytes().startswith(b"\x89PNG")
                continue
            words = all_text(ElementTree.parse(file).getroot())
            for told in (MARKS["interne"], short_name(truth.label("BEF-03")), truth.rate("BEF-03")):
                assert told in words


def test_all_the_figures_of_a_page_are_one_file(server, visit):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        with zipfile.ZipFile(downloaded(page, "Figures de la page").path()) as zipped:
            assert len(zipped.namelist()) == 6
            assert all("interne" in name for name in zipped.namelist())
