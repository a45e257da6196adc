"""Dots with their intervals, against a reference."""

import pandas as pd

from analytics import sides
from analytics.disclosure import Published
from figures import palette
from figures.sketch import AXIS, Sketch, frame, rows_axis


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
        _dots(sketch, part, color)
    if reference is not None and not pd.isna(reference):
        sketch.lay_out(shapes=[_upright(100 * reference)])
    notes = [_beside(row.code, f"<i>{row.note}</i>", "left", 11) for row in unknown.itertuples()]
    if "rank" in known:
        notes += [
            _beside(row.code, str(row.rank).partition(" sur ")[0], "right", 10)
            for row in known.itertuples()
        ]
    ranked = "rank" in known and bool((known["rank"] != "").any())
    names = rows.set_index("code")["name"]
    ticks = [f"<b>{names[c]}</b>" if c == selected else names[c] for c in order]
    xaxis = AXIS | {
        "domain": [0, 0.9 if ranked else 1],  # room for the ranks, beside the dots
        "ticksuffix": "\u00a0%",
        "showgrid": True,
        "nticks": 7,
        "visible": len(known) > 0,
    }
    margin = {"l": 0, "r": 20, "t": 0, "b": 22}
    axes = {"xaxis": xaxis, "yaxis": rows_axis(order, ticks)}
    return sketch.lay_out(**frame(height, annotations=notes, margin=margin, **axes))


def _upright(x: float) -> dict[str, object]:
    line = {"color": palette.MUTED, "width": 1, "dash": "dash"}
    places = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "y domain"}
    return {"type": "line", "layer": "below", "line": line, **places}


def _beside(code: str, text: str, side: str, size: int) -> dict[str, object]:
    """A note on the line of a row, at one side of the plot; drawn all at once, they are cheap."""
    return {
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "y": code,
        "text": text,
        "showarrow": False,
        "xanchor": side,
        "font": {"size": size, "color": palette.MUTED},
    }


def _dots(sketch: Sketch, part: pd.DataFrame, color: str) -> None:
    share, low, high = (100 * part[name] for name in ("share", "low", "high"))
    sketch.add(
        "scatter",
        x=share,
        y=part["code"],
        mode="markers",
        marker={"size": 8, "color": color},
        error_x={
            "type": "data",
            "array": high - share,
            "arrayminus": share - low,
            "color": color,
            "thickness": 2,
            "width": 0,
        },
        customdata=part["code"].to_numpy().reshape(-1, 1),
        text=part["text"],
        hovertemplate="%{text}<extra></extra>",
    )
