import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import travel, travel_cache
from geo.edge import near_edge
from geo.travel import (
    EARTH_RADIUS_M,
    Travel,
    distances,
    estimated_minutes,
    great_circle,
    own_distance,
    travel_between,
    with_real_times,
    within,
)
from geo.travel_cache import KEPT, cached_travel, travel_key

SOURCE = Path(travel.__file__).read_text(encoding="utf-8")
DEGREE_KM = EARTH_RADIUS_M * np.pi / 180 / 1000  # of latitude, and of longitude on the equator


def line(*kilometres: float, radius_km: float = 60) -> Travel:
    """Communes on the equator at some kilometres, areas of π km²."""
    n = len(kilometres)
    lon = np.array(kilometres) / DEGREE_KM
    return travel_between(lon, np.zeros(n), np.full(n, np.pi), np.full(n, 6), radius_km)


def communes(n: int = 4) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "commune": [f"5400{i}" for i in range(n)],
            "lon": 6 + np.arange(n) / 20,
            "lat": 48.5,
            "area_km2": 10.0,
            "density_class": 6,
        }
    )


# --- Distances


def test_own_commune_is_half_the_radius_of_the_same_disc() -> None:
    assert own_distance(np.array([np.pi * 4])) == pytest.approx([1.0])


def test_a_quarter_of_the_equator_and_the_way_to_the_pole_are_equal() -> None:
    quarter = EARTH_RADIUS_M * np.pi / 2
    assert great_circle(0, 0, [90, 0], [0, 90]) == pytest.approx([quarter, quarter])


def test_distances_are_symmetric_and_bounded_by_the_radius() -> None:
    matrix = line(0, 5, 50, radius_km=10).kilometres
    assert matrix.dtype == np.float32
    assert matrix[0, 1] == pytest.approx(5.0)
    assert matrix[1, 0] == pytest.approx(5.0)
    assert matrix[0, 0] == pytest.approx(0.5)
    assert matrix.nnz == 5  # the third commune only reaches itself


def test_a_commune_at_the_radius_is_inside() -> None:
    travel = line(0, 10, 20.001)
    near = within(travel.kilometres, 10)
    assert near[0, 1] == pytest.approx(10.0)
    assert near.nnz == 5


def test_a_narrower_radius_is_a_cut_of_a_wider_one() -> None:
    wide, narrow = line(0, 8, 15, 31), line(0, 8, 15, 31, radius_km=16)
    near = within(wide.kilometres, 16)
    np.testing.assert_array_equal(near.toarray(), narrow.kilometres.toarray())
    minutes = wide.minutes.toarray() * (near.toarray() > 0)
    np.testing.assert_array_equal(minutes, narrow.minutes.toarray())
    assert len(narrow.measured) == near.nnz


def test_a_commune_without_a_centre_reaches_nothing() -> None:
    matrix = distances([6.0, np.nan], [48.0, np.nan], [1.0, np.nan], 10)
    assert (matrix.nnz, matrix[1, 1]) == (1, 0)


def test_communes_across_the_date_line_are_near() -> None:
    assert distances([179.99, -179.99], [0, 0], [1, 1], 10)[0, 1] == pytest.approx(
        0.02 * DEGREE_KM, rel=1e-6
    )


@pytest.mark.parametrize("radius", [0, -1, np.nan])
def test_a_radius_is_positive(radius: float) -> None:
    with pytest.raises(ValueError, match="radius"):
        distances([6.0], [48.0], [1.0], radius)


@settings(max_examples=30)
@given(st.permutations(range(6)))
def test_the_order_of_communes_changes_no_distance(order: list[int]) -> None:
    lon, lat = np.array([6, 6.1, 6.2, 6.3, 6.4, 7]), np.array([48, 48.1, 48, 48.2, 48, 48])
    area, density = np.arange(1.0, 7), np.arange(1, 7)
    first = travel_between(lon, lat, area, density, 30)
    moved = travel_between(lon[order], lat[order], area[order], density[order], 30)
    for one, other in ((first.kilometres, moved.kilometres), (first.minutes, moved.minutes)):
        np.testing.assert_allclose(other.toarray(), one.toarray()[np.ix_(order, order)], rtol=1e-6)


# --- Minutes


def test_ends_are_slow_and_the_rest_is_not() -> None:
    kilometres = line(0, 16).kilometres
    minutes = estimated_minutes(kilometres, [1, 6])
    by_hand = 60 * 1.3 * (3 / 24 + 3 / 45 + 10 / 65)
    assert minutes[0, 1] == pytest.approx(by_hand, rel=1e-6)
    assert minutes[1, 0] == pytest.approx(by_hand, rel=1e-6)
    assert minutes[0, 0] == pytest.approx(60 * 1.3 * 0.5 / 24, rel=1e-6)


