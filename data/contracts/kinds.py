"""Kinds of column: how one text cell becomes a value, a repair or an error, in French.

A kind is applied to the distinct values of a column, never row by row.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from data import clock
from data.contracts import naf
from data.contracts.cleaning import fold, is_absent, made_plain
from data.identifiers import is_valid_uai, repair_siret
from data.reference import REFERENCE

__all__ = ["DAYS_1904", "KINDS", "Kind", "Parsed", "choice", "fold", "french"]

_COUNTRIES = REFERENCE / "pays.csv"
_DOUBT = re.compile(r"[^\w\s.,;:/'’°+&*()\[\]–-]")  # « ☐ signé », « < 250 », « REP ? »
_SINCE = re.compile(r"\(\s*(?:depuis |en )?[0-9]{4}\s*\)$")  # « REP+ (2014) »
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
    parse: Callable[[str], Parsed]


def _plain(text: str, is_code: bool = True) -> str:
    return made_plain(text, is_code).text


def french(number: float) -> str:
    """Write a limit as it is written in French: « 12 000 », « 0,5 »."""
    return f"{number:,.15g}".replace(",", "\u202f").replace(".", ",")


_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]*)?")
_PLAIN_NUMBER = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")


def _number(text: str) -> float | None:
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[ '’]", "", text)
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None


def parse_decimal(text: str) -> Parsed:
    """Read a number with a decimal comma or point; thousands are parted by a space."""
    raw = _plain(text)
    if is_absent(raw):
        return Parsed()
    value = _number(raw)
    if value is None:
        return Parsed(error=f"« {text} » n’est pas un nombre")
    return Parsed(value)


def parse_count(text: str) -> Parsed:
    """Read a count (whole, not negative); « 357.0 » is 357, 139.99999998 is 140.

    « 1.000 » is refused: one, or a thousand? So is « 1,234 ».
    """
    raw = _plain(text)
    if is_absent(raw):
        return Parsed()
    if _THOUSANDS.fullmatch(raw):
        whole = re.sub("[.,]", "", raw)
        return Parsed(
            error=f"« {text} » est ambigu : {raw.split(raw[-4])[0]} ou {french(float(whole))} ? "
            f"Écrire le nombre entier sans point ni virgule ({whole})"
        )
    value = _number(raw)
    if value is None or not -1e-6 <= value <= MAX_COUNT:
        return Parsed(error=f"« {text} » n’est pas un effectif (nombre entier attendu)")
    rounded = round(value)
    if abs(value - rounded) > 1e-6:
        return Parsed(error=f"« {text} » n’est pas un nombre entier")
    return Parsed(rounded)


_RANK = re.compile(
    r"(?:(?:pfmp|periode|p|n|numero|stage)_)*(?:pfmp|periode|p|stage)?_?([0-9]{1,2})"
    r"(?:_?(?:re|ere|er|e|eme|nde|nd|de))?(?:_(?:pfmp|periode|stage))?"
)


def parse_rank(text: str) -> Parsed:
    """Read the number of a period: « 1 », « PFMP 1 », « P1 », « 1re période », « n° 1 »."""
    raw = _plain(text)
    if is_absent(raw) or _PLAIN_NUMBER.fullmatch(raw):
        return parse_count(raw)
    folded = fold(raw)
    match = _RANK.fullmatch(folded)
    if match and re.search("[a-z]", folded) and len(re.findall("[0-9]+", raw)) == 1:
        return Parsed(int(match[1]), repair="numéro de période lu dans le texte")
    if len(re.findall("[0-9]+", raw)) > 1:
        return Parsed(error=f"« {text} » : une seule période par ligne attendue")
    return Parsed(error=f"« {text} » n’est pas un numéro de période")


_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets' serial dates
DAYS_1904 = 1462  # later, in the workbooks that count from 1904
_SERIAL = range(29221, 51136)  # 1980 to 2039: beyond, a postcode or a code
_FIRST_YEAR, _YEARS_AHEAD = 1900, 10  # a date outside is a slip
_FOREVER = date(9999, 12, 31)
_PARIS = ZoneInfo("Europe/Paris")
_UTC_MIDNIGHTS = (time(22), time(23))  # of Paris, in summer and in winter
_TIME = r"(?:(?:[T ]| à ) *([0-9]{1,2})[:h]([0-9]{2})?(?::([0-9]{2})(?:[.,][0-9]+)?)?)?"
_ISO = re.compile(
    r"([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})" + _TIME + r" ?(Z|UTC|[+-][0-9]{2}:?(?:[0-9]{2})?)?"
)
_FRENCH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _TIME)
_WORDED = re.compile(
    r"(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*_)?(?:le_)?([0-9]{1,2})(?:er)?_([a-z]+)_"
    r"([0-9]{4}|[0-9]{2})"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("janvier janv jan", "fevrier fevr fev", "mars mar", "avril avr", "mai", "juin"),
            *("juillet juil", "aout", "septembre sept sep", "octobre oct", "novembre nov"),
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}


def parse_date(text: str, short_years: bool = False, days_late: int = 0) -> Parsed:
    """Read a date, the day before the month; a time after it is left out.

    ISO, dd/mm/yyyy, in words, or a spreadsheet's serial number. A moment with a zone is the day
    that it is in Paris; without one, 23:00 in winter and 22:00 in summer are midnights of Paris
    that lost theirs. A time of some seconds before midnight is that of a spreadsheet's rounding:
    the day after.

    Parameters
    ----------
    short_years : years of two digits are read, of this century: what is around tells them
    days_late : of serial numbers, for a workbook that counts from another day
    """
    raw = _plain(text)
    if is_absent(raw):
        return Parsed()
    try:
        read = _day(raw, short_years, days_late)
    except ValueError:
        swapped = re.match(r"[0-9]{1,2}[/.-](1[3-9]|2[0-9]|3[01])[/.-]", raw)
        hint = " : mois et jour inversés ? (jj/mm/aaaa attendu)" if swapped else ""
        return Parsed(error=f"« {raw} » n’existe pas dans le calendrier{hint}")
    if read is None:
        return Parsed(error=f"« {raw} » n’est pas une date (jj/mm/aaaa attendu)")
    day, repair = read
    if not _FIRST_YEAR <= day.year <= clock.today().year + _YEARS_AHEAD and day != _FOREVER:
        return Parsed(error=f"« {raw} » : année {day.year} invraisemblable (jj/mm/aaaa attendu)")
    return Parsed(day, repair=repair)


def _day(raw: str, short_years: bool, days_late: int) -> tuple[date, str] | None:
    """Return the day that a text says, and what had to be mended."""
    if match := _ISO.fullmatch(raw):
        year, month, day, hour, minute, second, zone = match.groups()
        return _of_moment(date(int(year), int(month), int(day)), hour, minute, second, zone)
    if match := _FRENCH.fullmatch(raw):
        day, sign, month, year, hour, minute, second = match.groups()
        short = len(year) == 2
        if short and (not short_years or sign == "-"):  # « 25-10-12 » may start with its year
            return None
        whole = date(int(year) + 2000 * short, int(month), int(day))
        if short:
            return whole, f"année à deux chiffres lue {whole.year}"
        return _of_moment(whole, hour, minute, second, None)
    if re.fullmatch(r"[0-9]{5}([.,][0-9]+)?", raw):
        number = float(raw.replace(",", "."))
        if int(number) + days_late not in _SERIAL:
            return None
        seconds = round(number % 1 * 86400)
        at = (datetime.min + timedelta(seconds=seconds)).time()
        whole = _EPOCH + timedelta(days=int(number) + days_late + seconds // 86400)
        day, repair = _of_moment(whole, str(at.hour), str(at.minute), str(at.second), None)
        return day, f"date lue d’un numéro de série de tableur{repair and f' ; {repair}'}"
    if (match := _WORDED.fullmatch(fold(raw))) and match[2] in _MONTHS:
        if len(match[3]) == 2 and not short_years:
            return None
        year = int(match[3]) + 2000 * (len(match[3]) == 2)
        return date(year, _MONTHS[match[2]], int(match[1])), "date lue en toutes lettres"
    return None


def _seconds_before_midnight(second_of_day: int) -> bool:
    """Tell a rounding from « 23:59 » and « 23:59:59 », which end a day on purpose."""
    return 86400 - 600 <= second_of_day < 86399 and second_of_day % 60 != 0


def _of_moment(
    day: date, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> tuple[date, str]:
    """Return the day of a moment, in Paris, a rounding before midnight mended."""
    if hour is None:
        return day, ""
    at = time(int(hour), int(minute or 0), int(second or 0))
    if zone:
        zoned = datetime.fromisoformat(
            f"{day.isoformat()}T{at.isoformat()}{'+00:00' if zone in ('Z', 'UTC') else zone}"
        )
        there = zoned.astimezone(_PARIS)
        day, at, moved = there.date(), there.time(), there.date() != day
        if moved:
            return day, "jour de Paris d’une heure universelle"
    if zone is None and at in _UTC_MIDNIGHTS:
        midnight = datetime.combine(day, at, UTC).astimezone(_PARIS)
        if midnight.time() == time():
            return (
                midnight.date(),
                f"{at.hour} h : minuit de Paris en heure universelle, jour suivant",
            )
    if _seconds_before_midnight(at.hour * 3600 + at.minute * 60 + at.second):
        return day + timedelta(days=1), "veille à 23 h 59 (arrondi de tableur) : jour suivant"
    return day, ""


_TRUE = {"1", "1.0", "oui", "o", "vrai", "true", "x", "yes", "y", "✓", "✔", "☑"}
_FALSE = {"0", "0.0", "non", "n", "faux", "false", "no", "☐"}


def parse_flag(text: str) -> Parsed:
    """Read yes or no in the ways that real files write it."""
    word = _plain(text).lower()
    if word in _TRUE:
        return Parsed(True)
    if word in _FALSE:
        return Parsed(False)
    if is_absent(word):
        return Parsed()
    return Parsed(error=f"« {text} » : oui ou non attendu")


def parse_uai(text: str) -> Parsed:
    """Read a UAI; spaces and lower case are mended, a wrong check letter is refused."""
    if is_absent(_plain(text)):
        return Parsed()
    plain = re.sub(r"[ .-]", "", _plain(text)).upper()
    if len(plain) == 7 and re.fullmatch(r"[0-9]{6}[A-Z]", plain):
        plain = "0" + plain
    if not is_valid_uai(plain):
        return Parsed(error=f"UAI « {text} » faux : 7 chiffres et la bonne lettre de contrôle")
    return Parsed(plain, repair="" if plain == text.strip() else "UAI remis en forme")


def parse_siret(text: str) -> Parsed:
    """Read a SIRET; an unrecoverable one is said so."""
    raw = _plain(text)
    if is_absent(raw):
        return Parsed()
    value, reason = repair_siret(raw)
    return Parsed(value, repair=reason) if value else Parsed(error=reason)


def _parse_code(
    text: str, raw: str, name: str, shortened: str, whole: str, wanted: str = ""
) -> Parsed:
    """Read a code; one that a spreadsheet took for a number gets its leading zero back."""
    if is_absent(_plain(text)):
        return Parsed()
    if re.fullmatch(shortened, raw):
        return Parsed("0" + raw, repair=f"zéro de tête du {name} rétabli")
    if not re.fullmatch(whole, raw):
        return Parsed(error=f"{name} « {text} » faux{wanted}")
    return Parsed(raw)


def parse_postcode(text: str) -> Parsed:
    """Read a five-digit postcode, a lost leading zero restored."""
    raw = re.sub(r" |\.0$", "", _plain(text))
    return _parse_code(text, raw, "code postal", r"[0-9]{4}", r"[0-9]{5}", " : 5 chiffres attendus")


def parse_commune(text: str) -> Parsed:
    """Read a commune's Insee code (five characters, 2A and 2B allowed)."""
    raw = re.sub(r" |\.0$", "", _plain(text)).upper()
    wanted = " : code Insee à 5 caractères attendu"
    return _parse_code(text, raw, "code commune", r"[0-9]{4}", r"([0-9]{2}|2[AB])[0-9]{3}", wanted)


