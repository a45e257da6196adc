"""Reads of the economic fabric: employer establishments, and the activities of families."""

import pandas as pd

from data.scope import Scope
from data.store.store import Store


def by_sector(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments: commune, bef, sector, establishments."""
    return store.read(
        scope,
        """SELECT f.commune, c.bef, f.sector, f.establishments::BIGINT AS establishments
           FROM fabric f JOIN commune c USING (commune) ORDER BY ALL""",
    )


def by_activity(store: Store, scope: Scope) -> pd.DataFrame:
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


def beyond_by_sector(store: Store, scope: Scope) -> pd.DataFrame:
    """Employer establishments beyond the border: commune, sector, establishments."""
    return store.read(
        scope,
        """SELECT commune, sector, sum(establishments) AS establishments
           FROM beyond_fabric GROUP BY ALL ORDER BY ALL""",
    )


def beyond_by_activity(store: Store, scope: Scope) -> pd.DataFrame:
    """Employers beyond the border: commune, sector (finest activity), establishments."""
    return store.read(
        scope,
        """SELECT commune, division AS sector, establishments FROM beyond_fabric ORDER BY ALL""",
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
