"""Vintages: which year a file is of, from what it holds, else what an officer says, else its name.

The day on which a file was downloaded is never one, and no campaign is still to come.
"""

import re
import unicodedata
from typing import NamedTuple

import duckdb

from data import clock
from data.contracts import CONTRACTS, Contract, VintageColumn
from data.contracts.kinds import fold, parse_school_year
from data.intake.recognising import Recognised
from data.journal.actions import campaign_of
from data.readers import IntakeError

HELD, DECLARED, NAMED, UNKNOWN = "contenu", "déclarée", "nom", ""

_YEAR = r"20\d\d"
_SIGN = r"[\s._/–—-]"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH_NAME = (
    "(?:jan|fev|feb|mars|march|avr|apr|mai|may|juin|jun|juil|jul|aout|aug|sep|oct|nov|dec)[a-z]*"
)
_PART = r"[wsqt]\d\d?"  # a week, a term, a quarter
_NOT_VINTAGES = re.compile(  # dates, or a year from which a series starts
    rf"(?<!\d)(?:{_YEAR}{_SIGN}\d\d?{_SIGN}\d\d?|\d\d?{_SIGN}\d\d?{_SIGN}{_YEAR}"
    rf"|{_YEAR}{_SIGN}{_MONTH}{_DAY}?|{_DAY}?{_MONTH}{_SIGN}{_YEAR}"
    rf"|{_YEAR}{_SIGN}?{_PART})(?!\d)"
    rf"|(?<![a-z])(?:{_MONTH_NAME}|{_PART}|(?:au|le|du|depuis|ap|a{_SIGN}partir{_SIGN}de))"
    rf"{_SIGN}*{_YEAR}(?!\d)"
    rf"|(?<!\d){_YEAR}{_SIGN}*{_MONTH_NAME}(?![a-z])"
)
_SCHOOL_YEAR = re.compile(rf"(?<!\d)({_YEAR})\s*[\s._/–—-]\s*({_YEAR}|\d\d)(?!\d)")
_SPOKEN = re.compile(
    rf"(?<![a-z])(session|rentree(?:{_SIGN}+scolaire)?|rs|annee{_SIGN}+scolaire)"
    rf"{_SIGN}*:?\s*({_YEAR})(?!\d)"
)
_BARE = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_BROUGHT = re.compile(  # words of a download, an export or a copy: their year is that of the act
    r"(?<![a-z])(?:dl|maj|mis\w*[\s._-]a[\s._-]jour|mise?[\s._-]en[\s._-]ligne)(?![a-z])"
    r"|(?<![a-z])(?:te?le?charg|download|export|extrai|extract|recu(?:pere\w*|s|es?)?(?![a-z])"
    r"|copies?(?![a-z])|sauvegard|backup|import|consult|publie|publication|diffus|releve|depot|depos|obtenu"
    r"|version|actualis|updat|snapshot|archiv)"
)


class Vintage(NamedTuple):
    """Year of a file.

    year : first year of the school year, or civil year; None when it is not known
    origin : one of HELD, DECLARED, NAMED, UNKNOWN
    """

    year: int | None
    origin: str


def year_in_name(label: str, bare: str = "annee") -> int | None:
    """Return the year that a file's name says, the only one it says; None otherwise.

    Parameters
    ----------
    label : name of the file, after its archive's and before its sheet's
    bare : what a year alone means, as in `VintageColumn`
    """
    for part in reversed(label.split(" › ")):
        if years := _years(part, bare):
            return _plausible(years, bare)
    return None


def declared_year(text: str) -> int:
    """Read the school year that an officer says of files; return its first year.

    Raises
    ------
    IntakeError : not a school year, or one that has not started
    """
    read = parse_school_year(text)
    if read.value is None or not _SCHOOL_YEAR.search(text):
        raise IntakeError(f"«\u00a0{text}\u00a0» n’est pas une année scolaire (2023-2024 attendu).")
    year = int(str(read.value)[:4])
    if year > _running():
        raise IntakeError(
            f"L’année scolaire {read.value} n’a pas commencé\u00a0: elle ne peut être celle "
            "de fichiers déjà publiés."
        )
    return year


def vintage_of(found: Recognised, label: str, declared: int | None) -> Vintage | None:
    """Say which year a recognised file is of; None when its contract has none.

    Parameters
    ----------
    found : the file
    label : its name in reports
    declared : first year of the school year that an officer says; None: nothing was said
    """
    dated = found.contract.vintage
    if dated is None:
        return None
    if dated.column in found.found:
        return Vintage(None, HELD)  # each row has its own
    if (year := _year_held(found, dated)) is not None:
        return Vintage(year, HELD)
    if declared is not None and dated.is_campaign:
        return Vintage(declared, DECLARED)
    year = year_in_name(label, dated.bare)
    return Vintage(year, UNKNOWN if year is None else NAMED)


def fill(con: duckdb.DuckDBPyConnection, contract: Contract, vintage: Vintage | None) -> None:
    """Write the year of a file in its rows, the table `accepted`."""
    if contract.vintage and vintage and vintage.year is not None:
        value = _written(vintage.year, contract.vintage)
        con.execute(f"UPDATE accepted SET {contract.vintage.column} = ?", [value])


