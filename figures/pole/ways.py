"""Ways from school to host: a dot and a ring by family, with their intervals."""

import pandas as pd

from analytics.absence import Absence
from analytics.access.catchment import WHOLE
from analytics.disclosure import Published
from figures import palette
from figures.sketch import AXIS, Sketch, hover, interval, rows_axis
from figures.words import french


def describe_ways(found: pd.DataFrame, families: pd.DataFrame) -> pd.DataFrame:
    """Rows of `ways_plot`: the whole first, then families in their usual order, never ranked.

    Parameters
    ----------
    found : one row a group, as `analytics.access.travelling.ways` gives
    families : family, label, in the order to show
    """
    order = pd.DataFrame(
        {
            "group": [WHOLE, *families["family"]],
            "label": ["Toutes familles", *families["label"]],
        }
    )
    table = order.merge(found, on="group", how="inner").rename(columns={"group": "code"})
    table["text"] = [_text(row) for row in table.to_dict("records")]
    return table


def ways_plot(published: Published, *, selected: str | None = None, height: int) -> Sketch:
    """Draw one line a family: the median (dot) and the ninth decile (ring), in km from 0.

    Parameters
    ----------
    published : code, label, n, absence, median, p90 and their `_low`, `_high`, text
    selected : code set in bold
    """
    rows = published.table
    known = rows[rows["absence"] != Absence.UNKNOWN]
    sketch = Sketch()
    for name, symbol, color in (
        ("median", "circle", palette.FAVOURABLE),
        ("p90", "circle-open", palette.INK),
    ):
        values = known[name]
        low, high = (known[f"{name}{end}"].fillna(values) for end in ("_low", "_high"))
        sketch.add(
            "scatter",
            x=values,
            y=known["code"],
            mode="markers",
            marker={"size": 8, "color": color, "symbol": symbol, "line": {"width": 1.6}},
            error_x=interval(values, low, high, color, 1.6),
            **hover(known["text"]),
        )
    order = rows["code"].tolist()
    names = dict(zip(rows["code"], rows["label"], strict=True))
    bold = {WHOLE if selected is None else selected}
    ticks = [f"<b>{names[c]}</b>" if c in bold else names[c] for c in order]
    xaxis = AXIS | {
        "ticksuffix": "\u00a0km",
        "rangemode": "tozero",
        "zeroline": True,
        "zerolinecolor": palette.EDGE,
        "nticks": 7,
        "visible": len(known) > 0,
    }
    return sketch.framed(height, xaxis, rows_axis(order, ticks), {"t": 0, "b": 22})


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
    return "" if pd.isna(low) else f" {french.bounds(low, high)}"
