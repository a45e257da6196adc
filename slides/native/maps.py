"""Maps as named freeform shapes, one an area, grouped, coloured by the theme, with a legend."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.autoshape import Shape
from pptx.util import Emu, Pt

from figures.maps.classes import ABSENT_KEYS, MapClass
from figures.words import french
from slides.geometry import Areas
from slides.native.classes import paint
from slides.native.fitting import text_width
from slides.outline import Figure

T = MSO_THEME_COLOR
_LEGEND_HEIGHT = 17.0  # points a line
_LABEL_SIZE = 9.0
Box = tuple[Emu, Emu, Emu, Emu]


def add_map(shapes: Any, figure: Figure, areas: Areas, box: Box, over: Areas | None = None) -> Any:
    """Draw a map in a box, its legend under it; returns the group.

    Parameters
    ----------
    over : outlines drawn over the areas, in the same plane
    """
    rows = figure.published.table
    lines = legend_lines(figure, box[2].pt)
    room = len(lines) * _LEGEND_HEIGHT + 6
    scale = min(box[2] / areas.width, (box[3] - Pt(room)) / areas.height)
    left = box[0] + (box[2] - scale * areas.width) / 2
    group = shapes.add_group_shape()
    _legend(group, figure, lines, box[0], box[1] + box[3] - Pt(room - 6))
    last = rows["code"] == figure.selected  # its outline is over the others'
    first = max(int(i) for i in group._element.xpath("//@id") if i.isdigit()) + 1
    for number, row in enumerate(pd.concat([rows[~last], rows[last]]).itertuples(), start=first):
        selected = row.code == figure.selected
        _area(group, number, row, areas, scale, (left, box[1]), selected=selected)
    if over is not None:
        first += len(rows)
        outlined = sorted(over.rings, key=lambda code: code == figure.selected)
        for number, code in enumerate(outlined, start=first):
            element = _freeform(number, f"contour:{code}", over.rings[code], scale, (left, box[1]))
            group._element.append(element)
            shape = Shape(element, group.shapes)
            shape.fill.background()
            shape.line.width = Pt(2.25) if code == figure.selected else Pt(0.75)
            shape.line.color.theme_color = T.TEXT_1 if code == figure.selected else T.ACCENT_6
    group.shapes._recalculate_extents()
    if {"lon", "lat"} <= set(rows.columns):
        for row in rows.itertuples():
            _label(group, row, areas, scale, (left, box[1]))
    return group


def _area(
    group: Any,
    number: int,
    row: Any,
    areas: Areas,
    scale: float,
    corner: tuple[float, float],
    *,
    selected: bool,
) -> None:
    """One area, painted and described."""
    name = f"{_prefix(row.code)}{row.code}"
    element = _freeform(number, name, areas.rings[row.code], scale, corner)
    group._element.append(element)
    shape = Shape(element, group.shapes)
    line = shape.line
    line.width = Pt(2.25) if selected else Pt(0.75 if row.code.startswith("BEF-") else 0.25)
    line.color.theme_color = T.TEXT_1 if selected else T.BACKGROUND_1
    paint(shape, str(row.category))
    describe(shape, row)


def _freeform(
    number: int,
    name: str,
    outline: Sequence[np.ndarray],
    scale: float,
    corner: tuple[float, float],
) -> Any:
    """One freeform, written as XML: a map of communes has hundreds."""
    rings = [np.rint(ring * scale).astype(int) for ring in outline]
    points = np.concatenate(rings)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    paths = "".join(_path(ring - (left, top)) for ring in rings)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off "
        f'x="{round(corner[0] + left)}" y="{round(corner[1] + top)}"/><a:ext cx="{right - left}" '
        f'cy="{bottom - top}"/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>'
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{right - left}" '
        f'h="{bottom - top}">{paths}</a:path></a:pathLst></a:custGeom></p:spPr></p:sp>'
    )


def _path(ring: np.ndarray) -> str:
    (x, y), *others = ring.tolist()
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others[:-1])
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}<a:close/>'


def _bare(shape: Any) -> None:
    """Take away the effects that the theme gives to shapes."""
    shape._element.remove(shape._element.find(qn("p:style")))


def _prefix(code: str) -> str:
    return "bef:" if code.startswith("BEF-") else "commune:"


def describe(shape: Any, row: Any) -> None:
    """Say in the alternative text what an area shows."""
    shape._element.nvSpPr.cNvPr.set(
        "descr", f"{getattr(row, 'name', row.label)}\u00a0: {value_text(row)}"
    )


def value_text(row: Any) -> str:
    """What an area shows, or why it shows nothing."""
    return str(row.value) if row.value else str(row.absence)


def label_texts(row: Any) -> tuple[str, str]:
    """Name and value written over an area; a small one keeps its value only in its text."""
    return str(row.label), value_text(row)


def _label(group: Any, row: Any, areas: Areas, scale: float, corner: tuple[float, float]) -> None:
    name, value = label_texts(row)
    if not name:
        return
    x, y = areas.place(row.lon, row.lat)
    wide = Pt(max(text_width(t, _LABEL_SIZE, bold=True) for t in (name, value)) + 4)
    tall = Pt(2 * _LABEL_SIZE * 1.2 + 1)
    box = group.shapes.add_textbox(
        round(corner[0] + x * scale - wide / 2), round(corner[1] + y * scale - tall / 2), wide, tall
    )
    box.name = f"libelle:{row.code}"
    _veil(box)
    _write(box, (name, value), _LABEL_SIZE, bold_first=True)


def _veil(box: Any) -> None:
    """Lighten what is under a label, so that it reads over any class and across its border."""
    box.fill.solid()
    box.fill.fore_color.theme_color = T.BACKGROUND_1
    colour = box._element.spPr.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}")
    etree.SubElement(colour, qn("a:alpha")).set("val", "65000")


def _write(
    box: Any,
    texts: Sequence[str],
    size: float,
    *,
    bold_first: bool = False,
    align: PP_ALIGN = PP_ALIGN.CENTER,
) -> None:
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = False
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for i, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = align
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(size)
        run.font.bold = bold_first and i == 0
        run.font.color.theme_color = T.TEXT_1


def legend_text(item: MapClass, figure: Figure) -> str:
    """A class in words, with how many areas are in it."""
    count = int((figure.published.table["category"] == item.key).sum())
    return f"{item.label} ({french.number(count)})"


def legend_lines(figure: Figure, width: float) -> list[list[MapClass]]:
    """Classes of each line of the legend, in a width in points."""
    lines: list[list[MapClass]] = [[]]
    used = 0.0
    for item in figure.scale:
        wide = text_width(legend_text(item, figure), 10) + 30
        if lines[-1] and used + wide > width:
            lines.append([])
            used = 0.0
        lines[-1].append(item)
        used += wide
    return lines


def redraw_legend(group: Any, figure: Figure) -> None:
    """Write the legend again from its place, where the map has other absences than it tells."""
    drawn = [shape for shape in group.shapes if shape.name.startswith("legende")]
    told = {shape.name.partition(":")[2] for shape in drawn} & set(ABSENT_KEYS.values())
    if not drawn or told == {item.key for item in figure.scale} & set(ABSENT_KEYS.values()):
        return
    left, top = min(s.left for s in drawn), min(s.top for s in drawn)
    width = Emu(max(s.left + s.width for s in group.shapes) - left)
    for shape in drawn:
        shape._element.getparent().remove(shape._element)
    _legend(group, figure, legend_lines(figure, width.pt), left, top)


def _legend(
    group: Any, figure: Figure, lines: list[list[MapClass]], left: float, top: float
) -> None:
    for i, line in enumerate(lines):
        x, y = float(left), top + Pt(i * _LEGEND_HEIGHT)
        for item in line:
            text = legend_text(item, figure)
            square = group.shapes.add_shape(
                MSO_SHAPE.RECTANGLE, round(x), round(y + Pt(2)), Pt(11), Pt(11)
            )
            square.name = f"legende-carre:{item.key}"
            _bare(square)
            square.line.width = Pt(0.5)
            square.line.color.theme_color = T.ACCENT_5
            paint(square, item.key)
            wide = text_width(text, 10) + 8
            box = group.shapes.add_textbox(round(x + Pt(15)), round(y), Pt(wide), Pt(15))
            box.name = f"legende:{item.key}"
            _write(box, (text,), 10, align=PP_ALIGN.LEFT)
            x += Pt(wide + 22)


def set_text(box: Any, texts: Sequence[str]) -> None:
    """Change the words of a label and keep its form."""
    for paragraph, text in zip(box.text_frame.paragraphs, texts, strict=False):
        runs = paragraph.runs
        if not runs:
            continue
        runs[0].text = text
        for spare in runs[1:]:
            spare._r.getparent().remove(spare._r)
