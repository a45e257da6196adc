"""Formations: the family and level that a MEF code, a diploma code or a label stands for.

The table `data/reference/formations_nsf.csv` is a hypothesis, to be confirmed by the académie.
"""

import csv
import re
from functools import lru_cache
from typing import NamedTuple

from data import silence
from data.contracts.kinds import fold
from data.reference import REFERENCE

_FILE = REFERENCE / "formations_nsf.csv"

_PRO, _CAP = "247", "241"  # the first three digits of a MEF: bac pro in 3 years, CAP in 2
_YEARS = {
    (_PRO, "31"): "2PRO",
    (_PRO, "32"): "1PRO",
    (_PRO, "33"): "TPRO",
    (_CAP, "21"): "CAP1",
    (_CAP, "22"): "CAP2",
}
_STATISTICAL = {  # the first four digits of a statistical MEF, kind and year of the formation
    "2381": "2PRO",
    "2382": "1PRO",
    "2383": "TPRO",
    "2321": "CAP1",
    "2322": "CAP2",
}
_ONE_YEAR, _THREE_YEARS = "2311", ("2331", "2332", "2333")  # of CAP: no level in our tables
_GENERAL = {"103": "3e", "200": "2GT"}  # no family there
_DIPLOMAS = {"400": "bac pro", "403": "bac pro", "500": "CAP", "503": "CAP"}


