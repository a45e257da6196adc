"""Hosts of a perimeter: how many, who returns, what depends on them, from what is told of them."""

from dataclasses import dataclass, replace

import pandas as pd

from analytics.absence import Absence
from analytics.companies.dependence import dependence as dependence_of
from analytics.companies.fabric import blind_spots as blind_spots_of
from analytics.companies.fabric import location_quotients
from analytics.companies.fit import outside_trade, smoothed_shares
from analytics.companies.portfolio import HERE, stock, waterfall, waterfall_of_moves
from analytics.companies.solicitation import MANY_SCHOOLS, TO_COORDINATE
from analytics.engagement import employers_of_trade, moved, penetration
from analytics.services import counts, reference
from analytics.services.desk import Desk, passed, service
from analytics.statistics.retention import (
    LogRank,
    curves,
    log_rank,
    return_rates,
    unseen_share,
    with_estimate,
)
from data import reads, silence
from data.reads.engagement import ALL, TRADE
from data.reads.engagement import cut_of as fine_cut_of
from data.selection import Selection
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
    return Chosen(selection.year, selection.bef, cut_of(selection), "").selection


moves = passed(30, reads.diffused.moves)
named = passed(60, reads.engagement.named)
quality = passed(60, reads.engagement.quality)
loads = passed(60, reads.engagement.loads)


def previous(desk: Desk, year: str) -> str | None:
    """The school year before, of which what became of its hosts is told: `year` is over."""
    return None if desk.reader.runs(year) else desk.reader.before(year)


