"""Sections of the page of a pôle: comparable BEF, and which problem it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import html

OpenSections = Callable[..., AppTest]


def _sections() -> None:
    import streamlit as st

    from data.selection import Selection
    from pages.components import reading
    from pages.components.pole import diagnosis, peers
    from pages.components.pole.facts import Pole
    from pages.components.url_state import read_address

    read_address((reading.LEVEL,))
    view = reading.view_of_page()
    year, bef = st.query_params["campagne"], st.query_params["bef"]
    pole = Pole(view, Selection(year, "pro", st.query_params.get("niveau")), bef)
    peers.show(pole)
    diagnosis.show(pole)


@pytest.fixture
def open_sections(monkeypatch: pytest.MonkeyPatch) -> OpenSections:
    def opened(home: Path, **parameters: str) -> AppTest:
        monkeypatch.setenv("EQUISTAGE_HOME", str(home))
        app = AppTest.from_function(_sections, default_timeout=60)
        for key, value in ({"campagne": "2025-2026", "bef": "BEF-03"} | parameters).items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, [e.value for e in app.exception]
        return app

    return opened


def test_each_figure_has_its_table(open_sections: OpenSections, demo_home: Path) -> None:
    app = open_sections(demo_home)
    assert len(app.get("plotly_chart")) == len(app.dataframe) == 2
    near, families = (frame.value for frame in app.dataframe)
    parts = near[["density", "ips", "vocational", "employers", "naf"]].sum(axis=1)
    assert parts.tolist() == pytest.approx((near["distance"] ** 2).tolist())
    assert len(near) == 4
    assert "part rurale" in app.caption[0].value
    assert families["due"].gt(0).all()
    assert len(families) == families["name"].nunique()
    text = html(app)
    assert "Bassins comparables, du plus proche" in text
    assert "À qui demander" in text


def test_nothing_of_it_is_diffused(open_sections: OpenSections, demo_home: Path) -> None:
    app = open_sections(demo_home, vue="diffusion")
    assert html(app).count("rien n’en est diffusé") == 2
    assert not app.get("plotly_chart")
    assert not app.dataframe


def test_a_first_campaign_measures_no_place_and_no_shortage(
    open_sections: OpenSections, demo_home: Path
) -> None:
    app = open_sections(demo_home, campagne="2022-2023")
    assert "Non mesuré" in html(app)
    assert set(app.dataframe[1].value["problem_name"]) == {"Non mesuré"}
    assert len(app.get("plotly_chart")) == 1


def test_real_files_have_peers_and_nothing_else(
    open_sections: OpenSections, real_home: Path
) -> None:
    app = open_sections(real_home, campagne="2023-2024")
    assert "<strong>non renseigné</strong> pour ces bassins" in html(app)
    assert "aucune période due n’est connue par famille" in html(app)
    assert len(app.dataframe) == 1
    assert app.dataframe[0].value["rural"].notna().all()


def test_a_level_changes_the_seekers_only(open_sections: OpenSections, demo_home: Path) -> None:
    whole, level = (
        open_sections(demo_home, **choice).dataframe[1].value.set_index("name")
        for choice in ({}, {"niveau": "2PRO"})
    )
    assert (level["due"] < whole.loc[level.index, "due"]).any()
    assert level["hosts"].equals(whole.loc[level.index, "hosts"])
