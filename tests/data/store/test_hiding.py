"""What a version shows to others: an attacker with all of it recovers nothing."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from analytics.verdicts.standing import standing
from data.intake.importing import rebuild
from data.scope import Scope
from data.selection import Selection
from data.store import hiding, store
from secrecy import tables
from secrecy.cells import TOTAL
from secrecy.patterns import Pattern
from secrecy.tables import Earlier, decide, recovered
from tests.data.published import version_of

pytestmark = pytest.mark.xdist_group("hiding")
STATES = ["signed", "agreed", "without", "unknown"]
SHOWN = {
    "due": STATES,
    "known": STATES[:3],
    "signed": ["signed"],
    "without": ["without"],
    "unknown": ["unknown"],
}
K = 5


@pytest.fixture(scope="module")
def version(full_home: Path) -> Path:
    """A demonstration version of full size: its numbers are as small as real ones."""
    return version_of(full_home)


@pytest.fixture(scope="module")
def con(version: Path) -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect(str(version), read_only=True)
    hiding.prepare(opened)
    return opened


def finest(con: duckdb.DuckDBPyConnection, year: str) -> pd.DataFrame:
    """True counts at a finer grain than any that is published: BEF × family × level × public."""
    return con.execute(
        """SELECT bef, track, coalesce(family, '') AS family, level, public,
                  sum(signed)::INT AS signed,
                  sum(agreed)::INT AS agreed, sum("without")::INT AS "without",
                  sum("unknown")::INT AS "unknown"
           FROM period_state WHERE year = ? GROUP BY ALL ORDER BY ALL""",
        [year],
    ).df()


class Attacker:
    """Holds all the counts diffused for a year, and solves for those that are hidden."""

    def __init__(self, con: duckdb.DuckDBPyConnection, year: str) -> None:
        truth = finest(con, year)
        self.leaves = truth[STATES].to_numpy(float).ravel()
        diffused = con.execute(
            """SELECT *, '*' AS public FROM diffused WHERE year = $year UNION ALL BY NAME
               SELECT *, '*' AS bef, '*' AS family, track AS cut FROM diffused_public
               WHERE year = $year""",
            {"year": year},
        ).df()
        rows, self.hidden, values = [], [], []
        self.classes = []
        for cell in diffused.itertuples():
            member = self._member(truth, cell)
            for name, states in SHOWN.items():
                row = np.kron(member, [float(state in states) for state in STATES])
                value = getattr(cell, name)
                if np.isnan(value):
                    self.hidden.append(((cell.cut, cell.bef, cell.family, cell.public, name), row))
                else:
                    rows.append(row)
                    values.append(value)
            finest_shown = cell.public != TOTAL or TOTAL not in (cell.bef, cell.family)
            if np.isnan(cell.unknown) and finest_shown:
                row = np.kron(member, [0.0, 0, 0, 1])
                self.classes += [(row, cell.unknown_high), (-row, -cell.unknown_low)]
        self.matrix, self.shown = csr_array(np.array(rows)), np.array(values)
        self.below = csr_array(np.array([row for row, _ in self.classes]))
        self.ends = np.array([end for _, end in self.classes])

    @staticmethod
    def _member(truth: pd.DataFrame, cell: object) -> np.ndarray:
        inside = np.ones(len(truth), dtype=bool)
        if cell.bef != TOTAL:
            inside &= (truth["bef"] == cell.bef).to_numpy()
        if cell.family != TOTAL:
            inside &= (truth["family"] == cell.family).to_numpy()
        if cell.public != TOTAL:
            inside &= (truth["public"] == cell.public).to_numpy()
        if cell.cut != TOTAL:
            inside &= ((truth["track"] == cell.cut) | (truth["level"] == cell.cut)).to_numpy()
        return inside.astype(float)

    def recovered(self, enough: int = 1000) -> list[tuple[str, ...]]:
        """Names of the hidden counts that come back, exactly or inside 1 to 4; `enough` of them.

        Each end that a programme reaches bounds the interval of all counts at once: the least and
        the most of their sum acquit most of them, the others are bounded one by one.
        """
        rows = np.array([row for _, row in self.hidden])
        low = high = rows @ self.leaves
        waiting = np.ones(len(rows), dtype=bool)
        for sign in (1, -1, 1, -1):
            leaves = self._reached(sign * rows[waiting].sum(axis=0))
            low, high = np.minimum(low, rows @ leaves), np.maximum(high, rows @ leaves)
            waiting = _given(low, high)
        names = []
        for place in np.flatnonzero(waiting):
            ends = [rows[place] @ self._reached(sign * rows[place]) for sign in (1, -1)]
            if _given(np.array([ends[0]]), np.array([ends[1]]))[0]:
                names.append(self.hidden[place][0])
            if len(names) == enough:
                break
        return names

    def _reached(self, cost: np.ndarray) -> np.ndarray:
        """Leaves, among those that agree with all that is shown, of the least cost."""
        answer = linprog(
            cost,
            A_eq=self.matrix,
            b_eq=self.shown,
            A_ub=self.below,
            b_ub=self.ends,
            bounds=(0, 1e6),
        )
        assert answer.status == 0, answer.message
        return answer.x


def _given(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return (high - low < 0.5) | ((low > 0.5) & (high < K - 0.5))


@pytest.mark.parametrize("year", ["2022-2023", "2023-2024", "2024-2025", "2025-2026"])
def test_all_that_is_diffused_of_a_year_gives_no_hidden_count_back(con, year):
    attacker = Attacker(con, year)
    assert len(attacker.hidden) > 200
    assert attacker.recovered() == []


def test_the_same_attacker_wins_once_a_part_of_the_secret_leaks(con):
    attacker = Attacker(con, "2025-2026")
    leaked = attacker.hidden[::2]
    attacker.hidden = attacker.hidden[1::2]
    rows = np.array([row for _, row in leaked])
    attacker.matrix = csr_array(np.vstack((attacker.matrix.toarray(), rows)))
    attacker.shown = np.concatenate((attacker.shown, rows @ attacker.leaves))
    assert len(attacker.recovered(enough=10)) == 10


def test_without_secondary_suppression_the_same_attacker_wins(con, monkeypatch):
    rows = con.execute(hiding.FAMILIES.sql).df()
    rows = rows[rows["year"] == "2025-2026"]

    def primary_only(problem):
        return Pattern(problem.hidden, np.empty((0, len(problem.leaves))))

    spec = hiding.FAMILIES.spec
    monkeypatch.setattr(tables, "solve", primary_only)
    assert len(recovered(decide(rows, spec).masked(), rows, spec)) > 10


@pytest.mark.parametrize("crossing", hiding.DATES)
def test_no_date_gives_a_hidden_count_back(con, crossing):
    rows = con.execute(crossing.sql).df()
    assert recovered(decide(rows, crossing.spec).masked(), rows, crossing.spec).empty


def test_a_count_hidden_at_one_date_is_hidden_at_all(con):
    mixed = con.execute(
        """SELECT count(*) FROM (
               SELECT count(signed) AS s, count("without") AS w, count(*) AS dates
               FROM diffused_dates GROUP BY year, bef, cut)
           WHERE s NOT IN (0, dates) OR w NOT IN (0, dates)"""
    ).fetchone()
    assert mixed == (0,)


def test_the_verdict_told_to_others_is_the_one_told_inside(con, version: Path):
    """Sums made at publication give the comparison that the schools themselves give."""
    opened = store.Store(version)
    chosen = Selection("2025-2026", "pro")
    for indicator in ("taux_acces", "sans_lieu"):
        inside = standing(opened, Scope.daet(), chosen, indicator)
        outside = standing(opened, Scope.outside(), chosen, indicator)
        assert inside["position"].tolist() == outside["position"].tolist()
        np.testing.assert_allclose(inside["equal"], outside["equal"], atol=1e-4)
        assert (inside["rank_low"] - outside["rank_low"]).abs().max() <= 1
    opened.close()


def test_publics_are_diffused_and_add_up_to_their_track(con):
    """What is shown is true, most of it is shown, and its rates have their interval."""
    table = con.execute(
        """SELECT d.*, t.s, t.w, t.k FROM diffused_public d JOIN (
               SELECT year, track, public, sum(signed) AS s, sum("without") AS w,
                      sum(due - "unknown") AS k FROM period_state GROUP BY ALL) t
           USING (year, track, public)"""
    ).df()
    assert set(table["public"]) >= {"rep-plus", "rep", "hors-ep", "ips-1", "ips-4"}
    for shown, true in (("signed", "s"), ("without", "w"), ("known", "k")):
        told = table[shown].notna()
        assert told.mean() > 0.9
        assert (table.loc[told, shown] == table.loc[told, true]).all()
    assert (table["signed_worth"].notna() == (table["signed"] + table["known"]).notna()).all()
    assert (table["signed_worth"].dropna() <= table["known"][table["signed_worth"].notna()]).all()
    assert recovered(
        decide(con.execute(hiding.PUBLICS.sql).df(), hiding.PUBLICS.spec).masked(),
        con.execute(hiding.PUBLICS.sql).df(),
        hiding.PUBLICS.spec,
    ).empty


def test_small_publics_are_hidden_and_do_not_come_back_from_their_track(con):
    """A small académie: publics of a few periods, beside tracks already published."""
    rows = con.execute(hiding.PUBLICS.sql).df()
    rows = rows[rows["year"] == "2025-2026"].reset_index(drop=True)
    rows[STATES] //= 60
    spec = hiding.PUBLICS.spec
    decided = decide(rows, spec)
    assert decided.cells["hidden"].sum() > 5
    assert recovered(decided.masked(), rows, spec).empty


@pytest.mark.parametrize(
    "crossing",
    [hiding.SECTORS, hiding.MOVES, hiding.LOST, hiding.SIZES, hiding.SECTIONS, hiding.RETURNS],
)
def test_hosts_are_counted_three_at_least(con, crossing):
    rows = con.execute(crossing.sql).df()
    decided = decide(rows, crossing.spec)
    shown = decided.cells.loc[~decided.cells["hidden"], "value"]
    assert not shown.isin([1, 2]).any()
    assert recovered(decided.masked(), rows, crossing.spec).empty


def test_the_answer_stays_readable(con):
    """Secrecy that hides the answer is a defect too."""
    pairs = con.execute(
        """SELECT avg((signed IS NOT NULL)::INT) AS cells,
                  sum(CASE WHEN signed IS NOT NULL THEN known END) / sum(known) AS periods
           FROM diffused WHERE bef <> '*' AND family <> '*'"""
    ).fetchone()
    assert pairs[0] > 0.6
    assert pairs[1] > 0.75
    hidden_totals = con.execute(
        """SELECT count(*) FROM diffused
           WHERE family = '*' AND cut IN ('*', 'pro', 'gt', 'college') AND signed IS NULL"""
    ).fetchone()
    assert hidden_totals == (0,)


def test_diffused_counts_are_the_true_ones(con):
    """A count that is shown is never blurred."""
    wrong = con.execute(
        """SELECT count(*) FROM diffused d JOIN (
               SELECT year, bef, track, family, sum(signed) AS s, sum("without") AS w
               FROM period_state GROUP BY ALL) t
             ON t.year = d.year AND t.bef = d.bef AND t.track = d.cut AND t.family = d.family
           WHERE d.signed <> t.s OR d."without" <> t.w"""
    ).fetchone()
    assert wrong == (0,)


def test_a_later_version_read_beside_the_earlier_gives_nothing_back(con):
    """One school's late file: some blocks change, and small numbers appear."""
    first = con.execute(hiding.FAMILIES.sql).df()
    first = first[first["year"] == "2025-2026"].reset_index(drop=True)
    spec = hiding.FAMILIES.spec
    late = first["bef"].eq("BEF-03") & first["formation"].isin(
        ["pro/bois", "pro/auto", "pro/sante"]
    )
    second = first.copy()
    second.loc[late, "signed"] += 7
    second.loc[late, "without"] += 2
    before = Earlier(first, decide(first, spec).cells)
    later = decide(second, spec, before)
    assert later.alone == []
    both = before.cells.merge(later.cells, on=[*spec.keys, "count"], suffixes=("", "_later"))
    unchanged = both["value"] == both["value_later"]
    assert (both.loc[unchanged, "hidden"] == both.loc[unchanged, "hidden_later"]).all()
    assert recovered(later.masked(), second, spec).empty


def test_the_same_data_published_again_keep_the_same_lots(version: Path):
    """The pattern is stable: a new version of unchanged data hides what was hidden."""
    again = rebuild(version.parents[1]).version
    lots = 'SELECT * FROM secret ORDER BY crossing, year, "key", other, "count"'
    with duckdb.connect(str(version), read_only=True) as first:
        before = first.execute(lots).df()
    with duckdb.connect(str(again), read_only=True) as second:
        after = second.execute(lots).df()
        remarks = second.execute("SELECT count(*) FROM remark WHERE topic = 'Secret'").fetchone()
    pd.testing.assert_frame_equal(before, after)
    assert remarks == (0,)


def test_others_read_nothing_but_what_is_diffused(version: Path):
    opened = store.Store(version)
    outside = Scope.outside()
    for name in store.READABLE:
        if name in store.DIFFUSED:
            opened.read(outside, f"SELECT * FROM {name} LIMIT 1")
        else:
            with pytest.raises(store.StoreError, match="refusée"):
                opened.read(outside, f"SELECT * FROM {name} LIMIT 1")
    with pytest.raises(store.StoreError, match="refusée"):
        opened.read(Scope.daet(), "SELECT * FROM secret")
    opened.close()
