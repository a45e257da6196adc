"""The store: versions that never change, one pointer, reads cut to a scope."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.scope import Role, Scope
from data.store import store
from data.store.store import READABLE, Store, StoreError
from tests.data.published import version_of

ALL = Scope.daet()
ONE = Scope(Role.DAET, frozenset({"O1"}))
NONE = Scope(Role.DAET)


@pytest.fixture(scope="module")
def opened(academy_home):
    opened = Store(version_of(academy_home))
    yield opened
    opened.close()


def built(home: Path, value: int = 1) -> Path:
    with store.building(home) as (con, path):
        con.execute("CREATE TABLE school AS SELECT 'O1' AS bef, ?::INT AS n", [value])
    return path


# --- Versions and pointer


def test_nothing_is_published_until_it_is_published(tmp_path):
    assert store.current_path(tmp_path) is None
    path = built(tmp_path)
    assert store.current_path(tmp_path) is None
    store.publish(tmp_path, path)
    assert store.current_path(tmp_path) == path


def test_the_pointer_is_the_name_of_the_version_and_nothing_else_is_left_around_it(tmp_path):
    path = built(tmp_path)
    store.publish(tmp_path, path)
    assert (tmp_path / "current").read_text(encoding="utf-8") == path.name + "\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["current", "versions"]
    assert [p.name for p in (tmp_path / "versions").iterdir()] == [path.name]


def test_publishing_again_keeps_the_old_version_and_those_who_read_it(tmp_path):
    first = built(tmp_path, 1)
    store.publish(tmp_path, first)
    reader = Store(first)
    second = built(tmp_path, 2)
    store.publish(tmp_path, second)
    assert first != second
    assert store.current_path(tmp_path) == second
    assert reader.read(ALL, "SELECT n FROM school")["n"].to_list() == [1]
    assert Store(second).read(ALL, "SELECT n FROM school")["n"].to_list() == [2]
    assert reader.version == first.stem


def test_a_swap_that_fails_leaves_the_old_pointer(tmp_path):
    first = built(tmp_path)
    store.publish(tmp_path, first)
    with pytest.raises(FileNotFoundError):
        store.publish(tmp_path, tmp_path / "versions" / "absente.duckdb")
    assert store.current_path(tmp_path) == first


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_build_that_fails_or_is_stopped_leaves_nothing(tmp_path, failure):
    with pytest.raises(failure), store.building(tmp_path) as (con, _):
        con.execute("CREATE TABLE school AS SELECT range AS n FROM range(100000)")
        raise failure
    assert list((tmp_path / "versions").iterdir()) == []


def test_an_unfinished_build_is_not_a_version(tmp_path):
    with store.building(tmp_path) as (con, path):
        con.execute("CREATE TABLE school AS SELECT 1 AS n")
        assert not path.exists()
        assert not list((tmp_path / "versions").glob("*.duckdb"))
    assert path.exists()


@pytest.mark.parametrize("pointer", ["absente.duckdb\n", "", "\n"])
def test_a_pointer_to_a_missing_version_says_what_to_do(tmp_path, pointer):
    (tmp_path / "versions").mkdir()
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(StoreError, match=r"(introuvable|ne se lit pas).*python -m data"):
        store.current_path(tmp_path)


def test_a_damaged_version_says_so(tmp_path):
    path = tmp_path / "abime.duckdb"
    path.write_bytes(b"pas une base" * 1000)
    with pytest.raises(StoreError, match=r"« abime.duckdb » ne s’ouvre pas"):
        Store(path)


def test_the_home_is_that_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUISTAGE_HOME", str(tmp_path))
    assert store.home() == tmp_path
    monkeypatch.setenv("EQUISTAGE_HOME", "")
    assert store.home().name == "var"


# --- Scope


def test_the_whole_academie_sees_both_bef(opened):
    for table in ("school", "period_state", "enrolment"):
        assert set(opened.read(ALL, f"SELECT DISTINCT bef FROM {table}")["bef"]) == {"O1", "O2"}


@pytest.mark.parametrize("table", [name for name, c in READABLE.items() if c == "bef"])
def test_a_scope_of_one_bef_sees_its_rows_and_an_empty_one_none(opened, table):
    everything = opened.read(ALL, f"SELECT * FROM {table}")
    mine = opened.read(ONE, f"SELECT * FROM {table}")
    assert len(mine) == (everything["bef"] == "O1").sum()
    assert set(mine["bef"]) <= {"O1"}
    assert opened.read(NONE, f"SELECT * FROM {table}").empty


def test_the_refused_lines_are_for_the_whole_academie_only(opened):
    assert opened.read(ONE, "SELECT * FROM reject").empty


def test_a_row_without_bef_is_seen_by_the_whole_academie_only(tmp_path):
    with store.building(tmp_path) as (con, path):
        con.execute("CREATE TABLE school (bef VARCHAR, n INT)")
        con.execute("INSERT INTO school VALUES ('O1', 1), ('O2', 2), (NULL, 3)")
    schools = Store(path)
    assert schools.read(ALL, "SELECT sum(n) AS n FROM school")["n"].to_list() == [6]
    assert schools.read(ONE, "SELECT n FROM school")["n"].to_list() == [1]
    assert schools.read(NONE, "SELECT n FROM school").empty


def test_a_scope_cannot_be_widened_by_the_query(opened):
    for query in (
        "SELECT bef FROM school WHERE bef = 'O2'",
        "SELECT s.bef FROM school s WHERE s.bef = $bef",
        "WITH a AS (SELECT * FROM school) SELECT bef FROM a WHERE bef = 'O2'",
        "SELECT bef FROM (SELECT * FROM school) WHERE bef = 'O2'",
        "SELECT * FROM bef WHERE bef IN (SELECT bef FROM school WHERE bef = 'O2')",
        "SELECT t.bef FROM bef JOIN school t USING (bef) WHERE t.bef = 'O2'",
    ):
        values = {"bef": "O2"} if "$bef" in query else {}
        assert len(opened.read(ALL, query, **values)) == 1, query
        assert opened.read(ONE, query, **values).empty, query


def test_a_text_that_one_has_read_is_still_refused_to_others(opened):
    query = "SELECT bef FROM school"
    assert len(opened.read(ALL, query)) == 2
    assert len(opened.read(ONE, query)) == 1
    with pytest.raises(StoreError, match="Lecture refusée : school"):
        opened.read(Scope.outside(), query)
    assert len(opened.read(ALL, query)) == 2


def test_open_reference_is_the_same_for_all(opened):
    for table in ("bef", "commune", "level", "family"):
        assert len(opened.read(NONE, f"SELECT * FROM {table}")) > 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM source.stages",
        "SELECT * FROM main.period_state",
        "SELECT * FROM main.school s",
        "SELECT * FROM placement",
        "SELECT * FROM placement p",
        "SELECT * FROM company",
        "SELECT * FROM repair",
        "SELECT * FROM school WHERE uai IN (SELECT uai FROM placement)",
        "SELECT (SELECT count(*) FROM placement) AS n FROM bef",
        "WITH a AS (FROM placement) SELECT * FROM a",
        "WITH placement AS (FROM placement) SELECT * FROM placement",
        "WITH a AS (WITH placement AS (SELECT 1) FROM placement) SELECT * FROM a, placement",
        "SELECT * FROM query('FROM main.placement')",
        "SELECT * FROM query_table('placement')",
        "SELECT * FROM duckdb_tables()",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "FROM (SUMMARIZE placement)",
        "SHOW TABLES",
        "SELECT 1; SELECT 2",
        "DROP TABLE school",
        "pas une requête",
    ],
)
def test_what_is_not_readable_is_refused_even_to_the_whole_academie(opened, query):
    with pytest.raises(StoreError, match="Lecture refusée"):
        opened.read(ALL, query)


def test_a_query_with_its_own_with_reads_scoped_tables(opened):
    query = """
        WITH counted AS (SELECT bef, count(*) AS n FROM school GROUP BY bef),
             summed AS (SELECT sum(n)::INT AS n FROM counted)
        SELECT n FROM summed"""
    assert opened.read(ALL, query)["n"].to_list() == [2]
    assert opened.read(ONE, query)["n"].to_list() == [1]


def test_a_query_without_table_and_one_with_values_work(opened):
    assert opened.read(NONE, "SELECT $n::INT + 1 AS n", n=2)["n"].to_list() == [3]
    query = "SELECT uai FROM school s JOIN period_state p USING (uai) WHERE p.level = $level"
    assert len(opened.read(ALL, query, level="CAP1")) == 2
    assert opened.read(ONE, query, level="CAP1").empty


def test_a_value_is_never_read_as_sql(opened):
    assert opened.read(ALL, "SELECT * FROM school WHERE name = $n", n="x' OR '1'='1").empty


def test_many_threads_each_get_their_own_answer(opened):
    start = threading.Barrier(8)

    def ask(worker: int) -> list[bool]:
        start.wait()
        right = []
        for turn in range(25):
            number = worker * 1000 + turn
            scope, schools = ((ALL, 2), (ONE, 1), (NONE, 0))[turn % 3]
            query = "SELECT $n::INT AS n, (SELECT count(*) FROM school) AS schools"
            table = opened.read(scope, query, n=number)
            right.append(table.to_numpy().tolist() == [[number, schools]])
        return right

    with ThreadPoolExecutor(8) as pool:
        answers = [right for answers in pool.map(ask, range(8)) for right in answers]
    assert len(answers) == 200
    assert all(answers)
