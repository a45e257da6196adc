"""Curves of concentration and Lorenz, shares between and within BEF, channels by public."""

import pandas as pd

from analytics.disclosure import Published
from analytics.equity.publics import EVERYONE, Inequality
from figures import palette
from figures.equity.equity import PUBLICS
from figures.parts import LAST_TICK, NAMES, SHARES, Part, cut_bars
from figures.sketch import AXIS, DASHED, Sketch, hover, interval, titled, written
from figures.words import french

CHANNELS = {
    "by_family": "famille, entourage",
    "by_pupil": "élève seul",
    "by_past_host": "ancien lieu",
    "by_school": "établissement",
    "by_pole": "pôle, CLEE",
    "by_platform": "plateforme",
    "channel_unknown": "canal inconnu",
}
_PARTS = {
    code: Part(name, color, ink, hatched=code == "channel_unknown")
    for (code, name), color, ink in zip(
        CHANNELS.items(), palette.CHANNELS, palette.CHANNEL_INKS, strict=True
    )
}
_ROOM = 0.055  # a narrower part has no room for its number


def describe_curve(curve: pd.DataFrame, what: str) -> pd.DataFrame:
    """Rows of `curve_plot`: people, share, text.

    Parameters
    ----------
    curve : people, share, cumulated in 0..1
    what : what is cumulated, in words
    """
    text = [
        f"{french.percent(row.people, 0)} des élèves\u00a0: {french.percent(row.share, 0)} {what}"
        for row in curve.itertuples()
    ]
    return curve.assign(text=text)


def curve_plot(published: Published, *, note: str, axis: str, up: str, height: int = 250) -> Sketch:
    """Draw a cumulated share against the line of equality.

    Parameters
    ----------
    published : as `describe_curve`
    note : written beside the curve: index and interval
    axis : what orders the pupils, under the axis
    up : what is cumulated, beside the other axis
    """
    rows = published.table
    sketch = Sketch()
    sketch.add(
        "scatter",
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        line=DASHED,
        hoverinfo="skip",
    )
    sketch.add(
        "scatter",
        x=100 * rows["people"],
        y=100 * rows["share"],
        mode="lines+markers",
        line={"color": palette.ACCENT, "width": 2},
        marker={"size": 3},
        **hover(rows["text"]),
    )
    ticks = (0, 25, 50, 75, 100)
    shared = AXIS | {
        "range": [-1, 101],
        "tickvals": ticks,
        "ticktext": [f"{value}\u00a0%" for value in ticks],
    }
    corner = {"align": "right", "xanchor": "right", "yanchor": "bottom"}
    return sketch.framed(
        height,
        shared | titled(axis),
        shared | titled(up),
        margin={"l": 60, "r": 22, "b": 38},
        annotations=[written(note, 98, 4, corner, 12, palette.INK)],
    )


def describe_parts(found: Inequality) -> pd.DataFrame:
    """Rows of `part_bars`: the share between BEF observed, and by chance, with its interval."""
    rows = [
        ("Observé", found.between, float("nan"), float("nan")),
        ("Au hasard", found.by_chance, found.chance_low, found.chance_high),
    ]
    table = pd.DataFrame(rows, columns=["name", "between", "low", "high"])
    table["within"] = 1 - table["between"]
    return table


def part_bars(published: Published, *, height: int = 110) -> Sketch:
    """Draw the shares between and within BEF, observed and in shuffled schools.

    Parameters
    ----------
    published : as `describe_parts`
    """
    rows = published.table
    sketch = Sketch()
    for name, label, color in (
        ("between", "entre bassins", palette.BETWEEN),
        ("within", "à l’intérieur", palette.WITHIN),
    ):
        sketch.add(
            "bar",
            y=rows["name"],
            x=100 * rows[name],
            orientation="h",
            marker={"color": color},
            text=_parts_texts(rows) if name == "within" else None,
            textposition="inside",
            insidetextanchor="end",
            textfont={"color": palette.INK, "size": 11},
            **hover([f"{label} {french.percent(value, 0)}" for value in rows[name]], "hovertext"),
        )
    known = rows.dropna(subset=["low", "high"])
    middle, low, high = (100 * known[name] for name in ("between", "low", "high"))
    sketch.add(  # as points, which lie over all the bars: error bars would be half covered
        "scatter",
        y=known["name"],
        x=middle,
        mode="markers",
        marker={"size": 5, "color": palette.STRONG},
        error_x=interval(middle, low, high, palette.STRONG, cap=5),
        hoverinfo="skip",
    )
    names = NAMES | {"ticklabelstandoff": 6}
    return sketch.framed(height, SHARES, names, {"r": LAST_TICK}, barmode="stack", bargap=0.3)


def _parts_texts(rows: pd.DataFrame) -> list[str]:
    return [
        ""
        if pd.isna(row.between)
        else f"{french.percent(row.between, 0)} entre bassins"
        + ("" if pd.isna(row.low) else f" {french.interval(row.low, row.high, 0)}")
        for row in rows.itertuples()
    ]


def describe_channels(counts: pd.DataFrame) -> pd.DataFrame:
    """Rows of `channel_bars`, names in words.

    Parameters
    ----------
    counts : as `analytics.equity.publics.channels`
    """
    table = counts.rename(columns={"count": "amount"})
    table["public"] = table["group"].map({**PUBLICS, EVERYONE: "Tous"})
    table["name"] = table["channel"].map(CHANNELS)
    table["label"] = [
        french.percent(row.share, 0) if row.share >= _ROOM else "" for row in table.itertuples()
    ]
    table["text"] = [
        f"<b>{row.public}</b><br>{row.name}\u00a0: {french.number(row.amount)} sur "
        f"{french.number(row.placed)} placements ({french.percent(row.share)})"
        + (
            ""
            if pd.isna(row.share_known)
            else f"<br>{french.percent(row.share_known)} des {french.number(row.known)} connus"
        )
        for row in table.itertuples()
    ]
    return table


def channel_bars(published: Published, *, height: int = 230) -> Sketch:
    """Draw one bar a public, cut by channel; the unknown are hatched, and last.

    Parameters
    ----------
    published : as `describe_channels`
    """
    margin = {"l": 0, "r": LAST_TICK, "t": 44, "b": 24}
    return cut_bars(published.table, "public", "channel", _PARTS, height, margin, 6)
