"""Takes the picture of the three pens: ``python -m tests.browser.pens``.

One figure of each kind as the screen (Chromium), the image and PowerPoint (LibreOffice) show it,
side by side, from the version published in ``EQUISTAGE_HOME``, as `tests.browser.pictures`.
That the numbers are the same is proved by `tests/pages/test_cards.py`.
"""

import base64
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from analytics.disclosure import Level
from data.scope import Scope
from data.store import store
from figures.cards import kinds
from figures.cards.card import Card, Ground
from figures.cards.sketches import SKETCHES, sketch
from figures.image import image
from figures.image.still import Form, Still
from figures.sketch import Sketch
from pages.components import cards as drawing
from slides import content, deck
from slides.collected import Collected, frozen, levels, narrowed, slides_of
from slides.outline import Outline
from tests.browser import driving, pictures
from tests.pages.conftest import ADDRESSES, opener
from tests.slides.reading import named, opened_deck

POLE = {"bef": "BEF-12"}
# Page, its settings, key of a figure on it.
FIGURES = (
    ("overview", {}, "carte_zones"),
    ("overview", {}, "intervalles"),
    ("overview", {}, "entonnoir"),
    ("pole", POLE | {"detail": "diagnostic"}, "epine"),
    ("pole", POLE | {"detail": "diagnostic"}, "evolution"),
    ("pole", POLE | {"detail": "diagnostic"}, "diagnostic"),
    ("companies", {"volet": "portefeuille"}, "cascade"),
    ("companies", {"volet": "portefeuille"}, "courbes"),
    ("companies", {"volet": "dependance"}, "dependance"),
    ("companies", {}, "angles_morts"),
    ("equity", {}, "concentration"),
    ("journal", POLE, "reseau"),
)
Shown = tuple[Card, Ground | None]
MAX_BYTES = 600_000
PAGE = """<style>
body {{ margin: 16px; font: 13px sans-serif; background: white; width: 1300px }}
table {{ border-spacing: 10px 14px; width: 100% }}
th {{ text-align: left; color: #444 }} td {{ width: 33%; vertical-align: top }}
td img {{ width: 100%; max-height: 330px; object-fit: contain; object-position: top left }}
</style><table><tr><th>Écran</th><th>Image</th><th>PowerPoint</th></tr>{rows}</table>"""


def shown(home: Path) -> dict[str, Shown]:
    """The cards of `FIGURES`, with the ground of maps, as their pages make them."""
    found: dict[str, Shown] = {}

    def kept(card: Card, ground: Ground | None = None) -> Sketch | None:
        found[card.key] = card, ground
        return sketch(card, ground)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "sketch", kept)
        for page, settings in {page + str(s): (page, s) for page, s, _ in FIGURES}.values():
            opener(patch)(home, page, **settings)
    return {key: found[key] for _, _, key in FIGURES}


def on_screen(browser: Browser, address: str) -> Iterator[bytes]:
    """Each figure on its page."""
    for page_name, settings, key in FIGURES:
        path = f"/{ADDRESSES[page_name]}?{urlencode(settings)}"
        with driving.visited(browser, address, path) as page:
            drawn = page.locator(f".st-key-{key} .js-plotly-plot").first
            expect(drawn).to_be_visible()
            page.wait_for_load_state("networkidle")
            if key.startswith("carte"):
                driving.wait_for_map(page, key)
            yield drawn.screenshot()


def as_images(cards: dict[str, Shown]) -> Iterator[bytes]:
    """Each figure as its image."""
    for card, ground in cards.values():
        made = sketch(card, ground)
        assert made is not None
        yield image(Still.of(card, made, ground), Form.PNG)


def as_slides(home: Path, cards: dict[str, Shown], folder: Path) -> Iterator[bytes]:
    """Each figure as the slide that a deck has of it, opened by LibreOffice."""
    views = []
    for number, (card, _) in enumerate(cards.values(), start=1):
        assert isinstance(card.shows, kinds.Kind)
        columns = (card.shows.label,)
        published = narrowed(card.published, columns)
        views.append(Collected(number, "x", published, columns, cards=frozen([card])))
    path = store.current_path(home)
    assert path is not None
    geometry = content.geometry(store.Store(path), Scope.daet(), levels(views))
    slides = [slides_of(view, Level.INTERNAL, "http://x", geometry)[0] for view in views]
    made = Outline("academie", "2025-2026", "x", Level.INTERNAL, "v", tuple(slides), geometry)
    blob = deck.write(made)
    (folder / "pens.pptx").write_bytes(blob)
    quiet = {"check": True, "capture_output": True}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    to_pdf = ("--headless", "--convert-to", "pdf", "--outdir", str(folder))
    subprocess.run(["soffice", profile, *to_pdf, str(folder / "pens.pptx")], **quiet)  # type: ignore[call-overload]
    pdf = str(folder / "pens.pdf")
    subprocess.run(["pdftoppm", "-r", "60", "-png", pdf, str(folder / "slide")], **quiet)  # type: ignore[call-overload]
    files = sorted(folder.glob("slide-*.png"))
    shapes = list(named(opened_deck(blob)))
    for view in views:  # a large figure goes on over several slides: its first one
        first = min(at for at, name, _ in shapes if name.key.startswith(f"vue-{view.number}-"))
        yield files[first - 1].read_bytes()


def take(home: Path, folder: Path) -> None:
    """Write the picture."""
    executable = driving.chromium_path()
    if executable is None:
        sys.exit("Chromium is missing")
    cards = shown(home)
    assert {type(card.shows) for card, _ in cards.values()} == set(SKETCHES)
    with sync_playwright() as playwright, driving.serving(home, folder / "server.txt") as address:
        browser = driving.launch(playwright, executable, "webgl")
        drawn = (on_screen(browser, address), as_images(cards), as_slides(home, cards, folder))
        rows = ""
        for (card, _), *pens in zip(cards.values(), *drawn, strict=True):
            texts = (base64.b64encode(png).decode() for png in pens)
            cells = "".join(f'<td><img src="data:image/png;base64,{text}"></td>' for text in texts)
            title = f"{type(card.shows).__name__} · {card.published.about.title}"
            rows += f"<tr><th colspan=3>{escape(title)}</th></tr><tr>{cells}</tr>"
        page = browser.new_page(viewport={"width": 1332, "height": 900})
        page.set_content(PAGE.format(rows=rows), wait_until="load")
        pictures.write(page.screenshot(full_page=True), pictures.IMAGES / "pens.png", MAX_BYTES)
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        take(pictures.home_of(Path(temporary)), Path(temporary))
