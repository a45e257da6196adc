"""The edition of the model: a digest of all that makes the tables of a version from its rows."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What makes the tables, beside `data/model/*.sql`: a version that others made is built again.
MAKERS = (
    *("data/actions.py", "data/batches.py", "data/building.py", "data/cleaning.py"),
    *("data/communes.py", "data/company_names.py", "data/contracts/tables.py", "data/counts.py"),
    *("data/decisions.py", "data/deducing.py", "data/diffused_tables.py", "data/formations.py"),
    *("data/frames.py", "data/hiding.py", "data/linking.py", "data/matching.py", "data/naf.py"),
    *("data/places.py", "data/totals.py"),
    *("geo/outlines.py", "geo/territories.py"),
    *(f"secrecy/{name}.py" for name in ("attack", "cells", "patterns", "problems", "tables")),
    "secrecy/thresholds.py",
)
REFERENCE = (
    *("data/reference/*.csv", "data/reference/*.geojson"),
    *("data/reference/*/*.csv", "data/reference/*/*.parquet"),
)


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Files that the digest depends on, in order.

    Parameters
    ----------
    root : folder of the program
    """
    yield from sorted((root / "data" / "model").glob("*.sql"))
    yield from (root / name for name in MAKERS)
    for pattern in REFERENCE:
        yield from sorted(root.glob(pattern))


def model(root: Path = ROOT) -> str:
    """Digest of the model: sixteen hexadecimal digits, the same whatever the ends of lines.

    Parameters
    ----------
    root : folder of the program
    """
    digest = hashlib.sha256()
    for path in sources(root):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]