_YEAR_WORDS = re.compile(r"^(a\.?s\.?|année( scolaire)?|rentrée|r) *(?=[0-9])", re.IGNORECASE)


def parse_school_year(text: str) -> Parsed:
    """Read a school year, « 2025-2026 »; « 2025/26 » and « AS 2025 » are mended."""
    raw = _plain(text)
    if is_absent(raw):
        return Parsed()
    bare = _YEAR_WORDS.sub("", raw)
    match = re.fullmatch(r"(20[0-9]{2})(?:\.0| *[-/_ ] *([0-9]{2}|20[0-9]{2}))?", bare)
    if not match:
        return Parsed(error=f"« {text} » n’est pas une année scolaire (2025-2026 attendu)")
    start = int(match[1])
    if match[2] and int(match[2]) % 100 != (start + 1) % 100:
        return Parsed(error=f"« {text} » : les deux années ne se suivent pas")
    if start > clock.today().year + 1:
        return Parsed(error=f"« {text} » : année scolaire trop loin dans l’avenir")
    value = f"{start}-{start + 1}"
    if match[2] is None and bare == raw:
        return Parsed(value, repair=f"année seule, lue comme celle de la rentrée : {value}")
    return Parsed(value, repair="" if value == raw else "année scolaire remise en forme")


