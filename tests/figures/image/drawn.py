"""Images read again: texts and places of an SVG."""

import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from analytics.disclosure import About, Published, internal
from figures.image import image
from figures.image.still import Form, Still
from figures.sketch import Sketch

SVG = "{http://www.w3.org/2000/svg}"
ABOUT = About(
    "Accès à J0, %", "Voie professionnelle · Nancy", "2025-2026", "établissement",
    "Source : fichiers importés, version du 24/11/2026",
)  # fmt: skip
FRAME = {"height": 200, "plot_bgcolor": "#ffffff", "paper_bgcolor": "#ffffff"}


def sketch(kind: str, *marks: dict[str, Any], **layout: Any) -> Sketch:
    """Marks of one kind in a plain frame."""
    made = Sketch()
    for mark in marks:
        made.add(kind, **mark)
    return made.lay_out(**FRAME | layout)


def published(table: pd.DataFrame | None = None) -> Published:
    return internal(pd.DataFrame({"value": [1]}) if table is None else table, ABOUT)


def still(figure: Sketch, **more: object) -> Still:
    return Still(published(), figure, "essai", **more)  # type: ignore[arg-type]


def svg(drawn: Still | Sketch) -> ElementTree.Element:
    one = drawn if isinstance(drawn, Still) else still(drawn)
    return ElementTree.fromstring(image(one, Form.SVG))


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def all_text(root: ElementTree.Element) -> str:
    """Every text in the order of the image, lines joined by blanks."""
    return " ".join(texts(root))


def paths(root: ElementTree.Element, name: str) -> list[str]:
    return [
        path.get("d", "")
        for group in root.iter(f"{SVG}g")
        if group.get("id") == name
        for path in group.iter(f"{SVG}path")
    ]


def box(root: ElementTree.Element, name: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what was drawn under a name."""
    numbers = re.findall(r"-?\d+\.?\d*", " ".join(paths(root, name)))
    places = np.array(numbers, float).reshape(-1, 2)
    return (*places.min(axis=0), *places.max(axis=0))


def middle(root: ElementTree.Element, name: str) -> tuple[float, float]:
    left, top, right, bottom = box(root, name)
    return (left + right) / 2, (top + bottom) / 2


def place_of(root: ElementTree.Element, words: str) -> tuple[float, float]:
    """Where the base line of a text begins."""
    found = next(t for t in root.iter(f"{SVG}text") if "".join(t.itertext()) == words)
    if found.get("x"):
        return float(found.get("x", "")), float(found.get("y", ""))
    numbers = re.findall(r"-?\d+\.?\d*", found.get("transform", ""))
    return float(numbers[0]), float(numbers[1])
