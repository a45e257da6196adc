"""The decks of the small demonstration store, and LibreOffice."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pptx.presentation import Presentation as Deck

from data import reads, store
from data.scope import Scope
from slides.content import outline
from slides.deck import write
from slides.outline import Outline
from tests.pages.conftest import open_page as open_page  # the same fixture
from tests.slides.reading import opened_deck

OUTSIDE = Scope.outside()


@dataclass(frozen=True)
class Made:
    """A deck and what it was made from."""

    outline: Outline
    blob: bytes

    @property
    def deck(self) -> Deck:
        """The deck, read again from its bytes."""
        return opened_deck(self.blob)


@pytest.fixture(scope="session")
def demo(demo_home: Path) -> store.Store:
    path = store.current_path(demo_home)
    assert path is not None
    return store.Store(path)


@pytest.fixture(scope="session")
def befs(demo: store.Store) -> list[str]:
    return reads.befs(demo, OUTSIDE)["bef"].tolist()


@pytest.fixture(scope="session")
def decks(
    demo: store.Store, befs: list[str], made_once: Callable[..., dict[str, Made]]
) -> dict[str, Made]:
    """The deck of the académie and of each pôle, for committees."""

    def make() -> dict[str, Made]:
        kept: dict = {}
        outlines = [outline(demo, OUTSIDE, bef, kept=kept) for bef in (None, *befs)]
        return {one.perimeter: Made(one, write(one)) for one in outlines}

    return made_once("decks", make)


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], Path]:
    """Open a deck with LibreOffice and save it in another format."""
    program = shutil.which("soffice")
    if program is None or shutil.which("pdftotext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-impress poppler-utils")
        pytest.skip("no LibreOffice, or no poppler-utils, on this machine")
    profile = tmp_path_factory.mktemp("profile")

    def converted(blob: bytes, form: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        source = folder / "source" / "deck.pptx"
        source.parent.mkdir()
        source.write_bytes(blob)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{profile}",
                *("--headless", "--convert-to", form, "--outdir", str(folder), str(source)),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
        return folder / f"deck.{form}"

    return converted
