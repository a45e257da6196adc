"""The switch of attribution on the overview: named in the titles, the same totals, explained."""

from pathlib import Path

import pytest

from tests.pages.conftest import OpenPage, figure, html

TWIN = -1  # the balance is the last table of the page


def test_by_residence_totals_stay_and_titles_say_it(open_page: OpenPage, demo_home: Path) -> None:
    school, home = (
        open_page(demo_home, attribution=code) for code in ("etablissement", "residence")
    )
    for name in ("Périodes dues", "Sans lieu à J0", "Taux d’accès à J0"):
        assert figure(home, name) == figure(school, name)
    assert "résidence (estimation, hypothèse)" in html(home)
    assert "hypothèse des mêmes chances" in html(home)
    assert html(home).count("estimation (hypothèse) · ") == 4
    assert "Pas de comparaison par résidence" in html(home)
    assert "résidence (estimation" not in html(school).partition("Pourquoi trois cartes")[0]
    one, two = (app.dataframe[0].value for app in (school, home))
    assert one["name"].tolist() == two["name"].tolist()
    assert not one["n"].equals(two["n"])


def test_by_host_dues_are_without_object_and_placements_are_told(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, attribution="accueil")
    assert set(app.dataframe[0].value["absence"]) == {"sans objet"}
    assert "n’a pas d’accueil" in html(app)
    assert figure(app, "Taux d’accès, sans lieu") == "sans objet"
    table = app.dataframe[TWIN].value.set_index("name")
    shown = figure(app, "Placements, par accueil").replace("\u00a0", "")
    assert int(shown) == table.loc["Ensemble", "placed_host"]
    hosted = open_page(demo_home, attribution="accueil", indicateur="penetration")
    assert (hosted.dataframe[0].value["absence"] == "").any()


@pytest.mark.parametrize("code", ["etablissement", "residence", "accueil"])
def test_three_maps_are_explained_with_their_balance(
    open_page: OpenPage, demo_home: Path, code: str
) -> None:
    app = open_page(demo_home, attribution=code, bef="BEF-03")
    assert "comptées de trois façons" in html(app)
    assert "<strong>Nancy</strong>" in html(app)
    table = app.dataframe[TWIN].value.set_index("name")
    assert len(table) >= 15
    total = table.loc["Ensemble"]
    assert total["due_home"] == pytest.approx(total["due_school"], abs=1e-9)
    assert total["placed_host"] == total["placed_school"]


def test_the_choice_is_in_the_address(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home)
    app.selectbox(key="select_attribution").select("residence").run()
    assert app.query_params["attribution"] == "residence"
    assert "résidence (estimation, hypothèse)" in html(app)


def test_to_others_only_the_schools_are_offered(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, vue="diffusion", attribution="residence")
    assert "«\u00a0residence\u00a0»" in app.warning[0].value or "« residence »" in (
        app.warning[0].value
    )
    assert app.selectbox(key="select_attribution").options == ["Établissement"]
    assert any("ne sont pas diffusés" in caption.value for caption in app.caption)
    assert "comptées de trois façons" not in html(app)


def test_real_dues_without_residence_or_placement_say_so(
    open_page: OpenPage, real_home: Path
) -> None:
    app = open_page(real_home, niveau="college", attribution="accueil")
    assert "Aucun placement transmis" in html(app)
    assert figure(app, "Placements, par accueil") == "non renseigné"
    home = open_page(real_home, niveau="college", attribution="residence")
    assert "Aucun fichier de résidences" in html(home)
