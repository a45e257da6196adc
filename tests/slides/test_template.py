"""Our template, and those that replace it."""

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from data.store import store
from slides import template
from slides.content import outline
from slides.deck import write
from slides.template import LAYOUTS, OURS, TemplateError
from tests.slides.conftest import OUTSIDE, Made
from tests.slides.reading import opened_deck, parts


def test_the_template_that_ships_is_the_one_that_its_command_builds(tmp_path: Path) -> None:
    template.build(tmp_path / "built.pptx")
    built, ours = parts((tmp_path / "built.pptx").read_bytes()), parts(OURS.read_bytes())
    assert {n for n in built if built[n] != ours.get(n)} == set()
    assert set(built) == set(ours)


def test_it_is_16_9_with_named_layouts_theme_colours_and_a_font_that_all_have() -> None:
    deck = template.opened()
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert [layout.name for layout in deck.slide_layouts] == list(LAYOUTS)
    theme = next(v for n, v in parts(OURS.read_bytes()).items() if "theme1" in n).decode()
    assert 'typeface="Liberation Sans"' in theme
    assert "0D5966" in theme
    assert "C8702A" in theme


def test_a_template_without_our_layouts_is_refused_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "autre.pptx"
    Presentation().save(str(path))
    with pytest.raises(TemplateError) as refused:
        template.opened(path)
    for name in LAYOUTS:
        assert f"«\u00a0{name}\u00a0»" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"not a presentation"])
def test_a_file_that_is_no_presentation_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "abime.pptx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"abime\.pptx"):
        template.opened(path)


def test_another_template_gives_its_places_its_look_and_none_of_its_slides(
    tmp_path: Path, demo: store.Store, decks: dict[str, Made]
) -> None:
    other = Presentation(str(OURS))
    layout = next(each for each in other.slide_layouts if each.name == "Titre et figure")
    next(p for p in layout.placeholders if p.placeholder_format.idx == 11).left = Inches(2)
    other.slides.add_slide(layout)
    path = tmp_path / "charte.pptx"
    other.save(str(path))
    made = opened_deck(write(outline(demo, OUTSIDE), path))
    assert len(made.slides) == len(decks["academie"].deck.slides)
    slide = next(s for s in made.slides if s.slide_layout.name == "Titre et figure")
    assert [s.left for s in slide.shapes if getattr(s, "has_chart", False)] == [Inches(2)]
