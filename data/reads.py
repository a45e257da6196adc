"""Reads of the store: one function a question, each with its scope."""

from dataclasses import dataclass

import pandas as pd

from data.scope import Scope
from data.store import Store

NO_FAMILY = "sans-objet"

# Columns that a table of states can be grouped by.
GROUPS = {
    "year": "p.year",
    "bef": "p.bef",
    "uai": "p.uai",
    "track": "p.track",
    "level": "p.level",
    "family": f"coalesce(p.family, '{NO_FAMILY}')",
    "period": "p.period",
}


@dataclass(frozen=True)
class Selection:
    """What the settings of a page select; None: all.

    Parameters
    ----------
    year : school year
    track : "pro", "gt" or "college"
    level, family, bef : codes
    """

    year: str
    track: str | None = None
    level: str | None = None
    family: str | None = None
    bef: str | None = None


def info(store: Store, scope: Scope) -> dict[str, str]:
    """Facts on the version: version, created, demo_seed."""
    table = store.read(scope, "SELECT key, value FROM info")
    return dict(zip(table["key"], table["value"], strict=True))


def years(store: Store, scope: Scope) -> pd.DataFrame:
    """School years, oldest first: year, due, followed, derived."""
    return store.read(scope, "SELECT * FROM school_year ORDER BY year")


