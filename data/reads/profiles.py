"""Reads of what each BEF is, and of the hosts it knew."""

import numpy as np
import pandas as pd

from data.reads import fabric
from data.scope import Scope
from data.store.store import Store

MIX = "naf_"  # before the code of a large sector: its share of the employers


def features(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """What a BEF is, whoever reads: nothing here tells of a placement.

    Parameters
    ----------
    year : school year of the enrolment; without any that year, the nearest one

    Returns
    -------
    One row a BEF, by code: bef, density (people per km²), ips (mean of the schools, weighted by
    pupils), vocational and rural (shares, 0..1), employers (establishments a pupil), and one
    column `naf_<sector>` a large sector (share of the establishments); missing where not known
    """
    profile = store.kept(scope, _profiles)
    near = _nearest(profile["year"], year)
    profile = profile[profile["year"] == near].drop(columns="year").reset_index(drop=True)
    return profile.merge(_mix(employers(store, scope)), on="bef", how="left")


def employers(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments: bef, sector, establishments; a BEF nobody told of is not there."""
    return store.kept(scope, _employers).copy(deep=False)


def fine_employers(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments in the finest activities known: bef, sector, establishments."""
    return store.kept(scope, _fine_employers).copy(deep=False)


def past_hosts(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Hosts of the two campaigns before, by school and family of the vocational track.

    Parameters
    ----------
    year : campaign in which they may be taken again

    Returns
    -------
    One row a school and family: bef (the school's), uai, family, hosts (each once a BEF and
    family), taken (they host somebody, from any school, in `year`); due and unknown (periods due of
    the school and family in `year`; those whose state nobody told)
    """
    return store.read(
        scope,
        """WITH silent AS (
               SELECT uai, family, sum(due)::BIGINT AS due, sum(unknown)::BIGINT AS unknown
               FROM period_state
               WHERE year = $year AND track = 'pro' GROUP BY ALL)
           SELECT p.bef, p.uai, p.family, p.hosts, p.taken,
                  coalesce(s.due, 0)::BIGINT AS due, coalesce(s.unknown, 0)::BIGINT AS unknown
           FROM past_host p LEFT JOIN silent s USING (uai, family)
           WHERE p.year = $year ORDER BY p.bef, p.family, p.uai""",
        year=year,
    )


def told_before(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Vocational periods due of the two campaigns before: bef, family, due, unknown."""
    first = int(year[:4] or 0)  # no campaign at all: none before
    return store.read(
        scope,
        """SELECT bef, family, sum(due)::BIGINT AS due, sum(unknown)::BIGINT AS unknown
           FROM period_state
           WHERE track = 'pro' AND family IS NOT NULL AND list_contains($years, year)
           GROUP BY ALL ORDER BY ALL""",
        years=[f"{first - back}-{first - back + 1}" for back in (1, 2)],
    )


def _employers(store: Store, scope: Scope) -> pd.DataFrame:
    return store.read(scope, "SELECT * FROM bef_fabric ORDER BY ALL")


def _fine_employers(store: Store, scope: Scope) -> pd.DataFrame:
    table = fabric.by_activity(store, scope)
    return table.groupby(["bef", "sector"], as_index=False)["establishments"].sum()


def _profiles(store: Store, scope: Scope) -> pd.DataFrame:
    return store.read(
        scope,
        """SELECT year, bef, density, ips, vocational, rural, employers FROM bef_profile
           ORDER BY year, bef""",
    )


def _nearest(years: pd.Series, year: str) -> str:
    """The year of a list that is nearest to one, the later of two; "" where there is none."""
    wanted = int(year[:4] or 9999)
    latest_first = sorted(years.unique(), reverse=True)
    return min(latest_first, key=lambda known: abs(int(known[:4] or 0) - wanted), default="")


def _mix(employers: pd.DataFrame) -> pd.DataFrame:
    """Share of each large sector in the employers of a BEF: bef, `naf_<sector>`."""
    bef, codes = pd.factorize(employers["bef"], sort=True)
    sector, sectors = pd.factorize(employers["sector"], sort=True)
    counts = np.zeros((len(codes), len(sectors)))
    np.add.at(counts, (bef, sector), employers["establishments"].to_numpy(float))
    total = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, total, out=np.full_like(counts, np.nan), where=total > 0)
    return pd.DataFrame(shares, columns=[f"{MIX}{name}" for name in sectors]).assign(bef=codes)
