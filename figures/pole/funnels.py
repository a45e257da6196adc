"""The funnel: what state the periods due are in, from J-21 to J+7."""

import pandas as pd

from analytics.absence import Absence
from analytics.disclosure import Published
from figures import palette
from figures.parts import Part, cut_bars
from figures.sketch import Sketch
from figures.words import french

STATES = {
    "signed": Part("convention signée", palette.SIGNED, palette.PAPER),
    "agreed": Part("accord, sans convention", palette.AGREED),
    "without": Part("sans lieu", palette.WITHOUT, palette.PAPER),
    "unknown": Part(str(Absence.UNKNOWN), palette.UNTOLD, hatched=True),
}
NAMES = {state: part.name for state, part in STATES.items()}
_ROOM = 0.06  # a narrower part has no room for its number


def describe_funnel(states: pd.DataFrame) -> pd.DataFrame:
    """Rows of `funnel_bars`: the table of `analytics.access.funnel.funnel` of one group, in words.

    Parameters
    ----------
    states : one row a date × state: date, state, count, due, share, rate_min, rate_max, absence
    """
    table = states.rename(columns={"count": "amount"})
    table["name"] = table["state"].map(NAMES)
    table["label"] = [
        french.number(row.amount) if row.share >= _ROOM else "" for row in table.itertuples()
    ]
    table["text"] = [
        f"<b>{row.date}</b><br>{row.name}\u00a0: "
        + (
            str(Absence.SECRET)
            if pd.isna(row.amount)
            else f"{french.number(row.amount)} sur {french.number(row.due)} "
            f"({french.percent(row.share)})"
        )
        for row in table.itertuples()
    ]
    return table


def funnel_bars(published: Published, *, height: int = 170) -> Sketch:
    """Draw one bar a date, cut by state; the unknown are hatched, and last.

    Parameters
    ----------
    published : as `describe_funnel` gives it
    """
    margin = {"l": 0, "r": 24, "t": 24, "b": 22}
    rows = published.table
    states = {state: STATES[state] for state in rows["state"].unique()}
    return cut_bars(rows, "date", "state", states, height, margin, 8)
