"""Communes on a map: texts and classes made from values by commune."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analytics.absence import Absence
from data import silence
from figures import palette
from figures.maps import classes
from figures.maps.classes import MapClass, legend_items
from figures.maps.crossed import SCALE, key
from figures.maps.legends import HATCHED, OUTLINED, Grid, Legend
from figures.maps.zones import Zones
from figures.words import french

_NO_PUPIL = replace(classes.NONE, label="sans objet : aucun élève n’étudie à portée")
_NO_PLACE = MapClass("zero", "aucune place", palette.PAPER)
_ZERO = MapClass("zero", "0 : rien d’atteint", palette.PAPER)


def describe_access(reached: pd.DataFrame, tell_pupils: bool = True) -> Zones:
    """Classes of potential access; a commune that reaches nothing has its own class.

    Parameters
    ----------
    reached : one row a commune: commune, name, bef, places, pupils, reachable, edge and access
        (places for 100 pupils)
    tell_pupils : False where the pupils of a commune are not told
    """
    table = reached.rename(columns={"commune": "code", "bef": "zone"})
    known = table["pupils"].sum() > 0
    breaks = classes.nice_breaks(table.loc[table["access"] > 0, "access"])
    category = classes.classify(table["access"], breaks)
    category = category.mask(table["access"] == 0, _ZERO.key)
    # places, but no pupil studies near enough to share them: nothing to measure there
    category = category.mask((table["access"] == 0) & table["reachable"], classes.NONE.key)
    table["category"] = category if known else classes.NONE.key
    told = table[["name", "access", "places", "pupils", "edge"]]
    table["text"] = [_access_text(row, tell_pupils) for row in told.itertuples(index=False)]
    scale = (_ZERO, *classes.sequential_scale(breaks), _NO_PUPIL)
    return Zones(table, classes.held(scale, table["category"]))


def describe_supply(reached: pd.DataFrame) -> Zones:
    """Classes of the places of each commune, where the hosts are; same columns."""
    table = reached.rename(columns={"commune": "code", "bef": "zone"})
    some = table["places"] > 0
    breaks = classes.nice_breaks(table.loc[some, "places"])
    category = classes.classify(table["places"], breaks)
    table["category"] = category.mask(~some, _NO_PLACE.key)
    table["text"] = [
        f"<b>{row.name}</b><br>{french.number(row.places, _digits(row.places))} places par an"
        for row in table.itertuples()
    ]
    return Zones(table, (_NO_PLACE, *classes.sequential_scale(breaks)))


def describe_engagement(measured: pd.DataFrame, communes: pd.DataFrame, followed: bool) -> Zones:
    """Classes of the engagement of the fabric, small fabrics apart.

    Parameters
    ----------
    measured : one row a commune: commune, value, low, high, n, count, absence
    communes : one row a commune: commune, name, bef
    followed : False when no placement is known: every commune is then "non renseigné"
    """
    table = _joined(measured, communes)
    small = table["absence"] == Absence.SMALL
    plain = followed & ~small & table["value"].notna()
    breaks = classes.nice_breaks(table.loc[plain, "value"], step=0.01)
    category = classes.classify(table["value"], breaks)
    absent = np.select(
        [table["n"] == 0, table["count"] > table["n"], small],
        [classes.NONE.key, classes.UNMEASURED.key, classes.SMALL.key],
        default="",
    )
    table["category"] = category.where(absent == "", absent)
    if not followed:
        table["category"] = classes.UNKNOWN.key
    table["text"] = [_engagement_text(row, followed) for row in _rows(table)]
    scale = classes.sequential_scale(breaks, percent=True)
    return Zones(table, classes.held(scale, table["category"]))


def describe_fabric(measured: pd.DataFrame, communes: pd.DataFrame) -> Zones:
    """Classes of the number of employer establishments, same columns as `describe_engagement`."""
    table = _joined(measured, communes)
    breaks = classes.nice_breaks(table.loc[table["n"] > 0, "n"], step=1)
    category = classes.classify(table["n"], breaks)
    table["category"] = category.mask(table["n"] == 0, classes.NONE.key)
    table["text"] = [
        f"<b>{row.name}</b><br>"
        + french.plural(int(row.n), "établissement employeur", "établissements employeurs")
        for row in _rows(table)
    ]
    return Zones(table, classes.held(classes.sequential_scale(breaks), table["category"]))


def _joined(measured: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    table = communes[["commune", "name", "bef"]].merge(measured, on="commune", how="left")
    table[["n", "count"]] = table[["n", "count"]].fillna(0)
    return table.rename(columns={"commune": "code", "bef": "zone"})


def _rows(table: pd.DataFrame) -> Any:
    """Rows whose `count` column does not hide the tuple's own method."""
    return table.rename(columns={"count": "amount"}).itertuples()


def _access_text(row: Any, tell_pupils: bool) -> str:
    pupils = f" et {french.plural(int(row.pupils), 'élève')}" if tell_pupils else ""
    edge = "<br>près de l’étranger\u00a0: en partie inconnu" if row.edge else ""
    places = french.number(row.places, _digits(row.places))
    return (
        f"<b>{row.name}</b><br>{french.number(row.access)} places potentielles pour 100 élèves"
        f"<br>{places} place{'s' if row.places >= 2 else ''}{pupils} dans la commune{edge}"
    )


def _digits(places: float) -> int:
    """One decimal for a part of a place."""
    return 0 if float(places).is_integer() or places >= 10 else 1


def _engagement_text(row: Any, followed: bool) -> str:
    base = french.plural(int(row.n), "établissement employeur", "établissements employeurs")
    if not followed:
        return f"<b>{row.name}</b><br>accueil {silence.UNTOLD}<br>{base}"
    rate = "" if pd.isna(row.value) else f" ({french.percent(row.value, 0)})"
    hosts = french.plural(int(row.amount), "lieu", "lieux")
    return f"<b>{row.name}</b><br>{hosts} d’accueil{rate}<br>{base}"


def access_legends(
    table: pd.DataFrame,
    scale: Sequence[MapClass],
    *,
    crossed: bool,
    hatched: bool,
    outlined: bool,
) -> list[Legend | Grid]:
    """Classes with their counts, what is hatched and what is outlined.

    Parameters
    ----------
    table : one row a commune: category, edge ("" away from the border)
    crossed : need × supply, shown as a square
    hatched, outlined : the border, the zones blanches
    """
    items = legend_items(table["category"], scale)
    marks = [mark for mark, told in ((HATCHED, hatched), (OUTLINED, hatched and outlined)) if told]
    edges = int((table["edge"] != "").sum())
    if not crossed:
        return [Legend(items, marks, edges)]
    found = {item.key: (item, count) for item, count in items}
    cells = [[found[key(need, supply)] for supply in range(3)] for need in (2, 1, 0)]
    grid = Grid(cells, "offre faible → forte", "besoin ↑")
    squared = {item.key for item in SCALE}
    return [grid, Legend([found[name] for name in found if name not in squared], marks, edges)]
