"""LibreOffice opens the decks: nothing overflows, no figure is empty, fonts are there."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from pptx.presentation import Presentation as Deck

from analytics.disclosure import Level
from data.scope import Scope
from data.store import store
from slides import content
from slides.choosing import ADDED, arrange
from slides.collected import levels, slides_of
from slides.deck import write
from slides.refresh.refresh import refresh
from tests.conftest import some
from tests.pages.conftest import OpenPage
from tests.pages.test_exports_cards import CARDS, collected
from tests.slides.conftest import OUTSIDE, Made
from tests.slides.reading import charts, opened_deck

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("office")]  # each deck opened once
Convert = Callable[..., list[Path]]
Shown = tuple[Deck, Path]
Box = tuple[float, float, float, float]
EMU_A_POINT = 12700
SPARE = 3.0  # points: a renderer may round
PICTURE_DPI = 50
ALONE = ("academie", "BEF-09", "BEF-13")  # the longest name, the most communes


@pytest.fixture(scope="module")
def pages(decks: dict[str, Made], convert: Convert) -> dict[str, Path]:
    return dict(zip(ALONE, convert("pdf", *(decks[name].blob for name in ALONE)), strict=True))


@pytest.fixture(scope="module", params=ALONE)
def shown(
    request: pytest.FixtureRequest, decks: dict[str, Made], pages: dict[str, Path]
) -> tuple[Deck, Path]:
    return decks[request.param].deck, pages[request.param]


def words(pdf: Path) -> list[list[tuple[str, Box]]]:
    """Words of each page with the box of their ink, in points from the top left corner."""
    out = pdf.with_suffix(".html")
    subprocess.run(["pdftotext", "-bbox", str(pdf), str(out)], check=True)
    root = ElementTree.fromstring(out.read_text(encoding="utf-8"))
    spot = "{http://www.w3.org/1999/xhtml}"
    return [
        [(str(w.text), _ink(w)) for w in page.iter(f"{spot}word")]
        for page in root.iter(f"{spot}page")
    ]


def _ink(word: ElementTree.Element) -> Box:
    """The box told is that of the whole font, 1.3 times its size: letters are less tall."""
    left, top, right, bottom = (float(word.attrib[n]) for n in ("xMin", "yMin", "xMax", "yMax"))
    spare = 0.15 * (bottom - top)
    return left, top + spare, right, bottom - spare


def inside(shape: Any) -> Box:
    left, top = shape.left / EMU_A_POINT, shape.top / EMU_A_POINT
    return left, top, left + shape.width / EMU_A_POINT, top + shape.height / EMU_A_POINT


def pieces(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split()


def _cut(word: str) -> list[str]:
    """Parts of a word that a renderer may set on two lines: at its hyphens and dashes."""
    return re.sub(r"([-–])", r"\1 ", word).split()


def missing(text: str, box: Box, page: list[tuple[str, Box]]) -> list[str]:
    """Words of a text that no page shows whole inside the box."""
    left, top, right, bottom = box
    there = {
        part
        for word, (x0, y0, x1, y1) in page
        if x0 >= left - SPARE and y0 >= top - SPARE and x1 <= right + SPARE and y1 <= bottom + SPARE
        for piece in pieces(word)
        for part in (piece, *_cut(piece))
    }
    cut = {word: set(_cut(word)) for word in pieces(text)}
    return [word for word, parts in cut.items() if word not in there and not parts <= there]


def test_one_page_a_slide(shown: Shown) -> None:
    deck, pdf = shown
    assert len(words(pdf)) == len(deck.slides)


def test_no_text_overflows_its_box(shown: Shown) -> None:
    deck, pdf = shown
    seen = 0
    for slide, page in zip(deck.slides, words(pdf), strict=True):
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text or "Numéro" in shape.name:
                continue
            assert missing(shape.text_frame.text, inside(shape), page) == [], shape.name
            seen += 1
    assert seen > 40


def test_tables_stay_inside_their_place(shown: Shown) -> None:
    deck, pdf = shown
    seen = 0
    for slide, page in zip(deck.slides, words(pdf), strict=True):
        source = min(s.top for s in slide.shapes if s.name.startswith("source-")) / EMU_A_POINT
        for shape in slide.shapes:
            if not getattr(shape, "has_table", False):
                continue
            left, top, right, _ = inside(shape)
            upright = any(
                cell._tc.get_or_add_tcPr().get("vert") for cell in shape.table.rows[0].cells
            )
            rows = list(shape.table.rows)[1:] if upright else shape.table.rows
            for row in some(rows):
                for cell in some(row.cells):
                    assert missing(cell.text_frame.text, (left, top, right, source), page) == []
            seen += 1
    assert seen >= 5


def test_no_word_leaves_the_page(shown: Shown) -> None:
    deck, pdf = shown
    width, height = deck.slide_width / EMU_A_POINT, deck.slide_height / EMU_A_POINT
    for word, (x0, y0, x1, y1) in some(word for page in words(pdf) for word in page):
        assert x0 >= 0, word
        assert y0 >= 0, word
        assert x1 <= width, word
        assert y1 <= height, word


def test_no_figure_is_drawn_empty(shown: Shown) -> None:
    deck, pdf = shown
    subprocess.run(
        ["pdftoppm", "-r", str(PICTURE_DPI), "-png", str(pdf), str(pdf.with_suffix(""))], check=True
    )
    pictures = sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
    assert len(pictures) == len(deck.slides)
    for slide, path in some(zip(deck.slides, pictures, strict=True)):
        pixels = np.asarray(Image.open(path).convert("L"))
        for shape in some(slide.shapes):
            if shape.has_text_frame or not hasattr(shape, "shape_type"):
                continue
            left, top, right, bottom = (round(v * PICTURE_DPI / 72) for v in inside(shape))
            drawn = pixels[top:bottom, left:right]
            assert (drawn < 235).mean() > 0.004, (path.name, shape.name)


def test_the_fonts_are_those_of_the_theme(shown: Shown) -> None:
    told = subprocess.run(
        ["pdffonts", str(shown[1])], check=True, capture_output=True, text=True
    ).stdout
    names = {line.split()[0].partition("+")[2] for line in told.splitlines()[2:]}
    assert names
    assert all(name.startswith("LiberationSans") for name in names), names


def test_numbers_of_charts_are_french(shown: Shown) -> None:
    told = [word for page in words(shown[1]) for word, *_ in page]
    assert not [
        word for word in told if word.rstrip("%").replace(".", "", 1).isdigit() and "." in word
    ]


def test_a_deck_of_collected_views_overflows_nowhere_and_draws_each_figure(
    open_page: OpenPage,
    demo: store.Store,
    demo_home: Path,
    decks: dict[str, Made],
    convert: Convert,
) -> None:
    pages = [open_page(demo_home, page, vue="interne", **choice) for page, choice, _ in CARDS]
    views = [v for app in pages for v in collected(app).values() if v.cards]
    views = [replace(view, number=rank) for rank, view in enumerate(views)]
    assert len(views) >= 20
    geometry = content.geometry(demo, Scope.daet(), levels(views))
    added = [s for v in views for s in slides_of(v, Level.INTERNAL, "http://x", geometry)]
    whole = replace(decks["academie"].outline, level=Level.INTERNAL)
    blob = write(arrange(whole, (ADDED,), added, geometry))
    shown = opened_deck(blob), *convert("pdf", blob)
    test_one_page_a_slide(shown)
    test_no_text_overflows_its_box(shown)
    test_tables_stay_inside_their_place(shown)
    test_no_word_leaves_the_page(shown)
    test_no_figure_is_drawn_empty(shown)
    test_the_fonts_are_those_of_the_theme(shown)


def test_a_deck_saved_by_libreoffice_is_still_refreshed(
    demo: store.Store, decks: dict[str, Made], convert: Convert
) -> None:
    """It renames placeholders and drops workbooks: figures and unedited texts are still found."""
    made = decks["BEF-06"]
    (saved,) = convert("pptx", made.blob)
    blob, report = refresh(saved.read_bytes(), demo, OUTSIDE)
    assert report.missing == []
    assert report.kept == []
    assert report.changes == []
    again = {name.key: rows for name, _, rows in charts(opened_deck(blob))}
    for name, _, rows in some(charts(made.deck)):
        assert again[name.key].equals(rows)
