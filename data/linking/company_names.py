"""Names of companies as people type them: the plain words that two spellings share."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from data.reference import REFERENCE

_NAMES_FILE = REFERENCE / "noms_entreprises.csv"
_ELISION = re.compile(r"\b(D|L|QU)['’`´][^\S\n]*")
_DOTTED = re.compile(r"\b([A-Z]{3,})\.")
_SIGNS = re.compile(r"[^A-Z0-9\n]+")
_LETTERS = re.compile(r"\b(?:[A-Z0-9] )+[A-Z0-9]\b")


@dataclass(frozen=True)
class Words:
    """What `noms_entreprises.csv` says of words, all in capitals without accents."""

    phrases: tuple[tuple[str, str], ...]
    dropped: frozenset[str]
    becomes: dict[str, str]
    generic: frozenset[str]
    places: frozenset[str]


@lru_cache(maxsize=1)
def read_words() -> Words:
    """Read `noms_entreprises.csv`, once."""
    with _NAMES_FILE.open(encoding="utf-8", newline="") as stream:
        rows = [(r["nature"], r["mot"], r["devient"]) for r in csv.DictReader(stream)]
    phrases = sorted(((f" {a} ", f" {b} ") for n, a, b in rows if n == "expression"), key=_longest)
    return Words(
        tuple(phrases),
        frozenset(a for n, a, _ in rows if n in ("forme", "vide")),
        {a: b for n, a, b in rows if n == "abreviation"},
        frozenset(a for n, a, _ in rows if n == "generique"),
        frozenset(a for n, a, _ in rows if n == "lieu"),
    )


def _longest(phrase: tuple[str, str]) -> tuple[int, str]:
    return (-len(phrase[0]), phrase[0])


def _plain(texts: list[str]) -> list[str]:
    """Words of companies' names, without what two writers may write differently.

    Accents, case, punctuation, legal forms, titles and stop words go; usual abbreviations are
    spelt out; trades are put in the singular. A name of nothing else keeps its words. The names
    are read as the lines of one long text.
    """
    known = read_words()
    upper = "\n".join(text.replace("\n", " ") for text in texts).upper()
    bare = _ELISION.sub(" ", upper.replace("Œ", "OE").replace("Æ", "AE"))
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare)
        for mark in filter(unicodedata.combining, set(bare)):
            bare = bare.replace(mark, "")
    bare = _DOTTED.sub(lambda m: _complete(m[1], known), bare)
    spaced = _SIGNS.sub(" ", bare).replace("\n", " \n ")
    joined = f" {_LETTERS.sub(lambda m: m[0].replace(' ', ''), spaced)} "
    for phrase, becomes in known.phrases:
        joined = joined.replace(phrase, becomes)
    return [_kept_words(line.split(), known) for line in joined.split("\n")]


def _kept_words(words: list[str], known: Words) -> str:
    """Return the words that tell a company from another; all of them if none does."""
    if len(words) > 1 and words[0] == "M":  # Monsieur, at the head of a name only
        words = words[1:]
    kept = [_spell(w, known) for w in words if w not in known.dropped]
    return " ".join(kept or words)


def _complete(start: str, known: Words) -> str:
    """Complete a word cut by a dot when one trade only starts like it: « PHAR. »."""
    if start in known.becomes or start in known.generic or start in known.dropped:
        return start + " "
    found = [word for word in known.generic if word.startswith(start)]
    return (found[0] if len(found) == 1 else start) + " "


def _spell(word: str, known: Words) -> str:
    """Spell an abbreviation out; put a trade in the singular."""
    word = known.becomes.get(word, word)
    return word[:-1] if word[-1] in "SX" and word[:-1] in known.generic else word


def plain_names(names: pd.Series) -> pd.Series:
    """Return the plain name of each name; an absent name is empty. Each spelling is read once."""
    codes, distinct = pd.factorize(names)
    plain = np.array([*_plain([str(name) for name in distinct]), ""], dtype=object)
    return pd.Series(plain[codes], index=names.index, dtype="str")