def note(contract: Contract, vintage: Vintage | None) -> str:
    """Say in French where the year of a file comes from, when it is not in its rows."""
    if contract.vintage is None or vintage is None or (vintage.year is None and vintage.origin):
        return ""
    what = "campagne" if contract.vintage.is_campaign else "millésime"
    if vintage.year is None:
        return f"{what} inconnu{'e' * contract.vintage.is_campaign}"
    year = f"{vintage.year}-{vintage.year + 1}" if contract.vintage.is_campaign else vintage.year
    lu, said = ("lue", "déclarée") if contract.vintage.is_campaign else ("lu", "déclaré")
    return (
        f"{what} {year} "
        + {
            HELD: f"{lu} dans le fichier",
            DECLARED: f"{said} à l’import",
            NAMED: f"{lu} dans le nom du fichier\u00a0: à vérifier",
        }[vintage.origin]
    )


def told(label: str, contract: Contract, vintage: Vintage | None, declared: int | None) -> str:
    """Say what an officer has to know or do about the year of a file; empty: nothing."""
    if contract.vintage is None or vintage is None or not contract.vintage.is_campaign:
        return ""
    if vintage.origin == NAMED:
        return (
            f"« {label} »\u00a0: {note(contract, vintage)}. Si elle est fausse, importer ce "
            "fichier de nouveau en disant son année scolaire (option --annee, ou page Données)."
        )
    if vintage.origin == UNKNOWN:
        return (
            f"« {label} »\u00a0: campagne inconnue, ni le fichier ni son nom ne disent de quelle "
            "année scolaire il est. Ses effectifs ne servent pas aux périodes dues. L’importer de "
            "nouveau en la disant\u00a0: option --annee 2023-2024, ou page Données."
        )
    if vintage.origin == HELD and declared is not None:
        return f"« {label} » dit lui-même son année\u00a0: celle qui est déclarée n’y change rien."
    return ""


def says_more(contract: str, before: Vintage, declared: int | None) -> bool:
    """Tell whether an officer now says of a file, already read, another year than it was read."""
    dated = CONTRACTS[contract].vintage if contract in CONTRACTS else None
    return (
        dated is not None
        and dated.is_campaign
        and declared is not None
        and before.origin != HELD
        and before.year != declared
    )


def date_older_files(con: duckdb.DuckDBPyConnection) -> None:
    """Give the year of their name to the kept files of a version that did not date its rows."""
    files = con.execute(
        "SELECT file, contract FROM kept.file WHERE vintage_origin IS NULL AND sha256 IS NOT NULL"
    ).fetchall()
    for file, name in files:
        dated = CONTRACTS[name].vintage if name in CONTRACTS else None
        if dated is None:
            continue
        year = year_in_name(file, dated.bare)
        origin = UNKNOWN if year is None else NAMED
        con.execute(
            "UPDATE kept.file SET vintage = ?, vintage_origin = ? WHERE file = ?",
            [year, origin, file],
        )
        if year is not None:
            con.execute(
                f"UPDATE kept.{name} SET {dated.column} = ? "
                f"WHERE _file = ? AND {dated.column} IS NULL",
                [_written(year, dated), file],
            )


def _running() -> int:
    """First year of the school year that is under way."""
    return int(campaign_of(clock.today())[:4])


def _written(year: int, dated: VintageColumn) -> int | str:
    """A year as the rows hold it."""
    if dated.bare == "rentree":
        return f"{year}-{year + 1}"
    return year + (dated.bare == "session")


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in bare if not unicodedata.combining(c))


def _years(text: str, bare: str) -> set[int]:
    """All the years that a text says: first years of school years, or civil years."""
    plain = _plain(text)
    found = set()
    for match in _SCHOOL_YEAR.finditer(plain):
        start, end = int(match[1]), int(match[2]) % 100
        if end == (start + 1) % 100 and (len(match[2]) == 4 or end > 12):
            found.add(start)
            plain = plain.replace(match[0], "|")
    plain = _NOT_VINTAGES.sub("|", plain)
    for match in _SPOKEN.finditer(plain):
        found.add(int(match[2]) - (match[1] == "session"))
        plain = plain.replace(match[0], "|")
    if not _BROUGHT.search(plain):
        found |= {int(year) - (bare == "session") for year in _BARE.findall(plain)}
    return found


def _plausible(years: set[int], bare: str) -> int | None:
    """The only year said, unless it is to come: no session is held before its year has ended."""
    latest = clock.today().year if bare == "annee" else _running() - (bare == "session")
    return year if len(years) == 1 and (year := next(iter(years))) <= latest else None


def _year_held(found: Recognised, dated: VintageColumn) -> int | None:
    """Year in the titles above a header, or in the header of the column that tells it."""
    titles = [cell for row in found.source.head[: found.header_row] for cell in row if cell]
    spoken = {
        int(match[2]) - (match[1] == "session" and dated.is_campaign)
        for title in titles
        for match in _SPOKEN.finditer(_plain(title))
    } | {int(m[1]) for t in titles for m in _SCHOOL_YEAR.finditer(_plain(t)) if _follow(m)}
    if year := _plausible(spoken, dated.bare):
        return year
    if dated.told_by not in found.found:
        return None
    header = fold(found.header[found.found[dated.told_by]])
    whole = {int(year) for year in _BARE.findall(header.replace("_", " "))}
    if not whole and (short := re.search(r"(\d\d)$", header)):
        whole = {2000 + int(short[1])}
    return _plausible({min(whole)}, dated.bare) if whole and max(whole) - min(whole) <= 1 else None


def _follow(match: re.Match[str]) -> bool:
    return int(match[2]) % 100 == (int(match[1]) + 1) % 100
