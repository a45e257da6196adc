"""Table twins in the browser: French numbers, and an export that says what it is."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.driving import downloaded, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


# A table is drawn on a canvas: what a reader sees is what was drawn there.
LISTEN = """() => {
  window.__drawn = new Set();
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.__drawn.add(text);
    return draw.call(this, text, ...rest);
  };
}"""


def test_the_table_twin_opens_in_french(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        page.evaluate(LISTEN)
        page.get_by_text("Voir en tableau", exact=True).click()
        expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
        for text in (truth.label("BEF-03"), truth.signed("BEF-03"), truth.rate("BEF-03")):
            assert page.wait_for_function("(text) => window.__drawn.has(text)", arg=text)
        assert "\u00a0" in truth.signed("BEF-03")


def test_the_export_opens_in_a_french_spreadsheet(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        page.get_by_text("Voir en tableau", exact=True).click()
        expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
        given = downloaded(page, "Exporter (CSV, document interne)")
        raw = Path(given.path()).read_bytes()
        assert given.suggested_filename == "equistage-bassins-taux_acces-interne.csv"
        assert raw.startswith("\ufeffDocument interne".encode())
        text = raw.decode("utf-8-sig")
        rows = [line for line in text.splitlines() if line.startswith(truth.label("BEF-03") + ";")]
        assert len(rows) == 1
        assert {truth.signed("BEF-03"), truth.rate("BEF-03")} <= set(rows[0].split(";"))