def parse_rentree(text: str) -> Parsed:
    """Read the school year of a rentrée, which a year alone names: « 2022 » is 2022-2023."""
    read = parse_school_year(text)
    return Parsed(read.value) if re.fullmatch(r"\s*20\d{2}\s*", text) else read


def parse_session(text: str) -> Parsed:
    """Read the session of an exam, the end of its school year; « 2024-01-01 » stands for 2024."""
    raw = _plain(text)
    if is_absent(raw):
        return Parsed()
    if match := re.fullmatch(r"(20[0-9]{2})(?:\.0|-01-01)?", raw):
        return Parsed(int(match[1]))
    year = parse_school_year(text)
    if year.value is None:
        return Parsed(error=f"« {text} » n’est pas une session d’examen (2024 attendu)")
    return Parsed(int(str(year.value)[5:]), repair="session lue d’une année scolaire")


def parse_naf(text: str) -> Parsed:
    """Read an activity code of NAF rév. 2 or NAF 2025, whole or cut, as its signs without a point.

    47.11F, 4711F, 47.11, 47.1 or 47; a label may follow a whole code.
    """
    raw = _plain(text).upper()
    if is_absent(raw):
        return Parsed()
    if match := re.match(r"(\d{2}\.?\d{2}\s?[A-Z])\s*(?:[\s:–—-])\s*\S", raw):
        raw = match[1]
    raw = re.sub(r"\s", "", raw)
    candidates = naf.readings(raw)
    if not candidates:
        return Parsed(error=f"code NAF « {text} » faux (47.11F attendu)")
    known = [code for code in candidates if naf.is_known(code)]
    if not known:
        return Parsed(error=f"code NAF « {text} » inconnu : ni en NAF rév. 2, ni en NAF 2025")
    if len(known) > 1 and raw.isdigit():
        either = " ou ".join(f"{code[:2]}.{code[2:]}" for code in known)
        return Parsed(error=f"code NAF « {text} » : {either} ? L’écrire avec son point")
    shown = re.sub(r"[.,]", "", raw)
    if known[0] == shown:
        return Parsed(known[0])
    return Parsed(known[0], repair=_NAF_REPAIRS[len(known[0]) > len(shown)])


