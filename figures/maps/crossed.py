"""Need and supply crossed in nine classes, that read in colour and in greyscale."""

from typing import Any

import numpy as np
import pandas as pd

from figures import palette
from figures.maps import classes
from figures.maps.classes import MapClass
from figures.maps.zones import Zones
from figures.words import french

_NEED = ("besoin faible", "besoin moyen", "besoin fort")
_SUPPLY = ("offre faible", "offre moyenne", "offre forte")


def key(need: int, supply: int) -> str:
    """Key of a class, from the thirds 0, 1, 2 of need and of supply."""
    return f"classe_{need}{supply}"


SCALE = tuple(
    MapClass(
        key(need, supply),
        f"{_NEED[need]}, {_SUPPLY[supply]}",
        palette.CROSSED[need][supply],
        palette.INK if need == 0 else palette.PAPER,
    )
    for need in range(3)
    for supply in range(3)
)


def describe_crossed(reached: pd.DataFrame) -> Zones:
    """Classes of need × supply; a commune with no pupil around is "sans objet".

    Parameters
    ----------
    reached : one row a commune: commune, name, bef, access, edge, need (pupils around) and reach
        (places around), both weighted by distance
    """
    table = reached.rename(columns={"commune": "code", "bef": "zone"})
    some = table["need"] > 0
    need, supply = (_thirds(table[name], some) for name in ("need", "reach"))
    named = [key(n, s) for n, s in zip(need, supply, strict=True)]
    table["category"] = pd.Series(named, index=table.index).where(some, classes.NONE.key)
    labels = {item.key: item.label for item in SCALE} | {classes.NONE.key: "aucun élève à portée"}
    table["class_name"] = table["category"].map(labels)
    table["text"] = [_text(row) for row in table.itertuples()]
    return Zones(table, classes.held(SCALE, table["category"]))


def _thirds(values: pd.Series, among: pd.Series) -> np.ndarray:
    """Third of each value, 0 to 2, whatever the order of rows; equal values share theirs."""
    if not among.any():
        return np.zeros(len(values), dtype=int)
    bounds = np.quantile(values[among], [1 / 3, 2 / 3])
    return np.searchsorted(bounds, values.to_numpy(float), side="left")


def _text(row: Any) -> str:
    edge = "<br>près de l’étranger\u00a0: en partie inconnu" if row.edge else ""
    return (
        f"<b>{row.name}</b><br>{row.class_name}"
        f"<br>{french.number(row.access)} places pour 100 élèves{edge}"
    )
