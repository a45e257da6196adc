"""BEF that resemble one, by standardised distance; who does better among them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics import sides
from analytics.catalogue import CATALOGUE
from analytics.catalogue.counted import PARTS
from analytics.statistics.uncertainty import difference_interval
from analytics.verdicts.standing import bef_at_equal_mix
from data import reads
from data.scope import Scope
from data.selection import SCHOOL, Selection
from data.store.store import Store

VARIABLES = {
    "density": "densité de population",
    "ips": "IPS des établissements",
    "vocational": "part de la voie professionnelle",
    "rural": "part rurale",
    "employers": "employeurs par élève",
    "naf": "secteurs des employeurs",
}
_RATIOS = ("density", "employers")  # compared by their logarithm: twice as dense is as far as half


@dataclass(frozen=True)
class Comparable:
    """Peers of a BEF (`peers`), what each does beside it (`ask_whom`), variables left out."""

    near: pd.DataFrame
    beside: pd.DataFrame
    left_out: list[str]


def left_out(features: pd.DataFrame) -> list[str]:
    """Variables that are not known for every BEF: none is compared on them."""
    return [name for name in VARIABLES if not _known(features, name)]


def peers(features: pd.DataFrame, bef: str, count: int = 4) -> pd.DataFrame:
    """Find the BEF nearest to one, and whether each would stay if a variable were dropped.

    The gap of two BEF in a variable is divided by the median gap of all pairs of BEF (a scale that
    outliers do not move: Bickel & Lehmann, 1979): 1 is an ordinary gap. Density and employers a
    pupil are compared by logarithm, the mix of sectors by Hellinger's distance, which counts as one
    variable. A variable that is not known for every BEF is left out (`left_out`). Equal distances
    are in order of code, whatever the order of rows.

    Parameters
    ----------
    features : one row a BEF, as `data.reads.profiles.features`
    bef : code of the BEF
    count : most peers wanted

    Returns
    -------
    One row a peer, nearest first: bef, rank (from 1), distance, one column a variable used (its
    part of the squared distance: they add up to it), stable, dropped_by (names of the variables
    without which it would no longer be a peer, a tuple)

    Raises
    ------
    KeyError : no such BEF
    """
    rows = features.sort_values("bef", ignore_index=True)
    codes = rows["bef"].to_numpy(object)
    if bef not in codes:
        raise KeyError(f"no such BEF: {bef}")
    own = int(np.flatnonzero(codes == bef)[0])
    names = [name for name in VARIABLES if _known(rows, name)]
    parts = np.array([_parts(rows, name)[own] for name in names]).reshape(len(names), len(rows))
    near = _nearest(parts, own, count) if names else np.array([], dtype=int)
    without = {
        name: set(_nearest(np.delete(parts, at, axis=0), own, count))
        for at, name in enumerate(names)
        if len(names) > 1
    }
    dropped = [tuple(name for name, kept in without.items() if one not in kept) for one in near]
    table = pd.DataFrame(
        {
            "bef": codes[near],
            "rank": np.arange(1, len(near) + 1),
            "distance": np.sqrt(parts[:, near].sum(axis=0)),
            **{name: parts[at, near] for at, name in enumerate(names)},
            "stable": [not names_of for names_of in dropped],
        }
    )
    table["dropped_by"] = pd.Series(dropped, index=table.index, dtype=object)
    return table


def ask_whom(
    rates: pd.DataFrame, bef: str, near: list[str], polarity: int, confidence: float = 0.95
) -> pd.DataFrame:
    """Compare a BEF with each of its peers at equal mix of formations.

    Newcombe's interval on effective sizes (pupils of one school are alike), at a confidence shared
    over the peers (Bonferroni). A peer does distinctly better when its whole interval says so, and
    still would if all its unknown periods had gone wrong and all those of the BEF well.

    Parameters
    ----------
    rates : one row a BEF: bef, rate (at equal mix, 0..1), effective_n, known, unknown (periods)
    bef, near : codes of the BEF and of its peers
    polarity : +1 when more is better, −1 when less is
    confidence : of all the comparisons together

    Returns
    -------
    One row a peer, in the order given: bef, rate, own (that of the BEF), gap (rate − own), low,
    high, verdict: "better", "doubtful" (better on what is known, the unknown could undo it),
    "worse", "indistinct", or "unknown" where either has no rate
    """
    table = rates.set_index("bef").reindex([bef, *near])
    own, others = table.iloc[0], table.iloc[1:]
    size = others["effective_n"].to_numpy(float)
    rate = others["rate"].to_numpy(float)
    level = 1 - (1 - confidence) / max(len(near), 1)
    # both ends are brought inside 0..1, where rounding may have put them out
    found, mine = np.clip(rate * size, 0, size), min(own["rate"], 1) * own["effective_n"]
    told = (size > 0) & (own["effective_n"] > 0)
    x, n = np.where(told, found, 0), np.where(told, size, 0)  # no interval where nobody told
    low, high = difference_interval(x, n, mine, own["effective_n"], level)
    good, bad = (low > 0, high < 0) if polarity > 0 else (high < 0, low > 0)
    worst, best = _bounds(others, -polarity), _bounds(own, polarity)
    held = polarity * (worst - best) > 0
    known = np.isfinite(low)
    verdict = np.select(
        [~known, good & held, good, bad],
        ["unknown", "better", "doubtful", "worse"],
        default=sides.INDISTINCT,
    )
    return pd.DataFrame(
        {
            "bef": near,
            "rate": rate,
            "own": own["rate"],
            "gap": rate - own["rate"],
            "low": low,
            "high": high,
            "verdict": verdict,
        }
    )


def known_befs(
    store: Store, scope: Scope, selection: Selection, indicator: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read what every BEF is, and what it does at equal mix: what `comparable` compares.

    Parameters
    ----------
    selection : settings of the comparison; its `bef` and attribution are left out. Who does not
        read the other BEF compares what is diffused of them: no level nor family alone
    indicator : "taux_acces" or "sans_lieu"

    Returns
    -------
    (features, rates): one row a BEF each, as `peers` and `ask_whom` take them
    """
    features = reads.profiles.features(store, scope, selection.year)
    whole = Selection(
        selection.year, selection.track, selection.level, selection.family, attribution=SCHOOL
    )
    if scope.everywhere:
        rows = reads.reader_of(store, scope).states(whole, ("bef", "uai", "family", "level"))
        rates = _at_equal_mix(rows, PARTS[indicator])
    else:
        rates = _diffused(store, scope, whole, PARTS[indicator])
    return features, rates


