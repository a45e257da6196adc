"""Ways and flows: how far pupils go, and what territories give and take."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from analytics.measuring import amount, ratio


def way(trips: pd.DataFrame, key: str = "") -> pd.DataFrame:
    """Give the median way, the ninth decile, or the share of the far ones.

    Parameters
    ----------
    trips : one row a group, as `data.reads.hosts.distances` returns
    key : "" (median), "p90" or "loin"

    Returns
    -------
    The columns of `measuring.measure`; a quantile's interval is that of its rank
    """
    known, unknown = trips["trips"].astype(float), trips["trips_unknown"]
    minimum = CATALOGUE["distance"].minimum
    far = ratio(trips, part=trips["far"], whole=known, unknown=unknown, minimum=minimum)
    if key == "loin":
        return far
    name = key or "median"
    return far.assign(
        value=trips[name].astype(float),
        low=trips[f"{name}_low"].astype(float),
        high=trips[f"{name}_high"].astype(float),
        count=known,
        rate_min=np.nan,
        rate_max=np.nan,
    )


def balance(flows: pd.DataFrame, territories: pd.Series) -> pd.DataFrame:
    """Give what each territory receives, less what it sends, inside the académie.

    Parameters
    ----------
    flows : one row a pair, as `data.reads.hosts.flows` returns
    territories : codes to answer for

    Returns
    -------
    One row a territory: territory, inflow (`count`), outflow (`n`), abroad and the columns of
    `measuring.measure`; the balances of all territories add up to 0
    """
    inside = flows.dropna(subset=["origin", "destination"])
    moved = inside[inside["origin"] != inside["destination"]]
    table = pd.DataFrame({"territory": territories.to_numpy()})

    def total(side: str, rows: pd.DataFrame) -> pd.Series:
        return table["territory"].map(rows.groupby(side)["placements"].sum()).fillna(0)

    table["inflow"], table["outflow"] = total("destination", moved), total("origin", moved)
    table["abroad"] = total("origin", flows[flows["abroad"]])
    silent = (total("origin", flows) == 0) & (table["inflow"] == 0)
    value = (table["inflow"] - table["outflow"]).mask(silent)
    absence = np.where(silent, Absence.UNKNOWN, "")
    return amount(table, value, count=table["inflow"], n=table["outflow"], absence=absence)


BIN_KM = 0.1
WAYS = ("median", "p90", "far")


def ways(trips: pd.DataFrame, far_km: float, draws: int = 500, seed: int = 0) -> pd.DataFrame:
    """Give the ways to hosts of each group, with intervals by drawing whole schools again.

    The pupils of a school look for hosts around one place: they are not independent draws. Each
    draw takes as many schools as there are, with replacement (percentile bootstrap, 95 %).

    Parameters
    ----------
    trips : uai, group, km (missing: unknown place), placements
    far_km : a way above it is far
    draws : of the bootstrap
    seed : of the draws

    Returns
    -------
    One row a group: group, n (placements whose place is known), unknown, schools, and median, p90
    (km, to 0.1) and far (0..1), each with `_low` and `_high`, missing with a single school; absence
    """
    return pd.DataFrame(
        [_ways_of(name, part, far_km, draws, seed) for name, part in trips.groupby("group")],
        columns=["group", "n", "unknown", "schools", *_way_columns(), "absence"],
    )


def _way_columns() -> list[str]:
    return [f"{name}{end}" for name in WAYS for end in ("", "_low", "_high")]


def _ways_of(
    name: object, part: pd.DataFrame, far_km: float, draws: int, seed: int
) -> dict[str, object]:
    known = part[part["km"].notna()]
    n = int(known["placements"].sum())
    row: dict[str, object] = {
        "group": name,
        "n": n,
        "unknown": int(part["placements"].sum()) - n,
        "schools": known["uai"].nunique(),
        "absence": Absence.SMALL if 0 < n < CATALOGUE["distance"].minimum else "",
    }
    if n == 0:
        return {**row, "absence": Absence.UNKNOWN}
    bins = np.maximum(0, np.ceil(known["km"].to_numpy(float) / BIN_KM - 1e-9)).astype(int)
    far = known["km"].to_numpy(float) > far_km
    distance, column = np.unique(bins * 2 + far, return_inverse=True)  # a bin may hold far_km
    schools, line = np.unique(known["uai"].to_numpy(str), return_inverse=True)
    counted = np.zeros((len(schools), len(distance)))
    np.add.at(counted, (line, column), known["placements"].to_numpy(float))
    chances = np.full(len(schools), 1 / len(schools))
    drawn = np.random.default_rng(seed).multinomial(len(schools), chances, size=draws)
    km, beyond = distance // 2 * BIN_KM, distance % 2 == 1
    value = _ways_in(counted.sum(axis=0, keepdims=True), km, beyond)[0]
    spread = _ways_in(drawn @ counted, km, beyond)
    low, high = np.quantile(spread, [0.025, 0.975], axis=0)
    if len(schools) < 2:
        low = high = np.full(len(WAYS), np.nan)
    return row | dict(zip(_way_columns(), np.array([value, low, high]).T.ravel(), strict=True))


def _ways_in(counted: np.ndarray, km: np.ndarray, beyond: np.ndarray) -> np.ndarray:
    """Median, ninth decile and share of the far ones of each row of counts by distance."""
    cumulated = counted.cumsum(axis=1)
    total = cumulated[:, -1:]
    quantiles = [km[np.argmax(cumulated >= share * total - 1e-9, axis=1)] for share in (0.5, 0.9)]
    return np.column_stack((*quantiles, counted[:, beyond].sum(axis=1) / total[:, 0]))
