"""Takes a picture of the map of access of six académies: ``python -m tests.browser.atlas``.

They are made from the national files: a large one, two overseas, one commune, no BEF published,
slashes in names.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from data.contracts.kinds import fold
from data.intake.importing import import_folder
from tests.browser import driving
from tests.browser.pictures import IMAGES, write
from tests.conftest import SHARED

NAMES = ("Toulouse", "Guadeloupe", "Guyane", "Paris", "Rennes", "Dijon")
_QUESTION, _MAP = driving.PAGES["/acces"]


def take(name: str, folder: Path) -> None:
    """Import the files of an académie and write the picture of its map."""
    executable = driving.chromium_path()
    if executable is None:
        sys.exit("Chromium is missing")
    home = folder / fold(name)
    import_folder(SHARED / "real" / "france", home, academie=name)
    with sync_playwright() as playwright, driving.serving(home, folder / "log") as address:
        browser = driving.launch(playwright, executable, "webgl")
        with driving.visited(browser, address, "/acces") as page:
            expect(page.locator("h1")).to_have_text(_QUESTION)
            driving.wait_for_map(page, _MAP)
            write(page.screenshot(), IMAGES / f"academie-{fold(name)}.png")
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for one in sys.argv[1:] or NAMES:
            take(one, Path(temporary))
