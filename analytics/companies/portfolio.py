"""The portfolio of hosts at the end of each campaign: five statuses, and the way between them."""

import numpy as np
import pandas as pd

from analytics.absence import Absence

STATUSES = {
    "nouvelle": "Nouvelles",
    "fidele": "Fidèles",
    "active": "Actives",
    "a_reactiver": "À réactiver",
    "perdue": "Perdues de vue",
}
HERE = ("nouvelle", "fidele", "active")


def stock(cells: pd.DataFrame, first: bool) -> pd.DataFrame:
    """Number of hosts of each status.

    Parameters
    ----------
    cells : status, hosts, of one campaign
    first : True in the first known campaign: what needs a past is then "non mesuré"

    Returns
    -------
    One row a status: status, name, hosts, share (of the portfolio), absence
    """
    count = cells.groupby("status")["hosts"].sum().reindex(list(STATUSES)).fillna(0)
    table = pd.DataFrame({"status": list(STATUSES), "name": list(STATUSES.values())})
    table["hosts"] = count.to_numpy(float)
    table["share"] = table["hosts"] / table["hosts"].sum() if table["hosts"].sum() else np.nan
    unknown = first & (table["status"] != "active")
    table.loc[unknown, ["hosts", "share"]] = np.nan
    return table.assign(absence=np.where(unknown, Absence.UNMEASURED, ""))


def waterfall(cells: pd.DataFrame) -> pd.DataFrame:
    """Way from the hosts active the campaign before to those active in this one.

    Parameters
    ----------
    cells : status, before, hosts, of one campaign that is not the first

    Returns
    -------
    One row a step: step ("before", "lost", "new", "revived", "now"), amount (signed for the three
    in the middle). before + lost + new + revived = now, whatever the cells
    """
    now, before = cells["status"].isin(HERE), cells["before"].astype(bool)
    new = cells["status"] == "nouvelle"

    def total(rows: "pd.Series[bool]") -> int:
        return int(cells.loc[rows, "hosts"].sum())

    return _steps(
        total(before), total(before & ~now), total(new), total(now & ~before & ~new), total(now)
    )


def waterfall_of_moves(moves: pd.DataFrame) -> pd.DataFrame:
    """Give the same table from the moves that are diffused; "new" holds the revived ones.

    Parameters
    ----------
    moves : status (new, returning, lost), hosts, missing where secret
    """
    count = moves.set_index("status")["hosts"].astype(float)
    new, back, lost = (float(count[name]) for name in ("new", "returning", "lost"))
    table = _steps(back + lost, lost, new, 0, back + new)
    return table[table["step"] != "revived"].reset_index(drop=True)


def _steps(before: float, lost: float, new: float, revived: float, now: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "step": ["before", "lost", "new", "revived", "now"],
            "amount": np.array([before, -lost, new, revived, now], dtype=float),
        }
    )
