"""The fabric of employers: blind spots, and where a sector is more engaged than elsewhere."""

import numpy as np
import pandas as pd

from analytics.standardisation import indirect_ratio
from analytics.uncertainty import empirical_bayes


def blind_spots(
    pupils: pd.DataFrame, employers: pd.DataFrame, hosts: pd.DataFrame, expected: pd.DataFrame
) -> pd.DataFrame:
    """Families with pupils × sectors with employers, and no host at all.

    Parameters
    ----------
    pupils : bef, family, due
    employers : bef, sector, establishments
    hosts : bef, family, sector, hosts
    expected : family, sector; other crossings are not looked at

    Returns
    -------
    One row a family × sector: zones (BEF with pupils and employers), blind (of them, those
    without any host), establishments (of the blind ones), due (there)
    """
    cells = (
        pupils[pupils["due"] > 0]
        .merge(expected, on="family")
        .merge(employers[employers["establishments"] > 0], on=["bef", "sector"])
        .merge(hosts, on=["bef", "family", "sector"], how="left")
    )
    empty = cells["hosts"].fillna(0) == 0
    cells = cells.assign(
        blind=empty,
        zones=1,
        establishments=cells["establishments"].where(empty, 0),
        due=cells["due"].where(empty, 0),
    )
    columns = ["zones", "blind", "establishments", "due"]
    return cells.groupby(["family", "sector"], as_index=False)[columns].sum()


def location_quotients(cells: pd.DataFrame) -> pd.DataFrame:
    """Engaged hosts of a cell ÷ those that the whole's rates by sector would give.

    Parameters
    ----------
    cells : bef, sector, hosts, establishments

    Returns
    -------
    The table with expected, quotient, shrunk (pulled towards 1 by Marshall's moments, the more so
    the smaller the cell), low, high (Byar); missing where nothing is expected
    """
    sums = cells.groupby("sector")[["hosts", "establishments"]].transform("sum")
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = (sums["hosts"] / sums["establishments"]).to_numpy(float)
    expected = np.nan_to_num(rate) * cells["establishments"].to_numpy(float)
    observed = np.where(expected > 0, cells["hosts"].to_numpy(float), 0.0)
    found = indirect_ratio(observed, expected)
    return cells.assign(
        expected=expected,
        quotient=found.ratio,
        shrunk=empirical_bayes(observed, expected),
        low=found.low,
        high=found.high,
    )
