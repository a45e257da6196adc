"""Snapshots: named, read again exactly, compared with today, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.store import store, versions
from tests.data.conftest import import_corrected
from tests.pages.conftest import OpenPage, figure, html


@pytest.fixture
def home(own_home: Callable[..., Path]) -> Path:
    """A named version, then a later import that says otherwise."""
    found = own_home("corrected", import_corrected)
    versions.label(found, versions.versions(found)[1].name, "copil-2026-06")
    return found


def test_a_snapshot_reopens_the_figures_of_then_and_says_so(
    open_page: OpenPage, home: Path
) -> None:
    then = open_page(home, instantane="copil-2026-06", niveau="tous")
    now = open_page(home, niveau="tous")
    assert figure(then, "Sans lieu à J0") != figure(now, "Sans lieu à J0")
    assert "chiffres figés" in then.info[0].value
    assert not any("chiffres figés" in box.value for box in now.info)
    back = next(b for b in then.button if b.label == "Revenir à la version en cours")
    back.click().run()
    assert figure(then, "Sans lieu à J0") == figure(now, "Sans lieu à J0")


def test_an_unknown_snapshot_is_named_and_today_is_shown(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, instantane="copil-1999")
    assert "« copil-1999 » n’est pas une valeur connue" in app.warning[0].value
    assert app.query_params["instantane"] == "_"


def test_differences_are_told_as_corrections(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, "snapshots", niveau="tous")
    assert "rectification" in html(app)
    table = app.dataframe[0].value.set_index("name")
    assert table.loc["Taux d’accès à J0", "rectification_text"].startswith("−")
    assert app.dataframe[1].value["label"].notna().all()


def test_the_version_in_force_gets_a_name_once_and_loses_it(
    open_page: OpenPage, home: Path
) -> None:
    app = open_page(home, "snapshots")
    app.text_input[0].input("Copil juin")
    give = next(b.key for b in app.button if b.label == "Nommer")
    app.button(key=give).click().run()
    assert "refusé" in app.error[0].value
    app.text_input[0].input("copil-2026-11")
    app.button(key=give).click().run()
    assert not app.error
    assert versions.labelled(home)["copil-2026-11"] == store.current_path(home)
    app.selectbox(key="name_to_take_back").select("copil-2026-11").run()
    next(b for b in app.button if b.label == "Retirer").click().run()
    assert set(versions.labelled(home)) == {"copil-2026-06"}


def test_without_any_name_the_page_says_what_to_do(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "snapshots")
    assert "Aucune version n’a encore de nom" in html(app)


def test_to_others_no_difference_is_told_and_no_name_is_given(
    open_page: OpenPage, home: Path
) -> None:
    app = open_page(home, "snapshots", vue="diffusion", niveau="tous")
    assert "rien n’en est diffusé" in app.info[0].value
    assert not app.text_input
    assert not app.dataframe


def test_the_digest_may_be_read_beside_a_snapshot(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, "digest", niveau="tous", depuis="copil-2026-06")
    assert app.selectbox(key="select_depuis").value == "copil-2026-06"
    assert app.selectbox(key="select_depuis").options == ["aucun instantané", "copil-2026-06"]
    assert "examiné" in html(app)
