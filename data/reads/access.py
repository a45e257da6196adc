"""Reads of the supply and demand of access, by commune and pool.

A pool is what competes for the same hosts: a family, or the track of pupils without one.
"""

from dataclasses import replace

import pandas as pd

from data.scope import Scope
from data.selection import RESIDENCE, SCHOOL, Selection, condition
from data.store.store import Store

_AT_HOME = """
    WITH enrolled AS (
        SELECT uai, year, level, coalesce(family, track) AS pool, sum(pupils) AS pupils
        FROM enrolment p WHERE {where} GROUP BY ALL),
    weeks AS (
        SELECT uai, year, level, coalesce(family, track) AS pool, sum(due * weeks) AS pupil_weeks
        FROM period_state p WHERE {where} GROUP BY ALL)
    SELECT r.commune, e.pool, sum(e.pupils * r.share) AS pupils,
           sum(w.pupil_weeks * r.share) AS pupil_weeks
    FROM enrolled e JOIN weeks w USING (uai, year, level, pool)
    JOIN residence r USING (uai, year, level)
    WHERE r.commune IS NOT NULL GROUP BY ALL ORDER BY ALL"""


def demand_by_pool(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Pupils and pupil-weeks due, where pupils study or live: commune, pool, pupils, pupil_weeks.

    Parameters
    ----------
    selection : settings; its `bef` is not applied: access crosses borders. By residence, the pupils
        of a school and level are spread over the communes where they live (estimation)
    """
    where, values = condition(selection, "p", bef=False)
    if selection.attribution == RESIDENCE:
        return store.read(scope, _AT_HOME.format(where=where), **values)
    return store.read(
        scope,
        f"""SELECT commune, coalesce(family, track) AS pool, sum(pupils)::BIGINT AS pupils,
                   sum(pupil_weeks)::BIGINT AS pupil_weeks
            FROM demand p WHERE {where} GROUP BY ALL ORDER BY ALL""",
        **values,
    )


def beyond_by_pool(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Pupils and pupil-weeks beyond the border: commune, pool, pupils, pupil_weeks.

    Counted by national files, or estimated (`data/model/72_beyond.sql`).

    Parameters
    ----------
    selection : settings; its `bef` and its attribution are not applied
    """
    where, values = condition(replace(selection, attribution=SCHOOL), "p", bef=False)
    return store.read(
        scope,
        f"""SELECT commune, coalesce(family, track) AS pool, sum(pupils) AS pupils,
                   sum(pupil_weeks) AS pupil_weeks
            FROM beyond_demand p WHERE {where} GROUP BY ALL ORDER BY ALL""",
        **values,
    )


def beyond_communes(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a commune of another académie, or a place abroad, that is near: as `communes`."""
    return store.read(scope, "SELECT * FROM beyond_commune ORDER BY commune")


def foreign_border(store: Store, scope: Scope) -> pd.DataFrame:
    """Points of the border with countries whose employers no file counts: lon, lat."""
    return store.read(scope, "SELECT lon, lat FROM foreign_border")


def fabric_sizes(store: Store, scope: Scope) -> pd.DataFrame:
    """Employers, those beyond the border too: commune, size ("1-9", "10+"), establishments."""
    return store.read(
        scope,
        """SELECT commune, size, establishments::BIGINT AS establishments
           FROM (FROM fabric_size UNION ALL FROM beyond_size) ORDER BY ALL""",
    )


def capacity(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Places given in a year in the communes of the scope, and only there.

    A reader of one BEF does not see the neighbours' hosts: use `capacity_whole` there.

    Returns
    -------
    commune, sector, size, pool, placements, place_weeks, hosts
    """
    return store.read(
        scope,
        "SELECT * EXCLUDE (year, bef, settled) FROM capacity WHERE year = $year ORDER BY ALL",
        year=year,
    )


def capacity_whole(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Places given in the whole académie: sector, size, pool, placements, place_weeks."""
    return store.read(
        scope,
        "SELECT * EXCLUDE (year) FROM capacity_whole WHERE year = $year ORDER BY ALL",
        year=year,
    )


def travel_times(store: Store, scope: Scope) -> pd.DataFrame:
    """Real times that were imported: origin, destination (codes), minutes."""
    return store.read(scope, "SELECT * FROM travel_time ORDER BY ALL")
