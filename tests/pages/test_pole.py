from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.catalogue.asking import ask
from analytics.pole.spine import measured, spine
from data import reads
from data.scope import Role, Scope
from data.selection import Selection
from data.store import store
from figures.words.findings import answer, sentences
from pages.components import reading
from tests.pages.conftest import OpenPage, html

YEAR, BEF = "2025-2026", "BEF-03"
PRO = Selection(YEAR, "pro")
ASKED = {
    "taux_acces": ("taux_acces", ""),
    "sans_lieu": ("sans_lieu", ""),
    "non_renseigne": ("non_renseigne", ""),
    "tardifs": ("tardifs", ""),
    "famille": ("canal", "famille"),
    "autosuffisance": ("autosuffisance", ""),
    "evaluations": ("qualite", ""),
    "ruptures": ("ruptures", ""),
    "fidelite": ("fidelite", ""),
    "penetration": ("penetration", ""),
}


def opened(home: Path) -> store.Store:
    path = store.current_path(home)
    assert path is not None
    return store.Store(path)


def twin(app: AppTest, column: str) -> pd.DataFrame:
    return next(d.value for d in app.dataframe if column in d.value.columns)


@pytest.fixture(scope="session")
def lines(demo_home: Path) -> pd.DataFrame:
    return measured(opened(demo_home), Scope.daet(), PRO)


@pytest.mark.parametrize("line", ASKED)
def test_a_line_is_the_indicator_of_the_other_pages(
    demo_home: Path, lines: pd.DataFrame, line: str
) -> None:
    indicator, key = ASKED[line]
    found = ask(opened(demo_home), Scope.daet(), PRO, indicator, ("bef",), key).set_index("bef")
    own = lines[lines["line"] == line].set_index("bef").dropna(subset="value")
    assert len(own)
    pd.testing.assert_series_equal(own["value"], found.loc[own.index, "value"])
    whole = ask(opened(demo_home), Scope.daet(), PRO, indicator, (), key)["value"].iloc[0]
    assert own["academy"].iloc[0] == pytest.approx(whole)


def test_the_median_way_is_the_distance_of_the_other_pages(
    demo_home: Path, lines: pd.DataFrame
) -> None:
    found = ask(opened(demo_home), Scope.daet(), PRO, "distance", ("bef",)).set_index("bef")
    own = lines[lines["line"] == "distance"].set_index("bef")
    assert own["value"].tolist() == pytest.approx(found.loc[own.index, "value"].tolist())


def test_tutors_are_those_of_the_hosts_of_the_bef(demo_home: Path, lines: pd.DataFrame) -> None:
    table = reads.engagement.quality(opened(demo_home), Scope.daet(), YEAR, BEF)
    row = table.set_index("public").loc["*"]
    own = lines.set_index(["line", "bef"]).loc[("tuteurs", BEF)]
    assert own["value"] == pytest.approx(row["hosts_trained"] / row["hosts_told"])


def test_each_sentence_is_regenerated_from_the_table_and_equals_it(
    open_page: OpenPage, demo_home: Path
) -> None:
    for bef in (BEF, "BEF-09", "BEF-12"):
        app = open_page(demo_home, "pole", bef=bef)
        numbers = twin(app, "rule")
        shown = html(app)
        kinds = ["constat"] * 3 + ["question"] * 3
        rows = numbers.assign(kind=kinds[: len(numbers)])
        said = [*sentences(rows, "constat"), *sentences(rows, "question")]
        assert said == numbers["sentence"].tolist()
        for text in (answer(rows), *said):
            first, second, *_ = (*text.split("**"), "")
            assert first in shown
            assert second in shown


def test_a_finding_is_told_only_of_a_line_that_passed(
    open_page: OpenPage, demo_home: Path, lines: pd.DataFrame
) -> None:
    told = 0
    for bef in sorted(set(lines["bef"])):
        table = spine(lines, bef).set_index("line")
        numbers = twin(open_page(demo_home, "pole", bef=bef), "rule")
        for line in numbers.loc[numbers["rule"] == "gap", "line"]:
            assert table.loc[line, "verdict"] in ("favourable", "unfavourable", "distinct")
            told += 1
    assert told


def test_every_figure_has_its_table(open_page: OpenPage, demo_home: Path) -> None:
    always = ("indicateurs", "constats et questions", "périodes")
    for detail, figures, drawn in (
        ("etablissements", ("de J-21 à J+7",), 3),
        ("manque", ("familles",), 3),
        ("comparables", ("bassins comparables",), 3),
        ("diagnostic", ("diagnostic",), 3),
        ("fiabilite", ("fiabilité",), 2),
    ):
        app = open_page(demo_home, "pole", bef=BEF, detail=detail)
        assert len(app.get("plotly_chart")) == drawn
        titles = {e.label for e in app.expander}
        assert {f"Voir en tableau\u00a0: {figure}" for figure in (*always, *figures)} <= titles
    table = twin(app, "shown_text").set_index("name")
    assert len(table) == 13
    assert {f"text_BEF-{i + 1:02}" for i in range(13)} <= set(table.columns)
    assert (table[f"text_{BEF}"] == table["shown_text"])[table["absence"] == ""].all()


def test_schools_of_the_pole_say_what_they_have_sent(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "pole", bef=BEF)
    table = twin(app, "school_name")
    silent = table[table["unknown"] == table["due"]]
    assert (silent["status"] == "non renseigné").all()
    assert (silent["rate_text"] == "non renseigné").all()
    due = ask(opened(demo_home), Scope.daet(), PRO, "non_renseigne", ("bef",)).set_index("bef")
    assert table["due"].sum() == due.loc[BEF, "n"]
    assert f"{len(table)}\u00a0établissements" in html(app)


@pytest.mark.parametrize("level", ["tous", "college", "gt", "2PRO"])
def test_every_level_answers(open_page: OpenPage, demo_home: Path, level: str) -> None:
    app = open_page(demo_home, "pole", bef="BEF-01", niveau=level)
    assert app.title[0].value == "Comment va le pôle de Lunéville\u00a0?"
    assert len(twin(app, "rule"))


def test_nothing_of_it_is_diffused(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "pole", vue="diffusion")
    assert "rien n’en est diffusé" in app.info[0].value
    assert not app.get("plotly_chart")
    assert not app.dataframe


def test_a_reader_without_any_basin_is_told_so(
    open_page: OpenPage, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = reading.View(str(store.current_path(demo_home)), Scope(Role.ANIMATOR))
    monkeypatch.setattr(reading, "current_view", lambda today=False: nobody)
    app = open_page(demo_home, "pole")
    assert app.title[0].value == "Comment va le pôle\u00a0?"
    assert "Aucun bassin (BEF) n’est dans votre périmètre" in app.info[0].value
    assert not app.dataframe


def test_an_unknown_pole_gives_a_message(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "pole", bef="BEF-99")
    assert "BEF-99" in app.warning[0].value
    assert app.title[0].value.startswith("Comment va le pôle")


def test_real_files_are_compared_with_nothing_and_say_so(
    open_page: OpenPage, real_home: Path
) -> None:
    text = html(open_page(real_home, "pole"))
    assert "n’est pas comparé à l’académie" in text
    assert "au-dess" not in text


def test_the_reader_of_one_pole_is_not_its_own_academie(demo_home: Path) -> None:
    table = spine(measured(opened(demo_home), Scope.animator(BEF), PRO), BEF)
    assert table["academy"].isna().all()
    assert set(table["verdict"]) == {""}
    assert table.set_index("line").loc["taux_acces", "shown"] > 0
    assert [c for c in table.columns if c.startswith("BEF-")] == [BEF]