def test_an_unknown_density_takes_an_average_speed() -> None:
    minutes = estimated_minutes(line(0, 4).kilometres, [None, 9])
    assert minutes[0, 1] == pytest.approx(60 * 1.3 * 4 / 40, rel=1e-6)


def test_real_times_replace_estimates_one_way() -> None:
    travel = line(0, 5, 10)
    times = pd.DataFrame(
        {
            "origin": ["a", "a", "a", "a"],
            "destination": ["b", "b", "far", "a"],
            "minutes": [12.0, 11.0, 3.0, 4.0],
        }
    )
    mixed = with_real_times(travel, ["a", "b", "c"], times)
    assert mixed.minutes[0, 1] == 11
    assert mixed.minutes[0, 0] == 4
    assert mixed.minutes[1, 0] == travel.minutes[1, 0]
    assert mixed.measured.sum() == 2
    np.testing.assert_array_equal(mixed.kilometres.toarray(), travel.kilometres.toarray())


def test_a_time_that_cannot_be_is_refused() -> None:
    bad = pd.DataFrame({"origin": ["a"], "destination": ["a"], "minutes": [-1.0]})
    with pytest.raises(ValueError, match="times"):
        with_real_times(line(0), ["a"], bad)


# --- Cache


def test_the_cache_gives_back_what_was_computed(tmp_path) -> None:
    first, again = (cached_travel(communes(), tmp_path / "t") for _ in range(2))
    assert len(list((tmp_path / "t").iterdir())) == 1
    for one, other in ((first.kilometres, again.kilometres), (first.minutes, again.minutes)):
        np.testing.assert_array_equal(one.toarray(), other.toarray())
        assert other.dtype == np.float32
        assert one.nnz == other.nnz


@pytest.mark.parametrize(
    "change", [{"lon": 6.5}, {"area_km2": 11.0}, {"density_class": 5}, {"commune": "54009"}]
)
def test_another_commune_is_another_file(tmp_path, change: dict) -> None:
    cached_travel(communes(), tmp_path)
    moved = communes()
    moved.loc[2, list(change)] = list(change.values())
    cached_travel(moved, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("figure", re.findall(r"^[A-Z_]+ = [^\n{]+", SOURCE, re.MULTILINE))
def test_another_model_is_another_file(tmp_path, monkeypatch, figure: str) -> None:
    """Its text is all that the cache knows of it: figures may change, or go."""
    kept = travel_key(communes(), 60)
    other = tmp_path / "travel.py"
    other.write_text(SOURCE.replace(figure, "# another model"), encoding="utf-8")
    monkeypatch.setattr(travel_cache, "model", SimpleNamespace(__file__=str(other)))
    travel_cache._code.cache_clear()
    assert travel_key(communes(), 60) != kept
    monkeypatch.undo()
    travel_cache._code.cache_clear()
    assert travel_key(communes(), 60) == kept


def test_a_damaged_file_is_made_again(tmp_path) -> None:
    whole = cached_travel(communes(), tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:100])
    again = cached_travel(communes(), tmp_path)
    np.testing.assert_array_equal(whole.minutes.toarray(), again.minutes.toarray())
    assert len(path.read_bytes()) > 100


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    assert cached_travel(communes(), tmp_path / "file").kilometres.nnz > 0


def test_old_files_go(tmp_path) -> None:
    for radius in range(5, 5 + KEPT + 2):
        cached_travel(communes(), tmp_path, radius)
    assert len(list(tmp_path.iterdir())) == KEPT


# --- Edge


BORDER = np.array([[0.0, 0.0], [0.0, 0.001]])  # two points of a border, degrees


def test_what_is_within_the_radius_of_the_border_is_near_it_bounds_included() -> None:
    assert near_edge([0.1, 0.5], [0.0, 0.0], BORDER, 20).tolist() == [True, False]
    assert near_edge([0.5], [0.0], BORDER, 0.5 * DEGREE_KM).tolist() == [True]
    assert near_edge([0.5], [0.0], BORDER, 0.499 * DEGREE_KM).tolist() == [False]


def test_a_commune_without_a_centre_is_near_and_none_is_where_there_is_no_border() -> None:
    assert near_edge([np.nan], [np.nan], BORDER, 1).tolist() == [True]
    assert near_edge([0.0, np.nan], [0.0, np.nan], BORDER[:0], 1).tolist() == [False, False]
