"""A number on a slide is the number on screen, for the same scope and filters.

Each slide's notes hold the link that reopens its view: the numbers are looked for there.
"""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data import reads
from data.scope import Scope
from data.store import store
from slides.content import outline
from slides.deck import write
from slides.material import REOPEN
from slides.outline import ACADEMY, Kind, Outline, Slide
from tests.pages.conftest import opener
from tests.slides.conftest import OUTSIDE, Made
from tests.slides.reading import cells, named, sheet
from tests.slides.screen import DIGITS, READERS, Asked, Numbers, Screens, communes, numbers, said

YEAR = re.compile(r"\b20\d\d-20\d\d\b|\b[23](?:de|e)\b")
ASIDE = re.compile(r" \([^()]*\)$")  # n, or the name of an absence
BRACKET = re.compile(r" \[.*$")


@pytest.fixture(scope="module")
def screens(demo_home: Path) -> Iterator[Screens]:
    with pytest.MonkeyPatch.context() as patch:
        yield Screens(opener(patch), demo_home)


def of_chart(chart: Any) -> tuple[Numbers, float]:
    """Numbers of each row of a workbook, and how near they must be."""
    rows = sheet(chart)
    series = [c for c in rows if not str(c).startswith(("Borne", "Écart", "Code"))]
    values = rows[series].astype(float)
    if "Borne basse" in rows:
        values = values.bfill(axis=1).iloc[:, :1]
        values = values.join(rows[["Borne basse", "Borne haute"]].astype(float))
    return dict(zip(rows.index, values.itertuples(index=False, name=None), strict=True)), 1e-6


def of_table(shape: Any) -> tuple[Numbers, float]:
    """Numbers of each row of a native table, as written; missing where a cell says why not.

    A cell of words stands for as many numbers as the others of its column, or of its row where
    the columns are campaigns.
    """
    head, *rows = cells(shape)
    by_row = YEAR.search(head[-1])
    told = [[numbers(text) for text in row[1:]] for row in rows]
    wide = [max(1, *(len(row[i]) for row in told)) for i in range(len(head) - 1)]
    values = []
    for row in told:
        counts = [max(map(len, row))] * len(row) if by_row else wide
        padded = zip(row, counts, strict=True)
        values.append(tuple(v for found, n in padded for v in found or (math.nan,) * n))
    return dict(zip((row[0] for row in rows), values, strict=True)), 0.051


def of_matrix(shape: Any) -> tuple[Numbers, float]:
    """Counts of each row, missing where one is secret or sought in vain."""
    _, *rows = cells(shape)
    return {row[0]: tuple((*numbers(t), math.nan)[0] for t in row[1:]) for row in rows}, 1e-6


def of_map(group: Any) -> tuple[Numbers, float]:
    """Number of each BEF of a map, in the words of its shape."""
    told = (
        shape._element.nvSpPr.cNvPr.get("descr").split("\u00a0: ")
        for shape in group.shapes
        if shape.name.startswith("bef:")
    )
    return {name: numbers(value) for name, value in told}, 0.051


def on_slide(shape: Any, key: str) -> tuple[Numbers, float]:
    if key == "manques-matrice":
        return of_matrix(shape)
    if getattr(shape, "has_chart", False):
        return of_chart(shape.chart)
    return of_table(shape) if getattr(shape, "has_table", False) else of_map(shape)


def label_of(text: str) -> str:
    """Label of a row without its asides."""
    return ASIDE.sub("", BRACKET.sub("", text))


def ask(screens: Screens, demo: store.Store, scope: Scope, made: Outline, slide: Slide) -> Asked:
    links = tuple(n.removeprefix(REOPEN) for n in slide.notes if n.startswith(REOPEN))
    befs = dict(reads.lists.befs(demo, scope)[["bef", "label"]].itertuples(index=False))
    families = reads.lists.families(demo, scope)["label"]
    years = tuple(reads.reader_of(demo, scope).years()["year"])
    before = years[years.index(made.year) - 1]
    bef = "" if made.perimeter == ACADEMY else made.perimeter
    here = befs.get(bef, "")
    return Asked(screens, links, bef, here, made.year, before, years, tuple(families))


