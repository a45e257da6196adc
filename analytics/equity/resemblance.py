"""Do neighbouring schools resemble each other? Their access at equal formations, and Moran's I."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analytics.statistics.arrays import divided
from analytics.statistics.spatial import GlobalMoran, global_moran, local_moran, told_apart
from analytics.statistics.uncertainty import wilson_interval
from geo.travel import great_circle
from secrecy.thresholds import SMALL_RATE

NEAR_KM = 20.0  # schools nearer than that are neighbours (hypothesis)


@dataclass(frozen=True)
class Resemblance:
    """Moran's index of the schools, and one row a school.

    schools : uai, known, rate with its Wilson bounds low and high (0..1), gap (points: rate less
        what the whole's rates by family and level would give), all missing below 20 known periods;
        quadrant ("" when chance may explain it)
    """

    whole: GlobalMoran
    schools: pd.DataFrame


def resemblance(states: pd.DataFrame, places: pd.DataFrame) -> Resemblance:
    """Compare schools with their neighbours, two-sided, false discoveries held at 5 %.

    Parameters
    ----------
    states : one row a school, family and level (and more): uai, family, level, due, signed, unknown
    places : uai, lon, lat (degrees); a school without a place has no neighbour
    """
    rows = states.assign(known=states["due"] - states["unknown"])
    mix = rows.groupby(["family", "level"])[["signed", "known"]].transform("sum")
    rate = mix["signed"] / mix["known"].where(mix["known"] > 0)
    rows["usual"] = (rate * rows["known"]).fillna(0.0)
    table = rows.groupby("uai", as_index=False)[["known", "signed", "usual"]].sum()
    table = table.merge(places[["uai", "lon", "lat"]], on="uai", how="left")
    enough = table["known"].where(table["known"] >= SMALL_RATE)
    table["rate"] = table["signed"] / enough
    table["low"], table["high"] = wilson_interval(table["signed"].where(enough > 0), enough)
    table["gap"] = 100 * (table["signed"] - table["usual"]) / enough
    links = _neighbours(table["lon"].to_numpy(float), table["lat"].to_numpy(float), table["gap"])
    table["quadrant"] = told_apart(local_moran(table["gap"], links))
    columns = ["uai", "known", "rate", "low", "high", "gap", "quadrant"]
    return Resemblance(global_moran(table["gap"], links), table[columns])


def _neighbours(lon: np.ndarray, lat: np.ndarray, values: pd.Series) -> csr_array:
    """Schools with a value nearer than `NEAR_KM`, each school's neighbours weighing 1 in all."""
    apart = great_circle(lon[:, None], lat[:, None], lon[None, :], lat[None, :]) / 1000
    near = (apart <= NEAR_KM) & values.notna().to_numpy()[None, :]
    np.fill_diagonal(near, False)
    return csr_array(divided(near, near.sum(axis=1, keepdims=True), 0.0))
