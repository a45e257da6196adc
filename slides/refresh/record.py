"""What a deck remembers of its making, in its properties: level, version, texts that are ours.

Names of shapes say what each one shows; LibreOffice renames placeholders when it saves, so the
marks of the generated texts are also kept in the description of the document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck

from analytics.disclosure import Level
from slides.outline import Outline

_WORD = "equistage"
_PAIR = re.compile(r"([0-9a-f]{8})=([^\s;]+)")


@dataclass(frozen=True)
class Record:
    """What the properties of a deck say.

    Parameters
    ----------
    level : at which it was made; None: not one of our decks
    version : of the data
    texts : mark of each generated text -> name of its shape
    """

    level: Level | None
    version: str
    texts: Mapping[str, str]


def write(deck: Deck, outline: Outline, texts: Mapping[str, str]) -> None:
    """Keep the record in the core properties of a deck."""
    properties = deck.core_properties
    of = (outline.perimeter, outline.year, outline.level, outline.version)
    properties.keywords = " ".join((_WORD, *of))
    properties.comments = "ÉquiStage"
    node = properties._element.find(qn("dc:description"))  # python-pptx cuts at 255 characters
    node.text = "ÉquiStage " + ";".join(f"{mark}={name}" for mark, name in texts.items())


def read(deck: Deck) -> Record:
    """Read the record of a deck, whoever saved it last."""
    words = (deck.core_properties.keywords or "").split()
    texts = dict(_PAIR.findall(deck.core_properties.comments or ""))
    if len(words) < 5 or words[0] != _WORD or words[3] not in set(Level):
        return Record(None, "", texts)
    return Record(Level(words[3]), words[4], texts)
