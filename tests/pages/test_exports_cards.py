"""Every card of every page, collected: slides that write, whose numbers are those on screen."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analytics.disclosure import Level
from data.scope import Scope
from data.store import store
from figures.cards import kinds
from figures.cards.card import Card
from figures.words import french
from figures.workbook import DIGITS
from slides import content, deck
from slides.collected import Collected, levels, slides_of
from slides.outline import Outline
from tests.conftest import some
from tests.pages.conftest import PAGES, OpenPage
from tests.slides.reading import cells, charts, found, named, opened_deck

BEF = {"bef": "BEF-06"}
# Page, its settings, and the native figure of each of its cards: "" for a table alone.
CARDS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    (
        "overview",
        BEF,
        {
            "bassins-taux_acces": "carte intervalles",
            "entonnoir": "parts",
            "attributions": "",
        },
    ),
    (
        "access",
        BEF,
        {
            "manque-bassin-famille": "barres",
            "acces-communes": "carte",
            "distances-familles": "intervalles",
            "manque-etablissements": "",
            "sensibilites": "",
        },
    ),
    ("access", {"affichage": "croise"}, {"acces-communes": "carte"}),
    (
        "equity",
        {"campagne": "2025-2026"},
        {
            "ecarts-ips": "intervalles",
            "concentration": "courbe",
            "canaux": "parts",
            "effets": "",
            "theil": "parts",
            "lorenz": "courbe",
            "indices": "",
        },
    ),
    (
        "companies",
        {"volet": "tissu"},
        {
            "secteurs": "intervalles",
            "communes": "carte",
            "sections": "",
            "angles": "matrice",
            "quotients": "",
        },
    ),
    (
        "companies",
        {"volet": "portefeuille"},
        {
            "cascade": "colonnes",
            "statuts": "",
            "retour": "intervalles",
            "courbes": "courbes",
            "lieux": "",
        },
    ),
    (
        "companies",
        {"volet": "dependance"},
        {
            "premier_lieu": "barres",
            "adequation": "intervalles",
            "familles": "",
            "etablissements": "",
            "hors_metier": "",
        },
    ),
    (
        "companies",
        {"volet": "qualite"},
        {"zones": "intervalles", "mesures": "intervalles", "tuteurs": "intervalles"},
    ),
    ("companies", {"volet": "sollicitation"}, {"semaines": "colonnes", "sollicitation": ""}),
    (
        "pole",
        BEF | {"detail": "etablissements"},
        {
            "pole": "epine",
            "pole-constats": "",
            "pole-campagnes": "courbes",
            "pole-etablissements": "",
            "pole-entonnoir": "parts",
        },
    ),
    ("pole", BEF | {"detail": "manque"}, {"pole-manque": "barres"}),
    ("pole", BEF | {"detail": "comparables"}, {"comparables": "cumul"}),
    ("pole", BEF | {"detail": "diagnostic"}, {"diagnostic": "quadrant"}),
    ("pole", BEF | {"detail": "fiabilite"}, {"pole-fiabilite": ""}),
    ("digest", BEF, {"changements": "", "serie": "courbes"}),
    ("journal", BEF, {"reseau-paires": "matrice", "reseau": "", "pratiques": ""}),
    ("data", {}, {"transmission": "", "fichiers": "", "motifs": "", "dictionnaire": ""}),
]
OUTSIDE = {"overview", "access", "equity", "companies"}
INSIDE = {"dependance", "qualite", "sollicitation"}  # sections of which nothing is diffused


def collected(app: AppTest) -> dict[str, Collected]:
    """Collect every card of a page, by its key."""
    keys = [b.key for b in app.button if b.key and b.key.startswith("collect_")]
    for key in keys:
        app.button(key=key).click().run()
        assert not app.exception, key
        assert "tableau (" in app.toast[0].value
    return {view.key: view for view in app.session_state["collected"]} if keys else {}


def written(home: Path, views: list[Collected], level: Level) -> Any:
    """The deck of views alone, read again."""
    path = store.current_path(home)
    assert path is not None
    scope = Scope.daet() if level is Level.INTERNAL else Scope.outside()
    geometry = content.geometry(store.Store(path), scope, levels(views))
    slides = [slide for view in views for slide in slides_of(view, level, "http://x", geometry)]
    made = Outline("academie", "2025-2026", "x", level, "v", tuple(slides), geometry)
    return opened_deck(deck.write(made))


def places(view: Collected, made: Any) -> list[str]:
    """What follows the key of a view in the names of its figures, its table left out."""
    start = f"vue-{view.number}-"
    keys = [n.key for _, n, s in named(made) if n.key.startswith(start) and not s.has_text_frame]
    return [key.rpartition("-")[2] for key in dict.fromkeys(keys) if "-tableau" not in key]


def numbers(card: Card) -> list[float]:
    """Every number of a figure on screen, as it is written there."""
    assert isinstance(card.shows, kinds.Kind)
    series = card.shows.series
    if isinstance(card.shows, kinds.Quadrant):
        series = series[1:]  # a chart of points gives its heights
    digits, factor = DIGITS[series[0].form], 100 if series[0].form == "share" else 1
    table = card.published.table
    columns = [table[column.name] for column in series]
    if isinstance(card.shows, kinds.Series):
        low, high = table["low"].round(digits), table["high"].round(digits)
        columns += [low, high - low, table["value"].where(table["signal"].astype(bool))]
    if isinstance(card.shows, kinds.Curve):
        columns.append(table[card.shows.label.name])
    if isinstance(card.shows, kinds.Columns) and card.shows.floating:
        (moves,) = columns  # each from the total that was reached
        ends = table["step"].isin(["before", "now"])
        level = moves.mask(table["step"] == "now", 0).cumsum()
        columns = [moves.abs(), np.minimum(level, level - moves).mask(ends)]
    told = [one.astype(float).dropna().round(digits) for one in columns]
    return sorted(value for one in told for value in (factor * one).tolist())


def drawn_numbers(chart: Any, card: Card) -> list[float]:
    """Every number of the series of a native chart, that of the whole left out."""
    series = [s for plot in chart.plots for s in plot.series]
    whole = getattr(card.shows, "reference_name", "")
    kept = [s.values for s in series if s.name != whole]
    return sorted(v for values in kept for v in values if v is not None)


@pytest.mark.parametrize(("page", "choice", "cards"), CARDS)
def test_each_card_collected_gives_the_figure_and_the_numbers_on_screen(
    open_page: OpenPage,
    demo_home: Path,
    page: str,
    choice: dict[str, str],
    cards: dict[str, str],
) -> None:
    views = collected(open_page(demo_home, page, vue="interne", **choice))
    assert set(cards) <= set(views)
    made = written(demo_home, list(views.values()), Level.INTERNAL)
    for key, wanted in some(cards.items()):
        assert places(views[key], made) == wanted.split(), key
    drawings = {name.key: chart for name, chart, _ in charts(made)}
    sheets = {name.key: sheet for name, _, sheet in charts(made)}
    for view in views.values():
        _check_map(view, made)
        for declared in view.cards:
            keys = [k for k in drawings if k.startswith(f"vue-{view.number}-")]
            if isinstance(declared.shows, kinds.AreaMap) or not keys:
                continue
            (key,) = keys
            shown = numbers(declared)
            np.testing.assert_allclose(drawn_numbers(drawings[key], declared), shown, err_msg=key)
            inside = sheets[key].select_dtypes("number").to_numpy().ravel()
            assert set(np.round(shown, 6)) <= set(np.round(inside[inside == inside], 6)), key


def _check_map(view: Collected, made: Any) -> None:
    """One freeform an area of the map on screen, and a legend that counts them."""
    for declared in view.cards:
        if not isinstance(declared.shows, kinds.AreaMap):
            continue
        table = declared.published.table
        group = next(
            s for _, n, s in named(made)
            if n.key.startswith(f"vue-{view.number}-") and n.key.endswith("-carte")
        )  # fmt: skip
        shapes = {shape.name: shape for shape in group.shapes}
        start = "bef:" if declared.shows.level == "bef" else "commune:"
        assert {n for n in shapes if n.startswith(start)} == {start + c for c in table["code"]}
        counts = table["category"].value_counts()
        for item in declared.shows.scale:
            told = shapes[f"legende:{item.key}"].text_frame.text
            count = told.rpartition("(")[2].rstrip(")").replace("\u202f", "").replace("\u00a0", "")
            assert int(count) == counts.get(item.key, 0)


@pytest.mark.parametrize(
    ("page", "choice", "cards"),
    [c for c in CARDS if c[0] in OUTSIDE and c[1].get("volet") not in INSIDE],
)
def test_each_card_of_the_view_for_others_enters_a_deck_for_committees(
    open_page: OpenPage,
    demo_home: Path,
    page: str,
    choice: dict[str, str],
    cards: dict[str, str],
) -> None:
    choice = {k: v for k, v in choice.items() if k != "bef"}  # alone, a BEF may be all secret
    views = collected(open_page(demo_home, page, vue="diffusion", **choice))
    made = written(demo_home, list(views.values()), Level.DIFFUSION)
    for view in some(views.values()):
        if cards.get(view.key):
            assert places(view, made), view.key


def test_the_table_beside_a_figure_is_that_of_the_screen(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "overview", vue="interne")
    screen = app.dataframe[0].value
    view = collected(app)["bassins-taux_acces"]
    made = written(demo_home, [view], Level.INTERNAL)
    table = found(made, "vue-1-bassins-taux-acces-tableau")
    assert [row[0] for row in cells(table)[1:]] == screen["name"].tolist()
    (sheet,) = [sheet for _, _, sheet in charts(made)]
    order = screen.sort_values("share", na_position="last", kind="stable")["name"]
    short = order.map(lambda name: french.short_name(name, 18)).tolist()
    assert [label.partition(" (")[0] for label in sheet.index] == short


def test_the_list_of_views_says_which_are_tables(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "overview", vue="interne")
    collected(app)
    app.switch_page(PAGES["exports"]).run()
    shown = "\n".join(element.proto.body for element in app.get("html"))
    assert "en carte, intervalles et tableau" in shown
    assert "· en tableau" in shown


def test_views_keep_no_column_that_the_screen_does_not_show(
    open_page: OpenPage, demo_home: Path
) -> None:
    view = collected(open_page(demo_home, "overview", vue="interne"))["bassins-taux_acces"]
    for declared in some(view.cards):
        assert not {"text", "schools", "rank_low", "equal"} & set(declared.published.table)
