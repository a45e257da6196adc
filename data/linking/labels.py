"""Labels: official names in capitals become readable, with the accents of the names of France."""

import re
from collections import Counter
from functools import cache

import duckdb

from data.contracts.kinds import fold
from data.reference import REFERENCE

_SMALL = frozenset(
    (
        *("de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "sur", "sous", "aux"),
        *("au", "a", "lès", "lez", "par", "pour", "hors", "dans"),
    )
)
_KEPT = frozenset(("BEF", "ZAP", "CUB", "REP"))  # and Roman numerals
_ROMAN = re.compile(r"[IVX]+")
_BEF = re.compile(r"^(BEF|B\.E\.F\.) (DE |D['’])?(?=[^\W\d])")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {  # words of names of basins that no commune bears
    **{"vallee": "vallée", "perimetre": "périmètre", "agglomeration": "agglomération"},
    **{"metropole": "métropole", "peripherie": "périphérie", "mediterranee": "méditerranée"},
    **{"pyrenees": "pyrénées", "cote": "côte", "region": "région", "ile": "île", "iles": "îles"},
    **{"bearn": "béarn", "meridionale": "méridionale", "foret": "forêt", "reseau": "réseau"},
}


def readable(label: str) -> str:
    """Return a label as people write it; one that has small letters stays as it is.

    « VALLEE DE LA MEUSE » becomes « Vallée de la Meuse », « BEF DE NANCY/TOUL » « Nancy/Toul »: the
    word BEF is said where it is shown.
    """
    text = _BEF.sub("", " ".join(label.split()))
    if not text or any(letter.islower() for letter in text):
        return text
    return _WORD.sub(lambda match: _cased(match, text), text)


def _cased(match: re.Match[str], text: str) -> str:
    word, at = match[0], match.start()
    elided = text[match.end() : match.end() + 1] in ("'", "’")
    if word in _KEPT or (len(word) == 1 and not elided) or _ROMAN.fullmatch(word):
        return word
    plain = fold(word)
    found = _accented().get(plain, word.lower())
    begins = at == 0 or text[at - 1] in "/("
    if plain in _SMALL and not begins:
        return found
    return found[:1].upper() + found[1:]


@cache
def _accented() -> dict[str, str]:
    """Word without accents -> as most names of communes, EPCI and départements write it."""
    names = duckdb.sql(
        f"""SELECT DISTINCT unnest([nom, epci_nom, arrondissement_nom]) AS name
            FROM read_parquet('{REFERENCE / "france" / "communes.parquet"}')"""
    ).fetchall()
    written = Counter(word.lower() for (name,) in names if name for word in _WORD.findall(name))
    best: dict[str, str] = {}
    for word, _ in sorted(written.items(), key=lambda item: (item[1], item[0])):
        best[fold(word)] = word
    return best | _COMMON
