"""The spine chart: each indicator of one BEF on its own scale, around the académie's value."""

from typing import Any

import numpy as np
import pandas as pd

from analytics import sides
from analytics.disclosure import Published
from figures import palette
from figures.sketch import BARE, Sketch, hover, upright, written

_SYMBOLS = {sides.DISTINCT: "diamond", "": "circle-open", sides.FAVOURABLE: "circle"}
ROW = 24  # pixels
# Right ends of the values, of the intervals, of the académie's, left end of the scales: shares of
# the width; without and with the intervals written.
_PLACES = {False: (0.38, None, 0.475, 0.5), True: (0.37, 0.485, 0.56, 0.58)}


def spine_chart(
    published: Published,
    *,
    codes: list[str],
    selected: str,
    peers: tuple[str, ...] = (),
    intervals: bool = False,
) -> Sketch:
    """Draw one line a row, in order, the académie in the middle.

    Parameters
    ----------
    published : as `describe_spine` gives it
    codes : codes of the BEF that have a column
    selected : the BEF that the spine is of
    peers : codes of the comparable BEF
    intervals : written beside the values
    """
    rows, left = published.table, _PLACES[intervals][-1]
    order = rows["line"].tolist()
    others = [c for c in codes if c != selected and f"x_{c}" in rows]
    sketch = Sketch()
    _band(sketch, rows)
    _dots(sketch, rows, [c for c in others if c not in peers], palette.OTHERS, 5)
    _dots(sketch, rows, [c for c in others if c in peers], palette.MUTED, 7, "line-ns-open")
    for verdict, part in rows[rows["x"].notna()].groupby("verdict", sort=False):
        _segments(sketch, part, "x_least", "x_most", palette.SIDES[str(verdict)], 1)
        _segments(sketch, part, "x_low", "x_high", palette.SIDES[str(verdict)], 3)
        _own_dots(sketch, part, str(verdict))
    middle = upright(0, {"color": palette.MUTED, "width": 1}, y0=-0.5, y1=len(order) - 0.5)
    xaxis = BARE | {"domain": [left, 1], "range": [-1.12, 1.12], "zeroline": False}
    yaxis = BARE | {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order[::-1],
        "range": [-1.35, len(order) + 0.1],
    }
    return sketch.framed(
        int(ROW * (len(order) + 1.45)),
        xaxis,
        yaxis,
        margin=dict.fromkeys("lrtb", 0),
        shapes=[middle | {"yref": "y", "layer": "above"}],
        annotations=_words(rows, intervals),
    )


def _band(sketch: Sketch, rows: pd.DataFrame) -> None:
    low = rows[["x_quarter", "x_three_quarters"]].min(axis=1)
    high = rows[["x_quarter", "x_three_quarters"]].max(axis=1)
    sketch.add(
        "bar",
        y=rows["line"],
        base=low,
        x=high - low,
        width=1.0,
        orientation="h",
        marker={"color": palette.SCALE_BAND, "line": {"width": 0}},
        hoverinfo="skip",
    )


def _dots(
    sketch: Sketch,
    rows: pd.DataFrame,
    codes: list[str],
    color: str,
    size: int,
    symbol: str = "circle",
) -> None:
    columns = [f"x_{code}" for code in codes]
    sketch.add(
        "scatter",
        x=rows[columns].to_numpy(float).ravel(),
        y=np.repeat(rows["line"].to_numpy(object), len(columns)),
        mode="markers",
        marker={"size": size, "color": color, "symbol": symbol, "line": {"width": 2}}
        if symbol.endswith("open")
        else {"size": size, "color": color},
        hoverinfo="skip",
    )


def _segments(
    sketch: Sketch, rows: pd.DataFrame, low: str, high: str, color: str, width: int
) -> None:
    """Horizontal lines, one a row, in one trace: their ends, then a gap."""
    ends = rows[[low, high]].to_numpy(float)
    x = np.column_stack([ends, np.full(len(rows), np.nan)]).ravel()
    y = np.repeat(rows["line"].to_numpy(object), 3)
    sketch.add(
        "scatter", x=x, y=y, mode="lines", line={"color": color, "width": width}, hoverinfo="skip"
    )


def _own_dots(sketch: Sketch, rows: pd.DataFrame, verdict: str) -> None:
    sketch.add(
        "scatter",
        x=rows["x"],
        y=rows["line"],
        mode="markers",
        marker={
            "size": 11,
            "color": palette.SIDES[verdict],
            "symbol": _SYMBOLS.get(verdict, "circle"),
            "line": {"color": palette.SIDES[verdict], "width": 1.5},
        },
        **hover(rows["text"]),
    )


def _words(rows: pd.DataFrame, intervals: bool) -> list[dict[str, Any]]:
    """Names and values at the left, heads above, sides below: all drawn at once."""
    own_at, interval_at, academy_at, left = _PLACES[intervals]
    words = []
    for row in rows.itertuples():
        own = f"<b>{row.shown_text}</b>" if pd.notna(row.shown) else f"<i>{row.shown_text}</i>"
        words += [
            _word(0, row.line, str(row.name), "left", 13),
            _word(own_at, row.line, own, "right", 13),
            _word(academy_at, row.line, str(row.academy_text), "right", 13),
        ]
        if interval_at is not None:
            words.append(_word(interval_at, row.line, str(row.interval_text), "right", 11))
    top = len(rows) - 0.25
    words += [
        _word(own_at, top, "pôle", "right", 11),
        _word(academy_at, top, "académie", "right", 11),
        _word(left + 0.02, -0.95, "moins favorable", "left", 11),
        _word(0.98, -0.95, "plus favorable", "right", 11),
    ]
    if interval_at is not None:
        words.append(_word(interval_at, top, "intervalle", "right", 11))
    return words


def _word(x: float, y: object, text: str, side: str, size: int) -> dict[str, Any]:
    color = palette.MUTED if size < 12 else palette.INK
    return written(text, x, y, {"xref": "paper", "xanchor": side}, size, color)
