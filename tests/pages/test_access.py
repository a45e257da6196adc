from pathlib import Path

import pytest

from tests.pages.conftest import OpenPage, html


def test_potential_access_is_computed_on_the_real_communes(
    open_page: OpenPage, real_home: Path
) -> None:
    app = open_page(real_home, "access")
    communes = app.dataframe[-1].value
    assert len(communes) == 2321
    assert (communes["access"] >= 0).all()
    assert communes["access"].gt(0).mean() > 0.9
    assert "places potentielles pour" in html(app)


@pytest.mark.parametrize("radius", ["10", "20", "30"])
def test_shared_places_add_up_to_the_places_reached(
    open_page: OpenPage, real_home: Path, radius: str
) -> None:
    communes = open_page(real_home, "access", rayon=radius, niveau="tous").dataframe[-1].value
    shared = (communes["access"] * communes["pupils"]).sum() / 100
    assert shared <= communes["places"].sum() * (1 + 1e-9)
    assert shared > 0.85 * communes["places"].sum()  # nearly every employer is within reach


def test_a_lower_target_leaves_fewer_places_to_find(open_page: OpenPage, demo_home: Path) -> None:
    full = open_page(demo_home, "access").dataframe[0].value["to_place"].sum()
    lower = open_page(demo_home, "access", objectif="90").dataframe[0].value["to_place"].sum()
    assert 0 <= lower < full


def test_a_family_narrows_schools_and_lacks(open_page: OpenPage, demo_home: Path) -> None:
    table = open_page(demo_home, "access", famille="commerce").dataframe[0].value
    assert set(table["family_name"]) == {"Commerce – vente"}
