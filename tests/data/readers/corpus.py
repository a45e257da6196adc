"""Makers of broken and odd files: each one a defect met in real life."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

Maker = Callable[[Path], Path]

UAI = "0540015Y"
HEADER = ["uai", "annee_scolaire", "niveau", "famille", "effectif"]
ROWS = [
    ["0540015Y", "2025-2026", "2PRO", "commerce", "12"],
    ["0540030P", "2025-2026", "1PRO", "bois", "13"],
    ["0541268K", "2025-2026", "CAP1", "auto", "14"],
]


def joined(*rows: list[str], separator: str = ";", end: str = "\n") -> str:
    """Text of rows."""
    return "".join(separator.join(row) + end for row in rows)


def raw(content: str | bytes, name: str = "fichier.csv") -> Maker:
    """Make a file of these bytes."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def rows(*body: list[str], header: list[str] = HEADER, before: str = "") -> Maker:
    """Make a CSV file of rows."""
    return raw(before + joined(header, *body))


def pupils(count: str) -> Maker:
    """Make a file whose only row has this number of pupils."""
    return raw(joined(HEADER, [*ROWS[0][:4], count], separator="\t"))


def cell(column: str, text: str) -> Maker:
    """Make a file of placements of one row, with this cell."""
    values = {
        "uai": UAI,
        "annee_scolaire": "2025-2026",
        "niveau": "2PRO",
        "famille": "commerce",
        "periode": "1",
        "etat": "signé",
        "debut": "12/01/2026",
        "siret": "",
    }
    values[column] = text
    return raw(joined(list(values), list(values.values()), separator="\t"))


def company(commune: str, siret: str = "19540015100013") -> Maker:
    """Make a file of one company."""
    header = ["siret", "denomination", "commune", "naf", "tranche_effectif"]
    return raw(joined(header, [siret, "Atelier", commune, "47.11F", "0-9"]))


def book(*sheets: list[list[Any]], name: str = "classeur.xlsx", work: Any = None) -> Maker:
    """Make a workbook of these sheets; `work` changes it before it is saved."""

    def make(folder: Path) -> Path:
        made = openpyxl.Workbook()
        made.remove(made.active)
        for number, content in enumerate(sheets):
            sheet = made.create_sheet(f"Feuille {number + 1}")
            for row in content:
                sheet.append(row)
        if work:
            work(made)
        made.save(folder / name)
        return folder / name

    return make


def typed() -> list[list[Any]]:
    """Rows of a workbook, numbers as numbers."""
    return [list(HEADER), *([*row[:4], int(row[4])] for row in ROWS)]


def changed(maker: Maker, change: Callable[[bytes], bytes], name: str) -> Maker:
    """Make a file, then another of its changed bytes."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(change(maker(folder).read_bytes()))
        return path

    return make


def part(maker: Maker, entry: str, change: Callable[[bytes], bytes]) -> Maker:
    """Make a workbook of which one part is changed."""

    def rewrite(content: bytes) -> bytes:
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as old,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, change(data) if name == entry else data)
        return target.getvalue()

    return changed(maker, rewrite, "modifie.xlsx")


def xls(content: list[list[Any]]) -> Maker:
    """Make a workbook of the old format."""

    def make(folder: Path) -> Path:
        made = xlwt.Workbook()
        sheet = made.add_sheet("Effectifs")
        style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
        for y, row in enumerate(content):
            for x, value in enumerate(row):
                dated = isinstance(value, date | datetime)
                sheet.write(y, x, value, style) if dated else sheet.write(y, x, value)
        made.save(str(folder / "ancien.xls"))
        return folder / "ancien.xls"

    return make


def ods(content: list[list[Any]], repeated: int = 0) -> Maker:
    """Make an OpenDocument workbook; `repeated` empty rows and columns after the table."""

    def make(folder: Path) -> Path:
        made = OpenDocumentSpreadsheet()
        table = Table(name="Effectifs")
        for row in content:
            line = TableRow()
            for value in row:
                number = isinstance(value, int | float)
                kind = {"valuetype": "float", "value": value} if number else {"valuetype": "string"}
                made_cell = TableCell(**kind)
                made_cell.addElement(P(text=str(value)))
                line.addElement(made_cell)
            if repeated:
                line.addElement(TableCell(numbercolumnsrepeated=repeated))
            table.addElement(line)
        if repeated:
            table.addElement(TableRow(numberrowsrepeated=repeated))
        made.spreadsheet.addElement(table)
        made.save(str(folder / "libre.ods"))
        return folder / "libre.ods"

    return make


def parquet(**columns: Any) -> Maker:
    """Make a Parquet file."""

    def make(folder: Path) -> Path:
        pq.write_table(pa.table(columns), folder / "table.parquet")
        return folder / "table.parquet"

    return make


def archive(entries: dict[str, bytes], name: str = "depot.zip", stored: bool = False) -> Maker:
    """Make a zip of these entries."""

    def make(folder: Path) -> Path:
        kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(folder / name, "w", kind) as opened:
            for entry, content in entries.items():
                opened.writestr(entry, content)
        return folder / name

    return make


def link(folder: Path) -> Path:
    """Make a zip that holds a symbolic link."""
    entry = zipfile.ZipInfo("mots_de_passe.csv")
    entry.create_system = 3
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(folder / "lien.zip", "w") as opened:
        opened.writestr(entry, "/etc/passwd")
    return folder / "lien.zip"


def declared(size: int) -> Callable[[bytes], bytes]:
    """Write another unfolded size in the directory of a zip of one entry."""

    def change(content: bytes) -> bytes:
        at = content.rindex(b"PK\x01\x02")
        return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]

    return change


def encrypted(content: bytes) -> bytes:
    """Mark the entry of a zip as encrypted."""
    at, local = content.rindex(b"PK\x01\x02"), content.index(b"PK\x03\x04")
    both = bytearray(content)
    both[at + 8] |= 1
    both[local + 6] |= 1
    return bytes(both)


def protected_workbook(folder: Path) -> Path:
    """Make what a spreadsheet writes for a password: a container with an encrypted package."""
    path = xls([HEADER])(folder)
    whole = path.read_bytes()
    old, new = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    at = whole.index(old)
    path = folder / "protege.xlsx"
    path.write_bytes(whole[:at] + new + whole[at + len(new) :])
    return path
