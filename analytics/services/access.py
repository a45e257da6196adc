"""Access to places around each commune: potential, observed, its edges and its white zones."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analytics.access.catchment import (
    WHOLE,
    Catchments,
    by_commune,
    by_territory,
    catchments,
    in_years,
    with_whole,
)
from analytics.access.gravity import GravityFit, fit_gravity
from analytics.access.hosting_places import employer_places, expected_places, spread
from analytics.access.low_access import describe_zones, white_zones
from analytics.access.travelling import ways
from analytics.equity.resemblance import Resemblance, resemblance
from analytics.services import reference
from analytics.services.desk import Desk, passed, service
from analytics.services.hypotheses import (
    EMPLOYERS,
    EXPECTED,
    FITTED,
    GAUSSIAN,
    OBSERVED,
    STEPS,
    Hypotheses,
)
from data import reads
from data.reads.hosts import FAR_KM
from data.selection import NO_FAMILY, SCHOOL, Selection
from data.store import store
from geo.decays import fitted_weights, gaussian_weights, step_weights
from geo.edge import near_edge
from geo.neighbours import Lines, Sides, borders, hatching, shapes_of, sides, touching
from geo.travel import TOLERANCE, Travel, with_real_times, within
from geo.travel_cache import cached_travel

RADIUS_KM = 20  # of the potential access, hypothesis
_capacity = passed(10, reads.access.capacity)
BASE = Hypotheses(EMPLOYERS, STEPS, float(RADIUS_KM), minutes=False)


@dataclass(frozen=True)
class WhiteZones:
    """Zones of low access: of each commune (0: none), one row a zone, and their outline."""

    zone: np.ndarray
    table: pd.DataFrame
    outline: Lines


@service(3)
def _points(desk: Desk) -> pd.DataFrame:
    """Communes of the académie, then those beyond its border, which share hosts with them."""
    own, beyond = reference.communes(desk), reads.access.beyond_communes(*desk.reader.at)
    return pd.concat([own, beyond[beyond.columns.intersection(own.columns)]], ignore_index=True)


def _codes(desk: Desk) -> list[str]:
    return _points(desk)["commune"].tolist()


@service(3)
def travel(desk: Desk) -> Travel:
    """Distances and times between communes: those of `reference.communes`, then those beyond."""
    communes = _points(desk)
    found = cached_travel(communes, store.home() / "trajets")
    times = reads.access.travel_times(*desk.reader.at)
    return with_real_times(found, communes["commune"], times) if len(times) else found


@service(20)
def decay_fit(desk: Desk, selection: Selection, minutes: bool) -> GravityFit | None:
    """Decay fitted on the placements of a selection; None when it cannot be told."""
    if not desk.reader.tells_hosts:
        return None
    flows = reads.hosts.flows(*desk.reader.at, selection, "commune")
    flows = flows[~flows["abroad"]].dropna(subset=["origin", "destination"])
    if not len(flows):
        return None
    codes = pd.Index(_codes(desk))
    rows, columns = (codes.get_indexer(flows[name]) for name in ("origin", "destination"))
    known = (rows >= 0) & (columns >= 0)
    terms = travel(desk).minutes if minutes else travel(desk).kilometres
    counted = csr_array(
        (flows["placements"].to_numpy(float)[known], (rows[known], columns[known])),
        shape=terms.shape,
    )
    senders = np.unique(rows[known])
    fabric = _fabric(desk).groupby("commune")["establishments"].sum()
    attraction = fabric.reindex(codes).fillna(0.0).to_numpy(float)
    try:
        fit = fit_gravity(counted[senders], attraction, terms[senders])
    except ValueError:
        return None
    return fit if fit.decay > 0 else None


@service(20)
def _weights(desk: Desk, shape: str, radius: float, minutes: bool, decay: float) -> csr_array:
    terms = _within(desk, radius, minutes)
    if shape == FITTED:
        return fitted_weights(terms, radius, decay)
    return (gaussian_weights if shape == GAUSSIAN else step_weights)(terms, radius)


@service(8)
def _within(desk: Desk, radius: float, minutes: bool) -> csr_array:
    """Distances, or times, of the pairs within the radius."""
    return within(travel(desk).minutes if minutes else travel(desk).kilometres, radius)


def fit_used(desk: Desk, selection: Selection, chosen: Hypotheses) -> GravityFit | None:
    """The fitted decay, when it is the one chosen."""
    track = Selection(selection.year, selection.track)
    return decay_fit(desk, track, chosen.minutes) if chosen.decay == FITTED else None


def weights(desk: Desk, selection: Selection, chosen: Hypotheses) -> csr_array:
    """Weights between communes, in the order of `travel`."""
    fit = fit_used(desk, selection, chosen)
    decay = fit.decay if fit else 0.0
    return _weights(desk, chosen.decay, chosen.radius, chosen.minutes, decay)


@service(20)
def counted(desk: Desk, year: str) -> bool:
    """Tell whether places were counted in a year."""
    if not desk.reader.tells_hosts:
        return False
    return len(reads.access.capacity_whole(*desk.reader.at, year)) > 0


@service(24)
def _measures(desk: Desk, selection: Selection, chosen: Hypotheses) -> Catchments:
    """Measure every family of a year and level at once.

    Observed places serve all the levels of a track: their whole track competes for them, and the
    level chosen is the weight of the means.
    """
    codes, own = _codes(desk), len(reference.communes(desk))
    around = weights(desk, selection, chosen)
    due = desk.reader.demand_by_pool(selection)
    pools = sorted(due["pool"].dropna().unique())
    columns = [WHOLE, *pools]
    pupils = _demand(due, "pupils", codes, pools)
    if chosen.supply == EMPLOYERS:
        expected = reference.family_activities(desk)
        places = employer_places(_fine_fabric(desk), expected, codes, columns)
        demand = pupils + _demand(_beyond(desk, selection), "pupils", codes, pools)
        return catchments(columns, pupils, demand, places, around).of_first(own)
    track = replace(selection, track=_track(desk, selection), level=None, family=None)
    due = desk.reader.demand_by_pool(track)
    people, weeks = (_demand(due, name, codes, pools) for name in ("pupils", "pupil_weeks"))
    places = with_whole(_places(desk, selection.year, chosen.supply, codes, pools))
    demand, supply = (in_years(table, weeks, people) for table in (weeks, places))
    if chosen.supply == EXPECTED:  # places observed are those of our pupils alone
        seeking = _demand(_beyond(desk, track), "pupil_weeks", codes, pools)
        demand = demand + in_years(seeking, weeks, people)
    return catchments(columns, pupils, demand, supply, around).of_first(own)


@service(60)
def reached(desk: Desk, selection: Selection, chosen: Hypotheses = BASE) -> pd.DataFrame:
    """One row a commune: measures of the family of a selection, places and pupils.

    Raises
    ------
    NotDiffusedError : the reader sees what is diffused, and this choice is not
    """
    refused = None if desk.reader.tells_hosts else selection.family
    found = _measures(desk, replace(selection, family=refused, bef=None), chosen)
    return by_commune(found, _named(desk), selection.family or WHOLE)


@service(60)
def access(desk: Desk, selection: Selection, chosen: Hypotheses) -> pd.DataFrame:
    """What `reached` gives, and `edge`: near a country whose employers nobody counts.

    Raises
    ------
    NotDiffusedError : the reader sees what is diffused, and this choice is not
    """
    return reached(desk, selection, chosen).assign(edge=edge(desk, chosen.radius, chosen.minutes))


@service(60)
def by_bef(desk: Desk, selection: Selection, chosen: Hypotheses) -> pd.DataFrame:
    """What `access` gives by BEF, its communes and how many of them (edge) are near the border."""
    reached = access(desk, selection, chosen)
    communes = reached.groupby("bef", as_index=False)["edge"].agg(communes="size", edge="sum")
    return by_territory(reached, "bef").merge(communes, on="bef")


@service(3)
def _named(desk: Desk) -> pd.DataFrame:
    return reference.communes(desk)[["commune", "name", "bef", "population"]]


@service(12)
def edge(desk: Desk, radius: float, minutes: bool) -> np.ndarray:
    """Tell which communes lie within the radius of another country; a time reaches its farthest."""
    communes = reference.communes(desk)
    if minutes:
        known = travel(desk)
        inside = known.minutes.data <= radius * (1 + TOLERANCE)
        radius = float(known.kilometres.data[inside].max(initial=0.0))
    border = reads.access.foreign_border(*desk.reader.at)
    return near_edge(communes["lon"], communes["lat"], border.to_numpy(float), radius)


@service(12)
def edge_lines(desk: Desk, radius: float, minutes: bool) -> Lines:
    """Hatching of the communes near the border: lon, lat, missing between lines."""
    return hatching(_shapes(desk)[edge(desk, radius, minutes)])


@service(60)
def zones(desk: Desk, selection: Selection, chosen: Hypotheses) -> WhiteZones:
    """Zones of low access, all BEF together."""
    reached = access(desk, selection, chosen)
    zone = white_zones(reached, _touching(desk))
    labels = reference.names(desk, "befs")
    hosts = reached["places"].to_numpy(float) > 0
    if counted(desk, selection.year):
        hosts = _hosts(desk, selection.year, selection.track, selection.family)
    around = weights(desk, selection, chosen)
    own = len(reached)
    apart = travel(desk).kilometres[:own, :own]
    table = describe_zones(zone, reached, around[:own, :own], apart, hosts, labels)
    return WhiteZones(zone, table, borders(_sides(desk), zone))


@service(60)
def distances(desk: Desk, selection: Selection) -> pd.DataFrame:
    """Ways from school to host by family, and of all of them (group "tous"), with intervals."""
    trips = reads.hosts.trips(*desk.reader.at, selection)
    whole = trips.groupby(["uai", "km"], as_index=False, dropna=False)["placements"].sum()
    parts = trips[trips["family"] != NO_FAMILY].rename(columns={"family": "group"})
    return ways(pd.concat([whole.assign(group=WHOLE), parts]), FAR_KM)


@service(20)
def resembling(desk: Desk, selection: Selection) -> Resemblance:
    """Whether neighbouring schools, named, have the same access at equal formations."""
    schools = replace(selection, attribution=SCHOOL)
    states = desk.reader.states(schools, ("bef", "family", "uai", "level", "period"))
    places = desk.reader.schools(schools)
    found = resemblance(states, places)
    named = found.schools.merge(places[["uai", "school_name", "bef"]], on="uai")
    return replace(found, schools=named)


def _demand(due: pd.DataFrame, name: str, codes: list[str], pools: list[str]) -> np.ndarray:
    """Pupils, or their weeks, by commune: the whole, then each pool."""
    due = due.fillna({"pool": WHOLE})
    if not pools:
        return spread(due, name, codes, [WHOLE])
    return with_whole(spread(due, name, codes, pools))


def _track(desk: Desk, selection: Selection) -> str | None:
    levels = reference.lists(desk)["levels"]
    found = levels.loc[levels["level"] == selection.level, "track"]
    return str(found.iloc[0]) if len(found) else selection.track


def _places(desk: Desk, year: str, kind: str, codes: list[str], pools: list[str]) -> np.ndarray:
    """Place-weeks of each commune and pool, observed there or expected from its employers."""
    if kind == OBSERVED:
        return spread(_capacity(desk, year), "place_weeks", codes, pools)
    if kind != EXPECTED:
        raise ValueError(f"unknown supply {kind!r}")
    whole = reads.access.capacity_whole(*desk.reader.at, year)
    sizes = reads.access.fabric_sizes(*desk.reader.at)
    own = len(reference.communes(desk))
    return expected_places(whole, _fabric(desk), sizes, codes, pools, own)


@service(24)
def _beyond(desk: Desk, selection: Selection) -> pd.DataFrame:
    """Pupils beyond the border, by commune and pool."""
    return reads.access.beyond_by_pool(*desk.reader.at, selection)


@service(3)
def _fabric(desk: Desk) -> pd.DataFrame:
    """Employers by commune and large sector, those beyond the border too."""
    return pd.concat([reference.fabric(desk), reads.fabric.beyond_by_sector(*desk.reader.at)])


@service(3)
def _fine_fabric(desk: Desk) -> pd.DataFrame:
    """Employers by commune and finest activity, those beyond the border too."""
    return pd.concat(
        [reference.fine_fabric(desk), reads.fabric.beyond_by_activity(*desk.reader.at)]
    )


@service(60)
def _hosts(desk: Desk, year: str, track: str | None, family: str | None) -> np.ndarray:
    """Communes that hosted the family, or the track, in a year."""
    given = _capacity(desk, year)
    pool = family or (track if track in ("gt", "college") else None)
    if pool is not None:
        given = given[given["pool"] == pool]
    return _named(desk)["commune"].isin(given["commune"].unique()).to_numpy(bool)


@service(3)
def _outline(desk: Desk) -> str:
    return reads.lists.outline(*desk.reader.at, "commune")


@service(3)
def _shapes(desk: Desk) -> np.ndarray:
    return shapes_of(json.loads(_outline(desk)), reference.communes(desk)["commune"].tolist())


@service(3)
def _touching(desk: Desk) -> csr_array:
    return touching(_shapes(desk))


@service(3)
def _sides(desk: Desk) -> Sides:
    return sides(_shapes(desk))
