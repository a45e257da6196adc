"""Contracts of the files that are taken in: the `.toml` files beside tell them.

A table of `columns.toml` is a column that several files share; elsewhere a table is a contract.
Keys are the fields of `Column`, `Rule`, `VintageColumn` and `Contract`, where `like` names the
shared column of which a column says what differs, `is` the fields that are true, and `stem` a
header that a year of two digits may end. Lists of words are parted by spaces; a word in capitals
stands for a list of `WORDS`.
"""

import tomllib
from pathlib import Path
from typing import Any

from data.contracts import naf
from data.contracts import vocabulary as words
from data.contracts.contract import Column, Contract, Rule, VintageColumn

_YEARS = range(14, 36)
_LISTS = ("key", "unit", "marks", "foreign")
WORDS: dict[str, tuple[str, ...]] = {
    "HOST_NAMES": words.HOST_NAMES,
    "PUPILS": words.PUPILS,
    "NAF_HEADERS": naf.HEADERS,
    "NAF_CODE_HEADERS": tuple(text for text in naf.HEADERS if text.startswith("code_")),
    "NAF_SIRENE_HEADERS": tuple(text for text in naf.HEADERS if text.endswith("etablissement")),
    "NAF_VERSION_HEADERS": naf.VERSION_HEADERS,
}
ALLOWED: dict[str, dict[str, str]] = {
    "CHANNELS": words.CHANNELS,
    "FAMILIES": words.FAMILIES,
    "LEVELS": words.LEVELS,
    "NAF_VERSIONS": naf.VERSIONS,
    "SIRENE_CODES": words.SIRENE_CODES,
    "SIZES": words.SIZES,
    "STATES": words.STATES,
    "ZONES": words.ZONES,
}


def _read(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


_SHARED = _read("columns")


def _column(told: dict[str, Any]) -> Column:
    like = told.get("like", "")
    whole = {"name": like} | (_SHARED[like] if like else {}) | told
    whole.pop("like", "")
    whole |= dict.fromkeys(whole.pop("is", "").split(), True)
    stem, spellings = whole.pop("stem", ""), whole.pop("headers", "").split()
    headers = [h for word in spellings for h in (WORDS[word] if word.isupper() else [word])]
    if stem:
        headers += [stem, *(f"{stem}{year}" for year in _YEARS)]
    if isinstance(allowed := whole.get("allowed"), str):
        whole["allowed"] = ALLOWED[allowed]
    if "in_year" in whole:
        whole["in_year"] = tuple(whole["in_year"])
    return Column(headers=tuple(headers), **whole)


def _contract(name: str, told: dict[str, Any]) -> Contract:
    whole = told | {key: tuple(told[key].split()) for key in _LISTS if key in told}
    whole["columns"] = tuple(map(_column, told["columns"]))
    whole["rules"] = tuple(Rule(**rule) for rule in told.get("rules", ()))
    if "vintage" in told:
        whole["vintage"] = VintageColumn(**told["vintage"])
    return Contract(name=name, **whole)


def _contracts(file: str) -> tuple[Contract, ...]:
    return tuple(_contract(name, told) for name, told in _read(file).items())


ZONING = _contracts("zoning")
OFFICIAL = _contracts("official")
EXCHANGE = _contracts("exchange")
CONTRACTS: dict[str, Contract] = {
    c.name: c
    for c in (*ZONING, *OFFICIAL, *_contracts("employers"), *EXCHANGE, *_contracts("travel"))
}
DEMO_MARK = CONTRACTS["demonstration"]
