"""Server time of all the reads of the companies' page, on 10 million placements.

    python -m benchmarks hosts

A small demonstration store, whose tables are replaced by those of 10 million placements over 4
campaigns (1.25 million hosts a campaign, 10,600 schools), written straight in DuckDB: cells as full
as they can be. The tables that have a row a placement are dropped: a page that reads one fails.
Each section is opened with Streamlit's AppTest under its settings, its caches emptied each time.
"Clock" and "processor" are those of all the reads of a page together, "slowest" that of one read,
"script" that of the whole page, figures included. Where other programs share the machine, read the
processor time (all threads): at rest the clock does not pass it.
"""

import logging
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import numpy as np
import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import reads
from data.scope import Scope
from data.store import store
from data.store.store import Store
from demo.making_demo import build_demo

PAGE = Path(__file__).resolve().parent.parent / "pages" / "lecture" / "companies.py"
HOSTS = 1_800_000  # ever seen
BUSY = 1_250_000  # in a campaign
SCHOOLS = 200  # times those of the demonstration
AIM_MS = 500
TURNS = 4
YEAR = "2025-2026"
_YEAR = "(2022 + {0}) || '-' || (2023 + {0})"
_BEF = "printf('BEF-%02d', 1 + ({0}) % 13)"
_STATUS = "['nouvelle', 'fidele', 'active', 'a_reactiver', 'perdue'][1 + ({0}) % 5]"
_SECTION = "chr((65 + {0} % 21)::INT) AS section"
_SECTOR = "['AZ', 'BE', 'FZ', 'GZ', 'HU', 'OQ'][1 + {0} % 6] AS sector"
_SIZE = "['0-9', '10-49', '50-249', '250+'][1 + {0} % 4] AS size"
_PLACE = ", ".join(part.format("i") for part in (_BEF + " AS bef", _SECTOR, _SECTION, _SIZE))
_CUT = "['*', 'pro', 'gt', 'college'][1 + (i % 4)] AS cut"
_CUTS = """(SELECT unnest(['*', 'pro', 'gt', 'college']) AS cut
    UNION ALL SELECT '/' || family FROM family
    UNION ALL SELECT level FROM level WHERE track = 'pro'
    UNION ALL SELECT level || '/' || family FROM level, family WHERE track = 'pro')"""
TABLES = {
    "host": f"""SELECT 'H' || i AS company, 'FR' AS country, '54395' AS commune,
        'Nancy' AS commune_name, {_PLACE}, '47' AS division, 'Section' AS section_label,
        FALSE AS public,
        i % 7 > 0 AS may_be_named, CASE WHEN i % 7 > 0 THEN 'Entreprise ' || i END AS company_name
        FROM range({HOSTS}) t(i)""",
    "portfolio": f"""SELECT {_YEAR.format("turn")} AS year, 'H' || i AS company,
        {_BEF.format("i")} AS bef, {_STATUS.format("i + turn")} AS status,
        CASE WHEN i < {BUSY} THEN 1 + (hash(i, turn) % 6)::INT // 2 ELSE 0 END AS placements,
        CASE WHEN i < {BUSY} THEN 1 + (hash(turn, i) % 5)::INT // 2 ELSE 0 END AS schools
        FROM range(4) a(turn), range({HOSTS}) t(i)""",
    "portfolio_cell": f"""SELECT {_YEAR.format("turn")} AS year, cut, bef, TRUE AS of_trade,
        {_SECTOR.format("i")}, {_SECTION.format("i")}, {_SIZE.format("k")},
        {_STATUS.format("p")} AS status, p IN (1, 3, 5) AS before, (1 + (i + k) % 4)::INT AS hosts
        FROM range(4) a(turn), {_CUTS}, bef, range(21) t(i), range(4) u(k), range(6) v(p)
        ORDER BY cut, turn""",
    "portfolio_commune": f"""SELECT {_YEAR.format("turn")} AS year, cut, bef, commune,
        TRUE AS of_trade,
        {_STATUS.format("i")} AS status, (1 + i % 90)::INT AS hosts
        FROM range(4) a(turn), {_CUTS}, range(3) t(i), commune ORDER BY cut, turn""",
    "stay": f"""SELECT {_CUT}, {_YEAR.format("i // 5 % 4")} AS entered,
        i // 5 % 4 > 0 AS entry_seen, {_PLACE}, (i % 4)::INT AS lasted, i % 3 > 0 AS ended,
        9 AS hosts FROM range(150_000) t(i)""",
    "host_return": f"""SELECT {_YEAR.format("turn")} AS year, {_CUT}, {_PLACE},
        (1 + i % 3)::INT AS load, 20 AS hosts, 11 AS back
        FROM range(1, 4) a(turn), range(60_000) t(i)""",
    "return_estimate": f"""SELECT {_YEAR.format("turn")} AS year, {_CUT}, load, 9e5 AS hosts,
        5e5 AS back FROM range(1, 4) a(turn), range(4) t(i), range(4) u(load)""",
    "host_week": f"""SELECT {_YEAR.format("turn")} AS year, 'H' || i AS company,
        {_BEF.format("i")} AS bef,
        DATE '2025-11-03' + 7 * (i % 40)::INT AS week, 2 AS pupils, 1 AS schools
        FROM range(4) a(turn), range({BUSY}) t(i)""",
    "dependence": f"""SELECT d.* EXCLUDE (uai, company), 'H' || (hash(d) % {HOSTS}) AS company,
        CASE WHEN d.uai = '*' THEN '*' ELSE d.uai || '-' || turn END AS uai
        FROM dependence d, range({SCHOOLS}) a(turn) WHERE d.uai <> '*' OR turn = 0""",
    "host_fit": f"""SELECT {_YEAR.format("turn")} AS year, bef, family, division, 5 AS hosts,
        9 AS placements FROM range(4) a(turn), bef, family, naf""",
    "period_state": f"""SELECT p.* REPLACE (uai || '-' || turn AS uai)
        FROM period_state p, range({SCHOOLS}) a(turn) ORDER BY year, bef""",
    "school": f"""SELECT s.* REPLACE (uai || '-' || turn AS uai)
        FROM school s, range({SCHOOLS}) a(turn)""",
}
# Settings of each section: every value of one with every value of the others.
SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "tissu": {
        "niveau": ("pro", "tous", "2PRO"),
        "famille": ("tous", "commerce"),
        "bef": ("tous", "BEF-06"),
    },
    "portefeuille": {
        "niveau": ("pro", "tous", "2PRO"),
        "courbes": ("entered", "section"),
        "bef": ("tous", "BEF-06"),
    },
    "dependance": {"bef": ("tous", "BEF-06")},
    "qualite": {"niveau": ("pro", "tous", "2PRO"), "bef": ("tous", "BEF-06")},
    "sollicitation": {"bef": ("tous", "BEF-06")},
}
DIFFUSED = {"bef": ("tous", "BEF-06"), "vue": ("diffusion",)}


