"""Decoding: the encoding of a text file, and its copy in UTF-8 with line feeds."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.readers.errors import IntakeError

_CHUNK = 1024**2
_CONTROLS = bytes(sorted({*range(1, 9), 11, 12, *range(14, 32), 127}))
_UNWANTED = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_BOMS = (  # UTF-32 first: its mark starts as that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_FRENCH = "éèêëàâçôîïûùœÉÈÊÀÇ’«»–€°"
_ONE_BYTE = (  # on a tie, the first
    ("cp1252", "Windows-1252 / ISO-8859-1"),
    ("mac_roman", "MacRoman"),
    ("cp850", "MS-DOS (page de code 850)"),
)
_LATIN_9 = re.compile(rb"[A-Za-z][\xbc\xbd][A-Za-z]|\xa4")  # oe inside a word, euro


@dataclass(frozen=True)
class Encoding:
    """How a text file is written.

    codec : name for Python
    name : what is shown
    clean : no carriage return nor control character
    """

    codec: str
    name: str
    clean: bool = False
    errors: str = "replace"


def _from_windows(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as those of Windows."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("from-windows", _from_windows)


def detect(path: Path) -> Encoding:
    """Find the encoding of a text file; the whole file is looked at, by pieces.

    Raises
    ------
    IntakeError : it is not a text
    """
    with path.open("rb") as stream:
        start = stream.read(_CHUNK)
    for mark, codec, name in _BOMS:
        if start.startswith(mark):
            return Encoding(codec, name)
    if unmarked := _utf_16_without_mark(start):
        return Encoding(unmarked, "UTF-16 sans BOM")
    marked = start.startswith(codecs.BOM_UTF8)
    clean = not marked
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    for chunk, final in _chunks(path):
        if b"\x00" in chunk:
            raise IntakeError(
                f"« {path.name} » n’est ni un fichier de texte ni un classeur (octets nuls) : "
                "l’enregistrer au format CSV ou XLSX et recommencer"
            )
        dirty = b"\r" in chunk or codecs.BOM_UTF8 in chunk
        if clean and (dirty or len(chunk.translate(None, _CONTROLS)) != len(chunk)):
            clean = False
        try:
            if decoder:
                decoder.decode(chunk, final)
        except UnicodeDecodeError:
            decoder = None
    if decoder is None:
        return _not_utf_8(path)
    return Encoding("utf-8-sig", "UTF-8 avec BOM") if marked else Encoding("utf-8", "UTF-8", clean)


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    with path.open("rb") as stream:
        chunk = stream.read(_CHUNK)
        while chunk:
            following = stream.read(_CHUNK)
            yield chunk, not following
            chunk = following


def _utf_16_without_mark(start: bytes) -> str | None:
    """Codec of a text of which every second byte is nul, or None."""
    sample = np.frombuffer(start[: len(start) // 2 * 2], dtype=np.uint8).reshape(-1, 2)
    if len(sample) < 4:
        return None
    even, odd = (sample == 0).mean(axis=0)
    if even < 0.05 and odd > 0.6:
        return "utf-16-le"
    return "utf-16-be" if odd < 0.05 and even > 0.6 else None


def _not_utf_8(path: Path) -> Encoding:
    """Choose between one-byte encodings, and UTF-8 in which a few lines of another were pasted."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    counts = np.zeros(256, dtype=np.int64)
    good = bad = latin_9 = 0
    for chunk, final in _chunks(path):
        text = decoder.decode(chunk, final)
        wrong = text.count("\ufffd")
        bad += wrong
        good += len(text) - len(text.encode("ascii", "ignore")) - wrong
        counts += np.bincount(np.frombuffer(chunk, dtype=np.uint8), minlength=256)
        latin_9 += len(_LATIN_9.findall(chunk))
    if good > bad:
        return Encoding("utf-8-sig", "UTF-8 mêlé de Windows-1252", errors="from-windows")
    if latin_9 and not counts[0x80:0xA0].any():
        return Encoding("iso-8859-15", "ISO-8859-15")
    scores = [
        sum(counts[byte] for byte in range(128, 256) if _is_french(byte, codec))
        for codec, _ in _ONE_BYTE
    ]
    return Encoding(*_ONE_BYTE[int(np.argmax(scores))])


def _is_french(byte: int, codec: str) -> bool:
    return bytes([byte]).decode(codec, "replace") in _FRENCH


def in_utf_8(path: Path, folder: Path) -> tuple[Path, Encoding]:
    """Find a text, or its copy in `folder`, in UTF-8 with line feeds, without control characters.

    Raises
    ------
    IntakeError : it is not a text
    """
    encoding = detect(path)
    if encoding.clean:
        return path, encoding
    target = folder / path.name
    with (
        path.open(encoding=encoding.codec, errors=encoding.errors) as stream,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        while piece := stream.read(_CHUNK):
            copy.write(_UNWANTED.sub("", piece))
    return target, encoding
