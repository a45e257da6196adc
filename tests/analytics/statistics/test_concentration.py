import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.statistics.concentration import (
    FORMS,
    concentration_curve,
    concentration_index,
    concentration_interval,
    fractional_ranks,
    known,
)

# Rate, IPS to the unit so that ties abound, periods.
row = st.tuples(st.integers(0, 20).map(lambda k: k / 20), st.integers(70, 80), st.integers(0, 40))
rows = st.lists(row, min_size=1, max_size=25)


def columns(rows: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, r, w = np.array(rows, dtype=float).T
    return y, r, w


def test_index_by_hand() -> None:
    # Only the lowest of four has something: ranks 1/8, 3/8, 5/8, 7/8; 2 × mean(y (r − 1/2)) / 1/4.
    assert concentration_index([1, 0, 0, 0], [1, 2, 3, 4]) == pytest.approx(-0.75)
    assert concentration_index([0, 0, 0, 1], [1, 2, 3, 4]) == pytest.approx(0.75)


def test_bounded_forms_by_hand() -> None:
    # Half of the people, the lowest, are without a placement: nothing can be more unequal.
    y, rank = [1, 1, 0, 0], [1, 2, 3, 4]
    assert concentration_index(y, rank) == pytest.approx(-0.5)
    assert concentration_index(y, rank, form="erreygers") == pytest.approx(-1)
    assert concentration_index(y, rank, form="wagstaff") == pytest.approx(-1)
    # One in four: Wagstaff's still says that nothing can be more unequal, Erreygers' 4 × ¼ × ¾.
    assert concentration_index([1, 0, 0, 0], rank, form="erreygers") == pytest.approx(-0.75)
    assert concentration_index([1, 0, 0, 0], rank, form="wagstaff") == pytest.approx(-1)


def test_percentages_with_their_bounds_are_rates() -> None:
    y, rank = np.array([0.9, 0.8, 1.0]), [75.2, 80.1, 88.3]
    for form in ("erreygers", "wagstaff"):
        of_rates = concentration_index(y, rank, form=form)
        assert concentration_index(100 * y, rank, form=form, bounds=(0, 100)) == pytest.approx(
            of_rates
        )


def test_a_lowest_bound_above_0_is_taken_into_account() -> None:
    y, rank = np.array([0.9, 0.8, 1.0]), [75.2, 80.1, 88.3]
    for form in ("erreygers", "wagstaff"):
        found = concentration_index(50 + 50 * y, rank, form=form, bounds=(50, 100))
        assert found == pytest.approx(concentration_index(y, rank, form=form))


def test_equal_ranks_share_the_mean_rank_of_their_group() -> None:
    assert fractional_ranks(np.array([5.0, 5, 9]), np.ones(3)) == pytest.approx(
        [1 / 3, 1 / 3, 5 / 6]
    )
    assert concentration_index([0, 1], [80.1, 80.1]) == 0


def test_curve_has_one_point_for_each_distinct_rank() -> None:
    people, outcome = concentration_curve([1, 3, 0, 4], [80, 80, 75, 90])
    assert people.tolist() == pytest.approx([0, 0.25, 0.75, 1])
    assert outcome.tolist() == pytest.approx([0, 0, 0.5, 1])


def test_nothing_to_share_has_no_index_and_no_curve() -> None:
    assert np.isnan(concentration_index([0, 0], [1, 2]))
    assert concentration_index([0, 0], [1, 2], form="erreygers") == 0
    assert np.isnan(concentration_index([1, 1], [1, 2], form="wagstaff"))
    people, outcome = concentration_curve([0, 0], [1, 2])
    assert people.tolist() == [0, 0.5, 1]
    assert outcome[0] == 0
    assert np.isnan(outcome[1:]).all()


@pytest.mark.parametrize("form", FORMS)
def test_without_any_known_row_there_is_no_index(form: str) -> None:
    assert np.isnan(concentration_index([], [], form=form))
    assert np.isnan(concentration_index([np.nan, 1], [80, np.nan], form=form))
    assert np.isnan(concentration_index([1], [80], [0], form=form))


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_ips_is_left_out_and_counted_not_taken_as_0(form: str) -> None:
    y, rank = [0.9, 0.5, 0.7, 0.2], [80, np.nan, 90, 75]
    alone = concentration_index([0.9, 0.7, 0.2], [80, 90, 75], form=form)
    assert concentration_index(y, rank, form=form) == alone
    assert (~known(y, rank)).sum() == 1


@pytest.mark.parametrize(
    ("outcome", "options", "message"),
    [
        ([-0.1, 1], {}, "bounds"),
        ([0.5, 1.1], {"form": "erreygers"}, "bounds"),
        ([0.5, 1], {"form": "wagstaff", "bounds": (1, 1)}, "bounds"),
        ([0.5, 1], {"form": "gini"}, "form"),
        ([0.5, 1], {"weights": [1, -1]}, "weights"),
        ([0.5, 1], {"weights": [1, np.nan]}, "weights"),
        ([0.5, np.inf], {}, "finite"),
        ([0.5], {}, "row"),
    ],
)
def test_what_is_impossible_is_refused(outcome: list, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        concentration_index(outcome, [1, 2], **options)


@pytest.mark.parametrize("form", FORMS)
@given(rows, st.randoms())
def test_order_of_rows_and_empty_rows_change_nothing(form: str, rows: list, random) -> None:
    moved = random.sample(rows, len(rows))
    found = concentration_index(*columns(rows), form=form)
    np.testing.assert_equal(concentration_index(*columns(moved), form=form), found)
    with_empty = concentration_index(*columns([(0.3, 60, 0), *rows]), form=form)
    np.testing.assert_equal(with_empty, found)
    for one, other in zip(
        concentration_curve(*columns(rows)), concentration_curve(*columns(moved)), strict=True
    ):
        np.testing.assert_equal(one, other)


@given(rows)
def test_index_is_one_minus_twice_the_area_under_the_curve(rows: list) -> None:
    people, outcome = concentration_curve(*columns(rows))
    index = concentration_index(*columns(rows))
    assert np.isnan(outcome).any() == (np.isnan(index) and len(people) > 1)
    assume(not np.isnan(index))
    assert index == pytest.approx(1 - 2 * np.trapezoid(outcome, people), abs=1e-12)


@pytest.mark.parametrize("form", FORMS)
@given(rows)
def test_weights_are_people(form: str, rows: list) -> None:
    y, r, w = columns(rows)
    each = [np.repeat(values, w.astype(int)) for values in (y, r)]
    expected = concentration_index(*each, form=form)
    assert concentration_index(y, r, w, form) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    doubled = concentration_index(y, r, 7 * w, form)
    assert doubled == pytest.approx(expected, abs=1e-9, nan_ok=True)


@given(rows)
def test_bounded_forms_change_sign_with_the_complement_and_with_the_rank(rows: list) -> None:
    y, r, w = columns(rows)
    for form in ("erreygers", "wagstaff"):
        found = concentration_index(y, r, w, form)
        for other in ((1 - y, r), (y, -r)):
            back = concentration_index(*other, w, form)
            assert back == pytest.approx(-found, abs=1e-9, nan_ok=True)


def test_interval_holds_the_index_and_widens_when_schools_are_alike() -> None:
    rng = np.random.default_rng(5)
    school = np.repeat(np.arange(40), 10)
    ips = np.round(rng.normal(82, 6, 40), 1)[school]
    rate = np.clip(0.9 + 0.004 * (ips - 82) + rng.normal(0, 0.05, 40)[school], 0, 1)
    options = {"form": "erreygers", "draws": 300}
    low, high = concentration_interval(rate, ips, school, **options)
    assert low < concentration_index(rate, ips, form="erreygers") < high
    rows_low, rows_high = concentration_interval(rate, ips, np.arange(400), **options)
    assert rows_high - rows_low < (high - low) / 2


def test_interval_leaves_out_what_the_index_leaves_out() -> None:
    rate, ips, school = [0.9, 0.8, 0.7, 0.1, 0.2], [90, 85, 80, np.nan, 70], list("abcde")
    weights = [5, 5, 5, 5, 0]
    found = concentration_interval(rate, ips, school, weights, draws=50)
    assert found == concentration_interval(rate[:3], ips[:3], school[:3], weights[:3], draws=50)
    assert np.isnan(concentration_interval(rate[:1], ips[:1], school[:1])).all()
    with pytest.raises(ValueError, match="cluster"):
        concentration_interval(rate, ips, school[:2])
