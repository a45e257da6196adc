"""Which problem is it? Families of a BEF between seekers without a host and hosts left."""

from typing import Any

import pandas as pd

from analytics.absence import Absence
from analytics.disclosure import Published
from analytics.pole.diagnosis import (
    BALANCE,
    INDISTINCT,
    MISMATCH,
    PROBLEMS,
    SHORTAGE,
    UNFILLED,
    UNMEASURED,
)
from figures import palette
from figures.equity.equity import points
from figures.maps.labels import label_places
from figures.sketch import AXIS, Sketch, hover, interval, titled, written
from figures.words import french
from figures.words import sides as words

# Colour and symbol of a class: the symbol alone tells it in greyscale.
MARKS = {
    SHORTAGE: (palette.SHORTAGE, "triangle-up"),
    MISMATCH: (palette.MISMATCH, "diamond"),
    UNFILLED: (palette.UNFILLED, "square"),
    BALANCE: (palette.BALANCE, "circle"),
    INDISTINCT: (palette.INDISTINCT, "circle-open"),
}
# Corner of each class: x and y in the frame, anchors.
_CORNERS = {
    SHORTAGE: (1, 0, "right", "bottom"),
    MISMATCH: (1, 1, "right", "top"),
    UNFILLED: (0, 1, "left", "top"),
    BALANCE: (0, 0, "left", "bottom"),
}
_LEAST = {"seekers": 12.0, "places": 20.0}  # points: a frame that chance alone does not fill
_WIDTH = 900.0  # of the frame, about, pixels
_SIDES = {
    "high": "plus qu’ailleurs",
    "low": "moins qu’ailleurs",
    "near": "pas plus qu’ailleurs",
    "wide": words.INDISTINCT,
    "": str(Absence.UNMEASURED),
}


def describe_diagnosis(table: pd.DataFrame, families: pd.DataFrame) -> pd.DataFrame:
    """Rows of `quadrant`, and of its twin: the families of one BEF, in their usual order.

    Parameters
    ----------
    table : the rows of a BEF of `analytics.pole.diagnosis.diagnose`
    families : family, label, in the order to show

    Returns
    -------
    The table with name, problem_name, seekers_gap and places_gap (points beside the other BEF)
    with their `_low` and `_high`, seekers_reading, places_reading, left_most and left_least
    (hosts), text (hover); gaps are missing where nothing is measured
    """
    rows = families[["family", "label"]].merge(table, on="family")
    rows = rows.rename(columns={"label": "name", "family": "code"})
    measured = rows["absence"] == ""
    for side in ("seekers", "places"):
        reference = rows[f"{side}_reference"]
        for end in ("", "_low", "_high"):
            gap = 100 * (rows[f"{side}{end}"] - reference)
            rows[f"{side}_gap{end}"] = gap.where(measured)
        rows[f"{side}_reading"] = (
            rows[f"{side}_side"].map(_SIDES).where(measured, Absence.UNMEASURED)
        )
    rows["left_most"], rows["left_least"] = rows["left"], rows["left"] - rows["left_unknown"]
    rows["problem_name"] = [PROBLEMS[key].name for key in rows["problem"]]
    rows["text"] = [_text(row) for row in rows.itertuples(index=False)]
    return rows


def diagnosis_answer(rows: pd.DataFrame) -> str:
    """Say in which families which problem is told, and for how many it cannot be.

    Parameters
    ----------
    rows : as `describe_diagnosis`
    """
    if rows.empty:
        return "**Non mesuré**\u00a0: aucune période due n’est connue par famille pour ce bassin."
    if (rows["problem"] == UNMEASURED).all():
        reasons = rows["reason"].drop_duplicates()
        why = f"\u00a0: {reasons.iloc[0]}" if len(reasons) == 1 else ""
        return f"**Non mesuré** pour ce bassin{why}."
    told = [
        f"**{PROBLEMS[key].name.lower()}** en {french.listed(part['name'].tolist())}"
        for key in (SHORTAGE, UNFILLED, MISMATCH, BALANCE)
        if len(part := rows[rows["problem"] == key])
    ]
    counts = [
        french.plural(int((rows["problem"] == key).sum()), *words)
        for key, words in (
            (INDISTINCT, ("famille indiscernable", "familles indiscernables")),
            (UNMEASURED, ("famille non mesurée", "familles non mesurées")),
        )
        if (rows["problem"] == key).any()
    ]
    text = "\u00a0; ".join(told) if told else "**aucun problème ne se distingue du hasard**"
    rest = f" ({french.listed(counts)})" if counts else ""
    return f"**{text[2].upper()}{text[3:]}{rest}."


