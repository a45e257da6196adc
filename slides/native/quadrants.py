"""Native charts of points between two numbers, a series a class, with both intervals."""

import io
from typing import Any

import pandas as pd
import xlsxwriter
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.pole.diagnosis import BALANCE, INDISTINCT, MISMATCH, PROBLEMS, SHORTAGE, UNFILLED
from figures.words import french
from slides.native.workbooks import FACTORS, FORMATS, SHEET
from slides.outline import Figure

T = MSO_THEME_COLOR
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LOOKS = {  # colour of the theme, its name in the file, mark
    SHORTAGE: (T.ACCENT_3, "accent3", XL_MARKER_STYLE.TRIANGLE),
    MISMATCH: (T.TEXT_1, "tx1", XL_MARKER_STYLE.DIAMOND),
    UNFILLED: (T.ACCENT_1, "accent1", XL_MARKER_STYLE.SQUARE),
    BALANCE: (T.ACCENT_2, "accent2", XL_MARKER_STYLE.CIRCLE),
    INDISTINCT: (T.ACCENT_5, "accent5", XL_MARKER_STYLE.CIRCLE),
}
_AXES = "[$-40C]0"
_SIDES = ("vers le bas", "vers le haut")


def parts(figure: Figure) -> list[tuple[str, pd.DataFrame]]:
    """Points of each class, in order: code and rows, which follow each other in the table."""
    rows = figure.published.table
    return [(str(problem), part) for problem, part in rows.groupby("problem", sort=False)]


def chart_data(figure: Figure) -> XyChartData:
    """Series of a figure, for python-pptx."""
    _, across, up, _ = figure.columns
    data = XyChartData(number_format=FORMATS[across.form])
    for problem, part in parts(figure):
        series = data.add_series(PROBLEMS[problem].name)
        for x, y in zip(part[across.name], part[up.name], strict=True):
            series.add_data_point(float(x), float(y))
    return data


def workbook(figure: Figure) -> bytes:
    """Write the workbook of the chart: points, class, bounds, lengths of the intervals."""
    rows, form = figure.published.table, figure.columns[1].form
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(SHEET)
    style = book.add_format({"num_format": FORMATS[form]})
    columns = [(column.label, rows[column.name]) for column in figure.columns]
    for column, span in zip(figure.columns[1:3], figure.spans, strict=True):
        ends = ((end, rows[name]) for end, name in (("basse", span.low), ("haute", span.high)))
        columns += [(f"Borne {end}, {column.label}", values) for end, values in ends]
    for column, lengths in zip(figure.columns[1:3], _lengths(figure), strict=True):
        told = zip(_SIDES, lengths, strict=True)
        columns += [(f"Écart {side}, {column.label}", values) for side, values in told]
    for at, (head, values) in enumerate(columns):
        sheet.write_string(0, at, head)
        for row, value in enumerate(values, start=1):
            if isinstance(value, str):
                sheet.write_string(row, at, value)
            elif value == value:
                sheet.write_number(row, at, FACTORS.get(form, 1.0) * float(value), style)
    sheet.set_column(0, 0, 40)
    book.close()
    return stream.getvalue()


def _lengths(figure: Figure) -> list[tuple[pd.Series, pd.Series]]:
    """How far each interval goes under and over its value, across then up."""
    rows = figure.published.table
    return [
        (
            (rows[c.name] - rows[span.low]).clip(lower=0).fillna(0).round(10),
            (rows[span.high] - rows[c.name]).clip(lower=0).fillna(0).round(10),
        )
        for c, span in zip(figure.columns[1:3], figure.spans, strict=True)
    ]


def form(chart: Chart, figure: Figure) -> None:
    """Give the chart the form of the house: marks, names, intervals, axes through 0."""
    first = 2  # row of the workbook
    for series, (problem, part) in zip(chart.plots[0].series, parts(figure), strict=True):
        colour, written, mark = _LOOKS[problem]
        series.format.line.fill.background()
        series.marker.style, series.marker.size = mark, 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.theme_color = colour
        series.marker.format.line.fill.background()
        for at, name in enumerate(part[figure.columns[0].name]):
            label = series.points[at].data_label
            label.has_text_frame = True
            label.text_frame.text = french.short_name(str(name))
            label.text_frame.paragraphs[0].runs[0].font.size = Pt(9)
            label.position = XL_LABEL_POSITION.RIGHT
        last = first + len(part) - 1
        _refer(series._element, first, last)
        _error_bars(series._element, figure, part, first, last, written)
        first = last + 1
    for axis, column in zip((chart.category_axis, chart.value_axis), figure.columns[1:3],
                            strict=True):  # fmt: skip
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.theme_color = T.BACKGROUND_2
        axis.format.line.color.theme_color = T.ACCENT_5
        axis.tick_labels.font.size = Pt(10)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _AXES, False
        axis.minimum_scale, axis.maximum_scale = _ends(figure, column.name)
        axis.has_title = True
        axis.axis_title.text_frame.text = column.label
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(10)


def _ends(figure: Figure, name: str) -> tuple[float, float]:
    """Ends of an axis: every interval, but not further than 2.5 times the widest gap."""
    rows, furthest = figure.published.table, 20.0
    furthest = max(furthest, 2.5 * float(rows[name].abs().max()))
    low, high = float(rows[f"{name}_low"].min()), float(rows[f"{name}_high"].max())
    low, high = max(min(low, 0.0), -furthest), min(max(high, 0.0), furthest)
    return 5.0 * (low // 5), 5.0 * -(-high // 5)


def _refer(series: Any, first: int, last: int) -> None:
    """Make a series read its own rows of the workbook."""
    cells = {
        "c:tx": f"{SHEET}!$D${first}",
        "c:xVal": f"{SHEET}!$B${first}:$B${last}",
        "c:yVal": f"{SHEET}!$C${first}:$C${last}",
    }
    for part, where in cells.items():
        series.find(f"{qn(part)}//{qn('c:f')}").text = where


def _error_bars(
    series: Any, figure: Figure, part: pd.DataFrame, first: int, last: int, colour: str
) -> None:
    """Both intervals of the points of a series, from their columns of the workbook."""
    letters = iter("IJKL")  # after the points, their class and their bounds
    for direction, lengths in zip("xy", _lengths(figure), strict=True):
        ends = ""
        for name, values in zip(("minus", "plus"), lengths, strict=True):
            at = next(letters)
            own = values.loc[part.index]
            points = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(own))
            told = (
                f"<c:{name}><c:numRef><c:f>{SHEET}!${at}${first}:${at}${last}</c:f><c:numCache>"
                f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(own)}"/>{points}'
                f"</c:numCache></c:numRef></c:{name}>"
            )
            ends = told + ends  # the schema wants plus first
        bars = (
            f'<c:errBars xmlns:c="{_C}" xmlns:a="{_A}"><c:errDir val="{direction}"/>'
            f'<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>{ends}'
            f'<c:spPr><a:ln w="15875"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
            "</a:ln></c:spPr></c:errBars>"
        )
        series.find(qn("c:xVal")).addprevious(etree.fromstring(bars))
