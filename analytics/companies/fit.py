"""Do pupils learn their trade where they are hosted? NAF of the host against the family."""

import pandas as pd

PRIOR = 20.0  # placements that the académie's mix is worth in a small group


def smoothed_mix(own: pd.Series, whole: pd.Series) -> pd.Series:
    """Shares of divisions in a small group, pulled towards the whole's (Dirichlet prior).

    Parameters
    ----------
    own, whole : placements by division

    Returns
    -------
    Shares by division of either, which sum to 1; the whole's when the group is empty
    """
    own, whole = own.align(whole, fill_value=0.0)
    base = whole / whole.sum() if whole.sum() else pd.Series(1 / max(len(own), 1), own.index)
    return (own + PRIOR * base) / (own.sum() + PRIOR)


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


def smoothed_shares(
    placed: pd.DataFrame, whole: pd.DataFrame, asked: pd.DataFrame
) -> "pd.Series[float]":
    """Smoothed share of some divisions in their family.

    Parameters
    ----------
    placed, whole : family, division, placements, of the perimeter and of the académie
    asked : family, division

    Returns
    -------
    One share a row of `asked`
    """
    own, base = (
        table.dropna(subset="division").groupby(["family", "division"])["placements"].sum()
        for table in (placed, whole)
    )
    mixes = {
        family: smoothed_mix(own.loc[family], base.loc[family])
        for family in asked["family"].unique()
    }
    found = [
        mixes[family][division]
        for family, division in asked[["family", "division"]].itertuples(index=False)
    ]
    return pd.Series(found, asked.index, dtype=float)
