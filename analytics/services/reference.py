"""Lists of a version that every question needs: communes, fabric, families, labels."""

from collections.abc import Mapping

import pandas as pd

from analytics.services.desk import Desk, service
from data import reads


@service(5)
def communes(desk: Desk) -> pd.DataFrame:
    """Communes, by code."""
    return reads.lists.communes(*desk.reader.at)


@service(5)
def fabric(desk: Desk) -> pd.DataFrame:
    """Employer establishments by commune and large sector."""
    return reads.fabric.by_sector(*desk.reader.at)


@service(5)
def fine_fabric(desk: Desk) -> pd.DataFrame:
    """Employer establishments by commune and finest activity."""
    return reads.fabric.by_activity(*desk.reader.at)


@service(5)
def family_activities(desk: Desk) -> pd.DataFrame:
    """Activities expected by family."""
    return reads.fabric.family_activities(*desk.reader.at)


@service(5)
def sections(desk: Desk) -> pd.DataFrame:
    """Sections of the NAF: section, section_label."""
    return reads.lists.sections(*desk.reader.at)


@service(20)
def lists(desk: Desk) -> Mapping[str, pd.DataFrame]:
    """Small lists, read ten times a page and never written to: years, befs, levels, …"""
    store, scope = desk.reader.at
    names = ("befs", "levels", "families", "sectors")
    small = {name: getattr(reads.lists, name)(store, scope) for name in names}
    activities = reads.fabric.activities(store, scope)
    return small | {"years": desk.reader.years(), "activities": activities}


def names(desk: Desk, of: str) -> dict[str, str]:
    """Labels of a list of `lists` by code."""
    table = lists(desk)[of]
    return dict(zip(table[table.columns[0]], table["label"], strict=True))
