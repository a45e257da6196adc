"""The funnel: what state the periods due are in, from J-21 to J+7."""

import pandas as pd

from analytics.absence import Absence
from analytics.disclosure import Published
from figures import palette
from figures.sketch import AXIS, KEY, Sketch, frame
from figures.words import french

NAMES = {
    "signed": "convention signée",
    "agreed": "accord, sans convention",
    "without": "sans lieu",
    "unknown": str(Absence.UNKNOWN),
}
_COLORS = {
    "signed": palette.SIGNED,
    "agreed": palette.AGREED,
    "without": palette.WITHOUT,
    "unknown": palette.UNTOLD,
}
_INKS = {
    "signed": palette.PAPER,
    "agreed": palette.INK,
    "without": palette.PAPER,
    "unknown": palette.INK,
}
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
    rows = published.table
    sketch = Sketch()
    for state, part in rows.groupby("state", sort=False):
        sketch.add(
            "bar",
            y=part["date"],
            x=100 * part["share"],
            name=NAMES[str(state)],
            orientation="h",
            marker={
                "color": _COLORS[str(state)],
                "line": {"color": palette.PATTERN, "width": 0.5},
                "pattern": {"shape": "/" if state == "unknown" else "", "fgcolor": palette.PATTERN},
            },
            text=part["label"],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": _INKS[str(state)], "size": 11},
            hovertext=part["text"],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    yaxis = AXIS | {
        "autorange": "reversed",
        "automargin": True,
        "ticklabelstandoff": 8,
        "tickfont": {"size": 12, "color": palette.INK},
    }
    return sketch.lay_out(
        **frame(
            height,
            xaxis=AXIS | {"range": [0, 100], "ticksuffix": "\u00a0%"},
            yaxis=yaxis,
            barmode="stack",
            bargap=0.25,
            margin={"l": 0, "r": 24, "t": 24, "b": 22},
            showlegend=True,
            legend=KEY,
        )
    )