@service(60)
def portfolio(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Hosts by status, and whether they were active the campaign before."""
    return reads.engagement.portfolio(*desk.reader.at, chosen.year, chosen.cut, chosen.bef)


def statuses(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Number of hosts of each status."""
    return stock(portfolio(desk, chosen), previous(desk, chosen.year) is None)


def steps(desk: Desk, chosen: Chosen) -> pd.DataFrame | None:
    """Way from the campaign before; None in the first known one."""
    if not desk.reader.tells_hosts:
        told = moves(desk, Selection(chosen.year, bef=chosen.bef))
        return waterfall_of_moves(moved(told)) if len(told) else None
    cells = portfolio(desk, chosen)
    if previous(desk, chosen.year) is None or not cells["before"].any():
        return None
    return waterfall(cells)


@service(60)
def returns(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Return of the hosts of the campaign before by pupils taken, all of them first (load 0).

    `estimated` is there for the agents in charge and the whole académie; missing for a BEF. Of a
    BEF, all hosts together are diffused and nothing by pupils taken.
    """
    where = (chosen.year, chosen.cut, chosen.bef)
    table = desk.reader.returns(*where)
    states = desk.reader.states(chosen.selection, (), ("due", "unknown"))
    secret = table[["hosts", "back"]].isna().any(axis=1)
    table = table[~secret]
    whole = pd.DataFrame(
        {"load": [0], "hosts": [table["hosts"].sum()], "back": [table["back"].sum()]}
    )
    both = pd.concat([whole, table[table["load"] > 0]], ignore_index=True)
    rates = return_rates(both, float(unseen_share(states)[0]), SMALL_RATE)
    if not desk.reader.tells_hosts:
        return rates.assign(absence=Absence.SECRET) if secret.any() and secret.all() else rates
    estimate = reads.engagement.return_estimate(*desk.reader.at, chosen.year, chosen.cut)
    return with_estimate(rates, estimate if chosen.bef is None else estimate.head(0))


@service(60)
def stay_curves(desk: Desk, chosen: Chosen, by: str) -> tuple[pd.DataFrame, LogRank]:
    """Survival of stays by entry or by what hosts have in common, and the test between curves.

    Hosts of the first known campaign may have been there before: they have their own curve by
    entry, and are left out elsewhere.
    """
    table = reads.engagement.stays(*desk.reader.at, chosen.cut, chosen.bef, by)
    table = table[(table["lasted"] > 0) & table[by].notna()]
    fresh = table[table["entry_seen"]]
    if by != "entered":
        most = fresh.groupby(by)["hosts"].sum().nlargest(MOST_CURVES).index
        table = fresh = fresh[fresh[by].isin(most)]
    test = log_rank(fresh["lasted"], fresh["ended"], fresh[by], fresh["hosts"])
    return curves(table, by), test


@service(60)
def located(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Active hosts by commune and status."""
    return reads.engagement.by_commune(*desk.reader.at, chosen.year, chosen.cut, chosen.bef)


@service(60)
def active_cells(desk: Desk, chosen: Chosen, by: tuple[str, ...]) -> pd.DataFrame:
    """Active hosts: `by`, status, hosts."""
    table = reads.engagement.portfolio(*desk.reader.at, chosen.year, chosen.cut, chosen.bef, by)
    return table[table["status"].isin(HERE)]


@service(60)
def blind_spots(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Families with pupils × activities with employers, and no host."""
    pro = Selection(chosen.year, "pro", bef=chosen.bef)
    return blind_spots_of(
        desk.reader.states(pro, ("bef", "family"), ("due",)),
        reads.profiles.fine_employers(*desk.reader.at),
        reads.engagement.hosts_by_family(*desk.reader.at, chosen.year, chosen.bef),
        reference.family_activities(desk),
    )


@service(60)
def quotients(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Location quotients of the engagement, BEF × sector."""
    hosts = active_cells(desk, chosen.everywhere, ("bef", "sector"))
    hosts = hosts.groupby(["bef", "sector"], as_index=False)["hosts"].sum()
    cells = reads.profiles.employers(*desk.reader.at).merge(hosts, on=["bef", "sector"], how="left")
    table = location_quotients(cells.assign(hosts=cells["hosts"].fillna(0)))
    return table[table["bef"] == chosen.bef] if chosen.bef else table


@service(60)
def dependence(desk: Desk, chosen: Chosen, schools: bool) -> pd.DataFrame:
    """How placements gather, by BEF × family or by school × family."""
    table = reads.engagement.dependence(*desk.reader.at, chosen.year, chosen.bef, schools)
    return dependence_of(table, SMALL_RATE)


@service(60)
def outside(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Divisions that host pupils outside the trades of their family."""
    placed = reads.engagement.fit(*desk.reader.at, chosen.year, chosen.bef)
    expected = reads.engagement.expected_divisions(*desk.reader.at)
    everywhere = reads.engagement.fit(*desk.reader.at, chosen.year, None)
    table = outside_trade(placed, expected)
    table["smoothed"] = smoothed_shares(placed, everywhere, table)
    return table.merge(reads.engagement.divisions(*desk.reader.at), on="division")


@service(60)
def weeks(desk: Desk, chosen: Chosen) -> pd.DataFrame:
    """Hosts with several pupils at once, by week; `alone`: those of a single school."""
    table = reads.engagement.weeks(*desk.reader.at, chosen.year, chosen.bef)
    return table.assign(alone=table["hosts"] - table["shared"])


@service(60)
def to_coordinate(desk: Desk, chosen: Chosen) -> pd.DataFrame | None:
    """Hosts that three schools or more solicit, for the animator of the pôle; None to others."""
    if not desk.reader.scope.coordinates:
        return None
    return reads.engagement.to_coordinate(*desk.reader.at, chosen.year, MANY_SCHOOLS, TO_COORDINATE)


@dataclass(frozen=True)
class Hosting:
    """Engaged hosts of a perimeter and year.

    followed : False when no convention is known anywhere
    count, away : hosts, and those outside the académie or not located; missing where secret
    rate : engagement of the fabric, 0..1
    moves : status, hosts, absence
    earlier_year : year compared to, None when it is not measured
    sectors, communes : engagement of the fabric by sector, by commune (everywhere)
    sections : section, section_label, hosts
    sizes : size, hosts
    located : active hosts by commune and status; None to others
    """

    followed: bool
    count: float
    away: float
    rate: float
    moves: pd.DataFrame
    earlier_year: str | None
    sectors: pd.DataFrame
    communes: pd.DataFrame
    sections: pd.DataFrame
    sizes: pd.DataFrame
    located: pd.DataFrame | None = None


def gather(desk: Desk, selection: Selection) -> Hosting:
    """Gather what the reader may read of the hosts of a selection.

    Raises
    ------
    NotDiffusedError : the reader sees what is diffused, and this crossing is not
    """
    return (_from_cells if desk.reader.tells_hosts else _diffused)(desk, selection)


def _from_cells(desk: Desk, selection: Selection) -> Hosting:
    """Hosts of the choice, counted at publication."""
    chosen = Chosen(selection.year, selection.bef, fine_cut_of(selection), "")
    everywhere = replace(chosen, bef=None)
    cells = active_cells(desk, chosen, ("bef", "sector", "section", "size", TRADE))
    inside = cells[cells["bef"].notna() & cells[TRADE]]
    fabric, communes = _employers(desk, selection.family), located(desk, everywhere)
    around = fabric if selection.bef is None else fabric[fabric["bef"] == selection.bef]
    held = portfolio(desk, chosen)
    before, now = held["before"].astype(bool), held["status"].isin(HERE)
    flows = {"new": now & ~before, "returning": now & before, "lost": before & ~now}
    earlier = bool(before.any())
    table = pd.DataFrame([{name: held.loc[rows, "hosts"].sum() for name, rows in flows.items()}])
    total = pd.DataFrame(
        {"hosts": [inside["hosts"].sum()], "establishments": [around["establishments"].sum()]}
    )
    labels = reference.sections(desk)
    sections = _sum(cells, "section").merge(labels, on="section", how="left")
    followed = len(communes) > 0 or len(cells) > 0
    there = communes if selection.bef is None else located(desk, chosen)
    return Hosting(
        followed=followed,
        count=int(cells["hosts"].sum()),
        away=int(cells.loc[cells["bef"].isna(), "hosts"].sum()),
        rate=penetration(total, followed)["value"].iloc[0],
        moves=moved(table if earlier else table.head(0)),
        earlier_year=previous(desk, selection.year) if earlier else None,
        sectors=_engaged(around, inside, "sector"),
        communes=_engaged(fabric, communes[communes[TRADE]], "commune"),
        sections=sections.sort_values("hosts", ascending=False),
        sizes=_sum(cells.assign(size=cells["size"].fillna(silence.UNTOLD_E)), "size"),
        located=there.groupby(["commune", "status"], as_index=False)["hosts"].sum(),
    )


def _employers(desk: Desk, family: str | None) -> pd.DataFrame:
    """Employers of the activities that a family expects, by large sector; all for no family."""
    if family is None:
        return reference.fabric(desk)
    expected = reference.family_activities(desk)
    return employers_of_trade(
        reference.fine_fabric(desk), expected.loc[expected["family"] == family, "sector"]
    )


def _sum(cells: pd.DataFrame, by: str) -> pd.DataFrame:
    return cells.groupby(by, as_index=False, dropna=False)["hosts"].sum()


def _engaged(fabric: pd.DataFrame, hosts: pd.DataFrame, by: str) -> pd.DataFrame:
    base = fabric.groupby(by, as_index=False)["establishments"].sum()
    return penetration(base.merge(_sum(hosts, by), on=by, how="left").fillna({"hosts": 0}))


def _diffused(desk: Desk, selection: Selection) -> Hosting:
    whole = counts.asked(desk, selection, "entreprises_engagees")["value"].iloc[0]
    rate = counts.asked(desk, selection, "penetration")
    year = previous(desk, selection.year)
    told = moves(desk, selection)
    fabric = counts.asked(desk, selection, "tissu", ("commune",))
    nothing = pd.DataFrame(columns=["size", "section", "section_label", "hosts"])
    whole_year = (*desk.reader.at, selection.year)
    alone = selection.bef is not None  # sizes and sections are told of the whole académie
    return Hosting(
        followed=whole != 0,
        count=whole,
        away=whole - rate["count"].iloc[0] if selection.bef is None else 0,
        rate=rate["value"].iloc[0],
        moves=moved(told),
        earlier_year=year if len(told) else None,
        sectors=counts.asked(desk, selection, "penetration", ("sector",)),
        communes=fabric.assign(n=fabric["value"], count=0.0),
        sections=nothing if alone else reads.diffused.sections(*whole_year),
        sizes=nothing if alone else reads.diffused.sizes(*whole_year),
    )