def suggested(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """What each problem suggests, under the families in which it is told; then what is missing.

    Parameters
    ----------
    rows : as `describe_diagnosis`
    """
    told = rows[~rows["problem"].isin([INDISTINCT, UNMEASURED])]
    missing = rows[rows["problem"] == UNMEASURED]
    return [
        (f"{name}\u00a0: {', '.join(part['name'])}", part["action"].iloc[0])
        for name, part in told.groupby("problem_name", sort=False)
    ] + [
        (f"Non mesuré\u00a0: {', '.join(part['name'])}", f"{reason}. {part['action'].iloc[0]}")
        for reason, part in missing.groupby("reason", sort=False)
    ]


def quadrant(published: Published, *, height: int = 420) -> Sketch:
    """Draw families by what they have more, or less, than the same ones in the other BEF.

    Parameters
    ----------
    published : as `describe_diagnosis`; what is not measured has no point; an interval that is
        much wider than the gaps is cut at the frame
    """
    rows = published.table.dropna(subset=["seekers_gap", "places_gap"])
    rank = rows["problem"].map({key: at for at, key in enumerate(MARKS)})
    rows = rows.assign(rank=rank).sort_values("rank", kind="stable")
    ends = {side: _range(rows, side) for side in ("seekers", "places")}
    at = [(rows[f"{side}_gap"] - low) / (high - low) for side, (low, high) in ends.items()]
    rows["short"] = rows["name"].map(french.short_name)
    rows["place"] = label_places(at[0], at[1], rows["short"].tolist(), _WIDTH, height - 60)
    sketch = Sketch()
    for key, part in reversed(list(rows.groupby("problem", sort=False))):
        _points(sketch, part, PROBLEMS[str(key)].name, *MARKS[str(key)])
    axis = AXIS | {
        "zeroline": True,
        "zerolinecolor": palette.MUTED,
        "zerolinewidth": 1,
        "nticks": 7,
    }
    axes = [
        axis | {"range": list(ends[side]), "automargin": True} | titled(text, standoff=8)
        for side, text in (
            ("seekers", "élèves sans lieu à J0, écart aux autres bassins (points)"),
            ("places", "lieux connus non repris, écart aux autres bassins (points)"),
        )
    ]
    paper = {"xref": "paper", "yref": "paper"}
    corners = [
        written(PROBLEMS[key].name.upper(), x, y, paper | {"xanchor": across, "yanchor": up})
        for key, (x, y, across, up) in _CORNERS.items()
    ]
    return sketch.framed(height, *axes, annotations=corners)


def _range(rows: pd.DataFrame, side: str) -> tuple[float, float]:
    """Ends of an axis: all the intervals, but not further than 2.5 times the widest gap."""
    furthest = max(_LEAST[side], 2.5 * rows[f"{side}_gap"].abs().max()) if len(rows) else 1.0
    low = max(rows[f"{side}_gap_low"].min(), -furthest) if len(rows) else -furthest
    high = min(rows[f"{side}_gap_high"].max(), furthest) if len(rows) else furthest
    room = 0.06 * (high - low)
    return min(low, 0) - room, max(high, 0) + room


def _points(sketch: Sketch, part: pd.DataFrame, name: str, color: str, symbol: str) -> None:
    told = symbol != MARKS[INDISTINCT][1]
    sketch.add(
        "scatter",
        x=part["seekers_gap"],
        y=part["places_gap"],
        name=name,
        mode="markers+text",
        marker={"size": 11 if told else 7, "color": color, "symbol": symbol},
        text=[f"<b>{label}</b>" if told else label for label in part["short"]],
        textposition=part["place"].tolist(),
        textfont={"size": 11 if told else 10, "color": palette.INK if told else palette.MUTED},
        error_x=_bars(part, "seekers", color, told),
        error_y=_bars(part, "places", color, told),
        **hover(part["text"], "hovertext"),
    )


def _bars(part: pd.DataFrame, side: str, color: str, told: bool) -> dict[str, Any]:
    middle, low, high = (part[f"{side}_gap{end}"] for end in ("", "_low", "_high"))
    ends = {"low": low.clip(upper=middle), "high": high.clip(lower=middle)}
    thick, color = (2, color) if told else (1, palette.FADED)
    return interval(middle, **ends, color=color, thick=thick)


def _text(row: Any) -> str:
    lines = [f"<b>{row.name}</b>\u00a0: {row.problem_name.lower()}"]
    if row.reason:
        return "<br>".join([*lines, row.reason])
    for side, name in (("seekers", "sans lieu à J0"), ("places", "lieux connus non repris")):
        value, low, high, there = (
            getattr(row, f"{side}{end}") for end in ("", "_low", "_high", "_reference")
        )
        lines.append(
            f"{name}\u00a0: {french.percent(value)} {french.interval(low, high)}, "
            f"ailleurs {french.percent(there)} ({points(value - there)})"
        )
    lines.append(
        f"sans lieu à J+7\u00a0: {french.percent(row.seekers_p7)} "
        f"{french.interval(row.seekers_p7_low, row.seekers_p7_high)}"
    )
    lines.append(
        f"n = {french.plural(int(row.due), 'période due', 'périodes dues')}, "
        f"{french.plural(int(row.hosts), 'lieu connu', 'lieux connus')}"
    )
    return "<br>".join(lines)
