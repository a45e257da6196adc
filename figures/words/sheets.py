"""Sheets of the catalogue in words: search, lines, worked examples."""

import unicodedata

import pandas as pd

from analytics.catalogue import CATALOGUE, Indicator, Measure
from data import silence
from figures.words import french
from figures.words.french import NBSP

Rows = list[tuple[str, str]]
_POLARITY = {
    1: "plus la valeur est haute, meilleur est l’accès ou l’accueil",
    -1: "plus la valeur est basse, mieux c’est",
    0: "ni bien ni mal\u00a0: une valeur ne se juge pas seule",
}
_GROUPS = {
    "year": "année",
    "period": "période",
    "bef": "BEF",
    "pole": "pôle",
    "uai": "établissement",
    "commune": "commune",
    "family": "famille",
    "level": "niveau",
    "track": "voie",
    "public": "public",
    "sector": "secteur",
}


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes made equal."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("œ", "oe"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def found(query: str) -> list[Indicator]:
    """Sheets whose id, name or definition holds every word of the query, in their order."""
    words = plain(query).split()
    return [
        sheet
        for sheet in CATALOGUE.values()
        if all(word in plain(f"{sheet.id} {sheet.name} {sheet.definition}") for word in words)
    ]


def method_answer() -> str:
    """Say how many sheets there are, and how many are computed."""
    waiting = [sheet.name for sheet in CATALOGUE.values() if not sheet.computed]
    done = len(CATALOGUE) - len(waiting)
    text = (
        f"**{french.plural(len(CATALOGUE), 'indicateur')}, "
        f"{french.plural(len(CATALOGUE), 'fiche')}**\u00a0: {done} sont calculés sur les données "
        "affichées"
    )
    if waiting:
        told = "attendent encore leur" if len(waiting) > 1 else "attend encore son"
        text += f", {len(waiting)} {told} calcul ({french.listed(waiting)})"
    return text + ". Un chiffre se lit avec son effectif, son intervalle et sa part inconnue."


def lines(sheet: Indicator) -> Rows:
    """What a sheet says, as terms and texts."""
    rows = [
        ("Définition", sheet.definition),
        ("Numérateur", sheet.numerator if sheet.denominator else ""),
        ("Dénominateur", sheet.denominator),
        ("Valeur", "" if sheet.denominator else sheet.numerator),
        ("Attribution", f"selon l’{sheet.attribution}"),
        ("Unité", sheet.unit),
        ("Sens", _POLARITY[sheet.polarity]),
        (
            "Effectif minimal",
            f"{sheet.minimum}\u00a0; au-dessous, «\u00a0effectif faible\u00a0»"
            if sheet.minimum
            else "aucun",
        ),
        ("Se calcule par", ", ".join(_GROUPS[name] for name in sheet.groups)),
        ("Sources", f"{sheet.sources} (tables\u00a0: {', '.join(sheet.tables)})"),
        ("Ne dit pas", sheet.limits),
    ]
    return [(term, text) for term, text in rows if text]


def example(measure: Measure, row: pd.Series) -> str:
    """Work out a value: 39 358 ÷ 42 209 = 93,2 % [82,3 ; 94,2] ; 5 407 non renseignés.

    Parameters
    ----------
    measure : which number of the indicator
    row : value, count, n, unknown, low, high, absence, as `analytics.catalogue.asking.ask` returns
    """
    text = str(row["absence"])
    if not pd.isna(row["value"]):
        text = f"{_division(measure, row)}{_value(measure, row['value'])}{_bounds(measure, row)}"
        if row["absence"]:
            text += f" ({row['absence']})"
    if not pd.isna(row["unknown"]) and row["unknown"]:
        untold = french.plural(int(row["unknown"]), silence.UNTOLD_E, silence.UNTOLD_ES)
        text += f"\u00a0; {untold}"
        if not pd.isna(row["rate_min"]):
            least, most = french.number(100 * row["rate_min"], 1), french.percent(row["rate_max"])
            text += f", donc entre {least} et {most}"
    return f"{measure.label}\u00a0: {text}" if measure.label else text


def _division(measure: Measure, row: pd.Series) -> str:
    if pd.isna(row["n"]) or measure.unit in ("km", "indice", "conventions", "places", "points"):
        return ""
    if measure.unit == "lieux d’accueil":
        return ""
    return f"{french.number(row['count'])} ÷ {french.number(row['n'])} = "


def _value(measure: Measure, value: float) -> str:
    if measure.unit == "%":
        return french.percent(value)
    if measure.unit == "indice":
        return french.number(value, 4)
    decimals = 0 if float(value).is_integer() else 1
    return f"{french.number(value, decimals)}{NBSP}{measure.unit}"


def _bounds(measure: Measure, row: pd.Series) -> str:
    low, high = row["low"], row["high"]
    if pd.isna(low) or pd.isna(high) or low == high:
        return ""
    told = french.interval if measure.unit == "%" else french.bounds
    return f" {told(low, high)}"
