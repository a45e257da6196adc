"""Kinds of column: how one text cell becomes a value, a repair or an error, in French.

A kind is applied to the distinct values of a column, never row by row.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from data.identifiers import is_valid_uai, repair_siret

ABSENT = {"", "-", "nd", "n/a", "na", "ns", "s", "null", "none", "nan", "#n/a"}


MAX_COUNT = 1e15  # beyond, a number is a code or a slip, and decimals are lost


@dataclass(frozen=True)
class Parsed:
    """What one cell becomes: a value (None when absent), and why it was changed or refused."""

    value: object = None
    repair: str = ""
    error: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of column: its DuckDB type, its French name, and its reader of one cell."""

    sql_type: str
    french: str
    parse: Callable[[str], Parsed] | None  # None: text kept as it is, trimmed


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """Return `text` lower case, without accents, other signs folded into one underscore."""
    lower = re.sub("[№º]", lambda sign: "n°" if sign[0] == "№" else "°", text.lower())
    plain = unicodedata.normalize("NFKD", lower.replace("œ", "oe").replace("+", " plus"))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def _is_absent(text: str) -> bool:
    return text.strip().lower() in ABSENT


def _number(text: str) -> float | None:
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", plain, re.IGNORECASE):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def parse_decimal(text: str) -> Parsed:
    """Read a number with a decimal comma or point."""
    if _is_absent(text):
        return Parsed()
    value = _number(text)
    if value is None:
        return Parsed(error=f"« {text} » n’est pas un nombre")
    return Parsed(value)


def parse_count(text: str) -> Parsed:
    """Read a count (whole, not negative); « 357.0 » is 357, 139.99999998 is 140."""
    if _is_absent(text):
        return Parsed()
    value = _number(text)
    if value is None or not -1e-6 <= value <= MAX_COUNT:
        return Parsed(error=f"« {text} » n’est pas un effectif (nombre entier attendu)")
    whole = round(value)
    if abs(value - whole) > 1e-6:
        return Parsed(error=f"« {text} » n’est pas un nombre entier")
    return Parsed(whole)


_TIME = r"(?: +\d{1,2}[:h]\d{2}(?::\d{2})?)?"
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets' serial dates


