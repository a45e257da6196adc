"""The page of the method, and that every indicator on screen has its sheet."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from figures.words import french, sheets
from pages.components import cards, settings
from secrecy.thresholds import described
from tests.conftest import ROOT, some
from tests.pages.conftest import OpenPage, html
from tests.pages.test_overview import _counts


def _names(app: object) -> list[str]:
    return [e.label.replace(" (pas encore calculé)", "") for e in app.expander]  # type: ignore[attr-defined]


def test_all_sheets_stand_on_the_page_with_thresholds_and_codes(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "method")
    assert _names(app) == [sheet.name for sheet in CATALOGUE.values()]
    text = html(app)
    assert f"{len(CATALOGUE)}\u00a0fiches" in text
    for threshold in some(described()):
        assert threshold.name in text
    for code in some(Absence):
        assert f"<dt>{code.value}</dt>" in text


def test_a_deep_link_opens_one_sheet_with_the_numbers_of_the_store(
    open_page: OpenPage, demo_home: Path
) -> None:
    due, signed, _, unknown = _counts(demo_home, "year = '2025-2026' AND track = 'pro'")
    app = open_page(demo_home, "method", fiche="taux_acces")
    assert _names(app) == [CATALOGUE["taux_acces"].name]
    known = due - unknown
    worked = f"{french.number(signed)} ÷ {french.number(known)} = {french.percent(signed / known)}"
    assert worked in html(app)
    assert CATALOGUE["taux_acces"].limits in html(app)


def test_the_example_follows_the_campaign(open_page: OpenPage, demo_home: Path) -> None:
    _, signed, _, _ = _counts(demo_home, "year = '2023-2024' AND track = 'pro'")
    app = open_page(demo_home, "method", fiche="taux_acces", campagne="2023-2024")
    assert f"{french.number(signed)} ÷" in html(app)


@pytest.mark.parametrize(
    ("query", "name"),
    [("fidelite", "Fidélité"), ("FIDÉLITÉ", "Fidélité"), ("taux_acces", "Taux d’accès à J0")],
)
def test_a_search_ignores_case_and_accents_and_reads_the_id(
    open_page: OpenPage, demo_home: Path, query: str, name: str
) -> None:
    app = open_page(demo_home, "method", q=query)
    assert _names(app) == [name]
    assert app.query_params["q"] == query


def test_a_search_typed_on_the_page_is_in_the_address_and_an_empty_result_says_so(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "method")
    app.text_input(key="select_q").set_value("zzz").run()
    assert app.query_params["q"] == "zzz"
    assert not app.expander
    assert "Aucune fiche ne correspond" in html(app)
    app.text_input(key="select_q").set_value("").run()
    assert len(app.expander) == len(CATALOGUE)
    assert "q" not in app.query_params


def test_what_is_not_computed_says_so(open_page: OpenPage, demo_home: Path) -> None:
    assert "pas encore calculé" in html(open_page(demo_home, "method", fiche="tension"))


@pytest.mark.parametrize("sheet", list(CATALOGUE))
def test_every_sheet_has_an_example_without_a_hole(
    open_page: OpenPage, demo_home: Path, sheet: str
) -> None:
    text = html(open_page(demo_home, "method", fiche=sheet)).lower()
    assert "exemple" in text
    assert not re.search(r"\bnan\b", text)


def test_real_files_say_non_renseigne(open_page: OpenPage, real_home: Path) -> None:
    app = open_page(real_home, "method", fiche="distance")
    assert "non renseigné" in html(app).partition("Exemple")[2]


def test_a_page_that_asks_for_an_indicator_without_a_sheet_fails() -> None:
    with pytest.raises(KeyError):
        cards.limits("inconnu_au_catalogue")
    with pytest.raises(KeyError):
        settings.indicator(("taux_acces", "inconnu_au_catalogue"))


_CALLS = {"limits", "indicator", "asked", "ask", "measure", "zones_of"}


def asked_ids(source: str) -> set[str]:
    """Ids of indicators that a source writes: `CATALOGUE[...]`, and calls that take some."""
    return set(_written(ast.parse(source)))


def _written(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "CATALOGUE":
            yield from _texts(node.slice)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in _CALLS:
                for argument in node.args:
                    yield from _texts(argument)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "INDICATORS":
            yield from _texts(node.value)


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple):
        for item in node.elts:
            yield from _texts(item)


_GROUPINGS = {name for sheet in CATALOGUE.values() for name in sheet.groups}


@pytest.mark.parametrize("path", sorted((ROOT / "pages").rglob("*.py")), ids=lambda p: p.stem)
def test_every_indicator_written_in_a_page_has_its_sheet(path: Path) -> None:
    assert asked_ids(path.read_text(encoding="utf-8")) - _GROUPINGS <= set(CATALOGUE)


def test_the_check_sees_what_it_looks_for() -> None:
    source = "CATALOGUE['a']; cards.limits('b', *c); settings.indicator(('d', 'e'))"
    assert asked_ids(source) == {"a", "b", "d", "e"}
    overview = (ROOT / "pages/lecture/overview.py").read_text(encoding="utf-8")
    assert {"taux_acces", "entreprises_engagees"} <= asked_ids(overview)


def test_sheets_are_found_by_all_the_words() -> None:
    assert [s.id for s in sheets.found("prevus  JOURS")] == ["realisation"]
    assert len(sheets.found("")) == len(CATALOGUE)