def befs(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a BEF: bef, label, status, seat, lon, lat, area_km2."""
    return store.read(scope, "SELECT * FROM bef ORDER BY bef")


def levels(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a level: level, label, track, kind, rank, periods."""
    return store.read(scope, "SELECT * FROM level ORDER BY rank")


def families(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a family: family, label, rank."""
    return store.read(scope, "SELECT * FROM family ORDER BY rank")


def sectors(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a large sector: sector, label, rank."""
    return store.read(scope, "SELECT * FROM sector ORDER BY rank")


def communes(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a commune, by code: names, zone, population, centre (m), area (km²)."""
    return store.read(scope, "SELECT * FROM commune ORDER BY commune")


def outline(store: Store, scope: Scope, level: str) -> str:
    """Outlines of `level` ("bef" or "commune"): text of a FeatureCollection."""
    table = store.read(scope, "SELECT geojson FROM outline WHERE level = $level", level=level)
    return str(table["geojson"].iloc[0])


def states(store: Store, scope: Scope, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """Sum the states of the periods due.

    Parameters
    ----------
    selection : settings; `year` may be "" for all years
    by : keys of `GROUPS`

    Returns
    -------
    One row a group: `by`, due, signed, agreed, without, unknown, schools, schools_sent
    """
    chosen = ", ".join(f"{GROUPS[name]} AS {name}" for name in by) + ("," if by else "")
    where, values = _where(selection, "p")
    return store.read(
        scope,
        f"""SELECT {chosen} coalesce(sum(due), 0)::BIGINT AS due,
                   coalesce(sum(signed), 0)::BIGINT AS signed,
                   coalesce(sum(agreed), 0)::BIGINT AS agreed,
                   coalesce(sum(without), 0)::BIGINT AS without,
                   coalesce(sum(unknown), 0)::BIGINT AS unknown,
                   count(DISTINCT uai) AS schools,
                   count(DISTINCT uai) FILTER (sent) AS schools_sent
            FROM period_state p WHERE {where}
            {"GROUP BY ALL ORDER BY ALL" if by else ""}""",
        **values,
    )


def schools(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """One row a school with periods due: uai, school_name, commune_name, bef, lon, lat, counts."""
    where, values = _where(selection, "p")
    return store.read(
        scope,
        f"""SELECT s.uai, s.name AS school_name, s.commune_name, s.bef, s.nature, s.ips,
                   coalesce(s.lon, c.lon) AS lon, coalesce(s.lat, c.lat) AS lat,
                   sum(p.due)::BIGINT AS due, sum(p.signed)::BIGINT AS signed,
                   sum(p.agreed)::BIGINT AS agreed, sum(p.without)::BIGINT AS without,
                   sum(p.unknown)::BIGINT AS unknown
            FROM period_state p JOIN school s USING (uai) LEFT JOIN commune c
              ON c.commune = s.commune
            WHERE {where} GROUP BY ALL ORDER BY s.uai""",
        **values,
    )


def hosts(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Engaged hosts of a year, by the pupils of the selected levels and family.

    Returns
    -------
    One row a host: `company` (a key for counting, never shown), where it is, what it is,
    `placements`, `schools`; `selection.bef` keeps the hosts of that BEF
    """
    where, values = _where(selection, "g", bef=False)
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


def fabric(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments: commune, bef, sector, establishments."""
    return store.read(
        scope,
        """SELECT f.commune, c.bef, f.sector, f.establishments::BIGINT AS establishments
           FROM fabric f JOIN commune c USING (commune) ORDER BY ALL""",
    )


def family_sectors(store: Store, scope: Scope) -> pd.DataFrame:
    """Sectors in which each family expects its hosts: family, sector."""
    return store.read(scope, "SELECT * FROM family_sector ORDER BY ALL")


def demand(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Pupils and pupil-weeks due by commune of the school: commune, pupils, pupil_weeks."""
    where, values = _where(selection, "p", bef=False)
    return store.read(
        scope,
        f"""SELECT commune, sum(pupils)::BIGINT AS pupils, sum(pupil_weeks)::BIGINT AS pupil_weeks
            FROM demand p WHERE {where} GROUP BY commune ORDER BY commune""",
        **values,
    )


def demand_by_pool(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Pupils and pupil-weeks due by commune of the school and pool.

    Returns
    -------
    commune, pool (a family, or the track of pupils without one), pupils, pupil_weeks
    """
    where, values = _where(selection, "p", bef=False)
    return store.read(
        scope,
        f"""SELECT commune, coalesce(family, track) AS pool, sum(pupils)::BIGINT AS pupils,
                   sum(pupil_weeks)::BIGINT AS pupil_weeks
            FROM demand p WHERE {where} GROUP BY ALL ORDER BY ALL""",
        **values,
    )


def fabric_sizes(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments: commune, size ("1-9", "10+"), establishments."""
    return store.read(
        scope,
        """SELECT commune, size, establishments::BIGINT AS establishments
           FROM fabric_size ORDER BY ALL""",
    )


def capacity(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Places that the hosts of the scope have given, by commune.

    Returns
    -------
    commune, sector, size, pool, placements, place_weeks, hosts
    """
    return store.read(
        scope,
        "SELECT * EXCLUDE (year, bef) FROM capacity WHERE year = $year ORDER BY ALL",
        year=year,
    )


def capacity_whole(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Places given in the whole académie: sector, size, pool, placements, place_weeks."""
    return store.read(
        scope,
        "SELECT * EXCLUDE (year) FROM capacity_whole WHERE year = $year ORDER BY ALL",
        year=year,
    )


def flows(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Placements signed from the commune of the school to that of the host, in France.

    Returns
    -------
    origin, destination, pool, placements
    """
    return store.read(
        scope,
        """SELECT s.commune AS origin, h.commune AS destination,
                  coalesce(g.family, g.track) AS pool, sum(g.placements)::BIGINT AS placements
           FROM hosting g JOIN school s USING (uai) JOIN host h USING (company)
           WHERE g.year = $year AND s.commune IS NOT NULL AND h.commune IS NOT NULL
           GROUP BY ALL ORDER BY ALL""",
        year=year,
    )


def batches(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a batch: batch, author, made_at, origin, demo, forced, files, read, … rejected."""
    return store.read(
        scope,
        """SELECT b.batch, b.author, b.made_at, b.origin, b.demo, b.forced, count(f.file) AS files,
                  coalesce(sum(f.read), 0)::BIGINT AS read,
                  coalesce(sum(f.accepted), 0)::BIGINT AS accepted,
                  coalesce(sum(f.repaired), 0)::BIGINT AS repaired,
                  coalesce(sum(f.rejected), 0)::BIGINT AS rejected
           FROM batch b LEFT JOIN import_file f ON f.batch = b.batch
           GROUP BY ALL ORDER BY b.batch""",
    )


def rejects(store: Store, scope: Scope, batch: str) -> pd.DataFrame:
    """One row a refused line and cause of a batch: file, line, column, value, reason, row."""
    return store.read(
        scope,
        """SELECT r.* FROM reject r JOIN import_file f ON f.file = r.file
           WHERE f.batch = $batch ORDER BY r.file, r.line""",
        batch=batch,
    )


def company_pairs(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a name to confirm or decided: name, commune_name, known_name, siret, score, …"""
    return store.read(
        scope,
        """SELECT p.*, c.name AS commune_name
           FROM company_pair p LEFT JOIN commune c ON c.commune = p.commune
           ORDER BY p.decided, p.score DESC, p.name""",
    )


def reject_reasons(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a file, column and kind of refusal: file, column, reason, lines, first_line."""
    return store.read(
        scope,
        """SELECT file, "column", regexp_replace(reason, '« [^»]* »', '« … »', 'g') AS reason,
                  count(DISTINCT line) AS lines, min(line) AS first_line
           FROM reject GROUP BY ALL ORDER BY lines DESC, file, reason""",
    )


def files(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a file of the version: what was read, accepted, repaired, rejected."""
    return store.read(scope, "SELECT * FROM import_file ORDER BY file")


def remarks(store: Store, scope: Scope) -> pd.DataFrame:
    """What the import has to say: topic, text, amount, detail."""
    return store.read(scope, "SELECT * FROM remark")


def _where(selection: Selection, alias: str, bef: bool = True) -> tuple[str, dict[str, str]]:
    """SQL condition and values of a selection."""
    wanted = {
        "year": selection.year or None,
        "track": selection.track,
        "level": selection.level,
        "bef": selection.bef if bef else None,
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    clauses = [f"{alias}.{name} = ${name}" for name in values]
    if selection.family is not None:
        values["family"] = selection.family
        clauses.append(f"coalesce({alias}.family, '{NO_FAMILY}') = $family")
    return " AND ".join(clauses) or "true", values