class Formation(NamedTuple):
    """What a text says of a formation; the reason says what is missing, empty when nothing is."""

    family: str | None
    level: str | None
    reason: str = ""


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    """Return nature (nsf, sigle, mots) -> folded key -> family."""
    found: dict[str, dict[str, str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["nature"], {})[fold(row["cle"])] = row["famille"]
    return found


@lru_cache(maxsize=10_000)
def formation(text: str) -> Formation:
    """Read a MEF code (11 characters, statistical or not), a diploma code (8 digits) or a label.

    Parameters
    ----------
    text : cell as it stands in the file
    """
    raw = text.strip()
    plain = re.sub(r"[\s.\-]", "", raw).upper()
    if not raw:
        return Formation(None, None, f"formation {silence.UNTOLD_E}")
    if re.fullmatch(r"23\w\d{8}", plain):
        return _of_statistical(plain)
    if re.fullmatch(r"\d{10}[0-9A-Z]", plain):
        return _of_mef(plain)
    if re.fullmatch(r"\d{8}", plain):
        return _of_diploma(plain)
    if re.fullmatch(r"[\d,.]+(E\+?\d+)?", plain):
        return Formation(None, None, f"« {raw} » : code MEF de 11 caractères attendu")
    return _of_label(raw)


def _of_mef(code: str) -> Formation:
    scheme, group, year = code[:3], code[3:6], code[8:10]
    if scheme in _GENERAL:
        return Formation(None, _GENERAL[scheme])
    level = _YEARS.get((scheme, year))
    family = _table()["nsf"].get(group)
    reasons = []
    if family is None:
        reasons.append(f"groupe de spécialités NSF {group} inconnu")
    if level is None:
        known = scheme in (_PRO, _CAP)
        reasons.append(
            f"année de formation {year} inconnue"
            if known
            else f"dispositif {scheme} inconnu : ni bac pro en 3 ans ni CAP en 2 ans"
        )
    if level is None and scheme not in (_PRO, _CAP) and not scheme.startswith("2"):
        family = None  # a group of another kind of formation says nothing
    return Formation(family, level, " ; ".join(reasons))


def _of_statistical(code: str) -> Formation:
    """Read a statistical MEF: kind and year (4 characters), two digits, the end of a diploma."""
    if code[:4] in _STATISTICAL:
        family = _table()["nsf"].get(code[6:9])
        why = "" if family else f"groupe de spécialités NSF {code[6:9]} inconnu"
        return Formation(family, _STATISTICAL[code[:4]], why)
    if code[:4] == _ONE_YEAR or code[:4] in _THREE_YEARS:
        years = "1 an" if code[:4] == _ONE_YEAR else "3 ans"
        return Formation(
            _table()["nsf"].get(code[6:9]), None, f"CAP en {years}, sans niveau dans nos tables"
        )
    return Formation(
        None, None, f"MEF statistique {code[:4]} : ni bac pro en 3 ans ni CAP en 2 ans"
    )


def _of_diploma(code: str) -> Formation:
    diploma, group = _DIPLOMAS.get(code[:3]), code[3:6]
    if diploma is None:
        return Formation(None, None, f"code de diplôme {code} : ni bac pro ni CAP")
    family = _table()["nsf"].get(group)
    why = "" if family else f"groupe de spécialités NSF {group} inconnu ; "
    return Formation(family, None, f"{why}un code de diplôme ne dit pas l’année")


# A label, folded, its words kept apart by one underscore.

_BAC_PRO = r"_?(?:pro|bac_?pro|professionnelle)(?:_|$)"
_CAP_LEVELS = (  # the first that is met wins
    (r"(?:^|_)1(?:ere|re|er|e)?_?(?:annee_)?(?:de_)?cap", "CAP1"),
    (r"(?:^|_)2(?:eme|nde|de|e)?_?(?:annee_)?(?:de_)?cap", "CAP2"),
    (r"(?:^|_)cap_?1(?:_|$)", "CAP1"),
    (r"(?:^|_)cap_?2(?:_|$)", "CAP2"),
    (r"_(?:1|1ere|1re|premiere)(?:_|$)", "CAP1"),
    (r"_(?:2|2eme|2e|2nde|deuxieme|seconde)(?:_|$)", "CAP2"),
)
_PRO_LEVELS = (
    (r"(?:^|_)(?:1ere|1re|premiere)_annee", "2PRO"),  # the first year of a bac pro is the 2de
    (r"(?:^|_)(?:2eme|2e|2nde|deuxieme|seconde)_annee", "1PRO"),
    (r"(?:^|_)(?:3eme|3e|troisieme)_annee", "TPRO"),
    (r"(?:^|_)(?:2nde|2de|2nd|seconde)_?(?:gt|generale)", "2GT"),
    (r"(?:^|_)(?:3e|3eme|troisieme)(?:_|$)", "3e"),
    (r"(?:^|_)(?:2nde|2de|2nd|seconde|2)" + _BAC_PRO, "2PRO"),
    (r"(?:^|_)(?:terminale|term|tle|ter|t)" + _BAC_PRO, "TPRO"),
    (r"(?:^|_)(?:1ere|1re|1er|premiere|1)" + _BAC_PRO, "1PRO"),
    (r"(?:^|_)(?:2nde|2de|2nd|seconde)(?:_|$)|^2_", "2PRO"),
    (r"(?:^|_)(?:terminale|term|tle)(?:_|$)|^t_", "TPRO"),
    (r"(?:^|_)(?:1ere|1re|1er|premiere)(?:_|$)|^1_", "1PRO"),
)
_ONE_YEAR_CAP = re.compile(r"(?:^|_)(?:1|un)_?ans?(?:_|$)|(?:^|_)cap1an")
_IS_CAP = re.compile(r"(?:^|_|\d)cap(?:_|\d|$)")
_OTHER_WAYS = re.compile(
    r"(?:^|_)(?:stmg|sti2d|st2s|stl|std2a|sthr|stav|bts|bma|btm|mc|bp|titre|techno\w*|"
    r"1ere_generale|1re_generale|terminale_generale|tle_generale|mention_complementaire)(?:_|$)"
)


def _of_label(raw: str) -> Formation:
    label = fold(raw)
    is_cap = bool(_IS_CAP.search(label))
    shapes = _CAP_LEVELS if is_cap else _PRO_LEVELS
    level = next((level for shape, level in shapes if re.search(shape, label)), None)
    if is_cap and _ONE_YEAR_CAP.search(label):
        family, why = _family(label)
        return Formation(
            family, None, f"« {raw} » : {why or 'CAP en 1 an, sans niveau dans nos tables'}"
        )
    if level in ("3e", "2GT"):
        return Formation(None, level)
    if _OTHER_WAYS.search(label) and "pro" not in label.split("_"):
        return Formation(None, None, f"« {raw} » : ni bac pro ni CAP")
    family, why = _family(label)
    reasons = [why] if why else []
    if level is None:
        reasons.append("année de formation non dite")
    return Formation(family, level, " ; ".join(f"« {raw} » : {r}" for r in reasons))


def _family(label: str) -> tuple[str | None, str]:
    """Return the family of a folded label and, when there is none, why."""
    table, words = _table(), label.split("_")
    sigles = {table["sigle"][w] for w in words if w in table["sigle"]}
    if len(sigles) == 1:
        return sigles.pop(), ""
    if len(sigles) > 1:
        return None, f"plusieurs familles possibles ({', '.join(sorted(sigles))})"
    held = [key for key in table["mots"] if f"_{key}_" in f"_{label}_"]
    outer = [k for k in held if not any(k != o and f"_{k}_" in f"_{o}_" for o in held)]
    longest = max(map(len, outer), default=0)
    families = {table["mots"][key] for key in outer if len(key) == longest}
    if len(families) == 1:
        return families.pop(), ""
    if families:
        return None, f"plusieurs familles possibles ({', '.join(sorted(families))})"
    return None, "formation inconnue"
