"""Engagement of hosts: waterfall of the portfolio, survival curves, blind spots, weeks."""

import math
from typing import Any

import numpy as np
import pandas as pd

from analytics.disclosure import Published
from figures import palette
from figures.sketch import BARE, Sketch, hover, interval
from figures.words import french

_STEP_COLORS = {"before": palette.RULE, "now": palette.RULE, "lost": palette.UNFAVOURABLE}
# Pixels of the names over curves: a row, the sample of a line, a letter, the whole width.
_NAME_ROW, _NAME_SAMPLE, _NAME_LETTER, _NAMES_WIDTH = 19, 48, 6, 590
_FIXED: dict[str, Any] = {"fixedrange": True}
_GRADED = _FIXED | {"gridcolor": palette.GRID}
_NAMED = _FIXED | {"ticks": ""}
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
STEPS = {
    "before": "Actives en {before}",
    "lost": "Non revues",
    "new": "Nouvelles",
    "revived": "Revenues après un silence",
    "now": "Actives en {now}",
}


def describe_waterfall(
    steps: pd.DataFrame, before: str, now: str, revived_apart: bool
) -> pd.DataFrame:
    """Rows of `waterfall_figure`: step, label, amount, shown.

    Parameters
    ----------
    steps : step, amount, as `analytics.companies.portfolio.waterfall`
    before, now : campaigns
    revived_apart : False where the new hosts hold those that came back after a silence
    """
    labels = STEPS if revived_apart else STEPS | {"new": "Nouvelles ou revenues"}
    shown = [
        ("+" if amount > 0 and step not in ("before", "now") else "") + french.number(amount)
        for step, amount in zip(steps["step"], steps["amount"], strict=True)
    ]
    named = [labels[step].format(before=before, now=now) for step in steps["step"]]
    return steps.assign(label=named, shown=shown)


def waterfall_figure(published: Published, *, height: int = 250) -> Sketch:
    """Draw the way from one campaign's hosts to the next one's, from 0.

    Parameters
    ----------
    published : step, label, amount, shown, in order
    """
    rows = published.table
    amount = rows["amount"].to_numpy(float)
    ends = rows["step"].isin(["before", "now"]).to_numpy()
    reached = np.where(ends, amount, 0.0)
    level = np.cumsum(np.where(rows["step"] == "now", 0.0, amount))
    base = np.where(ends, 0.0, np.minimum(level, level - amount))
    sketch = Sketch()
    sketch.add(
        "bar",
        x=list(range(len(rows))),
        y=np.where(ends, reached, np.abs(amount)),
        base=base,
        marker={"color": [_STEP_COLORS.get(step, palette.FAVOURABLE) for step in rows["step"]]},
        text=rows["shown"],
        textposition="outside",
        textfont={"size": 12, "color": palette.INK},
        hoverinfo="skip",
        cliponaxis=False,
    )
    xaxis = _NAMED | {
        "tickvals": list(range(len(rows))),
        "ticktext": [label.replace(" ", "<br>", 1) for label in rows["label"]],
        "tickfont": {"size": 11, "color": palette.INK},
    }
    top = float(np.nanmax(np.append(base + np.abs(amount), 1.0)))
    yaxis = BARE | {"range": [0, top * 1.15]}
    return sketch.framed(height, xaxis, yaxis, {"r": 4, "b": 40}, bargap=0.35)


def describe_curves(curves: pd.DataFrame, by: str, names: dict[str, str]) -> pd.DataFrame:
    """Rows of `curve_figure`: name, time, survival, low, high, at_risk, text.

    Parameters
    ----------
    curves : as `analytics.statistics.retention.curves`
    by : column of the groups
    names : French name of each group
    """
    table = curves.rename(columns={by: "code"})
    table["name"] = [names.get(code, code) for code in table["code"]]
    table["text"] = [
        f"<b>{row.name}</b><br>après {french.plural(int(row.time), 'campagne')} : "
        f"{french.percent(row.survival)} {french.interval(row.low, row.high)}<br>"
        f"{french.plural(int(row.at_risk), 'lieu suivi', 'lieux suivis')}"
        for row in table.itertuples()
    ]
    return table


def curve_figure(published: Published, *, height: int = 250) -> Sketch:
    """Draw survival curves with their intervals, named over them.

    Parameters
    ----------
    published : code, name, time, survival, low, high (0..1), text
    height : without the names, whose rows are added
    """
    sketch = Sketch()
    names = []
    for rank, (_, part) in enumerate(published.table.groupby("code", sort=False)):
        color, share = palette.COHORTS[rank % len(palette.COHORTS)], 100 * part["survival"]
        names.append(str(part["name"].iloc[0]).partition(",")[0])  # of a long one, the head
        sketch.add(
            "scatter",
            x=part["time"],
            y=share,
            mode="lines+markers",
            line={"color": color, "width": 2, "dash": _DASHES[rank % len(_DASHES)]},
            marker={"size": 6, "color": color},
            error_y=interval(share, 100 * part["low"], 100 * part["high"], color, 1.5, 3),
            name=names[-1],
            **hover(part["text"]),
        )
    title = {"text": "campagnes après la première", "font": {"size": 11}}
    xaxis = _FIXED | {"dtick": 1, "title": title, "showgrid": False}
    yaxis = _GRADED | {"range": [0, 103], "ticksuffix": "\u00a0%", "nticks": 6}
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 11}}
    above = _NAME_ROW * _name_rows(names)
    margin = {"t": 6 + above, "b": 34, "l": 40, "r": 4}
    return sketch.framed(height + above, xaxis, yaxis, margin, showlegend=True, legend=legend)


