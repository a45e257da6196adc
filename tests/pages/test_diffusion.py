"""What others see: the switch, and the proof that pages read nothing but what is diffused."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage, html

LECTURE = ["overview", "access", "equity", "companies", "method"]
OTHERS = {"vue": "diffusion"}


def choices() -> Iterator[dict[str, str]]:
    levels = ("pro", "tous", "2PRO")
    for level, family, bef in product(levels, ("tous", "commerce"), ("tous", "BEF-06")):
        yield {"campagne": "2025-2026", "niveau": level, "famille": family, "bef": bef}


def drawn(app: AppTest) -> list[str]:
    """Everything that a page sends to the browser: words, tables, figures."""
    parts = [html(app)]
    parts += [f"{kind.value}" for kind in (*app.warning, *app.info, *app.error, *app.title)]
    parts += [f.value.to_csv() for f in app.dataframe]
    parts += [str(chart.proto.spec) for chart in app.get("plotly_chart")]
    parts += [str(text.value) for text in (*app.markdown, *app.caption)]
    return parts


@pytest.mark.parametrize("page", LECTURE)
def test_pages_are_made_of_what_is_diffused_and_nothing_else(
    open_page: OpenPage, demo_home: Path, hollow_home: Path, page: str
) -> None:
    """Emptied of every other table, the store gives the same pages under every filter."""
    seen = 0
    for choice in choices():
        full = drawn(open_page(demo_home, page, **OTHERS, **choice))
        assert drawn(open_page(hollow_home, page, **OTHERS, **choice)) == full, choice
        seen += sum(len(part) for part in full)
    assert seen > 10_000


@pytest.mark.parametrize("indicator", ["taux_acces", "sans_lieu", "non_renseigne"])
@pytest.mark.parametrize("colours", ["ecart", "brut"])
def test_each_indicator_is_read_from_what_is_diffused(
    open_page: OpenPage, demo_home: Path, hollow_home: Path, indicator: str, colours: str
) -> None:
    choice = {"indicateur": indicator, "echelle": colours, **OTHERS}
    full = drawn(open_page(demo_home, "overview", **choice))
    assert drawn(open_page(hollow_home, "overview", **choice)) == full


def test_the_proof_sees_a_page_that_reads_more(
    open_page: OpenPage, demo_home: Path, hollow_home: Path
) -> None:
    """Inside, the same emptied store does not give the same page."""
    assert drawn(open_page(hollow_home, "overview", vue="interne")) != drawn(
        open_page(demo_home, "overview", vue="interne")
    )


@pytest.mark.parametrize("page", ["data", "pairs"])
def test_the_pages_of_the_agents_in_charge_are_closed_to_others(
    open_page: OpenPage, demo_home: Path, page: str
) -> None:
    app = open_page(demo_home, page, **OTHERS)
    assert "réservée aux agents en charge" in app.info[0].value
    assert len(app.dataframe) == 0


def test_a_crossing_that_is_not_diffused_says_what_to_choose(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "overview", niveau="2PRO", famille="commerce", **OTHERS)
    assert "n’est pas diffusé" in app.info[0].value
    assert len(app.get("plotly_chart")) == 0


def test_the_view_is_in_the_address_and_follows_from_page_to_page(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "companies", through="overview", **OTHERS)
    assert app.query_params["vue"] == "diffusion"
    assert "Comités et partenaires" in html(app)
    app.selectbox(key="select_vue").select("interne").run()
    assert "DAET" in html(app)


def test_secret_cells_are_named_and_never_shown(open_page: OpenPage, demo_home: Path) -> None:
    """A tenth of the pupils: most crossings are secret, and say so."""
    app = open_page(demo_home, "access", **OTHERS)
    table = app.dataframe[0].value
    hidden = table[table["absence"] == "secret"]
    assert len(hidden) > 10
    assert hidden[["rate", "low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("section", ["portefeuille", "dependance", "qualite", "sollicitation"])
@pytest.mark.parametrize("bef", ["tous", "BEF-06"])
def test_each_section_of_companies_is_read_from_what_is_diffused(
    open_page: OpenPage, demo_home: Path, hollow_home: Path, section: str, bef: str
) -> None:
    choice = {"volet": section, "bef": bef, **OTHERS}
    full = drawn(open_page(demo_home, "companies", **choice))
    assert drawn(open_page(hollow_home, "companies", **choice)) == full
