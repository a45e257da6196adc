"""Companies named without a SIRET: which known establishment of the commune is meant.

A name becomes plain words (`plain_names`); two names of one commune are compared word by word,
rare words weighing more than common ones; a trade alone (« boulangerie ») never makes a match.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler, Prefix
from rapidfuzz.process import cdist
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.linking.company_names import plain_names, read_words

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

# Chosen on benchmarks/matching.py. At 0.84, 998 « sure » of 1,000 are right with one misspelt word
# and a fifth of the companies missing from the register; at 0.75, 988. Below 0.65, what an officer
# would be shown is mostly another shop of the same street name.
SURE = 0.84
TO_CONFIRM = 0.65
MARGIN = 0.05  # the next candidate must be that far behind: two spellings alike are 0.03 apart
AT_MOST = SURE - MARGIN  # score of a pair that only an officer can make sure
MAX_OTHERS = 4  # candidates kept for an officer, after the first

RARE, COMMON, GENERIC = (
    1.0,
    0.4,
    0.25,
)  # weight of a word met once, of a frequent one, of a trade or place
GENERIC_TOTAL = 0.4  # trades and places of one name, together: never more than one word
ABBREVIATED = 0.85  # a word that starts the other (« CONSTR »), three letters or more
TWO_NAMES = 0.85  # DURAND, DURANT: both in the register, hence two names and not a slip
GLUED = 0.97  # the same letters, cut elsewhere (« HAUT BOIS », « HAUTBOIS »)
_SMALL = 1000  # names; below, a register is too small to tell which words are common
_CHUNK = 400  # names compared at once: bounds the memory


@dataclass(frozen=True)
class _Vocabulary:
    """Words by code: their text, and whether the register holds them."""

    text: NDArray
    met: Flags


@dataclass(frozen=True)
class _Bags:
    """Names as bags of words, one row a name.

    word, weight : one entry a word of a name: its code, its weight (a name's sum to 1)
    start : first entry of each name
    generic : True for a name of trades only
    letters : code of the name's letters without spaces
    """

    word: Ints
    weight: Floats
    start: Ints
    generic: Flags
    letters: Ints

    def take(self, rows: Ints) -> "_Bags":
        """Keep the names at `rows`."""
        size = np.diff(np.append(self.start, len(self.word)))[rows]
        start = np.cumsum(size) - size
        entry = np.arange(size.sum()) - np.repeat(start - self.start[rows], size)
        return _Bags(
            self.word[entry], self.weight[entry], start, self.generic[rows], self.letters[rows]
        )


def _bags(plain: pd.Series, frequency: pd.Series, register: int) -> tuple[_Bags, _Vocabulary]:
    """Cut names into weighted words.

    Parameters
    ----------
    plain : plain names, none empty
    frequency : known names that hold a word, by word
    register : count of known names

    Returns
    -------
    The bags, and the words.
    """
    entries = plain.reset_index(drop=True).str.split().explode().rename("word").reset_index()
    entries = entries.drop_duplicates().sort_values(["index", "word"])
    name = entries["index"].to_numpy()
    word, vocabulary = pd.factorize(entries["word"], sort=True)
    lists = read_words()
    trade = pd.Series(vocabulary).isin(lists.generic).to_numpy()[word]
    light = trade | pd.Series(vocabulary).isin(lists.places).to_numpy()[word]
    total = np.log(max(register, _SMALL))
    count = pd.Series(vocabulary).map(frequency).fillna(1).to_numpy()[word]
    weight = np.clip(1 - np.log(count) / total, COMMON, RARE)
    lights = np.bincount(name, light)[name]
    weight = np.where(light, np.minimum(GENERIC, GENERIC_TOTAL / np.maximum(lights, 1)), weight)
    weight /= np.bincount(name, weight)[name]
    start = np.flatnonzero(np.diff(name, prepend=-1))
    generic = np.logical_and.reduceat(trade, start)
    letters = pd.factorize(plain.str.replace(" ", ""), sort=True)[0]
    bags = _Bags(word.astype(np.int64), weight.astype(np.float32), start, generic, letters)
    text = np.asarray(vocabulary, dtype=object)
    return bags, _Vocabulary(text, pd.Series(text).isin(frequency.index).to_numpy())


def _word_similarity(left: NDArray, right: NDArray, both_met: Flags) -> Floats:
    """Similarity of words, 0 to 1: Jaro-Winkler where few letters differ, else 0.

    No letter may differ in words of three letters or fewer or with a digit, one up to seven, two
    beyond; a word that is the start of another is its abbreviation.

    Parameters
    ----------
    left, right : words
    both_met : True where both words are in the register: then they are not one misspelt word
    """
    near = cdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float32)
    edits = cdist(left, right, scorer=OSA.distance, dtype=np.uint8, score_cutoff=2)
    prefix = cdist(left, right, scorer=Prefix.similarity, dtype=np.uint8)
    sizes = [np.array([len(w) for w in side]) for side in (left, right)]
    digits = [np.array([not w.isalpha() for w in side]) for side in (left, right)]
    shortest = np.minimum.outer(*sizes)
    found = np.where(edits <= np.digitize(shortest, [4, 8]), near, 0)
    short = (prefix == shortest) & (shortest >= 3)
    found = np.where(short, np.maximum(found, ABBREVIATED), found)
    found = np.where(both_met & (edits > 0), TWO_NAMES * found, found)
    return np.where(np.logical_or.outer(*digits) & (edits > 0), 0, found).astype(np.float32)


def _scores(left: _Bags, right: _Bags, words: _Vocabulary) -> Floats:
    """Similarity of names, one line a name of `left`, one column a name of `right`, 0 to 1.

    The weight of the words found again, in one name and in the other, multiplied: a word left
    out costs once, a word against another costs twice.
    """
    ours, our = np.unique(left.word, return_inverse=True)
    theirs, their = np.unique(right.word, return_inverse=True)
    both_met = np.logical_and.outer(words.met[ours], words.met[theirs])
    alike = _word_similarity(words.text[ours], words.text[theirs], both_met)
    there = np.maximum.reduceat(alike[:, their], right.start, axis=1)
    forward = np.add.reduceat(there[our] * left.weight[:, None], left.start, axis=0)
    here = np.maximum.reduceat(alike[our], left.start, axis=0)
    back = np.add.reduceat(here[:, their] * right.weight, right.start, axis=1)
    score = np.round(forward * back, 4)
    glued = left.letters[:, None] == right.letters
    score = np.where(glued, np.maximum(score, GLUED), score)
    capped = np.where(score >= GLUED, AT_MOST, 0)  # trades only: the same ones, to confirm
    return np.where(left.generic[:, None] | right.generic, capped, score).astype(np.float32)


def _pairs(
    left: pd.DataFrame, right: pd.DataFrame, bags: _Bags, words: _Vocabulary, least: float
) -> pd.DataFrame:
    """Pairs of one commune that are alike: one row a pair.

    Parameters
    ----------
    left, right : commune and `bag`, the row of a name in `bags`
    least : smallest similarity kept
    """
    parts = []
    blocks = {commune: rows.to_numpy() for commune, rows in right.groupby("commune")["bag"]}
    for commune, rows in left.groupby("commune")["bag"]:
        if commune not in blocks:
            continue
        theirs, ours = blocks[commune], rows.to_numpy()
        block = bags.take(theirs)
        for first in range(0, len(ours), _CHUNK):
            chunk = ours[first : first + _CHUNK]
            score = _scores(bags.take(chunk), block, words)
            line, column = np.nonzero(score >= least)
            parts.append((chunk[line], theirs[column], score[line, column]))
    none = np.empty(0, dtype=np.int64)
    parts.append((none, none, none.astype(np.float32)))
    bag, other, score = (np.concatenate(column) for column in zip(*parts, strict=True))
    return pd.DataFrame({"bag": bag, "other": other, "score": score})


def match_names(unknown: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Look for the known establishment that each name means.

    Parameters
    ----------
    unknown : one row a name without SIRET: `name`, `commune` (Insee code; missing when unknown;
        any other text, a country for instance, keeps names apart and matches nothing)
    known : one row an establishment, or one a name of it: `siret`, `name`, `commune`

    Returns
    -------
    The rows of `unknown`, same index: `name`, `commune`, `plain_name`, `siret` (missing when new),
    `score` (0 to 1), `verdict` ("sure", "to_confirm", "new"), `other_sirets` and `other_scores`
    (the next candidates, best first), `group` (key of the company while it has no SIRET; depends
    on names and communes only).
    """
    asked = unknown[["name", "commune"]].assign(plain_name=plain_names(unknown["name"]))
    asked["commune"] = asked["commune"].astype("str").replace("", None)
    found = known[["siret", "commune"]].assign(plain_name=plain_names(known["name"]))
    found = found[found["plain_name"] != ""].drop_duplicates()
    names = asked[["plain_name", "commune"]].drop_duplicates(ignore_index=True)
    pairs, links = _compare(names, found)
    table = choose(names, pairs).assign(group=_group_keys(names, links))
    return asked.merge(table, how="left", on=["plain_name", "commune"]).set_axis(unknown.index)


def _compare(names: pd.DataFrame, found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare names with the known ones, and with each other.

    Parameters
    ----------
    names : one row a distinct `plain_name` and `commune`
    found : one row a known name: `siret`, `commune`, `plain_name`

    Returns
    -------
    Candidates (`row` of `names`, `siret`, `score`), and links (`row`, `other` row of `names`).
    """
    here = names[names["plain_name"] != ""].rename_axis("row").reset_index()
    here["bag"] = np.arange(len(here))
    there = found[found["commune"].isin(here["commune"].dropna())].reset_index(drop=True)
    there["bag"] = len(here) + np.arange(len(there))
    if here.empty:
        return pd.DataFrame(columns=["row", "siret", "score"]), pd.DataFrame(
            columns=["row", "other"]
        )
    distinct = found["plain_name"].drop_duplicates()
    frequency = distinct.str.split().explode().value_counts()
    plain = pd.concat([here["plain_name"], there["plain_name"]], ignore_index=True)
    bags, words = _bags(plain, frequency, len(distinct))
    row, siret = here["row"].to_numpy(), there["siret"].to_numpy(dtype=object)
    same = _same(here[~bags.generic[: len(here)]], there)
    rest = here[~here["row"].isin(same["row"])]
    near = _pairs(rest, there, bags, words, TO_CONFIRM)
    near["row"], near["siret"] = row[near["bag"]], siret[near["other"] - len(here)]
    placeless = here[here["commune"].isna() & ~bags.generic[: len(here)]]
    once = found.drop_duplicates(["siret", "plain_name"]).drop_duplicates("plain_name", keep=False)
    alone = placeless.merge(once[["plain_name", "siret"]], on="plain_name").assign(score=AT_MOST)
    pairs = pd.concat([near, alone, same])[["row", "siret", "score"]]
    links = _pairs(rest, rest, bags, words, SURE)
    return pairs, pd.DataFrame({"row": row[links["bag"]], "other": row[links["other"]]})


def _same(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Names that one known establishment of the commune bears, and no other: no need to compare.

    Returns
    -------
    One row such a name: `row`, `siret`, `score`
    """
    alike = here.merge(there, on=["plain_name", "commune"])[["row", "siret"]].drop_duplicates()
    return alike.drop_duplicates("row", keep=False).assign(score=1.0)


def choose(names: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Choose among the candidates of each name.

    Parameters
    ----------
    names : one row a name
    pairs : one row a candidate: `row` (position in `names`), `siret`, `score` (0 to 1)

    Returns
    -------
    `names` with `siret`, `score`, `verdict`, `other_sirets`, `other_scores`.
    """
    ranked = pairs.sort_values(["row", "score", "siret"], ascending=[True, False, True])
    ranked = ranked.drop_duplicates(["row", "siret"])
    rank = ranked.groupby("row").cumcount()
    best = ranked[rank == 0].set_index("row").reindex(range(len(names)))
    second = ranked[rank == 1].set_index("row")["score"].reindex(range(len(names)))
    score = best["score"].fillna(0).to_numpy(dtype=float).round(4)
    clear = np.round(score - second.fillna(0).to_numpy(dtype=float), 4) >= MARGIN
    verdict = np.where((score >= SURE) & clear, "sure", "to_confirm")
    others = ranked[rank.between(1, MAX_OTHERS)].groupby("row").agg(list)
    others = others.reindex(range(len(names)))
    return names.assign(
        siret=best["siret"].astype("str").array,
        score=score,
        verdict=np.where(score >= TO_CONFIRM, verdict, "new"),
        other_sirets=others["siret"].astype(object).array,
        other_scores=others["score"].astype(object).array,
    )


def _group_keys(names: pd.DataFrame, links: pd.DataFrame) -> list[str]:
    """Key of the company behind each name: names that are surely the same share one.

    Parameters
    ----------
    names : one row a distinct `plain_name` and `commune`
    links : one row a pair of rows of `names` that are surely the same
    """
    shape = (len(names), len(names))
    ends = links["row"].to_numpy(dtype=int), links["other"].to_numpy(dtype=int)
    graph = coo_array((np.ones(len(links)), ends), shape=shape)
    company = connected_components(graph, directed=False)[1]
    first = names["plain_name"].groupby(company).transform("min")
    texts = (first + "|" + names["commune"].fillna("?")).tolist()
    return ["N" + hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() for text in texts]
