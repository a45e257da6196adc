"""Refused lines, given back: each with its reason, in a form that a spreadsheet opens."""

import csv
import json
from pathlib import Path

import pandas as pd

from data.cells import inert

COLUMNS = ["fichier", "ligne", "colonne", "valeur", "motif"]


def write_csv(rejects: pd.DataFrame, path: Path) -> Path:
    """Write refused lines as CSV for a French spreadsheet.

    Parameters
    ----------
    rejects : one row a refused line and cause: file, line, column, value, reason
    path : file to write; its folder is made
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(COLUMNS)
        for row in rejects[["file", "line", "column", "value", "reason"]].itertuples(index=False):
            writer.writerow([inert(v) for v in row])
    return path


def write_xlsx(rejects: pd.DataFrame, path: Path) -> Path:
    """Write refused lines as a workbook, one sheet a file, the reason beside the original line.

    Parameters
    ----------
    rejects : one row a refused line and cause: file, line, column, value, reason, row (JSON of
        the cells as they were read, by column)
    path : file to write; its folder is made
    """
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "italic": True})
        for number, (file, part) in enumerate(rejects.groupby("file", sort=True), start=1):
            sheet = book.add_worksheet(_sheet_name(str(file), number))
            cells = [json.loads(text) if isinstance(text, str) else {} for text in part["row"]]
            headers = list(dict.fromkeys(key for row in cells for key in row if key[0] != "_"))
            sheet.write_row(0, 0, ["ligne", "motif", "colonne", "valeur", *headers], bold)
            sheet.freeze_panes(1, 0)
            sheet.set_column(1, 1, 60)
            rows = part[["line", "reason", "column", "value"]].itertuples(index=False)
            for at, (fixed, row) in enumerate(zip(rows, cells, strict=True), start=1):
                sheet.write_number(at, 0, int(fixed.line))
                sheet.write_string(at, 1, str(fixed.reason), wrap)
                texts = [fixed.column, fixed.value, *(row.get(h) for h in headers)]
                for column, text in enumerate(texts, start=2):
                    sheet.write_string(at, column, "" if pd.isna(text) else str(text))
        if not len(rejects):
            book.add_worksheet("aucun rejet")
    return path


def _sheet_name(file: str, number: int) -> str:
    kept = "".join(c for c in file if c not in "[]:*?/\\'")
    return f"{number} {kept}"[:31]
