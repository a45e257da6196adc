"""The documents to print: as many sheets as said, the same figures on PDF as in HTML."""

import html as entities
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from data.scope import Scope
from data.store import store
from figures.print.pdf import pdf
from pages.components import settings
from pages.components.pole import printing
from pages.components.pole.facts import Pole
from pages.components.reading import View
from tests.conftest import ROOT
from tests.pages.conftest import OpenPage

Poppler = Callable[..., str]
Box = tuple[str, float, float, float, float]  # a word, and where: points from the top left
BEFS = [f"BEF-{number:02}" for number in range(1, 14)]
MARGIN, SPARE = 28.0, 1.0  # points
SPOT = "{http://www.w3.org/1999/xhtml}"


def written(home: Path, bef: str, level: str) -> str:
    """The document of a pôle, as its page writes it."""
    path = store.current_path(home)
    assert path is not None
    view = View(str(path), Scope.daet())
    chosen = settings.selection(settings.campaign(view).default, level)
    return printing.document(Pole(view, chosen, bef))


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", text))


def words(html: str) -> str:
    """What a reader sees of the document: no style, no tag, no title of a drawing."""
    seen = re.sub(r"<(style|title)>.*?</\1>", " ", html, flags=re.DOTALL)
    return entities.unescape(re.sub(r"<[^>]*>", " ", seen))


def check(html: str, poppler: Poppler) -> None:
    """Two sheets of A4, marked; the same figures; no word out of its place."""
    made = pdf(html)
    told = poppler(made, "pdfinfo")
    assert "Pages:           2\n" in told
    assert "(A4)" in told
    text = poppler(made, "pdftotext")
    assert numbers(text) == numbers(words(html))
    assert text.count("Document interne") == 2
    root = ElementTree.fromstring(poppler(made, "pdftotext", "-bbox"))
    for page in root.iter(f"{SPOT}page"):
        boxes = [
            (str(w.text), *(float(w.attrib[n]) for n in ("xMin", "yMin", "xMax", "yMax")))
            for w in page.iter(f"{SPOT}word")
        ]
        width, height = float(page.attrib["width"]), float(page.attrib["height"])
        for word, left, top, right, bottom in boxes:
            assert left >= MARGIN - SPARE, word
            assert top >= MARGIN - SPARE, word
            assert right <= width - MARGIN + SPARE, word
            assert bottom <= height - MARGIN + SPARE, word
        assert max(top for word, _, top, *_ in boxes if word == "Source") > height - 70
        assert [pair for pair in combinations(boxes, 2) if over(*pair)] == []


def over(one: Box, other: Box) -> bool:
    """Whether two words are written one over the other."""
    (_, left, top, right, bottom), (_, x0, y0, x1, y1) = one, other
    lean = 0.2 * min(bottom - top, y1 - y0)  # the box of a font is taller than its letters
    across, down = min(right, x1) - max(left, x0), min(bottom, y1) - max(top, y0)
    return across > SPARE and down > 2 * lean


@pytest.mark.parametrize("level", ["pro", "tous"])
@pytest.mark.parametrize("bef", BEFS)
def test_a_pole_is_two_sheets_with_the_figures_of_its_html(
    full_home: Path, poppler: Poppler, bef: str, level: str
) -> None:
    html = written(full_home, bef, level)
    assert "Données de démonstration" in html
    check(html, poppler)


@pytest.mark.parametrize("bef", BEFS)
def test_real_names_fit_on_the_two_sheets(real_home: Path, poppler: Poppler, bef: str) -> None:
    check(written(real_home, bef, "tous"), poppler)


def test_pages_offer_the_pdf_beside_the_html(
    open_page: OpenPage, demo_home: Path, poppler: Poppler
) -> None:
    for page, labels in (
        ("pole", {"PDF, 2\u00a0pages", "Version imprimable (HTML)"}),
        ("digest", {"PDF, 1\u00a0page", "Page à imprimer (HTML)"}),
        ("exports", {"PDF, 2\u00a0pages"}),
    ):
        app = open_page(demo_home, page, bef="BEF-03")
        assert labels <= {button.proto.label for button in app.get("download_button")}, page


@pytest.mark.skipif(sys.platform != "linux", reason="the loader is broken in the way of Linux")
def test_without_pango_pages_say_so_and_keep_the_html(demo_home: Path, tmp_path: Path) -> None:
    """The loader of the system meets an empty file where Pango should be, and fails."""
    (tmp_path / "libpango-1.0.so.0").touch()
    code = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
for page in ("pole", "digest"):
    app.switch_page(f"pages/pilotage/{page}.py").run()
    assert not app.exception, app.exception
    print(*(c.value for c in app.caption), *(b.proto.label for b in app.get("download_button")))
"""
    broken = {"LD_LIBRARY_PATH": str(tmp_path), "EQUISTAGE_HOME": str(demo_home)}
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | broken | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    why = "Pas de PDF ici\u00a0: la bibliothèque Pango n’est pas installée sur ce serveur. "
    for line, same, html in (
        (told[0], "les mêmes 2\u00a0pages", "Version imprimable (HTML)"),
        (told[1], "la même page", "Page à imprimer (HTML)"),
    ):
        assert f"{why}La version HTML imprime {same}." in line
        assert html in line
        assert "PDF, " not in line
