"""A cell outside the meaning of its column is refused or unknown, never another value nor empty.

Every column of every contract is walked: unknown words, cells of other columns, dates of other
years, negative and huge numbers, words of absence, invisible signs. Each mutant is the only fault
of its line, and goes through the reading of a real file.
"""

import csv
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from data.contracts import CONTRACTS, Column, Contract
from data.contracts.templates import example
from data.intake.intake import Recognised, read_into
from data.model.batches import meant
from data.readers import open_sources
from proofs import BrokenError, Proof, within

OUTSIDE, ABSENT, HIDDEN = "outside", "absent", "hidden"
_ABSENCES = ("ND", "#N/A", "#REF!", "néant", "?", "…", "[ND]", "à définir", "n.c.", "(vide)", "--")
_INVISIBLE = "\u200b\u200e\u200f\u2060\u00ad\u061c\u202a\ufe0f"
_FOREIGN = {  # kind -> cells that are surely not of it
    "count": ("12/01/2026", "0540015Y", "Metz", "2025-2026", "12,5", "1.234", "1 2", "1e40"),
    "rank": ("12/01/2026", "0540015Y", "Metz", "2025-2026", "1,2", "1 et 2", "1/2", "54000"),
    "decimal": ("12/01/2026", "0540015Y", "Metz", "2025-2026", "1,2,3", "47.11F"),
    "date": ("12", "0540015Y", "Metz", "2025-2026", "54000", "31/02/2026", "13/13/2026", "47.11F"),
    "flag": ("12", "12/01/2026", "Metz", "0540015Y", "peut-être", "2"),
    "uai": ("12", "12/01/2026", "Metz", "54000", "0540015A", "35600000000048"),
    "siret": ("12", "12/01/2026", "Metz", "0540015Y", "35600000000049", "3.56E+13"),
    "postcode": ("12", "12/01/2026", "Metz", "0540015Y", "L-1855", "540000"),
    "commune": ("12", "12/01/2026", "Metz", "0540015Y", "5439500", "2C001"),
    "school_year": ("12", "12/01/2026", "Metz", "0540015Y", "2025-2027", "2062-2063", "54000"),
    "rentree": ("12", "12/01/2026", "Metz", "0540015Y", "2025-2027", "2062-2063", "54000"),
    "session": ("12", "12/01/2026", "Metz", "0540015Y", "2025-2027", "54000"),
    "diffusible": ("12", "12/01/2026", "Metz", "0540015Y", "peut-être", "2"),
    "naf": ("1234567", "12/01/2026", "Metz", "0540015Y", "47.11FF"),
    "country": ("12", "12/01/2026", "Metz", "0540015Y", "54000"),
}


def _outside(column: Column, rng: random.Random) -> list[str]:
    """Cells that no reader of the column may believe; none for a text, which takes anything."""
    if column.is_free_text:
        return []
    word = "Q" + "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=rng.randint(6, 12)))
    cells = [word, f"{word} {rng.randint(100, 999)}", f"{word}\u200b", f"#{word}"]
    cells += ["12/01/2026", "0540015Y"] if column.allowed else _FOREIGN[column.kind]
    if column.in_year:
        year = 2027 + column.in_year[1] // 365 + rng.randint(1, 60)
        cells += [f"12/01/{year}", f"{rng.randint(1900, 2022)}-01-12", "12/01/0206", "01/02/62"]
    if column.kind in ("count", "rank"):
        cells += [f"-{rng.randint(1, 10**6)}", "9" * rng.randint(16, 40)]
    if column.most is not None:
        cells += [f"{column.most + rng.randint(1, 10**9):.0f}", "12345678901234"]
    if column.least is not None:
        cells.append(f"{column.least - rng.randint(1, 10**6):.0f}")
    return cells


