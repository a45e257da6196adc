"""Gaps between publics: names, texts, the answer of the page, dumbbells."""

from typing import Any

import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.disclosure import Published
from analytics.equity.publics import DIMENSIONS
from data import silence
from figures import palette
from figures.sketch import DASHED, PERCENT, Sketch, hover, rows_axis, upright, written
from figures.words import french
from figures.words.french import NBSP

PUBLICS = {
    "ips-1": "Quart au plus bas IPS",
    "ips-2": "2e quart",
    "ips-3": "3e quart",
    "ips-4": "Quart au plus haut IPS",
    "rep-plus": "Collèges REP+",
    "rep": "Collèges REP",
    "hors-ep": "Collèges hors EP",
    "rural": "Communes rurales",
    "urbain": "Communes urbaines",
}
_WHERE = {
    "ips": (
        "dans les établissements du quart au plus bas IPS",
        "dans ceux du quart au plus haut",
    ),
    "ep": ("en collège REP+", "hors éducation prioritaire"),
    "ruralite": ("dans les communes rurales", "dans les communes urbaines"),
}
_WORDS = {
    "taux_acces": ("ont une convention signée au premier jour", 1),
    "sans_lieu": ("sont sans lieu au premier jour", -1),
}


def points(value: float, decimals: int = 1) -> str:
    """Format a gap given per 1: +3,4 points."""
    if pd.isna(value):
        return french.MISSING
    sign = "+" if value > 0 else ""
    unit = "point" if abs(100 * value) < 2 else "points"
    return f"{sign}{french.number(100 * value, decimals)}{NBSP}{unit}"


def describe_gaps(gaps: pd.DataFrame, dimension: str, measure: str) -> pd.DataFrame:
    """Rows of `gap_dumbbells`.

    Parameters
    ----------
    gaps : as `publics.gaps`, or `crude_gaps`: then there is no equal mix; one row a
        public at least
    dimension, measure : "ips", "ep" or "ruralite"; "taux_acces" or "sans_lieu"

    Returns
    -------
    One row a public, the reference last: code, name, is_reference, rate, base (rate of the
    reference), shown (base + the gap, at equal mix where there is one), low, high (of it), gap,
    gap_low, gap_high, crude, crude_low, crude_high, covered, count, n, schools, unknown,
    unknown_share, position, label, text, absence
    """
    equal = "adjusted" in gaps
    table = gaps.rename(columns={"group": "code", "events": "count", "total": "n"})
    table["is_reference"] = table["code"] == DIMENSIONS[dimension].reference
    table["base"] = table["rate"].where(table["is_reference"]).max()
    for end, shown in (("", "shown"), ("_low", "low"), ("_high", "high")):
        crude = gaps[shown if end else "gap"]
        gap = gaps[f"adjusted{end}"] if equal else crude
        table[f"crude{end}"], table[f"gap{end}"] = crude, gap
        table[f"crude{end}_points"], table[f"gap{end}_points"] = 100 * crude, 100 * gap
        table[shown] = (table["base"] + gap).clip(0, 1)
    table["unknown_share"] = table["unknown"] / table["due"].where(table["due"] > 0)
    polarity = _WORDS[measure][1]
    table["position"] = [_side(row, polarity) for row in table.itertuples()]
    table["absence"] = [_absence(row) for row in table.itertuples()]
    table["name"] = [_name(row, dimension) for row in table.itertuples()]
    table["label"] = [_label(row) for row in table.itertuples()]
    table["text"] = [_hover(row, equal) for row in table.itertuples()]
    return table.drop(columns=["due", "ips_low", "ips_high"], errors="ignore")


def equity_answer(table: pd.DataFrame, dimension: str, measure: str) -> str:
    """Say, of the public furthest from the reference by nature, how many pupils in 100 more.

    Parameters
    ----------
    table : as `describe_gaps`
    """
    others = table[~table["is_reference"]]
    known = others.dropna(subset="gap")
    if not len(others) or not len(table[table["is_reference"]]):
        return "Un seul public pour ce choix\u00a0: aucun écart à lire."
    first = (known if len(known) else others).iloc[0]
    verb, _ = _WORDS[measure]
    here, there = _WHERE[dimension]
    if first["code"] in ("rep", "ips-2", "ips-3"):
        here = f"pour le public «{NBSP}{PUBLICS[first['code']]}{NBSP}»"
    if pd.isna(first["gap"]):
        reason = first["absence"] or Absence.NOT_APPLICABLE
        return f"**Écart {here}\u00a0: {reason}.**"
    mix = "À formations et niveaux égaux" if "covered" in table else "Toutes formations ensemble"
    if pd.isna(first["gap_low"]):
        return (
            f"{mix}, l’écart {here} est de {points(first['gap'])}, sans intervalle\u00a0: trop peu "
            "d’établissements pour dire s’il se distingue du hasard."
        )
    bounds = french.interval(first["gap_low"], first["gap_high"])
    if first["position"] == sides.INDISTINCT:
        return (
            f"{mix}, **l’écart {here} ne se distingue pas du hasard**\u00a0: "
            f"{points(first['gap'])} {bounds}, intervalle à 95{NBSP}%."
        )
    return (
        f"{mix}, **{_pupils(first['gap'])} sur 100 {verb}** {here} que {there}, intervalle à "
        f"95{NBSP}% {bounds}."
    )


