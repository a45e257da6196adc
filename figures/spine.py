"""The spine chart: each indicator of one BEF on its own scale, around the académie's value."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.disclosure import Published
from analytics.measuring import with_columns
from figures import french
from figures.classes import INK
from figures.drawing import Drawing
from figures.intervals import COLORS, MUTED

LABELS = {
    "taux_acces": "Taux d’accès à J0",
    "sans_lieu": "Sans lieu à J0",
    "non_renseigne": "Non renseigné",
    "tardifs": "Placements tardifs",
    "distance": "Distance médiane",
    "famille": "Réseau familial",
    "aide": "Trouvé par l’école ou le pôle",
    "autosuffisance": "Autosuffisance",
    "fidelite": "Fidélité des entreprises",
    "penetration": "Engagement du tissu",
    "tuteurs": "Tuteurs formés",
    "evaluations": "Évaluations retournées",
    "ruptures": "Ruptures",
}
KM = {"distance"}
SIDES = {
    "favourable": COLORS["favourable"],
    "unfavourable": COLORS["unfavourable"],
    "distinct": INK,
    "indistinct": COLORS["indistinct"],
    "": COLORS["indistinct"],
}
VERDICTS = {
    "favourable": "nettement plus favorable",
    "unfavourable": "nettement moins favorable",
    "distinct": "nettement différent, ni mieux ni moins bien",
    "indistinct": "indiscernable",
    "": "non comparé",
}
REASONS = {
    "unknown": "l’écart dépend de ce qui n’est pas renseigné",
    "hosts": "rien ne dit comment les lieux d’accueil dépendent les uns des autres",
    "schools": "trop peu d’établissements pour connaître le hasard",
    "scope": "les autres bassins ne sont pas dans ce périmètre",
}
_SYMBOLS = {"distinct": "diamond", "": "circle-open", "favourable": "circle"}
_NO_SIDE = "\u00a0°"
LEGEND = (
    "Trait épais\u00a0: intervalle à 95\u00a0%\u00a0; trait fin\u00a0: ce que le non renseigné "
    "pourrait changer\u00a0; gris clair\u00a0: les autres bassins, leur moitié centrale en bande. "
    "Couleur ou losange\u00a0: l’écart à l’académie dépasse le hasard\u00a0; gris\u00a0: "
    "indiscernable\u00a0; point vide\u00a0: non comparé. °\u00a0: à droite, davantage, sans mieux "
    "ni moins bien."
)
ROW = 24  # pixels
_EDGE = 1.06  # of a row's scale: what is beyond is drawn there
_LEFT = 0.5  # share of the width taken by names and values


def decimals_of(line: str) -> int:
    """Decimals of a share: rates of access, late places and interruptions move by little."""
    return 1 if line in ("taux_acces", "sans_lieu", "ruptures", "tardifs") else 0


def amount(line: str, value: float) -> str:
    """One value of a line, with its unit."""
    if value != value:
        return french.MISSING
    if line in KM:
        return f"{french.number(value, 1)}\u00a0km"
    return french.percent(value, decimals_of(line))


def describe_spine(spine: pd.DataFrame, codes: list[str], peers: dict[str, str]) -> pd.DataFrame:
    """Put a spine in words, and on the scale of its rows: −1 to 1, the académie at 0.

    Parameters
    ----------
    spine : of `analytics.spine.spine`
    codes : codes of the BEF that have a column
    peers : code and name of the comparable BEF

    Returns
    -------
    The table with name, shown_text, value_text, academy_text, quarter_text, three_quarters_text,
    standing, why, interval_text, peers_text, text (hover), and x, x_low, x_high,
    x_least, x_most, x_quarter, x_three_quarters, `x_<code>`: right is more favourable, or more
    where neither side is better
    """
    known = [code for code in codes if code in spine]
    both = zip(spine.to_dict("records"), _peers(spine, peers), strict=True)
    texts = [_texts(row, told) for row, told in both]
    words = {name: [text[name] for text in texts] for name in texts[0]}
    return with_columns(spine, **_placed(spine, known), **words)


def _placed(spine: pd.DataFrame, codes: list[str]) -> dict[str, np.ndarray]:
    """What is drawn of each row, on its scale."""
    ends = ("shown", "low", "high", "least", "most", "quarter", "three_quarters", *codes)
    centre = spine["academy"].fillna(spine[codes].median(axis=1))
    moved = {name: (spine[name] - centre).to_numpy(float) for name in ends}
    reach = np.fmax.reduce([np.abs(moved[name]) for name in ("low", "high", *codes)])
    side = np.where(spine["polarity"] < 0, -1.0, 1.0)
    scale = side / np.where(reach > 0, reach, 1.0)
    return {
        "x" if name == "shown" else f"x_{name}": np.clip(gap * scale, -_EDGE, _EDGE)
        for name, gap in moved.items()
    }


def _texts(row: dict[str, Any], peers_text: str) -> dict[str, str]:
    """Words of a row of a spine."""
    line = row["line"]
    texts = {
        "name": LABELS[line] + ("" if row["polarity"] else _NO_SIDE),
        "shown_text": _own(row),
        "academy_text": amount(line, row["academy"]),
        "value_text": amount(line, row["value"]),
        "quarter_text": amount(line, row["quarter"]),
        "three_quarters_text": amount(line, row["three_quarters"]),
        "interval_text": _interval(row),
        "peers_text": peers_text,
        "standing": "" if pd.isna(row["value"]) else VERDICTS[row["verdict"]],
        "why": REASONS.get(row["reason"], ""),
    }
    return texts | {"text": _hover(row | texts)}


def with_others(spine: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Add what each BEF shows, in words: `text_<code>`, one column a BEF of the table."""
    lines = spine["line"]
    texts = {
        f"text_{code}": [amount(line, v) for line, v in zip(lines, spine[code], strict=True)]
        for code in codes
        if code in spine
    }
    return spine.assign(**texts)


