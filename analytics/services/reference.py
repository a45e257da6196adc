"""Lists of a version that every question needs: communes, fabric, families, labels."""

from collections.abc import Mapping

import pandas as pd

from analytics.services.desk import Desk, passed, service
from data import reads

communes = passed(5, reads.lists.communes)
fabric = passed(5, reads.fabric.by_sector)
fine_fabric = passed(5, reads.fabric.by_activity)
family_activities = passed(5, reads.fabric.family_activities)
sections = passed(5, reads.lists.sections)


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
