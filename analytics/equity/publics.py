"""Access by public of the school: gaps, concentration, inequality, channels, effects."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import t as student

from analytics.catalogue.counted import PARTS
from analytics.equity.effects import net_effects
from analytics.equity.equity import gaps_by_public
from analytics.equity.slope import slope_on
from analytics.statistics.concentration import (
    concentration_curve,
    concentration_index,
    concentration_interval,
)
from analytics.statistics.inequality import (
    between_by_chance,
    gini,
    gini_interval,
    lorenz_curve,
    palma_ratio,
    theil,
)
from analytics.statistics.uncertainty import difference_interval, wilson_interval
from secrecy.thresholds import SMALL_RATE

CHANNELS = ("by_family", "by_pupil", "by_past_host", "by_school", "by_pole", "by_platform")
EVERYONE = "*"  # all publics together, and who has none
DRAWS = 300  # of whole schools, and of shuffles
FEWEST_UNITS = 30  # schools, below which the tenth of highest IPS is three schools or fewer
_GAPS = [
    *("gap", "low", "high", "mix", "own"),
    *("adjusted", "adjusted_low", "adjusted_high", "covered"),
]


@dataclass(frozen=True)
class Dimension:
    """A way to sort schools in publics: its column of the rows, its classes, the reference."""

    column: str
    classes: tuple[str, ...]
    reference: str


DIMENSIONS = {
    "ips": Dimension("ips_class", ("ips-1", "ips-2", "ips-3", "ips-4"), "ips-4"),
    "ep": Dimension("public", ("rep-plus", "rep", "hors-ep"), "hors-ep"),
    "ruralite": Dimension("rural_class", ("rural", "urbain"), "urbain"),
}


@dataclass(frozen=True)
class Concentration:
    """Where the periods without are, from the lowest IPS to the highest.

    curve : people, share, cumulated (0..1), the origin first
    index : Erreygers', with low and high; below 0, found among the lowest IPS
    palma : mean of the tenth of highest IPS over that of the four lowest tenths, of the measure
        itself; missing with too few schools
    """

    curve: pd.DataFrame
    index: float
    low: float
    high: float
    palma: float
    schools: int
    periods: float
    left_out: float


@dataclass(frozen=True)
class Inequality:
    """How unequal schools' rates are: Gini with its interval, and Theil's share between BEF.

    lorenz : people, share, cumulated
    between, by_chance, chance_low, chance_high : share of Theil's index between BEF, and what
        shuffled schools give
    """

    lorenz: pd.DataFrame
    gini: float
    gini_low: float
    gini_high: float
    theil: float
    between: float
    by_chance: float
    chance_low: float
    chance_high: float
    schools: int


def gaps(rows: pd.DataFrame, dimension: str, measure: str) -> pd.DataFrame:
    """Gap of each public to the reference, crude and at equal mix of formations.

    Parameters
    ----------
    rows : as `data.reads.equity.schools`
    dimension : key of `DIMENSIONS`
    measure : key of `PARTS`

    Returns
    -------
    One row a public of the dimension, in its order: the columns of
    `equity.gaps_by_public` with `due`, `unknown`, `ips_low`, `ips_high`; no gap where
    the reference has no known period
    """
    chosen = DIMENSIONS[dimension]
    rows = rows[rows[chosen.column].isin(chosen.classes)]
    rows = rows.assign(known=rows["due"] - rows["unknown"], events=rows[PARTS[measure]])
    public = rows[chosen.column]
    counts = (
        rows.groupby(chosen.column)
        .agg(
            due=("due", "sum"),
            unknown=("unknown", "sum"),
            ips_low=("ips", "min"),
            ips_high=("ips", "max"),
            events=("events", "sum"),
            total=("known", "sum"),
        )
        .reindex(list(chosen.classes))
        .rename_axis("group")
        .reset_index()
    )
    names = ["due", "unknown", "events", "total"]
    counts[names] = counts[names].fillna(0)
    counts["rate"] = counts["events"] / counts["total"].where(counts["total"] > 0)
    if counts["total"].iloc[-1] > 0:
        found = gaps_by_public(
            rows["events"], rows["known"], public, _strata(rows), rows["uai"], chosen.reference
        )
        wanted = found.drop(columns=["events", "total", "rate"])
    else:
        wanted = pd.DataFrame(columns=["group", "schools", "small", *_GAPS])
    table = counts.merge(wanted, on="group", how="left")
    table["schools"] = table["schools"].astype(float).fillna(0)
    table["small"] = table["total"] < SMALL_RATE
    return table.astype(dict.fromkeys(_GAPS, float))


def crude_gaps(counts: pd.DataFrame, dimension: str, measure: str) -> pd.DataFrame:
    """Crude gaps from what is diffused; missing where a count is secret.

    Parameters
    ----------
    counts : as `data.reads.diffused.publics`, of one track

    Returns
    -------
    group, events, total, rate, schools, due, unknown, gap, low, high: Newcombe's interval at 95 %
    on the independent periods that the known ones are worth, Student's law; no gap without a
    known reference
    """
    chosen, part = DIMENSIONS[dimension], PARTS[measure]
    rows = counts[counts["public"].isin(chosen.classes)].set_index("public")
    rows = rows.reindex([name for name in chosen.classes if name in rows.index])
    rate = rows[part] / rows["known"].where(rows["known"] > 0)
    worth = rows[f"{part}_worth"].astype(float)
    base, size = rate.get(chosen.reference, np.nan), worth.get(chosen.reference, np.nan)
    told = (rate.notna() & worth.notna()).to_numpy() & (rows.index != chosen.reference)
    spare = np.minimum(rows["freedom"], rows["freedom"].get(chosen.reference, 0)).to_numpy(float)
    told &= (spare > 0) & (size == size)
    stretch = (student.ppf(0.975, np.maximum(spare, 1)) / ndtri(0.975)) ** 2
    m, k = (np.where(told, sizes / stretch, 0.0) for sizes in (worth, size))
    low, high = difference_interval(np.nan_to_num(rate) * m, m, np.nan_to_num(base) * k, k)
    table = rows.rename_axis("group").rename(columns={part: "events", "known": "total"})
    gap = (rate - base).where(rate.index != chosen.reference)
    kept = ["events", "total", "rate", "schools", "due", "unknown", "gap", "low", "high"]
    return table.assign(rate=rate, gap=gap, low=low, high=high)[kept].reset_index()


def concentration(rows: pd.DataFrame, measure: str) -> Concentration:
    """Tell whether the periods without are among the lowest IPS.

    Parameters
    ----------
    rows, measure : as `gaps`; "without" is without a signed convention for the rate of access
    """
    units = _by_school(rows, measure)
    left_out = float(units.loc[units["ips"].isna(), "known"].sum())
    units = units[units["ips"].notna()]
    rate, n, ips = (units[name].to_numpy(float) for name in ("rate", "known", "ips"))
    lack = 1 - rate if measure == "taux_acces" else rate
    low, high = concentration_interval(lack, ips, units["uai"], n, "erreygers", draws=DRAWS)
    people, share = concentration_curve(lack, ips, n)
    return Concentration(
        pd.DataFrame({"people": people, "share": share}),
        concentration_index(lack, ips, n, "erreygers"),
        low,
        high,
        palma_ratio(rate, ips, n) if len(units) >= FEWEST_UNITS else np.nan,
        len(units),
        float(n.sum()),
        left_out,
    )


def inequality(rows: pd.DataFrame, measure: str) -> Inequality:
    """Tell how unequal the rates of schools are, and how much of it lies between BEF.

    Parameters
    ----------
    rows, measure : as `gaps`; every BEF
    """
    units = _by_school(rows, measure)
    rate, n = units["rate"].to_numpy(float), units["known"].to_numpy(float)
    people, share = lorenz_curve(rate, n)
    low, high = gini_interval(rate, units["uai"], n, draws=DRAWS)
    chance = between_by_chance(rate, units["bef"], n, draws=DRAWS)
    return Inequality(
        pd.DataFrame({"people": people, "share": share}),
        gini(rate, n),
        low,
        high,
        theil(rate, n),
        chance.observed,
        chance.mean,
        chance.low,
        chance.high,
        len(units),
    )


def channels(rows: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Who found the placements of each public: counts of each channel, the unknown one last.

    Returns
    -------
    One row a public × channel, all publics together last (`EVERYONE`): group, channel, count,
    placed (of the public), known (placements whose channel is known), share (of the placements),
    share_known (of those known; missing for the unknown), low, high (Wilson's interval on it at
    95 %, wide enough for whatever the unknown are); no row where nobody is placed
    """
    chosen = DIMENSIONS[dimension]
    names = [*CHANNELS, "channel_unknown"]
    sums = rows.groupby(chosen.column)[["placed", *names]].sum()
    sums = sums.reindex([name for name in chosen.classes if name in sums.index])
    if not rows["placed"].sum():
        return pd.DataFrame()
    sums.loc[EVERYONE] = rows[["placed", *names]].sum()
    sums = sums[sums["placed"] > 0].rename_axis("group").reset_index()
    table = sums.melt(["group", "placed"], names, "channel", "count")
    table["known"] = table["placed"] - table["group"].map(
        sums.set_index("group")["channel_unknown"]
    )
    table["share"] = table["count"] / table["placed"]
    within = table["count"] / table["known"].where(table["known"] > 0)
    told = table["channel"] != "channel_unknown"
    count, placed = table["count"].where(told, 0), table["placed"].where(told, 0)
    low, most = wilson_interval(count, placed)[0], count + table["placed"] - table["known"]
    high = wilson_interval(most.where(told, 0), placed)[1]
    return table.assign(share_known=within.where(told), low=low, high=high)