def parse_date(text: str) -> Parsed:
    """Read a date, the day before the month; a time after it is left out.

    ISO, dd/mm/yyyy or a spreadsheet's serial number. A year of two digits is refused: nothing
    tells it from a day.
    """
    raw = text.strip()
    if _is_absent(raw):
        return Parsed()
    try:
        if match := re.fullmatch(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?", raw):
            year, month, day = map(int, match.groups())
            return Parsed(date(year, month, day))
        if match := re.fullmatch(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_TIME}", raw):
            day, month, year = map(int, match.groups())
            return Parsed(date(year, month, day))
        if re.fullmatch(r"\d{5}(\.\d+)?", raw):
            serial = _EPOCH + timedelta(days=int(float(raw)))
            return Parsed(serial, repair="date lue d’un numéro de série de tableur")
    except ValueError:
        swapped = re.match(r"\d{1,2}[/.-](1[3-9]|2\d|3[01])[/.-]", raw)
        hint = " : mois et jour inversés ? (jj/mm/aaaa attendu)" if swapped else ""
        return Parsed(error=f"« {raw} » n’existe pas dans le calendrier{hint}")
    return Parsed(error=f"« {raw} » n’est pas une date (jj/mm/aaaa attendu)")


_TRUE = {"1", "1.0", "oui", "o", "vrai", "true", "x", "yes", "y", "✓", "✔", "☑"}
_FALSE = {"0", "0.0", "non", "n", "faux", "false", "no", "☐"}


def parse_flag(text: str) -> Parsed:
    """Read yes or no in the ways that real files write it."""
    word = text.strip().lower()
    if _is_absent(word):
        return Parsed()
    if word in _TRUE:
        return Parsed(True)
    if word in _FALSE:
        return Parsed(False)
    return Parsed(error=f"« {text} » : oui ou non attendu")


def parse_uai(text: str) -> Parsed:
    """Read a UAI; spaces and lower case are mended, a wrong check letter is refused."""
    if _is_absent(text):
        return Parsed()
    plain = re.sub(r"\s", "", text).upper()
    if len(plain) == 7 and re.fullmatch(r"[0-9]{6}[A-Z]", plain):
        plain = "0" + plain
    if not is_valid_uai(plain):
        return Parsed(error=f"UAI « {text} » faux : 7 chiffres et la bonne lettre de contrôle")
    return Parsed(plain, repair="" if plain == text.strip() else "UAI remis en forme")


def parse_siret(text: str) -> Parsed:
    """Read a SIRET; an unrecoverable one is said so."""
    if _is_absent(text):
        return Parsed()
    value, reason = repair_siret(text)
    return Parsed(value, repair=reason) if value else Parsed(error=reason)


def _parse_code(
    text: str, raw: str, name: str, shortened: str, whole: str, wanted: str = ""
) -> Parsed:
    """Read a code; one that a spreadsheet took for a number gets its leading zero back."""
    if _is_absent(raw):
        return Parsed()
    if re.fullmatch(shortened, raw):
        return Parsed("0" + raw, repair=f"zéro de tête du {name} rétabli")
    if not re.fullmatch(whole, raw):
        return Parsed(error=f"{name} « {text} » faux{wanted}")
    return Parsed(raw)


def parse_postcode(text: str) -> Parsed:
    """Read a five-digit postcode, a lost leading zero restored."""
    raw = re.sub(r"\s|\.0$", "", text)
    return _parse_code(text, raw, "code postal", r"\d{4}", r"\d{5}", " : 5 chiffres attendus")


def parse_commune(text: str) -> Parsed:
    """Read a commune's Insee code (five characters, 2A and 2B allowed)."""
    raw = re.sub(r"\s|\.0$", "", text).upper()
    wanted = " : code Insee à 5 caractères attendu"
    return _parse_code(text, raw, "code commune", r"\d{4}", r"(\d{2}|2[AB])\d{3}", wanted)


def parse_school_year(text: str) -> Parsed:
    """Read a school year, « 2025-2026 »; « 2025/26 » and « AS 2025 » are mended."""
    raw = text.strip()
    if _is_absent(raw):
        return Parsed()
    bare = re.sub(r"^(a\.?s\.?|année( scolaire)?|rentrée|r)\s*(?=\d)", "", raw, flags=re.IGNORECASE)
    match = re.fullmatch(r"(20\d{2})(?:\.0|\s*[-/–—_ ]\s*(\d{2}|20\d{2}))?", bare)
    if not match:
        return Parsed(error=f"« {text} » n’est pas une année scolaire (2025-2026 attendu)")
    start = int(match[1])
    if match[2] and int(match[2]) % 100 != (start + 1) % 100:
        return Parsed(error=f"« {text} » : les deux années ne se suivent pas")
    value = f"{start}-{start + 1}"
    return Parsed(value, repair="" if value == raw else "année scolaire remise en forme")


def parse_naf(text: str) -> Parsed:
    """Read a NAF code (47.11F, 4711F, 47 or 47.11) as its digits and letter without a point."""
    raw = re.sub(r"[\s.]", "", text).upper()
    return _parse_code(text, raw, "code NAF", r"\d{3}[A-Z]", r"\d{2}(\d{2}[A-Z]?)?")


def parse_text(text: str) -> Parsed:
    """Keep a text, trimmed."""
    return Parsed(text.strip() or None)


KINDS: dict[str, Kind] = {
    "text": Kind("VARCHAR", "texte", None),
    "count": Kind("BIGINT", "nombre entier", parse_count),
    "decimal": Kind("DOUBLE", "nombre décimal", parse_decimal),
    "date": Kind("DATE", "date", parse_date),
    "flag": Kind("BOOLEAN", "oui ou non", parse_flag),
    "uai": Kind("VARCHAR", "UAI", parse_uai),
    "siret": Kind("VARCHAR", "SIRET", parse_siret),
    "postcode": Kind("VARCHAR", "code postal", parse_postcode),
    "commune": Kind("VARCHAR", "code commune Insee", parse_commune),
    "school_year": Kind("VARCHAR", "année scolaire", parse_school_year),
    "naf": Kind("VARCHAR", "code NAF", parse_naf),
}


def choice(text: str, allowed: dict[str, str]) -> Parsed:
    """Read one of the allowed words.

    Parameters
    ----------
    text : cell as it stands in the file
    allowed : folded spelling -> value kept in the store
    """
    if text.strip() == "":
        return Parsed()
    value = allowed.get(fold(text))
    if value is None:
        expected = ", ".join(dict.fromkeys(allowed.values()))
        return Parsed(error=f"« {text} » inconnu ; valeurs attendues : {expected}")
    return Parsed(value)
