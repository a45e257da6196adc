"""Control charts: a series in its band of ordinary variation, and the sentence of its verdict."""

from typing import Any

import pandas as pd

from analytics import sides
from analytics.disclosure import Published
from analytics.statistics.control_charts import CHANGED, FEW
from analytics.verdicts.series import LEVEL
from data import silence
from figures import palette
from figures.sketch import AXIS, DASHED, PERCENT, Sketch, hover, upright, written
from figures.words import french

_LETTER = 6.2  # pixels of a letter of an action's label
_ROW = 14  # pixels of a row of labels


def control_plot(
    published: Published,
    *,
    actions: pd.DataFrame | None = None,
    side: str = "",
    height: int = 190,
    width: int = 520,
) -> Sketch:
    """Draw a series over time, its band of ordinary variation, its signals and the actions.

    Parameters
    ----------
    published : one row a moment in order of time, as `verdicts.trends.Trend.points` of one BEF
    actions : one row an action: date, label (short); drawn as marks, their labels in rows
    side : of the verdict: colours the signals
    height : of the plot without the rows of labels, pixels
    width : at which labels are set so as not to overlap, pixels
    """
    rows = published.table.reset_index(drop=True)
    sketch = Sketch()
    known = rows.dropna(subset=["low", "high"])
    for name, fill in (("low", None), ("high", "tonexty")):
        sketch.add(
            "scatter",
            x=known["date"],
            y=100 * known[name],
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=palette.BAND,
            hoverinfo="skip",
        )
    sketch.add(
        "scatter",
        x=rows["date"],
        y=100 * rows["expected"],
        mode="lines",
        line=DASHED,
        hoverinfo="skip",
    )
    _points(sketch, rows, palette.SIDES.get(side, palette.SIDES[sides.INDISTINCT]))
    marks, lines, above = _marked(actions, rows, width)
    xaxis = AXIS | {
        "tickvals": rows["date"],
        "ticktext": _ticks(rows),
        "showgrid": False,
        "tickangle": 0,
    }
    return sketch.framed(
        height + above,
        xaxis,
        PERCENT | {"nticks": 5, "automargin": True},
        margin={"r": 12, "t": 8 + above, "b": 34},
        annotations=marks + _gaps(rows),
        shapes=lines,
    )


def describe_points(points: pd.DataFrame) -> pd.DataFrame:
    """Rows of the plot and of its table twin: signals in words beside."""
    signal = points["signal"].astype(bool)
    return points.assign(told=signal.map({True: "sort de la variation ordinaire", False: ""}))


def verdict_sentence(verdict: pd.Series) -> str:
    """Say whether a series changed: what, since when, how much, with its interval.

    Parameters
    ----------
    verdict : one row of `analytics.verdicts.trends.Trend.verdicts`
    """
    if verdict["verdict"] == "":
        return f"{verdict['last']}\u00a0: {verdict['absence']}."
    if verdict["verdict"] == FEW:
        return "Trop peu de points pour parler de changement."
    if verdict["verdict"] == CHANGED:
        told = points_told(verdict["change"], verdict["low"], verdict["high"])
        if verdict["shape"] == "shift":
            return f"Changement depuis {verdict['label']}\u00a0: {told}, par rapport à avant."
        return f"Écart en {verdict['label']}\u00a0: {told}, par rapport aux autres moments."
    told = points_told(verdict["last_change"], verdict["last_low"], verdict["last_high"])
    least = french.number(100 * verdict["detectable"], 1)
    unit = "points" if 100 * verdict["detectable"] >= 2 else "point"
    rest = f"un écart de moins de {least}\u00a0{unit} ne se verrait pas"
    if verdict["p_value"] <= LEVEL and not verdict["held"]:
        rest = f"les périodes {silence.UNTOLD_ES} pourraient suffire à l’expliquer"
    return (
        f"Pas de changement détectable. {verdict['last']}\u00a0: {told}, par rapport aux campagnes "
        f"précédentes\u00a0; {rest}."
    )


