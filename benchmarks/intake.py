"""Intake of one million placement rows, beside plain readers, in the same run."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from demo import generate, write

ROWS = 1_000_000
READERS = ("duckdb", "intake", "pandas")


def make_file(folder: Path) -> Path:
    """Write one CSV of `ROWS` placement rows: the demonstration's four years, repeated."""
    write(generate(), folder)
    target = folder / "stages_million.csv"
    years = sorted(map(str, folder.glob("stages_20*.csv")))
    with duckdb.connect() as con:
        con.execute(
            f"""COPY (SELECT s.* FROM read_csv({years}, all_varchar=true, delim=';') s, range(4)
                LIMIT {ROWS}) TO '{target}' (DELIMITER ';', HEADER)"""
        )
    return target


def read_duckdb(path: Path, folder: Path) -> int:
    """Plain DuckDB: all text, into a table on disk."""
    with duckdb.connect(str(folder / "plain.duckdb")) as con:
        con.execute(
            "CREATE TABLE t AS FROM read_csv(?, all_varchar=true, header=true, delim=';')",
            [str(path)],
        )
        con.execute("CHECKPOINT")
        return int(con.execute("SELECT count(*) FROM t").fetchone()[0])


def read_intake(path: Path, folder: Path) -> int:
    """Our intake: recognised, checked against its contract, stored with rejects and repairs."""
    from data.intake.intake import read_into, recognise
    from data.readers import open_sources

    with duckdb.connect(str(folder / "intake.duckdb")) as con, open_sources(path) as sources:
        found = recognise(sources)
        read = read_into(con, found)
        con.execute("CREATE TABLE t AS FROM accepted")
        con.execute("CHECKPOINT")
        return read


def read_pandas(path: Path, folder: Path) -> int:
    """pandas and Pandera: typed columns, lazy validation, into Parquet."""
    import pandera.pandas as pa

    frame = pd.read_csv(path, sep=";", dtype=str)
    schema = pa.DataFrameSchema(
        {
            "uai": pa.Column(str, pa.Check.str_matches(r"^\d{7}[A-Z]$")),
            "annee_scolaire": pa.Column(str, pa.Check.str_matches(r"^20\d\d-20\d\d$")),
            "etat": pa.Column(str, pa.Check.isin(["signé", "accord", "sans lieu", "inconnu"])),
            "siret": pa.Column(str, pa.Check.str_matches(r"^\d{14}$"), nullable=True),
            "commune_accueil": pa.Column(str, pa.Check.str_matches(r"^\d{5}$"), nullable=True),
        }
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        bad = errors.failure_cases["index"].dropna().unique()
        frame = frame.drop(index=bad)
    for column in ("date_accord", "date_convention", "debut", "fin"):
        frame[column] = pd.to_datetime(frame[column], errors="coerce", format="mixed")
    frame.to_parquet(folder / "pandas.parquet")
    return len(frame)


def measure(reader: str, path: Path) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one reader in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.intake", reader, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def main() -> None:
    """Print rows/s, peak memory and the ratio to plain DuckDB of each reader."""
    with tempfile.TemporaryDirectory() as temporary:
        path = make_file(Path(temporary))
        size = path.stat().st_size / 1e6
        print(f"{ROWS} rows, {size:.0f} MB; median of 3 runs, one process each")
        results = {r: [measure(r, path) for _ in range(3)] for r in READERS}
    base = sorted(seconds for seconds, _ in results["duckdb"])[1]
    print(f"{'reader':10} {'s':>7} {'rows/s':>10} {'peak MB':>8} {'× duckdb':>9}")
    for reader, runs in results.items():
        seconds = sorted(s for s, _ in runs)[1]
        memory = sorted(m for _, m in runs)[1]
        print(
            f"{reader:10} {seconds:7.2f} {ROWS / seconds:10,.0f} {memory:8.0f} "
            f"{seconds / base:9.2f}"
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        name, file = sys.argv[1], Path(sys.argv[2])
        with tempfile.TemporaryDirectory() as out:
            start = time.perf_counter()
            globals()[f"read_{name}"](file, Path(out))
            elapsed = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(elapsed, peak)
    else:
        main()
