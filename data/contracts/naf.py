"""Activity codes: those of NAF rév. 2 and of NAF 2025, at each grain, and what tells the version.

The tables use the divisions of NAF rév. 2; `data/model/49_activities.sql` leads there.
"""

import csv
import re
from collections.abc import Iterable
from functools import lru_cache

from data.contracts.vocabulary import spelled
from data.reference import REFERENCE

REV2, NAF_2025, OTHER = "NAF rév. 2", "NAF 2025", "autre"
VERSIONS = spelled(
    {
        REV2: "nafrev2 naf_rev2 naf_rev_2 rev2 rev_2 naf2008 naf_2008 nace_rev_2 nafrev_2",
        NAF_2025: "naf2025 naf_2025 2025 naf25 naf_25 nafrev2_1 nace_rev_2_1",
        OTHER: "autre nap naf1993 naf_1993 nafrev1 naf_rev1 naf_rev_1",
    }
)
_TOLD = (  # what a header, folded, says of the version of its codes
    (NAF_2025, re.compile(r"(?:20|naf|ape|principale|rev)_?25(?!\d)|rev_?2_1(?!\d)")),
    (REV2, re.compile(r"rev_?2(?!\d|_1)|(?:naf|ape|principale)_?2008")),
)
_STEMS = (
    *("naf", "code_naf", "ape", "code_ape", "activite_principale"),
    *("naf_ape", "ape_naf", "code_naf_ape", "code_ape_naf"),
)
_ENDS = ("", "_2025", "2025", "_25", "25", "_rev2", "_rev_2", "rev2", "_2008")
_SIRENE = tuple(  # activitePrincipaleNAF25Etablissement, or with underscores
    joint.join(filter(None, ("activite", "principale", middle, *unit)))
    for joint in ("", "_")
    for middle in ("", "naf25", "25", "naf2025", "2025")
    for unit in (("etablissement",), ("unite", "legale"))
)
HEADERS = (*(f"{stem}{end}" for end in _ENDS for stem in _STEMS), "code_activite", *_SIRENE)
VERSION_HEADERS = (
    "nomenclature",
    "nomenclature_naf",
    "version_naf",
    "nomenclature_activite_principale",
    "nomenclatureactiviteprincipaleetablissement",
)
_FOLDER = REFERENCE / "naf2025"


def version_of_header(folded: str) -> str | None:
    """Version of the NAF that a header, folded, says; None when it says none."""
    return next((version for version, told in _TOLD if told.search(folded)), None)


@lru_cache(maxsize=1)
def codes() -> dict[str, frozenset[str]]:
    """Version -> its codes without a point: sub-classes, classes, groups and divisions."""
    return {
        REV2: _every_grain(_column("concordance.csv", "naf_rev2")),
        NAF_2025: _every_grain(_column("naf2025.csv", "naf_2025")),
    }


def is_known(code: str) -> bool:
    """Tell whether a code without a point is of one of the two versions."""
    return any(code in known for known in codes().values())


def _column(file: str, name: str) -> list[str]:
    with (_FOLDER / file).open(encoding="utf-8", newline="") as stream:
        return [row[name].replace(".", "") for row in csv.DictReader(stream)]


def _every_grain(leaves: Iterable[str]) -> frozenset[str]:
    return frozenset(leaf[:size] for leaf in leaves for size in (2, 3, 4, 5))


def readings(raw: str) -> list[str]:
    """Codes that a text without spaces, upper case, may stand for, without point.

    A spreadsheet that took a code for a number dropped its leading zero, or added « .0 ».
    """
    match = re.fullmatch(r"(\d{1,2})[.,](\d{0,2}[A-Z]?)", raw)
    if match:
        division, rest = match[1].zfill(2), match[2]
        return [division + rest, *([division] if rest in ("0", "00") else [])]
    if re.fullmatch(r"\d{3}[A-Z]|\d", raw):
        return ["0" + raw]
    if re.fullmatch(r"\d{3}", raw):
        return [raw, "0" + raw]
    return [raw] if re.fullmatch(r"\d{2}(\d{2}[A-Z]?)?", raw) else []