def _name_rows(names: list[str]) -> int:
    """Rows that the names of curves take, set in columns over half a screen."""
    if not names:
        return 0
    widest = _NAME_SAMPLE + _NAME_LETTER * max(map(len, names))
    return math.ceil(len(names) / max(1, _NAMES_WIDTH // widest))


def describe_blind_spots(
    spots: pd.DataFrame, families: pd.DataFrame, sectors: pd.DataFrame, one_zone: bool
) -> pd.DataFrame:
    """Rows of `matrix_figure`: one a family × sector that it expects.

    Parameters
    ----------
    spots : as `analytics.companies.fabric.blind_spots`
    families, sectors : code, label; rows are in the order of the families
    one_zone : True when a single BEF is shown
    """
    rows = families[["family", "label"]].rename(columns={"label": "row"})
    columns = sectors[["sector", "label"]].rename(columns={"label": "column"})
    table = rows.merge(spots, on="family").merge(columns, on="sector")
    share = (table["blind"] / table["zones"]).to_list()
    shown = [
        ("aucun" if row.blind else "") if one_zone else f"{row.blind} / {row.zones}"
        for row in table.itertuples()
    ]
    text = [
        f"<b>{row.row}</b> × {row.column}<br>{french.plural(int(row.blind), 'bassin')} sur "
        f"{french.number(row.zones)} avec des élèves et des employeurs, sans lieu d’accueil<br>"
        f"{french.plural(int(row.due), 'période due', 'périodes dues')} et "
        f"{french.plural(int(row.establishments), 'employeur')} dans ces bassins"
        for row in table.itertuples()
    ]
    return table.assign(value=share, shown=shown, text=text)


_MOST_WORDS = 12  # columns of a matrix whose cells have room for words


def short_name(label: str, narrow: bool = False) -> str:
    """A name over a column: the code of a division of the NAF; else its first words, or letters."""
    if label[:2].isdigit():
        return label[:2]
    return f"{label[:2]}." if narrow else label.split(",")[0].split(" et ")[0]


def matrix_figure(published: Published, *, height: int = 250) -> Sketch:
    """Draw a matrix of shares, their words in the cells; what is not expected stays blank.

    Parameters
    ----------
    published : row, column, value (0..1), shown, text; the first row is on top
    """
    rows = published.table
    order = rows["row"].drop_duplicates()
    wide = rows.pivot_table(["value", "shown", "text"], "row", "column", "first").reindex(order)
    values, shown, text = (wide[name] for name in ("value", "shown", "text"))
    narrow = len(values.columns) > _MOST_WORDS
    steps = [
        [i / (len(palette.SEQUENTIAL) - 1), color] for i, color in enumerate(palette.SEQUENTIAL)
    ]
    sketch = Sketch()
    sketch.add(
        "heatmap",
        z=values.to_numpy(float),
        x=list(range(len(values.columns))),  # by rank: two names may be cut to the same letters
        y=values.index.tolist(),
        text=shown.fillna("").to_numpy(),
        texttemplate=None if narrow else "%{text}",
        textfont={"size": 9},
        **hover(text.fillna("").to_numpy(), "customdata"),
        colorscale=steps,
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverongaps=False,
    )
    words = _NAMED | {"tickfont": {"size": 10, "color": palette.INK}}
    xaxis = words | {
        "side": "top",
        "tickvals": list(range(len(values.columns))),
        "ticktext": [short_name(str(label), narrow) for label in values.columns],
        "zeroline": False,
    }
    if narrow:
        xaxis |= {"tickfont": {"size": 9, "color": palette.INK}, "tickangle": 0}
    yaxis = words | {"autorange": "reversed", "automargin": True, "showgrid": False}
    return sketch.framed(height, xaxis, yaxis, {"r": 4, "t": 22, "b": 2})


def week_figure(published: Published, *, height: int = 300) -> Sketch:
    """Draw the hosts with several pupils at once, week by week; two schools or more apart.

    Parameters
    ----------
    published : week (date), hosts, shared
    """
    rows = published.table
    sketch = Sketch()
    for name, values, color in (
        ("d’un seul établissement", rows["hosts"] - rows["shared"], palette.ALONE),
        ("de deux établissements ou plus", rows["shared"], palette.SHARED),
    ):
        sketch.add(
            "bar",
            x=rows["week"],
            y=values,
            name=name,
            marker={"color": color},
            hovertemplate="semaine du %{x|%d/%m/%Y}\u00a0: %{y:,d} lieux<extra></extra>",
        )
    yaxis = _GRADED | {"rangemode": "tozero", "tickformat": ",d"}
    xaxis = _FIXED | {"tickformat": "%m/%Y", "showgrid": False, "ticklabelstandoff": 8}
    legend = {"orientation": "h", "x": 0, "y": 1.12, "font": {"size": 11}}
    looks = {"barmode": "stack", "showlegend": True, "legend": legend}
    return sketch.framed(height, xaxis, yaxis, {"t": 26, "b": 26, "l": 40, "r": 4}, **looks)
