"""Hosts: bubbles on a map, sectors as rows of an interval plot, moves from year to year."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from figures import french

_STATUS = {"returning": "Revenus", "new": "Nouveaux", "lost": "Non revus"}
_SIZES = ("0-9", "10-49", "50-249", "250+")
_FEWEST = 3  # below, a commune has no circle: too few to be a group
_SMALLEST, _LARGEST = 2.5, 20.0


def bubbles(hosts: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """One circle a commune with three hosts or more, its area in proportion to them.

    Parameters
    ----------
    hosts : one row a host, with `commune`
    communes : one row a commune: commune, lon, lat

    Returns
    -------
    lon, lat, size (px, diameter)
    """
    count = hosts.groupby("commune").size().rename("hosts").reset_index()
    table = count.merge(communes[["commune", "lon", "lat"]], on="commune").dropna()
    table = table[table["hosts"] >= _FEWEST]
    most = max(int(table["hosts"].max()), 1) if len(table) else 1
    size = np.maximum(_LARGEST * np.sqrt(table["hosts"] / most), _SMALLEST)
    return table.assign(size=size)[["lon", "lat", "size"]]


def describe_sectors(measured: pd.DataFrame, sectors: pd.DataFrame, followed: bool) -> pd.DataFrame:
    """Rows of an interval plot, one a large sector.

    Parameters
    ----------
    measured : one row a sector: sector, value, low, high, n, count, absence, position
    sectors : one row a sector: sector, label
    followed : False when no placement is known: values are then "non renseigné"
    """
    table = sectors[["sector", "label"]].merge(measured, on="sector", how="left")
    table = table.rename(columns={"sector": "code", "label": "name", "value": "share"})
    table["absence"] = table["absence"].fillna(Absence.NOT_APPLICABLE)
    if not followed:
        table[["share", "low", "high"]] = np.nan
        table["absence"] = Absence.UNKNOWN
    if "position" not in table:
        table["position"] = ""
    table["note"] = table["absence"].astype(str)
    table["text"] = [
        f"<b>{name}</b><br>{french.percent(share)} {french.interval(low, high)}<br>"
        f"{french.number(count)} sur {french.number(n)} établissements employeurs"
        for name, share, low, high, count, n in table[
            ["name", "share", "low", "high", "count", "n"]
        ].itertuples(index=False)
    ]
    return table


def move_figures(moves: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Label, value and note of returning, new and lost hosts."""
    rows = moves.set_index("status")
    return [
        (
            label,
            french.number(int(rows.loc[key, "hosts"])),
            "lieux d’accueil",
        )
        if not rows.loc[key, "absence"]
        else (label, str(rows.loc[key, "absence"]), "")
        for key, label in _STATUS.items()
    ]


def _told(count: float) -> str:
    return str(Absence.SECRET) if pd.isna(count) else french.number(int(count))


def size_figures(sizes: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Label, value and note of each size; `sizes`: size, hosts, placements."""
    rows = sizes.set_index("size")
    order = [*_SIZES, *(size for size in rows.index if size not in _SIZES)]
    return [
        (
            str(size),
            _told(rows.loc[size, "hosts"]),
            f"{french.number(int(rows.loc[size, 'placements']))} conv."
            if "placements" in rows
            else "lieux d’accueil",
        )
        for size in order
        if size in rows.index
    ]
