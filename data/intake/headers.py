"""Headers of unknown files: what is proposed to a person, and what that person accepted."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from data import clock
from data.contracts import CONTRACTS, Contract
from data.contracts.kinds import fold
from data.privacy.personal_cells import holds_personal, is_personal_header
from data.readers import IntakeError

FILE = "entetes.json"
LEAST = 85  # of 100: below, nothing is proposed
_PARTIAL = 0.95  # a header that only contains the words, or only some of them

Accepted = Mapping[tuple[str, str], list[str]]


class Proposal(NamedTuple):
    """A header of a file that may be a column of a contract."""

    header: str
    column: str
    score: float


def propose(header: list[str], contract: Contract) -> list[Proposal]:
    """Propose, for each needed header that a file lacks, its closest header not used yet.

    Nothing is applied; a header that seems to name a person is never proposed.

    Parameters
    ----------
    header : header as written
    contract : contract that the file may be of
    """
    found = contract.match(header)
    used = set(found.values())
    free = [t for i, t in enumerate(header) if i not in used and t.strip()]
    free = [t for t in dict.fromkeys(free) if not is_personal_header(t)]
    missing = [c for c in contract.columns if c.header_needed and c.name not in found]
    scored = [
        Proposal(text, column.name, max(score(text, h.rstrip("*")) for h in column.headers))
        for text in free
        for column in missing
    ]
    kept: dict[str, Proposal] = {}
    taken: set[str] = set()
    for proposal in sorted(scored, key=lambda p: (-p.score, p.column, p.header)):
        if proposal.score < LEAST:
            break
        if proposal.column not in kept and proposal.header not in taken:
            kept[proposal.column] = proposal
            taken.add(proposal.header)
    return [kept[c.name] for c in missing if c.name in kept]


def score(text: str, spelling: str) -> float:
    """Return how close two headers are, 0 to 100, whatever the order of their words."""
    one, other = (fold(t).replace("_", " ") for t in (text, spelling))
    whole = fuzz.token_sort_ratio(one, other)
    return max(whole, _PARTIAL * fuzz.token_set_ratio(one, other))


def accepted_headers(home: Path) -> dict[tuple[str, str], list[str]]:
    """Return (contract, column) -> headers that somebody accepted.

    Raises
    ------
    IntakeError : the file of accepted headers is damaged
    """
    found: dict[tuple[str, str], list[str]] = {}
    for entry in _read(home):
        found.setdefault((entry["contrat"], entry["colonne"]), []).append(entry["entete"])
    return found


def accept(home: Path, contract: str, column: str, header: str, author: str) -> None:
    """Keep that `header` is this column, from now on.

    Parameters
    ----------
    home : folder of the stores
    contract : name of a contract
    column : name of one of its columns
    header : header as written in the file
    author : who accepted it

    Raises
    ------
    IntakeError : unknown contract or column, empty or personal header, header of another column
    """
    plain = header.strip().rstrip("*").strip()
    _check(home, contract, column, plain)
    entries = _read(home)
    key = (contract, column, fold(plain))
    if any((e["contrat"], e["colonne"], fold(e["entete"])) == key for e in entries):
        return
    entries.append(
        {
            "contrat": contract,
            "colonne": column,
            "entete": plain,
            "auteur": author,
            "le": clock.stamp(),
        }
    )
    _write(home, entries)


def _check(home: Path, contract: str, column: str, header: str) -> None:
    wanted = CONTRACTS.get(contract)
    if wanted is None or all(c.name != column for c in wanted.columns):
        raise IntakeError(f"colonne « {column} » ou contrat « {contract} » inconnu")
    if not fold(header):
        raise IntakeError("en-tête vide : rien à retenir")
    if is_personal_header(header) or holds_personal(header):
        raise IntakeError("cet en-tête annonce une donnée personnelle : il ne peut être retenu")
    known = with_accepted(wanted, accepted_headers(home))
    other = next((c for c in known.columns if c.matches(fold(header)) and c.name != column), None)
    if other:
        raise IntakeError(f"« {header} » est déjà l’en-tête de « {other.headers[0]} »")


def with_accepted(contract: Contract, accepted: Accepted) -> Contract:
    """Return the contract with the accepted headers among its spellings."""
    columns = tuple(
        replace(c, headers=(*c.headers, *extra))
        if (extra := accepted.get((contract.name, c.name)))
        else c
        for c in contract.columns
    )
    return contract if columns == contract.columns else replace(contract, columns=columns)


def _read(home: Path) -> list[dict[str, str]]:
    path = home / FILE
    if not path.is_file():
        return []
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["entetes"]
        return [{key: str(entry[key]) for key in _KEYS} for entry in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise IntakeError(
            f"« {FILE} » est illisible : le corriger ou le retirer ; aucun en-tête retenu n’est lu"
        ) from error


_KEYS = ("contrat", "colonne", "entete", "auteur", "le")


def _write(home: Path, entries: list[dict[str, str]]) -> None:
    """Write the file whole, or leave it as it was."""
    home.mkdir(parents=True, exist_ok=True)
    target, draft = home / FILE, home / f".{FILE}.{os.getpid()}"
    try:
        with draft.open("w", encoding="utf-8") as stream:
            json.dump({"entetes": entries}, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