def comparable(
    features: pd.DataFrame, rates: pd.DataFrame, bef: str, indicator: str, count: int = 4
) -> Comparable:
    """Find the peers of a BEF, what each does beside it, and what was left out.

    Parameters
    ----------
    features, rates : of `known_befs`
    bef : code of the BEF
    indicator : that of the rates
    count : most peers wanted
    """
    near = peers(features, bef, count)
    beside = ask_whom(rates, bef, near["bef"].tolist(), CATALOGUE[indicator].polarity)
    return Comparable(near, beside, left_out(features))


def _at_equal_mix(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    rates = bef_at_equal_mix(rows, part)[["bef", "rate", "effective_n"]]
    sums = rows.assign(known=rows["due"] - rows["unknown"]).groupby("bef", as_index=False)
    return sums[["known", "unknown"]].sum().merge(rates, on="bef", how="left")


def _diffused(store: Store, scope: Scope, selection: Selection, part: str) -> pd.DataFrame:
    names = ["bef", "rate", "effective_n", "known", "unknown"]
    if selection.level is not None or selection.family is not None:
        return pd.DataFrame(columns=names)
    rows = reads.Diffused(store, scope).states(selection, ("bef",))
    return rows.assign(
        rate=rows[f"{part}_equal"],
        effective_n=rows[f"{part}_worth"],
        unknown=rows["unknown"].fillna(rows["unknown_high"]),
    )[names]


def _bounds(of: pd.DataFrame | pd.Series, side: int) -> np.ndarray:
    """Rate at equal mix if all (side 1) or none (−1) of the unknown periods had the property."""
    every = of["known"] + of["unknown"]
    had = of["rate"] * of["known"] + (of["unknown"] if side > 0 else 0)
    return np.asarray(had / every, dtype=float)


def _values(rows: pd.DataFrame, name: str) -> np.ndarray:
    """Columns of a variable; none where it is not there."""
    mix = [column for column in rows if column.startswith(reads.profiles.MIX)]
    wanted = mix if name == "naf" else [name]
    return rows[sorted(set(wanted) & set(rows))].to_numpy(float)


def _known(rows: pd.DataFrame, name: str) -> bool:
    values = _values(rows, name)
    told = values.size > 0 and np.isfinite(values).all()
    return bool(told and (name not in _RATIOS or (values > 0).all()))


def _parts(rows: pd.DataFrame, name: str) -> np.ndarray:
    """Squared gaps of each pair of BEF in a variable, in squared ordinary gaps."""
    values = _values(rows, name)
    if name == "naf":
        values = np.sqrt(values / 2)  # Hellinger's distance is Euclid's between these roots
    elif name in _RATIOS:
        values = np.log(values)
    gaps = np.sqrt(((values[:, None, :] - values[None, :, :]) ** 2).sum(axis=2))
    pairs = gaps[np.triu_indices(len(rows), 1)]
    usual = np.median(pairs) if len(pairs) else 0.0
    if usual == 0 and (pairs > 0).any():  # most BEF are equal: the median of those that differ
        usual = np.median(pairs[pairs > 0])
    return (gaps / usual) ** 2 if usual > 0 else gaps


def _nearest(parts: np.ndarray, own: int, count: int) -> np.ndarray:
    """Places of the nearest rows; equal to 1e-9 of the scale is equal, then in order of code."""
    apart = np.round(parts.sum(axis=0), 9)
    order = np.lexsort((np.arange(len(apart)), apart))
    return order[order != own][:count]
