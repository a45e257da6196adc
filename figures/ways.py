"""Ways from school to host: a dot and a ring by family, with their intervals."""

import pandas as pd
import plotly.graph_objects as go

from analytics.absence import Absence
from analytics.catchment import WHOLE
from analytics.disclosure import Published
from figures import french, palette
from figures.drawing import GROUND, HOVER


def describe_ways(found: pd.DataFrame, families: pd.DataFrame, ends: str = "") -> pd.DataFrame:
    """Rows of `ways_plot`: the whole first, then families in their usual order, never ranked.

    Parameters
    ----------
    found : one row a group, as `analytics.travelling.ways` gives
    families : family, label, in the order to show
    ends : name of the whole
    """
    order = pd.DataFrame(
        {
            "group": [WHOLE, *families["family"]],
            "label": [ends or "Toutes familles", *families["label"]],
        }
    )
    table = order.merge(found, on="group", how="inner").rename(columns={"group": "code"})
    table["text"] = [_text(row) for row in table.to_dict("records")]
    return table


def ways_plot(published: Published, *, selected: str | None = None, height: int) -> go.Figure:
    """Draw one line a family: the median (dot) and the ninth decile (ring), in km from 0.

    Parameters
    ----------
    published : code, label, n, absence, median, p90 and their `_low`, `_high`, text
    selected : code set in bold
    """
    rows = published.table
    known = rows[rows["absence"] != Absence.UNKNOWN]
    fig = go.Figure()
    for name, symbol, color in (
        ("median", "circle", palette.FAVOURABLE),
        ("p90", "circle-open", palette.INK),
    ):
        fig.add_trace(
            go.Scatter(
                x=known[name],
                y=known["code"],
                mode="markers",
                marker={"size": 8, "color": color, "symbol": symbol, "line": {"width": 1.6}},
                error_x={
                    "type": "data",
                    "array": (known[f"{name}_high"] - known[name]).fillna(0),
                    "arrayminus": (known[name] - known[f"{name}_low"]).fillna(0),
                    "color": color,
                    "thickness": 1.6,
                    "width": 0,
                },
                text=known["text"],
                hovertemplate="%{text}<extra></extra>",
            )
        )
    order = rows["code"].tolist()
    names = dict(zip(rows["code"], rows["label"], strict=True))
    bold = {WHOLE if selected is None else selected}
    fig.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=order[::-1],
        tickvals=order,
        ticktext=[f"<b>{names[c]}</b>" if c in bold else names[c] for c in order],
        range=[-0.6, len(order) - 0.4],
        showgrid=False,
        fixedrange=True,
        automargin=True,
        ticks="",
        ticklabelstandoff=8,
        tickfont={"size": 12, "color": palette.INK},
    )
    fig.update_xaxes(
        ticksuffix="\u00a0km",
        rangemode="tozero",
        gridcolor=palette.GRID,
        zeroline=True,
        zerolinecolor=palette.EDGE,
        fixedrange=True,
        nticks=7,
        ticks="",
        tickfont={"size": 11, "color": palette.MUTED},
        visible=len(known) > 0,
    )
    return fig.update_layout(
        height=height,
        margin={"l": 0, "r": 8, "t": 0, "b": 22},
        showlegend=False,
        hovermode="closest",
        **GROUND,
        font={"family": "Arial, sans-serif"},
        hoverlabel={**HOVER, "font": {"color": palette.INK}},
    )


def _text(row: dict) -> str:
    if row["absence"] == Absence.UNKNOWN:
        return f"<b>{row['label']}</b><br>{row['absence']}"
    lines = [f"<b>{row['label']}</b>"]
    for name, words in (("median", "médiane"), ("p90", "neuvième décile")):
        bounds = _bounds(row[f"{name}_low"], row[f"{name}_high"])
        lines.append(f"{words}\u00a0: {french.number(row[name], 1)}\u00a0km{bounds}")
    far = "" if pd.isna(row["far_low"]) else f" {french.interval(row['far_low'], row['far_high'])}"
    lines.append(f"au-delà de 30\u00a0km\u00a0: {french.percent(row['far'])}{far}")
    lines.append(
        f"n = {french.number(row['n'])}, {french.plural(int(row['schools']), 'établissement')}"
    )
    return "<br>".join(lines)


def _bounds(low: float, high: float) -> str:
    if pd.isna(low):
        return ""
    return f" [{french.number(low, 1)}\u00a0;\u00a0{french.number(high, 1)}]"
