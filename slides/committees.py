"""The rule of committees: no rate, no gap on fewer than 20 periods, besides the strict rule."""

from collections.abc import Iterable

import pandas as pd

from analytics.absence import Absence
from data.scope import Level
from figures.maps import classes
from secrecy.thresholds import SMALL_RATE

RATE = ["value", "count", "low", "high", "rate_min", "rate_max"]


def rates_at(level: Level, table: pd.DataFrame) -> pd.DataFrame:
    """Rates as a document of a level shows them: whole, or under the rule of committees."""
    return for_committees(table) if level is Level.DIFFUSION else table


def gaps_at(level: Level, found: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Gaps as a document of a level shows them, as `rates_at`."""
    return gaps_for_committees(found, reference) if level is Level.DIFFUSION else found


def for_committees(table: pd.DataFrame) -> pd.DataFrame:
    """Hide the rates on fewer than 20 periods, with their numerator: the rule of committees.

    Parameters
    ----------
    table : as `analytics.measuring.measure`
    """
    few = table["n"].lt(SMALL_RATE) & table["value"].notna() & table["n"].gt(0)
    hidden = [name for name in RATE if name in table]
    shown = table.astype(dict.fromkeys(hidden, float))
    shown[hidden] = shown[hidden].mask(few)
    return shown.assign(absence=table["absence"].mask(few, Absence.SMALL))


def gaps_for_committees(found: pd.DataFrame, reference: str) -> pd.DataFrame:
    """The same rule on gaps: none to a reference that is hidden."""
    few = found["total"].lt(SMALL_RATE)
    hidden = found.mask(few, found.assign(events=float("nan"), rate=float("nan")))
    alone = few | bool(few[found["group"] == reference].any())
    blank = found.assign(gap=float("nan"), low=float("nan"), high=float("nan"))
    return hidden.mask(alone, blank.assign(events=hidden["events"], rate=hidden["rate"]))


def small(table: pd.DataFrame, denominator: str) -> pd.Series:
    """Why a row may not tell its rates: few cases, or a secret number of them; "" where it may.

    Parameters
    ----------
    table : rows, one of them `is_reference` where the others are compared to it
    denominator : column of the number of cases
    """
    cases = pd.to_numeric(table[denominator], errors="coerce")
    few = cases.lt(SMALL_RATE) & cases.gt(0)
    if "is_reference" in table and bool((few & table["is_reference"].astype(bool)).any()):
        few = pd.Series(data=True, index=table.index)  # a gap gives its reference back
    why = pd.Series("", table.index).mask(few, str(Absence.SMALL))
    return why.mask(~few & cases.isna(), str(Absence.SECRET))  # nothing proves that it is enough


def hide_small(
    table: pd.DataFrame, why: pd.Series, numbers: Iterable[str], texts: Iterable[str]
) -> pd.DataFrame:
    """Hide what the rows that may not tell their rates tell of them.

    Parameters
    ----------
    why : as `small`
    numbers, texts : columns that are hidden; so are the class of an area and the side of a point
    """
    hide, few = why != "", why == str(Absence.SMALL)
    numbers = list(numbers)
    hidden = table.astype(dict.fromkeys(numbers, float))
    hidden[numbers] = hidden[numbers].mask(hide)
    for name in texts:
        hidden[name] = hidden[name].astype(object).mask(hide, why)
    told = table["absence"] if "absence" in table else pd.Series("", table.index)
    absence = told.astype(object).mask(few, str(Absence.SMALL))
    blank = absence.isna() | (absence == "")
    hidden["absence"] = absence.mask(hide & ~few & blank, str(Absence.SECRET))
    if "category" in table:  # an area that was absent already keeps its own absence
        valued = ~table["category"].isin(list(classes.ABSENT_KEYS.values()))
        hidden["category"] = table["category"].mask(hide & valued, why.map(classes.ABSENT_KEYS))
    if "position" in table:
        hidden["position"] = table["position"].mask(hide, "")
    return hidden
