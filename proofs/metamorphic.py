"""The same data in another form gives the same tables, or the report names what differs.

Files of a small demonstration are saved again in other forms, cut in two, their rows and names put
in another order, their activity codes renamed where Insee gives them one image; every table of the
new version is compared with those of the first.
"""

import csv
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from data.intake.importing import import_folder
from data.reference import REFERENCE
from data.store import store
from demo.making_demo import build_demo
from proofs import Proof, within

_DAY = date(2026, 11, 30)
_OF_THE_IMPORT = {
    *("batch", "import_file", "info", "reject", "remark", "repair", "signature"),
    "secret",  # what the next version must know of this one; what is shown follows from it
}
_NAF = {"naf": True, "Code APE": False}  # column -> with a point


def run(size: int, seed: int) -> Iterator[str]:
    """Compare `size` redrawn folders with the first one."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        build_demo(root / "made", lambda *_: None, files=root / "files", share=0.03)
        plain, _ = _tables(_copied(root / "files", root / "plain"), root / "home")
        names = list(_CHANGES)
        unlike = 0
        for number in range(size):
            name, draw = names[number % len(names)], random.Random(f"{seed} {number}")
            folder = _copied(root / "files", root / f"folder{number}")
            _CHANGES[name](folder, draw)
            found, told = _tables(folder, root / f"home{number}")
            bad = [table for table in plain if found.get(table) != plain[table]]
            named = bad and name == "activity codes" and any("NAF" in line for line in told)
            unlike += bool(bad) and not named
            said = "equal" if not bad else f"differ: {', '.join(bad)}"
            yield f"{name}: {len(plain)} tables, {said}{' (told)' if named else ''}"
        yield within(unlike, 0, "folders whose tables differ without a word")


def _copied(files: Path, folder: Path) -> Path:
    folder.mkdir()
    for path in files.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def _tables(folder: Path, home: Path) -> tuple[dict[str, int], list[str]]:
    """Checksum of each table of what a folder publishes, whatever the order of its rows."""
    report = import_folder(folder, home, author="essai", observed=_DAY)
    with duckdb.connect(str(store.current_path(home)), read_only=True) as con:
        names = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY 1"
        ).fetchall()
        sums = {}
        for (name,) in names:
            if name not in _OF_THE_IMPORT:
                sums[name] = hash(con.execute(_checksum(con, name)).fetchone())
        told = con.execute("SELECT text || ' ' || detail FROM remark").fetchall()
    return sums, [*report.messages, *(text for (text,) in told)]


def _checksum(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """Query of the checksum of a table; sums of decimals differ by their order, far from zero."""
    columns = con.execute(f"DESCRIBE {name}").fetchall()
    shown = ", ".join(
        f"coalesce(round({column}, 6 - TRY_CAST(ceil(log10(abs({column}) + 1e-300)) AS INT)), "
        f"{column})"
        if kind == "DOUBLE"
        else column
        for column, kind in ((f'"{c[0]}"', c[1]) for c in columns)
    )
    return f"SELECT sum(hash({shown})::HUGEINT)::VARCHAR, count(*) FROM {name}"


def _saved(folder: Path, draw: random.Random) -> None:
    """Each file in another form: separator, encoding, line ends, order of columns, workbook."""
    for path in sorted(folder.glob("*.csv")):
        table = _read(path)
        columns = draw.sample(list(table.columns), len(table.columns))
        table = table[columns]
        forms = ["tab", "comma", "bom", "xlsx", "parquet"]
        form = draw.choice([*forms, *(["latin"] if _fits_latin(table) else [])])
        path.unlink()
        if form == "xlsx" and len(table) < 20_000:
            table.to_excel(path.with_suffix(".xlsx"), index=False)
        elif form == "parquet":
            table.to_parquet(path.with_suffix(".parquet"), index=False)
        else:
            separator = {"tab": "\t", "comma": ","}.get(form, ";")
            encoding = {"latin": "cp1252", "bom": "utf-8-sig"}.get(form, "utf-8")
            text = table.to_csv(
                index=False, sep=separator, lineterminator=draw.choice(("\n", "\r\n"))
            )
            path.write_bytes(
                text.encode(encoding, errors="strict" if form != "latin" else "replace")
            )


def _fits_latin(table: pd.DataFrame) -> bool:
    try:
        table.to_csv(index=False).encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _cut(folder: Path, draw: random.Random) -> None:
    """Each exchange file in two, of one day."""
    for path in sorted(folder.glob("*.csv")):
        if path.stem in ("demonstration", "poles"):
            continue
        table = _read(path)
        first = table.index.isin(draw.sample(range(len(table)), len(table) // 2))
        for end, part in (("a", table[first]), ("b", table[~first])):
            part.to_csv(path.with_stem(f"{path.stem}_{end}"), index=False, sep=";")
        path.unlink()


def _mixed(folder: Path, draw: random.Random) -> None:
    """Rows and files in another order."""
    paths = sorted(folder.glob("*.csv"))
    for rank, path in enumerate(draw.sample(paths, len(paths))):
        table = _read(path)
        rows = draw.sample(range(len(table)), len(table))
        year = path.stem[-9:] if path.stem.startswith("stages") else ""
        table.iloc[rows].to_csv(folder / f"fichier {rank:02} {year}.csv", index=False, sep=";")
        path.unlink()


def _renamed(folder: Path, draw: random.Random) -> None:
    """Activity codes of one image by that image, in files drawn or in all of them."""
    images = _images()
    for path in sorted(folder.glob("*.csv")):
        table = _read(path)
        for column in _NAF.keys() & set(table.columns):
            codes = table[column].str.replace(".", "", regex=False)
            new = codes.map(images).fillna(codes)
            pointed = new.str[:2] + "." + new.str[2:]
            table[column] = (pointed if _NAF[column] else new).where(table[column] != "", "")
            table.to_csv(path, index=False, sep=";")


@cache
def _images() -> dict[str, str]:
    """Code of NAF rév. 2 -> its image of NAF 2025, where both have but one."""
    with (REFERENCE / "naf2025" / "concordance.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["lien"] == "1-1"]
    return {row["naf_rev2"].replace(".", ""): row["naf_2025"].replace(".", "") for row in rows}


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", dtype="str", keep_default_na=False, encoding="utf-8-sig")


_CHANGES: dict[str, Callable[[Path, random.Random], None]] = {
    "order": _mixed,
    "halves": _cut,
    "forms": _saved,
    "activity codes": _renamed,
}
PROOF = Proof(run, "folders", full=24, sample=4)
