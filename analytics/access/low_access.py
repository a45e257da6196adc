"""Zones blanches: communes that touch, all of low access, and what lies around them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.statistics.accessibility import Sparse
from analytics.statistics.spatial import connected_zones

LOW = 0.5  # of the mean of the pupils' access (hypothesis)
SMALLEST = 3  # communes (hypothesis)


def low_access(reached: pd.DataFrame, low: float = LOW) -> np.ndarray:
    """Tell which communes have less than `low` times the mean of the pupils' access.

    Parameters
    ----------
    reached : one row a commune: pupils, access, reachable
    low : share of the mean

    Returns
    -------
    One boolean a commune. A commune that reaches no place has 0 and is one; where there are
    places and no pupil studies near enough to share them, nothing is measured: False. So it is
    everywhere when no pupil is known, or no place
    """
    pupils, access = (reached[name].to_numpy(float) for name in ("pupils", "access"))
    whole = (pupils * access).sum()
    if not whole > 0:
        return np.zeros(len(reached), dtype=bool)
    unmeasured = (access == 0) & reached["reachable"].to_numpy(bool)
    return (access < low * whole / pupils.sum()) & ~unmeasured


def white_zones(
    reached: pd.DataFrame,
    neighbours: Sparse,
    low: float = LOW,
    smallest: int = SMALLEST,
) -> np.ndarray:
    """Group the communes of low access that touch; the most populated zone is 1, 0 is none.

    Parameters
    ----------
    reached : one row a commune: commune, population, pupils, access, reachable
    neighbours : communes that touch
    low : share of the mean of the pupils' access
    smallest : zones of fewer communes are left out
    """
    return connected_zones(
        low_access(reached, low),
        neighbours,
        sizes=reached["population"].fillna(0).to_numpy(float),
        names=reached["commune"].to_numpy(str),
        smallest=smallest,
    )


def describe_zones(
    zone: np.ndarray,
    reached: pd.DataFrame,
    within: Sparse,
    kilometres: Sparse,
    hosts: np.ndarray,
    labels: Mapping[str, str],
) -> pd.DataFrame:
    """Say of each zone how many pupils it concerns, which host is nearest, which BEF share it.

    Parameters
    ----------
    zone : of each commune, as `white_zones` gives
    reached : one row a commune: name, bef, population, pupils, access, edge (near the border)
    within : communes within the radius of each other
    kilometres : distances between communes, stored pairs only
    hosts : one boolean a commune: it has a host
    labels : name of each BEF

    Returns
    -------
    One row a zone: zone, name (its most populated commune), communes, edge, population, pupils
    (who study there), around (who study within the radius of one of its communes), access (mean
    over its population), host (commune of the nearest host of its main commune; "" beyond the
    matrix), km, befs
    """
    rows = []
    pupils = reached["pupils"].to_numpy(float)
    people = reached["population"].fillna(0).to_numpy(float)
    names = reached["name"].to_numpy(str)
    for number in range(1, int(zone.max(initial=0)) + 1):
        inside = zone == number
        main = int(np.flatnonzero(inside)[np.argmax(people[inside])])
        near, km = _nearest(kilometres, main, hosts)
        reach = np.asarray(within.T @ inside.astype(float)) > 0
        rows.append(
            {
                "zone": number,
                "name": names[main],
                "communes": int(inside.sum()),
                "edge": int(reached["edge"].to_numpy(bool)[inside].sum()),
                "population": people[inside].sum(),
                "pupils": pupils[inside].sum(),
                "around": pupils[inside | reach].sum(),
                "access": _mean(reached["access"].to_numpy(float)[inside], people[inside]),
                "host": "" if near is None else names[near],
                "km": km,
                "befs": " · ".join(sorted(labels[b] for b in set(reached["bef"][inside]))),
            }
        )
    return pd.DataFrame(rows, columns=ZONE_COLUMNS)


ZONE_COLUMNS = [
    *("zone", "name", "communes", "edge", "population", "pupils", "around"),
    *("access", "host", "km", "befs"),
]


def _nearest(kilometres: Sparse, place: int, hosts: np.ndarray) -> tuple[int | None, float]:
    """Find the nearest commune that has a host; of two as near, the first."""
    part = slice(kilometres.indptr[place], kilometres.indptr[place + 1])
    others, km = kilometres.indices[part], kilometres.data[part]
    kept = hosts[others]
    if not kept.any():
        return None, np.nan
    others, km = others[kept], km[kept]
    best = np.lexsort((others, km))[0]
    return int(others[best]), float(km[best])


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    return float(np.average(values, weights=weights if weights.sum() > 0 else None))