_NAF_REPAIRS = {
    True: "zéro de tête du code NAF rétabli",
    False: "« .0 » d’un tableur ôté du code NAF",
}


def parse_diffusible(text: str) -> Parsed:
    """Read Sirene's status of diffusion: a partial one (P) is never named."""
    if _plain(text).upper() in ("P", "PARTIEL", "PARTIELLE"):
        return Parsed(False, repair="diffusion partielle (P) : jamais nommé")
    return parse_flag(text)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Return folded name or code -> ISO code kept; overseas France is France."""
    with _COUNTRIES.open(encoding="utf-8", newline="") as stream:
        said = {
            (fold(word), row["retenu"])
            for row in csv.DictReader(stream)
            for word in (row["code"], row["code3"], row["nom"], *row["autres"].split("|"))
            if word
        }
    times = Counter(word for word, _ in said)  # « DOM » is a code of ISO and our overseas: neither
    return {word: country for word, country in said if times[word] == 1}


def _country(text: str) -> str | None:
    folded, known = fold(text), _countries()
    return (
        known.get(folded)
        or known.get(re.sub(r"^(?:le|la|les|l)_", "", folded))
        or known.get(folded.replace("_", ""))
    )


def parse_country(text: str) -> Parsed:
    """Read a country: its name in French and some other tongues, its ISO codes."""
    raw = _plain(text)
    if is_absent(raw):
        return Parsed()
    value = _country(raw)
    if value is None:  # « BE - Belgique », « Luxembourg (L) »
        parts = {_country(part) for part in re.split(r" - |[()/,;:]", raw) if part.strip()}
        value = parts.pop() if len(parts) == 1 else None
    if value is None:
        return Parsed(
            error=f"« {text} » : pays inconnu ou ambigu (nom français ou code ISO attendu)"
        )
    return Parsed(value)


def parse_text(text: str) -> Parsed:
    """Read what somebody wrote, trimmed; a word of absence says nothing."""
    raw = _plain(text, is_code=False)
    return Parsed() if is_absent(raw, official=False) else Parsed(raw)


_NO_NAME = re.compile(  # folded: an answer, a reference to another line, what became of a pupil
    r"oui|non|x|ok|test|autres?(_(a_)?preciser)?|divers|id|(idem|ditto)(_ci_dessus|_que_.*)?|"
    r"meme_(entreprise|lieu|employeur|structure)(_.*)?|raison_sociale|lieu_d_accueil|entreprise|"
    r"nom(_(de_l_|d_)?entreprise)?|"
    r"((stage|pfmp|convention)_)?(non_)?(abandon(ne)?|annule|refus|refuse|absent|demission|"
    r"demissionnaire|exclu|descolarise|dispense|concerne|effectue|reporte|interrompu)e?(_de_stage)?"
)


def parse_name(text: str) -> Parsed:
    """Read the name of a host; an answer, « idem », a number, what became of a pupil are none."""
    read = parse_text(text)
    raw = str(read.value or "")
    if raw and (not any(map(str.isalpha, raw)) or _NO_NAME.fullmatch(fold(raw))):
        return Parsed(error=f"« {raw} » n’est pas un nom de lieu d’accueil")
    return read


def parse_label(text: str) -> Parsed:
    """Keep an official label or code as it is: « Aucun » is a commune."""
    return Parsed(_plain(text, is_code=False) or None)


KINDS: dict[str, Kind] = {
    "text": Kind("VARCHAR", "texte", parse_text),
    "name": Kind("VARCHAR", "nom", parse_name),
    "label": Kind("VARCHAR", "texte", parse_label),
    "country": Kind("VARCHAR", "pays", parse_country),
    "rank": Kind("BIGINT", "numéro de période", parse_rank),
    "count": Kind("BIGINT", "nombre entier", parse_count),
    "decimal": Kind("DOUBLE", "nombre décimal", parse_decimal),
    "date": Kind("DATE", "date", parse_date),
    "flag": Kind("BOOLEAN", "oui ou non", parse_flag),
    "uai": Kind("VARCHAR", "UAI", parse_uai),
    "siret": Kind("VARCHAR", "SIRET", parse_siret),
    "postcode": Kind("VARCHAR", "code postal", parse_postcode),
    "commune": Kind("VARCHAR", "code commune Insee", parse_commune),
    "school_year": Kind("VARCHAR", "année scolaire", parse_school_year),
    "session": Kind("BIGINT", "session d’examen", parse_session),
    "rentree": Kind("VARCHAR", "rentrée", parse_rentree),
    "naf": Kind("VARCHAR", "code NAF", parse_naf),
    "diffusible": Kind("BOOLEAN", "oui ou non", parse_diffusible),
}


def choice(text: str, allowed: dict[str, str]) -> Parsed:
    """Read one of the allowed words.

    Parameters
    ----------
    text : cell as it stands in the file
    allowed : folded spelling -> value kept in the store
    """
    raw = _plain(text)
    value = allowed.get(fold(raw)) or allowed.get(fold(_SINCE.sub("", raw)))
    if value is None and is_absent(raw):
        return Parsed()
    if value is None or _DOUBT.search(raw):
        expected = ", ".join(dict.fromkeys(allowed.values()))
        return Parsed(error=f"« {text} » inconnu ; valeurs attendues : {expected}")
    return Parsed(value)