def effects(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """What 10 IPS points and a rural place change in the rate, alone then net of each other.

    Returns
    -------
    One row an effect: `effect` ("ips", "ips-net", "rural-net"), value, low, high (per 1), used.
    Net: of formation, BEF and each other
    """
    known, part = rows["due"] - rows["unknown"], rows[PARTS[measure]]
    alone = slope_on(rows["ips"], part, known, _strata(rows), rows["uai"])
    rural = rows["rural_class"].map({"rural": 1.0, "urbain": 0.0})
    traits = pd.DataFrame({"ips": rows["ips"].astype(float), "rural": rural})
    zones = sorted(rows["bef"].dropna().unique())[1:]
    dummies = {zone: (rows["bef"] == zone).astype(float) for zone in zones}
    net = net_effects(traits.assign(**dummies), part, known, _strata(rows), rows["uai"])
    net = net.set_index("trait")
    found = [("ips", alone.slope, alone.low, alone.high, alone.used)]
    found += [(f"{name}-net", *net.loc[name]) for name in ("ips", "rural")]
    table = pd.DataFrame(found, columns=["effect", "value", "low", "high", "used"])
    table[["value", "low", "high"]] *= np.array([[10], [10], [1]])  # 10 points of IPS
    return table


def _strata(rows: pd.DataFrame) -> pd.Series:
    return rows["family"] + "/" + rows["level"]


def _by_school(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One row a school and track with known periods: uai, bef, ips, known, rate."""
    keys = ["uai", "track", "bef", "ips"]
    known = rows.assign(known=rows["due"] - rows["unknown"])
    sums = known.groupby(keys, as_index=False, dropna=False)[["known", PARTS[measure]]].sum()
    sums = sums[sums["known"] > 0]
    return sums.assign(rate=sums[PARTS[measure]] / sums["known"]).reset_index(drop=True)
