"""Views added to a deck from the pages: found again in a file, and left as they are."""

import re
from collections import defaultdict
from collections.abc import Iterable

from pptx.presentation import Presentation as Deck

from slides.outline import TEXTS
from slides.refresh.report import Frozen

_VIEW = re.compile(r"^vue-(\d+|[a-z]+)")
_VERSION = re.compile(r"version du (\d{2}/\d{2}/\d{4})")
_RANK = re.compile(r" \(\d+/\d+\)$")


def view_of(key: str) -> str:
    """Start of the keys of the view that a text or figure is part of; "" where it is of none."""
    bare = next((key.removeprefix(start) for start in TEXTS if key.startswith(start)), key)
    found = _VIEW.match(bare)
    return found[0] if found else ""


def frozen(deck: Deck, keys: Iterable[tuple[int, str]]) -> list[Frozen]:
    """Views added to a deck: slides, title, and version that each was made from.

    Parameters
    ----------
    keys : of the shapes of the deck that carry a name of ours, with the number of their slide
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in keys:
        view = view_of(key)
        if view and number not in places[view]:
            places[view].append(number)
    return [_described(deck, numbers) for numbers in places.values()]


def _described(deck: Deck, numbers: list[int]) -> Frozen:
    slide = deck.slides[numbers[0] - 1]
    title = slide.shapes.title.text_frame.text if slide.shapes.title is not None else ""
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    version = _VERSION.search("\n".join(texts))
    return Frozen(tuple(numbers), _RANK.sub("", title), version[1] if version else "")
