"""What holds on every page."""

from pathlib import Path

import duckdb
import pytest

from analytics.catalogue import CATALOGUE
from data.store import store
from tests.pages.conftest import PAGES, OpenPage, html

ALL = sorted(PAGES)
READING = ["access", "companies", "equity", "overview"]


@pytest.mark.parametrize("page", ALL)
def test_a_page_asks_a_question_and_says_what_the_data_are(
    open_page: OpenPage, demo_home: Path, page: str
) -> None:
    app = open_page(demo_home, page)
    assert app.title[0].value.endswith("\u00a0?")
    assert "Données de démonstration" in html(app)
    assert "hypothèse, à confirmer par l’académie" in html(app)
    assert "DAET · toute l’académie" in html(app)


@pytest.mark.parametrize("page", READING)
def test_settings_follow_from_page_to_page_in_the_address(
    open_page: OpenPage, demo_home: Path, page: str
) -> None:
    choice = {"bef": "BEF-09", "campagne": "2024-2025", "niveau": "2PRO"}
    app = open_page(demo_home, page, through="overview", **choice)
    assert app.selectbox(key="select_bef").value == "BEF-09"
    assert app.query_params["bef"] == "BEF-09"
    assert app.query_params["campagne"] == "2024-2025"
    assert app.query_params["niveau"] == "2PRO"


def test_a_setting_changes_the_address(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home)
    app.selectbox(key="select_famille").select("commerce").run()
    assert app.query_params["famille"] == "commerce"


@pytest.mark.parametrize("name", ["bef", "campagne", "niveau", "famille", "indicateur", "carte"])
def test_an_unknown_value_is_named_and_replaced(
    open_page: OpenPage, demo_home: Path, name: str
) -> None:
    app = open_page(demo_home, **{name: "<b>zzz</b>"})
    assert "n’est pas une valeur connue" in app.warning[0].value
    assert app.query_params[name] != "<b>zzz</b>"


@pytest.mark.parametrize("page", READING)
@pytest.mark.parametrize("niveau", ["tous", "college", "gt", "CAP1"])
@pytest.mark.parametrize("famille", ["tous", "bois"])
def test_every_choice_has_a_page_even_an_empty_one(
    open_page: OpenPage, demo_home: Path, page: str, niveau: str, famille: str
) -> None:
    app = open_page(demo_home, page, niveau=niveau, famille=famille, bef="BEF-01")
    assert "nan" not in html(app).lower().replace("nanc", "")
    assert len(app.dataframe) >= 1


@pytest.mark.parametrize("page", READING)
def test_real_files_without_placements_say_so_never_zero_percent(
    open_page: OpenPage, real_home: Path, page: str
) -> None:
    app = open_page(real_home, page)
    text = html(app)
    assert "Données importées" in text
    assert "Données de démonstration" not in text
    assert "renseigné" in text
    rated = [table.value for table in app.dataframe if "rate" in table.value]
    assert all(table.filter(items=["rate", "share"]).isna().all(axis=None) for table in rated)


@pytest.mark.parametrize("page", READING)
def test_every_indicator_shown_has_its_sheet(
    open_page: OpenPage, demo_home: Path, page: str
) -> None:
    app = open_page(demo_home, page)
    offered = {o for b in app.selectbox if b.label == "Indicateur" for o in b.proto.options}
    assert offered <= {sheet.name for sheet in CATALOGUE.values()}
    shown = " ".join(m.value for m in app.markdown)
    assert "hypothèse" in shown


def test_a_page_run_without_the_frame_reads_nothing_without_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    from tests.conftest import ROOT

    monkeypatch.setenv("EQUISTAGE_HOME", str(tmp_path))
    app = AppTest.from_file(str(ROOT / PAGES["access"]), default_timeout=30).run()
    assert "Aucune version publiée" in app.error[0].value
    assert not app.dataframe


def test_a_missing_version_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    from tests.conftest import ROOT

    (tmp_path / store.POINTER).write_text("perdue.duckdb\n")
    monkeypatch.setenv("EQUISTAGE_HOME", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not app.exception
    assert "introuvable" in app.error[0].value


def _protected(home: Path) -> set[str]:
    path = store.current_path(home)
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(
            "SELECT DISTINCT name FROM company WHERE NOT may_be_named AND name IS NOT NULL"
            " AND name NOT IN (SELECT name FROM company WHERE may_be_named)"
        ).fetchall()
    return {row[0] for row in rows}


def test_no_protected_name_stands_in_any_table(open_page: OpenPage, demo_home: Path) -> None:
    protected = _protected(demo_home)
    assert len(protected) > 20  # the check can fail
    app = open_page(demo_home, "companies", niveau="tous", volet="portefeuille")
    shown: set[str] = set()
    for table in app.dataframe:
        for column in table.value.columns:
            shown |= set(table.value[column].astype(str))
    assert "nom protégé" in shown
    assert not shown & protected


@pytest.mark.parametrize("page", ALL)
@pytest.mark.parametrize("vue", ["interne", "diffusion"])
def test_without_any_follow_up_every_page_still_opens(
    open_page: OpenPage, real_home: Path, page: str, vue: str
) -> None:
    app = open_page(real_home, page, vue=vue)
    assert app.title[0].value.endswith("\u00a0?")
    if page == "overview":
        assert "non renseigné" in html(app)
