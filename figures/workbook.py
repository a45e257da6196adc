"""Published tables as a workbook: one sheet a figure, its numbers native, and a sheet to read."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlsxwriter

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE, Indicator
from analytics.disclosure import Published
from data.cells import inert
from figures.cards.columns import Column
from figures.marks import MARKS, ZONING, level_of
from figures.words import french

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ_ME = "À lire"
# [$-40C]: French separators, whatever the language of the reader's machine.
FORMATS = {
    "count": "[$-40C]#,##0",
    "share": "[$-40C]0.0 %",
    "points": '[$-40C]0.0" points"',
    "decimal": "[$-40C]#,##0.0",
    "decimal3": "[$-40C]0.000",
}
HEAD = 5  # rows above the header of a table
# Digits kept, those of the screen: a longer rate could give back a count that is secret.
DIGITS = {"count": 0, "share": 3, "points": 3, "decimal": 1, "decimal3": 3}
_SCALES = {"points": 100.0}  # the unit shown over the unit kept
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31  # letters that a spreadsheet takes in the name of a sheet
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook.

    Parameters
    ----------
    published : its rows; a missing number gets the name in `absence`
    columns : what is written of it, no more
    address : that reopens the view it comes from
    """

    published: Published
    columns: Sequence[Column]
    address: str = ""


def write(sheets: Sequence[Sheet]) -> bytes:
    """Write tables as a workbook (.xlsx).

    A share is a number shown in %, a count a number; what is not shown is a text that says why.
    No cell is a formula.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        names = sheet_names([sheet.published.about.title for sheet in sheets])
        forms = {name: book.add_format({"num_format": text}) for name, text in FORMATS.items()}
        bold = book.add_format({"bold": True})
        _read_me(book.add_worksheet(READ_ME), sheets, names, bold)
        for name, sheet in zip(names, sheets, strict=True):
            _table(book.add_worksheet(name), sheet, forms, bold)
    return stream.getvalue()


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that a spreadsheet takes, each one once: a rank and the start of the title."""
    kept = [_REFUSED.sub(" ", title) for title in titles]
    return [f"{rank} {text}"[:_LONGEST].strip(" '") for rank, text in enumerate(kept, start=1)]


def named_indicators(sheets: Sequence[Sheet]) -> list[Indicator]:
    """Sheets of the catalogue whose indicator is named in a title or a header."""
    words = [sheet.published.about.title for sheet in sheets]
    words += [column.label for sheet in sheets for column in sheet.columns]
    told = "\n".join(words).lower()
    return [found for found in CATALOGUE.values() if found.name.lower() in told]


def _read_me(page: Any, sheets: Sequence[Sheet], names: Sequence[str], bold: Any) -> None:
    lines: list[tuple[tuple[str, ...], bool]] = [
        ((MARKS[level_of(sheet.published for sheet in sheets)],), True),
        ((ZONING,), False),
        ((), False),
        (("Feuille", "Titre", "Périmètre", "Période", "Attribution", "Source", "Niveau", "Lignes",
          "Rouvrir la vue"), True),
    ]  # fmt: skip
    for name, sheet in zip(names, sheets, strict=True):
        about = sheet.published.about
        rows = french.number(len(sheet.published.table))
        told = (about.title, about.perimeter, about.period, about.attribution, about.source)
        lines.append(((name, *told, sheet.published.level, rows, sheet.address), False))
    lines += [((), False), (("Codes d’absence", "Ce que cela veut dire"), True)]
    lines += [((code.value, code.meaning), False) for code in Absence]
    lines += [((french.MISSING, "valeur absente\u00a0: le code de la ligne dit pourquoi"), False)]
    lines += [((), False), (("Indicateur", "Définition", "Calcul", "Ce qu’il ne dit pas"), True)]
    lines += [
        ((found.name, found.definition, found.formula, found.limits), False)
        for found in named_indicators(sheets)
    ]
    for row, (texts, strong) in enumerate(lines):
        for column, text in enumerate(texts):
            page.write_string(row, column, inert(text), bold if strong else None)
    page.set_column(0, 0, 34)
    page.set_column(1, 8, 28)


def _table(page: Any, sheet: Sheet, forms: dict[str, Any], bold: Any) -> None:
    about = sheet.published.about
    told = (about.title, about.caption, about.source, MARKS[sheet.published.level])
    for row, text in enumerate(told):
        page.write_string(row, 0, inert(text), None if row else bold)
    rows = sheet.published.table
    absent = rows["absence"] if "absence" in rows else pd.Series("", rows.index)
    for at, column in enumerate(sheet.columns):
        page.write_string(HEAD, at, inert(column.label), bold)
        widest = len(column.label)
        for row, (value, why) in enumerate(zip(rows[column.name], absent, strict=True), HEAD + 1):
            widest = max(widest, _cell(page, row, at, column, value, str(why), forms))
        page.set_column(at, at, min(60, widest + 2))
    page.freeze_panes(HEAD + 1, 1)
    if len(rows):
        page.autofilter(HEAD, 0, HEAD + len(rows), len(sheet.columns) - 1)


def _cell(
    page: Any, row: int, at: int, column: Column, value: Any, why: str, forms: dict[str, Any]
) -> int:
    """Write a value in its form; return how many letters it takes."""
    if column.form == "text":
        text = inert(value)
    elif pd.isna(value):
        text = why if why and why != "nan" else french.MISSING
    else:
        kept = round(float(value), DIGITS[column.form]) * _SCALES.get(column.form, 1.0)
        page.write_number(row, at, kept, forms[column.form])
        return 8
    page.write_string(row, at, text)
    return len(text)
