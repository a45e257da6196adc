"""Takes the pictures of the README: ``python -m tests.browser.pictures``.

They show the version published in ``EQUISTAGE_HOME``; without it, or when nothing is
published there, the full demonstration store, built for the occasion.
"""

import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from data.store import store
from demo.making_demo import build_demo
from tests.browser import driving

IMAGES = driving.ROOT / "docs" / "images"
NAMES = {"/": "vue-d-ensemble", "/acces": "acces", "/entreprises": "entreprises"}
POLE = "/pole?bef=BEF-12"  # the pôle whose picture is taken
MAX_BYTES = 200_000


def take(home: Path, log: Path) -> None:
    """Write a picture of each page."""
    executable = driving.chromium_path()
    if executable is None:
        sys.exit("Chromium is missing")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, driving.serving(home, log) as address:
        browser = driving.launch(playwright, executable, "webgl")
        for path, (question, key) in driving.PAGES.items():
            with driving.visited(browser, address, path) as page:
                expect(page.locator("h1")).to_have_text(question)
                driving.wait_for_map(page, key)
                write(page.screenshot(), IMAGES / f"{NAMES[path]}.png")
        with driving.visited(browser, address, POLE) as page:
            expect(page.locator(".st-key-evolution .js-plotly-plot")).to_be_visible()
            page.wait_for_load_state("networkidle")
            write(page.screenshot(), IMAGES / "pole.png")
        browser.close()


def write(png: bytes, target: Path, most: int = MAX_BYTES) -> None:
    """Write a light PNG: 256 colours are enough for flat areas."""
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    image.save(target, optimize=True)
    size = target.stat().st_size
    assert size < most, f"{target.name}: {size} bytes"
    print(f"{target.relative_to(driving.ROOT)}: {size / 1000:.0f} kB")


def home_of(folder: Path) -> Path:
    """The stores to show: a demonstration is built first when there is none."""
    given = os.environ.get("EQUISTAGE_HOME")
    home = Path(given) if given else folder / "home"
    if store.current_path(home) is None:
        build_demo(home, lambda *_: None)
    return home


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        take(home_of(Path(temporary)), Path(temporary) / "server.txt")
