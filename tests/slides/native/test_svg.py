"""Maps as SVG: one shape an area, its value told, legend with counts, source and mark."""

import io
import zipfile

from lxml import etree

from figures.marks import MARKS
from slides.native.svg import map_svg, maps, maps_archive
from tests.conftest import some
from tests.slides.conftest import Made

SVG = "{http://www.w3.org/2000/svg}"


def test_each_area_is_a_shape_that_tells_its_value(decks: dict[str, Made]) -> None:
    outline = decks["BEF-12"].outline
    slide, figure = maps(outline)[0]
    root = etree.fromstring(map_svg(slide, figure, outline.geometry[figure.level]))
    told = [path.findtext(f"{SVG}title") for path in root.iter(f"{SVG}path") if len(path)]
    rows = figure.published.table
    assert sorted(told) == sorted(
        f"{row.name}\u00a0: {row.value or row.absence}" for row in rows.itertuples(index=False)
    )


def test_the_legend_counts_areas_and_the_source_and_mark_are_written(
    decks: dict[str, Made],
) -> None:
    outline = decks["academie"].outline
    slide, figure = maps(outline)[0]
    texts = map_svg(slide, figure, outline.geometry[figure.level])
    for item in some(figure.scale):
        count = int((figure.published.table["category"] == item.key).sum())
        assert f"{item.label} ({count})" in texts
    words = " ".join(etree.fromstring(texts).itertext())
    assert MARKS[outline.level] in words
    assert "hypothèse" in words


def test_nothing_is_fetched_from_outside(decks: dict[str, Made]) -> None:
    outline = decks["BEF-12"].outline
    for slide, figure in some(maps(outline)):
        text = map_svg(slide, figure, outline.geometry[figure.level])
        assert text.count("http") == 1  # the name of the format
        assert "<script" not in text


def test_the_archive_has_one_file_a_map_with_its_level_in_its_name(decks: dict[str, Made]) -> None:
    outline = decks["BEF-12"].outline
    with zipfile.ZipFile(io.BytesIO(maps_archive(outline))) as archive:
        names = archive.namelist()
    assert len(names) == len(maps(outline)) == 3
    assert all(name.endswith("-diffusion.svg") for name in names)
