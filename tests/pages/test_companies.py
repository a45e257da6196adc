import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.catalogue.asking import ask
from data.scope import Scope
from data.selection import Selection
from data.store import store
from data.store.store import Store
from pages.components import reading
from tests.pages.conftest import OpenPage, figure, html
from tests.pages.test_diffusion import drawn

SECTIONS = ["tissu", "portefeuille", "dependance", "qualite", "sollicitation"]


@pytest.fixture(scope="module")
def counted_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same store without its placements: what was counted of them is left."""
    home = tmp_path_factory.mktemp("counted")
    shutil.copytree(demo_home, home, dirs_exist_ok=True)
    path = store.current_path(home)
    assert path is not None
    with duckdb.connect(str(path)) as con:
        for name in ("placement", "hosting", "host_place", "kept.stages"):
            con.execute(f"DELETE FROM {name}")
    return home


def number(text: str) -> int:
    return int(text.replace("\u00a0", "").replace("\u2212", "-").replace("+", ""))


def tables(app) -> dict[str, pd.DataFrame]:
    """Tables of a page by their first column."""
    return {d.value.columns[0]: d.value for d in app.dataframe}


def test_statuses_and_the_waterfall_tell_the_same_hosts(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "companies", volet="portefeuille")
    count = {n: number(figure(app, n)) for n in ("Nouvelles", "Fidèles", "Actives", "À réactiver")}
    steps = tables(app)["label"].set_index("label")["amount"]
    assert steps.iloc[0] + steps.iloc[1:4].sum() == steps.iloc[4]
    assert count["Nouvelles"] + count["Fidèles"] + count["Actives"] == steps.iloc[4]
    assert count["À réactiver"] == -steps["Non revues"]
    assert count["Nouvelles"] == steps["Nouvelles"]


def test_the_first_year_has_no_portfolio(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "companies", campagne="2022-2023", volet="portefeuille")
    assert figure(app, "Nouvelles") == "non mesuré"
    assert "Première campagne connue" in html(app)


def test_sections_and_sectors_count_the_same_hosts(open_page: OpenPage, demo_home: Path) -> None:
    sectors, sections, *_ = (d.value for d in open_page(demo_home, "companies").dataframe)
    assert sectors["count"].sum() <= sections["hosts"].sum()
    assert sectors["n"].sum() > 0


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"niveau": "2PRO"},
        {"niveau": "tous", "famille": "commerce"},
        {"niveau": "1PRO", "famille": "commerce", "bef": "BEF-06"},
        {"niveau": "gt", "indicateur": "tissu", "courbes": "bef"},
    ],
)
def test_no_figure_is_made_from_the_placements(
    open_page: OpenPage,
    demo_home: Path,
    counted_home: Path,
    section: str,
    choice: dict[str, str],
) -> None:
    """Emptied of the tables that grow with each placement, the store gives the same page."""
    page, again = (
        open_page(home, "companies", volet=section, **choice) for home in (demo_home, counted_home)
    )
    assert drawn(again) == drawn(page)


def test_the_fabric_is_known_even_without_any_placement(
    open_page: OpenPage, real_home: Path
) -> None:
    app = open_page(real_home, "companies", indicateur="tissu")
    assert "L’accueil n’est pas renseigné" in html(app)
    sectors = app.dataframe[0].value
    assert sectors["n"].sum() == 62_364
    assert sectors["share"].isna().all()


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("choice", [{}, {"bef": "BEF-01"}, {"niveau": "2PRO"}])
def test_every_section_answers_with_a_sentence_and_a_table(
    open_page: OpenPage, demo_home: Path, section: str, choice: dict[str, str]
) -> None:
    app = open_page(demo_home, "companies", volet=section, **choice)
    assert app.query_params["volet"] == section
    assert '<p class="answer">' in html(app)
    assert "nan" not in html(app).lower().replace("nanc", "")
    assert len(app.dataframe) >= 2
    if section != "tissu":
        assert any("ne dit pas" in e.label for e in app.expander)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_says_that_nothing_is_known(
    open_page: OpenPage, real_home: Path, section: str
) -> None:
    app = open_page(real_home, "companies", volet=section)
    text = html(app)
    assert "renseigné" in text or "Première campagne connue" in text


@pytest.mark.parametrize("curves", ["section", "size", "bef"])
def test_curves_by_what_hosts_are_leave_out_those_that_were_there_before(
    open_page: OpenPage, demo_home: Path, curves: str
) -> None:
    app = open_page(demo_home, "companies", volet="portefeuille", courbes=curves)
    table = next(d.value for d in app.dataframe if "survival" in d.value)
    assert 1 <= table["name"].nunique() <= 6
    assert table["time"].max() <= 2


@pytest.mark.parametrize("section", ["dependance", "qualite", "sollicitation"])
def test_what_is_not_diffused_says_so(open_page: OpenPage, demo_home: Path, section: str) -> None:
    app = open_page(demo_home, "companies", volet=section, vue="diffusion")
    assert "n’est pas diffusé" in app.info[0].value
    assert len(app.dataframe) == 0
    assert len(app.get("plotly_chart")) == 0


def test_an_unknown_section_is_named_and_replaced(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "companies", volet="zzz")
    assert "n’est pas une valeur connue" in app.warning[0].value
    assert app.query_params["volet"] == "tissu"


def test_the_hosts_to_coordinate_are_for_the_animator_of_the_pole(
    open_page: OpenPage, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data.scope import Scope

    app = open_page(demo_home, "companies", volet="sollicitation", bef="BEF-06")
    assert "réservée à l’animateur" in html(app)
    assert not any("company_name" in d.value for d in app.dataframe)
    whole = reading.current_view()
    assert whole is not None
    own = reading.View(whole.path, Scope.animator("BEF-06"))
    monkeypatch.setattr(reading, "current_view", lambda today=False: own)
    app = open_page(demo_home, "companies", volet="sollicitation")
    listed = next(d.value for d in app.dataframe if "company_name" in d.value)
    assert 0 < len(listed) <= 30
    assert (listed["schools"] >= 3).all()


def test_the_engagement_shown_for_a_family_is_that_of_the_employers_of_its_trade(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "companies", niveau="pro", famille="auto", indicateur="penetration")
    shown = app.dataframe[0].value.dropna(subset="n")
    path = store.current_path(demo_home)
    assert path is not None
    with closing(Store(path)) as opened:
        garages = Selection("2025-2026", "pro", family="auto")
        asked = ask(opened, Scope.daet(), garages, "penetration", ("sector",))
    assert shown["n"].sum() == asked["establishments"].sum()
    assert shown["count"].sum() == asked["hosts"].sum() > 0
    assert "des employeurs des activités attendues accueillent" in html(app)
    assert "employeurs privés par division de la NAF (Urssaf)" in html(app)
