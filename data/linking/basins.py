"""Basins derived from schools, where nobody publishes which commune is of which BEF.

A commune takes the code of its own schools, else that of the nearest school of its département;
what is cut off from its basin goes to a neighbour. Each commune says by which rule, and how sure.
"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.travel import EARTH_RADIUS_M, sphere_points

OWN_PRIMARY = "écoles de la commune"
OWN = "collèges et lycées de la commune"
NEAREST = "établissement le plus proche du département"
ANYWHERE = "établissement le plus proche"
JOINED = "rattachée à ses voisines"
HIGH, MEDIUM, LOW = "elevee", "moyenne", "faible"
_DIVIDED = 0.6  # a city without a basin of more schools than that is of the one at its middle
_SHARED = 0.8  # share of the schools of a commune that agree: fewer, it is not sure
_CLEAR, _FAIR = 2.0, 1.3  # how many times farther the nearest school of another basin is


def derive(communes: pd.DataFrame, schools: pd.DataFrame, touching: csr_array) -> pd.DataFrame:
    """Give every commune a basin.

    Parameters
    ----------
    communes : code, department, lon, lat (degrees), one row a commune
    schools : commune (code), basin, primary (bool), lon, lat (degrees, or missing), one row a
        school whose basin is known
    touching : communes × communes, those that share a border, in the order of `communes`

    Returns
    -------
    code, bef, rule, confidence (« elevee », « moyenne », « faible »), in the order of `communes`

    Raises
    ------
    ValueError : no school of a commune has a basin
    """
    known = schools[schools["commune"].isin(communes["code"])]
    if known.empty:
        raise ValueError("no school of a commune has a basin")
    seeds = _majorities(known.merge(_middles(known, communes), left_index=True, right_index=True))
    found = _nearest(communes, seeds)
    own = seeds.reindex(communes["code"])
    settled = own["basin"].notna().to_numpy()
    found.loc[settled, "bef"] = own.loc[settled, "basin"].to_numpy()
    found.loc[settled, "rule"] = np.where(own.loc[settled, "primary"], OWN_PRIMARY, OWN)
    found.loc[settled, "confidence"] = np.where(own.loc[settled, "share"] >= _SHARED, HIGH, MEDIUM)
    return _connected(found, settled, touching)


def _middles(schools: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Distance of each school to the middle of its commune, on the unit sphere: away."""
    middle = communes.set_index("code").loc[schools["commune"]]
    ways = sphere_points(schools["lon"], schools["lat"]) - sphere_points(
        middle["lon"], middle["lat"]
    )
    return pd.DataFrame({"away": np.linalg.norm(ways, axis=1)}, index=schools.index)


def _majorities(schools: pd.DataFrame) -> pd.DataFrame:
    """Basin of most schools of each commune, its primary schools first: basin, primary, share."""
    kept = schools[schools["primary"] == schools.groupby("commune")["primary"].transform("max")]
    counts = kept.groupby(["commune", "primary", "basin"], as_index=False).agg(
        size=("basin", "size"), away=("away", "min")
    )
    counts["share"] = counts["size"] / counts.groupby("commune")["size"].transform("sum")
    divided = counts.groupby("commune")["share"].transform("max") < _DIVIDED
    counts["away"] = counts["away"].where(divided, 0.0)
    counts = counts.sort_values(["away", "size", "basin"], ascending=[True, False, True])
    return counts.drop_duplicates("commune").set_index("commune")[["basin", "primary", "share"]]


def _nearest(communes: pd.DataFrame, seeds: pd.DataFrame) -> pd.DataFrame:
    """Basin of the nearest commune that has one, in the same département where there is any."""
    at = communes.set_index("code")
    places = at.loc[seeds.index]
    basins = seeds["basin"].to_numpy()
    near = np.full(len(communes), "", dtype=object)
    rule = np.full(len(communes), ANYWHERE, dtype=object)
    ratio = np.ones(len(communes))
    everywhere = np.arange(len(places))
    for department, own in communes.groupby("department").indices.items():
        inside = np.flatnonzero((places["department"] == department).to_numpy())
        among = inside if len(inside) else everywhere
        tree = cKDTree(sphere_points(places["lon"].iloc[among], places["lat"].iloc[among]))
        points = sphere_points(communes["lon"].iloc[own], communes["lat"].iloc[own])
        chords, rows = tree.query(points, k=len(among))
        chords, rows = chords.reshape(len(own), -1), rows.reshape(len(own), -1)
        first = basins[among][rows]
        other = np.where(first != first[:, :1], chords, np.inf).min(axis=1)
        near[own] = first[:, 0]
        rule[own] = NEAREST if len(inside) else ANYWHERE
        ratio[own] = _km(other) / np.maximum(_km(chords[:, 0]), 0.1)
    confidence = np.select([ratio >= _CLEAR, ratio >= _FAIR], [HIGH, MEDIUM], LOW)
    confidence[rule == ANYWHERE] = LOW
    return pd.DataFrame(
        {"code": communes["code"].to_numpy(), "bef": near, "rule": rule, "confidence": confidence}
    )


def _km(chord: np.ndarray) -> np.ndarray:
    """Great-circle distance of chords of the unit sphere; infinity stays."""
    arc = 2 * np.arcsin(np.minimum(chord, 2) / 2) * EARTH_RADIUS_M / 1000
    return np.where(np.isfinite(chord), arc, np.inf)


def _connected(found: pd.DataFrame, settled: np.ndarray, touching: csr_array) -> pd.DataFrame:
    """Give to their neighbours the pieces of a basin that hold no school of it.

    A piece that has a school stays: basins in several pieces are true.
    """
    graph = touching.tocoo()
    while True:
        basin = found["bef"].to_numpy()
        same = basin[graph.row] == basin[graph.col]
        inside = csr_array(
            (np.ones(int(same.sum())), (graph.row[same], graph.col[same])), shape=touching.shape
        )
        piece = connected_components(inside, directed=False)[1]
        held = np.zeros(piece.max() + 1, dtype=bool)
        held[piece[settled]] = True
        loose = ~held[piece]
        border = pd.DataFrame({"piece": piece[graph.row], "bef": basin[graph.col]})[
            loose[graph.row] & ~same & held[piece[graph.col]]
        ]
        if border.empty:
            return found
        counts = border.groupby(["piece", "bef"], as_index=False).size()
        best = counts.sort_values(["size", "bef"], ascending=[False, True])
        joined = best.drop_duplicates("piece").set_index("piece")["bef"]
        moved = np.isin(piece, joined.index)
        found.loc[moved, "bef"] = joined.reindex(piece[moved]).to_numpy()
        found.loc[moved, ["rule", "confidence"]] = [JOINED, LOW]
