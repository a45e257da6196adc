"""Settings in the browser: carried by the address, from page to page and back."""

import pytest
from playwright.sync_api import expect

from tests.browser.driving import (
    PAGES,
    click_map,
    expect_setting,
    url_value,
    wait_for_map,
    wait_for_url_value,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DUE = ".figures div:first-child dd.value"
BEF = "Bassin (BEF)"
FAMILY = "Famille de métiers"


def test_a_choice_follows_from_page_to_page_and_back(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        click_map(page, "carte_zones", *truth.place("BEF-06"))
        wait_for_url_value(page, "bef", "BEF-06")
        wait_for_map(page, "carte_zones", "BEF-06")

        page.get_by_role("link", name="Accès aux stages").click()
        expect(page.locator("h1")).to_have_text(PAGES["/acces"][0])
        wait_for_url_value(page, "bef", "BEF-06")
        wait_for_map(page, "carte_communes", "BEF-06")
        expect_setting(page, BEF, truth.label("BEF-06"))

        *epinal, bef = truth.commune("Épinal")
        click_map(page, "carte_communes", *epinal)
        wait_for_url_value(page, "bef", bef)
        wait_for_map(page, "carte_communes", bef)
        page.get_by_role("link", name="Vue d’ensemble").click()
        expect(page.locator("h1")).to_have_text(PAGES["/"][0])
        wait_for_url_value(page, "bef", bef)
        wait_for_map(page, "carte_zones", bef)
        expect(page.locator(DUE)).to_have_text(truth.due(bef))


def test_the_back_button_restores_the_choice_before(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        for bef in ("BEF-03", "BEF-07"):
            click_map(page, "carte_zones", *truth.place(bef))
            wait_for_url_value(page, "bef", bef)
            wait_for_map(page, "carte_zones", bef)
        page.go_back()
        wait_for_url_value(page, "bef", "BEF-03")
        expect(page.locator(DUE)).to_have_text(truth.due("BEF-03"))
        expect_setting(page, BEF, truth.label("BEF-03"))
        wait_for_map(page, "carte_zones", "BEF-03")


def test_the_back_button_leads_to_the_page_before(server, visit, truth):
    with visit(server, "/?bef=BEF-13") as page:
        wait_for_map(page, "carte_zones", "BEF-13")
        page.get_by_role("link", name="Entreprises engagées").click()
        expect(page.locator("h1")).to_have_text(PAGES["/entreprises"][0])
        wait_for_map(page, "carte_entreprises", "BEF-13")
        while page.evaluate("location.pathname") == "/entreprises":
            page.go_back()
        expect(page.locator("h1")).to_have_text(PAGES["/"][0])
        wait_for_map(page, "carte_zones", "BEF-13")
        expect(page.locator(DUE)).to_have_text(truth.due("BEF-13"))


def test_a_family_changes_the_figures_and_is_in_the_address(server, visit, truth):
    with visit(server) as page:
        wait_for_map(page, "carte_zones")
        expect(page.locator(DUE)).to_have_text(truth.due())
        page.get_by_role("combobox", name=FAMILY).click()
        page.get_by_role("option", name="Commerce – vente").click()
        wait_for_url_value(page, "famille", "commerce")
        expect(page.locator(DUE)).to_have_text(truth.due(family="commerce"))
        assert truth.due(family="commerce") != truth.due()
        address = page.url
    with visit(server, address.removeprefix(server)) as page:  # a colleague opens the same address
        expect(page.locator(DUE)).to_have_text(truth.due(family="commerce"))
        expect_setting(page, FAMILY, "Commerce – vente")
        wait_for_map(page, "carte_zones")


def test_an_unknown_value_is_named_in_french(server, visit, truth):
    with visit(server, "/?bef=BEF-99&famille=magie") as page:
        for value in ("BEF-99", "magie"):
            said = page.get_by_role("alert").filter(has_text=f"« {value} »")
            expect(said).to_contain_text("n’est pas une valeur connue")
        wait_for_map(page, "carte_zones")
        expect_setting(page, BEF, "Toute l’académie")
        expect(page.locator(DUE)).to_have_text(truth.due())
        assert page.locator("[data-testid=stException]").count() == 0
        assert url_value(page, "bef") == "tous"
