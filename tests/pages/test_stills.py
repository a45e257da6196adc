"""Every figure of every page has its image, in both forms, at its level."""

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from demo.actions import invent_actions
from figures.image import archive, image
from figures.image.still import Form, Still
from figures.marks import MARKS, ZONING
from pages.components.stills import ON_PAGE
from tests.conftest import some
from tests.figures.image.drawn import all_text
from tests.pages.conftest import PAGES, OpenPage

BEF = {"bef": "BEF-03"}
OTHERS = {"vue": "diffusion"}
# Page, settings, keys of its figures: all that the product draws, in all its forms.
DRAWN: list[tuple[str, dict[str, str], list[str]]] = [
    ("overview", BEF, ["carte_zones", "intervalles", "entonnoir"]),
    (
        "overview",
        {"carte": "simple", "echelle": "brut"},
        ["carte_zones", "intervalles", "entonnoir"],
    ),
    ("overview", {"attribution": "accueil"}, ["carte_zones", "intervalles"]),
    ("overview", OTHERS, ["carte_zones", "intervalles", "entonnoir"]),
    ("access", {}, ["carte_communes", "barres", "distances"]),
    ("access", BEF | {"affichage": "croise"}, ["carte_communes", "barres", "distances"]),
    ("access", OTHERS | {"carte": "simple"}, ["carte_communes", "barres"]),
    ("equity", {}, ["ecarts", "concentration", "canaux", "theil", "lorenz"]),
    ("equity", OTHERS, ["ecarts"]),
    ("companies", {}, ["carte_entreprises", "secteurs", "angles_morts"]),
    ("companies", OTHERS | {"carte": "simple"}, ["carte_entreprises", "secteurs"]),
    (
        "companies",
        {"volet": "portefeuille", "courbes": "section"},
        ["cascade", "courbes", "retour"],
    ),
    ("companies", {"volet": "dependance"}, ["dependance", "adequation"]),
    ("companies", {"volet": "qualite"}, ["zones", "mesures", "tuteurs"]),
    ("companies", {"volet": "sollicitation"}, ["semaines"]),
    ("pole", BEF, ["epine", "evolution", "pole-entonnoir"]),
    ("pole", BEF | {"detail": "manque"}, ["epine", "evolution", "manque_pole"]),
    ("pole", BEF | {"detail": "comparables"}, ["epine", "evolution", "comparables"]),
    ("pole", BEF | {"detail": "diagnostic"}, ["epine", "evolution", "diagnostic"]),
    ("digest", BEF, ["serie_plot"]),
    ("journal", BEF, ["reseau"]),
]


def stills(app: AppTest) -> list[Still]:
    return app.session_state[ON_PAGE] if ON_PAGE in app.session_state else []  # noqa: SIM401 (no get)


@pytest.mark.parametrize(("page", "settings", "keys"), DRAWN)
def test_each_figure_has_an_image_that_travels_alone(
    open_page: OpenPage, demo_home: Path, page: str, settings: dict[str, str], keys: list[str]
) -> None:
    app = open_page(demo_home, page, **settings)
    drawn = stills(app)
    assert [still.key for still in drawn] == keys
    assert len(app.get("plotly_chart")) == len(keys)  # none is drawn without its image
    for still in some(drawn):
        about = still.published.about
        words = all_text(ElementTree.fromstring(image(still, Form.SVG)))
        for told in (about.title, about.perimeter, about.source, ZONING):
            assert told in words.replace("  ", " "), (still.key, told)
        assert MARKS[still.published.level] in words
        assert "nan" not in words.lower().replace("nanc", "")
        picture = Image.open(io.BytesIO(image(still, Form.PNG))).convert("RGB")
        assert picture.width == 2 * still.width
        assert picture.getcolors(10) is None  # more than ten colours


@pytest.mark.parametrize("page", sorted(set(PAGES) - {page for page, _, _ in DRAWN}))
def test_a_page_without_figures_offers_none(
    open_page: OpenPage, demo_home: Path, page: str
) -> None:
    app = open_page(demo_home, page)
    assert not app.get("plotly_chart")
    assert not [b for b in app.download_button if "Figures de la page" in b.label]


@pytest.mark.parametrize("page", ["overview", "access", "companies"])
def test_without_any_follow_up_figures_still_have_their_images(
    open_page: OpenPage, real_home: Path, page: str
) -> None:
    app = open_page(real_home, page)
    drawn = stills(app)
    assert len(drawn) == len(app.get("plotly_chart")) > 0
    for still in some(drawn):
        assert still.published.about.title in all_text(
            ElementTree.fromstring(image(still, Form.SVG))
        )


def test_the_values_on_screen_are_written_on_the_map(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "overview")
    still = stills(app)[0]
    words = all_text(ElementTree.fromstring(image(still, Form.SVG)))
    named = still.published.table.query("label != ''")
    assert len(named) > 8
    for row in some(named.itertuples()):
        assert row.label in words
        assert str(row.value) in words


@pytest.mark.parametrize(
    ("settings", "level", "told"),
    [({}, "interne", "document interne"), (OTHERS, "diffusion", "diffusable")],
)
def test_buttons_say_the_level_and_make_nothing_before_they_are_asked(
    open_page: OpenPage, demo_home: Path, monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str], level: str, told: str,
) -> None:  # fmt: skip
    def never(*_: Any) -> bytes:
        raise AssertionError("made before it is asked for")

    monkeypatch.setattr("pages.components.stills.image", never)
    monkeypatch.setattr("pages.components.stills.archive", never)
    app = open_page(demo_home, "overview", **settings)
    labels = [button.label for button in app.download_button]
    for form in ("SVG", "PNG"):
        assert labels.count(f"Image ({form}, {told})") == 3
    assert labels[-1] == f"Figures de la page\u00a0: 3\u00a0figures (SVG et PNG, zip, {told})"
    assert {still.published.level for still in stills(app)} == {level}


def test_the_figures_of_a_page_are_those_of_its_last_run(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "overview")
    app.selectbox(key="select_campagne").select("2024-2025").run()
    drawn = stills(app)
    assert [still.published.about.period for still in drawn] == 3 * ["2024-2025"]
    with zipfile.ZipFile(io.BytesIO(archive(drawn))) as zipped:
        assert len(zipped.namelist()) == 6
    app.switch_page(PAGES["method"]).run()
    assert stills(app) == []


def test_actions_of_the_journal_are_on_the_series(
    open_page: OpenPage, demo_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(demo_home, tmp_path / "home")
    assert invent_actions(home) > 0
    for page in ("pole", "digest"):
        app = open_page(home, page, bef="BEF-03", pas="periode")
        series = next(still for still in stills(app) if still.key in ("evolution", "serie_plot"))
        words = all_text(ElementTree.fromstring(image(series, Form.SVG)))
        assert "charte d’accueil, 12/2025" in words
