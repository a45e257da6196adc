"""Reads of the network of schools: which hosts they share."""

import pandas as pd

from data.scope import Scope
from data.store.store import Store

_ONE = "one AS (SELECT DISTINCT uai, company FROM hosting WHERE year = $year)"


def schools(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Schools with periods due in a campaign, and their hosts (conventions signed, all pupils).

    Returns
    -------
    One row a school: uai, school_name, commune_name, bef, sent (it told of some of its periods),
    partial (not of all of them), hosts, shared (hosts that other schools have too)
    """
    return store.read(
        scope,
        f"""WITH {_ONE},
            many AS (SELECT company, count(*) AS schools FROM one GROUP BY company),
            own AS (SELECT uai, count(*) AS hosts, count(*) FILTER (schools > 1) AS shared
                    FROM one JOIN many USING (company) GROUP BY uai),
            due AS (SELECT uai, bool_or(sent) AS sent, sum(unknown) > 0 AS partial
                    FROM period_state WHERE year = $year GROUP BY uai)
            SELECT s.uai, s.name AS school_name, s.commune_name, s.bef, d.sent, d.partial,
                   coalesce(o.hosts, 0) AS hosts, coalesce(o.shared, 0) AS shared
            FROM due d JOIN school s USING (uai) LEFT JOIN own o USING (uai)
            ORDER BY s.bef, s.uai""",
        year=year,
    )


def shared_hosts(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Pairs of schools that share hosts in a campaign: uai, other (uai < other), hosts."""
    return store.read(
        scope,
        f"""WITH {_ONE}
            SELECT a.uai, b.uai AS other, count(*) AS hosts
            FROM one a JOIN one b ON b.company = a.company AND a.uai < b.uai
            GROUP BY ALL ORDER BY ALL""",
        year=year,
    )


def named(store: Store, scope: Scope) -> pd.DataFrame:
    """Schools that may be named: uai, school_name, commune_name, bef, closed."""
    return store.read(
        scope,
        """SELECT uai, name AS school_name, commune_name, bef, closed FROM school
           ORDER BY bef, name, uai""",
    )
