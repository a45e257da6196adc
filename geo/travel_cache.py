"""Travel between communes, kept as Parquet: computed once for given communes and model.

A file is named after all that it depends on: it is never stale, and safe to delete at any time.
"""

import hashlib
import secrets
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_array

from geo import travel as model
from geo.travel import REACH_KM, Travel, travel_between

KEPT = 4  # files kept in the folder, most recent first
_COLUMNS = ("commune", "lon", "lat", "area_km2", "density_class")


def cached_travel(communes: pd.DataFrame, folder: Path, radius_km: float = REACH_KM) -> Travel:
    """Distances and estimated minutes between communes, from the cache or made and put there.

    Parameters
    ----------
    communes : one row a commune: commune (code), lon, lat (degrees), area_km2, density_class
    folder : folder of the cache, made if need be; where it cannot be written, nothing is kept
    radius_km : beyond it, no entry

    Returns
    -------
    Matrices in the order of the rows of `communes`
    """
    path = folder / f"{travel_key(communes, radius_km)}.parquet"
    found = _read(path, len(communes))
    if found is not None:
        return found
    lon, lat, area, density = (communes[name] for name in _COLUMNS[1:])
    made = travel_between(lon, lat, area, density, radius_km)
    try:
        _write(made, path)
        _prune(folder)
    except OSError:
        pass  # a cache that cannot be written costs time, not figures
    return made


def travel_key(communes: pd.DataFrame, radius_km: float) -> str:
    """Digest of the communes, in their order, of the radius, and of the code with its figures."""
    digest = hashlib.sha256(f"{_code()} {float(radius_km)}".encode())
    table = communes[list(_COLUMNS)].astype(str)
    digest.update(table.to_csv(index=False).encode())
    return digest.hexdigest()[:24]


@cache
def _code() -> str:
    """Digest of what computes the times and writes them."""
    files = (Path(__file__), Path(model.__file__))
    texts = [file.read_bytes().replace(b"\r\n", b"\n") for file in files]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _read(path: Path, size: int) -> Travel | None:
    """Read a file of the cache; None: absent or damaged."""
    try:
        table = pq.read_table(path)
        origin, destination, km, minutes = (
            table[name].to_numpy() for name in ("origin", "destination", "km", "minutes")
        )
    except (OSError, KeyError, pa.ArrowException):
        return None
    indptr = np.searchsorted(origin, np.arange(size + 1)).astype(np.int32)
    kilometres, times = (
        csr_array((values, destination, indptr), shape=(size, size)) for values in (km, minutes)
    )
    return Travel(kilometres, times, np.zeros(len(km), dtype=bool))


def _write(travel: Travel, path: Path) -> None:
    """Write whole or not at all: a draft takes the name when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    matrix = travel.kilometres
    origin = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
    table = pa.table(
        {
            "origin": origin,
            "destination": matrix.indices.astype(np.int32),
            "km": matrix.data,
            "minutes": travel.minutes.data,
        }
    )
    draft = path.with_name(f".{path.stem}-{secrets.token_hex(4)}")
    try:
        pq.write_table(table, draft, compression="zstd")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.parquet"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in files[KEPT:]:
        old.unlink(missing_ok=True)
