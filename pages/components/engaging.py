"""What the page of companies reads: cells made at publication, cached by version and scope."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from analytics.absence import Absence
from analytics.dependence import dependence as dependence_of
from analytics.engagement import moved
from analytics.fabric import blind_spots as blind_spots_of
from analytics.fabric import location_quotients
from analytics.fit import outside_trade, smoothed_shares
from analytics.portfolio import HERE, stock, waterfall, waterfall_of_moves
from analytics.retention import LogRank, curves, log_rank, return_rates, unseen_share, with_estimate
from analytics.solicitation import MANY_SCHOOLS, TO_COORDINATE
from data import reads
from data.reads.engagement import ALL
from data.selection import Selection
from pages.components import reading
from pages.components.key_figures import previous_whole
from pages.components.reading import View
from secrecy.thresholds import SMALL_RATE

MOST_CURVES = 6


@dataclass(frozen=True)
class Chosen:
    """What the settings of the page select, for what is read by track.

    Parameters
    ----------
    year, bef : campaign; BEF of the host, None for all
    cut : a track, or "*" for all pupils
    perimeter, whole : the same in words, with its BEF and without
    """

    year: str
    bef: str | None
    cut: str
    perimeter: str
    whole: str = ""

    def named(self, whole: str) -> "Chosen":
        """The same, with the words of the whole académie."""
        return replace(self, whole=whole)

    @property
    def everywhere(self) -> "Chosen":
        """The same for the whole académie."""
        return replace(self, bef=None, perimeter=self.whole)

    @property
    def all_tracks(self) -> "Chosen":
        """The same for all pupils together."""
        words = self.perimeter.rpartition(" · ")[2]
        return replace(self, cut=ALL, perimeter=f"Tous niveaux · {words}")

    @property
    def selection(self) -> Selection:
        """The same for the reads of periods due."""
        return Selection(self.year, None if self.cut == ALL else self.cut, bef=self.bef)


def cut_of(selection: Selection) -> str:
    """Track of a selection; one level is read with its track, and all levels together as "*".

    What is told of a campaign alone has cells by level and family: `data.reads.engagement.cut_of`.
    """
    return "pro" if selection.level else selection.track or ALL


def by_track(selection: Selection) -> Selection:
    """The selection that `cut_of` stands for."""
    cut = cut_of(selection)
    return Selection(selection.year, None if cut == ALL else cut, bef=selection.bef)


@st.cache_data(max_entries=60, show_spinner=False)
def portfolio(view: View, chosen: Chosen) -> pd.DataFrame:
    """Hosts by status, and whether they were active the campaign before."""
    where = (chosen.year, chosen.cut, chosen.bef)
    return reads.engagement.portfolio(view.opened, view.scope, *where)


def statuses(view: View, chosen: Chosen) -> pd.DataFrame:
    """Number of hosts of each status."""
    return stock(portfolio(view, chosen), previous_whole(view, chosen.year) is None)


def steps(view: View, chosen: Chosen) -> pd.DataFrame | None:
    """Way from the campaign before; None in the first known one."""
    if not view.reader.tells_hosts:
        moves = reading.diffused_moves(view, Selection(chosen.year, bef=chosen.bef))
        return waterfall_of_moves(moved(moves)) if len(moves) else None
    cells = portfolio(view, chosen)
    if previous_whole(view, chosen.year) is None or not cells["before"].any():
        return None
    return waterfall(cells)


@st.cache_data(max_entries=60, show_spinner=False)
def returns(view: View, chosen: Chosen) -> pd.DataFrame:
    """Return of the hosts of the campaign before by pupils taken, all of them first (load 0).

    `estimated` is there for the agents in charge and the whole académie; missing for a BEF. Of a
    BEF, all hosts together are diffused and nothing by pupils taken.
    """
    where = (chosen.year, chosen.cut, chosen.bef)
    table = view.reader.returns(*where)
    states = view.reader.states(chosen.selection, (), ("due", "unknown"))
    secret = table[["hosts", "back"]].isna().any(axis=1)
    table = table[~secret]
    whole = pd.DataFrame(
        {"load": [0], "hosts": [table["hosts"].sum()], "back": [table["back"].sum()]}
    )
    both = pd.concat([whole, table[table["load"] > 0]], ignore_index=True)
    rates = return_rates(both, float(unseen_share(states)[0]), SMALL_RATE)
    if not view.reader.tells_hosts:
        return rates.assign(absence=Absence.SECRET) if secret.any() and secret.all() else rates
    estimate = reads.engagement.return_estimate(view.opened, view.scope, *where[:2])
    return with_estimate(rates, estimate if chosen.bef is None else estimate.head(0))


@st.cache_data(max_entries=60, show_spinner=False)
def stay_curves(view: View, chosen: Chosen, by: str) -> tuple[pd.DataFrame, LogRank]:
    """Survival of stays by entry or by what hosts have in common, and the test between curves.

    Hosts of the first known campaign may have been there before: they have their own curve by
    entry, and are left out elsewhere.
    """
    table = reads.engagement.stays(view.opened, view.scope, chosen.cut, chosen.bef, by)
    table = table[(table["lasted"] > 0) & table[by].notna()]
    fresh = table[table["entry_seen"]]
    if by != "entered":
        most = fresh.groupby(by)["hosts"].sum().nlargest(MOST_CURVES).index
        table = fresh = fresh[fresh[by].isin(most)]
    test = log_rank(fresh["lasted"], fresh["ended"], fresh[by], fresh["hosts"])
    return curves(table, by), test


@st.cache_data(max_entries=60, show_spinner=False)
def named(view: View, chosen: Chosen, most: int) -> pd.DataFrame:
    """Hosts that took most pupils, all tracks together."""
    return reads.engagement.named(view.opened, view.scope, chosen.year, chosen.bef, most)


@st.cache_data(max_entries=60, show_spinner=False)
def located(view: View, chosen: Chosen) -> pd.DataFrame:
    """Active hosts by commune and status."""
    where = (chosen.year, chosen.cut, chosen.bef)
    return reads.engagement.by_commune(view.opened, view.scope, *where)


@st.cache_data(max_entries=60, show_spinner=False)
def active_cells(view: View, chosen: Chosen, by: tuple[str, ...]) -> pd.DataFrame:
    """Active hosts: `by`, status, hosts."""
    where = (chosen.year, chosen.cut, chosen.bef)
    table = reads.engagement.portfolio(view.opened, view.scope, *where, by)
    return table[table["status"].isin(HERE)]


@st.cache_data(max_entries=60, show_spinner=False)
def blind_spots(view: View, chosen: Chosen) -> pd.DataFrame:
    """Families with pupils × activities with employers, and no host."""
    pro = Selection(chosen.year, "pro", bef=chosen.bef)
    return blind_spots_of(
        view.reader.states(pro, ("bef", "family"), ("due",)),
        reads.profiles.fine_employers(view.opened, view.scope),
        reads.engagement.hosts_by_family(view.opened, view.scope, chosen.year, chosen.bef),
        reading.family_activities(view),
    )


@st.cache_data(max_entries=60, show_spinner=False)
def quotients(view: View, chosen: Chosen) -> pd.DataFrame:
    """Location quotients of the engagement, BEF × sector."""
    everywhere = Chosen(chosen.year, None, chosen.cut, "")
    hosts = active_cells(view, everywhere, ("bef", "sector"))
    hosts = hosts.groupby(["bef", "sector"], as_index=False)["hosts"].sum()
    cells = reads.profiles.employers(view.opened, view.scope).merge(
        hosts, on=["bef", "sector"], how="left"
    )
    table = location_quotients(cells.assign(hosts=cells["hosts"].fillna(0)))
    return table[table["bef"] == chosen.bef] if chosen.bef else table


@st.cache_data(max_entries=60, show_spinner=False)
def dependence(view: View, chosen: Chosen, schools: bool) -> pd.DataFrame:
    """How placements gather, by BEF × family or by school × family."""
    where = (chosen.year, chosen.bef, schools)
    table = reads.engagement.dependence(view.opened, view.scope, *where)
    return dependence_of(table, SMALL_RATE)


@st.cache_data(max_entries=60, show_spinner=False)
def outside(view: View, chosen: Chosen) -> pd.DataFrame:
    """Divisions that host pupils outside the trades of their family."""
    placed = reads.engagement.fit(view.opened, view.scope, chosen.year, chosen.bef)
    expected = reads.engagement.expected_divisions(view.opened, view.scope)
    everywhere = reads.engagement.fit(view.opened, view.scope, chosen.year, None)
    table = outside_trade(placed, expected)
    table["smoothed"] = smoothed_shares(placed, everywhere, table)
    return table.merge(reads.engagement.divisions(view.opened, view.scope), on="division")


@st.cache_data(max_entries=60, show_spinner=False)
def quality(view: View, chosen: Chosen) -> pd.DataFrame:
    """Hosts by public, and their tutors."""
    return reads.engagement.quality(view.opened, view.scope, chosen.year, chosen.bef)


@st.cache_data(max_entries=60, show_spinner=False)
def loads(view: View, chosen: Chosen) -> pd.DataFrame:
    """Hosts by schools and most pupils at once."""
    return reads.engagement.loads(view.opened, view.scope, chosen.year, chosen.bef)


@st.cache_data(max_entries=60, show_spinner=False)
def weeks(view: View, chosen: Chosen) -> pd.DataFrame:
    """Hosts with several pupils at once, by week."""
    return reads.engagement.weeks(view.opened, view.scope, chosen.year, chosen.bef)


@st.cache_data(max_entries=60, show_spinner=False)
def to_coordinate(view: View, chosen: Chosen) -> pd.DataFrame | None:
    """Hosts that three schools or more solicit, for the animator of the pôle; None to others."""
    if not view.scope.coordinates:
        return None
    where = (chosen.year, MANY_SCHOOLS, TO_COORDINATE)
    return reads.engagement.to_coordinate(view.opened, view.scope, *where)
