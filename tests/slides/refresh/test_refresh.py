"""REDO: an edited deck gets today's numbers and keeps every edit."""

import copy
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Inches

from data.scope import Scope
from data.store import store
from slides.content import outline
from slides.deck import write
from slides.outline import Name
from slides.refresh.refresh import RefreshError, refresh
from tests.conftest import some
from tests.slides.conftest import OUTSIDE, Made
from tests.slides.reading import cells, charts, found, named, opened_deck, sheet

BEFORE, NOW = "2024-2025", "2025-2026"
TITLE = "Notre titre, écrit à la main"
NOTE = "À vérifier avec Lunéville"
COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


@pytest.fixture(scope="module")
def old(demo: store.Store) -> bytes:
    return write(outline(demo, OUTSIDE, "BEF-06", BEFORE))


@pytest.fixture(scope="module")
def new(demo: store.Store) -> Deck:
    return opened_deck(write(outline(demo, OUTSIDE, "BEF-06", NOW)))


def edited(blob: bytes, edit: Callable[[Deck], None]) -> bytes:
    deck = opened_deck(blob)
    edit(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def slide_of(deck: Deck, key: str) -> Any:
    number = next(number for number, name, _ in named(deck) if name.key == key)
    return deck.slides[number - 1]


def move_a_chart(deck: Deck) -> None:
    shape = found(deck, "acces-annees")
    shape.left, shape.width = Inches(1), Inches(4)


def edit_a_title(deck: Deck) -> None:
    slide_of(deck, "equite-ips-points").shapes.title.text_frame.text = TITLE


def add_a_slide(deck: Deck) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[4])
    slide.shapes.title.text_frame.text = "Une diapositive de plus"
    ids = deck.slides._sldIdLst
    ids.insert(3, ids[-1])


def add_a_comment(deck: Deck) -> None:
    slide = slide_of(deck, "entreprises-secteurs")
    text = (
        '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cm '
        f'authorId="0" idx="1"><p:pos x="10" y="10"/><p:text>{NOTE}</p:text></p:cm></p:cmLst>'
    )
    kind = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"
    part = Part(PackURI("/ppt/comments/comment1.xml"), kind, slide.part.package, text.encode())
    slide.part.relate_to(part, COMMENTS)


def change_the_theme(deck: Deck) -> None:
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = part.blob.replace(b"0D5966", b"7A1FA2").replace(b"Liberation Sans", b"DejaVu Sans")


EDITS = (move_a_chart, edit_a_title, add_a_slide, add_a_comment, change_the_theme)


@pytest.fixture(scope="module")
def redone(demo: store.Store, old: bytes) -> tuple[Deck, Any]:
    """The deck of last year, edited five times, moved to this year."""

    def edit(deck: Deck) -> None:
        for one in EDITS:
            one(deck)

    blob, report = refresh(edited(old, edit), demo, OUTSIDE, NOW)
    return opened_deck(blob), report


def test_a_moved_chart_stays_where_it_is(redone: tuple[Deck, Any]) -> None:
    shape = found(redone[0], "acces-annees")
    assert (shape.left, shape.width) == (Inches(1), Inches(4))


def test_an_edited_title_stays_and_the_report_proposes_ours(
    redone: tuple[Deck, Any], new: Deck
) -> None:
    deck, report = redone
    assert slide_of(deck, "equite-ips-points").shapes.title.text_frame.text == TITLE
    proposed = slide_of(new, "equite-ips-points").shapes.title.text_frame.text
    assert [(kept.shown, kept.proposed) for kept in report.kept] == [(TITLE, proposed)]


def test_an_added_slide_stays_in_its_place(redone: tuple[Deck, Any], new: Deck) -> None:
    deck, _ = redone
    assert len(deck.slides) == len(new.slides) + 1
    assert deck.slides[3].shapes.title.text_frame.text == "Une diapositive de plus"


def test_a_comment_stays(redone: tuple[Deck, Any]) -> None:
    slide = slide_of(redone[0], "entreprises-secteurs")
    assert NOTE in slide.part.part_related_by(COMMENTS).blob.decode()


def test_a_changed_theme_stays_and_colours_follow_it(redone: tuple[Deck, Any]) -> None:
    deck, _ = redone
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob
    assert b"7A1FA2" in theme
    assert b"DejaVu Sans" in theme
    chart = found(deck, "entreprises-secteurs").chart
    fill = chart.plots[0].series[0].format.fill.fore_color
    assert fill.theme_color is not None


def test_every_number_is_that_of_a_new_deck(
    redone: tuple[Deck, Any], new: Deck, old: bytes
) -> None:
    deck, report = redone
    fresh = {name.key: chart for name, chart, _ in charts(new)}
    seen = 0
    for name, chart, rows in charts(deck):
        assert name.year == NOW
        assert rows.equals(sheet(fresh[name.key])), name
        drawn = [list(s.values) for s in chart.plots[0].series]
        assert drawn == [list(s.values) for s in fresh[name.key].plots[0].series]
        seen += 1
    assert seen == len(fresh) >= 7
    for _, name, shape in some(named(new)):
        if getattr(shape, "has_table", False):
            again = found(deck, name.key)
            assert sorted(cells(again)[1:]) == sorted(cells(shape)[1:]), name
            assert cells(again)[0] == cells(shape)[0]
    assert len(report.changes) > 50
    assert report.missing == []
    assert report.unknown == []


