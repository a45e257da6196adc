"""Maps of a deck as SVG files: drawn from outlines, without a browser."""

import io
import zipfile
from html import escape
from typing import Any

import numpy as np

from figures import palette
from figures.maps.classes import MapClass
from slides.geometry import Areas
from slides.native.fitting import text_width, wrapped
from slides.native.maps import label_texts, legend_lines, legend_text, value_text
from slides.outline import Figure, Kind, Outline, Slide

_WIDTH, _MARGIN = 900.0, 24.0
_TALLEST = 620.0  # of the map alone
_LINE = 18.0
_INK, _GREY, _PATTERN_INK = palette.INK, palette.QUIET, palette.MUTED
_PATTERNS = (
    '<defs><pattern id="hachures" width="6" height="6" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{palette.UNTOLD}"/>'
    f'<path d="M0 0V6" stroke="{_PATTERN_INK}" stroke-width="1.4"/></pattern>'
    '<pattern id="points" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{palette.PAPER}"/>'
    f'<circle cx="3" cy="3" r="1" fill="{_PATTERN_INK}"/></pattern></defs>'
)


def map_svg(slide: Slide, figure: Figure, areas: Areas) -> str:
    """Draw a map with its title, perimeter, legend, source and mark.

    Parameters
    ----------
    slide : on which it stands: its caption and source are written
    figure : of the kind `MAP`
    areas : outlines of its level
    """
    rows, inner = figure.published.table, _WIDTH - 2 * _MARGIN
    kept = areas.only(rows["code"])
    scale = min(inner / kept.width, _TALLEST / kept.height)
    title = wrapped(figure.published.about.title, 18, inner, bold=True)
    head = [_text(_MARGIN, 30 + 22 * i, t, 18, weight="bold") for i, t in enumerate(title)]
    top = 30 + 22 * len(title)
    head.append(_text(_MARGIN, top, slide.caption, 13, _GREY))
    corner = (_MARGIN + (inner - scale * kept.width) / 2, top + 16)
    fills = {item.key: _fill(item) for item in figure.scale}
    ordered = rows.assign(last=rows["code"] == figure.selected).sort_values("last", kind="stable")
    body = [_area(row, kept, scale, corner, fills, row.last) for row in ordered.itertuples()]
    if {"lon", "lat"} <= set(rows.columns):
        body += [_label(row, kept, scale, corner) for row in rows.itertuples()]
    below = corner[1] + scale * kept.height + 26
    legend = _legend(figure, inner, below, fills)
    below += _LINE * len(legend_lines(figure, inner)) + 8
    lines = [line for part in slide.source.split("\n") for line in wrapped(part, 10, inner)]
    foot = [_text(_MARGIN, below + 14 * i, line, 10, _GREY) for i, line in enumerate(lines)]
    height = below + 14 * len(lines) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" '
        f'width="{_WIDTH:.0f}" height="{height:.0f}" lang="fr" role="img" font-family="Arial, '
        f"'Liberation Sans', sans-serif\"><title>{escape(figure.published.about.title)}</title>"
        f"<desc>{escape(figure.alt)}</desc>{_PATTERNS}"
        f'<rect width="100%" height="100%" fill="{palette.PAPER}"/>'
        f"{''.join([*head, *body, *legend, *foot])}</svg>"
    )


def maps_archive(outline: Outline) -> bytes:
    """Zip of the maps of a deck, one SVG each; no map: no entry."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for slide, figure in maps(outline):
            name = f"{figure.key}-{outline.perimeter}-{outline.year}-{outline.level}.svg"
            archive.writestr(name, map_svg(slide, figure, outline.geometry[figure.level]))
    return stream.getvalue()


def maps(outline: Outline) -> list[tuple[Slide, Figure]]:
    """Maps of a deck, each with its slide."""
    return [(s, f) for s in outline.slides for f in s.figures if f.kind is Kind.MAP]


def _fill(item: MapClass) -> str:
    return "url(#hachures)" if item.hatched else "url(#points)" if item.dotted else item.color


def _area(
    row: Any, areas: Areas, scale: float, corner: tuple[float, float], fills: dict[str, str],
    selected: bool,
) -> str:  # fmt: skip
    path = "".join(_ring(ring * scale + corner) for ring in areas.rings[row.code])
    told = f"{getattr(row, 'name', row.label)}\u00a0: {value_text(row)}"
    line = f'stroke="{_INK}" stroke-width="2.5"' if selected else f'stroke="{palette.PAPER}"'
    return (
        f'<path d="{path}" fill="{fills.get(str(row.category), palette.PAPER)}" '
        f'fill-rule="evenodd" {line}><title>{escape(told)}</title></path>'
    )


def _ring(points: np.ndarray) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist()) + "Z"


def _label(row: Any, areas: Areas, scale: float, corner: tuple[float, float]) -> str:
    name, value = label_texts(row)
    if not name:
        return ""
    x, y = areas.place(row.lon, row.lat)
    at = (corner[0] + x * scale, corner[1] + y * scale)
    halo = f'text-anchor="middle" paint-order="stroke" stroke="{palette.PAPER}" stroke-width="3"'
    first = _text(at[0], at[1] - 2, name, 11, weight="bold", more=halo)
    return first + _text(at[0], at[1] + 11, value, 11, more=halo)


def _legend(figure: Figure, width: float, top: float, fills: dict[str, str]) -> list[str]:
    drawn = []
    for i, line in enumerate(legend_lines(figure, width)):
        x, y = _MARGIN, top + _LINE * i
        for item in line:
            text = legend_text(item, figure)
            drawn.append(
                f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="12" height="12" '
                f'fill="{fills[item.key]}" stroke="{_PATTERN_INK}" stroke-width="0.5"/>'
            )
            drawn.append(_text(x + 17, y, text, 11))
            x += 17 + text_width(text, 11) + 16
    return drawn


def _text(
    x: float, y: float, text: str, size: float, ink: str = _INK, weight: str = "normal",
    more: str = "",
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{ink}" font-weight="{weight}" '
        f"{more}>{escape(text)}</text>"
    )
