"""Who may read the name of a company: each role, each page, each section, each export."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.delta_generator import DeltaGenerator

from data.scope import Scope
from data.store import store
from pages.components import reading
from tests.pages.conftest import OpenPage
from tests.pages.test_companies import SECTIONS
from tests.pages.test_diffusion import drawn

OWN = "BEF-06"
ROLES = {
    "daet": Scope.daet(),
    "animateur": Scope.animator(OWN),
    "diffusion": Scope.outside(),
    "personne": Scope(Scope.daet().role),
}
VIEWS = [
    *(("companies", {"volet": section}) for section in SECTIONS),
    *(("companies", {"volet": section, "bef": OWN}) for section in ("portefeuille", "tissu")),
    ("overview", {}),
    ("access", {}),
    ("method", {}),
    ("data", {}),
    ("pairs", {}),
]


def names(home: Path, condition: str) -> set[str]:
    """Names that only hosts of a condition bear."""
    path = store.current_path(home)
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(
            f"""WITH told AS (SELECT k.name, ({condition}) AS asked
                              FROM company k LEFT JOIN host h USING (company)
                              WHERE k.name IS NOT NULL)
                SELECT name FROM told GROUP BY name HAVING bool_and(asked)"""
        ).fetchall()
    return {row[0] for row in rows}


def sirets(home: Path) -> set[str]:
    path = store.current_path(home)
    with duckdb.connect(str(path), read_only=True) as con:
        return {row[0] for row in con.execute("SELECT company FROM company").fetchall()}


@pytest.fixture
def everything(open_page: OpenPage, demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """All that a role gets from every page: words, tables, figures, addresses, exports."""
    exports: list[str] = []
    plain = DeltaGenerator.download_button

    def recorded(self: DeltaGenerator, label: str, data, *args: object, **options: object):
        content = data() if callable(data) else data
        exports.append(content.decode("utf-8", "replace"))
        return plain(self, label, b"", *args, **options)

    monkeypatch.setattr(DeltaGenerator, "download_button", recorded)

    def gather(scope: Scope) -> str:
        path = store.current_path(demo_home)
        monkeypatch.setattr(
            reading, "current_view", lambda today=False: reading.View(str(path), scope)
        )
        parts: list[str] = []
        for page, choice in VIEWS:
            app = open_page(demo_home, page, niveau="tous", **choice)
            parts += [*drawn(app), str(app.query_params)]
        return "\n".join([*parts, *exports])

    yield gather


def found(text: str, forbidden: set[str]) -> set[str]:
    return {name for name in forbidden if name in text}


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reads_a_name_that_it_may_not(everything, demo_home: Path, role: str) -> None:
    protected = names(demo_home, "NOT k.may_be_named")
    elsewhere = names(demo_home, f"h.bef IS DISTINCT FROM '{OWN}' OR NOT k.may_be_named")
    every = names(demo_home, "true")
    assert len(protected) > 20
    assert len(every) > len(elsewhere) > len(protected)
    forbidden = {"daet": protected, "animateur": elsewhere}.get(role, every)
    text = everything(ROLES[role])
    assert found(text, forbidden) == set()
    written = set(re.findall(r"(?<![\d.,])\d{14}(?!\d)", text))
    assert written & sirets(demo_home) == set()
    allowed = found(text, every - forbidden)
    assert bool(allowed) == (role in ("daet", "animateur"))  # the check can fail
