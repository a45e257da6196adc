"""The workbook inside a native chart: the series, then what explains them."""

import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData

from figures.cards.columns import Column, Span
from slides.outline import Figure, Kind

# The colon of [$-40C] asks for French separators, whatever the language of the reader's machine.
FORMATS = {
    "share": '[$-40C]0.0"\u00a0%"',
    "count": "[$-40C]#,##0",
    "points": '[$-40C]0.0"\u00a0points"',
    "decimal": "[$-40C]#,##0.0",
    "decimal3": "[$-40C]0.000",
}
SHEET = "Sheet1"  # the name that python-pptx writes in the references of a chart
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FACTORS = {"share": 100.0, "points": 100.0}
Written = tuple[str, Sequence[object], str]  # a column: header, values, form
EXPLAINING = (("low", "Borne basse"), ("high", "Borne haute"))


def plotted(column: Column, values: pd.Series) -> list[float | None]:
    """Values of a series in its unit; None where there is none."""
    factor = FACTORS.get(column.form, 1.0)
    return [None if pd.isna(v) else round(float(v) * factor, 10) for v in values]


def chart_data(figure: Figure) -> CategoryChartData | XyChartData:
    """Categories and series of a figure, for python-pptx."""
    label, *series = figure.columns
    rows = figure.published.table
    if figure.kind is Kind.CURVE:
        return _curve_data(figure)
    data = CategoryChartData(number_format=FORMATS[series[0].form])
    data.categories = [str(text) for text in rows[label.name]]
    for column in series:
        data.add_series(column.label, plotted(column, rows[column.name]))
    return data


def _curve_data(figure: Figure) -> XyChartData:
    label, *series = figure.columns
    rows = figure.published.table
    data = XyChartData(number_format=FORMATS[series[0].form])
    for column in series:
        points = data.add_series(column.label)
        for x, y in zip(plotted(label, rows[label.name]), plotted(column, rows[column.name]),
                        strict=True):  # fmt: skip
            points.add_data_point(x, y)
    return data


def errors(figure: Figure, span: Span) -> tuple[list[float], list[float]]:
    """How far each interval goes above and below its value; 0 without one."""
    rows = figure.published.table
    values = rows[list(span.series)].astype(float).bfill(axis=1).iloc[:, 0]
    factor = next(FACTORS.get(c.form, 1.0) for c in figure.columns if c.name in span.series)
    low, high = (rows[name].astype(float) for name in (span.low, span.high))
    above, below = (factor * (high - values)).clip(lower=0), (factor * (values - low)).clip(lower=0)
    return above.fillna(0).round(10).tolist(), below.fillna(0).round(10).tolist()


def error_columns(figure: Figure, span: Span) -> tuple[str, str]:
    """References of the columns that hold these lengths."""
    first = len(figure.columns) + 4 * figure.spans.index(span) + 2
    last = len(figure.published.table) + 1
    return reference(first, last), reference(first + 1, last)


def column_letter(column: int) -> str:
    """Name of a column in a spreadsheet, from 0."""
    return str(xlsxwriter.utility.xl_col_to_name(column))


def reference(column: int, last: int) -> str:
    """Cells of a column of the workbook, from the first row of data to the row `last`."""
    name = column_letter(column)
    return f"{SHEET}!${name}$2:${name}${last}"


def _labels(label: Column, values: pd.Series) -> Written:
    """The first column: texts, or the numbers of a curve."""
    if label.form == "text":
        return label.label, [str(v) for v in values], "text"
    return label.label, plotted(label, values), label.form


def workbook(figure: Figure) -> bytes:
    """Write the workbook of a chart: series, interval, code of absence.

    The first columns are those that the chart refers to.
    """
    label, *series = figure.columns
    rows = figure.published.table
    columns: list[Written] = [_labels(label, rows[label.name])]
    columns += [(c.label, plotted(c, rows[c.name]), c.form) for c in series]
    for span in figure.spans:
        form = next(c.form for c in series if c.name in span.series)
        whose = f", {span.label}" if span.label else ""
        for name, (_, words) in zip((span.low, span.high), EXPLAINING, strict=True):
            shown = plotted(Column(name, words, form), rows[name])
            columns.append((f"{words}{whose}", shown, form))
        above, below = errors(figure, span)
        columns.append((f"Écart vers le haut{whose}", above, form))
        columns.append((f"Écart vers le bas{whose}", below, form))
    if "absence" in rows:
        columns.append(("Code", [str(v) if v == v and v else "" for v in rows["absence"]], "text"))
    return written(columns)


def written(columns: Sequence[Written]) -> bytes:
    """Write columns as the workbook of a chart."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    sheet = book.add_worksheet(SHEET)
    for at, (head, values, form) in enumerate(columns):
        sheet.write(0, at, head)
        style = book.add_format({"num_format": FORMATS[form]}) if form in FORMATS else None
        for row, value in enumerate(values, start=1):
            if value is not None and value != "":
                sheet.write(row, at, value, style)
    sheet.set_column(0, 0, 40)
    book.close()
    return stream.getvalue()