def _own(row: dict[str, Any]) -> str:
    return str(row["absence"]) if pd.isna(row["shown"]) else amount(row["line"], row["shown"])


def _interval(row: dict[str, Any]) -> str:
    low, high = row["low"], row["high"]
    if pd.isna(row["shown"]) or pd.isna(low):
        return ""
    if row["line"] in KM:
        return f"[{french.number(low, 1)}\u00a0;\u00a0{french.number(high, 1)}]"
    return french.interval(low, high, decimals_of(row["line"]))


def _peers(spine: pd.DataFrame, peers: dict[str, str]) -> list[str]:
    """What the comparable BEF show, one text a line."""
    known = [code for code in peers if code in spine]
    names = [french.short_name(peers[code]) for code in known]
    lines, values = spine["line"].tolist(), spine[known].to_numpy(float)
    return [
        ", ".join(f"{n}\u00a0{amount(line, v)}" for n, v in zip(names, row, strict=True))
        for line, row in zip(lines, values, strict=True)
    ]


def _hover(row: dict[str, Any]) -> str:
    head = f"<b>{row['name']}</b>"
    if pd.isna(row["shown"]):
        return f"{head}<br>{row['absence']}"
    lines = [head, f"{row['shown_text']} {row['interval_text']}"]
    if pd.notna(row["academy"]):
        lines.append(f"académie\u00a0: {row['academy_text']}")
    if row["unknown"] > 0:
        lines.append(f"non renseigné\u00a0: {french.percent(row['unknown_share'], 0)}")
    lines.append(f"n = {french.number(row['n'])}")
    lines.append(row["standing"] + (f"\u00a0: {row['why']}" if row["why"] else ""))
    if row["peers_text"]:
        lines.append(f"comparables\u00a0: {row['peers_text']}")
    return "<br>".join(lines)


