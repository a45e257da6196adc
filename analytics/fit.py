"""Do pupils learn their trade where they are hosted? NAF of the host against the family."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.uncertainty import wilson_interval

PRIOR = 20.0  # placements that the académie's mix is worth in a small group


def adequacy(placed: pd.DataFrame, expected: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Share of each family's placements in a division of the NAF that it expects.

    Parameters
    ----------
    placed : family, division (missing: unknown), placements
    expected : family, division
    minimum : placements below which a family is "effectif faible"

    Returns
    -------
    One row a family: family, value, low, high (the unknown division being either), count, n
    (known), unknown, absence; a family that expects nothing is "sans objet"
    """
    table = placed.merge(expected.assign(fits=True), on=["family", "division"], how="left")
    known = table["division"].notna()
    parts = {
        "count": table["placements"].where(known & table["fits"].notna(), 0),
        "n": table["placements"].where(known, 0),
        "unknown": table["placements"].where(~known, 0),
    }
    sums = (
        pd.DataFrame({"family": table["family"], **parts}).groupby("family", as_index=False).sum()
    )
    count, n, unknown = (sums[name].to_numpy(float) for name in ("count", "n", "unknown"))
    asked = sums["family"].isin(expected["family"]).to_numpy()
    low = wilson_interval(count, n + unknown)[0]
    high = wilson_interval(count + unknown, n + unknown)[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(asked & (n > 0), count / n, np.nan)
    absence = np.select(
        [~asked, n == 0, n < minimum],
        [Absence.NOT_APPLICABLE, Absence.UNKNOWN, Absence.SMALL],
        default="",
    )
    bounds = {"low": np.where(asked, low, np.nan), "high": np.where(asked, high, np.nan)}
    return sums.assign(value=value, absence=absence, **bounds)


def smoothed_mix(own: pd.Series, whole: pd.Series, prior: float = PRIOR) -> pd.Series:
    """Shares of divisions in a small group, pulled towards the whole's (Dirichlet prior).

    Parameters
    ----------
    own, whole : placements by division
    prior : placements that the whole's mix is worth

    Returns
    -------
    Shares by division of either, which sum to 1; the whole's when the group is empty
    """
    index = own.index.union(whole.index)
    own, whole = (counts.reindex(index).fillna(0.0) for counts in (own, whole))
    base = whole / whole.sum() if whole.sum() else pd.Series(1 / max(len(index), 1), index)
    return (own + prior * base) / (own.sum() + prior)


def outside_trade(placed: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    """Where pupils are hosted outside the trades that their family expects.

    Parameters
    ----------
    placed : family, division, placements, of the reader's perimeter
    expected : family, division; families that expect nothing are left out

    Returns
    -------
    family, division, placements, share (of the family's known placements), the most first
    """
    known = placed.dropna(subset="division")
    known = known[known["family"].isin(expected["family"])]
    sums = known.groupby(["family", "division"], as_index=False)["placements"].sum()
    sums["share"] = sums["placements"] / sums.groupby("family")["placements"].transform("sum")
    found = sums.merge(expected.assign(fits=True), on=["family", "division"], how="left")
    found = found[found["fits"].isna()].drop(columns="fits")
    return found.sort_values(
        ["placements", "family", "division"], ascending=[False, True, True], ignore_index=True
    )
