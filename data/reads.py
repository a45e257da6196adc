"""Reads of the store: one function a question, each with its scope."""

from dataclasses import replace

import pandas as pd

from data import attributed_reads, diffused_reads
from data.counts import COUNTS
from data.period_counts import GROUPS, summed
from data.scope import Scope
from data.selection import SCHOOL, Selection, condition
from data.store import Store

J0 = ("due", "signed", "agreed", "without", "unknown")


def info(store: Store, scope: Scope) -> dict[str, str]:
    """Facts on the version: version, created, demo_seed."""
    table = store.read(scope, "SELECT key, value FROM info")
    return dict(zip(table["key"], table["value"], strict=True))


def years(store: Store, scope: Scope) -> pd.DataFrame:
    """School years with periods begun, oldest first: year, due, followed, derived, running."""
    if scope.diffused:
        return diffused_reads.years(store, scope)
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


def poles(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a pôle and BEF it covers: pole, label, bef."""
    return store.read(scope, "SELECT * FROM pole ORDER BY pole, bef")


def pole_of_bef(store: Store, scope: Scope) -> "pd.Series[str]":
    """The pôle that counts for each BEF, by code of BEF."""
    table = store.read(scope, "SELECT bef, pole FROM bef_pole ORDER BY bef")
    return table.set_index("bef")["pole"]


def publics(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a public of a school: public, label, rank."""
    return store.read(scope, "SELECT * FROM public_group ORDER BY rank")


def sectors(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a large sector: sector, label, rank."""
    return store.read(scope, "SELECT * FROM sector ORDER BY rank")


def sections(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a section of the NAF: section, section_label."""
    return store.read(scope, "SELECT DISTINCT section, section_label FROM naf ORDER BY section")


def communes(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a commune, by code: names, zone, population, centre (m), area (km²)."""
    return store.read(scope, "SELECT * FROM commune ORDER BY commune")


def outline(store: Store, scope: Scope, level: str) -> str:
    """Outlines of `level` ("bef" or "commune"): text of a FeatureCollection."""
    table = store.read(scope, "SELECT geojson FROM outline WHERE level = $level", level=level)
    return str(table["geojson"].iloc[0])


def states(
    store: Store,
    scope: Scope,
    selection: Selection,
    by: tuple[str, ...],
    columns: tuple[str, ...] = J0,
) -> pd.DataFrame:
    """Sum what adds up over the periods due.

    Parameters
    ----------
    selection : settings; `year` may be "" for all years; its attribution says to whom counts go
    by : keys of `data.period_counts.GROUPS`; territories are those of the attribution
    columns : keys of `data.counts.COUNTS`; the states at the first day when left out

    Returns
    -------
    One row a group: `by`, `columns`, schools, schools_sent; by residence or host, what
    `data.attributed_reads.states` gives. To a reader of what is diffused, what
    `data.diffused_reads.states` gives, its secret counts missing

    Raises
    ------
    KeyError : a column is no count
    NotAttributedError : the host of these counts is not known
    NotDiffusedError : the crossing is not published
    """
    if scope.diffused:
        return diffused_reads.states(store, scope, selection, by, columns)
    if unknown := set(columns) - set(COUNTS):
        raise KeyError(f"not a count: {sorted(unknown)}")
    if selection.attribution != SCHOOL:
        groups = {name: GROUPS[name] for name in by}
        return attributed_reads.states(store, scope, selection, groups, columns)
    return summed(store, scope, selection, by, columns)


def schools(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """One row a school with periods due: uai, school_name, commune_name, bef, lon, lat, counts."""
    own = summed(store, scope, selection, ("uai",), J0)
    return store.kept(scope, _school_places).merge(own[["uai", *J0]], on="uai")


def _school_places(store: Store, scope: Scope) -> pd.DataFrame:
    return store.read(
        scope,
        """SELECT s.uai, s.name AS school_name, s.commune_name, s.bef, s.nature, s.ips,
                  coalesce(s.lon, c.lon) AS lon, coalesce(s.lat, c.lat) AS lat
           FROM school s LEFT JOIN commune c ON c.commune = s.commune ORDER BY s.uai""",
    )


def hosts(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
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


def hosts_again(store: Store, scope: Scope, selection: Selection, earlier: str) -> pd.Series:
    """Count the hosts of `hosts`, and those of them that hosted the same pupils in `earlier`.

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


def fabric(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments: commune, bef, sector, establishments."""
    return store.read(
        scope,
        """SELECT f.commune, c.bef, f.sector, f.establishments::BIGINT AS establishments
           FROM fabric f JOIN commune c USING (commune) ORDER BY ALL""",
    )


def fine_fabric(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments in the finest activities that are known.

    Returns
    -------
    commune, bef, sector (a division of the NAF, or a large sector), large_sector, source,
    establishments
    """
    return store.read(
        scope,
        """SELECT f.commune, c.bef, f.division AS sector, f.sector AS large_sector, f.source,
                  f.establishments::BIGINT AS establishments
           FROM fabric_division f JOIN commune c USING (commune) ORDER BY ALL""",
    )


def activities(store: Store, scope: Scope) -> pd.DataFrame:
    """Activities of the fine fabric, in the order of the NAF: sector (their code), label."""
    return store.read(
        scope,
        """SELECT a.division AS sector, a.label FROM fabric_activity a JOIN sector s USING (sector)
           ORDER BY s.rank, a.division = a.sector, a.division""",
    )


def family_activities(store: Store, scope: Scope) -> pd.DataFrame:
    """Activities of the fine fabric in which each family expects its hosts: family, sector."""
    return store.read(scope, "SELECT family, division AS sector FROM family_activity ORDER BY ALL")


def demand(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Pupils and pupil-weeks due by commune of the school: commune, pupils, pupil_weeks."""
    if scope.diffused:
        return diffused_reads.demand(store, scope, selection)
    where, values = condition(selection, "p", bef=False)
    return store.read(
        scope,
        f"""SELECT commune, sum(pupils)::BIGINT AS pupils, sum(pupil_weeks)::BIGINT AS pupil_weeks
            FROM demand p WHERE {where} GROUP BY commune ORDER BY commune""",
        **values,
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


def unmatched_schools(store: Store, scope: Scope) -> pd.DataFrame:
    """Lines of the follow-ups of the version, and those refused for an unknown UAI: one row."""
    return store.read(
        scope,
        """SELECT (SELECT coalesce(sum(read), 0)::BIGINT FROM import_file
                   WHERE contract = 'stages') AS lines,
                  (SELECT count(DISTINCT (r.file, r.line)) FROM reject r
                   JOIN import_file f ON f.file = r.file
                   WHERE f.contract = 'stages' AND r."column" = 'uai') AS unmatched""",
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
