"""The fabric of employers: blind spots, and where a sector is more engaged than elsewhere."""

import numpy as np
import pandas as pd

from analytics.statistics.arrays import crossed, divided
from analytics.statistics.standardisation import indirect_ratio
from analytics.statistics.uncertainty import empirical_bayes


def blind_spots(
    pupils: pd.DataFrame, employers: pd.DataFrame, hosts: pd.DataFrame, expected: pd.DataFrame
) -> pd.DataFrame:
    """Families with pupils × sectors with employers, and no host at all.

    Parameters
    ----------
    pupils : bef, family, due
    employers : bef, sector (large sector, or division of the NAF), establishments
    hosts : bef, family, sector, hosts
    expected : family, sector; other crossings are not looked at

    Returns
    -------
    One row a family × sector: zones (BEF with pupils and employers), blind (of them, those
    without any host), establishments (of the blind ones), due (there)
    """
    families, sectors, befs = (
        pd.Index(sorted(set(table[name].dropna())))  # a school or host may be in no BEF
        for table, name in ((expected, "family"), (expected, "sector"), (pupils, "bef"))
    )
    due = crossed(pupils, "due", bef=befs, family=families)[:, :, None]
    there = crossed(employers, "establishments", bef=befs, sector=sectors)[:, None, :]
    taken = crossed(hosts, "hosts", bef=befs, family=families, sector=sectors)
    looked_at = crossed(expected.assign(looked_at=1), "looked_at", family=families, sector=sectors)
    active = (due > 0) & (there > 0) & (looked_at > 0)
    empty = active & (taken == 0)
    family, sector = np.nonzero(active.any(axis=0))
    sums = {
        "zones": active.sum(axis=0),
        "blind": empty.sum(axis=0),
        "establishments": (there * empty).sum(axis=0),
        "due": (due * empty).sum(axis=0),
    }
    named = {"family": families[family], "sector": sectors[sector]}
    cells = {name: each[family, sector].astype(int) for name, each in sums.items()}
    return pd.DataFrame(named | cells)


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
    rate = divided(sums["hosts"], sums["establishments"], 0.0)
    expected = rate * cells["establishments"].to_numpy(float)
    observed = np.where(expected > 0, cells["hosts"].to_numpy(float), 0.0)
    found = indirect_ratio(observed, expected)
    return cells.assign(
        expected=expected,
        quotient=found.ratio,
        shrunk=empirical_bayes(observed, expected),
        low=found.low,
        high=found.high,
    )
