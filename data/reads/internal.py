"""Reads of the agents in charge: every count of their perimeter."""

import pandas as pd

from data.counts import COUNTS, DATES, STATES
from data.reads import access, attributions, engagement
from data.reads.period_counts import GROUPS, summed
from data.reads.reader import J0, Reader
from data.scope import Scope
from data.selection import SCHOOL, Selection, condition
from data.store.store import Store

_DATED = ("due", *(f"{state}{date}" for date in DATES for state in STATES))
_FINEST = ("bef", "family", "uai", "level", "period")


class Internal(Reader):
    """Reads cut to a perimeter, and to nothing else."""

    tells_schools = tells_hosts = tells_attributions = tells_pupils = tells_parts = True

    def years(self) -> pd.DataFrame:
        return self.store.kept(self.scope, _years).copy(deep=False)

    def states(
        self, selection: Selection, by: tuple[str, ...], columns: tuple[str, ...] = J0
    ) -> pd.DataFrame:
        if unknown := set(columns) - set(COUNTS):
            raise KeyError(f"not a count: {sorted(unknown)}")
        if selection.attribution != SCHOOL:
            groups = {name: GROUPS[name] for name in by}
            return attributions.states(*self.at, selection, groups, columns)
        return summed(*self.at, selection, by, columns)

    def finest_states(self, selection: Selection) -> pd.DataFrame:
        return self.states(selection, _FINEST)

    def dates(self, selection: Selection) -> pd.DataFrame:
        return self.states(selection, (), _DATED)

    def schools(self, selection: Selection) -> pd.DataFrame:
        own = summed(*self.at, selection, ("uai",), J0)
        return self.store.kept(self.scope, _school_places).merge(own[["uai", *J0]], on="uai")

    def homes(self, selection: Selection) -> pd.DataFrame:
        return attributions.homes(*self.at, selection)

    def places(self, selection: Selection) -> pd.DataFrame:
        return attributions.places(*self.at, selection)

    def demand(self, selection: Selection) -> pd.DataFrame:
        where, values = condition(selection, "p", bef=False)
        return self.store.read(
            self.scope,
            f"""SELECT commune, sum(pupils)::BIGINT AS pupils,
                       sum(pupil_weeks)::BIGINT AS pupil_weeks
                FROM demand p WHERE {where} GROUP BY commune ORDER BY commune""",
            **values,
        )

    def demand_by_pool(self, selection: Selection) -> pd.DataFrame:
        return access.demand_by_pool(*self.at, selection)

    def returns(self, year: str, cut: str, bef: str | None) -> pd.DataFrame:
        return engagement.returns(*self.at, year, cut, bef)

    def befs(self) -> frozenset[str] | None:
        return None if self.scope.everywhere else self.scope.befs


def _years(store: Store, scope: Scope) -> pd.DataFrame:
    return store.read(scope, "SELECT * FROM school_year ORDER BY year")


def _school_places(store: Store, scope: Scope) -> pd.DataFrame:
    return store.read(
        scope,
        """SELECT s.uai, s.name AS school_name, s.commune_name, s.bef, s.nature, s.ips,
                  coalesce(s.lon, c.lon) AS lon, coalesce(s.lat, c.lat) AS lat
           FROM school s LEFT JOIN commune c ON c.commune = s.commune ORDER BY s.uai""",
    )
