"""Server time of the reads of the companies' page, on 10 million placements.

    python -m benchmarks hosts

A small demonstration store, whose tables of engagement are replaced by those of 10 million
placements over 4 campaigns (1.25 million hosts a campaign), written straight in DuckDB.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from data import engagement_reads as engagement
from data import reads, store
from data.making_demo import build_demo
from data.scope import Scope
from data.store import Store

HOSTS = 1_800_000  # ever seen
BUSY = 1_250_000  # in a campaign
AIM_MS = 500
YEAR = "2025-2026"
_YEAR = "(2022 + {0}) || '-' || (2023 + {0})"
_BEF = "printf('BEF-%02d', 1 + ({0}) % 13)"
_STATUS = "['nouvelle', 'fidele', 'active', 'a_reactiver', 'perdue'][1 + ({0}) % 5]"
_FAMILY = "(SELECT list(family ORDER BY rank) FROM family)[1 + ({0}) % 15]"
_PLACE = f"""{_BEF.format("i")} AS bef, ['AZ', 'BE', 'FZ', 'GZ', 'HU', 'OQ'][1 + i % 6] AS sector,
    chr((65 + i % 21)::INT) AS section, ['0-9', '10-49', '50-249', '250+'][1 + i % 4] AS size"""
_CUT = "['*', 'pro', 'gt', 'college'][1 + (i % 4)] AS cut"
TABLES = {
    "host": f"""SELECT 'H' || i AS company, 'FR' AS country, '54395' AS commune,
        'Nancy' AS commune_name, {_PLACE}, 'Section' AS section_label, FALSE AS public,
        i % 7 > 0 AS may_be_named, CASE WHEN i % 7 > 0 THEN 'Entreprise ' || i END AS company_name
        FROM range({HOSTS}) t(i)""",
    "portfolio": f"""SELECT {_YEAR.format("turn")} AS year, 'H' || i AS company,
        {_BEF.format("i")} AS bef, {_STATUS.format("i + turn")} AS status,
        CASE WHEN i < {BUSY} THEN 1 + (hash(i, turn) % 6)::INT // 2 ELSE 0 END AS placements,
        CASE WHEN i < {BUSY} THEN 1 + (hash(turn, i) % 5)::INT // 2 ELSE 0 END AS schools
        FROM range(4) a(turn), range({HOSTS}) t(i)""",
    "portfolio_cell": f"""SELECT {_YEAR.format("turn")} AS year, {_CUT}, {_PLACE},
        {_STATUS.format("i // 7")} AS status, i % 2 = 0 AS before, (1 + i % 40)::INT AS hosts
        FROM range(4) a(turn), range(120_000) t(i)""",
    "portfolio_commune": f"""SELECT {_YEAR.format("turn")} AS year, {_CUT}, bef, commune,
        {_STATUS.format("i // 4")} AS status, (1 + i % 90)::INT AS hosts
        FROM range(4) a(turn), range(12) t(i), commune""",
    "stay": f"""SELECT {_CUT}, {_YEAR.format("i // 5 % 4")} AS entered,
        i // 5 % 4 > 0 AS entry_seen, {_PLACE}, (i % 4)::INT AS lasted, i % 3 > 0 AS ended,
        9 AS hosts FROM range(150_000) t(i)""",
    "host_return": f"""SELECT {_YEAR.format("turn")} AS year, {_CUT}, {_PLACE},
        (1 + i % 3)::INT AS load, 20 AS hosts, 11 AS back
        FROM range(1, 4) a(turn), range(60_000) t(i)""",
    "host_week": f"""SELECT {_YEAR.format("turn")} AS year, 'H' || i AS company,
        {_BEF.format("i")} AS bef,
        DATE '2025-11-03' + 7 * (i % 40)::INT AS week, 2 AS pupils, 1 AS schools
        FROM range(4) a(turn), range({BUSY}) t(i)""",
    "dependence": f"""SELECT {_YEAR.format("turn")} AS year, bef, uai,
        {_FAMILY.format("i")} AS family,
        90 AS hosts, 400 AS placements, 4000.0 AS squares, 130.0 AS top, 14 AS largest,
        'H' || i AS company FROM range(4) a(turn), range(15) t(i),
        (SELECT bef, uai FROM school UNION ALL SELECT bef, '*' FROM bef)""",
    "host_fit": f"""SELECT {_YEAR.format("turn")} AS year, bef, family, division, 5 AS hosts,
        9 AS placements FROM range(4) a(turn), bef, family, naf""",
}
Read = Callable[[Store, Scope], pd.DataFrame]
READS: dict[str, Read] = {
    "portefeuille : statuts": lambda s, w: engagement.portfolio(s, w, YEAR, "pro", None),
    "portefeuille : un bassin": lambda s, w: engagement.portfolio(s, w, YEAR, "*", "BEF-06"),
    "portefeuille : courbes": lambda s, w: engagement.stays(s, w, "pro", None, "section"),
    "portefeuille : retour": lambda s, w: engagement.returns(s, w, YEAR, "pro", None),
    "portefeuille : lieux nommés": lambda s, w: engagement.named(s, w, YEAR, None, 200),
    "tissu : secteurs, tailles": lambda s, w: engagement.portfolio(
        s, w, YEAR, "pro", None, engagement.ALIKE
    ),
    "tissu : communes": lambda s, w: engagement.by_commune(s, w, YEAR, "pro", None),
    "tissu : employeurs": reads.fabric,
    "tissu : angles morts": lambda s, w: engagement.hosts_by_family(s, w, YEAR),
    "dépendance : familles": lambda s, w: engagement.dependence(s, w, YEAR, None, False),
    "dépendance : établissements": lambda s, w: engagement.dependence(s, w, YEAR, None, True),
    "dépendance : métiers": lambda s, w: engagement.fit(s, w, YEAR, None),
    "qualité : tuteurs": lambda s, w: engagement.quality(s, w, YEAR, None),
    "sollicitation : charges": lambda s, w: engagement.loads(s, w, YEAR, None),
    "sollicitation : semaines": lambda s, w: engagement.weeks(s, w, YEAR, None),
    "sollicitation : 30 à coordonner": lambda s, w: engagement.to_coordinate(
        s, Scope.animator("BEF-06"), YEAR, 3, 30
    ),
}


def made(home: Path) -> Path:
    """A version whose tables of engagement are those of 10 million placements."""
    build_demo(home, lambda share, text: None, share=0.1)
    path = store.current_path(home)
    assert path is not None
    with duckdb.connect(str(path)) as con:
        for name, sql in TABLES.items():
            con.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")
            count = con.execute(f"SELECT count(*) FROM {name}").fetchone()
            print(f"  {name:18} {count[0]:>10,} rows")
        total = con.execute("SELECT sum(placements) FROM portfolio").fetchone()
        print(f"  {total[0]:,} placements")
    return path


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        opened, scope = Store(made(Path(folder))), Scope.daet()
        print(f"Server time of a read, ms (first, then median of 5; aim: under {AIM_MS})")
        for name, read in READS.items():
            spent = []
            for _ in range(6):
                start = time.perf_counter()
                rows = len(read(opened, scope))
                spent.append(1000 * (time.perf_counter() - start))
            late = "" if max(spent[0], sorted(spent[1:])[2]) < AIM_MS else "  OVER"
            print(f"  {name:34} {spent[0]:6.0f} {sorted(spent[1:])[2]:6.0f}   {rows} rows{late}")
        opened.close()


if __name__ == "__main__":
    main()
