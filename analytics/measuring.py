"""An indicator from counts: value, numerator, denominator, unknown, bounds, interval, absence."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics import sides
from analytics.absence import Absence
from analytics.catalogue import CATALOGUE, Measure
from analytics.statistics.arrays import divided
from analytics.statistics.uncertainty import wilson_interval


def measure(
    indicator: str, sums: pd.DataFrame, key: str = "", confidence: float = 0.95
) -> pd.DataFrame:
    """Compute an indicator on counts that add up, one row a group.

    Parameters
    ----------
    indicator : id of an indicator whose measure `key` is made of counts
    sums : the counts it needs (`Measure.columns`), one row a group
    key : which of its measures; "" for the main one
    confidence : of the intervals

    Returns
    -------
    `sums` with `value` (part ÷ known), `count` (numerator), `n` (denominator), `unknown` and
    `unknown_share` (of the draws), `rate_min` and `rate_max` (none, then all of the unknown have
    the property), `low` and `high` (Wilson intervals on these bounds, in 0..1), and `absence`.
    On counts that are diffused (`data.reads.diffused`), "secret" where a count is hidden; where
    only the unknown are, the bounds take the upper end of their size class

    Raises
    ------
    KeyError : no such indicator or measure, or it is not made of counts
    """
    sheet = CATALOGUE[indicator]
    asked = sheet.measure(key)
    if not asked.part:
        raise KeyError(f"{indicator} {key} is not made of counts")
    if "unknown_high" in sums:
        return _measure_diffused(sums, asked, sheet.minimum, confidence)
    unknown = _column(sums, asked.unknown)
    whole = _column(sums, asked.whole)
    table = ratio(
        sums,
        part=_column(sums, asked.part),
        whole=whole if asked.trials else _known(whole, unknown),
        unknown=unknown,
        trials=_column(sums, asked.trials) if asked.trials else None,
        estimated=asked.estimated,
        minimum=sheet.minimum,
        confidence=confidence,
    )
    if {"due", "unknown"} <= set(sums.columns):  # nothing told is not nothing to tell
        silent = (sums["due"] > 0) & (_known(_column(sums, "due"), _column(sums, "unknown")) == 0)
        nothing = table["absence"] == Absence.NOT_APPLICABLE
        table["absence"] = table["absence"].mask(silent & nothing, Absence.UNKNOWN)
    return table


def _measure_diffused(
    sums: pd.DataFrame, asked: Measure, minimum: int, confidence: float
) -> pd.DataFrame:
    """A share of the periods due at the first day, from counts of which some are hidden."""
    most = sums["unknown"].fillna(sums["unknown_high"]).to_numpy(float)
    known = sums["known"].to_numpy(float)
    about_known = asked.unknown == "unknown"
    table = ratio(
        sums,
        part=_column(sums, asked.part),
        whole=known if about_known else _column(sums, asked.whole),
        unknown=most if about_known else 0.0,
        estimated=asked.estimated,
        minimum=minimum,
        confidence=confidence,
    )
    secret = table["count"].isna() | table["n"].isna()
    derived = ["value", "count", "n", "rate_min", "rate_max", "low", "high"]
    table[derived] = table[derived].mask(secret)
    silent = (known == 0) & ~secret
    absence = table["absence"].mask(silent & about_known, Absence.UNKNOWN)
    hidden = sums["unknown"].isna()
    share = table["unknown_share"].where(~hidden) if about_known else table["unknown_share"]
    return table.assign(
        absence=absence.mask(secret, Absence.SECRET), unknown=sums["unknown"], unknown_share=share
    )


def ratio(
    table: pd.DataFrame,
    *,
    part: ArrayLike,
    whole: ArrayLike,
    unknown: ArrayLike = 0.0,
    trials: ArrayLike | None = None,
    estimated: bool = True,
    minimum: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Add part ÷ whole to a table, with what the unknown could change.

    Parameters
    ----------
    table : one row a group
    part, whole : numerator and denominator, the unknown left out of both
    unknown : units of which nobody knows whether they have the property
    trials : draws that the interval rests on, `whole` when left out
    estimated : False when the value is counted whole: low and high are the bounds themselves
    minimum : below this number of draws, "effectif faible"
    confidence : of the intervals

    Returns
    -------
    The table with the columns that `measure` documents
    """
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    draws = whole if trials is None else np.asarray(trials, dtype=float)
    unknown = np.broadcast_to(np.asarray(unknown, dtype=float), draws.shape)
    value = divided(part, whole)
    had = np.nan_to_num(np.clip(value, 0, 1)) * draws
    every = draws + unknown
    low, high = divided(had, every), divided(had + unknown, every)
    least, most = low, high
    if estimated:
        low = wilson_interval(np.minimum(had, every), every, confidence)[0]
        high = wilson_interval(np.minimum(had + unknown, every), every, confidence)[1]
    small = draws < minimum if estimated else np.zeros(draws.shape, dtype=bool)
    absence = np.select(
        [every == 0, draws == 0, small],
        [Absence.NOT_APPLICABLE, Absence.UNKNOWN, Absence.SMALL],
        default="",
    )
    return with_columns(
        table,
        value=value,
        count=part,
        n=whole,
        unknown=unknown,
        unknown_share=divided(unknown, every),
        rate_min=least,
        rate_max=most,
        low=low,
        high=high,
        absence=absence,
    )


def with_columns(table: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Add columns as `DataFrame.assign` does, all at once: it inserts them one by one, slowly.

    Parameters
    ----------
    table : one row a group, each column named once
    columns : values by name, one a row, or one for all; a name that is there is replaced in place
    """
    return pd.DataFrame({**dict(table.items()), **columns}, index=table.index)


def amount(table: pd.DataFrame, value: pd.Series, **columns: object) -> pd.DataFrame:
    """Add a value that is counted or measured, not a share.

    Parameters
    ----------
    table : one row a group
    value : the value of each group
    columns : what stands beside it: count, n, unknown, low, high, absence

    Returns
    -------
    The table with the columns that `measure` documents, missing where they have no sense
    """
    plain = {
        "count": value,
        "n": np.nan,
        "unknown": 0.0,
        "unknown_share": np.nan,
        "rate_min": np.nan,
        "rate_max": np.nan,
        "low": np.nan,
        "high": np.nan,
        "absence": "",
    }
    return table.assign(value=value.astype(float), **(plain | columns))


def position(table: pd.DataFrame, reference: float, polarity: int) -> pd.Series:
    """Tell on which side of a reference each interval lies.

    Parameters
    ----------
    table : with `low`, `high`, `value`
    reference : value of the whole, same unit
    polarity : +1 when more is better, -1 when less is, 0 neither

    Returns
    -------
    "favourable", "unfavourable", "indistinct" (the interval holds the reference), or "" where
    there is no value
    """
    above, below = table["low"] > reference, table["high"] < reference
    good, bad = (above, below) if polarity >= 0 else (below, above)
    side = np.select([good, bad], [sides.FAVOURABLE, sides.UNFAVOURABLE], default=sides.INDISTINCT)
    return pd.Series(np.where(table["value"].isna(), "", side), index=table.index)


def _column(sums: pd.DataFrame, name: str) -> np.ndarray:
    return sums[name].to_numpy(float) if name else np.zeros(len(sums))


def _known(whole: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    """Difference of two counts; counts that were spread keep no trace of rounding."""
    known = whole - unknown
    return np.where(np.abs(known) < 1e-9, 0.0, known)
