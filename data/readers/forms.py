"""Forms: what a file is, from what it holds, whatever its name says."""

from enum import Enum
from pathlib import Path

from data.readers.archives import entry_names, holds_shapes
from data.readers.errors import LIMITS, IntakeError, Limits, size_text

_START = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (  # first bytes -> what to say
    (b"%PDF", "est un PDF"),
    (b"\x89PNG", "est une image"),
    (b"\xff\xd8\xff", "est une image"),
    (b"GIF8", "est une image"),
    (b"{\\rtf", "est un document RTF"),
    (b"\x1f\x8b", "est une archive gzip"),
    (b"7z\xbc\xaf", "est une archive 7z"),
    (b"Rar!", "est une archive RAR"),
    (b"SQLite format 3", "est une base de données (contours GeoPackage ?)"),
)
_SAVE = "l’enregistrer au format CSV ou XLSX et recommencer"
_WEB_STARTS = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"mime-version:")


class Form(Enum):
    """What a file is, among what can be read."""

    TEXT = "texte"
    WORKBOOK = "classeur"
    OLD_WORKBOOK = "classeur ancien"
    PARQUET = "parquet"
    JSON = "json"
    ARCHIVE = "archive"


def form_of(path: Path, limits: Limits = LIMITS) -> Form:
    """Tell what a file is.

    Raises
    ------
    IntakeError : empty, too large, or nothing that can be read, with what to do
    """
    size = path.stat().st_size
    if size == 0:
        raise IntakeError(f"« {path.name} » est vide : aucun tableau à lire")
    if size > limits.bytes:
        raise IntakeError(
            f"« {path.name} » pèse {size_text(size)}, {size_text(limits.bytes)} au plus : "
            "le découper en plusieurs fichiers"
        )
    with path.open("rb") as stream:
        start = stream.read(_START)
    if start.startswith(_ZIP):
        return _zipped_form(path)
    if start.startswith(_OLE):
        _refuse_password(path)
        return Form.OLD_WORKBOOK
    if start.startswith(b"PAR1"):
        return Form.PARQUET
    _refuse_others(path, start)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return Form.JSON
    return Form.TEXT


def _zipped_form(path: Path) -> Form:
    names = entry_names(path)
    if "xl/workbook.bin" in names:
        raise IntakeError(f"« {path.name} » est un classeur binaire (XLSB) : {_SAVE}")
    if "xl/workbook.xml" in names or ("content.xml" in names and "mimetype" in names):
        return Form.WORKBOOK
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise IntakeError(f"« {path.name} » est un document, pas un tableau : {_SAVE}")
    if not names and path.suffix.lower() != ".zip":
        return Form.WORKBOOK  # a broken one: the opening says so
    return Form.ARCHIVE


def _refuse_password(path: Path) -> None:
    with path.open("rb") as stream:
        tail = b""
        while chunk := stream.read(1024**2):
            if _PASSWORD in tail + chunk:
                raise IntakeError(
                    f"« {path.name} » est protégé par un mot de passe : "
                    "l’enregistrer sans mot de passe et recommencer"
                )
            tail = chunk[-len(_PASSWORD) :]


def _refuse_others(path: Path, start: bytes) -> None:
    """Refuse what is known and is no table."""
    for signature, what in _OTHERS:
        if start.startswith(signature):
            raise IntakeError(
                f"« {path.name} » {what}, ni un fichier de texte ni un classeur : {_SAVE}"
            )
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise IntakeError(f"« {path.name} » est un classeur XML de 2003 : {_SAVE}")
    if text.startswith((*_WEB_STARTS, b"<")):
        raise IntakeError(
            f"« {path.name} » est une page web, pas un tableau : télécharger le fichier "
            "lui-même, ou l’ouvrir dans un tableur et l’enregistrer au format XLSX"
        )


def is_archive(path: Path) -> bool:
    """Tell whether a file is a zip of data files: not a workbook, not a zipped Shapefile."""
    with path.open("rb") as stream:
        if not stream.read(4).startswith(_ZIP):
            return False
    names = entry_names(path)
    if holds_shapes(names) and all(n.endswith("/") or _is_shape_part(n) for n in names):
        return False
    try:
        return _zipped_form(path) is Form.ARCHIVE
    except IntakeError:
        return False


def _is_shape_part(name: str) -> bool:
    endings = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".xml")
    return name.lower().endswith((*endings, ".txt", ".pdf", ".md"))