def _mutants(column: Column, size: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Cells put in place of a good one, and what may become of them."""
    cells = _outside(column, rng)
    for cell in rng.sample(cells, min(size, len(cells))):
        yield cell, OUTSIDE
    if column.kind != "label" and not column.allowed.get("inconnu"):
        for cell in rng.sample(_ABSENCES, min(size, len(_ABSENCES))):
            yield cell, ABSENT
    for sign in rng.sample(_INVISIBLE, min(size, len(_INVISIBLE))):
        good = _good(column) or "texte"
        at = rng.randint(0, len(good))
        yield good[:at] + sign + good[at:], HIDDEN


def _rows(contract: Contract, size: int, rng: random.Random) -> list[tuple[str, str, list[str]]]:
    """Column, what may become of its cell, and cells, of one good row then of each mutant."""
    good = [_good(column) for column in contract.columns]
    rows = [("", "", good)]
    wide = any(column.yearly for column in contract.columns)
    for at, column in enumerate(contract.columns):
        if wide and column.name == "millesime":  # read from the headers, not from cells
            continue
        for cell, kind in _mutants(column, size, rng):
            rows.append((column.name, kind, [*good[:at], cell, *good[at + 1 :]]))
    return rows


def _good(column: Column) -> str:
    if column.name == "formation":  # a level and a family that are there are not deduced
        return ""
    if column.allowed:
        return next(iter(column.allowed))
    if column.most is not None:
        return f"{min(column.most, max(column.least or 0, 12)):.0f}"
    return example(column) or "texte"


def _faults(contract: Contract, size: int, rng: random.Random) -> tuple[int, list[str]]:
    """Read the mutants of one contract; return how many, and those that were believed."""
    rows = _rows(contract, size, rng)
    alone = replace(contract, key=())  # a twin of the good row is no fault here
    header = [
        column.headers[0].replace("*", "2024" if column.yearly else "")
        for column in contract.columns
    ]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        path = Path(folder) / "mutants.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=";", lineterminator="\n")
            writer.writerows([header, *(cells for _, _, cells in rows)])
        with open_sources(path) as sources:
            found = alone.match(sources[0].head[0])
            read_into(con, Recognised(alone, sources[0], header, 0, found))
        live = {
            row[0]: dict(zip([c.name for c in contract.columns], row[1:-1], strict=True))
            | {"_unread": row[-1]}
            for row in con.execute(f"SELECT line, {meant(alone)} FROM accepted").fetchall()
        }
        said = {
            table: set(con.execute(f'SELECT line, "column" FROM {table}').fetchall())
            for table in ("rejected", "repaired")
        }
    if 2 not in live:
        raise BrokenError(f"{contract.name}: the good row is refused")
    faults = []
    for line, (name, kind, cells) in enumerate(rows[1:], start=3):
        column = contract.column(name)
        mark = (line, column.headers[0])
        row, at = live.get(line), contract.columns.index(column)
        if row is None:
            held = mark in said["rejected"] and kind != HIDDEN
        elif kind == HIDDEN:
            good = _good(column) and live[2][name]
            held = row[name] == (good or "texte") and mark in said["repaired"]
        else:
            unread = name in row["_unread"]
            speaks = bool(column.empty) or column.speaks or kind == OUTSIDE
            held = row[name] is None and unread == speaks and (mark in said["repaired"]) == unread
        if not held:
            faults.append(f"{contract.name}.{name} {kind} {cells[at]!r}: {row and row[name]!r}")
    return len(rows) - 1, faults


def run(size: int, seed: int) -> Iterator[str]:
    """Read `size` mutants of each sort for each column of each contract."""
    rng = random.Random(seed)
    total, faults = 0, []
    for contract in CONTRACTS.values():
        read, broken = _faults(contract, size, rng)
        total += read
        faults += broken
    columns = sum(len(contract.columns) for contract in CONTRACTS.values())
    yield f"{len(CONTRACTS)} contracts, {columns} columns, {total} mutants read"
    yield within(len(faults), 0, "believed wrongly" + "".join(f"\n  {f}" for f in faults[:60]))


PROOF = Proof(run, "mutants of each sort a column", full=40, sample=2)
