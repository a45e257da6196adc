"""Places to find on the first day: by BEF and family, by school where schools are told."""

from dataclasses import dataclass

import pandas as pd

from analytics.access.funnel import access_rates, to_place
from analytics.services import counts, reference
from analytics.services.desk import Desk
from data.selection import NO_FAMILY, Selection

ALL_PLACES = 100  # target of the places to find, in % of the periods followed


@dataclass(frozen=True)
class Lacks:
    """States at the finest, places to find by BEF and family, and for which choice.

    followed : False when nobody told what became of the periods
    target : share of the followed periods that should have a host, 0..1
    """

    fine: pd.DataFrame
    table: pd.DataFrame
    followed: bool
    target: float
    selection: Selection

    @property
    def due(self) -> int:
        """Periods due."""
        return int(self.fine["due"].sum())

    @property
    def secret(self) -> int:
        """Crossings whose places to find are secret."""
        return int(self.table["to_place"].isna().sum())

    @property
    def by_school(self) -> bool:
        """Tell whether the places to find of each school are told."""
        return "uai" in self.fine


def gather(desk: Desk, selection: Selection, target: int = ALL_PLACES) -> Lacks:
    """Count the places to find of a selection.

    Raises
    ------
    NotDiffusedError : the reader sees what is diffused, and this choice is not
    """
    fine = counts.finest_states(desk, selection)
    names = reference.names(desk, "befs")
    families = reference.names(desk, "families")
    families[NO_FAMILY] = "Toutes formations"
    table = to_place(fine, ["bef", "family"], target / 100).assign(
        zone_name=lambda t: t["bef"].map(names), family_name=lambda t: t["family"].map(families)
    )
    table = access_rates(table).sort_values(
        ["to_place", "bef", "family"], ascending=[False, True, True]
    )
    followed = bool((fine["due"] > fine["unknown"]).any())
    return Lacks(fine, table, followed, target / 100, selection)


def of_schools(desk: Desk, lacks: Lacks) -> pd.DataFrame:
    """Places to find of each school, the most first."""
    own = to_place(lacks.fine, ["uai"], lacks.target)[["uai", "to_place"]]
    schools = access_rates(counts.schools(desk, lacks.selection).merge(own, on="uai"))
    schools = schools.sort_values(["to_place", "uai"], ascending=[False, True])
    return schools.assign(zone_name=schools["bef"].map(reference.names(desk, "befs")))