def spine_chart(
    published: Published, *, codes: list[str], selected: str, peers: tuple[str, ...] = ()
) -> go.Figure:
    """Draw one line a row, in order, the académie in the middle.

    Parameters
    ----------
    published : as `describe_spine` gives it
    codes : codes of the BEF that have a column
    selected : the BEF that the spine is of
    peers : codes of the comparable BEF
    """
    rows = published.table
    order = rows["line"].tolist()
    others = [c for c in codes if c != selected and f"x_{c}" in rows]
    drawing = Drawing()
    _band(drawing, rows)
    _dots(drawing, rows, [c for c in others if c not in peers], "#c9c6bd", 5)
    _dots(drawing, rows, [c for c in others if c in peers], MUTED, 7, "line-ns-open")
    for verdict, part in rows[rows["x"].notna()].groupby("verdict", sort=False):
        _segments(drawing, part, "x_least", "x_most", SIDES[str(verdict)], 1)
        _segments(drawing, part, "x_low", "x_high", SIDES[str(verdict)], 3)
        _own_dots(drawing, part, str(verdict))
    middle = {"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": len(order) - 0.5}
    xaxis = {
        "domain": [_LEFT, 1],
        "range": [-1.12, 1.12],
        "visible": False,
        "fixedrange": True,
        "zeroline": False,
    }
    yaxis = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order[::-1],
        "range": [-1.35, len(order) + 0.1],
        "visible": False,
        "fixedrange": True,
    }
    drawing.lay_out(
        xaxis=xaxis,
        yaxis=yaxis,
        shapes=[middle | {"line": {"color": MUTED, "width": 1}}],
        annotations=_words(rows),
        height=int(ROW * (len(order) + 1.45)),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        hovermode="closest",
        separators=",\u00a0",
        plot_bgcolor="#ffffff",
        paper_bgcolor="#ffffff",
        font={"family": "Arial, sans-serif", "color": INK},
        hoverlabel={"bgcolor": "#ffffff", "bordercolor": "#8c8a83", "font": {"color": INK}},
    )
    return drawing.figure()


def _band(drawing: Drawing, rows: pd.DataFrame) -> None:
    low = rows[["x_quarter", "x_three_quarters"]].min(axis=1)
    high = rows[["x_quarter", "x_three_quarters"]].max(axis=1)
    drawing.add(
        "bar",
        y=rows["line"],
        base=low,
        x=high - low,
        width=1.0,
        orientation="h",
        marker={"color": "#efede7", "line": {"width": 0}},
        hoverinfo="skip",
    )


def _dots(
    drawing: Drawing,
    rows: pd.DataFrame,
    codes: list[str],
    color: str,
    size: int,
    symbol: str = "circle",
) -> None:
    columns = [f"x_{code}" for code in codes]
    drawing.add(
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
    drawing: Drawing, rows: pd.DataFrame, low: str, high: str, color: str, width: int
) -> None:
    """Horizontal lines, one a row, in one trace: their ends, then a gap."""
    ends = rows[[low, high]].to_numpy(float)
    x = np.column_stack([ends, np.full(len(rows), np.nan)]).ravel()
    y = np.repeat(rows["line"].to_numpy(object), 3)
    drawing.add(
        "scatter", x=x, y=y, mode="lines", line={"color": color, "width": width}, hoverinfo="skip"
    )


def _own_dots(drawing: Drawing, rows: pd.DataFrame, verdict: str) -> None:
    drawing.add(
        "scatter",
        x=rows["x"],
        y=rows["line"],
        mode="markers",
        marker={
            "size": 11,
            "color": SIDES[verdict],
            "symbol": _SYMBOLS.get(verdict, "circle"),
            "line": {"color": SIDES[verdict], "width": 1.5},
        },
        text=rows["text"],
        hovertemplate="%{text}<extra></extra>",
    )


def _words(rows: pd.DataFrame) -> list[dict[str, object]]:
    """Names and values at the left, heads above, sides below: all drawn at once."""
    words = []
    for row in rows.itertuples():
        own = f"<b>{row.shown_text}</b>" if pd.notna(row.shown) else f"<i>{row.shown_text}</i>"
        words += [
            _word(0, row.line, str(row.name), "left", 13),
            _word(_LEFT * 0.76, row.line, own, "right", 13),
            _word(_LEFT * 0.95, row.line, str(row.academy_text), "right", 13),
        ]
    top = len(rows) - 0.25
    words += [
        _word(_LEFT * 0.76, top, "pôle", "right", 11),
        _word(_LEFT * 0.95, top, "académie", "right", 11),
        _word(_LEFT + 0.02, -0.95, "moins favorable", "left", 11),
        _word(0.98, -0.95, "plus favorable", "right", 11),
    ]
    return words


def _word(x: float, y: object, text: str, side: str, size: int) -> dict[str, object]:
    color = MUTED if size < 12 else INK
    return {
        "x": x,
        "xref": "paper",
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": side,
        "font": {"size": size, "color": color},
    }
