"""Stores and the app for tests of pages."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages.components import collecting
from tests.conftest import ROOT

PAGES = {
    "overview": "pages/lecture/overview.py",
    "access": "pages/lecture/access.py",
    "equity": "pages/lecture/equity.py",
    "companies": "pages/lecture/companies.py",
    "journal": "pages/pilotage/journal.py",
    "digest": "pages/pilotage/digest.py",
    "pole": "pages/pilotage/pole.py",
    "method": "pages/lecture/method.py",
    "snapshots": "pages/pilotage/snapshots.py",
    "exports": "pages/pilotage/exports.py",
    "data": "pages/administration/data.py",
    "pairs": "pages/administration/pairs.py",
}
ADDRESSES = {
    "overview": "",
    "access": "acces",
    "equity": "equite",
    "companies": "entreprises",
    "journal": "journal",
    "digest": "changements",
    "pole": "pole",
    "method": "methode",
    "snapshots": "instantanes",
    "exports": "exports",
    "data": "donnees",
    "pairs": "rapprochements",
}
LAZY = (
    "acces-communes",
    "attributions",
    *(f"bassins-{name}" for name in ("taux_acces", "sans_lieu", "non_renseigne", "penetration")),
    "entonnoir",
    *("secteurs", "communes", "sections", "angles", "quotients"),
    "distances-familles",
    "manque-bassin-famille",
    "manque-etablissements",
    "pole",
    "pole-campagnes",
    "pole-constats",
    "pole-entonnoir",
    "pole-fiabilite",
    "pole-manque",
)
# Streamlit reads the metadata of all installed packages for each page opened: once is enough.
_components = cache(manifest_scanner.scan_component_manifests)
OpenPage = Callable[..., AppTest]


def opener(patch: pytest.MonkeyPatch) -> OpenPage:
    """What opens a page of the app on a store, by its address and its parameters.

    `through` names a page that is visited first: what it leaves in the address and the session
    then counts too.
    """

    def opened(
        home: Path, page: str = "overview", *, through: str | None = None, **parameters: str
    ) -> AppTest:
        patch.setenv("EQUISTAGE_HOME", str(home))
        patch.setattr(manifest_scanner, "scan_component_manifests", _components)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for key, value in parameters.items():
            app.query_params[key] = value
        for table in LAZY:  # tables that are made when opened are opened
            app.session_state[f"twin_{table}"] = True
        if address := ADDRESSES[through or page]:
            app._page_hash = calc_hash(address)  # `switch_page` would want a run before
        app.run()
        if through:
            app.switch_page(PAGES[page]).run()
        assert app.session_state[collecting.PAGE] == ADDRESSES[page]
        assert not app.exception, [e.value for e in app.exception]
        return app

    return opened


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Open a page, for one test."""
    return opener(monkeypatch)


def html(app: AppTest) -> str:
    """All that the page draws with its own HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def figure(app: AppTest, name: str) -> str:
    """Value of a key figure, by its label."""
    _, _, after = html(app).partition(f"<dt>{name}</dt>")
    return after.partition('<dd class="value">')[2].partition("</dd>")[0]
