"""First visits: from nothing, by a deep link, and what every page owes to its reader."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driving import PAGES, fetch, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BUILD_MS = 90_000
DEMO = "Données de démonstration"
LINKS = {"/acces": "Accès aux stages", "/entreprises": "Entreprises engagées"}


def test_it_starts_from_nothing(serve, visit, tmp_path):
    with serve(tmp_path) as address, visit(address) as page:
        expect(page.get_by_role("heading", name="Premier démarrage")).to_be_visible()
        expect(page.locator("[data-testid=stProgress]")).to_be_visible()
        question, key = PAGES["/"]
        expect(page.locator("h1")).to_have_text(question, timeout=BUILD_MS)
        wait_for_map(page, key)
        assert page.locator("[data-testid=stProgress]").count() == 0
        expect(page.locator(".figures dd.value").first).to_have_text(re.compile(r"^\d{2}\s\d{3}$"))
        expect(page.locator(".answer strong")).to_contain_text("suivies n’avaient pas de lieu")
        expect(page.locator(".banner")).to_contain_text(DEMO)
        for path, link in LINKS.items():
            question, key = PAGES[path]
            page.get_by_role("link", name=link).click()
            expect(page.locator("h1")).to_have_text(question)
            expect(page.locator(".banner")).to_contain_text(DEMO)
            wait_for_map(page, key)


@pytest.mark.parametrize("path", PAGES)
def test_a_deep_link_may_be_the_first_visit_of_a_server(fresh_server, visit, path):
    question, key = PAGES[path]
    with visit(fresh_server, path) as page:
        expect(page.locator("h1")).to_have_text(question)
        expect(page.locator(".banner")).to_be_visible()
        expect(page.locator(".banner")).to_contain_text(DEMO)
        wait_for_map(page, key)
        assert page.get_by_role("dialog").count() == 0
    assert b'<html lang="fr"' in fetch(fresh_server, path)


@pytest.mark.parametrize("rendering", ["webgl", "svg"])
def test_nothing_leaves_the_machine(server, visit, rendering):
    """`visit` checks, at its end, the requests of the context and the console of the page."""
    with visit(server, "/", rendering) as page:
        for path, (question, key) in PAGES.items():
            if path != "/":
                page.get_by_role("link", name=LINKS[path]).click()
            expect(page.locator("h1")).to_have_text(question)
            wait_for_map(page, key)
            page.locator(f".st-key-{key} .js-plotly-plot").hover()
            for twin in page.locator("[data-testid=stExpander] summary").all():
                twin.click()
            expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
            page.wait_for_load_state("networkidle")
