"""Read a deck back: its charts with their workbooks, its named shapes, its parts."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pandas as pd
from pptx import Presentation
from pptx.presentation import Presentation as Deck

from slides.outline import Name


def opened_deck(blob: bytes) -> Deck:
    return Presentation(io.BytesIO(blob))


def named(deck: Deck) -> Iterator[tuple[int, Name, Any]]:
    """Shapes that carry a name of ours, with the number of their slide."""
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            if name := Name.parse(shape.name):
                yield number, name, shape


def found(deck: Deck, key: str) -> Any:
    """The shape of a figure or text, by its key."""
    return next(shape for _, name, shape in named(deck) if name.key == key)


def charts(deck: Deck) -> Iterator[tuple[Name, Any, pd.DataFrame]]:
    """Each chart with its name and the sheet of its workbook."""
    for _, name, shape in named(deck):
        if getattr(shape, "has_chart", False):
            yield name, shape.chart, sheet(shape.chart)


def sheet(chart: Any) -> pd.DataFrame:
    """Cells of the workbook inside a chart, by its header; the labels are the index."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    head, *rows = book.active.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=head).set_index(head[0])


def cells(shape: Any) -> list[list[str]]:
    """Texts of a table."""
    return [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]


def parts(blob: bytes) -> dict[str, bytes]:
    """Content of a package, workbooks opened, without the dates of its making."""
    content: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith(".xlsx"):
                content |= {f"{name}/{inner}": value for inner, value in parts(data).items()}
            elif not name.endswith("core.xml"):
                content[name] = data
    return content
