"""What the page of access reads and computes, cached by version, scope and question."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st
from scipy.sparse import csr_array

from analytics.catchment import WHOLE, Catchments, by_commune, catchments, in_years, with_whole
from analytics.gravity import GravityFit, fit_gravity
from analytics.hosting_places import employer_places, expected_places, spread
from analytics.low_access import describe_zones, white_zones
from analytics.resemblance import Resemblance, resemblance
from analytics.travelling import ways
from data import reads, store
from data.reads.hosts import FAR_KM
from data.selection import NO_FAMILY, SCHOOL, Selection
from geo.decays import fitted_weights, gaussian_weights, step_weights
from geo.edge import near_edge, outer_outline
from geo.neighbours import Lines, Sides, borders, hatching, shapes_of, sides, touching
from geo.travel import TOLERANCE, Travel, with_real_times
from geo.travel_cache import cached_travel
from pages.components import reading
from pages.components.access_settings import (
    EMPLOYERS,
    EXPECTED,
    FITTED,
    GAUSSIAN,
    OBSERVED,
    Hypotheses,
)
from pages.components.reading import View


@dataclass(frozen=True)
class WhiteZones:
    """Zones of low access: of each commune (0: none), one row a zone, and their outline."""

    zone: np.ndarray
    table: pd.DataFrame
    outline: Lines


@st.cache_resource(max_entries=3, show_spinner=False)
def travel(view: View) -> Travel:
    """Distances and times between communes, in the order of `reading.communes`."""
    communes = reading.communes(view)
    found = cached_travel(communes, store.home() / "trajets")
    times = reads.access.travel_times(view.opened, view.scope)
    return with_real_times(found, communes["commune"], times) if len(times) else found


@st.cache_resource(max_entries=20, show_spinner=False)
def decay_fit(view: View, selection: Selection, minutes: bool) -> GravityFit | None:
    """Decay fitted on the placements of a selection; None when it cannot be told."""
    if not view.reader.tells_hosts:
        return None
    flows = reads.hosts.flows(view.opened, view.scope, selection, "commune")
    flows = flows[~flows["abroad"]].dropna(subset=["origin", "destination"])
    if not len(flows):
        return None
    codes = pd.Index(reading.communes(view)["commune"])
    rows, columns = (codes.get_indexer(flows[name]) for name in ("origin", "destination"))
    known = (rows >= 0) & (columns >= 0)
    terms = travel(view).minutes if minutes else travel(view).kilometres
    counted = csr_array(
        (flows["placements"].to_numpy(float)[known], (rows[known], columns[known])),
        shape=terms.shape,
    )
    senders = np.unique(rows[known])
    fabric = reading.fabric(view).groupby("commune")["establishments"].sum()
    attraction = fabric.reindex(codes).fillna(0.0).to_numpy(float)
    try:
        fit = fit_gravity(counted[senders], attraction, terms[senders])
    except ValueError:
        return None
    return fit if fit.decay > 0 else None


@st.cache_resource(max_entries=20, show_spinner=False)
def _weights(view: View, shape: str, radius: float, minutes: bool, decay: float) -> csr_array:
    terms = _within(view, radius, minutes)
    if shape == FITTED:
        found = fitted_weights(terms, radius, decay)
    else:
        found = (gaussian_weights if shape == GAUSSIAN else step_weights)(terms, radius)
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _within(view: View, radius: float, minutes: bool) -> csr_array:
    """Distances, or times, of the pairs within the radius."""
    terms = travel(view).minutes if minutes else travel(view).kilometres
    row = np.repeat(np.arange(terms.shape[0]), np.diff(terms.indptr))
    kept = terms.data <= radius * (1 + TOLERANCE)
    pairs = (row[kept], terms.indices[kept])
    return csr_array((terms.data[kept], pairs), shape=terms.shape)


def fit_used(view: View, selection: Selection, chosen: Hypotheses) -> GravityFit | None:
    """The fitted decay, when it is the one chosen."""
    track = Selection(selection.year, selection.track)
    return decay_fit(view, track, chosen.minutes) if chosen.decay == FITTED else None


def weights(view: View, selection: Selection, chosen: Hypotheses) -> csr_array:
    """Weights between communes, in the order of `reading.communes`."""
    fit = fit_used(view, selection, chosen)
    decay = fit.decay if fit else 0.0
    return _weights(view, chosen.decay, chosen.radius, chosen.minutes, decay)


@st.cache_data(max_entries=20, show_spinner=False)
def counted(view: View, year: str) -> bool:
    """Tell whether places were counted in a year."""
    if not view.reader.tells_hosts:
        return False
    return len(reads.access.capacity_whole(view.opened, view.scope, year)) > 0


@st.cache_resource(max_entries=24, show_spinner=False)
def _measures(view: View, selection: Selection, chosen: Hypotheses) -> Catchments:
    """Measure every family of a year and level at once.

    Observed places serve all the levels of a track: their whole track competes for them, and the
    level chosen is the weight of the means.
    """
    codes = reading.communes(view)["commune"].tolist()
    around = weights(view, selection, chosen)
    due = view.reader.demand_by_pool(selection)
    pools = sorted(due["pool"].dropna().unique())
    due = due.fillna({"pool": WHOLE})
    columns = [WHOLE, *pools]
    pupils = _demand(due, "pupils", codes, pools)
    if chosen.supply == EMPLOYERS:
        expected = reading.family_activities(view)
        places = employer_places(reading.fine_fabric(view), expected, codes, columns)
        return catchments(columns, pupils, pupils, places, around)
    track = replace(selection, track=_track(view, selection), level=None, family=None)
    due = reads.access.demand_by_pool(view.opened, view.scope, track)
    people, weeks = (_demand(due, name, codes, pools) for name in ("pupils", "pupil_weeks"))
    places = with_whole(_places(view, selection.year, chosen.supply, codes, pools))
    demand, supply = (in_years(table, weeks, people) for table in (weeks, places))
    return catchments(columns, pupils, demand, supply, around)


@st.cache_resource(max_entries=60, show_spinner=False)
def access(view: View, selection: Selection, chosen: Hypotheses) -> pd.DataFrame:
    """One row a commune: measures of the family, places, pupils and `edge` (near the border).

    Shared by all sessions: nothing is ever assigned into it.

    Raises
    ------
    NotDiffusedError : the view reads what is diffused, and this choice is not
    """
    refused = None if view.reader.tells_hosts else selection.family
    asked = replace(selection, family=refused, bef=None)
    found = _measures(view, asked, chosen)
    table = by_commune(found, _named(view), selection.family or WHOLE)
    return table.assign(edge=edge(view, chosen.radius, chosen.minutes))


@st.cache_resource(max_entries=3, show_spinner=False)
def _named(view: View) -> pd.DataFrame:
    return reading.communes(view)[["commune", "name", "bef", "population"]]


@st.cache_resource(max_entries=12, show_spinner=False)
def edge(view: View, radius: float, minutes: bool) -> np.ndarray:
    """Tell which communes lie within the radius of the border; a time reaches as far as it can."""
    communes = reading.communes(view)
    if minutes:
        known = travel(view)
        inside = known.minutes.data <= radius * (1 + TOLERANCE)
        radius = float(known.kilometres.data[inside].max(initial=0.0))
    outline = _outer_outline(view)
    return near_edge(communes["lon"], communes["lat"], outline, radius)


@st.cache_resource(max_entries=12, show_spinner=False)
def edge_lines(view: View, radius: float, minutes: bool) -> Lines:
    """Hatching of the communes near the border: lon, lat, missing between lines."""
    return hatching(_shapes(view)[edge(view, radius, minutes)])


@st.cache_resource(max_entries=60, show_spinner=False)
def zones(view: View, selection: Selection, chosen: Hypotheses) -> WhiteZones:
    """Zones of low access, all BEF together."""
    reached = access(view, selection, chosen)
    zone = white_zones(reached, _touching(view))
    labels = reading.names(view, "befs")
    hosts = reached["places"].to_numpy(float) > 0
    if counted(view, selection.year):
        hosts = _hosts(view, selection.year, selection.track, selection.family)
    around = weights(view, selection, chosen)
    table = describe_zones(zone, reached, around, travel(view).kilometres, hosts, labels)
    return WhiteZones(zone, table, borders(_sides(view), zone))


@st.cache_data(max_entries=60, show_spinner=False)
def distances(view: View, selection: Selection) -> pd.DataFrame:
    """Ways from school to host by family, and of all of them (group "tous"), with intervals."""
    trips = reads.hosts.trips(view.opened, view.scope, selection)
    whole = trips.groupby(["uai", "km"], as_index=False, dropna=False)["placements"].sum()
    parts = trips[trips["family"] != NO_FAMILY].rename(columns={"family": "group"})
    return ways(pd.concat([whole.assign(group=WHOLE), parts]), FAR_KM)


@st.cache_resource(max_entries=20, show_spinner=False)
def resembling(view: View, selection: Selection) -> Resemblance:
    """Whether neighbouring schools have the same access, at equal formations; all BEF together."""
    schools = replace(selection, attribution=SCHOOL)
    states = reading.states(view, schools, ("bef", "family", "uai", "level", "period"))
    return resemblance(states, reading.schools(view, schools))


def _demand(due: pd.DataFrame, name: str, codes: list[str], pools: list[str]) -> np.ndarray:
    """Pupils, or their weeks, by commune: the whole, then each pool."""
    if not pools:
        return spread(due, name, codes, [WHOLE])
    return with_whole(spread(due, name, codes, pools))


def _track(view: View, selection: Selection) -> str | None:
    levels = reading.lists(view)["levels"]
    found = levels.loc[levels["level"] == selection.level, "track"]
    return str(found.iloc[0]) if len(found) else selection.track


def _places(view: View, year: str, kind: str, codes: list[str], pools: list[str]) -> np.ndarray:
    """Place-weeks of each commune and pool, observed there or expected from its employers."""
    if kind == OBSERVED:
        return spread(_capacity(view, year), "place_weeks", codes, pools)
    if kind != EXPECTED:
        raise ValueError(f"unknown supply {kind!r}")
    whole = reads.access.capacity_whole(view.opened, view.scope, year)
    sizes = reads.access.fabric_sizes(view.opened, view.scope)
    return expected_places(whole, reading.fabric(view), sizes, codes, pools)


@st.cache_resource(max_entries=10, show_spinner=False)
def _capacity(view: View, year: str) -> pd.DataFrame:
    return reads.access.capacity(view.opened, view.scope, year)


@st.cache_resource(max_entries=60, show_spinner=False)
def _hosts(view: View, year: str, track: str | None, family: str | None) -> np.ndarray:
    """Communes that hosted the family, or the track, in a year."""
    given = _capacity(view, year)
    pool = family or (track if track in ("gt", "college") else None)
    if pool is not None:
        given = given[given["pool"] == pool]
    return _named(view)["commune"].isin(given["commune"].unique()).to_numpy(bool)


@st.cache_resource(max_entries=3, show_spinner=False)
def _shapes(view: View) -> np.ndarray:
    codes = reading.communes(view)["commune"].tolist()
    return shapes_of(reading.outlines(view, "commune").shapes, codes)


@st.cache_resource(max_entries=3, show_spinner=False)
def _touching(view: View) -> csr_array:
    return touching(_shapes(view))


@st.cache_resource(max_entries=3, show_spinner=False)
def _sides(view: View) -> Sides:
    return sides(_shapes(view))


@st.cache_resource(max_entries=3, show_spinner=False)
def _outer_outline(view: View) -> np.ndarray:
    return outer_outline(json.dumps(reading.outlines(view, "commune").shapes))
