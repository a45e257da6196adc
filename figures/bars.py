"""Bars with their amounts written beside them."""

import pandas as pd

from analytics.disclosure import Published
from data import silence
from figures import palette
from figures.sketch import BARE, Sketch, hover, rows_axis
from figures.words import french
from figures.words.sentences import reach_of_zones


def amount_bars(
    published: Published, *, height: int = 330, color: str = palette.UNFAVOURABLE
) -> Sketch:
    """Draw one bar a row, in the order given, from 0.

    Parameters
    ----------
    published : label, amount, shown (text beside the bar), text (hover)
    """
    rows = published.table
    order = [str(i) for i in range(len(rows))]
    sketch = Sketch()
    sketch.add(
        "bar",
        x=rows["amount"],
        y=order,
        orientation="h",
        marker={"color": color},
        text=rows["shown"],
        textposition="outside",
        textfont={"size": 11, "color": palette.INK},
        cliponaxis=False,
        **hover(rows["text"], "hovertext"),
    )
    beside = 1.15 + 0.015 * float(rows["shown"].str.len().max() if len(rows) else 0)
    most = float(rows["amount"].max()) * beside
    names = rows["label"].tolist()
    rows_of = rows_axis(order, names, ticklabelstandoff=6, range=None)
    margin = {"r": 4, "t": 4, "b": 4}
    return sketch.framed(height, BARE | {"range": [0, most]}, rows_of, margin, bargap=0.35)


def crossing(zone: str, family: str, one_zone: bool) -> str:
    """Name a family of a BEF; the BEF is not repeated where it is the only one."""
    return family if one_zone else f"{french.short_name(zone)} · {family}"


def describe_lacks(lacks: pd.DataFrame, one_zone: bool) -> pd.DataFrame:
    """Rows of `amount_bars` for places to find, those above 0 only.

    Parameters
    ----------
    lacks : one row a BEF × family: zone_name, family_name, to_place, known, unknown
    one_zone : True when a single BEF is shown: its name is not repeated
    """
    rows = [
        {
            "label": crossing(row.zone_name, row.family_name, one_zone),
            "amount": row.to_place,
            "shown": f"{french.number(row.to_place)} sur {french.number(row.known)}",
            "text": f"<b>{row.zone_name}</b><br>{row.family_name}<br>" + _unknown_text(row.unknown),
        }
        for row in lacks[lacks["to_place"] > 0].itertuples()
    ]
    return pd.DataFrame(rows, columns=["label", "amount", "shown", "text"])


def _unknown_text(unknown: float) -> str:
    if pd.isna(unknown):
        return f"périodes {silence.UNTOLD_ES}\u00a0: secret"
    return f"{french.number(unknown)} périodes {silence.UNTOLD_ES}, non comptées"


def describe_reach(reached: pd.DataFrame) -> pd.DataFrame:
    """Rows of `amount_bars` for potential access: its mean over the pupils of each BEF.

    Parameters
    ----------
    reached : one row a commune: zone_name, pupils, access (places for 100 pupils)
    """
    zones = reach_of_zones(reached).reset_index()  # by name: a value without interval ranks nobody
    zones["shown"] = zones["amount"].map(french.number)
    zones["text"] = "<b>" + zones["zone_name"] + "</b><br>n = " + zones["pupils"].map(french.number)
    return zones.rename(columns={"zone_name": "label"})[["label", "amount", "shown", "text"]]
