"""Dots with their intervals, against a reference."""

from collections.abc import Iterable

import pandas as pd

from analytics import sides
from analytics.disclosure import Published
from figures import palette
from figures.sketch import (
    DASHED,
    PERCENT,
    Sketch,
    hover,
    interval,
    rows_axis,
    upright,
    written,
)
from figures.words import french


def row_texts(rows: pd.DataFrame, under: Iterable[str]) -> list[str]:
    """Words of the rows of a plot under the mouse: name, value, interval, then what is told of it.

    Parameters
    ----------
    rows : name, share (0..1), low, high
    """
    values = rows[["name", "share", "low", "high"]].itertuples(index=False)
    return [
        f"<b>{name}</b><br>{french.percent(share)} {french.interval(low, high)}<br>{text}"
        for (name, share, low, high), text in zip(values, under, strict=True)
    ]


def interval_plot(
    published: Published,
    *,
    reference: float | None,
    selected: str | None = None,
    height: int = 330,
    in_order: bool = False,
) -> Sketch:
    """Draw one line a row, the least value on top; a row without value shows why.

    Parameters
    ----------
    published : code, name, share (0..1), low, high, position, text (hover), note
    reference : value of the whole, 0..1; None: no line
    selected : code set in bold
    in_order : rows stay in the order given, which means something
    """
    rows = published.table
    known, unknown = rows.dropna(subset=["share"]), rows[rows["share"].isna()]
    known = known if in_order else known.sort_values(["share", "code"])
    order = rows["code"].tolist() if in_order else [*known["code"], *unknown["code"]]
    sketch = Sketch()
    for side, part in known.groupby("position", sort=False):
        color = palette.SIDES.get(str(side), palette.SIDES[sides.INDISTINCT])
        share, low, high = (100 * part[name] for name in ("share", "low", "high"))
        sketch.add(
            "scatter",
            x=share,
            y=part["code"],
            mode="markers",
            marker={"size": 8, "color": color},
            error_x=interval(share, low, high, color),
            customdata=part["code"].to_numpy().reshape(-1, 1),
            **hover(part["text"]),
        )
    if reference is not None and not pd.isna(reference):
        sketch.lay_out(shapes=[upright(100 * reference, DASHED, yref="y domain")])
    left, right = ({"xref": "paper", "xanchor": side} for side in ("left", "right"))
    notes = [written(f"<i>{row.note}</i>", 0, row.code, left) for row in unknown.itertuples()]
    if "rank" in known:
        ranks = known["rank"].astype(str).str.split(" sur ").str[0]
        notes += [
            written(r, 1, code, right, 10) for code, r in zip(known["code"], ranks, strict=True)
        ]
    ranked = "rank" in known and bool((known["rank"] != "").any())
    names = rows.set_index("code")["name"]
    ticks = [f"<b>{names[c]}</b>" if c == selected else names[c] for c in order]
    xaxis = PERCENT | {
        "domain": [0, 0.9 if ranked else 1],  # room for the ranks, beside the dots
        "showgrid": True,
        "nticks": 7,
        "visible": len(known) > 0,
    }
    margin = {"r": 20, "t": 0, "b": 22}
    return sketch.framed(height, xaxis, rows_axis(order, ticks), margin, annotations=notes)
