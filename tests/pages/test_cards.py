"""Every figure of every page: three pens draw it from its card, with the numbers of its table."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analytics.disclosure import Level
from figures.cards import kinds
from figures.cards.card import Card, Ground
from figures.cards.columns import Column
from figures.cards.sketches import sketch
from figures.companies.network import UNTOLD
from figures.image import image
from figures.image.still import Form, Still
from figures.maps import classes
from figures.screen import plot
from figures.sketch import Sketch
from figures.workbook import DIGITS
from pages.components import cards as drawing
from slides.collected import Collected, frozen, narrowed
from slides.native import pen
from tests.pages.conftest import OpenPage
from tests.pages.test_exports_cards import written
from tests.pages.test_stills import DRAWN
from tests.slides.reading import cells, charts, named

# Where the values of a kind are in a sketch.
AXES = {
    kinds.Intervals: "x",
    kinds.Bars: "x",
    kinds.Parts: "x",
    kinds.Columns: "y",
    kinds.Series: "y",
    kinds.Survival: "y",
    kinds.Curve: "y",
    kinds.Matrix: "z",
    kinds.Quadrant: "y",
    kinds.Spine: "x",
}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Card, Ground | None]]:
    """Cards that a page shows, with the ground of maps."""
    found: list[tuple[Card, Ground | None]] = []

    def kept(card: Card, ground: Ground | None = None) -> Sketch | None:
        made = sketch(card, ground)
        if made is not None:
            found.append((card, ground))
        return made

    monkeypatch.setattr(drawing, "sketch", kept)
    return found


def values(card: Card, *, screen: bool = False) -> Counter[float]:
    """Numbers of the last value that a card shows, in the unit of a slide, or of a sketch."""
    assert isinstance(card.shows, kinds.Kind)
    column = card.shows.series[1 if isinstance(card.shows, kinds.Quadrant) else 0]
    told = card.published.table[column.name].astype(float).dropna().round(DIGITS[column.form])
    floating = isinstance(card.shows, kinds.Columns) and card.shows.floating
    factor = factor_of(card) if screen else 100 if column.form == "share" else 1
    return Counter((factor * (told.abs() if floating else told)).round(6).tolist())


def factor_of(card: Card) -> int:
    """What a sketch multiplies a share by: its axis is in %, or is not written."""
    assert isinstance(card.shows, kinds.Kind)
    bare = isinstance(card.shows, (kinds.Matrix, kinds.Bars))
    return 100 if card.shows.series[0].form == "share" and not bare else 1


def shares(card: Card) -> Card:
    """Parts of a whole in the place of the amounts that they are made of."""
    assert isinstance(card.shows, kinds.Kind)
    series = (Column("share", "Part", "share"),)
    return replace(card, shows=replace(card.shows, series=series))


def positions(card: Card, made: Sketch) -> Counter[float]:
    """Numbers at which the marks of a sketch are, at the same precision."""
    assert isinstance(card.shows, kinds.Kind)
    form, factor = card.shows.series[-1].form, factor_of(card)
    found: Counter[float] = Counter()
    for mark in made.marks:
        numbers = np.ravel(np.asarray(mark.get(AXES[type(card.shows)], []), dtype=float))
        told = np.round(numbers[~np.isnan(numbers)] / factor, DIGITS[form]) * factor
        found.update(np.round(told, 6).tolist())
    return found


def check_screen(card: Card, made: Sketch) -> None:
    """The arrays that the screen and the image draw hold every number of the table."""
    shows, table = card.shows, card.published.table
    if isinstance(shows, kinds.AreaMap):
        category = dict(zip(table["code"], table["category"], strict=True))
        areas = {
            code: shows.scale[int(z)].key
            for mark in made.marks
            if "zmin" in mark
            for code, z in zip(mark["locations"], mark["z"], strict=True)
        }
        assert areas == category
    elif isinstance(shows, kinds.Network):
        assert np.size(made.marks[0]["z"]) == len(table)
    else:
        counted = isinstance(shows, kinds.Parts) and shows.series[0].form == "count"
        seen = shares(card) if counted else card  # lengths are shares, amounts are written
        missing = values(seen, screen=True) - positions(seen, made)
        assert not missing, (card.key, missing)


def check_native(card: Card, made: Any) -> None:
    """The workbook, the cells or the shapes of a slide hold the same."""
    shows, table = card.shows, card.published.table
    (shape,) = [s for _, n, s in named(made) if n.key.startswith("vue-1-") and not n.mark
                and "-tableau" not in n.key][:1]  # fmt: skip
    if isinstance(shows, kinds.AreaMap):
        told = {s.name: s._element.nvSpPr.cNvPr.get("descr") for s in shape.shapes}
        start = f"{shows.level}:"
        assert {n for n in told if n.startswith(start)} == {start + c for c in table["code"]}
        column = shows.series[0]
        absent = table["category"].isin(list(classes.ABSENT_KEYS.values()))
        for row in table[table[column.name].notna() & ~absent].to_dict("records"):
            text = row[shows.told] if shows.told else column.text(row[column.name])
            assert told[start + row["code"]].endswith(str(text)), row["code"]
    elif isinstance(shows, kinds.Matrix):
        written_words = Counter(t for row in cells(shape)[1:] for t in row[1:] if t)
        assert written_words <= Counter(table["shown"].str.replace(" / ", "/"))
        assert written_words
    elif isinstance(shows, kinds.Network):
        counted = table[(table["row"] != table["column"]) & (table["category"] != UNTOLD.key)]
        hosts = Counter(counted.loc[counted["hosts"] > 0, "hosts"].astype(int))
        told_hosts = [t.strip(" ○") for row in cells(shape)[1:] for t in row[1:]]
        assert Counter(int(t) for t in told_hosts if t) == hosts
    elif isinstance(shows, kinds.Spine):
        found = {s.name: s for s in shape.shapes}
        for row in table.to_dict("records"):
            assert found[f"shown_text:{row['line']}"].text_frame.text == row["shown_text"]
            assert (f"point:{row['line']}" in found) == (row["x"] == row["x"])
        drawn = table[table["x"].notna()].sort_values("x")["line"]
        at = [found[f"point:{line}"].left for line in drawn]
        assert at == sorted(at)
    else:
        ((_, chart, sheet),) = charts(made)
        series = [s for plot in chart.plots for s in plot.series]
        read = Counter(round(v, 6) for s in series for v in s.values if v is not None)
        assert not values(card) - read, card.key
        inside = sheet.select_dtypes("number").to_numpy().ravel()
        assert set(values(card)) <= set(np.round(inside[inside == inside], 6).tolist())


@pytest.mark.parametrize(("page", "settings", "keys"), DRAWN)
def test_the_three_pens_draw_each_figure_with_the_numbers_of_its_table(
    open_page: OpenPage,
    demo_home: Path,
    shown: list[tuple[Card, Ground | None]],
    page: str,
    settings: dict[str, str],
    keys: list[str],
) -> None:
    open_page(demo_home, page, **settings)
    assert [card.key for card, _ in shown] == keys
    for card, ground in shown:
        made = sketch(card, ground)
        assert made is not None
        assert len(plot(made).to_dict()["data"]) == len(made.marks)
        assert image(Still.of(card, made, ground), Form.SVG)
        check_screen(card, made)
        assert isinstance(card.shows, kinds.Kind)
        if pen.figure(card) is None:
            assert not values(card), card.key  # no chart without a value
            continue
        columns = (card.shows.label,)
        view = Collected(1, "x", narrowed(card.published, columns), columns, cards=frozen([card]))
        check_native(card, written(demo_home, [view], Level.INTERNAL))
