"""Table twins in the browser: French numbers, and an export that says what it is."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.driving import wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_table_twin_opens_in_french(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        page.get_by_text("Voir en tableau").click()
        table = page.locator("[data-testid=stDataFrame]")
        expect(table.locator("canvas").first).to_be_visible()
        cells = table.locator("[role=gridcell]")
        expect(cells.filter(has_text=truth.label("BEF-03"))).to_have_count(1)
        expect(cells.filter(has_text=truth.due("BEF-03"))).to_have_count(1)  # 1 437: a space
        assert "\u00a0" in truth.due("BEF-03")


def test_the_export_opens_in_a_french_spreadsheet(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        page.get_by_text("Voir en tableau").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Exporter (CSV, document interne)").click()
        raw = Path(waiting.value.path()).read_bytes()
        assert waiting.value.suggested_filename == "equistage-bassins-taux_acces-interne.csv"
        assert raw.startswith("\ufeffDocument interne".encode())
        text = raw.decode("utf-8-sig")
        rows = [line for line in text.splitlines() if line.startswith(truth.label("BEF-03") + ";")]
        assert len(rows) == 1
        assert truth.due("BEF-03") in rows[0].split(";")
