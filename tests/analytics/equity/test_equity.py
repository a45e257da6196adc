import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.equity.equity import gaps_by_public
from analytics.statistics.uncertainty import difference_interval

pair = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
row = st.tuples(pair, st.sampled_from("ABR"), st.sampled_from("xyz"), st.integers(0, 5))
rows = st.lists(row, min_size=1, max_size=30)


def columns(rows: list) -> tuple:
    counts, groups, strata, school = zip(*rows, strict=True)
    return (*np.array(counts).T, np.array(groups), np.array(strata), np.array(school))


def with_reference(rows: list) -> list:
    assume(any(n for (_, n), group, _, _ in rows if group == "R"))
    return rows


def one(table: pd.DataFrame, group: str) -> pd.Series:
    return table.set_index("group").loc[group]


def test_gap_by_hand_and_the_same_at_equal_mix() -> None:
    # Same rates by stratum (0.9 and 0.5): the whole gap is mix, none is left at equal mix.
    rows = [
        ((90, 100), "R", "i", 1), ((50, 100), "R", "s", 2),
        ((18, 20), "A", "i", 1), ((30, 60), "A", "s", 2),
    ]  # fmt: skip
    table = gaps_by_public(*columns(rows), reference="R")
    assert table["group"].tolist() == ["A", "R"]
    found = one(table, "A")
    assert (found["total"], found["rate"]) == (80, pytest.approx(0.6))
    assert found["gap"] == pytest.approx(-0.1)
    assert (found["mix"], found["own"]) == pytest.approx((-0.1, 0))
    assert (found["adjusted"], found["covered"]) == pytest.approx((0, 1))
    assert found["low"] < -0.1 < found["high"]
    # No stratum has two schools: nothing tells chance from school at equal mix.
    assert np.isnan([found["adjusted_low"], found["adjusted_high"]]).all()


def test_equal_mix_is_that_of_both_together() -> None:
    rows = [
        ((90, 100), "R", "i", 1), ((50, 100), "R", "s", 2),
        ((14, 20), "A", "i", 1), ((30, 60), "A", "s", 2),
    ]  # fmt: skip
    found = one(gaps_by_public(*columns(rows), reference="R"), "A")
    assert found["adjusted"] == pytest.approx(120 / 280 * (0.7 - 0.9))


def test_a_stratum_of_one_side_is_not_compared_and_the_share_covered_says_so() -> None:
    rows = [
        ((90, 100), "R", "i", 1), ((50, 100), "R", "s", 2),
        ((16, 20), "A", "i", 1), ((40, 60), "A", "t", 2),
    ]  # fmt: skip
    found = one(gaps_by_public(*columns(rows), reference="R"), "A")
    assert found["adjusted"] == pytest.approx(-0.1)
    assert found["covered"] == pytest.approx(120 / 280)
    apart = [r for r in rows if r[2] != "i"]
    found = one(gaps_by_public(*columns(apart), reference="R"), "A")
    assert found["covered"] == 0
    assert np.isnan([found["adjusted"], found["adjusted_low"]]).all()
    assert not np.isnan(found["gap"])


def test_schools_that_agree_leave_newcombe_s_interval() -> None:
    # Two schools with the same rates: no more than chance, and Student's law on many schools.
    rows = [((9, 10), "R", "i", s) for s in range(400)] + [
        ((8, 10), "A", "i", s) for s in range(400)
    ]
    found = one(gaps_by_public(*columns(rows), reference="R"), "A")
    low, high = difference_interval(3200, 4000, 3600, 4000)
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=2e-4)
    assert (found["adjusted_low"], found["adjusted_high"]) == pytest.approx(
        (found["low"], found["high"])
    )


def test_design_effect_by_hand() -> None:
    # 300 schools of each public, all or nothing: each is worth one period, not ten.
    school = np.arange(600)
    events = np.where(school % 3 > 0, 10, 0)
    groups = np.repeat(["A", "R"], 300)
    found = one(
        gaps_by_public(events, np.full(600, 10), groups, np.full(600, "i"), school, "R"), "A"
    )
    low, high = difference_interval(200, 300, 200, 300)
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=2e-3)


def test_few_schools_by_hand() -> None:
    # A: 0.8 and 0.6 in two schools, variance of their mean 0.01; R: no more than 0.9 twice.
    # Chance alone: 0.7 × 0.3 / 200 + 0.9 × 0.1 / 200 = 0.0015, hence sizes of 200 × 0.15 = 30,
    # and Student's quantile on one degree of freedom is 6.483 times the normal one.
    rows = [(c, g, "i", s) for s, (c, g) in enumerate(
        [((80, 100), "A"), ((60, 100), "A"), ((90, 100), "R"), ((90, 100), "R")]
    )]  # fmt: skip
    found = one(gaps_by_public(*columns(rows), reference="R"), "A")
    size = 30 / (12.7062047 / 1.95996398) ** 2
    low, high = difference_interval(0.7 * size, size, 0.9 * size, size)
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=1e-7)
    assert (found["adjusted_low"], found["adjusted_high"]) == pytest.approx((low, high), abs=1e-7)


