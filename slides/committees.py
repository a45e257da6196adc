"""The rule of committees: no rate, no gap on fewer than 20 periods, besides the strict rule."""

import pandas as pd

from analytics.absence import Absence
from secrecy.thresholds import SMALL_RATE

RATE = ["value", "count", "low", "high", "rate_min", "rate_max"]


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