@dataclass
class Visits:
    """Visits of one choice of settings, in milliseconds.

    Parameters
    ----------
    reads : what each read took, by the clock and of processor, and its SQL, one list a visit
    scripts : processor time of each visit
    """

    reads: list[list[tuple[float, float, str]]] = field(default_factory=list)
    scripts: list[float] = field(default_factory=list)

    @property
    def sums(self) -> tuple[float, float]:
        """All that a visit waits for the store, medians: by the clock, of processor."""
        clock = [sum(spent for spent, _, _ in visit) for visit in self.reads]
        used = [sum(spent for _, spent, _ in visit) for visit in self.reads]
        return float(np.median(clock)), float(np.median(used))

    @property
    def slowest(self) -> tuple[float, str]:
        """The read that uses the processor longest, median of the visits, and its SQL."""
        spent: dict[str, list[float]] = {}
        for _, used, sql in (read for visit in self.reads for read in visit):
            spent.setdefault(sql, []).append(used)
        return max((float(np.median(times)), sql) for sql, times in spent.items())


def made(home: Path) -> Path:
    """A version whose tables are those of 10 million placements."""
    build_demo(home, lambda share, text: None, share=0.1)
    path = store.current_path(home)
    assert path is not None
    with duckdb.connect(str(path)) as con:
        for name, sql in TABLES.items():
            con.execute(f"CREATE TEMP TABLE made AS {sql}")
            con.execute(f"CREATE OR REPLACE TABLE {name} AS FROM made; DROP TABLE made")
            count = con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            print(f"  {name:18} {count:>10,} rows")
        con.execute("DROP TABLE placement; DROP TABLE hosting; DROP TABLE host_place")
        total = con.execute("SELECT sum(placements)::BIGINT FROM portfolio").fetchall()[0][0]
        print(f"  {total:,} placements")
    return path


def choices() -> Iterator[dict[str, str]]:
    """Every choice of settings that is opened, as the parameters of its address."""
    for section, own in SECTIONS.items():
        for codes in product(*own.values()):
            yield {"volet": section, **dict(zip(own, codes, strict=True))}
    for section, codes in product(("tissu", "portefeuille"), product(*DIFFUSED.values())):
        yield {"volet": section, **dict(zip(DIFFUSED, codes, strict=True))}


def visit(choice: dict[str, str]) -> Visits:
    """Open the page under one choice, several times, nothing cached."""
    plain, visits = Store.read, Visits()

    def read(self: Store, scope: Scope, sql: str, **values: Any) -> pd.DataFrame:
        start, used = time.perf_counter(), time.process_time()
        table = plain(self, scope, sql, **values)
        spent = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)
        visits.reads[-1].append((*spent, sql))
        return table

    with mock.patch.object(Store, "read", read):
        for _ in range(TURNS):
            st.cache_data.clear()
            visits.reads.append([])
            app = AppTest.from_file(str(PAGE), default_timeout=120)
            for key, value in choice.items():
                app.query_params[key] = value
            used = time.process_time()
            app.run()
            visits.scripts.append(1000 * (time.process_time() - used))
            if app.exception:
                raise RuntimeError(f"{choice}: {app.exception[0].value}")
    return visits


def main() -> None:
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder))
        os.environ["EQUISTAGE_HOME"] = folder
        print(f"Median of {TURNS} visits, ms (aim: reads under {AIM_MS} together)")
        heads = ("reads", "clock", "processor", "slowest", "script")
        print(f"{'settings':60}" + "".join(f"{head:>10}" for head in heads))
        slowest = (0.0, "")
        for choice in choices():
            visits = visit(choice)
            slowest = max(slowest, visits.slowest)
            clock, used = visits.sums
            times = (clock, used, visits.slowest[0], float(np.median(visits.scripts)))
            print(
                f"{' '.join(f'{k}={v}' for k, v in choice.items()):60}{len(visits.reads[-1]):>10}"
                + "".join(f"{ms:>10.0f}" for ms in times)
                + ("  OVER" if used > AIM_MS else "")
            )
        print(f"Slowest read: {slowest[0]:.0f} ms: {' '.join(slowest[1].split())[:150]}")
        opened, used = Store(path), time.process_time()
        reads.engagement.to_coordinate(opened, Scope.animator("BEF-06"), YEAR, 3, 30)
        print(f"30 hosts to coordinate: {1000 * (time.process_time() - used):.0f} ms")
        opened.close()


if __name__ == "__main__":
    main()
