"""Reads of the small lists of a version, the same for every reader."""

import pandas as pd

from data.scope import Scope
from data.store.store import Store


def info(store: Store, scope: Scope) -> dict[str, str]:
    """Facts on the version: version, created, demo_seed."""
    table = store.read(scope, "SELECT key, value FROM info")
    return dict(zip(table["key"], table["value"], strict=True))


def befs(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a BEF: bef, label, status, seat, lon, lat, area_km2."""
    return store.read(scope, "SELECT * FROM bef ORDER BY bef")


def levels(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a level: level, label, track, kind, rank, periods."""
    return store.read(scope, "SELECT * FROM level ORDER BY rank")


def families(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a family: family, label, rank."""
    return store.read(scope, "SELECT * FROM family ORDER BY rank")


def poles(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a pôle and BEF it covers: pole, label, bef."""
    return store.read(scope, "SELECT * FROM pole ORDER BY pole, bef")


def pole_of_bef(store: Store, scope: Scope) -> "pd.Series[str]":
    """The pôle that counts for each BEF, by code of BEF."""
    table = store.read(scope, "SELECT bef, pole FROM bef_pole ORDER BY bef")
    return table.set_index("bef")["pole"]


def sectors(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a large sector: sector, label, rank."""
    return store.read(scope, "SELECT * FROM sector ORDER BY rank")


def sections(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a section of the NAF: section, section_label."""
    return store.read(scope, "SELECT DISTINCT section, section_label FROM naf ORDER BY section")


def communes(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a commune drawn, by code: names, zone, population, centre (m), area (km²).

    A commune without outline is in no BEF: the report of the import names it.
    """
    return store.read(scope, "SELECT * FROM commune WHERE lon IS NOT NULL ORDER BY commune")


def outline(store: Store, scope: Scope, level: str) -> str:
    """Outlines of `level` ("bef" or "commune"): text of a FeatureCollection."""
    table = store.read(scope, "SELECT geojson FROM outline WHERE level = $level", level=level)
    return str(table["geojson"].iloc[0])
