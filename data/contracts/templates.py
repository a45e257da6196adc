"""Template files of the exchange contracts: made from the contracts, read back as they are."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from data.contracts import DEMO_MARK, EXCHANGE, Column, Contract
from data.contracts.kinds import KINDS, MAX_COUNT
from data.dictionary import allowed_values, needed, unreadable

READ_ME = "À lire"
LAST_ROW = 5_000  # rows prepared with formats and lists
_CREATED = datetime(2025, 9, 1)  # fixed: the same contracts give the same bytes
_NUMBERS = {"count": "0", "rank": "0", "decimal": "0.0##", "date": "dd/mm/yyyy"}
_EXAMPLES = {
    "uai": "0540001H",
    "school_year": "2025-2026",
    "rentree": "2025-2026",
    "session": "2025",
    "count": "12",
    "rank": "1",
    "country": "FR",
    "decimal": "12,5",
    "date": "12/01/2026",
    "siret": "35600000000048",
    "postcode": "54000",
    "commune": "54395",
    "naf": "47.11F",
    "flag": "oui",
    "diffusible": "oui",
}
_NOTES = (
    "Remplir la première feuille, une ligne à la fois, sans toucher à la ligne de titres.",
    "Aucun nom, prénom, INE, date de naissance, adresse, courriel ou téléphone d’élève, de parent "
    "ou de tuteur : ces colonnes seraient laissées de côté, jamais gardées.",
    "Une cellule vide dit « inconnu », sauf sens écrit ci-dessous : ne pas écrire 0 à la place.",
    "Les exemples de cette feuille ne sont pas lus.",
)


def templates() -> tuple[Contract, ...]:
    """Return the contracts that have a template: those that people fill."""
    return tuple(c for c in EXCHANGE if c is not DEMO_MARK)


def write_templates(folder: str | Path) -> list[Path]:
    """Write a workbook and a CSV file for each exchange contract; return their paths.

    Parameters
    ----------
    folder : folder of the files; it is made
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for contract in templates():
        book, text = (target / f"modele_{contract.name}.{end}" for end in ("xlsx", "csv"))
        _write_book(contract, book)
        with text.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerow([c.headers[0] for c in contract.columns])
        written += [book, text]
    return written


def _write_book(contract: Contract, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"title": contract.title, "created": _CREATED})
        sheet = book.add_worksheet(contract.name[:31])
        titles = {
            needed: book.add_format({"bold": needed, "italic": not needed, "bottom": 1})
            for needed in (True, False)
        }
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(contract.columns):
            shape = book.add_format({"num_format": _NUMBERS.get(column.kind, "@")})
            sheet.set_column(at, at, max(12, len(column.headers[0]) + 2), shape)
            sheet.write_string(0, at, column.headers[0], titles[column.header_needed])
            if rule := _validation(column):
                sheet.data_validation(1, at, LAST_ROW, at, rule)
        _write_read_me(book, contract)


def _validation(column: Column) -> dict[str, Any] | None:
    """Return what a spreadsheet checks while the column is filled."""
    told = {
        "ignore_blank": not column.cell_needed,
        "error_title": column.headers[0],
        "input_title": column.headers[0][:32],
        "input_message": column.about[:255],
    }
    if column.allowed or column.sql_type == "BOOLEAN":
        values = list(allowed_values(column))
        return told | {
            "validate": "list",
            "source": values,
            "error_message": "Choisir une valeur de la liste.",
        }
    if column.kind in ("count", "rank"):
        return told | {
            "validate": "integer",
            "criteria": "between",
            "minimum": column.least or 0,
            "maximum": MAX_COUNT if column.most is None else column.most,
            "error_message": f"Nombre entier {column.limits} attendu.".replace("  ", " "),
        }
    if column.kind == "date":
        return told | {
            "validate": "date",
            "criteria": ">=",
            "value": datetime(2015, 1, 1),
            "error_message": "Date attendue : jj/mm/aaaa.",
        }
    return None


def _write_read_me(book: xlsxwriter.Workbook, contract: Contract) -> None:
    """Write the second sheet: what each column is, with an example; never read as data."""
    sheet = book.add_worksheet(READ_ME)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.write_string(0, 0, f"{contract.title} : {contract.grain}", bold)
    for row, note in enumerate(_NOTES, start=1):
        sheet.write_string(row, 0, note)
    top = len(_NOTES) + 2
    titles = ("titre", "sens", "type", "à remplir", "valeurs admises", "exemple", "si illisible")
    for at, (title, width) in enumerate(zip(titles, (24, 44, 20, 16, 44, 18, 32), strict=True)):
        sheet.write_string(top, at, title, bold)
        sheet.set_column(at, at, width)
    for row, column in enumerate(contract.columns, start=top + 1):
        values = ", ".join(allowed_values(column)) or column.limits
        cells = (column.headers[0], column.about, KINDS[column.kind].french, needed(column))
        for at, text in enumerate((*cells, values, example(column), unreadable(column))):
            sheet.write_string(row, at, text, wrap)


def example(column: Column) -> str:
    """Return a cell that the column accepts as it is, empty when any text will do."""
    if column.allowed:
        return allowed_values(column)[0]
    return _EXAMPLES.get(column.kind, "")
