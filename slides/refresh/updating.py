"""Give one shape of an edited deck the data of today, and keep the form that somebody gave it."""

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pptx.util import Pt

from figures.cards.columns import Column
from slides.native.charts import update_chart
from slides.native.colours import paint_area
from slides.native.fitting import size_that_fits
from slides.native.maps import describe, label_texts, legend_text, redraw_legend, set_text
from slides.native.tables import column_marks, marks, sign, sign_column, signed
from slides.native.tables import texts as table_texts
from slides.outline import Figure, Kind

Pair = tuple[str, str, str]  # label, before, after
_ASIDE = re.compile(r" \([^()]*\)$")  # n, or the name of an absence, after the label of a row


def chart(shape: Any, figure: Figure) -> Iterator[Pair]:
    """Give a chart its data; tell what changed, class by class where a row stands in one."""
    before = _values(shape.chart, figure)
    update_chart(shape.chart, figure)
    after = _values(shape.chart, figure)
    for label in dict.fromkeys([*before, *after]):
        if before.get(label, "") != after.get(label, ""):
            yield label, before.get(label, ""), after.get(label, "")


def _values(drawn: Any, figure: Figure) -> dict[str, str]:
    """What a chart shows, by row (and series, where each row has several)."""
    form = figure.columns[1].form
    factor = 100 if form in ("share", "points") else 1
    one = Column("", "", form)
    alone = figure.kind is Kind.DOTS or len(figure.columns) == 2
    found: dict[str, str] = {}
    for plot in drawn.plots:
        rows = [_ASIDE.sub("", str(category)) for category in plot.categories]
        for series in plot.series:
            for row, value in zip(rows, series.values, strict=False):
                label = row if alone else f"{row}, {series.name}"
                if value is not None:
                    found[label] = one.text(value / factor)
                else:
                    found.setdefault(label, "")
    return found


def zones(group: Any, figure: Figure) -> Iterator[Pair]:
    """Colour the areas of a map, write their labels and the legend; tell what changed."""
    rows = {row.code: row for row in figure.published.table.itertuples()}
    legends = {item.key: item for item in figure.scale}
    before: dict[str, str] = {}
    for shape in list(each(group.shapes)):
        kind, _, code = shape.name.partition(":")
        if kind in ("bef", "commune") and code in rows:
            before.setdefault(code, _described(shape))
            paint_area(shape, str(rows[code].category))
            describe(shape, rows[code])
        elif kind == "libelle" and code in rows:
            before[code] = shape.text_frame.text.rpartition("\n")[2]
            set_text(shape, label_texts(rows[code]))
        elif kind == "legende" and code in legends:
            set_text(shape, (legend_text(legends[code], figure),))
    redraw_legend(group, figure)
    for code, text in before.items():
        now = label_texts(rows[code])[1]
        if text and text != now:
            yield str(getattr(rows[code], "name", code)), text, now


def each(shapes: Any) -> Iterator[Any]:
    """Every shape: groups, then what is in them."""
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from each(shape.shapes)


def _described(shape: Any) -> str:
    return str(shape._element.nvSpPr.cNvPr.get("descr", "")).partition("\u00a0: ")[2]


def table(shape: Any, figure: Figure, *, last: bool, seen: set[str]) -> Iterator[Pair | str]:
    """Write the cells of a table, rows found by their label, columns by their mark or header.

    Rows of ours that are no more are removed, those that somebody added stay, and so do headers
    that somebody wrote. A row that is new today follows the one that it follows in the figure, in
    the last piece of the table. Tells what changed, and in words what was not found or was kept.

    Parameters
    ----------
    last : True for the last piece
    seen : labels found in the pieces so far
    """
    drawn = shape.table
    columns = _columns(drawn, figure)
    yield from _headers(drawn, figure, columns)
    head = [cell.text_frame.text for cell in drawn.rows[0].cells]
    now = {row[0]: row for row in table_texts(figure)}
    for line in list(drawn.rows)[1:]:
        label = line.cells[0].text_frame.text
        if label in now:
            seen.add(label)
            yield from _cells(line, label, head, columns, now[label])
        elif signed(line):
            yield label, ", ".join(cell.text_frame.text for cell in list(line.cells)[1:]), ""
            line._tr.getparent().remove(line._tr)
        else:
            yield f"ligne «\u00a0{label}\u00a0» non retrouvée, laissée telle quelle"
    labels = list(now)
    for label in labels if last else []:
        if label not in seen:
            yield _add_row(drawn, columns, labels[: labels.index(label)], now[label])


