"""Recognising: which contract the header of a file or sheet is that of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from data.contracts import CONTRACTS, Contract
from data.readers import Source

MAX_HINTS = 3
MAX_TITLE_ROWS = 6


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
    """Return the contract that explains the most columns of a header of `sources`, or None."""
    best: Recognised | None = None
    candidates = list(contracts)
    for source in sources:
        for row, header in possible_headers(source.head):
            for contract in candidates:
                found = contract.match(header)
                if contract.missing_headers(found) or (best and len(found) <= len(best.found)):
                    continue
                best = Recognised(contract, source, header, row, found)
    return best


def recognise_all(
    sources: Iterable[Source], contracts: Iterable[Contract] = CONTRACTS.values()
) -> tuple[list[Recognised], list[Source]]:
    """Return the sources that are of a contract, and the others.

    A sheet that starts as one already recognised is its copy: it is among the others.
    """
    known: list[Recognised] = []
    others: list[Source] = []
    candidates = list(contracts)
    for source in sources:
        found = recognise([source], candidates)
        if found is None or any(source.head == other.source.head for other in known):
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
) -> tuple[Contract, list[str]] | None:
    """Return the contract that an unknown file comes nearest to, with the headers it lacks."""
    best: tuple[float, Contract, list[str]] | None = None
    for source in sources:
        for header in source.head[:1]:
            for contract in contracts:
                found = contract.match(header)
                missing = contract.missing_headers(found)
                share = len(found) / len(contract.columns)
                if found and len(missing) <= MAX_HINTS and (best is None or share > best[0]):
                    best = (share, contract, missing)
    return best[1:] if best else None


def not_this_contract(file: Path, sources: list[Source], wanted: Contract) -> str:
    """Say why no source of `file` is of the contract `wanted`."""
    headers = [header for source in sources for _, header in possible_headers(source.head)]
    lacks = [wanted.missing_headers(wanted.match(header)) for header in headers]
    missing = min(lacks, key=len, default=wanted.missing_headers({}))
    return (
        f"« {file.name} » n’est pas un fichier « {wanted.title} » : "
        f"il manque la colonne {', '.join(f'« {m} »' for m in missing)}"
    )