def points_told(change: float, low: float, high: float) -> str:
    """Format a change of a share in points, with its interval: −2,7 points [−4,1 ; −1,2]."""
    sign = "+" if round(100 * change, 1) > 0 else ""
    noun = "points" if abs(round(100 * change, 1)) >= 2 else "point"
    return f"{sign}{french.number(100 * change, 1)}\u00a0{noun} {french.interval(low, high)}"


def _points(sketch: Sketch, rows: pd.DataFrame, color: str) -> None:
    signal = rows["signal"].astype(bool)
    sketch.add(
        "scatter",
        x=rows["date"],
        y=100 * rows["value"],
        mode="lines+markers",
        line={"color": palette.ACCENT, "width": 2},
        marker={
            "opacity": 1,
            "size": [11 if told else 7 for told in signal],
            "color": [color if told else palette.ACCENT for told in signal],
            "symbol": ["diamond" if told else "circle" for told in signal],
            "line": {"color": palette.PAPER, "width": 1},
        },
        connectgaps=False,
        **hover([_hover(row) for row in rows.itertuples()]),
    )


def _hover(row: object) -> str:
    told = row._asdict()  # type: ignore[attr-defined]
    if pd.isna(told["value"]):
        return f"<b>{told['label']}</b><br>{told['absence']}"
    lines = [
        f"<b>{told['label']}</b>",
        f"{french.percent(told['value'])} à formations égales",
        f"variation ordinaire\u00a0: {french.interval(told['low'], told['high'])}",
        f"n = {french.number(told['n'])}, "
        f"{silence.UNTOLD_ES}\u00a0: {french.number(told['unknown'])}",
        "sort de la variation ordinaire" if told["signal"] else "",
        told["absence"],
    ]
    return "<br>".join(line for line in lines if line)


def _gaps(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Why a moment has no point, at its place."""
    upwards = {"yref": "paper", "yanchor": "bottom", "textangle": -90}
    hollow = rows[rows["value"].isna()].itertuples()
    return [written(f"<i>{row.absence}</i>", row.date, 0.02, upwards, 10) for row in hollow]


def _ticks(rows: pd.DataFrame) -> list[str]:
    """Campaigns as 22-23, terms under them, the campaign once."""
    short = [f"{label[2:4]}-{label[7:9]}" for label in rows["label"]]
    terms = [label.partition(", ")[2] for label in rows["label"]]
    if not any(terms):
        return short
    firsts = [i == 0 or short[i] != short[i - 1] for i in range(len(short))]
    begins = [term[:1].upper() for term in terms]
    return [f"{b}<br>{s}" if f else b for b, s, f in zip(begins, short, firsts, strict=True)]


def _marked(
    actions: pd.DataFrame | None, rows: pd.DataFrame, width: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Labels and lines of the actions inside the series; height of the rows of labels."""
    if actions is None or actions.empty or rows.empty:
        return [], [], 0
    half = (rows["date"].max() - rows["date"].min()) / max(2 * (len(rows) - 1), 1)
    first, last = rows["date"].min() - half, rows["date"].max() + half
    if first == last:
        return [], [], 0
    dates = pd.to_datetime(actions["date"])
    inside = actions.assign(date=dates)[dates.between(first, last)].sort_values("date")
    ends: list[float] = []  # where the last label of each row ends, pixels
    marks: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for action in inside.itertuples():
        text = f"{action.label}, {action.date:%m/%Y}"
        at = (action.date - first) / (last - first) * width
        long = _LETTER * len(text)
        left = at + long > width  # no room on the right: the label stands on the left of its line
        start = at - long if left else at
        row = next((r for r, end in enumerate(ends) if end + 6 <= start), len(ends))
        ends[row : row + 1] = [start + long]
        place: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "yshift": _ROW * row}
        place |= {"xanchor": "right", "xshift": -3} if left else {"xanchor": "left", "xshift": 3}
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        marks.append(written(safe, action.date, 1, place, color=palette.ACTION))
        lines.append(upright(action.date, {"color": palette.ACTION, "width": 1.2}, layer="above"))
    return marks, lines, _ROW * len(ends)
