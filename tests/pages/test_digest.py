from pathlib import Path

import pytest

from tests.pages.conftest import OpenPage, html


def test_the_head_counts_what_is_examined_and_the_table_has_it_all(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "digest")
    table = app.dataframe[0].value
    examined = int((table["verdict"].isin(["Pas de changement détectable.", "Changement"])).sum())
    examined += int(table["verdict"].str.startswith("Écart non retenu").sum())
    assert examined > 50
    assert f"{examined}\u00a0indicateurs examinés" in html(app)
    assert len(table) == 13 * 8


def test_one_bef_has_its_series_and_its_verdict(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "digest", bef="BEF-03", serie="tardifs", pas="campagne")
    assert len(app.get("plotly_chart")) == 1
    assert len(app.dataframe[0].value) == 8
    assert len(app.dataframe[1].value) == 4
    words = " ".join(m.value for m in app.markdown)
    assert "changement" in words.lower()
    assert app.query_params["serie"] == "tardifs"


def test_terms_make_a_finer_series(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "digest", bef="BEF-03", pas="periode")
    assert len(app.dataframe[1].value) == 12


def test_an_earlier_campaign_has_too_few_before_it(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "digest", campagne="2022-2023", bef="BEF-03")
    assert "Aucun indicateur examiné" in html(app)
    assert "Trop peu de points" in " ".join(m.value for m in app.markdown)


@pytest.mark.parametrize("bef", ["tous", "BEF-06"])
def test_nothing_of_it_is_diffused(open_page: OpenPage, demo_home: Path, bef: str) -> None:
    app = open_page(demo_home, "digest", vue="diffusion", bef=bef)
    assert "réservée aux agents en charge" in app.info[0].value
    assert not app.dataframe
    assert not app.get("plotly_chart")


def test_real_files_have_nothing_to_examine_and_say_so(
    open_page: OpenPage, real_home: Path
) -> None:
    for bef in ("tous", "BEF-03"):
        app = open_page(real_home, "digest", bef=bef)
        assert "examiné" in html(app)
        assert "nan" not in html(app).lower().replace("nanc", "")
