"""Lines of the spine that are not made of periods: ways to hosts, and the hosts themselves."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from analytics.companies.portfolio import HERE
from analytics.engagement import fidelity, penetration, trained_tutors
from analytics.measuring import with_columns
from analytics.statistics.arrays import crossed, divided
from analytics.statistics.comparison import at_equal_mix
from analytics.statistics.retention import seen_again, unseen_share
from data import reads
from data.reads.engagement import ALL
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store

_KEPT = ["value", "count", "n", "unknown", "unknown_share", "low", "high", "absence"]
_Z = 1.959964  # normal quantile of a 95 % interval


def way_line(
    store: Store, scope: Scope, selection: Selection, schools: pd.DataFrame
) -> pd.DataFrame:
    """Median way to the host by BEF of the school: the rows of `analytics.pole.spine.measured`.

    The test is Mood's (1950): the share of ways above the whole's median, at equal families,
    schools as drawn. The interval of the median is Woodruff's (1952) on the effective size.

    Parameters
    ----------
    schools : uai, bef
    """
    trips = reads.hosts.trips(store, scope, selection)
    own = schools.drop_duplicates("uai").set_index("uai")["bef"]
    school, codes = pd.factorize(trips["uai"], sort=True)
    bef, names = pd.factorize(own.reindex(codes), sort=True)
    return way_rows(  # numbered once a school, not once a way
        trips.assign(
            uai=pd.Categorical.from_codes(school, codes),
            bef=pd.Categorical.from_codes(bef[school], names),
        )
    )


def way_rows(trips: pd.DataFrame) -> pd.DataFrame:
    """Compute the same from ways already read.

    Parameters
    ----------
    trips : bef, uai, family, km (missing: unknown place), placements
    """
    km, placed = trips["km"].to_numpy(float), trips["placements"].to_numpy(float)
    (bef, names), (school, _), (family, families) = (
        pd.factorize(trips[name], sort=True) for name in ("bef", "uai", "family")
    )
    known = np.flatnonzero(np.isfinite(km))
    known = known[np.argsort(km[known], kind="stable")]
    centre = float(_quantiles(km[known], placed[known], np.array([0.5]))[0])
    inside = known[bef[known] >= 0]
    cells, cell = np.unique(  # a school is of one BEF
        school[inside] * len(families) + family[inside], return_inverse=True
    )
    far = np.bincount(cell, np.where(km[inside] > centre, placed[inside], 0.0), len(cells))
    of_cell = np.zeros(len(cells), dtype=int)
    of_cell[cell] = bef[inside]
    its_school, its_family = np.divmod(cells, max(len(families), 1))
    whole = np.bincount(cell, placed[inside], len(cells))
    found = at_equal_mix(far, whole, its_family, its_school, of_cell).set_index("unit")
    units = np.unique(bef[inside])
    worth = found["effective_n"].reindex(units).to_numpy(float)
    mine = [inside[bef[inside] == unit] for unit in units]
    value, low, high = _around_medians([(km[own], placed[own]) for own in mine], worth)
    total = np.array([placed[own].sum() for own in mine], dtype=float)
    lost = np.bincount(bef[bef >= 0], np.where(np.isnan(km), placed, 0.0)[bef >= 0], len(names))
    unknown, p_value = lost[units], found["p_value"].reindex(units).to_numpy(float)
    return pd.DataFrame(
        {
            "bef": names[units],
            "value": value,
            "low": low,
            "high": high,
            "count": total,
            "n": total,
            "line": "distance",
            "unknown": unknown,
            "unknown_share": unknown / (total + unknown),
            "academy": centre,
            "p_value": p_value,
            "equal": np.where(np.isnan(p_value), np.nan, value),
            "reason": np.where(np.isnan(p_value), "schools", ""),
            "absence": np.where(total < CATALOGUE["distance"].minimum, Absence.SMALL, ""),
        }
    )


def _around_medians(
    ways: list[tuple[np.ndarray, np.ndarray]], worth: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Medians of ways in order of distance, with their intervals on these effective sizes."""
    half = _Z * np.sqrt(divided(0.25, worth))
    shares = np.clip([np.full_like(half, 0.5), 0.5 - half, 0.5 + half], 0, 1)
    found = [_quantiles(*own, at) for own, at in zip(ways, shares.T, strict=True)]
    value, low, high = np.reshape(found, (len(ways), 3)).T
    return value, low, high