def test_maps_take_the_classes_labels_and_legend_of_today(
    redone: tuple[Deck, Any], new: Deck
) -> None:
    for key in ("acces-carte", "seconde-carte", "communes-carte"):
        again, fresh = found(redone[0], key), found(new, key)
        ours = {shape.name: shape for shape in again.shapes}
        for shape in some(fresh.shapes):
            other = ours[shape.name]
            if shape.name.startswith(("bef:", "commune:")):
                assert _fill(other) == _fill(shape)
                assert other._element.nvSpPr.cNvPr.get("descr") == shape._element.nvSpPr.cNvPr.get(
                    "descr"
                )
            elif shape.has_text_frame:
                assert other.text_frame.text == shape.text_frame.text


def _fill(shape: Any) -> str:
    spot = shape._element.spPr
    found_fill = [
        child for child in spot if child.tag.rpartition("}")[2] in ("solidFill", "pattFill")
    ]
    clone = copy.deepcopy(found_fill[0])
    return "".join(f"{node.tag}{sorted(node.attrib.items())}" for node in clone.iter())


def test_texts_that_nobody_edited_are_written_again(redone: tuple[Deck, Any], new: Deck) -> None:
    ours = {str(n).partition("#")[0]: s.text_frame.text for _, n, s in named(redone[0]) if n.mark}
    for _, name, shape in some(named(new)):
        if name.mark and name.key != "titre-equite":
            assert ours[str(name).partition("#")[0]] == shape.text_frame.text
    notes = [s.notes_slide.notes_text_frame.text for s in redone[0].slides if s.has_notes_slide]
    assert not any(f"campagne {BEFORE}" in text for text in notes)


def test_the_report_says_by_how_much_each_figure_changed(redone: tuple[Deck, Any]) -> None:
    changed = [c for c in redone[1].changes if c.figure.startswith("Chiffres clés")]
    assert any(change.difference for change in changed)
    for change in some(changed):
        assert change.label.endswith((NOW, BEFORE))
        assert f"{change.before} → {change.after}" in str(change)
    lines = redone[1].lines()
    assert "figures actualisées" in lines[0]
    assert any(TITLE in line for line in lines)


def test_a_deck_that_nobody_edited_is_the_new_deck(
    demo: store.Store, decks: dict[str, Made]
) -> None:
    blob, report = refresh(decks["BEF-06"].blob, demo, OUTSIDE)
    assert report.changes == []
    assert report.kept == []
    assert report.texts == 0
    assert len(opened_deck(blob).slides) == len(decks["BEF-06"].deck.slides)


def test_a_table_filled_in_by_hand_is_left_alone(demo: store.Store, old: bytes) -> None:
    def fill(deck: Deck) -> None:
        found(deck, "actions-tableau").table.cell(1, 1).text_frame.text = "Forum des métiers"

    blob, _ = refresh(edited(old, fill), demo, OUTSIDE, NOW)
    assert cells(found(opened_deck(blob), "actions-tableau"))[1][1] == "Forum des métiers"


def test_a_row_added_by_hand_and_a_column_moved_are_kept(
    demo: store.Store, decks: dict[str, Made]
) -> None:
    def edit(deck: Deck) -> None:
        table = found(deck, "chiffres").table
        model = table._tbl.tr_lst[-1]
        model.addnext(copy.deepcopy(model))
        added = table.rows[len(table.rows) - 1]
        for cell, text in zip(added.cells, ("Forums tenus", "2", "3"), strict=True):
            cell.text_frame.text = text
        table.cell(1, 2).text_frame.text = "1"

    made = decks["BEF-06"]
    blob, report = refresh(edited(made.blob, edit), demo, OUTSIDE)
    table = cells(found(opened_deck(blob), "chiffres"))
    assert table[-1] == ["Forums tenus", "2", "3"]
    assert table[1] == cells(found(made.deck, "chiffres"))[1]
    assert any("Forums tenus" in remark for remark in report.remarks)
    assert [change.before for change in report.changes] == ["1"]


def insert_a_column(table: Any, at: int, text: str) -> None:
    """A column of the hand: copied cells, no mark."""
    grid = table._tbl.tblGrid
    copied = copy.deepcopy(grid[at])
    for mark in copied.findall(qn("a:extLst")):
        copied.remove(mark)
    grid.insert(at, copied)
    for row in table._tbl.tr_lst:
        row.insert(at, copy.deepcopy(row.tc_lst[at]))
    for row in table.rows:
        row.cells[at].text_frame.text = text


