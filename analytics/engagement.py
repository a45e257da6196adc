"""Companies that host: who is engaged, who is new, who came back, and how much of the fabric."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.thresholds import SMALL_RATE
from analytics.uncertainty import wilson_interval


def portfolio(current: pd.Series, previous: pd.Series | None) -> pd.DataFrame:
    """Count the new, returning and lost hosts of a year.

    Parameters
    ----------
    current, previous : identifiers of the hosts of the year and of the year before, each once;
        `previous` is None when the year before was not measured

    Returns
    -------
    One row a status (new, returning, lost): `status`, `hosts`, `absence`. New and returning
    partition the current hosts; returning and lost partition the previous ones.
    """
    statuses = ["new", "returning", "lost"]
    if previous is None:
        return pd.DataFrame(
            {"status": statuses, "hosts": [pd.NA] * 3, "absence": [Absence.UNMEASURED] * 3}
        )
    returning = int(current.isin(previous).sum())
    return pd.DataFrame(
        {
            "status": statuses,
            "hosts": [len(current) - returning, returning, len(previous) - returning],
            "absence": [""] * 3,
        }
    )


def penetration(hosts: pd.DataFrame) -> pd.DataFrame:
    """Add the engagement rate of the fabric: engaged hosts ÷ employer establishments.

    Parameters
    ----------
    hosts : one row a zone or sector, with the counts `hosts` and `establishments`

    Returns
    -------
    The table with `rate`, `low`, `high` (Wilson, in 0..1) and `absence`: "sans objet" without
    any establishment; "non mesuré" where hosts outnumber the establishments known; "effectif
    faible" on fewer than 20.
    """
    table = hosts.copy()
    engaged = table["hosts"].to_numpy(float)
    fabric = np.nan_to_num(table["establishments"].to_numpy(float))
    impossible = engaged > fabric
    usable = (fabric > 0) & ~impossible
    safe = np.where(usable, engaged, 0.0)
    base = np.where(usable, fabric, 0.0)
    table["rate"] = np.divide(safe, base, out=np.full_like(base, np.nan), where=base > 0)
    table["low"], table["high"] = wilson_interval(safe, base)
    table["absence"] = np.select(
        [impossible, fabric == 0, fabric < SMALL_RATE],
        [Absence.UNMEASURED, Absence.NOT_APPLICABLE, Absence.SMALL],
        default="",
    )
    return table
