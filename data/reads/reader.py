"""What a level reads: the same questions for the agents in charge and for everybody else."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd

from data.reads import days
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store

J0 = ("due", "signed", "agreed", "without", "unknown")


@dataclass(frozen=True)
class Reader(ABC):
    """Reads of one version by one reader; what is not told raises `NotDiffusedError`.

    Parameters
    ----------
    store, scope : version, and who reads
    tells_schools : figures by school, and what a school is
    tells_hosts : hosts by level and family, one by one, their distances and flows
    tells_attributions : counts by residence and by host
    tells_pupils : pupils of a commune, whose numbers are those of one school
    tells_parts : a campaign to a day, beside the running one
    """

    store: Store
    scope: Scope
    tells_schools: ClassVar[bool]
    tells_hosts: ClassVar[bool]
    tells_attributions: ClassVar[bool]
    tells_pupils: ClassVar[bool]
    tells_parts: ClassVar[bool]

    @property
    def at(self) -> tuple[Store, Scope]:
        """Version and scope, as the reads by subject take them."""
        return self.store, self.scope

    @abstractmethod
    def years(self) -> pd.DataFrame:
        """School years with periods begun, oldest first: year, due, followed, derived, running."""

    @abstractmethod
    def states(
        self, selection: Selection, by: tuple[str, ...], columns: tuple[str, ...] = J0
    ) -> pd.DataFrame:
        """Sum what adds up over the periods due.

        Parameters
        ----------
        selection : settings; `year` may be "" for all years; its attribution says to whom counts go
        by : keys of `data.reads.period_counts.GROUPS`; territories are those of the attribution
        columns : keys of `data.counts.COUNTS`; the states at the first day when left out

        Returns
        -------
        One row a group: `by`, `columns`, schools, schools_sent; by residence or host, what
        `data.reads.attributions.states` gives. To a reader of what is diffused, what
        `data.reads.diffused.states` gives, its secret counts missing

        Raises
        ------
        KeyError : a column is no count
        NotAttributedError : the host of these counts is not known
        NotDiffusedError : the crossing is not published
        """

    @abstractmethod
    def finest_states(self, selection: Selection) -> pd.DataFrame:
        """States by BEF and family, and by school, level and period where those are told."""

    @abstractmethod
    def dates(self, selection: Selection) -> pd.DataFrame:
        """One row: due, and each state at each date (`data.counts.DATES`); none without a due."""

    @abstractmethod
    def schools(self, selection: Selection) -> pd.DataFrame:
        """Schools with periods due: uai, school_name, commune_name, bef, lon, lat, counts."""

    @abstractmethod
    def homes(self, selection: Selection) -> pd.DataFrame:
        """Periods due and placements by BEF of school and of residence, as `attributions.homes`."""

    @abstractmethod
    def places(self, selection: Selection) -> pd.DataFrame:
        """Placements by BEF of school and of host, as `attributions.places`."""

    @abstractmethod
    def demand(self, selection: Selection) -> pd.DataFrame:
        """Pupils and pupil-weeks due by commune of the school: commune, pupils, pupil_weeks."""

    @abstractmethod
    def demand_by_pool(self, selection: Selection) -> pd.DataFrame:
        """Demand by commune and by what competes for the same hosts, as `data.reads.access`.

        Returns
        -------
        commune, pool, pupils, pupil_weeks; no pool where families are not told
        """

    @abstractmethod
    def returns(self, year: str, cut: str, bef: str | None) -> pd.DataFrame:
        """Hosts of the campaign before and those that hosted again: load, hosts, back.

        `load` is the pupils taken, 3 for three or more; 0 where only all hosts together are told.
        """

    @abstractmethod
    def befs(self) -> frozenset[str] | None:
        """BEF that may be looked at one by one; None: all."""

    def before(self, year: str) -> str | None:
        """The school year before, where the version holds it and it may stand beside `year`."""
        wanted = f"{int(year[:4]) - 1}-{year[:4]}" if year else ""
        return wanted if wanted in self.beside(year) else None

    def beside(self, year: str) -> list[str]:
        """School years that may stand beside `year`, itself among them, oldest first."""
        alone = self.runs(year) and not self.tells_parts
        return [year] if alone else self.years()["year"].tolist()

    def runs(self, year: str) -> bool:
        """Tell whether a campaign is under way: it is compared by the same day of the year only."""
        return bool(year) and year == days.running(self.store, self.scope)

    def to_the_day(self, selection: Selection) -> Selection:
        """The selection, cut to the same day of each year when its campaign runs."""
        return replace(selection, same_day=self.tells_parts and self.runs(selection.year))
