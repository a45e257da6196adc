import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.comparison import at_equal_mix, compare_units
from benchmarks.comparison import coloured_share, detection_share

MAPS = 400
pairs = st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
rows = st.lists(st.tuples(pairs, st.sampled_from("ABCD")), min_size=2, max_size=20)


def columns(rows: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (*np.array([pair for pair, _ in rows]).T, np.array([unit for _, unit in rows]))


def test_rates_of_a_unit_and_of_all_the_others() -> None:
    table = compare_units([8, 9, 5, 20], [10, 10, 10, 30], ["A", "A", "B", "C"])
    assert table["unit"].tolist() == ["A", "B", "C"]
    assert table["rate"].tolist() == pytest.approx([0.85, 0.5, 2 / 3])
    assert table["others"].tolist() == pytest.approx([25 / 40, 37 / 50, 22 / 30])


def test_schools_that_agree_leave_the_numbers_whole() -> None:
    table = compare_units([9, 9, 9, 9], [10, 10, 10, 10], ["A", "A", "B", "B"])
    assert (table["rho"] == 0).all()
    assert table["effective_n"].tolist() == [20, 20]
    assert table["side"].tolist() == ["indistinct", "indistinct"]


def test_correlation_by_hand() -> None:
    # Schools all or nothing: nothing varies inside, so every school counts for one pupil.
    table = compare_units([10, 0, 10, 0], [10, 10, 10, 10], ["A", "A", "B", "B"])
    assert table["rho"].tolist() == pytest.approx([1, 1])
    assert table["effective_n"].tolist() == pytest.approx([2, 2])


def test_a_clear_gap_is_told_on_both_sides() -> None:
    units = np.repeat(["A", "B", "C"], 8)
    rate = np.repeat([0.7, 0.9, 0.9], 8)
    table = compare_units(200 * rate, np.full(24, 200), units)
    assert table["side"].tolist() == ["below", "above", "above"]


def test_without_two_schools_anywhere_nothing_is_told_apart() -> None:
    table = compare_units([10, 190], [200, 200], ["A", "B"])
    assert table["p_value"].isna().all()
    assert (table["side"] == "indistinct").all()


@pytest.mark.parametrize("successes", [[0, 0, 0], [5, 5, 5]])
def test_nobody_or_everybody_is_no_gap(successes: list[int]) -> None:
    table = compare_units(successes, [5, 5, 5], ["A", "A", "B"])
    assert table["p_value"].tolist() == [1, 1]


@given(rows, st.randoms())
def test_comparison_does_not_depend_on_row_order(rows: list, random) -> None:
    moved = random.sample(rows, len(rows))
    found = compare_units(*columns(moved))
    pd.testing.assert_frame_equal(found, compare_units(*columns(rows)), check_exact=True)


@given(rows)
def test_empty_units_and_rows_without_a_unit_change_no_other(rows: list) -> None:
    x, n, unit = columns(rows)
    alone = compare_units(x, n, unit)
    with_empty = compare_units([*x, 0, 3], [*n, 0, 5], np.array([*unit, "Z", None], dtype=object))
    assert with_empty["side"].iloc[-1] == ""
    assert np.isnan(with_empty["rate"].iloc[-1])
    pd.testing.assert_frame_equal(with_empty.iloc[:-1], alone, check_exact=True, check_dtype=False)


@given(rows)
def test_gap_stays_in_its_interval_and_side_agrees_with_its_sign(rows: list) -> None:
    table = compare_units(*columns(rows)).dropna(subset="difference")
    assert (table["low"] <= table["difference"] + 1e-9).all()
    assert (table["high"] >= table["difference"] - 1e-9).all()
    assert (table.loc[table["side"] == "above", "difference"] > 0).all()
    assert (table.loc[table["side"] == "below", "difference"] < 0).all()


@pytest.mark.parametrize("rho", [0.0, 0.01, 0.03])
def test_chance_colours_at_most_one_map_in_twenty(rho: float) -> None:
    noise = 2 * np.sqrt(0.05 * 0.95 / MAPS)
    assert coloured_share(rho, MAPS, seed=11) <= 0.05 + noise


def test_a_large_gap_is_mostly_seen() -> None:
    assert detection_share(-0.08, unit=0, rho=0.02, maps=60)[0] > 0.8


def test_chance_colours_at_most_one_map_in_twenty_at_equal_mix() -> None:
    """Formations differ, schools have other mixes, and no unit has an effect of its own."""
    rng, maps, rates = np.random.default_rng(3), 200, np.array([0.88, 0.9, 0.93, 0.95, 0.96, 0.97])
    units = np.repeat(np.arange(13), 7)
    school, unit = (np.repeat(part, 6) for part in (np.arange(len(units)), units))
    stratum = np.tile(np.arange(6), len(units)).astype(str)
    coloured = 0
    for _ in range(maps):
        totals = rng.multinomial(300, rng.dirichlet(np.ones(6), len(units)))
        lift = rng.normal(0, 0.03, (len(units), 1))
        successes = rng.binomial(totals, np.clip(rates + lift, 0.01, 0.995))
        told = at_equal_mix(successes.ravel(), totals.ravel(), stratum, school, unit)["side"]
        coloured += bool(told.isin(["above", "below"]).any())
    assert coloured / maps <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / maps)
