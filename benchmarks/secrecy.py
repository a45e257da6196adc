"""What stays visible of a demonstration store to others, by view, and what an attacker recovers."""

import tempfile
import time
from pathlib import Path
from unittest import mock

import duckdb
import numpy as np
import pandas as pd

from data.store import hiding, store
from demo.making_demo import build_demo
from secrecy import tables
from secrecy.cells import Spec, cells_of
from secrecy.patterns import Pattern, Problem
from secrecy.problems import problem_of
from secrecy.tables import decide, recovered

_VIEWS = {
    "BEF × famille (voie pro)": "family <> '*' AND bef <> '*'",
    "famille, académie": "family <> '*' AND bef = '*'",
    "niveau (voie pro), académie": "cut IN (SELECT level FROM level) AND family = '*'",
    "BEF × voie": "cut IN ('*', 'pro', 'gt', 'college') AND bef <> '*' AND family = '*'",
    "académie": "bef = '*' AND family = '*'",
}


def main() -> None:
    """Build the store, print the shares, then attack with and without secondary suppression."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        build_demo(home, lambda share, text: None)
        path = store.current_path(home)
        assert path is not None
        with duckdb.connect(str(path), read_only=True) as con:
            _visible(con)
            _attacked(con)


def _visible(con: duckdb.DuckDBPyConnection) -> None:
    print("Share of the cells that are shown (share of the periods known that they hold)")
    print(f"{'view':28} {'cells':>6} {'access rate':>17} {'without a host':>17} {'unknown':>9}")
    for name, where in _VIEWS.items():
        row = con.execute(
            f"""SELECT count(*),
                       avg((signed IS NOT NULL AND known IS NOT NULL)::INT),
                       sum(CASE WHEN signed IS NOT NULL THEN known END) / sum(known),
                       avg(("without" IS NOT NULL AND known IS NOT NULL)::INT),
                       sum(CASE WHEN "without" IS NOT NULL THEN known END) / sum(known),
                       avg(("unknown" IS NOT NULL)::INT)
                FROM diffused WHERE {where}"""
        ).fetchone()
        assert row is not None
        cells, rate, periods, without, held, unknown = row
        print(
            f"{name:28} {cells:6} {rate:8.1%} ({periods:6.1%}) {without:8.1%} ({held:6.1%}) "
            f"{unknown:8.1%}"
        )


def primary_alone(year: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """What an attacker recovers of a year where only the small counts are hidden."""

    def nothing_more(problem: Problem) -> Pattern:
        return Pattern(problem.hidden, np.empty((0, len(problem.leaves))))

    with mock.patch.object(tables, "solve", nothing_more):
        return recovered(decide(year, spec).masked(), year, spec)


def _attacked(con: duckdb.DuckDBPyConnection) -> None:
    hiding.prepare(con)
    rows = con.execute(hiding.FAMILIES.sql).df()
    spec = hiding.FAMILIES.spec
    start = time.perf_counter()
    decided = decide(rows, spec)
    spent = time.perf_counter() - start
    print(f"\nBEF × family, {rows['year'].nunique()} years: decided in {spent:.2f} s, proved by")
    print(f"{sum(decided.proofs.values())} other tables; hidden {decided.cells['hidden'].sum()}")
    year = rows[rows["year"] == rows["year"].max()]
    print(f"recovered by an attacker, last year: {len(recovered(decided.masked(), year, spec))}")
    own = cells_of(year, spec)
    primary = problem_of(own, spec).hidden.sum()
    alone = primary_alone(year, spec)
    print(f"the same with the primary rule alone ({primary} sums): {len(alone)}")
