"""Native charts: bars, stacked bars, dots with intervals; theme colours, workbook inside."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from slides.outline import Figure, Kind
from slides.workbooks import FORMATS, chart_data, error_columns, errors, workbook

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NO_LABEL = f'<c:dLbl xmlns:c="{_C}"><c:idx val="{{}}"/><c:delete val="1"/></c:dLbl>'
T = MSO_THEME_COLOR
# By column of the figure: what a series means has one colour in the whole deck.
COLOURS = {
    "favourable": T.ACCENT_2,
    "unfavourable": T.ACCENT_3,
    "indistinct": T.ACCENT_5,
    "uncompared": T.ACCENT_6,
    "signed": T.ACCENT_1,
    "agreed": T.ACCENT_4,
    "without": T.ACCENT_3,
    "unknown": T.BACKGROUND_2,
}
_ROOM = 0.06  # of a bar: a narrower part has no room for its number
_DARK = {T.ACCENT_1, T.ACCENT_2, T.ACCENT_3, T.ACCENT_5, T.ACCENT_6}
_TYPES = {
    Kind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Kind.STACKED: XL_CHART_TYPE.BAR_STACKED_100,
    Kind.DOTS: XL_CHART_TYPE.LINE_MARKERS,
}
Box = tuple[Emu, Emu, Emu, Emu]


def add_chart(shapes: Any, figure: Figure, box: Box) -> Any:
    """Draw a figure as a native chart; returns its frame."""
    frame = shapes.add_chart(_TYPES[figure.kind], *box, chart_data(figure))
    chart: Any = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(figure))
    _say_language(chart)
    chart.font.size = Pt(11)
    chart.has_title = False
    chart.has_legend = len(figure.columns) > 2
    if chart.has_legend:
        chart.legend.position = (
            XL_LEGEND_POSITION.TOP if figure.kind is Kind.STACKED else XL_LEGEND_POSITION.BOTTOM
        )
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(11)
    {Kind.BARS: _bars, Kind.STACKED: _stacked, Kind.DOTS: _dots}[figure.kind](chart, figure)
    return frame


def update_chart(chart: Any, figure: Figure) -> None:
    """Give a chart the data of a figure, and keep the form that somebody gave it."""
    chart.replace_data(chart_data(figure))
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(figure))
    if figure.kind is Kind.STACKED:
        _spare_labels(chart, figure)
    if figure.bounds is not None:
        _intervals(chart, figure)
        _widen(chart, figure)


def _widen(chart: Chart, figure: Figure) -> None:
    """Move the ends of an axis that the new intervals go beyond."""
    low, high = _range(figure)
    axis = chart.value_axis
    if axis.minimum_scale is not None and low < axis.minimum_scale:
        axis.minimum_scale = low
    if axis.maximum_scale is not None and high > axis.maximum_scale:
        axis.maximum_scale = high


def _say_language(chart: Chart) -> None:
    space = chart._chartSpace
    for old in space.findall(qn("c:lang")):
        space.remove(old)
    lang = etree.SubElement(space, qn("c:lang"))
    lang.set("val", "fr-FR")
    space.remove(lang)
    at = 1 if space.find(qn("c:date1904")) is not None else 0
    space.insert(at, lang)


def _series_colour(name: str) -> MSO_THEME_COLOR:
    return COLOURS.get(name, T.ACCENT_1)


def _bars(chart: Chart, figure: Figure) -> None:
    _horizontal(chart, gap=45 + 60 * max(0, 6 - len(figure.published.table)))
    axis = chart.value_axis
    axis.visible = False
    axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = FORMATS[figure.columns[1].form], False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(11)
    for series, column in zip(plot.series, figure.columns[1:], strict=True):
        _fill(series.format.fill, _series_colour(column.name))
        series.invert_if_negative = False


def _stacked(chart: Chart, figure: Figure) -> None:
    _horizontal(chart, gap=40)
    chart.value_axis.visible = False
    plot = chart.plots[0]
    plot.overlap = 100
    for series, column in zip(plot.series, figure.columns[1:], strict=True):
        colour = _series_colour(column.name)
        _fill(series.format.fill, colour)
        labels = series.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = FORMATS[column.form], False
        labels.font.size = Pt(11)
        labels.font.color.theme_color = T.BACKGROUND_1 if colour in _DARK else T.TEXT_1
    _spare_labels(chart, figure)


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


def _dots(chart: Chart, figure: Figure) -> None:
    category, value = chart.category_axis, chart.value_axis
    category.tick_labels.font.size = Pt(10)
    category.format.line.color.theme_color = T.ACCENT_5
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.theme_color = T.BACKGROUND_2
    value.format.line.fill.background()
    value.tick_labels.number_format = '[$-40C]0"\u00a0%"'
    value.tick_labels.number_format_is_linked = False
    value.tick_labels.font.size = Pt(10)
    low, high = _range(figure)
    value.minimum_scale, value.maximum_scale = low, high
    few = len(figure.published.table) <= 6
    for series, column in zip(chart.plots[0].series, figure.columns[1:], strict=True):
        colour = _series_colour(column.name)
        series.smooth = False
        series.format.line.fill.background()
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9
        _fill(series.marker.format.fill, colour)
        series.marker.format.line.fill.background()
        if few:
            labels = series.data_labels
            labels.show_value = True
            labels.position = XL_LABEL_POSITION.RIGHT
            labels.number_format, labels.number_format_is_linked = FORMATS[column.form], False
            labels.font.size = Pt(11)
    _intervals(chart, figure)


def _range(figure: Figure) -> tuple[float, float]:
    """Bounds of the axis, on a multiple of 5, that hold every interval."""
    assert figure.bounds is not None
    rows = figure.published.table
    names = [*figure.bounds, *(c.name for c in figure.columns[1:])]
    values = 100 * rows[names].astype(float).to_numpy().ravel()
    known = values[values == values]
    if not len(known):
        return 0.0, 100.0
    low, high = 5 * (known.min() // 5), 5 * -(-known.max() // 5)
    return max(0.0, float(low)), min(100.0, float(high)) if high > low else float(low) + 5


def _horizontal(chart: Chart, gap: int) -> None:
    """Bars from the left, the first row on top."""
    axis = chart.category_axis
    axis.reverse_order = True
    axis.tick_labels.font.size = Pt(11)
    axis.format.line.color.theme_color = T.ACCENT_5
    axis.has_major_gridlines = False
    chart.value_axis.has_major_gridlines = False
    chart.plots[0].gap_width = gap


def _fill(fill: Any, colour: MSO_THEME_COLOR) -> None:
    fill.solid()
    fill.fore_color.theme_color = colour


def _intervals(chart: Chart, figure: Figure) -> None:
    """Error bars of each series, from the two last columns of numbers of the workbook."""
    above, below = errors(figure)
    references = error_columns(figure)
    for series, column in zip(chart.plots[0].series, figure.columns[1:], strict=False):
        element = series._element
        line = element.find(f"{qn('c:errBars')}/{qn('c:spPr')}")
        for old in element.findall(qn("c:errBars")):
            element.remove(old)
        drawn = _error_bars(above, below, references, COLOURS_XML.get(column.name, "accent1"))
        if line is not None:  # its form may have been changed: keep it
            drawn.replace(drawn.find(qn("c:spPr")), line)
        element.find(qn("c:cat")).addprevious(drawn)


COLOURS_XML = {
    "favourable": "accent2",
    "unfavourable": "accent3",
    "indistinct": "accent5",
    "uncompared": "accent6",
}


def _error_bars(
    above: Sequence[float], below: Sequence[float], references: tuple[str, str], colour: str
) -> etree._Element:
    ends = "".join(
        f"<c:{name}><c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>'
        + "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
        + f"</c:numCache></c:numRef></c:{name}>"
        for name, values, reference in zip(
            ("plus", "minus"), (above, below), references, strict=True
        )
    )
    return etree.fromstring(
        f'<c:errBars xmlns:c="{_C}" xmlns:a="{_A}"><c:errDir val="y"/><c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="1"/>{ends}'
        '<c:spPr><a:ln w="22225"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