def compare(key: str, slide: Numbers, screen: Numbers, near: float) -> int:
    """Check every number that a slide shows; tells how many."""
    seen = 0
    screen = {label_of(name): values for name, values in screen.items()}
    for label, values in slide.items():
        shown = [(at, value) for at, value in enumerate(values) if value == value]
        for at, value in shown:
            wanted = screen[label_of(label)][at]
            allowed = 0.51 if near > 0.05 and value == round(value) else near  # « 59 % »
            assert value == pytest.approx(wanted, abs=allowed), (key, label, at)
        seen += len(shown)
    return seen


def check_title(slide: Slide, asked: Asked) -> None:
    """Each number of a title is on the page that it links to, to the digit shown."""
    there = [value for value in said(asked) if value == value]
    for text in DIGITS.findall(YEAR.sub("", slide.title)):
        (value,), near = numbers(text), 0.051 if "," in text else 0.51
        assert any(abs(abs(value) - abs(one)) <= near for one in there), (slide.title, value)


def check_communes(slide: Slide, shapes: dict[str, Any], asked: Asked) -> int:
    """The map has each commune at its value on the page; title and classes sum these up."""
    page = communes(asked)
    told = [
        shape._element.nvSpPr.cNvPr.get("descr").split("\u00a0: ")
        for shape in shapes["communes-carte"].shapes
        if shape.name.startswith("commune:")
    ]
    reached = []
    for name, text in told:
        for value in numbers(text)[:1]:  # none where no pupil is near
            near = page.loc[page["name"] == name, "access"] - value
            assert near.abs().min() < 0.51, name
            reached.append(value)
    found = numbers(YEAR.sub("", slide.title).partition("\u00a0: ")[2])
    assert (found[0], found[1], found[3]) == pytest.approx(
        (min(reached), max(reached), float(np.median(reached))), abs=1
    )
    rows, _ = of_table(shapes["communes-classes"])
    here = page[page["name"].isin([name for name, _ in told])]
    assert sum(row[0] for row in rows.values()) == len(told)
    alone = here.loc[~here["name"].duplicated(keep=False), "population"].sum()
    assert alone <= sum(row[1] for row in rows.values()) <= here["population"].sum()
    return len(told)


@pytest.mark.parametrize(
    ("scope", "bef"),
    [
        *((OUTSIDE, bef) for bef in (None, *(f"BEF-{n:02}" for n in range(1, 14)))),
        *((Scope.daet(), bef) for bef in (None, "BEF-03", "BEF-06")),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "role", "academie"),
)
def test_every_number_of_a_slide_is_on_the_page_that_it_links_to(
    screens: Screens, demo: store.Store, decks: dict[str, Made], scope: Scope, bef: str | None
) -> None:
    if scope == OUTSIDE:
        whole = decks[bef or ACADEMY]
    else:
        inside = outline(demo, scope, bef)
        whole = Made(inside, write(inside))
    made = whole.outline
    shapes = {n.key: s for _, n, s in named(whole.deck) if not n.mark}
    compared = []
    for slide in made.slides:
        asked = ask(screens, demo, scope, made, slide)
        figures = [f.key for f in slide.figures if f.kind is not Kind.BLANK]
        if slide.key == "communes":
            assert check_communes(slide, shapes, asked)
            compared += figures
            continue
        if asked.links and figures:
            check_title(slide, asked)
        for key in figures:
            shown, near = on_slide(shapes[key], key)
            screen = READERS[key](asked)
            hidden = all(v != v for values in screen.values() for v in values)
            assert compare(key, shown, screen, near) or hidden, key
            compared.append(key)
    assert len(compared) >= 16
