"""Lines of the spine that are not made of periods: ways to hosts, and the hosts themselves."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from analytics.comparison import at_equal_mix
from analytics.engagement import fidelity, penetration, trained_tutors
from analytics.portfolio import HERE
from data import bef_reads, engagement_reads, host_reads
from data.engagement_reads import ALL
from data.scope import Scope
from data.selection import Selection
from data.store import Store

_KEPT = ["bef", "value", "count", "n", "unknown", "unknown_share", "low", "high", "absence"]
_Z = 1.959964  # normal quantile of a 95 % interval


def way_line(
    store: Store, scope: Scope, selection: Selection, schools: pd.DataFrame
) -> pd.DataFrame:
    """Median way to the host by BEF of the school: the rows of `analytics.spine.measured`.

    The test is Mood's (1950): the share of ways above the whole's median, at equal families,
    schools as drawn. The interval of the median is Woodruff's (1952) on the effective size.

    Parameters
    ----------
    schools : uai, bef
    """
    trips = host_reads.trips(store, scope, selection)
    trips["bef"] = trips["uai"].map(schools.drop_duplicates("uai").set_index("uai")["bef"])
    return way_rows(trips)


def way_rows(trips: pd.DataFrame) -> pd.DataFrame:
    """Compute the same from ways already read.

    Parameters
    ----------
    trips : bef, uai, family, km (missing: unknown place), placements
    """
    known = trips[trips["km"].notna()].sort_values("km")
    centre = float(_quantiles(known, np.array([0.5]))[0])
    far = known.assign(far=known["placements"].where(known["km"] > centre, 0))
    sums = far.groupby(["bef", "uai", "family"], as_index=False)[["far", "placements"]].sum()
    found = at_equal_mix(
        sums["far"], sums["placements"], sums["family"], sums["uai"], sums["bef"]
    ).set_index("unit")
    lost = trips[trips["km"].isna()].groupby("bef")["placements"].sum()
    rows = [
        _median(bef, part, float(found.loc[bef, "effective_n"]))
        for bef, part in known.groupby("bef")
    ]
    numbers = ["value", "low", "high", "count", "n"]
    table = pd.DataFrame(rows, columns=["bef", *numbers]).astype(dict.fromkeys(numbers, float))
    unknown = table["bef"].map(lost).fillna(0).astype(float)
    p_value = table["bef"].map(found["p_value"])
    return table.assign(
        line="distance",
        unknown=unknown,
        unknown_share=unknown / (table["n"] + unknown),
        academy=centre,
        p_value=p_value,
        equal=table["value"].where(p_value.notna()),
        reason=np.where(p_value.isna(), "schools", ""),
        absence=np.where(table["n"] < CATALOGUE["distance"].minimum, Absence.SMALL, ""),
    )


def _median(bef: object, ways: pd.DataFrame, worth: float) -> tuple[object, ...]:
    half = _Z * np.sqrt(0.25 / worth) if worth > 0 else np.nan
    total = float(ways["placements"].sum())
    value, low, high = _quantiles(ways, np.clip(np.array([0.5, 0.5 - half, 0.5 + half]), 0, 1))
    return bef, value, low, high, total, total


def _quantiles(ways: pd.DataFrame, shares: np.ndarray) -> np.ndarray:
    """Distances below which these shares of the placements lie; ways in order of distance."""
    if not len(ways):
        return np.full(len(shares), np.nan)
    cumulated = ways["placements"].to_numpy(float).cumsum()
    at = np.searchsorted(cumulated, np.nan_to_num(shares) * cumulated[-1] - 1e-9)
    found = ways["km"].to_numpy(float)[np.minimum(at, len(ways) - 1)]
    return np.where(np.isnan(shares), np.nan, found)


def host_lines(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Return, engagement and tutors of the hosts by BEF of the host, from cells by track.

    They are not compared: nothing says how the hosts of one school depend on each other.
    """
    cut = "pro" if selection.level else selection.track or ALL
    where = (selection.year, cut, None)
    back = engagement_reads.returns(store, scope, *where, by=("bef",))
    back = back.rename(columns={"hosts": "hosts_before", "back": "hosts_back"})
    here = engagement_reads.portfolio(store, scope, *where, by=("bef",))
    here = here[here["status"].isin(HERE)].groupby("bef", as_index=False)["hosts"].sum()
    fabric = bef_reads.employers(store, scope)
    fabric = fabric.groupby("bef", as_index=False)["establishments"].sum()
    fabric = fabric.merge(here, on="bef", how="left").fillna({"hosts": 0})
    told = engagement_reads.quality(store, scope, selection.year, None, by=("bef",))
    told = told[told["public"] == ALL]
    made = (
        ("fidelite", fidelity, back),
        ("penetration", penetration, fabric),
        ("tuteurs", trained_tutors, told),
    )
    tables = []
    for line, compute, counts in made:
        whole = counts.select_dtypes("number").sum().to_frame().T
        table = compute(pd.concat([whole, counts[counts["bef"].notna()]], ignore_index=True))
        academy = table["value"].iloc[0]
        tables.append(table.loc[1:, _KEPT].assign(line=line, academy=academy))
    return pd.concat(tables, ignore_index=True).assign(p_value=np.nan, equal=np.nan, reason="hosts")
