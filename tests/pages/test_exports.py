"""Exports: parts chosen in the address, views collected, one deck, refresh with its report."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from data.scope import Scope
from data.store import store
from figures.marks import MARKS
from figures.words import french
from slides import template
from slides.choosing import arrange
from slides.content import outline
from slides.deck import write
from slides.outline import Name
from tests.conftest import some
from tests.pages.conftest import PAGES, OpenPage, html
from tests.slides.reading import cells, found, opened_deck

MAKE = "Faire le diaporama"
OTHERS = {"vue": "diffusion"}
CHOICE = {"bef": "BEF-06", "campagne": "2025-2026"}


def click(app: AppTest, label: str) -> AppTest:
    key = next(b.key or b.label for b in app.button if b.label == label)
    return next(b for b in app.button if (b.key or b.label) == key).click().run()


def made(app: AppTest) -> Any:
    """The deck that the button makes, read again."""
    click(app, MAKE)
    assert not app.error
    assert any(b.label == "Télécharger le diaporama (.pptx)" for b in app.download_button)
    return opened_deck(app.session_state["deck_made"][1])


def keys(deck: Any) -> list[str]:
    """Key of each slide, from the name of its title."""
    titles = (slide.shapes.title.name for slide in deck.slides)
    return [Name.parse(name).key.removeprefix("titre-") for name in titles]  # type: ignore[union-attr]


def collect(app: AppTest, key: str = "bassins-taux_acces") -> AppTest:
    return app.button(key=f"collect_{key}").click().run()


def with_views(open_page: OpenPage, home: Path, count: int = 1, **choice: str) -> AppTest:
    """The page of exports after as many different views were collected."""
    app = open_page(home, "overview", **choice)
    for indicator in ("taux_acces", "sans_lieu", "non_renseigne")[:count]:
        app.selectbox(key="select_indicateur").select(indicator).run()
        collect(app, f"bassins-{indicator}")
    app.switch_page(PAGES["exports"]).run()
    assert not app.exception
    return app


def numbers(app: AppTest) -> list[int]:
    return [view.number for view in app.session_state["collected"]]


def test_the_deck_has_the_parts_of_the_address_in_their_order(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "exports", parties="13-2", **CHOICE)
    assert app.multiselect[0].value == ["13", "2"]
    deck = made(app)
    assert keys(deck)[:2] == ["couverture", "donnees"]
    assert keys(deck)[-1] == "chiffres-cles"
    assert "Sud meusien" in deck.core_properties.title


def test_choosing_parts_changes_the_address_and_the_preview(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "exports", **CHOICE)
    assert "Qualité d’accueil" in html(app)
    app.multiselect[0].set_value(["2", "9"]).run()
    assert app.query_params["parties"] == "2-9"
    assert "Qualité d’accueil" not in html(app)
    app.multiselect[0].set_value([]).run()
    assert app.query_params["parties"] == "aucune"
    assert next(b for b in app.button if b.label == MAKE).disabled


def test_an_unknown_part_is_named_and_left_out(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "exports", parties="2-99-zz", **CHOICE)
    assert "99, zz" in app.warning[0].value
    assert app.multiselect[0].value == ["2"]


def test_the_preview_is_the_titles_of_the_deck(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "exports", parties="2-4", **CHOICE)
    shown = html(app)
    for slide in some(made(app).slides):
        title = slide.shapes.title.text_frame.text.partition(" (1/")[0]
        assert title in shown


def test_a_collected_view_is_in_the_deck_with_the_values_on_screen(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "overview", **OTHERS)
    screen = app.dataframe[0].value
    collect(app)
    assert "ajoutée" in app.toast[0].value
    app.switch_page(PAGES["exports"]).run()
    drawn = cells(found(made(app), "vue-1-bassins-taux-acces-tableau"))
    assert [row[0] for row in drawn[1:]] == screen["name"].tolist()
    shown = screen["n"].ge(20)
    assert shown.sum() > 0
    for row, value, enough in some(zip(drawn[1:], screen["share"], shown, strict=True)):
        if enough and value == value:
            assert row[1] == french.percent(value)


def test_the_same_view_again_takes_the_place_of_the_first(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "overview")
    collect(app)
    collect(app)
    assert len(app.session_state["collected"]) == 1
    app.selectbox(key="select_campagne").select("2024-2025").run()
    collect(app)
    assert len(app.session_state["collected"]) == 2


def test_views_are_moved_taken_out_and_put_back(open_page: OpenPage, demo_home: Path) -> None:
    app = with_views(open_page, demo_home, 3)
    assert numbers(app) == [1, 2, 3]
    app.button(key="view_down_1").click().run()
    assert numbers(app) == [2, 1, 3]
    app.button(key="view_up_3").click().run()
    assert numbers(app) == [2, 3, 1]
    app.button(key="view_remove_3").click().run()
    assert numbers(app) == [2, 1]
    app.button(key="views_undo").click().run()
    assert numbers(app) == [2, 3, 1]
    app.button(key="views_clear").click().run()
    assert numbers(app) == []
    assert "Vues ajoutées\u00a0: 0" in html(app)
    app.button(key="views_undo").click().run()
    assert numbers(app) == [2, 3, 1]


def test_views_are_bounded_and_the_reader_is_told(
    open_page: OpenPage, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.components.collecting.MOST", 2)
    app = with_views(open_page, demo_home, 2)
    app.switch_page(PAGES["overview"]).run()
    app.selectbox(key="select_indicateur").select("non_renseigne").run()
    collect(app, "bassins-non_renseigne")
    assert len(app.session_state["collected"]) == 2
    assert "2 vues au plus" in app.toast[0].value


def test_an_internal_view_is_refused_in_a_committee_deck_and_marked_in_an_internal_one(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = with_views(open_page, demo_home, vue="interne")
    assert "vient de la vue interne" in app.warning[0].value
    assert not [key for key in keys(made(app)) if key.startswith("vue-")]
    app.selectbox(key="select_document").select("interne").run()
    assert not app.warning
    deck = made(app)
    assert [key for key in keys(deck) if key.startswith("vue-")]
    for slide in some(deck.slides):
        texts = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        assert MARKS["interne"] in texts  # type: ignore[index]


def test_to_others_there_is_no_internal_document(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "exports", document="interne", **OTHERS)
    assert "n’est pas une valeur connue" in app.warning[0].value
    assert app.query_params["document"] == "diffusion"


def test_a_committee_deck_is_made_of_what_is_diffused_whatever_the_view(
    open_page: OpenPage, demo_home: Path, hollow_home: Path
) -> None:
    """Emptied of all that is not diffused, the store gives the same preview inside."""
    choice = {"vue": "interne", "document": "diffusion", **CHOICE}
    full, hollow = (html(open_page(home, "exports", **choice)) for home in (demo_home, hollow_home))
    assert full == hollow
    choice["document"] = "interne"
    assert html(open_page(demo_home, "exports", **choice)) != full


def test_a_deck_made_for_other_choices_is_not_offered(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "exports", parties="2", **CHOICE)
    made(app)
    app.multiselect[0].set_value(["9"]).run()
    assert not [b for b in app.download_button if b.label.startswith("Télécharger le diap")]


@pytest.fixture(scope="module")
def deck_of_last_year(demo_home: Path) -> bytes:
    path = store.current_path(demo_home)
    assert path is not None
    whole = outline(store.Store(path), Scope.outside(), "BEF-06", "2024-2025")
    return write(arrange(whole, (2, 9)))


def send(app: AppTest, name: str, blob: bytes) -> AppTest:
    app.file_uploader(key="edited").set_value((name, blob, "application/octet-stream")).run()
    return app.button(key="refresh").click().run()


def test_an_edited_deck_is_refreshed_with_its_report(
    open_page: OpenPage, demo_home: Path, deck_of_last_year: bytes
) -> None:
    deck = opened_deck(deck_of_last_year)
    deck.slides[1].shapes.title.text_frame.text = "Notre titre"
    stream = io.BytesIO()
    deck.save(stream)
    app = open_page(demo_home, "exports", actualiser="choisie", **CHOICE)
    send(app, "copil.pptx", stream.getvalue())
    assert not app.error
    assert "valeurs changées" in app.success[0].value
    changes = app.dataframe[-1].value
    assert len(changes) > 3
    assert (changes["before"] != changes["after"]).all()
    told = "\n".join(text.value for text in app.text)
    assert "Notre titre" in told
    assert "Absente du diaporama" in told
    fresh = opened_deck(app.session_state["deck_refreshed"][2])
    assert fresh.slides[1].shapes.title.text_frame.text == "Notre titre"
    assert "2025-2026" in cells(found(fresh, "chiffres"))[0]


def test_without_a_change_of_campaign_nothing_changes(
    open_page: OpenPage, demo_home: Path, deck_of_last_year: bytes
) -> None:
    app = send(open_page(demo_home, "exports", **CHOICE), "copil.pptx", deck_of_last_year)
    assert "0\u00a0valeur changée" in app.success[0].value


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", bytes(40 * 1024**2))
    return stream.getvalue()


def _not_ours() -> bytes:
    stream = io.BytesIO()
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0])
    deck.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("blob", "told"),
    [
        (b"bonjour", "n’est pas une présentation"),
        (_bomb(), "archive piégée"),
        (b"PK" + bytes(50 * 1024**2), "50 Mo au plus"),
        (_not_ours(), "Aucune figure d’ÉquiStage"),
    ],
    ids=["no-pptx", "bomb", "big", "not-ours"],
)
def test_a_bad_upload_is_one_clear_message(
    open_page: OpenPage, demo_home: Path, blob: bytes, told: str
) -> None:
    app = send(open_page(demo_home, "exports", **CHOICE), "copil.pptx", blob)
    assert not app.exception
    assert told in app.error[0].value
    assert not app.success


def test_an_internal_deck_is_not_refreshed_for_committees(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "exports", parties="2", document="interne", **CHOICE)
    made(app)
    inside = app.session_state["deck_made"][1]
    app.selectbox(key="select_document").select("diffusion").run()
    send(app, "copil.pptx", inside)
    assert "ne s’actualise pas" in app.error[0].value


def test_a_template_that_lacks_layouts_is_named_and_ours_is_used(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "exports", parties="2", **CHOICE)
    app.file_uploader(key="template").set_value(("charte.pptx", _not_ours(), "")).run()
    assert "Titre et deux figures" in app.error[0].value
    assert "charte.pptx" in app.error[0].value


def test_another_template_gives_its_form_to_the_deck(open_page: OpenPage, demo_home: Path) -> None:
    deck = opened_deck(template.OURS.read_bytes())
    deck.slide_width = 12_000_000
    stream = io.BytesIO()
    deck.save(stream)
    app = open_page(demo_home, "exports", parties="2", **CHOICE)
    app.file_uploader(key="template").set_value(("charte.pptx", stream.getvalue(), "")).run()
    assert made(app).slide_width == 12_000_000


def test_each_page_exports_its_tables_as_one_workbook(open_page: OpenPage, demo_home: Path) -> None:
    labels = [b.label for b in open_page(demo_home, "overview").download_button]
    assert any(label.endswith("(XLSX, document interne)") for label in labels)
    labels = [b.label for b in open_page(demo_home, "overview", **OTHERS).download_button]
    assert any(label.endswith("(XLSX, diffusable)") for label in labels)
    assert not any("interne" in label for label in labels)
