"""Browsers, servers and the small demonstration store that browser tests share."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from data import reads
from data.scope import Scope
from data.selection import Selection
from data.store import store
from demo.making_demo import build_demo
from figures.words import french
from tests.browser import driving

SHARE = 0.15
LOG_TAIL = 4000

Visit = Callable[..., AbstractContextManager[Page]]
Serve = Callable[[Path], AbstractContextManager[str]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show what the servers said beside a failure."""
    report = yield
    if report.failed and item.get_closest_marker("browser"):
        for log in driving.logs:
            report.sections.append(
                (f"server {log.name}", log.read_text(errors="replace")[-LOG_TAIL:])
            )
    return report


@dataclass(frozen=True)
class Truth:
    """What the demonstration store holds, read without the pages.

    Parameters
    ----------
    opened : the store
    year : campaign shown first
    befs : one row a BEF: bef, label, lon, lat
    communes : one row a commune: commune, name, bef, lon, lat, area_km2
    """

    opened: store.Store
    year: str
    befs: pd.DataFrame
    communes: pd.DataFrame

    def states(self, bef: str | None = None, family: str | None = None) -> pd.Series:
        """States of the periods due of the vocational track."""
        selection = Selection(self.year, "pro", None, family, bef)
        return reads.reader_of(self.opened, Scope.daet()).states(selection, ()).iloc[0]

    def due(self, bef: str | None = None, family: str | None = None) -> str:
        """Number of periods due, as the page writes it."""
        return french.number(int(self.states(bef, family)["due"]))

    def signed(self, bef: str) -> str:
        """Number of periods with a signed placement, as the page writes it."""
        return french.number(int(self.states(bef)["signed"]))

    def rate(self, bef: str) -> str:
        """Share of the followed periods that were signed, as the page writes it."""
        states = self.states(bef)
        return french.percent(states["signed"] / (states["due"] - states["unknown"]))

    def label(self, bef: str) -> str:
        """Full name of a BEF."""
        return self.befs.set_index("bef").loc[bef, "label"]

    def place(self, bef: str) -> tuple[float, float, str]:
        """Longitude and latitude inside a BEF, and its name."""
        row = self.befs.set_index("bef").loc[bef]
        return float(row["lon"]), float(row["lat"]), row["label"]

    def commune(self, name: str) -> tuple[float, float, str, str]:
        """Longitude, latitude, name and BEF of a commune."""
        row = self.communes.set_index("name").loc[name]
        return float(row["lon"]), float(row["lat"]), name, row["bef"]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory) -> Path:
    """Folder with a small demonstration store."""
    home = tmp_path_factory.mktemp("demo")
    build_demo(home, progress=lambda *_: None, share=SHARE)
    return home


@pytest.fixture(scope="session")
def truth(demo_home) -> Truth:
    path = store.current_path(demo_home)
    opened, scope = store.Store(path), Scope.daet()
    years = reads.reader_of(opened, scope).years()
    year = years.loc[years["followed"] > 0, "year"].iloc[-1]
    found = Truth(
        opened, year, reads.lists.befs(opened, scope), reads.lists.communes(opened, scope)
    )
    dues = [found.due(bef) for bef in found.befs["bef"]]
    assert len(dues) == 13
    assert "0" not in dues, "the store is too small: a BEF has no period due"
    return found


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Serve:
    """Start a server that nobody has visited; it stops with the `with`."""

    @contextmanager
    def start(home: Path) -> Iterator[str]:
        log = tmp_path_factory.mktemp("server") / "output.txt"
        with driving.serving(home, log) as address:
            yield address

    return start


@pytest.fixture(scope="session")
def server(serve, demo_home) -> Iterator[str]:
    """Address of the server that most tests share."""
    with serve(demo_home) as address:
        yield address


@pytest.fixture
def fresh_server(serve, demo_home) -> Iterator[str]:
    """Address of a server that nobody has visited."""
    with serve(demo_home) as address:
        yield address


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[str], Browser]]:
    """Browser of a rendering, started once."""
    executable = driving.chromium_path()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    started: dict[str, Browser] = {}
    with sync_playwright() as playwright, ExitStack() as stack:

        def browser(rendering: str) -> Browser:
            if rendering not in started:
                started[rendering] = driving.launch(playwright, executable, rendering)
                stack.callback(started[rendering].close)
            return started[rendering]

        yield browser


@pytest.fixture(scope="session")
def visit(browsers) -> Visit:
    """Open a page: ``with visit(server, "/acces", "svg") as page``."""

    def open_page(address: str, path: str = "/", rendering: str = "webgl"):
        return driving.visited(browsers(rendering), address, path)

    return open_page
