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
    trips : one row a group, as `data.host_reads.distances` returns
    key : "" (median), "p90" or "loin"

    Returns
    -------
    The columns of `analytics.measuring.measure`; a quantile's interval is that of its rank
    """
    known, unknown = (trips[name].to_numpy(float) for name in ("trips", "trips_unknown"))
    minimum = CATALOGUE["distance"].minimum
    far = ratio(
        trips, part=trips["far"].to_numpy(float), whole=known, unknown=unknown, minimum=minimum
    )
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
    flows : one row a pair, as `data.host_reads.flows` returns
    territories : codes to answer for

    Returns
    -------
    One row a territory: territory, inflow (`count`), outflow (`n`), abroad and the columns of
    `analytics.measuring.measure`; the balances of all territories add up to 0
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
