"""Native tables, in French format, cut in several where they do not fit."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from figures.cards.columns import Column
from figures.words import french
from slides.geometry import Box
from slides.native.colours import AREAS, DARK, T, paint_area
from slides.native.fitting import packed, size_that_fits, text_height, text_width
from slides.outline import Figure, Kind

_SIZES = (12.0, 11.0, 10.0, 9.0)
_PAD_X, _PAD_Y = 5.0, 2.5  # points on each side of a cell
_THIN = 1.2  # above and below, in a table with many columns
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_ID = (
    f'<a:extLst {nsdecls("a")}><a:ext uri="{{{{{{}}}}}}">'
    '<a16:{} xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" val="{}"/>'
    "</a:ext></a:extLst>"
)
_ROW = ("0D108BD9-81ED-4DB2-BD59-A6C34878D82A", "rowId")
_COLUMN = ("9D8B030D-6E8A-4147-A177-3AD203B41FA5", "colId")


@dataclass(frozen=True)
class Piece:
    """Rows of a table that fit one slide: texts, size of the font, height of each row (points)."""

    rows: tuple[tuple[str, ...], ...]
    size: float
    heights: tuple[float, ...]
    widths: tuple[float, ...]


def texts(figure: Figure) -> list[tuple[str, ...]]:
    """Texts of the rows; a number that is missing gives the name of its absence."""
    rows = figure.published.table
    absent = rows["absence"] if "absence" in rows else [""] * len(rows)
    cells = [rows[column.name] for column in figure.columns]
    return [
        tuple(
            _text(column, value, str(why))
            for column, value in zip(figure.columns, line, strict=True)
        )
        for *line, why in zip(*cells, absent, strict=True)
    ]


def _text(column: Column, value: object, why: str) -> str:
    if column.form != "text" and value != value:
        return why or french.MISSING
    return column.text(value)


def pieces(figure: Figure, width: float, height: float) -> list[Piece]:
    """Cut a table so that each piece fits a box, at the largest size that needs one slide.

    Parameters
    ----------
    width, height : of the box, points
    """
    head = tuple(column.label for column in figure.columns)
    rows = texts(figure)
    shares = figure.widths or tuple(1 / len(head) for _ in head)
    widths = tuple(share * width for share in shares)
    for size in _SIZES:
        top = _head_height(figure, head, widths, size)
        pad = _THIN if figure.upright else _PAD_Y
        heights = [_row_height(row, widths, size, pad) for row in rows]
        if top + sum(heights) <= height and not _broken(figure, head, rows, widths, size):
            return [Piece((head, *rows), size, (top, *heights), widths)]
    tall = {row: _row_height(row, widths, size) for row in rows}
    return [
        Piece((head, *each), size, (top, *(tall[row] for row in each)), widths)
        for each in packed(rows, lambda each: top + sum(tall[row] for row in each) <= height)
    ]


def _broken(
    figure: Figure,
    head: tuple[str, ...],
    rows: list[tuple[str, ...]],
    widths: tuple[float, ...],
    size: float,
) -> bool:
    """Tell whether a word would be cut in a column too narrow for it."""
    seen = rows if figure.upright else [head, *rows]
    return any(
        size_that_fits([text], w - 2 * _PAD_X, 1e6, [size], bold=row is head) is None
        for row in seen
        for text, w in zip(row, widths, strict=True)
    )


def _head_height(
    figure: Figure, head: tuple[str, ...], widths: tuple[float, ...], size: float
) -> float:
    if figure.upright:
        return max(text_width(text, size, bold=True) for text in head[1:]) + 2 * _PAD_X
    return _row_height(head, widths, size)


def _row_height(
    row: tuple[str, ...], widths: tuple[float, ...], size: float, pad: float = _PAD_Y
) -> float:
    tall = max(
        text_height([t], size, w - 2 * _PAD_X, bold=True) for t, w in zip(row, widths, strict=True)
    )
    return tall + 2 * pad


def add_table(shapes: Any, figure: Figure, piece: Piece, box: Box) -> Any:
    """Draw a piece of a table at the top of a box; returns its frame."""
    frame = shapes.add_table(
        len(piece.rows), len(piece.widths), box[0], box[1], box[2], Pt(sum(piece.heights))
    )
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    table.horz_banding = False
    for at, (width, column) in enumerate(zip(piece.widths, figure.columns, strict=True)):
        table.columns[at].width = Pt(width)
        sign_column(table, at, column)
    for row, height in zip(table.rows, piece.heights, strict=True):
        row.height = Pt(height)
    for i, line in enumerate(piece.rows):
        sign(table.rows[i], line[0])
        for j, text in enumerate(line):
            numbers = figure.columns[j].form != "text" or _numeric(piece, j)
            right = j > 0 and numbers and figure.kind is not Kind.BLANK
            cell = table.cell(i, j)
            _cell(cell, text, piece.size, head=i == 0, right=right)
            if figure.upright:
                _stand(cell, head=i == 0, first=j == 0)
    if figure.kind is Kind.MATRIX:
        _color(table, figure)
    return frame


def _color(table: Any, figure: Figure) -> None:
    """Fill the cells of a matrix with the colour of their class; rows are found by their label."""
    first, *others = figure.columns
    rows = figure.published.table.set_index(first.name)
    for line in list(table.rows)[1:]:
        row = rows.loc[line.cells[0].text_frame.text]
        for cell, column in zip(list(line.cells)[1:], others, strict=True):
            cell.margin_left = cell.margin_right = Pt(_THIN)
            category = str(row[f"{column.name}:class"])
            if category not in AREAS:
                continue
            paint_area(cell, category)
            for run in cell.text_frame.paragraphs[0].runs:
                run.font.color.theme_color = T.BACKGROUND_1 if category in DARK else T.TEXT_1


def sign(row: Any, label: str) -> None:
    """Give a row the identifier of its label: PowerPoint keeps it, and gives others to new rows."""
    _identify(row._tr, _ROW, crc32(label.encode()))


def sign_column(table: Any, at: int, column: Column) -> None:
    """Give a column of a table the identifier of what it shows, and of its header."""
    shown, header = marks(column)
    _identify(table.columns[at]._gridCol, _COLUMN, shown << 16 | header)


def column_marks(table: Any) -> list[tuple[int, int] | None]:
    """Marks of what each column shows and of the header that we gave it; None: not one of ours."""
    found = [column._gridCol.xpath("./a:extLst/a:ext/*/@val") for column in table.columns]
    return [divmod(int(ids[0]), 1 << 16) if ids else None for ids in found]


def marks(column: Column) -> tuple[int, int]:
    """Marks that a column has in a table, as `column_marks`."""
    return _half(column.name), _half(column.label)


def _half(text: str) -> int:
    return crc32(text.encode()) & 0xFFFF


def _identify(element: Any, form: tuple[str, str], identifier: int) -> None:
    for old in element.findall(qn("a:extLst")):
        element.remove(old)
    element.append(etree.fromstring(_ID.format(*form, identifier)))


def signed(row: Any) -> bool:
    """Tell whether a row is one that we wrote, its label unchanged."""
    ids = row._tr.xpath("./a:extLst/a:ext/*/@val")
    return ids == [str(crc32(row.cells[0].text_frame.text.encode()))]


def _stand(cell: Any, *, head: bool, first: bool) -> None:
    """Form of a cell where many narrow columns have their headers turned."""
    cell.margin_top = cell.margin_bottom = Pt(_PAD_X if head else _THIN)
    if first:
        return
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT if head else PP_ALIGN.CENTER
    if head:
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell._tc.get_or_add_tcPr().set("vert", "vert270")


def _numeric(piece: Piece, column: int) -> bool:
    """Tell whether a column of texts holds numbers, to align them on the right."""
    cells = [row[column] for row in piece.rows[1:]]
    return any(t[:1].isdigit() or t[:1] in "+−" for t in cells if t)


def _cell(cell: Any, text: str, size: float, *, head: bool, right: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_PAD_X)
    cell.margin_top = cell.margin_bottom = Pt(_PAD_Y)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    if text:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), head
        run.font.color.theme_color = T.ACCENT_1 if head else T.TEXT_1
    # an empty cell has a size too: what is typed in it, and the height of its row
    etree.SubElement(paragraph._p, qn("a:endParaRPr")).set("sz", str(round(100 * size)))
    _line(cell, "accent1" if head else "bg2", 1.5 if head else 0.75)


def _line(cell: Any, colour: str, width: float) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = etree.fromstring(
        f'<a:lnB {nsdecls("a")} w="{round(12700 * width)}"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill></a:lnB>'
    )
    properties.insert(0, line)
