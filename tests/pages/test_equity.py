from pathlib import Path

import duckdb
import pytest

from data.store import store
from tests.pages.conftest import OpenPage, html

COLLEGE = {"niveau": "college", "public": "ep"}


def _rates(home: Path, track: str, part: str) -> dict[str, float]:
    with duckdb.connect(str(store.current_path(home)), read_only=True) as con:
        rows = con.execute(
            f"""SELECT public, sum("{part}") / sum(due - "unknown") FROM period_state
                WHERE year = '2025-2026' AND track = ? GROUP BY ALL""",
            [track],
        ).fetchall()
    return dict(rows)


@pytest.mark.parametrize(("measure", "part"), [("taux_acces", "signed"), ("sans_lieu", "without")])
def test_rates_are_the_store_s_with_n_and_interval(
    open_page: OpenPage, demo_home: Path, measure: str, part: str
) -> None:
    table = open_page(demo_home, "equity", mesure=measure).dataframe[0].value
    expected = _rates(demo_home, "pro", part)
    assert table["rate"].tolist() == pytest.approx([expected[f"ips-{q}"] for q in range(1, 5)])
    assert (table["n"] > 0).all()
    held = table.dropna(subset=["gap_points", "gap_low_points"])
    assert (held["gap_low_points"] <= held["gap_points"]).all()
    assert (held["gap_points"] <= held["gap_high_points"]).all()


def test_the_answer_counts_pupils_out_of_100(open_page: OpenPage, demo_home: Path) -> None:
    text = html(open_page(demo_home, "equity", **COLLEGE))
    assert "formations et niveaux égaux" in text
    assert "REP+" in text


def test_what_no_file_tells_is_said_on_both_levels(open_page: OpenPage, demo_home: Path) -> None:
    for view in ("interne", "diffusion"):
        app = open_page(demo_home, "equity", vue=view)
        assert any("QPV" in text.value and "non mesuré" in text.value for text in app.caption)


def test_rural_says_what_it_is(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "equity", public="ruralite", niveau="tous")
    assert any("25\u00a0000 habitants" in text.value for text in app.caption)
    assert app.dataframe[0].value["name"].tolist() == ["Communes rurales", "Communes urbaines"]


def test_priority_education_is_of_colleges(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "equity", public="ep")
    assert "ne classe que les collèges" in html(app)
    assert set(app.dataframe[-1].value["public"]) == {"Tous"}


def test_inside_every_figure_is_there_and_outside_the_crude_gaps_only(
    open_page: OpenPage, demo_home: Path
) -> None:
    assert len(open_page(demo_home, "equity").get("plotly_chart")) == 5
    app = open_page(demo_home, "equity", vue="diffusion", **COLLEGE)
    assert len(app.get("plotly_chart")) == 1
    assert "Ce qui n’est pas diffusé" in html(app)
    assert "Toutes formations ensemble" in html(app)
    assert "covered" not in app.dataframe[0].value


@pytest.mark.parametrize(
    "choice",
    [
        {"public": "ruralite"},
        {"bef": "BEF-03"},
        {"famille": "commerce"},
        {"niveau": "2PRO"},
        {"niveau": "college", "public": "ips"},
    ],
)
def test_what_is_not_diffused_says_what_to_choose(
    open_page: OpenPage, demo_home: Path, choice: dict[str, str]
) -> None:
    app = open_page(demo_home, "equity", vue="diffusion", **choice)
    assert "diffusé" in app.info[0].value
    assert not app.get("plotly_chart")


def test_real_files_have_no_gap_and_say_so(open_page: OpenPage, real_home: Path) -> None:
    for choice in ({}, COLLEGE, {"public": "ruralite"}, {"vue": "diffusion"}):
        app = open_page(real_home, "equity", **choice)
        assert "ne sont pas renseignés" in html(app)
        assert not app.get("plotly_chart")