def test_a_school_that_is_bad_for_both_publics_does_not_blur_their_gap() -> None:
    # The same schools in both: what they share leaves the gap, and its interval.
    rng = np.random.default_rng(8)
    rate = rng.uniform(0.5, 0.95, 60)
    shared = [((int(100 * r), 100), g, "i", s) for s, r in enumerate(rate) for g in "AR"]
    apart = [(c, g, k, s if g == "R" else s + 60) for c, g, k, s in shared]
    width = []
    for rows in (shared, apart):
        found = one(gaps_by_public(*columns(rows), reference="R"), "A")
        width.append(found["high"] - found["low"])
    assert width[0] < width[1] / 2


def test_few_periods_are_flagged_and_one_school_has_no_interval() -> None:
    rows = [((90, 100), "R", "i", 1), ((40, 50), "R", "i", 2), ((10, 19), "A", "i", 1)]
    table = gaps_by_public(*columns(rows), reference="R")
    found = one(table, "A")
    assert (found["small"], found["schools"]) == (True, 1)
    assert not one(table, "R")["small"]
    assert not np.isnan(found["gap"])
    assert np.isnan([found["low"], found["adjusted_high"]]).all()


def test_the_reference_has_no_gap_to_itself_and_an_empty_public_has_none() -> None:
    rows = [((90, 100), "R", "i", 1), ((40, 50), "R", "i", 2), ((0, 0), "A", "i", 1)]
    table = gaps_by_public(*columns(rows), reference="R")
    assert table.iloc[:, 6:].isna().all(axis=None)
    assert one(table, "A")["total"] == 0
    assert np.isnan(one(table, "A")["rate"])


@pytest.mark.parametrize(
    ("events", "totals", "reference", "message"),
    [
        ([11, 5], [10, 10], "R", "events"),
        ([-1, 5], [10, 10], "R", "events"),
        ([np.nan, 5], [10, 10], "R", "events"),
        ([1], [10], "R", "row"),
        ([1, 5], [10, 10], "Z", "reference"),
        ([1, 0], [10, 0], "R", "reference"),
    ],
)
def test_what_is_impossible_is_refused(events, totals, reference: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gaps_by_public(events, totals, ["A", "R"], ["i", "i"], [1, 2], reference)


@given(rows, st.randoms())
def test_order_empty_rows_and_rows_that_lack_a_label_change_nothing(rows: list, random) -> None:
    found = gaps_by_public(*columns(with_reference(rows)), reference="R")
    moved = gaps_by_public(*columns(random.sample(rows, len(rows))), reference="R")
    pd.testing.assert_frame_equal(moved, found, check_exact=True)
    x, n, group, stratum, school = columns(rows)
    more = gaps_by_public(
        [*x, 0, 3], [*n, 0, 5], [*group, "R", "R"], np.array([*stratum, "w", None], dtype=object),
        [*school, 9, 1], "R",
    )  # fmt: skip
    pd.testing.assert_frame_equal(more, found, check_dtype=False)


@given(rows)
def test_gaps_lie_in_their_intervals_and_parts_add_up(rows: list) -> None:
    table = gaps_by_public(*columns(with_reference(rows)), reference="R")
    for gap, low, high in (("gap", "low", "high"), ("adjusted", "adjusted_low", "adjusted_high")):
        known = table.dropna(subset=[gap, low])
        assert (known[low] <= known[gap] + 1e-9).all()
        assert (known[gap] <= known[high] + 1e-9).all()
        assert (known[low] >= -1 - 1e-9).all()
    known = table.dropna(subset="gap")
    np.testing.assert_allclose(known["mix"] + known["own"], known["gap"], atol=1e-12)


@given(rows)
def test_the_complement_has_the_opposite_gap(rows: list) -> None:
    x, n, *labels = columns(with_reference(rows))
    found, back = (gaps_by_public(events, n, *labels, "R") for events in (x, n - x))
    for name, opposite in (("gap", "gap"), ("adjusted", "adjusted"), ("low", "high")):
        np.testing.assert_allclose(back[name], -found[opposite], atol=1e-7)


def test_intervals_hold_the_true_gap_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(9)
    group, stratum, school = (i.ravel() for i in np.indices((2, 6, 40)))
    held = 0
    for _ in range(150):
        n = rng.poisson(np.where(group == 0, 12, 1 + stratum))
        alike = rng.normal(0, 0.04, 40)[school]
        rate = np.clip(0.78 + 0.03 * stratum + alike - 0.05 * group, 0, 1)
        found = one(gaps_by_public(rng.binomial(n, rate), n, group, stratum, school, 0), 1)
        held += found["adjusted_low"] <= -0.05 <= found["adjusted_high"]
    assert 0.95 - 3 * np.sqrt(0.05 * 0.95 / 150) <= held / 150
