"""Maps as named freeform shapes, one an area, grouped, coloured by the theme, with a legend."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
import pandas as pd
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.autoshape import Shape
from pptx.util import Emu, Pt

from figures.maps.classes import ABSENT_KEYS, MapClass
from figures.words import french
from slides.geometry import Areas, Box
from slides.native.colours import T, paint_area
from slides.native.fitting import packed, text_width
from slides.outline import Figure

_LEGEND_HEIGHT = 17.0  # points a line
_LABEL_SIZE = 9.0


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
    corner = (left, float(box[1]))
    group = shapes.add_group_shape()
    _legend(group, figure, lines, box[0], box[1] + box[3] - Pt(room - 6))
    last = rows["code"] == figure.selected  # its outline is over the others'
    numbers = count(max(int(i) for i in group._element.xpath("//@id") if i.isdigit()) + 1)
    for row in pd.concat([rows[~last], rows[last]]).itertuples():
        name, thin = ("bef:", 0.75) if row.code.startswith("BEF-") else ("commune:", 0.25)
        selected, rings = row.code == figure.selected, areas.rings[row.code]
        shape = _freeform(group, next(numbers), f"{name}{row.code}", rings, scale, corner)
        shape.line.width = Pt(2.25 if selected else thin)
        shape.line.color.theme_color = T.TEXT_1 if selected else T.BACKGROUND_1
        paint_area(shape, str(row.category))
        describe(shape, row)
    outlined = {} if over is None else over.rings
    for code in sorted(outlined, key=lambda code: code == figure.selected):
        selected, rings = code == figure.selected, outlined[code]
        shape = _freeform(group, next(numbers), f"contour:{code}", rings, scale, corner)
        shape.fill.background()
        shape.line.width = Pt(2.25 if selected else 0.75)
        shape.line.color.theme_color = T.TEXT_1 if selected else T.ACCENT_6
    group.shapes._recalculate_extents()
    if {"lon", "lat"} <= set(rows.columns):
        for row in rows.itertuples():
            _label(group, row, areas, scale, corner)
    return group


def _freeform(
    group: Any, number: int, name: str, outline: Sequence[np.ndarray], scale: float,
    corner: tuple[float, float],
) -> Shape:  # fmt: skip
    """One freeform, written as XML: a map of communes has hundreds."""
    rings = [np.rint(ring * scale).astype(int) for ring in outline]
    points = np.concatenate(rings)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    paths = "".join(_path(ring - (left, top)) for ring in rings)
    element = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off "
        f'x="{round(corner[0] + left)}" y="{round(corner[1] + top)}"/><a:ext cx="{right - left}" '
        f'cy="{bottom - top}"/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>'
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{right - left}" '
        f'h="{bottom - top}">{paths}</a:path></a:pathLst></a:custGeom></p:spPr></p:sp>'
    )
    group._element.append(element)
    return Shape(element, group.shapes)


def _path(ring: np.ndarray) -> str:
    (x, y), *others = ring.tolist()
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others[:-1])
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}<a:close/>'


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
    write(box, (name, value), _LABEL_SIZE, PP_ALIGN.CENTER, bold_first=True)


def _veil(box: Any) -> None:
    """Lighten what is under a label, so that it reads over any class and across its border."""
    box.fill.solid()
    box.fill.fore_color.theme_color = T.BACKGROUND_1
    colour = box._element.spPr.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}")
    etree.SubElement(colour, qn("a:alpha")).set("val", "65000")


def write(
    box: Any, texts: Sequence[str], size: float, align: PP_ALIGN, *, bold_first: bool = False,
    wrap: bool = False,
) -> None:  # fmt: skip
    """Write paragraphs in a box without margins, halfway down.

    Parameters
    ----------
    size : of the letters, points
    bold_first : the first paragraph is
    wrap : lines are cut at the sides of the box
    """
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.vertical_anchor = wrap, MSO_ANCHOR.MIDDLE
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
    areas = int((figure.published.table["category"] == item.key).sum())
    return f"{item.label} ({french.number(areas)})"


def legend_lines(figure: Figure, width: float) -> list[list[MapClass]]:
    """Classes of each line of the legend, in a width in points."""

    def fits(items: list[MapClass]) -> bool:
        return sum(text_width(legend_text(item, figure), 10) + 30 for item in items) <= width

    return packed(figure.scale, fits)


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
            square._element.remove(square._element.find(qn("p:style")))  # effects of the theme
            square.line.width = Pt(0.5)
            square.line.color.theme_color = T.ACCENT_5
            paint_area(square, item.key)
            wide = text_width(text, 10) + 8
            box = group.shapes.add_textbox(round(x + Pt(15)), round(y), Pt(wide), Pt(15))
            box.name = f"legende:{item.key}"
            write(box, (text,), 10, PP_ALIGN.LEFT)
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
