"""Bars cut in parts, each with its number where it has room."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from figures import palette
from figures.sketch import AXIS, INKED, KEY, PERCENT, Sketch, hover

SHARES = PERCENT | {"range": [0, 100]}
NAMES = AXIS | {"autorange": "reversed", "automargin": True, "tickfont": INKED}
LAST_TICK = 20  # pixels: half of « 100 % », which a narrower margin would drop


@dataclass(frozen=True)
class Part:
    """What a part is called, its colour, that of its number; hatched: what is not known."""

    name: str
    color: str
    ink: str = palette.INK
    hatched: bool = False


def cut_bars(
    rows: pd.DataFrame,
    bars: str,
    by: str,
    parts: Mapping[str, Part],
    height: float,
    margin: Mapping[str, int],
    away: int,
) -> Sketch:
    """Draw shares of a whole as bars, the first on top.

    Parameters
    ----------
    rows : one row a bar × part: share (0..1), label (its number), text (hover)
    bars, by : columns of the bars and of the parts
    parts : by value of `by`, in order
    height : of the figure, pixels
    margin : of the plot, pixels
    away : pixels between names and bars
    """
    sketch = Sketch()
    for code, part in parts.items():
        found = rows[rows[by] == code]
        sketch.add(
            "bar",
            y=found[bars],
            x=100 * found["share"],
            name=part.name,
            orientation="h",
            marker={
                "color": part.color,
                "line": {"color": palette.PATTERN, "width": 0.5},
                "pattern": {"shape": "/" if part.hatched else "", "fgcolor": palette.PATTERN},
            },
            text=found["label"],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": part.ink, "size": 11},
            **hover(found["text"], "hovertext"),
        )
    looks = {"barmode": "stack", "bargap": 0.25, "showlegend": True, "legend": KEY}
    return sketch.framed(height, SHARES, NAMES | {"ticklabelstandoff": away}, margin, **looks)
