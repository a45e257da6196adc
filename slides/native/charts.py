"""Native charts: bars in all their forms, and points; theme colours, workbook inside."""

from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from slides.geometry import Box
from slides.native import colours, points, quadrants, workbooks
from slides.native.colours import T
from slides.native.workbooks import FORMATS, SHEET, chart_data, column_letter, reference, workbook
from slides.outline import Figure, Kind

_NO_LABEL = f'<c:dLbl {nsdecls("c")}><c:idx val="{{}}"/><c:delete val="1"/></c:dLbl>'
_ROOM = 0.06  # of a bar: a narrower part has no room for its number
_ON_TOP = (Kind.STACKED, Kind.PILED, Kind.COLUMNS)  # where the legend stands
_MANY_COLUMNS = 12  # more have no room for their numbers


def add_chart(shapes: Any, figure: Figure, box: Box) -> Any:
    """Draw a figure as a native chart; returns its frame."""
    pen = quadrants if figure.kind is Kind.QUADRANT else workbooks
    drawn, form = _FORMS[figure.kind]
    frame = shapes.add_chart(drawn, *box, pen.chart_data(figure))
    chart: Any = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(pen.workbook(figure))
    _say_language(chart)
    chart.font.size = Pt(11)
    chart.has_title = False
    chart.has_legend = len(figure.columns) > 2
    if chart.has_legend:
        chart.legend.position = (
            XL_LEGEND_POSITION.TOP if figure.kind in _ON_TOP else XL_LEGEND_POSITION.BOTTOM
        )
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(11)
    form(chart, figure)
    if figure.kind is Kind.CURVE:
        _refer(chart, figure)
    return frame


def update_chart(chart: Any, figure: Figure) -> None:
    """Give a chart the data of a figure, and keep the form that somebody gave it."""
    chart.replace_data(chart_data(figure))
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(figure))
    if figure.kind in (Kind.STACKED, Kind.PILED):
        _spare_labels(chart, figure)
    if figure.kind is Kind.CURVE:
        _refer(chart, figure)
    if figure.kind in points.POINTS:
        points.intervals(chart, figure)
        points.widen(chart, figure)


def _refer(chart: Chart, figure: Figure) -> None:
    """Make the series of a curve share the numbers of the first column of its workbook."""
    last = len(figure.published.table) + 1
    for at, series in enumerate(chart.plots[0].series, start=1):
        name = f"{SHEET}!${column_letter(at)}$1"
        points.refer(series._element, name, reference(0, last), reference(at, last))


def _say_language(chart: Chart) -> None:
    space = chart._chartSpace
    for old in space.findall(qn("c:lang")):
        space.remove(old)
    lang = etree.fromstring(f'<c:lang {nsdecls("c")} val="fr-FR"/>')
    space.insert(1 if space.find(qn("c:date1904")) is not None else 0, lang)


def _bars(chart: Chart, figure: Figure) -> None:
    _horizontal(chart, gap=45 + 60 * max(0, 6 - len(figure.published.table)))
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.has_data_labels = True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    points.numbered(plot.data_labels, FORMATS[figure.columns[1].form], 11)
    for series, column in zip(plot.series, figure.columns[1:], strict=True):
        colours.paint(series.format.fill, column.name)
        series.invert_if_negative = False


def _stacked(chart: Chart, figure: Figure) -> None:
    _horizontal(chart, gap=40)
    chart.plots[0].overlap = 100
    _parts(chart, figure)
    _spare_labels(chart, figure)


def _columns(chart: Chart, figure: Figure) -> None:
    category, value, plot = chart.category_axis, chart.value_axis, chart.plots[0]
    plot.overlap, plot.gap_width = 100, 40
    category.tick_labels.font.size = Pt(10)
    category.format.line.color.theme_color = T.ACCENT_5
    value.minimum_scale = 0
    value.format.line.fill.background()
    value.major_gridlines.format.line.color.theme_color = T.BACKGROUND_2
    points.numbered(value.tick_labels, FORMATS[figure.columns[1].form], 10)
    _parts(chart, figure, told=len(figure.published.table) <= _MANY_COLUMNS)


def _parts(chart: Chart, figure: Figure, *, told: bool = True) -> None:
    """Colours of the parts of bars, their numbers, no legend for what is not seen."""
    for rank, (series, column) in enumerate(
        zip(chart.plots[0].series, figure.columns[1:], strict=True)
    ):
        colours.paint(series.format.fill, column.name, rank)
        series.invert_if_negative = False
        if column.name == colours.CLEAR:
            points.hide_from_legend(chart, rank)
        elif told:
            labels = series.data_labels
            labels.show_value = True
            points.numbered(labels, FORMATS[column.form], 11)
            labels.font.color.theme_color = colours.ink(column.name, rank)


def _spare_labels(chart: Chart, figure: Figure) -> None:
    """Write no number in a part too narrow for it: the table beside has them all."""
    rows = figure.published.table
    names = [c.name for c in figure.columns[1:]]
    whole = rows[names].sum(axis=1)
    for series, name in zip(chart.plots[0].series, names, strict=False):
        labels = series._element.find(qn("c:dLbls"))
        if labels is None:
            continue
        for old in labels.findall(qn("c:dLbl")):
            labels.remove(old)
        narrow = [i for i, wide in enumerate(rows[name] >= _ROOM * whole) if not wide]
        for i in reversed(narrow):
            labels.insert(0, etree.fromstring(_NO_LABEL.format(i)))


def _horizontal(chart: Chart, gap: int) -> None:
    """Bars from the left, the first row on top."""
    axis = chart.category_axis
    axis.reverse_order = True
    axis.tick_labels.font.size = Pt(11)
    axis.format.line.color.theme_color = T.ACCENT_5
    axis.has_major_gridlines = False
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.plots[0].gap_width = gap


_FORMS = {
    Kind.BARS: (XL_CHART_TYPE.BAR_CLUSTERED, _bars),
    Kind.STACKED: (XL_CHART_TYPE.BAR_STACKED_100, _stacked),
    Kind.PILED: (XL_CHART_TYPE.BAR_STACKED, _stacked),
    Kind.COLUMNS: (XL_CHART_TYPE.COLUMN_STACKED, _columns),
    Kind.DOTS: (XL_CHART_TYPE.LINE_MARKERS, points.form_dots),
    Kind.LINES: (XL_CHART_TYPE.LINE_MARKERS, points.form_lines),
    Kind.CURVE: (XL_CHART_TYPE.XY_SCATTER_LINES, points.form_curve),
    Kind.QUADRANT: (XL_CHART_TYPE.XY_SCATTER, quadrants.form),
}
