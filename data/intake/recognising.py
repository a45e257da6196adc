"""Recognising: which contract the header of a file or sheet is that of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from data.contracts import CONTRACTS, DEMO_MARK, EXCHANGE, Contract
from data.contracts.kinds import fold
from data.identifiers import is_valid_siret, is_valid_uai
from data.readers import Source

MAX_HINTS = 3
MAX_TITLE_ROWS = 6
SCHOOL_FILES = frozenset(c.name for c in EXCHANGE if c is not DEMO_MARK)
_SMALL = 200_000  # bytes: a school's own sheet is smaller, a national file larger
_A_FEW = 8  # schools in the first rows: beyond, it is a list of schools
_SCHOOL_WORDS = frozenset(
    (
        *("effectif", "effectifs", "stage", "stages", "pfmp", "suivi", "suivis", "residence"),
        *("residences", "periode", "periodes", "placement", "placements", "eleve", "eleves"),
    )
)
_PUBLISHED = frozenset(  # columns of what is published for a whole territory
    (
        *("academie", "code_academie", "libelle_academie", "region", "code_region", "reg", "dep"),
        *("region_academique", "departement", "code_departement", "libelle_departement"),
        *("rentree_scolaire", "codgeo"),
    )
)


class Doubt(NamedTuple):
    """A header that is that of a contract but for columns that mark another one."""

    contract: Contract
    other: Contract
    headers: list[str]  # as written: they mark `other`


class Near(NamedTuple):
    """A contract that an unknown header comes near to."""

    contract: Contract
    missing: list[str]  # our spelling of the needed headers that it lacks
    header: list[str]


@dataclass(frozen=True)
class Recognised:
    """A source whose header is that of a contract."""

    contract: Contract
    source: Source
    header: list[str]  # as written; two rows are joined by " | "
    header_row: int  # last row of the header
    found: dict[str, int]  # column name -> position


def recognise(
    sources: Iterable[Source], contracts: Iterable[Contract] = CONTRACTS.values()
) -> Recognised | None:
    """Return the contract that explains the most columns of a header of `sources`, or None.

    A header about which there is a doubt is of no contract.
    """
    best: Recognised | None = None
    candidates = list(contracts)
    for source in sources:
        for row, header in possible_headers(source.head):
            fit = _fit(header, candidates)
            if fit is None or (best and len(fit[1]) <= len(best.found)) or _doubt(header, *fit):
                continue
            best = Recognised(fit[0], source, header, row, fit[1])
    return best


def doubts(
    sources: Iterable[Source], contracts: Iterable[Contract] = CONTRACTS.values()
) -> Doubt | None:
    """Return why a header of `sources` that is that of a contract is not read as such."""
    candidates = list(contracts)
    for source in sources:
        for _, header in possible_headers(source.head):
            fit = _fit(header, candidates)
            if fit is not None and (doubt := _doubt(header, *fit)):
                return doubt
    return None


_Match = dict[str, int]  # column name -> position
_Rivals = list[tuple[Contract, _Match]]


def _fit(header: list[str], contracts: list[Contract]) -> tuple[Contract, _Match, _Rivals] | None:
    """Return the contract that fits a header best, what it finds there, and the other contracts.

    Of two that fit, one whose marks the other does not know comes first; then the one that
    explains the most.
    """
    matched = [(contract, contract.match(header)) for contract in contracts]
    fitting = [(c, found) for c, found in matched if c.fits(header, found)]
    if not fitting:
        return None
    best, found = max(
        fitting,
        key=lambda fit: (
            not any(_claims(c, f, fit[1]) for c, f in fitting if c is not fit[0]),
            len(fit[1]),
        ),
    )
    return best, found, [(c, f) for c, f in matched if c is not best]


def _claims(other: Contract, theirs: _Match, ours: _Match) -> list[int]:
    """Return where a header has marks of `other` that a contract which finds `ours` leaves."""
    left = {theirs[name] for name in other.marks if name in theirs} - set(ours.values())
    return sorted(left)


def _doubt(header: list[str], contract: Contract, found: _Match, rivals: _Rivals) -> Doubt | None:
    """Say whether a header that fits `contract` may be that of another one.

    Another that fits too, or that nearly does where nothing marks the file as of `contract`.
    """
    marked = any(name in found for name in contract.marks)
    for other, theirs in rivals:
        missing = other.missing_headers(theirs)
        if missing and (marked or len(missing) > MAX_HINTS):
            continue
        if claimed := _claims(other, theirs, found):
            return Doubt(contract, other, [header[at] for at in claimed])
    return None


def recognise_all(
    sources: Iterable[Source], contracts: Iterable[Contract] = CONTRACTS.values()
) -> tuple[list[Recognised], list[Source]]:
    """Return the sources that are of a contract, and the others."""
    known: list[Recognised] = []
    others: list[Source] = []
    candidates = list(contracts)
    for source in sources:
        found = recognise([source], candidates)
        if found is None:
            others.append(source)
        else:
            known.append(found)
    return known, others


def possible_headers(head: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield (last row, header) of each row, and of each row joined with the one below it.

    In a two-row header the upper cells are merged: an empty one continues its left neighbour.
    """
    for row, header in enumerate(head):
        yield row, header
    for row in range(1, min(len(head), MAX_TITLE_ROWS)):
        upper, joined = "", []
        for above, below in zip_longest(head[row - 1], head[row], fillvalue=""):
            upper = above or upper
            joined.append(f"{upper} | {below}" if below and upper else below or above)
        yield row, joined


def closest_contract(
    sources: Iterable[Source], contracts: Iterable[Contract] = CONTRACTS.values()
) -> Near | None:
    """Return the contract that an unknown file comes nearest to, with the headers it lacks."""
    best: tuple[tuple[int, float], Near] | None = None
    candidates = list(contracts)
    for source in sources:
        for header in source.head[:MAX_TITLE_ROWS]:
            for contract in candidates:
                found = contract.match(header)
                missing = contract.missing_headers(found)
                if not found or not 0 < len(missing) <= MAX_HINTS:
                    continue
                rank = (-len(missing), len(found) / len(contract.columns))
                if best is None or rank > best[0]:
                    best = (rank, Near(contract, missing, header))
    return best[1] if best else None


def is_of_a_school(source: Source, name: str, size: int) -> bool:
    """Tell whether an unknown source looks like a file of a school or of a pôle.

    Its header comes near to one of theirs; or else it is small, of no published form, and its
    name or its cells (UAI of a few schools, SIRET) are those of such a file.

    Parameters
    ----------
    name : name of the file
    size : of the file, bytes
    """
    cells = [cell.strip() for row in source.head for cell in row]
    published = not _PUBLISHED.isdisjoint(map(fold, cells))
    schools = {cell for cell in cells if is_valid_uai(cell)}
    for header in source.head[:MAX_TITLE_ROWS]:
        for contract in EXCHANGE:
            missing = len(contract.missing_headers(found := contract.match(header)))
            needed = sum(c.header_needed for c in contract.columns)
            if contract is not DEMO_MARK and found and missing <= min(MAX_HINTS, needed // 2):
                return True
    if published or size > _SMALL or len(schools) > _A_FEW:
        return False
    named = not _SCHOOL_WORDS.isdisjoint(fold(name).split("_"))
    return named or bool(schools) or any(map(is_valid_siret, cells))
