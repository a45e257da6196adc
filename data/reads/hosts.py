"""Reads of what does not add up: distinct hosts, their return, their weight, distances, flows."""

from dataclasses import replace

import pandas as pd

from data.scope import Scope
from data.selection import NO_FAMILY, Selection, condition
from data.store.store import Store

# Where a placement counts: `host` where the host is, `school` where the pupil studies.
_PLACES = {
    "host": {"bef": "h.bef", "pole": "w.pole", "commune": "h.commune"},
    "school": {"bef": "g.bef", "pole": "v.pole", "commune": "s.commune"},
}
_OTHERS = {
    "year": "g.year",
    "uai": "g.uai",
    "public": "coalesce(u.public, 'inconnu')",
    "track": "g.track",
    "level": "g.level",
    "family": f"coalesce(g.family, '{NO_FAMILY}')",
    "period": "g.period",
}
_FROM = """hosting g JOIN school s USING (uai)
    LEFT JOIN commune h ON h.commune = g.host_commune
    LEFT JOIN bef_pole v ON v.bef = g.bef
    LEFT JOIN bef_pole w ON w.bef = h.bef
    LEFT JOIN school_public u ON u.uai = g.uai AND u.track = g.track"""
GROUPS = (*_PLACES["host"], *_OTHERS)
FAR_KM = 30
_Z = 1.959964  # normal quantile of a 95 % interval
_NEXT = "concat(b.year[:4]::INT + 1, '-', b.year[:4]::INT + 2)"


