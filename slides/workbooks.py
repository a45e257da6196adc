"""The workbook inside a native chart: the series, then what explains them."""

import io

import pandas as pd
import xlsxwriter
from pptx.chart.data import CategoryChartData

from slides.outline import Column, Figure

# The colon of [$-40C] asks for French separators, whatever the language of the reader's machine.
FORMATS = {
    "share": '[$-40C]0.0"\u00a0%"',
    "count": "[$-40C]#,##0",
    "points": '[$-40C]0.0"\u00a0points"',
}
SHEET = "Sheet1"  # the name that python-pptx writes in the references of a chart
_FACTORS = {"share": 100.0, "points": 100.0}
EXPLAINING = (("low", "Borne basse"), ("high", "Borne haute"))


def plotted(column: Column, values: pd.Series) -> list[float | None]:
    """Values of a series in its unit; None where there is none."""
    factor = _FACTORS.get(column.form, 1.0)
    return [None if pd.isna(v) else round(float(v) * factor, 10) for v in values]


def chart_data(figure: Figure) -> CategoryChartData:
    """Categories and series of a figure, for python-pptx."""
    label, *series = figure.columns
    rows = figure.published.table
    data = CategoryChartData(number_format=FORMATS[series[0].form])
    data.categories = [str(text) for text in rows[label.name]]
    for column in series:
        data.add_series(column.label, plotted(column, rows[column.name]))
    return data


def errors(figure: Figure) -> tuple[list[float], list[float]]:
    """How far each interval goes above and below its value; 0 without one."""
    assert figure.bounds is not None
    rows = figure.published.table
    value = rows[[c.name for c in figure.columns[1:]]].bfill(axis=1).iloc[:, 0].astype(float)
    low, high = (rows[name].astype(float) for name in figure.bounds)
    above, below = (100 * (high - value)).clip(lower=0), (100 * (value - low)).clip(lower=0)
    return above.fillna(0).round(10).tolist(), below.fillna(0).round(10).tolist()


def error_columns(figure: Figure) -> tuple[str, str]:
    """References of the columns that hold these lengths."""
    first, last = len(figure.columns) + 2, len(figure.published.table) + 1
    names = [xlsxwriter.utility.xl_col_to_name(first + i) for i in (0, 1)]
    return tuple(f"{SHEET}!${n}$2:${n}${last}" for n in names)  # type: ignore[return-value]


def workbook(figure: Figure) -> bytes:
    """Write the workbook of a chart: series, interval, code of absence.

    The first columns are those that the chart refers to.
    """
    label, *series = figure.columns
    rows = figure.published.table
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    columns: list[tuple[str, list[object], str]] = [
        (label.label, [str(v) for v in rows[label.name]], "text")
    ]
    columns += [(c.label, list(plotted(c, rows[c.name])), c.form) for c in series]
    if figure.bounds is not None:
        form = series[0].form
        for name, (_, words) in zip(figure.bounds, EXPLAINING, strict=True):
            columns.append((words, list(plotted(Column(name, words, form), rows[name])), form))
        above, below = errors(figure)
        columns += [
            ("Écart vers le haut", list(above), form),
            ("Écart vers le bas", list(below), form),
        ]
    if "absence" in rows:
        columns.append(("Code", [str(v) if v == v and v else "" for v in rows["absence"]], "text"))
    for at, (head, values, form) in enumerate(columns):
        sheet.write(0, at, head)
        style = book.add_format({"num_format": FORMATS[form]}) if form in FORMATS else None
        for row, value in enumerate(values, start=1):
            if value is not None and value != "":
                sheet.write(row, at, value, style)
    sheet.set_column(0, 0, 40)
    book.close()
    return stream.getvalue()
