"""The estimate of who came back, on hosts whose every way of being seen is written down."""

import duckdb
import pytest

from data.model.building import MODEL


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Two campaigns without any host: the first all told, the second 1 school in 10 silent."""
    con = duckdb.connect()
    con.execute(
        """CREATE TABLE campaign AS
           FROM (VALUES ('2024-2025', 0, false), ('2025-2026', 1, false)) t(year, rank, running);
           CREATE TABLE level AS SELECT '2PRO' AS level, 'pro' AS track;
           CREATE TABLE begun_period (year VARCHAR, track VARCHAR, uai VARCHAR, due INT, sent BOOL);
           CREATE TABLE placement (year VARCHAR, level VARCHAR, state VARCHAR, company VARCHAR,
                                   begun BOOL);
           CREATE TABLE taken (rank INT, id INT, uai VARCHAR, pro INT, gt INT, college INT)"""
    )
    return con


def told(con: duckdb.DuckDBPyConnection, year: str, silent: int, unknown: int) -> None:
    """Ten schools of ten periods: `silent` of them send nothing, of each other `unknown` are."""
    for school in range(10):
        sent = school >= silent
        con.execute(
            "INSERT INTO begun_period VALUES (?, 'pro', ?, 10, ?)", [year, f"S{school}", sent]
        )
        for period in range(10 if sent else 0):
            state = "inconnu" if period < unknown else "signé"
            con.execute("INSERT INTO placement VALUES (?, '2PRO', ?, 'C', true)", [year, state])


def estimate(con: duckdb.DuckDBPyConnection) -> dict[int, tuple[float, float]]:
    con.execute((MODEL / "77_return.sql").read_text(encoding="utf-8"))
    rows = con.execute("SELECT load, hosts, back FROM return_estimate WHERE cut = 'pro'").fetchall()
    return {load: (hosts, back) for load, hosts, back in rows}


def test_what_is_all_told_is_counted_as_it_is(con: duckdb.DuckDBPyConnection) -> None:
    told(con, "2024-2025", 0, 0)
    told(con, "2025-2026", 0, 0)
    con.execute(
        """INSERT INTO taken VALUES (0, 1, 'S1', 1, 0, 0), (1, 1, 'S2', 4, 0, 0),
           (0, 2, 'S1', 1, 0, 0), (0, 3, 'S1', 1, 0, 0), (0, 3, 'S2', 1, 0, 0),
           (0, 4, 'S1', 7, 0, 0), (1, 4, 'S1', 1, 0, 0), (1, 5, 'S1', 1, 0, 0)"""
    )
    assert estimate(con) == {0: (4, 2), 1: (2, 1), 2: (1, 0), 3: (1, 1)}


def test_hosts_that_nobody_saw_come_back_are_counted_too(con: duckdb.DuckDBPyConnection) -> None:
    """100,000 hosts of one pupil come back with two pupils of a school and one of another."""
    told(con, "2024-2025", 0, 0)
    told(con, "2025-2026", 1, 1)
    con.execute(
        """INSERT INTO taken SELECT 0, i, 'S1', 1, 0, 0 FROM range(100_000) t(i);
           INSERT INTO taken
           SELECT 1, i, 'S1', (i // 10 % 10 > 0)::INT + (i // 100 % 10 > 0)::INT AS k, 0, 0
           FROM range(100_000) t(i) WHERE i % 10 > 0 AND k > 0;
           INSERT INTO taken SELECT 1, i, 'S2', 1, 0, 0 FROM range(100_000) t(i)
           WHERE i // 1000 % 10 > 0 AND i // 10_000 > 0"""
    )
    found = estimate(con)
    assert found[1] == pytest.approx((100_000, 100_000))
    seen = con.execute("SELECT count(DISTINCT id) FROM taken WHERE rank = 1").fetchone()
    assert seen is not None
    assert seen[0] < 98_000


def test_hosts_of_two_pupils_are_not_taken_for_hosts_of_one(con: duckdb.DuckDBPyConnection) -> None:
    told(con, "2024-2025", 0, 1)
    told(con, "2025-2026", 0, 0)
    con.execute(  # two pupils, each untold once in ten: 81 hosts seen with both, 18 with one
        """INSERT INTO taken SELECT 0, i, 'S1', CASE WHEN i < 81 THEN 2 ELSE 1 END, 0, 0
           FROM range(99) t(i)"""
    )
    found = estimate(con)
    assert found[2][0] == pytest.approx(100)
    assert found[1][0] == pytest.approx(0, abs=1e-9)
    assert found[0] == pytest.approx((100, 0))


def test_where_a_third_is_not_told_nothing_is_estimated(con: duckdb.DuckDBPyConnection) -> None:
    told(con, "2024-2025", 0, 0)
    told(con, "2025-2026", 4, 0)
    con.execute("INSERT INTO taken VALUES (0, 1, 'S1', 1, 0, 0), (1, 1, 'S5', 1, 0, 0)")
    assert estimate(con) == {}


def test_without_any_placement_nothing_is_estimated(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO begun_period VALUES ('2025-2026', 'pro', 'S1', 10, FALSE)")
    assert estimate(con) == {}
