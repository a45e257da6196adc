"""The file: native objects, names, theme colours, nothing hidden inside."""

import re
from pathlib import Path

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from data.store import store
from slides.content import outline
from slides.deck import write
from slides.outline import Kind
from tests.conftest import some
from tests.slides.conftest import OUTSIDE, Made
from tests.slides.reading import cells, charts, found, named, parts

FIVE_MB = 5_000_000


def test_figures_are_native_and_carry_their_name(decks: dict[str, Made]) -> None:
    kinds = {
        Kind.BARS: MSO_SHAPE_TYPE.CHART,
        Kind.STACKED: MSO_SHAPE_TYPE.CHART,
        Kind.DOTS: MSO_SHAPE_TYPE.CHART,
        Kind.MAP: MSO_SHAPE_TYPE.GROUP,
        Kind.TABLE: MSO_SHAPE_TYPE.TABLE,
        Kind.BLANK: MSO_SHAPE_TYPE.TABLE,
    }
    for made in some(decks.values()):
        shapes = {name.key: shape for _, name, shape in named(made.deck)}
        for figure in some(f for slide in made.outline.slides for f in slide.figures):
            shape = shapes[figure.key]
            assert shape.shape_type == kinds[figure.kind]
            assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == figure.alt


def test_there_is_no_picture_and_no_colour_outside_the_theme(decks: dict[str, Made]) -> None:
    for made in some(decks.values()):
        for name, content in some(parts(made.blob).items()):
            assert not name.startswith("ppt/media")
            if re.match(r"ppt/(slides|charts)/[^/]+\.xml$", name):
                assert b"srgbClr" not in content, name


def test_a_map_has_one_named_freeform_a_bef_and_a_legend_that_counts_them(
    decks: dict[str, Made], befs: list[str]
) -> None:
    group = found(decks["academie"].deck, "acces-carte")
    areas = [s for s in group.shapes if s.name.startswith("bef:")]
    assert sorted(s.name for s in areas) == [f"bef:{bef}" for bef in befs]
    assert {s.shape_type for s in areas} == {MSO_SHAPE_TYPE.FREEFORM}
    assert all(s._element.nvSpPr.cNvPr.get("descr") for s in areas)
    legend = [s.text_frame.text for s in group.shapes if s.name.startswith("legende:")]
    counts = [int(re.search(r"\((\d+)\)$", text).group(1)) for text in legend]  # type: ignore[union-attr]
    assert sum(counts) == len(befs)


def test_areas_touch_and_stay_inside_their_box(decks: dict[str, Made]) -> None:
    group = found(decks["academie"].deck, "acces-carte")
    left, right = group.left, group.left + group.width
    for shape in some(group.shapes):
        assert left - 1 <= shape.left
        assert shape.left + shape.width <= right + 1
    assert group.top + group.height <= 6.6 * 914400


def test_the_deck_of_a_pole_shows_its_communes(demo: store.Store, decks: dict[str, Made]) -> None:
    made = decks["BEF-06"]
    group = found(made.deck, "communes-carte")
    areas = [s for s in group.shapes if s.name.startswith("commune:")]
    figure = next(f for s in made.outline.slides for f in s.figures if f.key == "communes-carte")
    assert len(areas) == len(figure.published.table) > 100
    ids = [shape.shape_id for shape in areas]
    assert len(set(ids)) == len(ids)


def test_each_shape_of_a_slide_has_its_own_identifier(decks: dict[str, Made]) -> None:
    """PowerPoint repairs a slide that has the same one twice."""
    for made in some(decks.values()):
        for slide in some(made.deck.slides):
            ids = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
            assert len(set(ids)) == len(ids)


def test_numbers_of_tables_are_french(decks: dict[str, Made]) -> None:
    table = cells(found(decks["academie"].deck, "chiffres"))
    rates = [row[-1] for row in table if row[0].startswith("Taux")]
    assert re.fullmatch(r"\d+,\d\u00a0% \[\d+,\d\u00a0;\u00a0\d+,\d\]", rates[0])


def test_headers_of_a_figure_are_distinct(decks: dict[str, Made]) -> None:
    """Columns are found by their header when a deck is refreshed."""
    for made in some(decks.values()):
        for figure in some(f for slide in made.outline.slides for f in slide.figures):
            labels = [column.label for column in figure.columns]
            assert len(set(labels)) == len(labels), figure.key


def test_a_table_too_long_for_one_slide_is_cut_and_loses_no_row(
    demo: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = outline(demo, OUTSIDE)
    long = next(s for s in made.slides if s.key == "donnees")
    figure = long.figures[0]
    rows = figure.published.table
    many = rows.loc[rows.index.repeat(4)].reset_index(drop=True)
    object.__setattr__(figure.published, "table", many)
    from tests.slides.reading import opened_deck

    deck = opened_deck(write(made))
    pieces = [(n.piece, shape) for _, n, shape in named(deck) if n.key == figure.key]
    assert [piece for piece, _ in pieces] == list(range(1, len(pieces) + 1))
    assert len(pieces) > 1
    assert sum(len(cells(shape)) - 1 for _, shape in pieces) == len(many)
    titles = [s.shapes.title.text_frame.text for s in deck.slides if s.shapes.title]
    assert sum(title.endswith(f"/{len(pieces)})") for title in titles) == len(pieces)


def test_notes_hold_definitions_filters_and_the_link_that_reopens_the_view(
    demo: store.Store,
) -> None:
    from tests.slides.reading import opened_deck

    blob = write(outline(demo, OUTSIDE, "BEF-06", address="https://stages.example.fr/"))
    notes = [slide.notes_slide.notes_text_frame.text for slide in opened_deck(blob).slides]
    carte = next(text for text in notes if "Un bassin est coloré" in text)
    assert "convention signée par tous" in carte.lower() or "Taux d’accès" in carte
    link = re.search(r"https://stages\.example\.fr/\?(\S+)", carte)
    assert link is not None
    assert {"campagne=2025-2026", "bef=BEF-06", "niveau=pro", "vue=diffusion"} <= set(
        link.group(1).split("&")
    )


def test_decks_are_small(decks: dict[str, Made]) -> None:
    assert max(len(made.blob) for made in decks.values()) < FIVE_MB


def test_nothing_hidden_is_in_the_file(decks: dict[str, Made], hollow_home: Path) -> None:
    """Made of a store that holds nothing else than what is diffused, it is the same file."""
    path = store.current_path(hollow_home)
    assert path is not None
    hollow = store.Store(path)
    for bef in (None, "BEF-06"):
        again = outline(hollow, OUTSIDE, bef)
        full, alone = parts(decks[again.perimeter].blob), parts(write(again))
        assert set(full) == set(alone)
        assert [name for name in full if full[name] != alone[name]] == []


def test_each_workbook_opens_with_its_labels_and_no_other_sheet(decks: dict[str, Made]) -> None:
    for name, _, rows in some(charts(decks["BEF-06"].deck)):
        assert len(rows) > 0, name
        assert rows.index.notna().all()