def test_a_header_written_by_hand_is_kept_and_told_over_numbers_of_today(
    demo: store.Store, old: bytes, new: Deck
) -> None:
    def edit(deck: Deck) -> None:
        found(deck, "chiffres").table.cell(0, 2).text_frame.text = "Cette année"

    blob, report = refresh(edited(old, edit), demo, OUTSIDE, NOW)
    head, *rows = cells(found(opened_deck(blob), "chiffres"))
    ours, *wanted = cells(found(new, "chiffres"))
    assert head == [*ours[:2], "Cette année"]
    assert rows == wanted
    (told,) = [remark for remark in report.remarks if "en-tête" in remark]
    assert "Cette année" in told
    assert NOW in told
    again, _ = refresh(blob, demo, OUTSIDE, BEFORE)
    assert cells(found(opened_deck(again), "chiffres"))[0][2] == "Cette année"


def test_a_column_inserted_by_hand_is_kept_and_the_others_find_their_place(
    demo: store.Store, old: bytes, new: Deck
) -> None:
    def edit(deck: Deck) -> None:
        insert_a_column(found(deck, "chiffres").table, 1, "à nous")

    blob, _ = refresh(edited(old, edit), demo, OUTSIDE, NOW)
    table = cells(found(opened_deck(blob), "chiffres"))
    assert {row[1] for row in table} == {"à nous"}
    assert [[row[0], *row[2:]] for row in table] == cells(found(new, "chiffres"))


def test_without_marks_columns_are_found_by_header_or_by_place(
    demo: store.Store, old: bytes, new: Deck
) -> None:
    """As after a save by a program that drops the marks."""

    def forget(deck: Deck) -> None:
        for _, _, shape in named(deck):
            if getattr(shape, "has_table", False):
                for mark in shape.table._tbl.tblGrid.findall(f".//{qn('a:extLst')}"):
                    mark.getparent().remove(mark)

    blob, _ = refresh(edited(old, forget), demo, OUTSIDE, NOW)
    deck = opened_deck(blob)
    for key in ("chiffres", "calendrier-parts"):
        assert cells(found(deck, key)) == cells(found(new, key))


def test_a_removed_figure_and_a_foreign_one_are_told(demo: store.Store, old: bytes) -> None:
    def edit(deck: Deck) -> None:
        shape = found(deck, "acces-annees")
        shape._element.getparent().remove(shape._element)
        found(deck, "manques-familles").name = str(Name("figure-d-autrefois", "BEF-06", BEFORE))

    _, report = refresh(edited(old, edit), demo, OUTSIDE, NOW)
    assert any("acces-annees" in name for name in report.missing)
    assert [n for n in report.unknown if "figure-d-autrefois" in n]


def test_shapes_are_found_in_groups_made_by_hand(demo: store.Store, old: bytes, new: Deck) -> None:
    def group(deck: Deck) -> None:
        slide = slide_of(deck, "entreprises-secteurs")
        inside = slide.shapes.add_group_shape()
        inside._element.append(found(deck, "entreprises-secteurs")._element)

    blob, report = refresh(edited(old, group), demo, OUTSIDE, NOW)
    assert report.missing == []
    deck = opened_deck(blob)
    groups = [s for slide in deck.slides for s in slide.shapes if hasattr(s, "shapes")]
    inner = [s for one in groups for s in one.shapes if getattr(s, "has_chart", False)]
    assert sheet(inner[0].chart).equals(sheet(found(new, "entreprises-secteurs").chart))


def test_two_poles_in_one_deck_are_each_refreshed(
    demo: store.Store, decks: dict[str, Made]
) -> None:
    def borrow(deck: Deck) -> None:
        for _, _, shape in named(deck):
            if shape.name.startswith("chiffres@"):
                shape.name = str(Name("chiffres", "BEF-03", NOW))

    blob, _ = refresh(edited(decks["BEF-06"].blob, borrow), demo, OUTSIDE)
    assert cells(found(opened_deck(blob), "chiffres")) == cells(
        found(decks["BEF-03"].deck, "chiffres")
    )


def test_an_internal_deck_is_not_refreshed_for_committees(demo: store.Store) -> None:
    inside = write(outline(demo, Scope.daet(), "BEF-06"))
    with pytest.raises(RefreshError, match="interne"):
        refresh(inside, demo, OUTSIDE)

    def forget(deck: Deck) -> None:
        deck.core_properties.keywords = ""

    with pytest.raises(RefreshError, match="interne"):
        refresh(edited(inside, forget), demo, OUTSIDE)


def test_what_is_no_deck_of_ours_is_refused(demo: store.Store, tmp_path: Path) -> None:
    with pytest.raises(RefreshError, match="lisible"):
        refresh(b"no", demo, OUTSIDE)
    from pptx import Presentation

    stream = io.BytesIO()
    Presentation().save(stream)
    with pytest.raises(RefreshError, match="Aucune figure"):
        refresh(stream.getvalue(), demo, OUTSIDE)


def test_an_unknown_campaign_changes_nothing_and_says_so(demo: store.Store, old: bytes) -> None:
    blob, report = refresh(old, demo, OUTSIDE, "2031-2032")
    assert report.refreshed == []
    assert any("2031-2032" in remark for remark in report.remarks)
    assert (
        Emu(found(opened_deck(blob), "acces-annees").left)
        == found(opened_deck(old), "acces-annees").left
    )
