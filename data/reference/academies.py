"""Académies: their name, their départements, and how files write them."""

import csv
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from data.contracts.kinds import fold
from data.faults import FaultError
from data.reference import REFERENCE

DEFAULT = "Nancy-Metz"  # the only one whose pôles are shipped
_FORMER = {"Caen": "Normandie", "Rouen": "Normandie"}
INVENTED = "990"  # start of the UAI of demonstrations: no département has it
_WITH_ARTICLE = {
    "Guadeloupe": "de la Guadeloupe",
    "Guyane": "de la Guyane",
    "La Réunion": "de La Réunion",
    "Martinique": "de la Martinique",
}


@dataclass(frozen=True)
class Academie:
    """One académie.

    Parameters
    ----------
    code : of the ministry, two characters
    name : as it is shown
    departments : codes of its départements, as in codes of communes
    """

    code: str
    name: str
    departments: tuple[str, ...]

    @property
    def prefixes(self) -> tuple[str, ...]:
        """First three characters of its UAI."""
        return prefixes(self.departments)

    @property
    def of_name(self) -> str:
        """Name after « académie »: « de Lille », « d’Orléans-Tours », « de la Guadeloupe »."""
        de = "d’" if fold(self.name)[0] in "aeiou" else "de "
        return _WITH_ARTICLE.get(self.name, de + self.name)


class AcademieError(FaultError):
    """An académie that is not known, or not that of the store."""


def prefixes(departments: Iterable[str]) -> tuple[str, ...]:
    """First three characters of the UAI of départements: Corsica's have codes of their own."""
    own = {"2A": "620", "2B": "720"}
    return tuple(own.get(department, department.zfill(3)) for department in departments)


@cache
def academies() -> dict[str, Academie]:
    """Every académie by name, in the order of their names."""
    path = REFERENCE / "france" / "departements_academies.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: fold(row["academie"]))
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["academie"], []).append(row)
    return {
        name: Academie(
            own[0]["code_academie"],
            name,
            tuple(row["departement"] for row in own),
        )
        for name, own in found.items()
    }


@cache
def _spellings() -> dict[str, str]:
    spelled = {fold(former): name for former, name in _FORMER.items()}
    for name, academie in academies().items():
        spelled |= {fold(name): name, fold(f"académie {academie.of_name}"): name}
        spelled |= {academie.code: name, fold(name.removeprefix("La ")): name}
    return spelled


def academie(text: str) -> Academie:
    """Return the académie that a person names: « Lille », « LA REUNION », « 09 », « Caen ».

    Raises
    ------
    AcademieError : no académie has this name
    """
    name = _spellings().get(text.strip()) or _spellings().get(fold(text))
    if name is None:
        near = difflib.get_close_matches(fold(text), list(_spellings()), 1, 0.7)
        hint = f" ({_spellings()[near[0]]} ?)" if near else ""
        raise AcademieError(
            f"« {text} » n’est pas une académie{hint}. Les {len(academies())} noms admis : "
            f"{', '.join(academies())}."
        )
    return academies()[name]


def of_prefixes(prefixes: Iterable[str]) -> dict[str, int]:
    """Count UAI prefixes by académie, the most frequent first.

    Parameters
    ----------
    prefixes : first three characters of UAI, one a school; those of no académie are left aside
    """
    owner = {prefix: name for name, a in academies().items() for prefix in a.prefixes}
    counts: dict[str, int] = {}
    for prefix in prefixes:
        if name := owner.get(prefix):
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
