"""In the middle of a campaign: no page counts what is not due yet, each says the day it is of."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.scope import Scope
from data.store import store
from demo.making_demo import build_demo
from figures.words import french
from slides.content import outline
from slides.material import Material
from tests.conftest import some
from tests.data.published import version_of
from tests.pages.conftest import PAGES, OpenPage, figure, html

DAY, RUNNING = "10/02/2027", "2026-2027"
DIFFUSED = ["overview", "access", "equity", "companies", "exports"]


@pytest.fixture(scope="module")
def home(built_once: Callable[..., Path]) -> Path:
    """The demonstration in February of its last campaign."""

    def build(home: Path) -> None:
        build_demo(home, lambda *_: None, share=0.05, today=date(2027, 2, 10))

    return built_once("under_way", build)


def counted(home: Path, sql: str, *values: str) -> int:
    """A number read in the version without any scope or condition."""
    with duckdb.connect(str(version_of(home)), read_only=True) as con:
        return con.execute(sql, list(values)).fetchall()[0][0]


def due(home: Path, where: str = "true") -> int:
    """Periods of the running campaign that have begun on the day."""
    return counted(
        home,
        f"""SELECT sum(due)::INT FROM period_state
            WHERE year = ? AND starts <= DATE '2027-02-10' AND {where}""",
        RUNNING,
    )


def test_the_demonstration_holds_periods_on_both_sides_of_the_day(home: Path) -> None:
    every = "SELECT sum(due)::INT FROM period_state WHERE year = ?"
    assert 0 < due(home) < counted(home, every, RUNNING)
    assert counted(home, f"{every} AND NOT begun AND without_j7 > 0", RUNNING) is None
    last = "SELECT max(greatest(agreed_on, signed_on)) FROM placement"
    assert str(counted(home, last)) <= "2027-02-10"


@pytest.mark.parametrize("vue", ["interne", "diffusion"])
@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_says_the_day_and_what_is_not_over(
    open_page: OpenPage, home: Path, page: str, vue: str
) -> None:
    app = open_page(home, page, vue=vue)
    assert f"Chiffres au {DAY}." in html(app)
    assert f"Campagne {RUNNING} en cours" in html(app)
    sources = [c.value for c in app.caption if c.value.startswith("Source")]
    assert all(f"situation au {DAY}" in source for source in sources)
    if page in DIFFUSED[:4]:
        assert sources
        assert app.selectbox(key="select_campagne").value == RUNNING


@pytest.mark.parametrize("vue", ["interne", "diffusion"])
def test_what_is_due_is_what_has_begun(open_page: OpenPage, home: Path, vue: str) -> None:
    app = open_page(home, niveau="tous", vue=vue)
    assert figure(app, "Périodes dues") == french.number(due(home))
    if vue == "interne":
        assert f"par rapport à {2025}-2026 à la même date" in html(app)


@pytest.mark.parametrize("table", ["hosting", "host_place"])
def test_no_placement_of_a_period_to_come_is_read(home: Path, table: str) -> None:
    keys = "uai, year, level, period, coalesce(family, '') AS family"
    begun = f"SELECT {keys} FROM period_state WHERE begun"
    assert counted(home, f"SELECT count(*) FROM {table} WHERE year = ?", RUNNING) > 0
    outside = f"SELECT count(*) FROM (SELECT {keys} FROM {table} EXCEPT {begun})"
    assert counted(home, outside) == 0


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_row_of_a_page_is_due_more_than_what_has_begun(
    open_page: OpenPage, home: Path, page: str
) -> None:
    app = open_page(home, page, niveau="tous")
    names = ("due", "Périodes dues")
    most = [t.value[name].max() for t in app.dataframe for name in names if name in t.value]
    assert [number for number in most if number > due(home)] == []


def test_who_is_not_there_yet_is_not_lost(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, "companies", volet="portefeuille", niveau="tous")
    text = html(app)
    assert "<strong>Campagne en cours</strong>" in text
    assert "n’ont pas été revus" not in text
    assert figure(app, "Perdues de vue") == figure(app, "Nouvelles") == "non mesuré"


@pytest.mark.parametrize("scope", [Scope.daet(), Scope.outside()], ids=["interne", "diffusion"])
def test_the_deck_speaks_of_the_day_and_of_what_has_begun(home: Path, scope: Scope) -> None:
    opened = store.Store(version_of(home))
    made = outline(opened, scope)
    assert made.year == RUNNING
    for slide in some(made.slides):
        assert f"situation au {DAY}" in slide.source
    aims = next(slide for slide in made.slides if slide.key == "cadre")
    assert french.number(due(home, "track = 'pro'")) in aims.title
    assert Material(opened, scope, RUNNING).running
    opened.close()
