"""Measures of access on whole stores: real files without placements, and the demonstration."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from analytics.access.gravity import fit_gravity
from analytics.access.hosting_places import employer_places, expected_places, spread
from analytics.statistics.accessibility import (
    places_per_100,
    spatial_availability,
    two_step_floating_catchment,
    unused_supply,
)
from data import reads
from data.scope import Scope
from data.selection import Selection
from data.store import store
from data.store.store import Store
from geo.decays import fitted_weights, gaussian_weights, step_weights
from geo.edge import near_edge
from geo.travel import within
from geo.travel_cache import cached_travel

ALL = Scope.daet()
RADIUS = 20


class World:
    """What a store knows of demand, hosts and travel, in the order of its communes."""

    def __init__(self, home: Path) -> None:
        path = store.current_path(home)
        assert path is not None
        self.opened = Store(path)
        self.communes = reads.lists.communes(self.opened, ALL)
        self.codes = list(self.communes["commune"])
        self.wide = cached_travel(self.communes, home / "trajets")
        self.within = within(self.wide.kilometres, RADIUS)
        self.year = reads.reader_of(self.opened, ALL).years()["year"].iloc[-1]
        self.due = reads.access.demand_by_pool(self.opened, ALL, Selection(self.year))
        self.pools = sorted(self.due["pool"].unique())
        self.fabric = reads.fabric.by_sector(self.opened, ALL)
        self.fine = reads.fabric.by_activity(self.opened, ALL)

    def employers(self) -> np.ndarray:
        families = reads.fabric.family_activities(self.opened, ALL)
        return employer_places(self.fine, families, self.codes, self.pools)

    def demand(self, unit: str) -> np.ndarray:
        return spread(self.due, unit, self.codes, self.pools)


@pytest.fixture(scope="module")
def real(real_home: Path) -> Iterator[World]:
    world = World(real_home)
    yield world
    world.opened.close()


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Iterator[World]:
    world = World(demo_home)
    yield world
    world.opened.close()


def check_conservation(demand: np.ndarray, supply: np.ndarray, weights: csr_array) -> None:
    access = two_step_floating_catchment(demand, supply, weights)
    reachable = np.where(unused_supply(demand, supply, weights), 0, supply).sum(axis=0)
    np.testing.assert_allclose((demand * access).sum(axis=0), reachable, rtol=1e-9)
    shared = spatial_availability(demand, supply, weights).sum(axis=0)
    np.testing.assert_allclose(shared, reachable, rtol=1e-9)


def decays(world: World) -> list[csr_array]:
    kilometres = world.within
    return [
        step_weights(kilometres, RADIUS),
        gaussian_weights(kilometres, RADIUS),
        fitted_weights(kilometres, RADIUS, 0.1),
        step_weights(world.wide.minutes, 30),
    ]


@pytest.mark.parametrize("decay", range(4))
def test_places_shared_are_the_places_reached_on_real_files(real: World, decay: int) -> None:
    weights = decays(real)[decay]
    check_conservation(real.demand("pupils"), real.employers(), weights)


@pytest.mark.parametrize("decay", range(4))
def test_places_shared_are_the_places_reached_on_the_demonstration(demo: World, decay: int) -> None:
    weights, due = decays(demo)[decay], demo.demand("pupil_weeks")
    observed = reads.access.capacity(demo.opened, ALL, demo.year)
    check_conservation(due, spread(observed, "place_weeks", demo.codes, demo.pools), weights)
    check_conservation(due, mean_places(demo), weights)


def mean_places(world: World) -> np.ndarray:
    return expected_places(
        reads.access.capacity_whole(world.opened, ALL, world.year),
        world.fabric,
        reads.access.fabric_sizes(world.opened, ALL),
        world.codes,
        world.pools,
    )


def test_every_real_commune_has_its_access(real: World) -> None:
    weights = step_weights(real.within, RADIUS)
    access = places_per_100(real.demand("pupils"), real.employers(), weights)
    assert access.shape == (2321, len(real.pools))
    assert np.isfinite(access).all()
    assert (access >= 0).all()


def test_the_order_of_real_communes_changes_nothing(real: World, tmp_path: Path) -> None:
    rows = np.random.default_rng(0).permutation(len(real.codes))
    travel = cached_travel(real.communes, tmp_path, RADIUS)
    moved = cached_travel(real.communes.iloc[rows], tmp_path, RADIUS)
    demand, supply = real.demand("pupils"), real.employers()
    first = places_per_100(demand, supply, step_weights(travel.kilometres, RADIUS))
    other = places_per_100(demand[rows], supply[rows], step_weights(moved.kilometres, RADIUS))
    np.testing.assert_allclose(other, first[rows], rtol=1e-9, atol=1e-12)


def test_the_mean_keeps_what_each_pool_was_given(demo: World) -> None:
    whole = reads.access.capacity_whole(demo.opened, ALL, demo.year)
    given = whole.groupby("pool")["place_weeks"].sum().reindex(demo.pools).fillna(0)
    np.testing.assert_allclose(mean_places(demo).sum(axis=0), given, rtol=1e-9)


def test_capacity_counts_what_hosts_took(demo: World) -> None:
    capacity = reads.access.capacity(demo.opened, ALL, demo.year)
    flows = reads.hosts.flows(demo.opened, ALL, Selection(demo.year), "commune")
    assert capacity["placements"].sum() == flows.loc[~flows["abroad"], "placements"].sum()
    assert (capacity["place_weeks"] >= capacity["placements"]).all()
    assert set(capacity["pool"]) <= set(demo.pools)


def test_a_cell_of_one_or_two_hosts_is_not_told_apart(demo: World) -> None:
    counted = reads.access.capacity(demo.opened, ALL, demo.year)
    cells = counted.groupby(["sector", "size", "pool"])["hosts"].sum()
    told = reads.access.capacity_whole(demo.opened, ALL, demo.year).dropna(subset="sector")
    told_cells = pd.MultiIndex.from_frame(told[["sector", "size", "pool"]])
    assert set(told_cells) == set(cells[cells >= 3].index)


def test_capacity_is_cut_to_the_scope(demo: World) -> None:
    nobody = Scope(ALL.role)
    assert len(reads.access.capacity(demo.opened, nobody, demo.year)) == 0


def test_placements_of_the_demonstration_thin_out_with_distance(demo: World) -> None:
    flows = reads.hosts.flows(demo.opened, ALL, Selection(demo.year), "commune").dropna()
    rows, columns = (
        pd.Index(demo.codes).get_indexer(flows[name]) for name in ("origin", "destination")
    )
    counted = csr_array(
        (flows["placements"].to_numpy(float), (rows, columns)), shape=demo.wide.kilometres.shape
    )
    attraction = demo.fabric.groupby("commune")["establishments"].sum()
    attraction = attraction.reindex(demo.codes).fillna(0.0).to_numpy()
    fit = fit_gravity(counted, attraction, demo.wide.kilometres)
    assert 0 < fit.low < fit.decay < fit.high < 0.5
    assert fit.left_out < 0.1 * fit.flows


def test_the_edge_of_the_real_academie_is_its_border_with_other_countries(real: World) -> None:
    outline = reads.access.foreign_border(real.opened, ALL).to_numpy(float)
    lon, lat = real.communes["lon"], real.communes["lat"]
    near, nearer = (near_edge(lon, lat, outline, radius) for radius in (20, 10))
    assert (near | ~nearer).all()
    names = real.communes["name"]
    assert not near[names == "Nancy"].any()
    assert near[names == "Longwy"].all()
    assert not near[names == "Bar-le-Duc"].any()  # another académie is no border
    assert near.mean() == pytest.approx(0.198, abs=0.002)
