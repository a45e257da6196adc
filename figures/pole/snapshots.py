"""What changed since a committee: rows and sentences, corrections apart from change."""

import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from figures.words import french

_SINGULAR = {"lieux d’accueil": "lieu d’accueil"}
_SIDES = ("shown", "corrected", "today")


def describe_differences(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of `analytics.verdicts.snapshots.differences` in words, each with its unit.

    Returns
    -------
    The table with name (of the indicator) and, as text, shown_text, corrected_text, today_text
    (value, interval and n), rectification_text, evolution_text
    """
    texts = {
        f"{side}_text": [_value(row, side) for row in table.to_dict("records")] for side in _SIDES
    }
    changes = {
        f"{name}_text": [
            change_text(row["indicator"], row[name], row) for row in table.to_dict("records")
        ]
        for name in ("rectification", "evolution")
    }
    names = table["indicator"].map(lambda indicator: CATALOGUE[indicator].name)
    return table.assign(name=names, **texts, **changes)


def differences_answer(table: pd.DataFrame, then_year: str, now_year: str, name: str) -> str:
    """Say of the access rate what was shown, what was corrected, and what has changed."""
    rows = table[table["indicator"] == "taux_acces"]
    if rows.empty or rows.iloc[0][["shown", "corrected"]].isna().any():
        return (
            f"Le taux d’accès de l’instantané «\u00a0{name}\u00a0» ne se compare pas à celui "
            "d’aujourd’hui\u00a0: voir le tableau."
        )
    row = rows.iloc[0].to_dict()
    parts = [
        f"Au comité, le taux d’accès de {then_year} était de "
        f"**{french.percent(row['shown'])}**\u00a0; les données d’aujourd’hui donnent "
        f"{french.percent(row['corrected'])} pour la même campagne "
        + (
            "(elle était alors en cours\u00a0: pas de rectification à lire)."
            if pd.isna(row["rectification"])
            else f"(rectification\u00a0: {change_text('taux_acces', row['rectification'], row)})."
        )
    ]
    if then_year == now_year:
        parts.append("La campagne est la même\u00a0: il n’y a pas encore d’évolution à lire.")
    elif row["today"] == row["today"]:
        parts.append(
            f"En {now_year}, il est de {french.percent(row['today'])} (évolution\u00a0: "
            f"{change_text('taux_acces', row['evolution'], row)})."
        )
    return " ".join(parts)


def change_text(indicator: str, change: float, row: dict[str, object]) -> str:
    """A difference with its sign and unit; what is missing is named, never 0."""
    if change != change:
        codes = [str(row[f"{side}_absence"]) for side in _SIDES if row.get(f"{side}_absence")]
        return codes[0] if codes and codes[0] != "nan" else str(Absence.NOT_APPLICABLE)
    if _is_share(indicator):
        points = round(100 * change, 1)
        text = french.number(abs(points), 1)
        unit = "point" if abs(points) < 2 else "points"
    else:
        points, text, unit = change, french.number(abs(change)), CATALOGUE[indicator].unit
        if abs(round(change)) < 2:
            unit = _SINGULAR.get(unit, unit)
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{text}\u00a0{unit}"


def _value(row: dict[str, object], side: str) -> str:
    value, absence = row[side], row[f"{side}_absence"]
    if value != value:
        return str(absence) if absence and absence == absence else str(Absence.NOT_APPLICABLE)
    if not _is_share(str(row["indicator"])):
        return french.number(float(value))  # type: ignore[arg-type]
    low, high, n = (float(row[f"{side}_{end}"]) for end in ("low", "high", "n"))  # type: ignore[arg-type]
    interval = f" {french.interval(low, high)}" if low == low and high == high else ""
    return f"{french.percent(float(value))}{interval}, n\u00a0=\u00a0{french.number(n)}"  # type: ignore[arg-type]


def _is_share(indicator: str) -> bool:
    return CATALOGUE[indicator].measure().unit == "%"
