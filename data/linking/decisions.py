"""What officers decided of pairs « to confirm »: a journal that only grows, kept for later imports.

One line of JSON a decision, in `decisions/companies.jsonl` under the home folder. Nothing is ever
rewritten: to undo is to add a line whose `accepted` is null.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from filelock import FileLock

from data import clock
from data.identifiers import is_valid_siret
from data.linking.matching import choose

FOLDER, FILE = "decisions", "companies.jsonl"
_PAIR = ["plain_name", "commune", "siret"]
_NAME = ["plain_name", "commune"]
_COLUMNS = [*_PAIR, "accepted", "author", "at"]


class DecisionError(ValueError):
    """The decision cannot be kept; its text is the message shown, in French."""


@dataclass(frozen=True)
class Decision:
    """What an officer says of a pair.

    plain_name, commune : the name, as `match_names` returns it, and its commune (None: unknown)
    siret : the establishment
    accepted : True, the same; False, another; None, an earlier decision is withdrawn
    author : who decides
    at : when, ISO 8601, UTC
    """

    plain_name: str
    commune: str | None
    siret: str
    accepted: bool | None
    author: str
    at: str = field(default_factory=clock.stamp)


def journal_path(home: Path) -> Path:
    """Path of the journal under the home folder."""
    return home / FOLDER / FILE


def record(home: Path, decision: Decision) -> None:
    """Add a decision to the journal; on disk when this returns, whole or not at all.

    Raises
    ------
    DecisionError : the decision has no name or author, or its SIRET is not one
    """
    _check(decision)
    path = journal_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(decision), ensure_ascii=False).encode() + b"\n"
    with FileLock(path.with_suffix(".lock")), path.open("a+b") as stream:
        if stream.seek(0, os.SEEK_END):
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":  # a writer died there
                line = b"\n" + line
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def _check(decision: Decision) -> None:
    if not decision.plain_name.strip() or not decision.author.strip():
        raise DecisionError("Décision sans nom d’entreprise ou sans auteur : non gardée.")
    if not is_valid_siret(decision.siret):
        raise DecisionError(f"« {decision.siret} » n’est pas un SIRET : décision non gardée.")


@dataclass(frozen=True)
class Journal:
    """The journal as read.

    decisions : one row a pair whose last decision stands: plain_name, commune, siret, accepted,
        author, at; in the order of the journal
    messages : lines that could not be read, in French
    """

    decisions: pd.DataFrame
    messages: list[str]


def read(home: Path) -> Journal:
    """Read the journal: the last decision on a pair wins, an unreadable line is said."""
    path = journal_path(home)
    lines = path.read_bytes().split(b"\n") if path.exists() else []
    entries = [(n, _entry(line)) for n, line in enumerate(lines, start=1) if line.strip()]
    messages = [
        f"Décisions : ligne {n} illisible (écriture interrompue ?), ignorée."
        for n, entry in entries
        if entry is None
    ]
    table = pd.DataFrame([entry for _, entry in entries if entry], columns=_COLUMNS)
    texts = {name: "str" for name in _COLUMNS if name != "accepted"}
    table = table.astype(texts | {"accepted": "boolean"})
    table = table.drop_duplicates(_PAIR, keep="last").dropna(subset="accepted")
    return Journal(table.astype({"accepted": bool}).reset_index(drop=True), messages)


def _entry(line: bytes) -> dict[str, Any] | None:
    """Read one line, or None when it is not a decision."""
    try:
        entry = json.loads(line.decode())
    except ValueError:
        return None
    if not isinstance(entry, dict) or not set(_COLUMNS) <= set(entry):
        return None
    texts = all(isinstance(entry[k], str) for k in ("plain_name", "siret", "author", "at"))
    place = entry["commune"] is None or isinstance(entry["commune"], str)
    answer = entry["accepted"] is None or isinstance(entry["accepted"], bool)
    return {k: entry[k] for k in _COLUMNS} if texts and place and answer else None


def apply(matches: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Let decisions prevail over similarity.

    A refused establishment is set aside and the next candidates are weighed again; an accepted
    one is sure. Of several accepted for one name, the last.

    Parameters
    ----------
    matches : what `match_names` returns
    decisions : what `decided` returns

    Returns
    -------
    `matches`, same rows and index, with `decided`: True where an officer accepted the pair.
    """
    rows = matches.reset_index(drop=True)
    refused = decisions.loc[~decisions["accepted"], _PAIR].assign(refused=True)
    pairs = _candidates(rows).merge(_filled(refused), how="left", on=_PAIR)
    left = pairs.loc[pairs["refused"].isna(), ["row", "siret", "score"]]
    kept = [c for c in rows.columns if c not in _CHOSEN]
    chosen = choose(rows[kept], left)
    accepted = decisions[decisions["accepted"]].drop_duplicates(_NAME, keep="last")
    accepted = _filled(accepted[_PAIR].rename(columns={"siret": "accepted_siret"}))
    ours = _filled(rows[_NAME]).merge(accepted, how="left", on=_NAME)["accepted_siret"]
    said = ours.notna()
    same = pairs[pairs["siret"] == ours.reindex(pairs["row"]).to_numpy()]
    score = same.drop_duplicates("row").set_index("row")["score"].reindex(range(len(rows)))
    chosen["siret"] = chosen["siret"].where(~said, ours)
    chosen["score"] = chosen["score"].where(~said, score.fillna(0).astype(float))
    chosen["verdict"] = np.where(said, "sure", chosen["verdict"])
    chosen["decided"] = said
    return chosen[[*matches.columns.drop("decided", errors="ignore"), "decided"]].set_axis(
        matches.index
    )


_CHOSEN = ("siret", "score", "verdict", "other_sirets", "other_scores", "decided")


def _candidates(rows: pd.DataFrame) -> pd.DataFrame:
    """Candidates of each row of `rows`: one row a candidate."""
    named = _filled(rows[_NAME]).assign(row=np.arange(len(rows)))
    best = named.assign(siret=rows["siret"], score=rows["score"])
    others = named.assign(siret=rows["other_sirets"], score=rows["other_scores"])
    others = others.explode(["siret", "score"])
    table = pd.concat([best.dropna(subset="siret"), others.dropna(subset="siret")])
    return table.astype({"siret": "str", "score": float})


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """Give a name without commune an empty one, so that it joins."""
    return table.assign(commune=table["commune"].astype("str").fillna(""))
