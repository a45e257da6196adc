"""Hosts: bubbles on a map, sectors as rows of an interval plot, moves from year to year."""

import numpy as np
import pandas as pd

from analytics import sides
from analytics.absence import Absence
from figures import palette
from figures.intervals import row_texts
from figures.maps.classes import MapClass
from figures.words import french

STATUS_CLASSES = (
    MapClass("fidele", "fidèles", palette.HOSTS[0]),
    MapClass("active", "actives", palette.HOSTS[1]),
    MapClass("nouvelle", "nouvelles", palette.HOSTS[2]),
)
_SIZES = ("0-9", "10-49", "50-249", "250+")
_FEWEST = 3  # below, a commune has no circle: too few to be a group
_SMALLEST, _LARGEST = 2.5, 20.0


def bubbles(hosts: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """One circle a commune with three hosts or more, its area in proportion to them.

    Parameters
    ----------
    hosts : commune, status, hosts
    communes : one row a commune: commune, lon, lat

    Returns
    -------
    lon, lat, size (px, diameter), color: that of the status that most of its hosts have
    """
    wide = hosts.groupby(["commune", "status"], as_index=False)["hosts"].sum()
    wide = wide.sort_values(["commune", "hosts", "status"], ascending=[True, False, True])
    main = wide.drop_duplicates("commune").set_index("commune")["status"]
    count = wide.groupby("commune", as_index=False)["hosts"].sum()
    table = count.merge(communes[["commune", "lon", "lat"]], on="commune").dropna()
    table = table[table["hosts"] >= _FEWEST]
    most = max(int(table["hosts"].max()), 1) if len(table) else 1
    size = np.maximum(_LARGEST * np.sqrt(table["hosts"] / most), _SMALLEST)
    table["color"] = table["commune"].map(main).map({s.key: s.color for s in STATUS_CLASSES})
    return table.assign(size=size)[["lon", "lat", "size", "color"]]


def status_items(hosts: pd.DataFrame) -> list[tuple[MapClass, int]]:
    """Legend of the circles: each status with its number of hosts; `hosts`: status, hosts."""
    count = hosts.groupby("status")["hosts"].sum()
    return [(item, int(count.get(item.key, 0))) for item in STATUS_CLASSES]


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
    among = zip(table["count"], table["n"], strict=True)
    table["text"] = row_texts(
        table,
        [f"{french.number(c)} sur {french.number(n)} établissements employeurs" for c, n in among],
    )
    return table


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


def status_figures(stock: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Label, value and note of each status; `stock`: name, hosts, share, absence."""
    return [
        (row.name, str(row.absence), "")
        if row.absence
        else (row.name, french.number(row.hosts), french.percent(row.share))
        for row in stock[["name", "hosts", "share", "absence"]].itertuples(index=False)
    ]


_LOADS = {0: "ensemble", 1: "1 élève", 2: "2 élèves", 3: "3 élèves ou plus"}


def describe_returns(returned: pd.DataFrame) -> pd.DataFrame:
    """Rows of an interval plot, one a number of pupils taken.

    Parameters
    ----------
    returned : load, hosts, value, low, high, n, absence
    """
    table = returned.rename(columns={"value": "share"})
    table["code"] = table["load"].astype(str)
    table["name"] = table["load"].map(_LOADS)
    hosts = [french.plural(int(n), "lieu d’accueil", "lieux d’accueil") for n in table["n"]]
    table["text"] = row_texts(table, hosts)
    return table.assign(position=sides.INDISTINCT, note=table["absence"].astype(str))


_PEAKS = {1: "1", 2: "2", 3: "3 ou 4", 5: "5 ou plus"}


def describe_peaks(peaks: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table; `peaks`: schools, peak, hosts, share."""
    return peaks.assign(
        schools_name=peaks["schools"].map({1: "1", 2: "2", 3: "3 ou plus"}),
        peak_name=peaks["peak"].map(_PEAKS),
    )


def load_figures(load: pd.Series) -> list[tuple[str, str, str]]:
    """Label, value and note of the solicitation; `load` as `load_summary` gives it."""
    labels = (
        ("several", "2 établissements ou plus"),
        ("many", "3 établissements ou plus"),
        ("crowded", "5 élèves à la fois ou plus"),
    )
    return [(label, french.number(load[key]), "lieux d’accueil") for key, label in labels]
