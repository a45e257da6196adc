"""A number on a slide is the number on screen, for the same scope and filters."""

from pathlib import Path

import pytest

from tests.pages.conftest import OpenPage, figure
from tests.slides.conftest import Made
from tests.slides.reading import cells, found, sheet

COLUMNS = {
    "Périodes dues": "Périodes dues",
    "Taux d’accès à J0": "Taux d’accès à J0 [intervalle à 95\u00a0%]",
    "Sans lieu à J0": "Périodes sans lieu à J0",
    "Non renseigné": "Part non renseignée",
    "Entreprises engagées": "Lieux d’accueil engagés (tous niveaux)",
}


@pytest.mark.parametrize("bef", ["academie", "BEF-03", "BEF-06"])
def test_key_figures_are_those_of_the_overview(
    open_page: OpenPage,
    demo_home: Path,
    decks: dict[str, Made],
    bef: str,
) -> None:
    chosen = "tous" if bef == "academie" else bef
    app = open_page(demo_home, vue="diffusion", niveau="pro", bef=chosen)
    rows = {row[0]: row[-1] for row in cells(found(decks[bef].deck, "chiffres"))}
    for screen, slide in COLUMNS.items():
        assert rows[slide].partition(" [")[0] == figure(app, screen).partition(" [")[0], screen


def test_bef_have_on_the_map_and_in_the_chart_the_values_of_the_overview(
    open_page: OpenPage,
    demo_home: Path,
    decks: dict[str, Made],
) -> None:
    app = open_page(demo_home, vue="diffusion", niveau="pro", indicateur="taux_acces")
    table = next(f.value for f in app.dataframe if {"name", "share", "low"} <= set(f.value.columns))
    shown = table.set_index("name")["share"].dropna()
    deck = decks["academie"].deck
    texts = [s.text_frame.text for s in found(deck, "acces-carte").shapes if s.has_text_frame]
    labels = {text.partition("\n")[0]: text.partition("\n")[2] for text in texts if "\n" in text}
    rows = sheet(found(deck, "acces-intervalles").chart)
    plotted = rows.drop(columns=[c for c in rows if c.startswith(("Borne", "Écart", "Code"))])
    values = plotted.astype(float).bfill(axis=1).iloc[:, 0].dropna()
    assert sorted(values.round(6)) == sorted((100 * shown).round(6))
    assert labels["Nancy"].replace("\u00a0", " ") == f"{100 * shown['Nancy']:.1f} %".replace(
        ".", ","
    )


def test_communes_have_the_access_of_the_page_of_access(
    open_page: OpenPage,
    demo_home: Path,
    decks: dict[str, Made],
) -> None:
    app = open_page(demo_home, "access", vue="diffusion", niveau="pro", bef="BEF-06")
    table = next(
        f.value for f in app.dataframe if {"name", "access", "places"} <= set(f.value.columns)
    )
    screen = table.groupby("name")["access"].apply(lambda v: sorted(v.round(6)))
    made = decks["BEF-06"].outline
    figure_of = {f.key: f for slide in made.slides for f in slide.figures}
    rows = figure_of["communes-carte"].published.table
    assert len(rows) > 100
    for row in rows.itertuples():
        assert round(row.access, 6) in screen[row.name]
