"""The spine as named shapes, grouped: a line a row, each on its own scale."""

from typing import Any

import pandas as pd
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from analytics import sides
from slides.geometry import Box
from slides.native.colours import T
from slides.native.maps import write
from slides.outline import Figure

_SHARES = {"name": (0.0, 0.28), "shown_text": (0.28, 0.1), "academy_text": (0.38, 0.1)}
_FROM, _WIDTH, _REACH = 0.5, 0.5, 1.12  # of the box: where scales are; ends of a scale
_ROW, _SIZE = 24.0, 11.0  # points
_SIDES = {
    sides.FAVOURABLE: T.ACCENT_2,
    sides.UNFAVOURABLE: T.ACCENT_3,
    sides.DISTINCT: T.TEXT_1,
}


def add_spine(shapes: Any, figure: Figure, box: Box) -> Any:
    """Draw a spine in a box; returns the group, whose shapes are named after their line."""
    left, top, width, height = box
    rows = figure.published.table
    group = shapes.add_group_shape()
    tall = Emu(min(Pt(_ROW), height // (len(rows) + 2)))
    for name, word in (("shown_text", "pôle"), ("academy_text", "académie")):
        _words(group, f"tete:{name}", word, _SHARES[name], (left, top, width, tall))
    middle = _at(0.0, left, width)
    _line(group, "milieu", (middle, middle), (top + tall, top + tall * (len(rows) + 1)), 1)
    for rank, row in enumerate(rows.to_dict("records"), start=1):
        _row(group, figure, row, (left, Emu(top + rank * tall), width, tall))
    foot = (left, Emu(top + (len(rows) + 1) * tall), width, tall)
    for key, word, share, side in (
        ("moins", "moins favorable", _FROM, PP_ALIGN.LEFT),
        ("plus", "plus favorable", _FROM + _WIDTH / 2, PP_ALIGN.RIGHT),
    ):
        _words(group, f"pied:{key}", word, (share, _WIDTH / 2), foot, side)
    return group


def _row(group: Any, figure: Figure, row: dict[str, Any], box: Box) -> None:
    left, top, width, tall = box
    line, middle = row["line"], top + tall // 2
    low, high = sorted((row["x_quarter"], row["x_three_quarters"]))
    if low == low and high == high:
        ends = _at(low, left, width), _at(high, left, width)
        band = _shape(group, MSO_SHAPE.RECTANGLE, f"bande:{line}", ends[0], top, ends[1] - ends[0],
                      tall)  # fmt: skip
        band.fill.fore_color.theme_color = T.BACKGROUND_2
    for column in figure.columns[2:]:
        if row[column.name] == row[column.name]:
            at, apart = _at(row[column.name], left, width), column.name in figure.apart
            _dot(group, f"autre:{line}:{column.label}", at, middle, apart)
    colour = _SIDES.get(row["verdict"], T.ACCENT_5)
    for span, thick in zip(reversed(figure.spans), (1.0, 3.0), strict=True):
        if row[span.low] == row[span.low] and row[span.high] == row[span.high]:
            ends = _at(row[span.low], left, width), _at(row[span.high], left, width)
            _line(group, f"{span.low}:{line}", ends, (middle, middle), thick, colour)
    if row["x"] == row["x"]:
        point = _dot(group, f"point:{line}", _at(row["x"], left, width), middle, False, Pt(10))
        point.fill.fore_color.theme_color = colour
        told = f"{row['name']}\u00a0: {row['shown_text']} {row['interval_text']}, {row['standing']}"
        point._element.nvSpPr.cNvPr.set("descr", told)
    for name in _SHARES:
        side = PP_ALIGN.LEFT if name == "name" else PP_ALIGN.RIGHT
        text = "" if pd.isna(row[name]) else str(row[name])
        _words(group, f"{name}:{line}", text, _SHARES[name], box, side)


def _at(x: float, left: int, width: int) -> int:
    """Where a value of a scale is."""
    return round(left + width * (_FROM + _WIDTH * (x + _REACH) / (2 * _REACH)))


def _shape(group: Any, form: MSO_SHAPE, name: str, x: int, y: int, wide: int, tall: int) -> Any:
    shape = group.shapes.add_shape(form, Emu(x), Emu(y), Emu(max(wide, 1)), Emu(tall))
    shape.name = name
    shape._element.remove(shape._element.find(qn("p:style")))
    shape.line.fill.background()
    shape.fill.solid()
    return shape


def _dot(group: Any, name: str, x: int, y: int, apart: bool, size: int = Pt(4)) -> Any:
    """A dot; one that is set apart is an upright mark."""
    wide, tall = (Pt(1.5), Pt(10)) if apart else (size, size)
    form = MSO_SHAPE.RECTANGLE if apart else MSO_SHAPE.OVAL
    dot = _shape(group, form, name, x - wide // 2, y - tall // 2, wide, tall)
    dot.fill.fore_color.theme_color = T.ACCENT_6 if apart else T.BACKGROUND_2
    if not apart:
        dot.fill.fore_color.brightness = -0.15
    return dot


def _line(
    group: Any, name: str, across: tuple[int, int], down: tuple[int, int], thick: float,
    colour: T = T.ACCENT_5,
) -> None:  # fmt: skip
    ends = (Emu(across[0]), Emu(down[0]), Emu(across[1]), Emu(down[1]))
    line = group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    line.name = name
    line.line.width = Pt(thick)
    line.line.color.theme_color = colour


def _words(
    group: Any, name: str, text: str, share: tuple[float, float], box: Box,
    side: PP_ALIGN = PP_ALIGN.RIGHT,
) -> None:  # fmt: skip
    left, top, width, tall = box
    place = (Emu(round(left + share[0] * width)), top, Emu(round(share[1] * width)), tall)
    shape = group.shapes.add_textbox(*place)
    shape.name = name
    write(shape, (text,), _SIZE, side, wrap=True)
