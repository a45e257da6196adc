"""The edition of the model: a digest of all that makes the tables of a version from its rows."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What makes the tables of a version: one that others made is built again.
MAKERS = (
    *("data/model/*.sql", "data/model/*.py", "data/linking/*.py"),
    *("data/counts.py", "data/frames.py", "data/silence.py"),
    "data/journal/actions.py",
    *("data/contracts/cleaning.py", "data/contracts/naf.py", "data/contracts/tables.*"),
    *("data/store/diffused_tables.py", "data/store/hiding.py"),
    *("geo/neighbours.py", "geo/outlines.py", "geo/territories.py", "geo/travel.py"),
    *("secrecy/*.py",),
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
    for pattern in (*MAKERS, *REFERENCE):
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
