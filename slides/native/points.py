"""Native charts of points: dots with intervals, lines over time in their band, curves."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from lxml import etree
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from figures.cards.columns import Column
from slides.native import colours
from slides.native.colours import T
from slides.native.workbooks import FACTORS, FORMATS, error_columns, errors
from slides.outline import Figure, Kind

_AXIS = {"share": '[$-40C]0"\u00a0%"', "points": '[$-40C]0"\u00a0points"'}
_MARKED_ONLY = "signalled"  # points set apart on a line: marks alone
_DASHES = (None, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT, MSO_LINE.LONG_DASH)
_PALE = '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'
_FEW_DOTS = 6
_MANY_DOTS = 12


def form_dots(chart: Chart, figure: Figure) -> None:
    """Give dots with their intervals the form of the house."""
    _axes(chart, figure)
    few = len(figure.published.table) <= _FEW_DOTS
    for rank, series, column in _own(chart, figure):
        series.format.line.fill.background()
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9
        colours.paint(series.marker.format.fill, column.name, rank)
        series.marker.format.line.fill.background()
        if few and any(column.name in span.series for span in figure.spans):
            labels = series.data_labels
            labels.show_value = True
            labels.position = XL_LABEL_POSITION.RIGHT
            numbered(labels, FORMATS[column.form], 11)
    intervals(chart, figure)


def form_lines(chart: Chart, figure: Figure) -> None:
    """Give lines over time the form of the house, their band behind them."""
    _axes(chart, figure)
    for rank, series, column in _own(chart, figure):
        _line(series, column.name, rank)
    intervals(chart, figure)
    if figure.band:
        _put_behind(chart, figure)


def _put_behind(chart: Chart, figure: Figure) -> None:
    """Make of the two first series of lines a band: columns that touch, on a foot not seen."""
    lines = chart._chartSpace.find(f".//{qn('c:lineChart')}")
    foot, height = (series._element for series in list(chart.plots[0].series)[:2])
    for series in (foot, height):
        for name in ("c:marker", "c:smooth", "c:spPr"):
            for old in series.findall(qn(name)):
                series.remove(old)
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in lines.findall(qn("c:axId")))
    bars = parse_xml(
        f'<c:barChart {nsdecls("c")}><c:barDir val="col"/><c:grouping val="stacked"/>'
        f'<c:varyColors val="0"/><c:gapWidth val="0"/><c:overlap val="100"/>{axes}</c:barChart>'
    )
    bars[2].addnext(height)
    bars[2].addnext(foot)
    lines.addprevious(bars)
    for series, fill in ((foot, "<a:noFill/>"), (height, _PALE)):
        form = f"<c:spPr {nsdecls('c', 'a')}>{fill}</c:spPr>"
        series.find(qn("c:tx")).addnext(etree.fromstring(form))
        series.find(qn("c:spPr")).addnext(
            etree.fromstring(f'<c:invertIfNegative {nsdecls("c")} val="0"/>')
        )
    hide_from_legend(chart, _rank(foot))


def hide_from_legend(chart: Chart, rank: int) -> None:
    """Leave a series out of the legend: what holds the rest up is not seen."""
    entry = f'<c:idx val="{rank}"/><c:delete val="1"/>'
    chart.legend._element.find(qn("c:legendPos")).addnext(
        etree.fromstring(f"<c:legendEntry {nsdecls('c')}>{entry}</c:legendEntry>")
    )


def _rank(series: Any) -> int:
    return int(series.find(qn("c:idx")).get("val"))


def form_curve(chart: Chart, figure: Figure) -> None:
    """Give a curve over numbers the form of the house."""
    _axes(chart, figure)
    across = chart.category_axis
    across.tick_labels.number_format = _AXIS.get(figure.columns[0].form, "General")
    across.tick_labels.number_format_is_linked = False
    across.minimum_scale, across.maximum_scale = 0.0, 100.0
    entitle(across, figure.columns[0].label)
    for rank, series, column in _own(chart, figure):
        _line(series, column.name, rank)
        series.marker.size = 4


def _axes(chart: Chart, figure: Figure) -> None:
    category, value = chart.category_axis, chart.value_axis
    many = len(figure.published.table) > _MANY_DOTS
    category.tick_labels.font.size = Pt(9 if many else 10)
    category.format.line.color.theme_color = T.ACCENT_5
    category.has_major_gridlines = False
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.theme_color = T.BACKGROUND_2
    value.format.line.fill.background()
    numbered(value.tick_labels, _AXIS.get(figure.columns[1].form, "[$-40C]#,##0"), 10)
    value.minimum_scale, value.maximum_scale = ends(figure)


def _series(chart: Chart, figure: Figure) -> list[tuple[Any, Column]]:
    """Series with their columns; those of a band, put behind, are among them."""
    drawn = [series for plot in chart.plots for series in plot.series]
    drawn.sort(key=lambda series: _rank(series._element))
    return list(zip(drawn, figure.columns[1:], strict=True))


def _own(chart: Chart, figure: Figure) -> Iterator[tuple[int, Any, Column]]:
    """Series that are not of the band, with their rank; a reference is dashed, without marks."""
    rank = 0
    for series, column in _series(chart, figure):
        series.smooth = False
        if column.name in figure.dashed:
            series.marker.style = XL_MARKER_STYLE.NONE
            line = series.format.line
            line.width, line.dash_style = Pt(1.25), MSO_LINE.DASH
            line.color.theme_color = colours.of(column.name)[0]
        elif column.name not in figure.band:
            yield rank, series, column
            rank += 1


def _line(series: Any, name: str, rank: int) -> None:
    line = series.format.line
    if name == _MARKED_ONLY:
        line.fill.background()
        series.marker.style, series.marker.size = XL_MARKER_STYLE.DIAMOND, 11
    else:
        line.width = Pt(2)
        line.color.theme_color = colours.of(name, rank)[0]
        if dash := _DASHES[rank % len(_DASHES)]:
            line.dash_style = dash
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    colours.paint(series.marker.format.fill, name, rank)
    series.marker.format.line.fill.background()


def ends(figure: Figure) -> tuple[float, float]:
    """Ends of the axis of values, round, that hold every point and interval."""
    rows = figure.published.table
    form = figure.columns[1].form
    share = form == "share"
    names = [end for span in figure.spans for end in (span.low, span.high)]
    names += [c.name for c in figure.columns[1:] if c.name not in figure.band[1:]]
    tops = rows[list(figure.band)].astype(float).sum(axis=1, min_count=2)
    seen = np.append(rows[names].astype(float).to_numpy().ravel(), tops if figure.band else [])
    values = FACTORS.get(form, 1.0) * seen
    known = values[values == values]
    if not len(known) or (figure.zero and share):
        return 0.0, 100.0
    low, high = 5 * (known.min() // 5), 5 * -(-known.max() // 5)
    if figure.zero:
        low = min(low, 0.0)
    if not share:
        return float(low), float(high) if high > low else float(low) + 5
    return max(0.0, float(low)), min(100.0, float(high)) if high > low else float(low) + 5


def widen(chart: Chart, figure: Figure) -> None:
    """Move the ends of an axis that new values go beyond."""
    low, high = ends(figure)
    axis = chart.value_axis
    if axis.minimum_scale is not None and low < axis.minimum_scale:
        axis.minimum_scale = low
    if axis.maximum_scale is not None and high > axis.maximum_scale:
        axis.maximum_scale = high


def intervals(chart: Chart, figure: Figure) -> None:
    """Error bars of each series, from the columns of numbers of the workbook."""
    for span in figure.spans:
        lengths, references = errors(figure, span), error_columns(figure, span)
        for rank, (series, column) in enumerate(_series(chart, figure)):
            if column.name not in span.series:
                continue
            element = series._element
            line = element.find(f"{qn('c:errBars')}/{qn('c:spPr')}")
            for old in element.findall(qn("c:errBars")):
                element.remove(old)
            drawn = error_bars(lengths, references, colours.xml(column.name, rank))
            if line is not None:  # its form may have been changed: keep it
                drawn.replace(drawn.find(qn("c:spPr")), line)
            element.find(qn("c:cat")).addprevious(drawn)


def error_bars(
    lengths: tuple[Sequence[float], Sequence[float]],
    references: tuple[str, str],
    colour: str,
    direction: str = "y",
    width: int = 22225,
) -> etree._Element:
    """Intervals of a series.

    Parameters
    ----------
    lengths : above the values, then below
    references : of the columns of the workbook that hold them
    colour : of the theme, as written in the file
    width : of the line, EMU
    """
    ends_of = "".join(
        f"<c:{name}><c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>'
        + "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
        + f"</c:numCache></c:numRef></c:{name}>"
        for name, values, reference in zip(("plus", "minus"), lengths, references, strict=True)
    )
    return etree.fromstring(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="{direction}"/>'
        f'<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>{ends_of}'
        f'<c:spPr><a:ln w="{width}"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )


def refer(series: Any, name: str, across: str, up: str) -> None:
    """Make a series read its name and its points in the workbook."""
    for part, cells in (("c:tx", name), ("c:xVal", across), ("c:yVal", up)):
        series.find(f"{qn(part)}//{qn('c:f')}").text = cells


def numbered(labels: Any, form: str, size: float) -> None:
    """Give the numbers along an axis, or beside marks, their format and size in points."""
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size = Pt(size)


def entitle(axis: Any, text: str) -> None:
    """Write what an axis counts."""
    axis.has_title = True
    axis.axis_title.text_frame.text = text
    axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(10)


POINTS = (Kind.DOTS, Kind.LINES, Kind.CURVE)