def _quantiles(km: np.ndarray, placed: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Distances below which these shares of the placements lie; ways in order of distance."""
    if not len(km):
        return np.full(len(shares), np.nan)
    cumulated = placed.cumsum()
    at = np.searchsorted(cumulated, np.nan_to_num(shares) * cumulated[-1] - 1e-9)
    return np.where(np.isnan(shares), np.nan, km[np.minimum(at, len(km) - 1)])


def host_lines(
    store: Store, scope: Scope, selection: Selection, schools: pd.DataFrame
) -> pd.DataFrame:
    """Return, engagement and tutors of the hosts by BEF of the host, from cells by track.

    They are not compared: nothing says how the hosts of one school depend on each other.

    Parameters
    ----------
    schools : bef, due, unknown: what the unknown periods may hide of a return
    """
    cut = "pro" if selection.level else selection.track or ALL
    where = (selection.year, cut, None)
    back = reads.engagement.returns(store, scope, *where, by=("bef",))
    back = back.rename(columns={"hosts": "hosts_before", "back": "hosts_back"})
    here = reads.engagement.portfolio(store, scope, *where, by=("bef",))
    here = here[here["status"].isin(HERE)]
    fabric = _engaged(reads.profiles.employers(store, scope), here)
    followed = len(here) > 0 or bool((schools["due"] > schools["unknown"]).any())
    told = reads.engagement.quality(store, scope, selection.year, None, by=("bef",))
    told = told[told["public"] == ALL]
    made = (
        ("fidelite", fidelity, back),
        ("penetration", partial(penetration, followed=followed), fabric),
        ("tuteurs", trained_tutors, told),
    )
    tables = [_by_bef(line, compute, counts) for line, compute, counts in made]
    table = pd.concat(tables, ignore_index=True)
    returns = (table["line"] == "fidelite").to_numpy()
    _, most, _, _ = seen_again(
        table["count"].to_numpy(float), table["n"].to_numpy(float), _unseen(schools, table["bef"])
    )
    return with_columns(
        table,
        p_value=np.nan,
        equal=np.nan,
        reason="hosts",
        least=np.where(returns, table["value"], np.nan),
        most=np.where(returns, most, np.nan),
    )


def _by_bef(
    line: str, compute: Callable[[pd.DataFrame], pd.DataFrame], counts: pd.DataFrame
) -> pd.DataFrame:
    """Compute a line by BEF and for the whole; hosts beyond the BEF count for the whole only."""
    known = counts["bef"].notna().to_numpy()
    numbers = counts.drop(columns="bef")
    parts = {name: numbers[name].to_numpy() for name in numbers if numbers[name].dtype.kind in "if"}
    table = compute(
        pd.DataFrame({name: np.append(each.sum(), each[known]) for name, each in parts.items()})
    )
    kept = {name: table[name].to_numpy()[1:] for name in _KEPT}
    befs, academy = counts["bef"].to_numpy(object)[known], table["value"].iloc[0]
    return pd.DataFrame({**kept, "bef": befs, "line": line, "academy": academy})


def _unseen(schools: pd.DataFrame, befs: pd.Series) -> np.ndarray:
    """Share of the periods due of each BEF that nobody told of; 0 where none is due."""
    names = pd.Index(befs.unique())
    sums = pd.DataFrame({name: crossed(schools, name, bef=names) for name in ("due", "unknown")})
    return unseen_share(sums)[names.get_indexer(befs)]


def _engaged(employers: pd.DataFrame, hosts: pd.DataFrame) -> pd.DataFrame:
    """Employers and engaged hosts of each BEF that has employers: bef, establishments, hosts."""
    befs = sorted(employers["bef"].unique())
    establishments = crossed(employers, "establishments", bef=befs)
    there = crossed(hosts, "hosts", bef=befs)
    return pd.DataFrame({"bef": befs, "establishments": establishments, "hosts": there})
