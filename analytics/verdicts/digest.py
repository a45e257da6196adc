"""What happened: the changes that pass the control chart, who sends no more, what was rectified."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.catalogue import CATALOGUE
from analytics.catalogue.counted import Counted, columns_of
from analytics.statistics.arrays import divided
from analytics.statistics.uncertainty import false_discoveries
from analytics.verdicts.series import Places, Series
from analytics.verdicts.trends import FOLLOWED, read_counts
from analytics.verdicts.verdicts import campaign, side_of
from data import reads
from data.reads.days import comparable, running
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store

LEVEL = 0.05  # share of false among the signals; without any change, chance that there is one
COLUMNS = columns_of(FOLLOWED.values())
_CHANGES = {"last_change": "change", "last_low": "low", "last_high": "high"}
_CHANGES |= {name: name for name in ("bef", "before", "now", "p_value", "held", "n", "unknown")}
_CHANGES |= {"absence": "absence", "side": "side"}
_TOLD = ("indicator", "label", "examined", "signal")


@dataclass(frozen=True)
class Digest:
    """What happened in a campaign, beside those before.

    Parameters
    ----------
    year : the campaign
    changes : one row a BEF and indicator: bef, name, indicator, label, before, now (0..1, at
        equal formations and schools), change, low, high, p_value, held (the gap is beyond chance,
        and keeps its side whatever the unknown are), n, unknown, examined, signal, side
        ("favourable", "unfavourable", "neutral", "" when it is no signal), absence
    silences : one row a BEF: bef, name, schools, silent (sent in the campaign before, nothing in
        this one), back (the reverse)
    rectified : one row a BEF, past campaign and indicator whose counts another version told
        otherwise: bef, name, year, indicator, label, before, now, known_before, known_now
    """

    year: str
    changes: pd.DataFrame
    silences: pd.DataFrame
    rectified: pd.DataFrame


def digest(
    store: Store, scope: Scope, selection: Selection, earlier: Store | None = None
) -> Digest:
    """Tell what changed in the campaign of a selection, by the same day of the year if it runs.

    Every indicator of every BEF that has enough data is examined, on the whole campaign; signals
    are held to a rate of false discoveries over all that is examined (Benjamini & Hochberg,
    1995). When nothing changed anywhere, there is a signal at most one time in twenty.

    Parameters
    ----------
    selection : settings; `bef` narrows what is examined
    earlier : another version, older, whose past campaigns are compared with those of `store`

    Returns
    -------
    The digest

    Raises
    ------
    NotComputedError : another attribution than by school is asked for
    NotDiffusedError : the reader sees only what is diffused
    """
    counts = past = read_counts(store, scope, comparable(store, scope, selection), COLUMNS)
    before = counts.head(0)
    if earlier is not None:  # whole campaigns: one that was running then is no rectification
        past = read_counts(store, scope, selection, COLUMNS)
        before = read_counts(earlier, scope, selection, COLUMNS)
        before = before[before["year"] != running(earlier, scope)]
    names = reads.lists.befs(store, scope).set_index("bef")["label"]
    year = selection.year or (str(counts["year"].max()) if len(counts) else "")
    return Digest(
        year,
        _of(changes_of(counts, selection.bef), names),
        _of(_kept(silences_of(counts), selection.bef), names),
        _of(_kept(rectified_of(before, past, year), selection.bef), names),
    )


def changes_of(counts: pd.DataFrame, bef: str | None = None) -> pd.DataFrame:
    """Examine indicators in counts already read.

    Parameters
    ----------
    counts : one row a school, term and formation: the columns of `trends.GROUPS`, the counts
    bef : the one examined; the others still tell how schools vary

    Returns
    -------
    One row a BEF and indicator, as `Digest.changes` without name; signals over all the rows
    """
    rows = counts.dropna(subset=["bef"])
    if rows.empty:
        return pd.DataFrame(columns=[*_CHANGES.values(), *_TOLD])
    _, places = Places.both(rows)
    tables = [_changes(rows, places, one) for one in FOLLOWED.values()]
    table = _kept(pd.concat(tables, ignore_index=True), bef)
    told = false_discoveries(table["p_value"].to_numpy(float), LEVEL)
    apart = (table["low"] > 0) | (table["high"] < 0)
    signal = told & apart & table["held"]
    side = np.where(signal, table["side"], "")
    return table.assign(examined=table["p_value"].notna(), signal=signal, side=side)


def silences_of(counts: pd.DataFrame) -> pd.DataFrame:
    """Schools of each BEF that sent a follow-up in one of the last two campaigns, not in both."""
    rows = counts.dropna(subset=["bef"])
    last = sorted(rows["year"].unique())[-2:]
    rows = rows[rows["year"].isin(last)]
    known = rows.assign(known=rows["due"] - rows["unknown"]).pivot_table(
        index=["bef", "uai"], columns="year", values="known", aggfunc="sum"
    )
    if len(last) < 2:
        return pd.DataFrame(columns=["bef", "schools", "silent", "back"])
    before, now = known[last[0]], known[last[1]]
    table = pd.DataFrame(
        {
            "schools": now.notna(),
            "silent": (before > 0) & (now == 0),
            "back": (before == 0) & (now > 0),
        }
    )
    return table.groupby("bef").sum().reset_index()


def rectified_of(before: pd.DataFrame, now: pd.DataFrame, year: str) -> pd.DataFrame:
    """Campaigns before `year` that two versions tell otherwise.

    Parameters
    ----------
    before, now : counts of the older and of the newer version, as `changes_of`
    year : the campaign in course, left out

    Returns
    -------
    One row a BEF, campaign and indicator, as `Digest.rectified` without name
    """
    tables = []
    for one in FOLLOWED.values():
        old, new = (_rates(table[table["year"] < year], one) for table in (before, now))
        both = old.merge(new, on=["bef", "year"], suffixes=("_before", "_now"))
        other = (both["part_before"] != both["part_now"]) | (
            both["known_before"] != both["known_now"]
        )
        tables.append(both[other].assign(indicator=one.indicator, label=one.name))
    table = pd.concat(tables, ignore_index=True)
    for name in ("before", "now"):
        table[name] = divided(table[f"part_{name}"], table[f"known_{name}"])
    return table.drop(columns=["part_before", "part_now"])


def _changes(rows: pd.DataFrame, places: Places, followed: Counted) -> pd.DataFrame:
    sheet = CATALOGUE[followed.indicator]
    found = campaign(Series(rows, places, followed), sheet.minimum)
    found["side"] = side_of(found["last_change"].to_numpy(), sheet.polarity)
    table = found[list(_CHANGES)].rename(columns=_CHANGES)
    return table.assign(indicator=followed.indicator, label=followed.name)


def _rates(counts: pd.DataFrame, one: Counted) -> pd.DataFrame:
    rows = counts.dropna(subset=["bef"])
    part, known, _ = one.counts(rows)
    table = rows[["bef", "year"]].assign(part=part, known=known)
    return table.groupby(["bef", "year"], as_index=False).sum()


def _kept(table: pd.DataFrame, bef: str | None) -> pd.DataFrame:
    return table if bef is None else table[table["bef"] == bef]


def _of(table: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    return table.assign(name=table["bef"].map(names)).reset_index(drop=True)