def gap_dumbbells(published: Published, *, height: int = 250) -> Sketch:
    """Draw, for each public, the reference's rate and its own, with the gap's interval.

    Parameters
    ----------
    published : as `describe_gaps`; filled: at equal mix; hollow: as it is
    """
    rows = published.table
    sketch = Sketch()
    for row in rows.itertuples():
        if row.is_reference or pd.isna(row.shown):
            continue
        color = palette.SIDES.get(row.position, palette.SIDES[sides.INDISTINCT])
        _line(sketch, [row.base, row.shown], row.code, palette.LINK, 5)
        if not pd.isna(row.low):
            _line(sketch, [row.low, row.high], row.code, color, 2)
        _dot(sketch, row, row.shown, color, "circle", 11)
        if "covered" in rows and not pd.isna(row.rate):
            _dot(sketch, row, row.rate, color, "circle-open", 9)
    base = rows["base"].iloc[0]
    for row in rows[rows["is_reference"]].itertuples():
        _dot(sketch, row, base, palette.INK, "circle", 11)
    codes = rows["code"].tolist()
    yaxis = rows_axis(codes, rows["name"].tolist())
    xaxis = PERCENT | {"domain": [0, 0.66], "nticks": 6}
    right = {"xref": "paper", "xanchor": "right"}
    labels = [written(row.label, 1, row.code, right, 12, palette.INK) for row in rows.itertuples()]
    shapes = [upright(100 * base, DASHED)]
    return sketch.framed(height, xaxis, yaxis, annotations=labels, shapes=shapes)


def _line(sketch: Sketch, ends: list[float], code: str, color: str, width: int) -> None:
    sketch.add(
        "scatter",
        x=[100 * end for end in ends],
        y=[code, code],
        mode="lines",
        line={"color": color, "width": width},
        hoverinfo="skip",
    )


def _dot(sketch: Sketch, row: Any, rate: float, color: str, symbol: str, size: int) -> None:
    sketch.add(
        "scatter",
        x=[100 * rate],
        y=[row.code],
        mode="markers",
        marker={"size": size, "color": color, "symbol": symbol, "line": {"width": 2}},
        **hover([row.text]),
    )


def _pupils(gap: float) -> str:
    amount = abs(100 * gap)
    decimals = 0 if amount >= 1.5 else 1
    noun = "élève" if round(amount, decimals) < 2 else "élèves"
    return f"{french.number(amount, decimals)} {noun} de {'plus' if gap > 0 else 'moins'}"


def _side(row: Any, polarity: int) -> str:
    if row.is_reference or pd.isna(row.gap_low):
        return "" if row.is_reference or pd.isna(row.gap) else sides.INDISTINCT
    if row.gap_low <= 0 <= row.gap_high:
        return sides.INDISTINCT
    return sides.FAVOURABLE if (row.gap_low > 0) == (polarity > 0) else sides.UNFAVOURABLE


def _absence(row: Any) -> str:
    if row.due == 0:
        return Absence.NOT_APPLICABLE
    if pd.isna(row.n) or pd.isna(row.count):
        known = not pd.isna(row.due) and not pd.isna(row.unknown) and row.unknown == row.due
        return Absence.UNKNOWN if known else Absence.SECRET
    if row.n == 0:
        return Absence.UNKNOWN
    if not row.is_reference and pd.isna(row.gap):
        return Absence.NOT_APPLICABLE
    return Absence.SMALL if getattr(row, "small", False) else ""


def _name(row: Any, dimension: str) -> str:
    name = PUBLICS.get(row.code, str(row.code))
    low = getattr(row, "ips_low", float("nan"))
    if dimension != "ips" or pd.isna(low):
        return name
    return f"{name} ({french.number(low, 1)}–{french.number(row.ips_high, 1)})"


def _label(row: Any) -> str:
    if row.is_reference:
        return f"référence\u00a0: {french.percent(row.base)}"
    if pd.isna(row.gap):
        return f"<i>{row.absence}</i>"
    if pd.isna(row.gap_low):
        return points(row.gap)
    return f"<b>{points(row.gap)}</b> {french.interval(row.gap_low, row.gap_high)}"


def _hover(row: Any, equal: bool) -> str:
    lines = [f"<b>{row.name}</b>"]
    if not pd.isna(row.rate):
        lines.append(f"taux\u00a0: {french.percent(row.rate)}, n = {french.number(row.n)}")
        lines.append(french.plural(int(row.schools), "établissement"))
    if not row.is_reference and equal and not pd.isna(row.crude):
        lines.append(f"écart brut\u00a0: {points(row.crude)}")
    if not pd.isna(row.unknown_share):
        lines.append(f"{silence.UNTOLD}\u00a0: {french.percent(row.unknown_share)}")
    return "<br>".join(lines)
