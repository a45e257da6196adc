"""What to say of one BEF: findings and questions chosen by rule, as a table of their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analytics import sides
from analytics.measuring import with_columns
from analytics.pole.spine import CAMPAIGN_LEVEL, UNKNOWN

MOST = 3  # findings, and questions
FINDING, QUESTION = "constat", "question"
COLUMNS = (
    *("kind", "rule", "line", "subject"),
    *("value", "low", "high", "reference", "count", "n"),
)
_CHANGE = {"subject": "last", "value": "now", "low": "last_low", "high": "last_high"}
_CHANGE |= {"reference": "before", "n": "n"}
_TOLD = (sides.UNFAVOURABLE, sides.FAVOURABLE, sides.DISTINCT)
_LITTLE_KNOWN = 0.2  # above this unknown share, how to know more is asked
_SAME = {"sans_lieu": "taux_acces"}  # a line that says the other side of another one

_Row = dict[str, object]


@dataclass(frozen=True)
class Facts:
    """Tables that the rules read.

    Parameters
    ----------
    spine : of `analytics.pole.spine.spine`
    lacks : one row a family: name, to_place (places to find), known (periods followed)
    blind : one row a family × sector with employers and no host: name (family), sector,
        establishments
    schools : one row a school with periods due: due, unknown
    trend : the verdict of the access rate of `analytics.verdicts.trends.trend`: one row, or none
    peers : names of comparable BEF
    only : True for the one BEF of its académie, which nothing stands beside
    """

    spine: pd.DataFrame
    lacks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["name", "to_place"]))
    blind: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["name", "sector"]))
    schools: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["due", "unknown"]))
    trend: pd.DataFrame = field(default_factory=pd.DataFrame)
    peers: tuple[str, ...] = ()
    only: bool = False

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Rows of the spine: a dozen, read many times."""
        return self.spine.to_dict("records")

    @cached_property
    def told(self) -> list[dict[str, Any]]:
        """Lines that passed the noise test: unfavourable, favourable, others; as the spine goes."""
        found = [row for row in self.lines if row["verdict"] in _TOLD]
        names = {row["line"] for row in found}
        found = [row for row in found if _SAME.get(row["line"]) not in names]
        return sorted(found, key=lambda row: _TOLD.index(row["verdict"]))

    @cached_property
    def lacking(self) -> pd.DataFrame:
        """Families that lack places, the most first."""
        found = self.lacks[self.lacks["to_place"] > 0]
        return found.sort_values(["to_place", "name"], ascending=[False, True])

    @cached_property
    def silent(self) -> pd.DataFrame:
        """Schools that told nothing."""
        return self.schools[
            (self.schools["due"] > 0) & (self.schools["unknown"] == self.schools["due"])
        ]


def findings(facts: Facts) -> pd.DataFrame:
    """Choose at most three findings and three questions.

    A difference to the académie is there only for a line that passed the noise test of the spine,
    a change only for a campaign told apart; all else are counts of this BEF alone.

    Returns
    -------
    One row each: kind ("constat", "question"), rule, line, subject (a name), and the numbers that
    its sentence is made from: value, low, high, reference, count, n; those that a rule does not
    use are missing
    """
    said = [*_first(_findings(facts), FINDING), *_first(_questions(facts), QUESTION)]
    table = pd.DataFrame(said, columns=list(COLUMNS))
    texts = {name: table[name].astype(object).fillna("") for name in ("line", "subject")}
    numbers = {name: table[name].astype(float) for name in COLUMNS[4:]}
    return with_columns(table, **texts, **numbers)


def _first(rows: Iterator[_Row], kind: str) -> list[_Row]:
    return [{"kind": kind, **row} for _, row in zip(range(MOST), rows, strict=False)]


def _findings(facts: Facts) -> Iterator[_Row]:
    told = [_gap(row) for row in facts.told]
    measured = any(row["value"] == row["value"] for row in facts.lines)
    if not told:
        compared = {row["line"] for row in facts.lines if row["verdict"] != ""}
        some = bool(compared - {"non_renseigne"})  # silence alone compares nothing
        rule = "only" if facts.only else "nothing" if some else "uncompared"
        yield {"rule": rule, "count": len(compared)}
    yield from told[: MOST - 1]
    yield from _change(facts)
    for row in facts.lacking.head(1).to_dict("records"):
        yield {
            "rule": "lack",
            "subject": row["name"],
            "count": row["to_place"],
            "n": row["known"],
        }
    yield from told[MOST - 1 :]
    if len(facts.schools) and measured:
        sent = len(facts.schools) - len(facts.silent)
        yield {"rule": "sent", "count": sent, "n": len(facts.schools)}


def _gap(row: dict[str, object]) -> _Row:
    kept = {name: row[name] for name in ("line", "low", "high", "n")}
    return {"rule": "gap", **kept, "value": row["shown"], "reference": row["academy"]}


def _change(facts: Facts) -> Iterator[_Row]:
    for row in facts.trend.to_dict("records"):
        if row["held"] and row["p_value"] <= CAMPAIGN_LEVEL:
            told = {name: row[of] for name, of in _CHANGE.items()}
            yield {"rule": "change", "line": "taux_acces", **told}


def _questions(facts: Facts) -> Iterator[_Row]:
    lacking = facts.lacking["name"].tolist()
    blind = facts.blind[facts.blind["name"].isin(lacking)]
    if len(blind):
        rank = blind["name"].map(lacking.index)
        first = blind.assign(rank=rank).sort_values(
            ["rank", "establishments"], ascending=[True, False]
        )
        row = first.iloc[0]
        yield {
            "rule": "blind",
            "line": row["name"],
            "subject": row["sector"],
            "count": row["establishments"],
        }
    if len(facts.silent):
        due = facts.silent["due"].sum()
        yield {"rule": "silent", "count": len(facts.silent), "n": due}
    for row in [row for row in facts.told if row["verdict"] == sides.UNFAVOURABLE][:1]:
        yield {"rule": "cause", "line": row["line"]}
        if facts.peers:
            yield {"rule": "peers", "line": row["line"], "subject": "\n".join(facts.peers)}
    yield from _little_known(facts.lines)
    for name in lacking[:1]:
        count = facts.lacking["to_place"].iloc[0]
        yield {"rule": "find", "subject": name, "count": count}


def _little_known(lines: list[dict[str, Any]]) -> Iterator[_Row]:
    """The line of placements of which least is told; first one whose gap the unknown hide."""
    about = [
        row
        for row in lines
        if row["unknown_share"] > _LITTLE_KNOWN
        and row["value"] == row["value"]
        and row["line"] not in ("taux_acces", "sans_lieu")
    ]
    about.sort(key=lambda row: (row["reason"] != UNKNOWN, -row["unknown_share"], row["line"]))
    for row in about[:1]:
        yield {"rule": "known", "line": row["line"], "value": 1 - row["unknown_share"]}
