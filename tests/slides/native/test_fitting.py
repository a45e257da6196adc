"""Texts fit their boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slides.native.fitting import size_that_fits, text_height, text_width, wrapped

WORDS = st.lists(st.text("abcdeéàW1 ,’", min_size=1, max_size=12), min_size=1, max_size=20)


def test_widths_are_those_of_the_font() -> None:
    """Arial's digits are 0.556 em wide; a little is spared for renderers."""
    assert text_width("0", 100) == pytest.approx(55.6, rel=0.03)
    assert text_width("0", 100, bold=True) == pytest.approx(55.6, rel=0.03)
    assert text_width("W", 10) > text_width("i", 10)
    assert text_width("À\u00a0−’", 10) < 4 * 10, "accents and French signs are known"


def test_a_text_is_cut_at_its_spaces_and_nothing_is_lost() -> None:
    lines = wrapped("les élèves cherchent un lieu de stage", 10, 60)
    assert " ".join(lines) == "les élèves cherchent un lieu de stage"
    assert len(lines) > 1
    assert all(text_width(line, 10) <= 60 for line in lines)


def test_a_number_is_never_cut_at_its_hard_space() -> None:
    assert wrapped("12\u00a0345,6\u00a0%", 10, 20) == ["12\u00a0345,6\u00a0%"]


@given(WORDS)
def test_a_smaller_size_never_takes_more_room(words: list[str]) -> None:
    text = " ".join(words)
    heights = [text_height([text], size, 200) for size in (8, 12, 18)]
    assert heights == sorted(heights)


@given(WORDS, st.integers(30, 300), st.integers(10, 100))
def test_the_size_found_fits_and_the_one_above_does_not(words: list[str], w: int, h: int) -> None:
    text, sizes = " ".join(words), (18.0, 14.0, 10.0, 8.0)
    size = size_that_fits([text], w, h, sizes)
    fits = [s for s in sizes if _fits(text, s, w, h)]
    assert size == (fits[0] if fits else None)


def _fits(text: str, size: float, width: float, height: float) -> bool:
    return text_height([text], size, width) <= height and all(
        text_width(word, size) <= width for word in text.split(" ")
    )
