"""Maps of a deck as images: every area in its class, legend with counts, source and mark."""

import io
import json
import zipfile
from collections import Counter

import pytest

from data import reads
from data.store import store
from figures.cards.card import Ground, Outlines
from figures.cards.kinds import AreaMap
from figures.image import archive, image
from figures.image.still import Form, Still
from figures.marks import MARKS, ZONING
from slides.stills import maps, stills
from tests.conftest import some
from tests.figures.image.drawn import all_text, svg, texts
from tests.slides.conftest import OUTSIDE, Made


@pytest.fixture(scope="module")
def ground(demo: store.Store) -> Ground:
    found = {level: reads.lists.outline(demo, OUTSIDE, level) for level in ("bef", "commune")}
    return Ground({level: Outlines(level, json.loads(text)) for level, text in found.items()})


def legend_of(still: Still) -> list[str]:
    (legend,) = still.legends
    return [words for _, words in legend.classes()]  # type: ignore[union-attr]


@pytest.mark.parametrize("perimeter", ["academie", "BEF-06", "BEF-12"])
def test_every_map_of_a_deck_has_its_image_with_the_rows_of_its_shapes(
    decks: dict[str, Made], ground: Ground, perimeter: str
) -> None:
    made = decks[perimeter].outline
    for figure, still in some(zip(maps(made), stills(made, ground), strict=True)):
        assert figure.card is not None and isinstance(figure.card.shows, AreaMap)
        scale = figure.card.shows.scale
        rows = figure.published.table.set_index("code")["category"]
        drawn = {
            code: scale[int(rank)].key
            for mark in still.figure.marks
            if "zmin" in mark
            for code, rank in zip(mark["locations"], mark["z"], strict=True)
        }
        assert drawn == rows.to_dict()
        words = texts(svg(still))
        assert set(legend_of(still)) <= set(words)
        counts = Counter(rows)
        for item in some(one for one in scale if counts[one.key]):
            assert f"{item.label} ({counts[item.key]})" in words, still.key


def test_names_and_values_are_written_on_the_areas_that_have_room(
    decks: dict[str, Made], ground: Ground
) -> None:
    made = decks["BEF-12"].outline
    figure, still = maps(made)[0], stills(made, ground)[0]
    words = all_text(svg(still))
    for row in some(figure.published.table.query("label != ''").itertuples()):
        assert row.label in words
        assert row.value in words


def test_an_image_says_its_source_and_mark(decks: dict[str, Made], ground: Ground) -> None:
    made = decks["academie"].outline
    for still in some(stills(made, ground)):
        words = all_text(svg(still))
        for told in (MARKS[made.level], ZONING, still.published.about.source):
            assert told in words


def test_nothing_is_fetched_from_outside(decks: dict[str, Made], ground: Ground) -> None:
    for still in some(stills(decks["BEF-12"].outline, ground)):
        text = image(still, Form.SVG).decode()
        for call in ("<script", "<image", 'href="http', "url(http"):
            assert call not in text


def test_the_map_of_a_pole_has_the_extent_of_its_communes_and_no_other_zone(
    decks: dict[str, Made], ground: Ground
) -> None:
    made = decks["BEF-06"].outline
    still = next(one for one in stills(made, ground) if one.key.startswith("communes-"))
    areas, outline = (set(mark["locations"]) for mark in still.figure.marks if "locations" in mark)
    assert len(areas) > 100
    assert outline == {"BEF-06"}


def test_the_archive_has_both_forms_of_each_map_its_level_in_their_names(
    decks: dict[str, Made], ground: Ground
) -> None:
    made = decks["BEF-12"].outline
    with zipfile.ZipFile(io.BytesIO(archive(stills(made, ground)))) as zipped:
        names = zipped.namelist()
    assert len(names) == 2 * len(maps(made)) == 6
    assert len(set(names)) == 6
    for form in some(Form):
        ends = f"-BEF-12-{made.year}-diffusion.{form}"
        assert sum(name.endswith(ends) for name in names) == 3
