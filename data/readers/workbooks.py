"""Workbooks: what is checked of one before it is opened."""

import re
import zipfile
from pathlib import Path

from data.contracts.kinds import DAYS_1904
from data.readers.archives import unfolding
from data.readers.errors import LIMITS, IntakeError, Limits

_BOOK = "xl/workbook.xml"
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true|on)[\"']")
_OVERLAP = 64  # bytes kept from a chunk to the next, for what stands across
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_COLUMN = re.compile(rb"\sr=[\"']([A-Z]{1,3})\d")
_ROW = re.compile(rb"\sr=[\"'][A-Z]{1,3}(\d{1,7})")


def check_workbook(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a zipped workbook that would fill the memory, before it is opened.

    Parameters
    ----------
    path : an XLSX, XLSM or ODS file
    limits : sizes beyond which it is refused

    Raises
    ------
    IntakeError : broken, encrypted, too large once unfolded, too many cells, XML entities
    """
    with unfolding(path, limits, "un classeur") as opened:
        cells = 0
        for entry in opened.zip.infolist():
            is_sheet = re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry.filename) is not None
            width, height, tail = 0, 0, b""
            for chunk in opened.read(entry):
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                text = tail + chunk
                tail = text[-_OVERLAP:]
                if _ENTITY.search(text):
                    raise IntakeError(
                        f"« {path.name} » contient des entités XML, qu’aucun tableur n’écrit : "
                        "refusé par prudence. L’enregistrer de nouveau avec un tableur"
                    )
                if is_sheet:
                    columns = set(_COLUMN.findall(text))
                    width = max(width, *map(_column_number, columns), 0)
                    height = max(height, *map(int, set(_ROW.findall(text))), 0)
            cells += width * height
            if cells > limits.cells:
                raise IntakeError(
                    f"« {path.name} » couvre {cells:,} cellules".replace(",", "\u202f")
                    + " : une valeur isolée est sans doute très loin à droite ou en bas. Copier "
                    "le tableau seul dans une feuille neuve et recommencer"
                )


def days_late(path: Path) -> int:
    """Days to add to the serial dates of a workbook that counts from 1904, else 0.

    Parameters
    ----------
    path : an XLSX, XLSM or ODS file, already checked
    """
    with zipfile.ZipFile(path) as opened:
        if _BOOK not in opened.namelist():
            return 0
        return DAYS_1904 if _FROM_1904.search(opened.read(_BOOK)) else 0


def _column_number(letters: bytes) -> int:
    """Number of a column from its letters, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
