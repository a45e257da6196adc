"""The spine and the campaigns of a pôle as SVG text, for paper."""

from html import escape
from typing import Any

import pandas as pd

from analytics import sides
from figures import palette
from figures.print.paper import FONTS

_WIDTH, _ROW, _TOP, _BOTTOM = 700, 31, 20, 22
_LEFT, _RIGHT = 382, 695  # of the scales
_OWN, _INTERVAL, _ACADEMY = 232, 308, 362  # right ends of the columns of values


def spine_svg(rows: pd.DataFrame, codes: list[str], selected: str, peers: tuple[str, ...]) -> str:
    """Draw the spine chart, as `figures.pole.spine.spine_chart` does on screen.

    Parameters
    ----------
    rows : of `figures.words.spine_words.describe_spine`
    codes, selected, peers : codes of the BEF that have a column, of the pôle, of comparable BEF
    """
    height = _TOP + _ROW * len(rows) + _BOTTOM
    others = [code for code in codes if code != selected and f"x_{code}" in rows]
    drawn = [
        _row(row, _TOP + _ROW * (at + 0.5), others, peers)
        for at, row in enumerate(rows.to_dict("records"))
    ]
    centre, bottom = _at(0), height - _BOTTOM
    return (
        _open(_WIDTH, height, "Indicateurs du pôle autour de l’académie")
        + _text(_OWN, 12, "pôle", "end", palette.MUTED, 10)
        + _text(_INTERVAL, 12, "intervalle", "end", palette.MUTED, 10)
        + _text(_ACADEMY, 12, "académie", "end", palette.MUTED, 10)
        + "".join(drawn)
        + f'<line x1="{centre:.1f}" x2="{centre:.1f}" y1="{_TOP}" y2="{bottom}" '
        + f'stroke="{palette.MUTED}"/>'
        + _text(_LEFT, height - 6, "moins favorable", "start", palette.MUTED, 10)
        + _text(_RIGHT, height - 6, "plus favorable", "end", palette.MUTED, 10)
        + "</svg>"
    )


def _open(width: float, height: float, title: str) -> str:
    """Start of a drawing; its fonts are told to it too: a style may not reach into it."""
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" font-family="{FONTS}">'
        f"<title>{title}</title>"
    )


def _at(x: float) -> float:
    return (_LEFT + _RIGHT) / 2 + x * (_RIGHT - _LEFT) / 2.3


def _row(row: dict[str, Any], y: float, others: list[str], peers: tuple[str, ...]) -> str:
    color = palette.SIDES[row["verdict"]]
    parts = [_band(row, y), _text(0, y + 4, row["name"], "start", palette.INK, 12)]
    parts.append(_text(_OWN, y + 4, row["shown_text"], "end", palette.INK, 12, bold=True))
    parts.append(_text(_INTERVAL, y + 4, row["interval_text"], "end", palette.MUTED, 10))
    parts.append(_text(_ACADEMY, y + 4, row["academy_text"], "end", palette.INK, 12))
    for code in others:
        parts.append(_other(row[f"x_{code}"], y, code in peers))
    if pd.notna(row["x"]):
        parts.append(_segment(row["x_least"], row["x_most"], y, color, 1))
        parts.append(_segment(row["x_low"], row["x_high"], y, color, 3))
        parts.append(_mark(row["verdict"], _at(row["x"]), y, color))
    return "".join(parts)


def _band(row: dict[str, Any], y: float) -> str:
    ends = sorted((row["x_quarter"], row["x_three_quarters"]))
    if pd.isna(ends[0]) or pd.isna(ends[1]):
        return ""
    low, high = _at(ends[0]), _at(ends[1])
    return (
        f'<rect x="{low:.1f}" y="{y - _ROW / 2:.1f}" width="{high - low:.1f}" height="{_ROW}" '
        f'fill="{palette.SCALE_BAND}"/>'
    )


def _other(x: float, y: float, peer: bool) -> str:
    if pd.isna(x):
        return ""
    if peer:
        return (
            f'<line x1="{_at(x):.1f}" x2="{_at(x):.1f}" y1="{y - 5:.1f}" y2="{y + 5:.1f}" '
            f'stroke="{palette.MUTED}" stroke-width="2"/>'
        )
    return f'<circle cx="{_at(x):.1f}" cy="{y:.1f}" r="2.2" fill="{palette.OTHERS}"/>'


def _segment(low: float, high: float, y: float, color: str, width: int) -> str:
    if pd.isna(low) or pd.isna(high):
        return ""
    return (
        f'<line x1="{_at(low):.1f}" x2="{_at(high):.1f}" y1="{y:.1f}" y2="{y:.1f}" '
        f'stroke="{color}" stroke-width="{width}"/>'
    )


def _mark(verdict: str, x: float, y: float, color: str) -> str:
    if verdict == sides.DISTINCT:
        return f'<path d="M{x - 5.5:.1f} {y:.1f}l5.5 -5.5l5.5 5.5l-5.5 5.5z" fill="{color}"/>'
    fill = palette.PAPER if verdict == "" else color
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.6" fill="{fill}" stroke="{color}"/>'


def _text(
    x: float, y: float, text: str, anchor: str, color: str, size: int, *, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}" font-size="{size}"'
        f"{weight}>{escape(text)}</text>"
    )


def trend_svg(rows: pd.DataFrame) -> str:
    """Draw a series in its band of ordinary variation; a signal is a diamond.

    Parameters
    ----------
    rows : of `analytics.verdicts.trends.Trend.points`, one BEF
    """
    known = rows.dropna(subset=["value", "low", "high"]).to_dict("records")
    if not known:
        return ""
    low = min(min(row["low"], row["value"]) for row in known)
    reach = max(max(row["high"], row["value"]) for row in known) - low or 1.0
    step = 320 / len(known)
    at = [(number + 0.5) * step for number in range(len(known))]

    def y_of(share: float) -> float:
        return 66 - 56 * (share - low) / reach

    tops = [f"{x:.1f},{y_of(row['high']):.1f}" for x, row in zip(at, known, strict=True)]
    feet = [f"{x:.1f},{y_of(row['low']):.1f}" for x, row in zip(at, known, strict=True)]
    line = [f"{x:.1f},{y_of(row['value']):.1f}" for x, row in zip(at, known, strict=True)]
    parts = [
        f'<polygon points="{" ".join(tops + feet[::-1])}" fill="{palette.BAND}"/>',
        f'<polyline points="{" ".join(line)}" fill="none" stroke="{palette.ACCENT}" '
        'stroke-width="1.5"/>',
    ]
    for number, (x, row) in enumerate(zip(at, known, strict=True)):
        verdict = sides.DISTINCT if row["signal"] else sides.INDISTINCT
        parts.append(_mark(verdict, x, y_of(row["value"]), palette.ACCENT))
        if number in (0, len(known) - 1):
            anchor = "start" if number == 0 else "end"
            place = 2 if number == 0 else 318
            parts.append(_text(place, 84, str(row["label"]), anchor, palette.MUTED, 9))
    return _open(320, 90, "Accès à J0, moment par moment") + "".join(parts) + "</svg>"
