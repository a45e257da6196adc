"""With all that is diffused of the BEF × family tables, an attacker recovers no hidden count.

Each campaign of a demonstration store, attacked by linear programming; the primary rule alone is
attacked too, and must give some back, so that the attack is known to work.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.secrecy import primary_alone
from data.store import hiding, store
from demo.making_demo import build_demo
from proofs import BrokenError, Proof, within
from secrecy.tables import decide, recovered


def run(size: int, seed: int) -> Iterator[str]:
    """Attack a store of `size` % of the pupils made from seed `seed`."""
    spec = hiding.FAMILIES.spec
    with tempfile.TemporaryDirectory() as folder:
        build_demo(Path(folder), lambda *_: None, seed=seed, share=size / 100)
        path = store.current_path(Path(folder))
        assert path is not None
        with duckdb.connect(str(path), read_only=True) as con:
            hiding.prepare(con)
            rows = con.execute(hiding.FAMILIES.sql).df()
    decided = decide(rows, spec)
    yield f"{len(rows)} rows, {int(decided.cells['hidden'].sum())} cells hidden"
    for year, part in rows.groupby("year"):
        lost = recovered(decided.masked(), part, spec)
        yield within(len(lost), 0, f"{year}, recovered by an attacker")
    alone = len(primary_alone(part, spec))
    if not alone:
        raise BrokenError(f"{year}: the attack finds nothing against the primary rule alone")
    yield f"{year}, primary rule alone, recovered: {alone}"


PROOF = Proof(run, "% of the pupils", full=100, sample=5, seed=7)
