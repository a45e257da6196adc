"""The decks of the small demonstration store, and LibreOffice."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pptx.presentation import Presentation as Deck

from data import reads
from data.scope import Scope
from data.store import store
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
    return reads.lists.befs(demo, OUTSIDE)["bef"].tolist()


@pytest.fixture(scope="session")
def decks(
    demo: store.Store, befs: list[str], made_once: Callable[..., list[bytes]]
) -> dict[str, Made]:
    """The deck of the académie and of each pôle, for committees."""
    outlines = [outline(demo, OUTSIDE, bef) for bef in (None, *befs)]
    blobs = made_once("decks", lambda: [write(one) for one in outlines])
    return {one.perimeter: Made(one, blob) for one, blob in zip(outlines, blobs, strict=True)}


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """Open decks with LibreOffice, started once, and save each in another format."""
    program = shutil.which("soffice")
    if program is None or shutil.which("pdftotext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-impress poppler-utils")
        pytest.skip("no LibreOffice, or no poppler-utils, on this machine")
    profile = tmp_path_factory.mktemp("profile")

    def converted(form: str, *blobs: bytes) -> list[Path]:
        folder = tmp_path_factory.mktemp("converted")
        sources = [folder / f"{number}.pptx" for number in range(len(blobs))]
        for source, blob in zip(sources, blobs, strict=True):
            source.write_bytes(blob)
        out = folder / "out"
        subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{profile}",
                *("--headless", "--convert-to", form, "--outdir", str(out), *map(str, sources)),
            ],
            check=True,
            capture_output=True,
            timeout=240 * len(blobs),
        )
        return [out / f"{source.stem}.{form}" for source in sources]

    return converted
