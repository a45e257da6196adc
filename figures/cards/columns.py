"""Columns that a figure or a table shows, and their intervals."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from figures.equity.equity import points
from figures.words import french

_FORMS: dict[str, Callable[[float], str]] = {
    "count": french.number,
    "share": french.percent,
    "points": points,
    "decimal": partial(french.number, decimals=1),
    "decimal3": partial(french.number, decimals=3),
}


@dataclass(frozen=True)
class Column:
    """One column that is shown.

    Parameters
    ----------
    name : column of the published table; never renamed: old decks know it
    label : French header or name of the series, with the unit
    form : "text", "count", "share" (0..1, shown in %), "points" (per 1, shown in points),
        "decimal", "decimal3"
    """

    name: str
    label: str
    form: str = "text"

    def text(self, value: object) -> str:
        """Write a value as a reader sees it."""
        missing = pd.isna(value)
        if self.form == "text":
            return "" if missing else str(value)
        return french.MISSING if missing else _FORMS[self.form](float(value))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Span:
    """Interval of some series.

    Parameters
    ----------
    low, high : its columns
    series : names of those that it stands about; a row has a value in one of them; none: all
    label : of whom, in the headers of a workbook; "" where there is one interval
    """

    low: str = "low"
    high: str = "high"
    series: tuple[str, ...] = ()
    label: str = ""
