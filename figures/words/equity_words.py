"""Indices and effects of equity in words and rows."""

import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.equity.publics import DIMENSIONS, Concentration, Inequality
from figures.words import french

_EFFECTS = {
    "ips": "10 points d’IPS (formations égales)",
    "ips-net": "10 points d’IPS (et bassin, ruralité égaux)",
    "rural-net": "Commune rurale (et bassin, IPS égaux)",
}


def unequal_answer(found: Inequality | None) -> str:
    """Say how much of the inequality between schools lies between BEF, beside chance."""
    if found is None or pd.isna(found.between):
        return ""
    text = (
        " Des inégalités entre établissements de l’académie, "
        f"**{french.percent(found.between, 0)} sont entre bassins**"
    )
    if found.between > found.chance_high:
        return f"{text} (hasard\u00a0: {french.percent(found.by_chance, 0)})."
    return f"{text}, pas plus que par hasard."


def concentration_note(found: Concentration) -> str:
    """Erreygers' index with its interval, and n, for the corner of the curve."""
    if pd.isna(found.index):
        return "indice\u00a0: sans objet"
    return (
        f"indice d’Erreygers\u00a0: <b>{french.number(found.index, 3)}</b>"
        f"{_between(found.low, found.high)}<br>"
        f"n = {french.number(found.periods)} périodes, "
        f"{french.plural(found.schools, 'établissement')}"
        + (
            f"<br>sans IPS, laissées de côté\u00a0: {french.number(found.left_out)}"
            if found.left_out
            else ""
        )
    )


def inequality_note(found: Inequality) -> str:
    """Gini with its interval, and n."""
    if pd.isna(found.gini):
        return "indice de Gini\u00a0: sans objet"
    return (
        f"indice de Gini\u00a0: <b>{french.number(found.gini, 3)}</b>"
        f"{_between(found.gini_low, found.gini_high)}<br>"
        f"n = {french.plural(found.schools, 'établissement')}"
    )


def describe_indices(concentration: Concentration, inequality: Inequality) -> pd.DataFrame:
    """One row an index: name, value, low, high, n, reading."""
    palma = french.number(concentration.palma, 2)
    few = "sans objet\u00a0: trop peu d’établissements"
    rows = [
        (
            "Concentration selon l’IPS (Erreygers)",
            french.number(concentration.index, 4),
            _between(concentration.low, concentration.high).strip(),
            concentration.schools,
            "0\u00a0: aucune\u00a0; négatif\u00a0: les manques sont chez les plus bas IPS",
        ),
        (
            "Gini entre établissements",
            french.number(inequality.gini, 4),
            _between(inequality.gini_low, inequality.gini_high).strip(),
            inequality.schools,
            "0\u00a0: même taux partout\u00a0; le hasard des petits effectifs y est",
        ),
        (
            "Theil entre établissements",
            french.number(inequality.theil, 5),
            "",
            inequality.schools,
            "0\u00a0: même taux partout",
        ),
        (
            "Part de Theil entre bassins",
            french.percent(inequality.between),
            "",
            inequality.schools,
            f"au hasard\u00a0: {french.percent(inequality.by_chance)} "
            f"{french.interval(inequality.chance_low, inequality.chance_high)}",
        ),
        (
            "Palma selon l’IPS",
            few if pd.isna(concentration.palma) else palma,
            "",
            concentration.schools,
            "taux du dixième au plus haut IPS ÷ taux des quatre dixièmes au plus bas",
        ),
    ]
    return pd.DataFrame(rows, columns=["name", "value", "bounds", "schools", "reading"])


def describe_effects(effects: pd.DataFrame) -> pd.DataFrame:
    """One row an effect, in points: name, points, low, high, used, reading."""
    table = effects.assign(name=effects["effect"].map(_EFFECTS))
    for column, source in (("points", "value"), ("low", "low"), ("high", "high")):
        table[column] = 100 * table[source]
    told = (effects["low"] > 0) | (effects["high"] < 0)
    reading = told.map({True: "distinct de 0", False: sides.INDISTINCT})
    table["reading"] = reading.mask(effects["low"].isna(), str(Absence.NOT_APPLICABLE))
    return table[["name", "points", "low", "high", "used", "reading"]]


def _between(low: float, high: float) -> str:
    return "" if pd.isna(low) else f" {french.bounds(low, high, 3)}"


def why_nothing(rows: pd.DataFrame, dimension: str) -> str:
    """Say why no gap can be read.

    Parameters
    ----------
    rows : public, due, unknown
    dimension : "ips", "ep" or "ruralite"
    """
    if dimension == "ep" and not rows["public"].isin(DIMENSIONS["ep"].classes).any():
        return (
            "L’éducation prioritaire ne classe que les collèges\u00a0: choisir le niveau "
            "«\u00a0Collège (3e)\u00a0», ou un autre public."
        )
    if not len(rows) or rows["due"].sum() == 0:
        return "Aucune période due pour ce choix\u00a0: sans objet."
    if rows["unknown"].sum() == rows["due"].sum():
        return (
            "**Les placements ne sont pas renseignés**\u00a0: aucun suivi transmis pour ce choix, "
            "donc aucun écart à lire. Ce n’est ni 0 ni 100\u00a0%."
        )
    return (
        "Un des deux publics n’a aucune période connue pour ce choix\u00a0: aucun écart à lire. Le "
        "tableau dit ce qui est connu de chacun."
    )
