"""Native charts of points between two numbers, a series a class, with both intervals."""

from typing import Any

import pandas as pd
from pptx.chart.chart import Chart
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.pole.diagnosis import BALANCE, INDISTINCT, MISMATCH, PROBLEMS, SHORTAGE, UNFILLED
from figures.words import french
from slides.native.colours import T
from slides.native.points import entitle, error_bars, numbered, refer
from slides.native.workbooks import FORMATS, SHEET, plotted, written
from slides.outline import Figure

_LOOKS = {  # colour of the theme, mark
    SHORTAGE: (T.ACCENT_3, XL_MARKER_STYLE.TRIANGLE),
    MISMATCH: (T.TEXT_1, XL_MARKER_STYLE.DIAMOND),
    UNFILLED: (T.ACCENT_1, XL_MARKER_STYLE.SQUARE),
    BALANCE: (T.ACCENT_2, XL_MARKER_STYLE.CIRCLE),
    INDISTINCT: (T.ACCENT_5, XL_MARKER_STYLE.CIRCLE),
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
    rows = figure.published.table
    shown = [(column, column.label, rows[column.name]) for column in figure.columns]
    spans = list(zip(figure.columns[1:3], figure.spans, _lengths(figure), strict=True))
    for column, span, _ in spans:
        ends = ((end, rows[name]) for end, name in (("basse", span.low), ("haute", span.high)))
        shown += [(column, f"Borne {end}, {column.label}", values) for end, values in ends]
    for column, _, lengths in spans:
        told = zip(_SIDES, lengths, strict=True)
        shown += [(column, f"Écart {side}, {column.label}", values) for side, values in told]
    return written(
        [
            (head, list(values) if column.form == "text" else plotted(column, values), column.form)
            for column, head, values in shown
        ]
    )


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
        colour, mark = _LOOKS[problem]
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
        name, across, up = f"$D${first}", f"$B${first}:$B${last}", f"$C${first}:$C${last}"
        refer(series._element, *(f"{SHEET}!{cells}" for cells in (name, across, up)))
        _error_bars(series._element, figure, part, first, last, str(colour.xml_value))
        first = last + 1
    for axis, column in zip((chart.category_axis, chart.value_axis), figure.columns[1:3],
                            strict=True):  # fmt: skip
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.theme_color = T.BACKGROUND_2
        axis.format.line.color.theme_color = T.ACCENT_5
        numbered(axis.tick_labels, _AXES, 10)
        axis.minimum_scale, axis.maximum_scale = _ends(figure, column.name)
        entitle(axis, column.label)


def _ends(figure: Figure, name: str) -> tuple[float, float]:
    """Ends of an axis: every interval, but not further than 2.5 times the widest gap."""
    rows, furthest = figure.published.table, 20.0
    furthest = max(furthest, 2.5 * float(rows[name].abs().max()))
    low, high = float(rows[f"{name}_low"].min()), float(rows[f"{name}_high"].max())
    low, high = max(min(low, 0.0), -furthest), min(max(high, 0.0), furthest)
    return 5.0 * (low // 5), 5.0 * -(-high // 5)


def _error_bars(
    series: Any, figure: Figure, part: pd.DataFrame, first: int, last: int, colour: str
) -> None:
    """Both intervals of the points of a series, from their columns of the workbook."""
    letters = iter("IJKL")  # after the points, their class and their bounds
    for direction, lengths in zip("xy", _lengths(figure), strict=True):
        minus, plus = (values.loc[part.index].tolist() for values in lengths)
        below, above = (
            f"{SHEET}!${at}${first}:${at}${last}" for at in (next(letters), next(letters))
        )
        bars = error_bars((plus, minus), (above, below), colour, direction, width=15875)
        series.find(qn("c:xVal")).addprevious(bars)
