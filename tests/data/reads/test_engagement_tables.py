"""The tables of engagement on the demonstration store: statuses partition, planted return found."""

from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.companies.dependence import herfindahl
from analytics.companies.portfolio import HERE
from analytics.statistics.retention import retention_curve, return_rates, with_estimate
from data import reads
from data.reads.engagement import ALIKE, NotForThisRoleError
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store, StoreError
from demo.parameters import RETURN_RATES
from tests.analytics.companies.statuses import statuses
from tests.conftest import some
from tests.data.published import unscoped, version_of

pytestmark = pytest.mark.xdist_group("engagement")
DAET = Scope.daet()


@pytest.fixture(scope="module")
def version(full_home: Path) -> Path:
    return version_of(full_home)


@pytest.fixture(scope="module")
def opened(version: Path) -> Store:
    return Store(version)


@pytest.fixture(scope="module")
def con(version: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    return unscoped(version, tmp_path_factory.mktemp("copy"))


def test_statuses_partition_the_portfolio_each_year_as_told_from_the_placements(con) -> None:
    """The SQL of the model against the function, from the conventions themselves."""
    signed = con.execute(
        """SELECT DISTINCT company, year FROM placement
           WHERE state = 'signé' AND company IS NOT NULL"""
    ).df()
    history = pd.crosstab(signed["company"], signed["year"]).sort_index() > 0
    told = pd.DataFrame(statuses(history.to_numpy()), history.index, history.columns)
    table = con.execute("FROM portfolio").df()
    assert not table.duplicated(["year", "company"]).any()
    wide = table.pivot_table(index="company", columns="year", values="status", aggfunc="first")
    pd.testing.assert_frame_equal(
        wide.fillna("").astype(object), told.astype(object), check_names=False
    )
    here = table["status"].isin(HERE)
    assert ((table["placements"] > 0) == here).all()
    for year, part in some(table.groupby("year")):
        known = signed.loc[signed["year"] <= year, "company"].nunique()
        assert part["status"].value_counts().sum() == known


def test_cells_count_the_hosts_of_the_portfolio(con) -> None:
    one, cells = (
        con.execute(
            f"""SELECT year, status, {count}::BIGINT AS hosts FROM {table}
                GROUP BY ALL ORDER BY ALL"""
        ).df()
        for table, count in (
            ("portfolio", "count(*)"),
            ("portfolio_cell WHERE cut = '*'", "sum(hosts)"),
        )
    )
    pd.testing.assert_frame_equal(one, cells)


@pytest.mark.parametrize(
    "choice",
    [
        Selection("2025-2026", "pro"),
        Selection("2024-2025"),
        Selection("2025-2026", level="2PRO"),
        Selection("2024-2025", family="commerce", bef="BEF-06"),
        Selection("2025-2026", "pro", family="bois"),
        Selection("2025-2026", level="CAP2", family="btp"),
        Selection("2022-2023", level="1PRO", family="sante", bef="BEF-01"),
        Selection("2025-2026", "gt", family="bois"),
    ],
)
def test_cells_of_a_choice_count_its_hosts(opened: Store, choice: Selection) -> None:
    """What the page of companies reads, against the hosts themselves."""
    hosts = reads.hosts.listed(opened, DAET, choice)
    where = (choice.year, reads.engagement.cut_of(choice), choice.bef)
    cells = reads.engagement.portfolio(opened, DAET, *where, ALIKE)
    active = cells[cells["status"].isin(HERE)]
    assert (len(hosts) == 0) == (choice.track == "gt")
    for key in ALIKE:
        pd.testing.assert_series_equal(
            active.groupby(key, dropna=False)["hosts"].sum(),
            hosts.groupby(key, dropna=False).size(),
            check_names=False,
            check_dtype=False,
            check_index_type=False,
        )
    communes = reads.engagement.by_commune(opened, DAET, *where)
    assert communes.groupby("commune")["hosts"].sum().to_dict() == dict(
        hosts["commune"].value_counts()
    )
    year = f"{int(choice.year[:4]) - 1}-{choice.year[:4]}"
    before = set(reads.hosts.listed(opened, DAET, replace(choice, year=year))["company"])
    now, was = set(hosts["company"]), cells["before"].astype(bool)
    count = {
        flow: cells.loc[rows, "hosts"].sum()
        for flow, rows in {
            "new": cells["status"].isin(HERE) & ~was,
            "back": cells["status"].isin(HERE) & was,
            "lost": ~cells["status"].isin(HERE) & was,
        }.items()
    }
    assert count == {"new": len(now - before), "back": len(now & before), "lost": len(before - now)}


def test_the_planted_return_by_pupils_hosted_is_in_its_interval(opened: Store) -> None:
    table = reads.engagement.returns(opened, DAET, "", "pro", None)
    states = reads.reader_of(opened, DAET).states(
        Selection("", "pro"), ("year",), ("due", "unknown")
    )
    later = states[states["year"] > states["year"].min()]
    found = return_rates(table, later["unknown"].sum() / later["due"].sum())
    assert found["load"].tolist() == [1, 2, 3]
    for row, planted in zip(found.itertuples(), RETURN_RATES, strict=True):
        assert row.low <= planted <= row.high, row
        assert row.high - row.low < 0.12  # the interval is not a shrug
    assert found["value"].is_monotonic_increasing
    estimate = reads.engagement.return_estimate(opened, DAET, "", "pro")
    estimated = with_estimate(found, estimate)["estimated"].to_numpy()
    planted = np.array(RETURN_RATES)
    assert (np.abs(estimated - planted) < np.abs(found["value"] - planted)).all()
    assert estimated == pytest.approx(planted, abs=0.015)  # about three standard errors


def test_stays_are_those_of_the_histories(con, opened: Store) -> None:
    """Kaplan-Meier from the table, against the one from each host's years."""
    rows = con.execute(
        """SELECT company, list(DISTINCT left(year, 4)::INT) AS years FROM hosting
           GROUP BY company"""
    ).df()
    durations, ended, first = [], [], []
    for years in rows["years"]:
        known, start = set(years.tolist()), min(years)
        length = next(n for n in range(1, 9) if start + n not in known)
        over = start + length <= 2025
        durations.append(length if over else length - 1)
        ended.append(over)
        first.append(start)
    durations, ended, first = map(np.array, (durations, ended, first))
    table = reads.engagement.stays(opened, DAET, "*", None, "entered")
    assert table.loc[table["entered"] == "2022-2023", "entry_seen"].eq(False).all()
    for year in (2022, 2023):
        mine = table[table["entered"].str.startswith(str(year)) & (table["lasted"] > 0)]
        pd.testing.assert_frame_equal(
            retention_curve(mine["lasted"], mine["ended"], mine["hosts"]),
            retention_curve(durations[first == year], ended[first == year]),
        )


def test_dependence_is_that_of_the_placements(con, opened: Store) -> None:
    table = reads.engagement.dependence(opened, DAET, "2025-2026", "BEF-06", schools=False)
    for row in some(table[table["family"] != "*"].itertuples()):
        counts = con.execute(
            """SELECT sum(placements)::INT FROM hosting WHERE year = '2025-2026'
               AND bef = 'BEF-06' AND family = ? GROUP BY company""",
            [row.family],
        ).fetchall()
        placed = np.array(counts).ravel()
        assert row.squares / row.placements**2 == pytest.approx(herfindahl(placed))
        assert (row.hosts, row.largest) == (len(placed), placed.max())


def test_weeks_of_a_host_by_hand(con) -> None:
    company, week, pupils, schools = con.execute(
        "SELECT company, week, pupils, schools FROM host_week ORDER BY pupils DESC, company LIMIT 1"
    ).fetchone()
    rows = con.execute(
        """SELECT count(*), count(DISTINCT uai) FROM placement
           WHERE company = ? AND state = 'signé' AND date_trunc('week', starts) <= ?
             AND date_trunc('week', starts) + to_days(7 * weeks) > ?""",
        [company, week, week],
    ).fetchone()
    assert rows == (pupils, schools)


def test_what_is_diffused_of_the_return_agrees_with_the_moves(con) -> None:
    table = con.execute(
        """SELECT r.year, r.back, r.gone, m."returning", m.lost FROM diffused_return r
           JOIN diffused_moves m USING (year) WHERE r.load = '*' AND m.bef = '*'"""
    ).df()
    assert len(table) == 3
    assert (table["back"] == table["returning"]).all()
    assert (table["gone"] == table["lost"]).all()


def test_lists_are_cut_to_the_reader(opened: Store) -> None:
    own = Scope.animator("BEF-06")
    listed = reads.engagement.to_coordinate(opened, own, "2025-2026", 3, 30)
    assert len(listed) == 30
    assert (listed["schools"] >= 3).all()
    for other in (DAET, Scope.outside()):
        with pytest.raises(NotForThisRoleError):
            reads.engagement.to_coordinate(opened, other, "2025-2026", 3, 30)
    with pytest.raises(StoreError, match="Lecture refusée"):
        reads.engagement.named(opened, Scope.outside(), "2025-2026", None, 200)
    assert reads.engagement.return_estimate(opened, own, "2025-2026", "pro").empty
    assert reads.engagement.named(opened, own, "2025-2026", "BEF-09", 200).empty
    everyone = reads.engagement.named(opened, DAET, "2025-2026", None, 200)
    assert everyone["company_name"].isna().equals(~everyone["may_be_named"])
