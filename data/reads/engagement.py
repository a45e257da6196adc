"""Reads of the engagement of hosts: cells made at publication, never the placements.

A cut is a track, or `ALL` for all pupils together; `cut_of` says those of one level or family.
"""

import pandas as pd

from data.faults import FaultError
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store

ALL = "*"
TRADE = "of_trade"  # hosts of an activity that the family of the cut expects
ALIKE = ("bef", "sector", "section", "size")  # what hosts of a cell have in common


class NotForThisRoleError(FaultError):
    """The list is for another role; its text is the message shown, in French."""


def cut_of(selection: Selection) -> str:
    """Cut of a choice: `ALL`, a track, or of the vocational one "level", "/family", "level/family".

    Those with a level or a family are in the cells of a campaign alone: `portfolio`, `by_commune`.
    """
    if selection.family is None:
        return selection.level or selection.track or ALL
    if selection.track in (None, "pro"):  # only this track has families
        return f"{selection.level or ''}/{selection.family}"
    return f"{selection.track}/{selection.family}"


def portfolio(
    store: Store, scope: Scope, year: str, cut: str, bef: str | None, by: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Hosts of a campaign by status: `by` (of `ALIKE`, or `TRADE`), status, before, hosts.

    Of a level or a family: the hosts of this campaign and of the one before only.
    """
    names = (*_of(by), *(name for name in by if name == TRADE), "status", "before")
    return _cells(store, scope, "portfolio_cell", names, year, cut, bef)


def by_commune(store: Store, scope: Scope, year: str, cut: str, bef: str | None) -> pd.DataFrame:
    """Hosts active in a campaign: commune, status, of_trade, hosts."""
    names = ("commune", "status", TRADE)
    return _cells(store, scope, "portfolio_commune", names, year, cut, bef)


def returns(
    store: Store,
    scope: Scope,
    year: str,
    cut: str,
    bef: str | None,
    by: tuple[str, ...] = ("load",),
) -> pd.DataFrame:
    """Hosts of the campaign before `year` ("": of all), and those of them that hosted again.

    Returns
    -------
    `by` ("load": pupils taken, 3 for three or more; or of `ALIKE`), hosts, back
    """
    names = tuple(name for name in by if name in ("load", *ALIKE))
    return _cells(store, scope, "host_return", names, year, cut, bef, ("hosts", "back"))


def return_estimate(store: Store, scope: Scope, year: str, cut: str) -> pd.DataFrame:
    """Estimated return of the hosts of the whole académie, those that nobody could see included.

    Returns
    -------
    load (pupils hosted the campaign before: 1, 2, 3 or more; 0: any), hosts, back: real numbers;
    no row where too little is told, nor for a reader of a part of the académie. `year` "": all
    """
    values = {"cut": cut} | ({"year": year} if year else {})
    where = "cut = $cut" + (" AND year = $year" if year else "")
    return store.read(
        scope,
        f"""SELECT load, sum(hosts) AS hosts, sum(back) AS back FROM return_estimate
            WHERE {where} GROUP BY load ORDER BY load""",
        **values,
    )


def stays(store: Store, scope: Scope, cut: str, bef: str | None, by: str) -> pd.DataFrame:
    """First stays of the hosts: `by` ("entered" or of `ALIKE`), entry_seen, lasted, ended, hosts.

    `lasted` counts campaigns in a row; those with `entry_seen` false may have begun before.
    """
    names = ("entered",) if by == "entered" else _of((by,))
    keys = tuple(dict.fromkeys((*names, "entry_seen", "lasted", "ended")))
    return _cells(store, scope, "stay", keys, "", cut, bef)


def quality(
    store: Store, scope: Scope, year: str, bef: str | None, by: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Hosts by public ("*": all; rep, rep-plus, ips-1), and their tutors.

    Returns
    -------
    public, `by` ("bef": the host's), hosts, hosts_told (something is said of their tutors),
    hosts_trained
    """
    counts = ("hosts", "hosts_told", "hosts_trained")
    names = ("public", *(name for name in by if name == "bef"))
    return _cells(store, scope, "host_quality", names, year, None, bef, counts)


def loads(store: Store, scope: Scope, year: str, bef: str | None) -> pd.DataFrame:
    """Hosts by number of schools (3: three or more) and most pupils at once: hosts, placements."""
    counts = ("hosts", "placements")
    return _cells(store, scope, "load_cell", ("schools", "peak"), year, None, bef, counts)


def weeks(store: Store, scope: Scope, year: str, bef: str | None) -> pd.DataFrame:
    """Weeks: week, week_text, hosts (with several pupils), pupils, shared (two schools or more)."""
    counts = ("hosts", "pupils", "shared")
    table = _cells(store, scope, "week_load", ("week",), year, None, bef, counts)
    return table.assign(week_text=pd.to_datetime(table["week"]).dt.strftime("%d/%m/%Y"))


def fit(store: Store, scope: Scope, year: str, bef: str | None) -> pd.DataFrame:
    """Signed conventions by family and division of the NAF: family, division, hosts, placements."""
    counts = ("hosts", "placements")
    return _cells(store, scope, "host_fit", ("family", "division"), year, None, bef, counts)


def expected_divisions(store: Store, scope: Scope) -> pd.DataFrame:
    """Divisions of the NAF that each family expects: family, division."""
    return store.read(scope, "SELECT family, division FROM family_division ORDER BY ALL")


def divisions(store: Store, scope: Scope) -> pd.DataFrame:
    """Divisions of the NAF: division, section_label, sector."""
    return store.read(scope, "SELECT division, section_label, sector FROM naf ORDER BY division")


def hosts_by_family(store: Store, scope: Scope, year: str, bef: str | None = None) -> pd.DataFrame:
    """Hosts of the pupils of a BEF, or of each, in the activities of the fine fabric.

    Returns
    -------
    bef (the school's), family, sector (division or large sector: a host may be in both), hosts
    """
    values = {"year": year} | ({"bef": bef} if bef else {})
    return store.read(
        scope,
        f"""SELECT f.bef, f.family, a.division AS sector, sum(f.hosts)::BIGINT AS hosts
            FROM host_fit f JOIN naf n USING (division)
            JOIN fabric_activity a ON a.division IN (f.division, n.sector)
            WHERE f.year = $year {"AND f.bef = $bef" if bef else ""} GROUP BY ALL ORDER BY ALL""",
        **values,
    )


def dependence(
    store: Store, scope: Scope, year: str, bef: str | None, schools: bool
) -> pd.DataFrame:
    """How placements of vocational pupils gather, by BEF × family or by school × family.

    Returns
    -------
    bef, uai, school_name, family, hosts, placements, squares, top, largest; by BEF, `bef` and
    `family` are "*" for all of them, and the host that has most is told too: company_name,
    may_be_named
    """
    values = {"year": year} | ({"bef": bef} if bef else {})
    where = "d.year = $year" + (" AND d.bef = $bef" if bef else "")
    named = "" if schools else ", h.company_name, h.may_be_named"
    joined = "JOIN school s USING (uai)" if schools else "LEFT JOIN host h USING (company)"
    return store.read(
        scope,
        f"""SELECT d.bef, d.uai, {"s.name" if schools else "''"} AS school_name, d.family, d.hosts,
                   d.placements, d.squares, d.top, d.largest{named}
            FROM dependence d {joined}
            WHERE {where} AND d.uai {"<>" if schools else "="} '{ALL}'
            ORDER BY d.bef, d.uai, d.family""",
        **values,
    )


def named(store: Store, scope: Scope, year: str, bef: str | None, most: int) -> pd.DataFrame:
    """Engaged hosts that took most pupils in a campaign: what they are, status, placements."""
    return store.read(
        scope,
        f"""SELECT h.company_name, h.may_be_named, h.commune_name, h.section_label, h.size,
                   p.status, p.placements, p.schools
            FROM (SELECT * FROM portfolio WHERE year = $year AND placements > 0
                  {"AND bef = $bef" if bef else ""}
                  ORDER BY placements DESC, company LIMIT $most) p
            JOIN host h USING (company) ORDER BY p.placements DESC, p.company""",
        year=year,
        most=most,
        **({"bef": bef} if bef else {}),
    )


def to_coordinate(store: Store, scope: Scope, year: str, schools: int, most: int) -> pd.DataFrame:
    """Hosts of a pôle that `schools` schools or more solicit, the most solicited first.

    Returns
    -------
    company_name, may_be_named, commune_name, section_label, schools, placements, peak (pupils at
    once)

    Raises
    ------
    NotForThisRoleError : the reader is not the animator of a pôle
    """
    if not scope.coordinates:
        raise NotForThisRoleError(
            "La liste des entreprises à coordonner est réservée à l’animateur du pôle."
        )
    return store.read(
        scope,
        """WITH solicited AS (
               SELECT * FROM portfolio WHERE year = $year AND schools >= $schools
               ORDER BY schools DESC, placements DESC, company LIMIT $most),
           peak AS (SELECT company, max(pupils) AS peak FROM host_week
                    WHERE year = $year GROUP BY company)
           SELECT h.company_name, h.may_be_named, h.commune_name, h.section_label, p.schools,
                  p.placements, coalesce(k.peak, 1) AS peak
           FROM solicited p JOIN host h USING (company) LEFT JOIN peak k USING (company)
           ORDER BY p.schools DESC, p.placements DESC, p.company""",
        year=year,
        schools=schools,
        most=most,
    )


def _of(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in ALIKE if name in names)


def _cells(
    store: Store,
    scope: Scope,
    table: str,
    by: tuple[str, ...],
    year: str,
    cut: str | None,
    bef: str | None,
    counts: tuple[str, ...] = ("hosts",),
) -> pd.DataFrame:
    """Sum a table of cells; "" for all years, None for what it is not cut by."""
    wanted = {"year": year or None, "cut": cut, "bef": bef}
    values = {name: value for name, value in wanted.items() if value is not None}
    where = " AND ".join(f"{name} = ${name}" for name in values) or "true"
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT AS {name}" for name in counts)
    return store.read(
        scope,
        f"SELECT {', '.join(by)}, {sums} FROM {table} WHERE {where} GROUP BY ALL ORDER BY ALL",
        **values,
    )