def _columns(drawn: Any, figure: Figure) -> list[int | None]:
    """Which column of the figure each column of a table shows; None: one that somebody added.

    By its mark; where a program dropped the marks, by its header, or by its place where there are
    as many columns and other headers (another campaign).
    """
    known = {marks(column)[0]: i for i, column in enumerate(figure.columns)}
    found = column_marks(drawn)
    if any(mark is not None and mark[0] in known for mark in found):
        return [known.get(mark[0]) if mark else None for mark in found]
    labels = {column.label: i for i, column in enumerate(figure.columns)}
    head = [cell.text_frame.text for cell in drawn.rows[0].cells]
    if len(head) == len(labels) and set(head) != set(labels):
        return list(range(len(head)))
    return [labels.get(text) for text in head]


def _headers(drawn: Any, figure: Figure, columns: list[int | None]) -> Iterator[str]:
    """Write the headers of today, but those that somebody wrote: they are kept and told."""
    for at, (of, mark) in enumerate(zip(columns, column_marks(drawn), strict=True)):
        if of is None:
            continue
        cell, column = drawn.rows[0].cells[at], figure.columns[of]
        shown = cell.text_frame.text
        if mark is not None and mark[1] != marks(replace(column, label=shown))[1]:
            ours = f"le nôtre\u00a0: «\u00a0{column.label}\u00a0»"
            yield f"en-tête «\u00a0{shown}\u00a0» gardé ({ours})"
            continue
        if shown != column.label:
            put(cell.text_frame, column.label)
        sign_column(drawn, at, column)


def _cells(
    line: Any, label: str, head: list[str], columns: list[int | None], row: tuple[str, ...]
) -> Iterator[Pair]:
    for title, of, cell in zip(head, columns, line.cells, strict=True):
        if not of:  # one that somebody added, or the labels
            continue
        before, after = cell.text_frame.text, row[of]
        if before != after:
            put(cell.text_frame, after)
            yield f"{label}, {title}", before, after


def _add_row(
    drawn: Any, columns: list[int | None], before: list[str], row: tuple[str, ...]
) -> Pair:
    """Copy the row of the nearest label before, or the first one, and write a new row in it."""
    lines = {line.cells[0].text_frame.text: i for i, line in enumerate(drawn.rows)}
    at = next((lines[label] for label in reversed(before) if label in lines), None)
    model = drawn.rows[min(1, len(drawn.rows) - 1) if at is None else at]._tr
    copied = copy.deepcopy(model)
    if at is None:
        drawn.rows[0]._tr.addnext(copied)
    else:
        model.addnext(copied)
    line = drawn.rows[1 if at is None else at + 1]
    for of, cell in zip(columns, line.cells, strict=True):
        put(cell.text_frame, "" if of is None else row[of])
    sign(line, row[0])
    return row[0], "", ", ".join(row[1:])


def put(frame: Any, text: str) -> None:
    """Write a text with the form of the first run of each of its paragraphs."""
    lines = text.split("\n")
    paragraphs = list(frame.paragraphs)
    for spare in paragraphs[len(lines) :]:
        spare._p.getparent().remove(spare._p)
    while len(paragraphs) < len(lines):
        last = frame.paragraphs[-1]._p
        last.addnext(copy.deepcopy(last))
        paragraphs = list(frame.paragraphs)
    for paragraph, line in zip(frame.paragraphs, lines, strict=True):
        runs = paragraph.runs
        run = runs[0] if runs else paragraph.add_run()
        run.text = line
        for spare in runs[1:]:
            spare._r.getparent().remove(spare._r)


def shrink(shape: Any, text: str, size: float, *, bold: bool) -> bool:
    """Set a smaller size where a new text is too long for its box; False: even the least is not."""
    sizes = [size - step for step in range(int(size) - 6) if size - step >= 7]
    found = size_that_fits(text.split("\n"), shape.width.pt, shape.height.pt, sizes, bold=bold)
    if found is not None and found == size:
        return True
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(found or sizes[-1])
    return found is not None
