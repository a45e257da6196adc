from pathlib import Path

import duckdb

from data.store import store
from tests.pages.conftest import OpenPage, figure, html


def _counts(home: Path, where: str) -> tuple[int, int, int, int]:
    with duckdb.connect(str(store.current_path(home)), read_only=True) as con:
        row = con.execute(
            "SELECT sum(due)::INT, sum(signed)::INT, sum(without)::INT, sum(unknown)::INT "
            f"FROM period_state WHERE {where}"
        ).fetchone()
    assert row is not None
    return row


def _french(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def test_key_figures_are_the_store_s(open_page: OpenPage, demo_home: Path) -> None:
    due, signed, without, unknown = _counts(demo_home, "year = '2025-2026' AND track = 'pro'")
    app = open_page(demo_home)
    assert figure(app, "Périodes dues") == _french(due)
    assert figure(app, "Sans lieu à J0") == _french(without)
    rate = f"{100 * signed / (due - unknown):.1f}".replace(".", ",")
    assert figure(app, "Taux d’accès à J0") == f"{rate}\u00a0%"


def test_key_figures_follow_the_bef_and_the_year_before_stands_beside(
    open_page: OpenPage, demo_home: Path
) -> None:
    where = "year = '2025-2026' AND track = 'pro' AND bef = 'BEF-03'"
    app = open_page(demo_home, bef="BEF-03")
    assert figure(app, "Périodes dues") == _french(_counts(demo_home, where)[0])
    assert "par rapport à 2024-2025" in html(app)


def test_the_map_and_its_table_have_the_13_bef_with_n_and_interval(
    open_page: OpenPage, demo_home: Path
) -> None:
    table = open_page(demo_home).dataframe[0].value
    assert len(table) == 13
    known = table.dropna(subset=["share"])
    assert (known["low"] <= known["share"]).all()
    assert (known["share"] <= known["high"]).all()
    assert (table["n"] > 0).all()


def test_real_dues_are_shown_and_unknown(open_page: OpenPage, real_home: Path) -> None:
    app = open_page(real_home, niveau="college")
    assert figure(app, "Périodes dues") == "26\u00a0221"
    assert figure(app, "Taux d’accès à J0") == "non renseigné"
    assert figure(app, "Non renseigné") == "100,0\u00a0%"
