"""Places: the commune that a postcode and a city written by hand stand for."""

import re

import pandas as pd

from data import silence
from data.contracts.kinds import fold

BOTH = "code postal et nom"
IN_DEPARTMENT = "nom, seul dans le département"
POSTCODE_ONLY = "code postal, seul avec cette commune"
CODE_ONLY = "code Insee à la place du code postal"
CONTRADICTION = "code postal et nom se contredisent"
AMBIGUOUS = "plusieurs communes possibles"
UNKNOWN = "commune introuvable"
MISSING = silence.UNTOLD

_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les"}
_ARTICLES = {"le", "la", "les", "l"}
_TAIL = re.compile(r"(_cedex(_.*)?|_(bp|cs|tsa)_?\d+.*|_\d{1,2}(er|e|eme)?(_arrondissement)?)$")


def place_key(city: str) -> str:
    """Fold the name of a city so that two spellings of it are one.

    « ST DIE DES VOSGES » and « Saint-Dié-des-Vosges », « BRESSE (LA) » and « La Bresse »,
    « 57035 METZ CEDEX 03 » and « Metz ».
    """
    words = fold(re.sub(r"\bs/s?\s*", " sur ", city, flags=re.IGNORECASE))
    words = re.sub(r"^\d{4,5}_", "", words)
    while (shorter := _TAIL.sub("", words)) != words:
        words = shorter
    kept = [_WORDS.get(word, word) for word in words.split("_")]
    if len(kept) > 1 and kept[0] in _ARTICLES:
        kept = kept[1:]
    if len(kept) > 1 and kept[-1] in _ARTICLES:
        kept = kept[:-1]
    return "".join(kept)


def locate(postcodes: pd.Series, cities: pd.Series, communes: pd.DataFrame) -> pd.DataFrame:
    """Return `commune` (None when it is not sure) and `methode`, in French, of each place.

    In this order: the one commune of that postcode and name; the one of that name in the
    département; the one commune of the postcode, or of which a number that is no postcode is the
    Insee code, unless the name is that of a commune elsewhere.

    Parameters
    ----------
    postcodes : French postcodes, as written
    cities : names of cities, as written, on the same index
    communes : `code`, `nom`, `codes_postaux` (separated by « | »)
    """
    asked = pd.DataFrame({"postcode": _postcodes(postcodes), "city": cities.astype("string")})
    asked["city"] = asked["city"].fillna("").str.strip()
    places = asked.drop_duplicates().reset_index(drop=True)
    answers = places.join(_answers(places, communes))
    found = asked.merge(answers, on=["postcode", "city"], how="left")
    found.index = asked.index
    return found[["commune", "methode"]]


def _postcodes(postcodes: pd.Series) -> pd.Series:
    plain = postcodes.astype("string").fillna("").str.replace(r"\s|\.0$", "", regex=True)
    return plain.where(plain.str.fullmatch(r"\d{4,5}"), "").str.zfill(5).replace("00000", "")


def _departments(codes: pd.Series) -> pd.Series:
    """Département of commune codes or of postcodes; Corsica's two are one here."""
    short = codes.str.slice(0, 2).replace({"2A": "20", "2B": "20"})
    return short.where(~short.isin(["97", "98"]), codes.str.slice(0, 3))


def _answers(places: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Commune and method of distinct places, on their index."""
    keys = places["city"].map(place_key)
    asked = places.assign(key=keys, department=_departments(places["postcode"]))
    known = pd.DataFrame(
        {
            "code": communes["code"].astype("string"),
            "key": communes["nom"].map(place_key),
            "postcode": communes["codes_postaux"].fillna("").str.split("|"),
        }
    )
    known["department"] = _departments(known["code"])
    by_code = known.explode("postcode").query("postcode != ''").drop_duplicates()
    codes = asked["postcode"]
    steps = (
        (BOTH, _unique(asked, by_code, ["postcode", "key"])),
        (IN_DEPARTMENT, _unique(asked, known, ["department", "key"])),
        (POSTCODE_ONLY, _unique(asked, by_code, ["postcode"])),
        (CODE_ONLY, codes.where(codes.isin(known["code"]) & ~codes.isin(by_code["postcode"]))),
    )
    answer = pd.DataFrame({"commune": None, "methode": UNKNOWN}, index=places.index, dtype=object)
    is_name = asked["key"].isin(known["key"])
    contradicted = is_name & ~_exists(asked, known, ["department", "key"])
    several = _exists(asked, by_code, ["postcode"]) | _exists(asked, known, ["department", "key"])
    answer.loc[several, "methode"] = AMBIGUOUS
    for method, codes in reversed(steps):
        sure = codes.notna()
        if method in (POSTCODE_ONLY, CODE_ONLY):
            sure &= ~is_name
        answer.loc[sure, "commune"] = codes[sure].astype(object)
        answer.loc[sure, "methode"] = method
    answer.loc[contradicted & answer["commune"].isna() & several, "methode"] = CONTRADICTION
    answer.loc[(asked["postcode"] == "") & (asked["key"] == ""), "methode"] = MISSING
    return answer


def _unique(asked: pd.DataFrame, known: pd.DataFrame, on: list[str]) -> pd.Series:
    """Code of the only commune that agrees on columns that are filled; missing otherwise."""
    grouped = known.groupby(on)["code"].agg(["nunique", "first"])
    single = grouped.loc[grouped["nunique"] == 1, "first"].rename("found")
    codes = asked[on].join(single, on=on)["found"]
    filled = (asked[on] != "").all(axis=1)
    return codes.where(filled)


def _exists(asked: pd.DataFrame, known: pd.DataFrame, on: list[str]) -> pd.Series:
    """Tell for each place whether a commune agrees on columns that are filled."""
    pairs = pd.MultiIndex.from_frame(known[on].astype(str))
    wanted = pd.MultiIndex.from_frame(asked[on].astype(str))
    return pd.Series(wanted.isin(pairs), index=asked.index) & (asked[on] != "").all(axis=1)
