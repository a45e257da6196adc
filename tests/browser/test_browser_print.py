"""The page of a pôle on paper: one document, two A4 sheets, nothing from outside."""

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.driving import PAGES, downloaded, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = re.compile(rb"/Type\s*/Page\b")
BOX = re.compile(rb"/MediaBox\s*\[([^\]]*)\]")
FITS = """() => [...document.querySelectorAll("section")].map((s) =>
  [...s.querySelectorAll("*")].every((e) => e.scrollWidth <= s.clientWidth + 1))"""


def saved(page, button: str, folder: Path) -> Path:
    """Click on a button, and save what it gives."""
    given = downloaded(page, button)
    target = folder / given.suggested_filename
    given.save_as(target)
    return target


def printed(page, folder: Path) -> tuple[str, bytes]:
    """Download the document from the page, and print it: its text, and the PDF."""
    target = saved(page, "Version imprimable", folder)
    context = page.context.browser.new_context()
    paper = context.new_page()
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    paper.goto(target.as_uri())
    assert all(paper.evaluate(FITS))
    pdf = paper.pdf(prefer_css_page_size=True, print_background=True)
    context.close()
    assert asked == [target.as_uri()]
    return target.read_text(encoding="utf-8"), pdf


def words_of(text: str) -> list[Counter[str]]:
    """Words of each page, whatever the order in which cells of one line are read."""
    return [Counter(page.split()) for page in text.split("\f")]


@pytest.mark.parametrize(("bef", "level"), [("BEF-01", "pro"), ("BEF-03", "tous")])
def test_a_pole_prints_on_two_sheets_of_a4(server, visit, truth, poppler, tmp_path, bef, level):
    with visit(server, f"/?bef={bef}&niveau={level}") as page:
        wait_for_map(page, PAGES["/"][1])  # a click during the first run of a page may be lost
        page.get_by_role("link", name="Mon pôle").click()
        expect(page.locator("h1")).to_contain_text(truth.label(bef))
        expect(page.locator(".st-key-epine .js-plotly-plot")).to_be_visible()
        text, pdf = printed(page, tmp_path)
        ours = saved(page, "PDF, 2", tmp_path).read_bytes()
    assert len(PAGE.findall(pdf)) == 2
    width, height = (float(x) for x in BOX.search(pdf).group(1).split()[2:])
    assert (round(width), round(height)) == (595, 842)
    assert text.count("<b>Document interne") == 2
    assert "Données de démonstration" in text
    assert truth.label(bef) in text
    assert not re.search(r"""(src|href)=(?!["']#)|url\((?!#)|@import|https?://""", text)
    assert "Pages:           2\n" in poppler(ours, "pdfinfo")
    assert words_of(poppler(ours, "pdftotext")) == words_of(poppler(pdf, "pdftotext"))