def listed(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Engaged hosts of a year, by the pupils of the selected levels and family.

    Returns
    -------
    One row a host: `company` (a key for counting, never shown), where it is, what it is,
    `placements`, `schools`; `selection.bef` keeps the hosts of that BEF
    """
    where, values = condition(selection, "g", bef=False)
    if selection.bef is not None:
        where, values = f"{where} AND h.bef = $host_bef", {**values, "host_bef": selection.bef}
    return store.read(
        scope,
        f"""SELECT h.*, sum(g.placements)::BIGINT AS placements,
                   count(DISTINCT g.uai) AS schools
            FROM hosting g JOIN host h USING (company)
            WHERE {where} GROUP BY ALL ORDER BY placements DESC, company""",
        **values,
    )


def again(store: Store, scope: Scope, selection: Selection, earlier: str) -> pd.Series:
    """Count the hosts of `listed`, and those of them that hosted the same pupils in `earlier`.

    Returns
    -------
    hosts, hosts_earlier (of that year), again (in both)
    """
    where, values = condition(replace(selection, year=""), "g", bef=False)
    if selection.bef is not None:
        where, values = f"{where} AND h.bef = $host_bef", {**values, "host_bef": selection.bef}
    table = store.read(
        scope,
        f"""WITH seen AS (SELECT company, bool_or(g.year = $now) AS now,
                                 bool_or(g.year = $earlier) AS earlier
                          FROM hosting g JOIN host h USING (company)
                          WHERE {where} AND g.year IN ($now, $earlier) GROUP BY company)
            SELECT count(*) FILTER (now) AS hosts, count(*) FILTER (earlier) AS hosts_earlier,
                   count(*) FILTER (now AND earlier) AS again FROM seen""",
        now=selection.year,
        earlier=earlier,
        **values,
    )
    return table.iloc[0]


def engaged(store: Store, scope: Scope, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """Count the distinct hosts of each group, and how placements gather in few of them.

    Parameters
    ----------
    selection : settings; `bef` is the host's
    by : keys of `GROUPS`; territories are the host's

    Returns
    -------
    One row a group: `by`, hosts, placements, squares (Σ of the hosts' squared placements), top
    (placements of the tenth of hosts that has most, the last one in proportion), hosts_told
    (their tutors are known), hosts_trained
    """
    keys, chosen, where, values = _parts(selection, by, "host")
    part = f"PARTITION BY {keys}" if by else ""
    return store.read(
        scope,
        f"""WITH one AS (
                SELECT {chosen} g.company, sum(g.placements) AS placed,
                       sum(g.tutors_known) > 0 AS told, sum(g.tutors_trained) > 0 AS trained
                FROM {_FROM} WHERE {where} GROUP BY ALL),
            ranked AS (
                SELECT *, row_number() OVER ({part} ORDER BY placed DESC, company) - 1 AS before,
                       count(*) OVER ({part}) AS size FROM one)
            SELECT {keys}{"," if by else ""} count(*) AS hosts,
                   coalesce(sum(placed), 0)::BIGINT AS placements,
                   coalesce(sum(placed * placed), 0)::BIGINT AS squares,
                   coalesce(sum(placed * greatest(0, least(1, size / 10 - before))), 0)::DOUBLE
                   AS top, count(*) FILTER (told) AS hosts_told,
                   count(*) FILTER (trained) AS hosts_trained
            FROM ranked {"GROUP BY ALL ORDER BY ALL" if by else ""}""",
        **values,
    )


def returned(store: Store, scope: Scope, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """Count the hosts of the year before, and those of them that host again, in the same group.

    Parameters
    ----------
    selection : settings; `year` is the year of the return, "" for all
    by : keys of `GROUPS`; territories are the host's

    Returns
    -------
    One row a group: `by`, hosts_before, hosts_back. A year that nobody followed, that follows
    one that nobody did, or that is not over, is not there.
    """
    names = tuple(name for name in by if name != "year")
    any_year = Selection("", selection.track, selection.level, selection.family, selection.bef)
    _, chosen, where, values = _parts(any_year, names, "host")
    same = " AND ".join(f"n.{name} IS NOT DISTINCT FROM b.{name}" for name in names) or "true"
    shown = ", ".join(f"{_NEXT} AS year" if name == "year" else f"b.{name}" for name in by)
    wanted = f"AND {_NEXT} = $back_year" if selection.year else ""
    if selection.year:
        values["back_year"] = selection.year
    return store.read(
        scope,
        f"""WITH seen AS (SELECT DISTINCT {chosen} g.year, g.company FROM {_FROM} WHERE {where})
            SELECT {shown}{"," if by else ""} count(*) AS hosts_before,
                   count(n.company) AS hosts_back
            FROM seen b LEFT JOIN seen n ON n.company = b.company AND n.year = {_NEXT} AND {same}
            WHERE {_NEXT} IN (SELECT year FROM school_year WHERE followed > 0 AND NOT running)
            {wanted}
            {"GROUP BY ALL ORDER BY ALL" if by else ""}""",
        **values,
    )


def distances(
    store: Store, scope: Scope, selection: Selection, by: tuple[str, ...]
) -> pd.DataFrame:
    """Measure the way from school to host over the signed conventions.

    Parameters
    ----------
    selection : settings; `bef` is the school's
    by : keys of `GROUPS`; territories are the school's

    Returns
    -------
    One row a group: `by`, trips (known), trips_unknown, far (above `FAR_KM`), median and p90 (km)
    with the order-statistic bounds of their 95 % intervals: median_low, …, p90_high
    """
    keys, chosen, where, values = _parts(selection, by, "school")
    part = f"PARTITION BY {keys}" if by else ""
    quantiles = ", ".join(
        f"min(km) FILTER (cum >= {_rank(share, z)}) AS {name}"
        for name, share, z in (
            ("median", 0.5, 0.0),
            ("median_low", 0.5, -_Z),
            ("median_high", 0.5, _Z),
            ("p90", 0.9, 0.0),
            ("p90_low", 0.9, -_Z),
            ("p90_high", 0.9, _Z),
        )
    )
    return store.read(
        scope,
        f"""WITH trip AS (
                SELECT {chosen} g.km, sum(g.placements) AS w
                FROM {_FROM} WHERE {where} GROUP BY ALL),
            summed AS (
                SELECT *, CASE WHEN km IS NOT NULL THEN sum(w) OVER ({part} ORDER BY km NULLS LAST)
                          END AS cum,
                       sum(w) FILTER (km IS NOT NULL) OVER ({part}) AS n FROM trip)
            SELECT {keys}{"," if by else ""}
                   coalesce(sum(w) FILTER (km IS NOT NULL), 0)::BIGINT AS trips,
                   coalesce(sum(w) FILTER (km IS NULL), 0)::BIGINT AS trips_unknown,
                   coalesce(sum(w) FILTER (km > {FAR_KM}), 0)::BIGINT AS far, {quantiles}
            FROM summed {"GROUP BY ALL ORDER BY ALL" if by else ""}""",
        **values,
    )


def trips(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """List the ways from schools to hosts over the signed conventions.

    Returns
    -------
    One row a school, family and distance, in no order: uai, family, km (missing: unknown, or
    beyond the académie), placements; `selection.bef` is the school's
    """
    _, chosen, where, values = _parts(selection, ("uai", "family"), "school")
    return store.read(
        scope,
        f"""SELECT {chosen} g.km, sum(g.placements)::BIGINT AS placements
            FROM hosting g WHERE {where} GROUP BY ALL""",
        **values,
    )


def flows(store: Store, scope: Scope, selection: Selection, level: str) -> pd.DataFrame:
    """Count the signed conventions between territories.

    Parameters
    ----------
    selection : settings; its `bef` is not applied: a flow has two ends
    level : "bef", "pole" or "commune"

    Returns
    -------
    One row a pair: origin (the school's), destination (the host's; missing: beyond the
    académie or unknown), abroad, placements
    """
    whole = Selection(selection.year, selection.track, selection.level, selection.family)
    where, values = condition(whole, "g")
    return store.read(
        scope,
        f"""SELECT {_PLACES["school"][level]} AS origin, {_PLACES["host"][level]} AS destination,
                   g.abroad, sum(g.placements)::BIGINT AS placements
            FROM {_FROM} WHERE {where} GROUP BY ALL ORDER BY ALL""",
        **values,
    )


def _rank(share: float, z: float) -> str:
    """SQL of a rank among n ordered values, and of the bounds of its interval."""
    return f"least(n, greatest(1, n * {share} + {z} * sqrt(n * {share * (1 - share):.4f})))"


def _parts(
    selection: Selection, by: tuple[str, ...], place: str
) -> tuple[str, str, str, dict[str, str]]:
    """Names of the groups, their SQL, condition and values."""
    expressions = _PLACES[place] | _OTHERS
    chosen = "".join(f"{expressions[name]} AS {name}, " for name in by)
    where, values = condition(selection, "g", bef=False)
    if selection.bef is not None:
        where = f"{where} AND {expressions['bef']} = $zone"
        values["zone"] = selection.bef
    return ", ".join(by), chosen, where, values
