import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE, Measure
from analytics.measuring import amount, measure, position, ratio, with_columns
from analytics.statistics.uncertainty import wilson_interval

COLUMNS = ["due", "signed", "agreed", "without", "unknown"]
ADDITIVE = [(s.id, m) for s in CATALOGUE.values() for m in s.measures if m.part]


def _states(*rows: tuple[int, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_92_percent_of_the_known_with_20_percent_unknown_is_74_to_94() -> None:
    row = measure("taux_acces", _states((1000, 736, 0, 64, 200))).iloc[0]
    assert row["value"] == pytest.approx(0.92)
    assert (row["count"], row["n"], row["unknown"]) == (736, 800, 200)
    assert (row["rate_min"], row["rate_max"]) == pytest.approx((0.736, 0.936))
    assert row["low"] == pytest.approx(wilson_interval(736, 1000)[0])
    assert row["high"] == pytest.approx(wilson_interval(936, 1000)[1])


def test_days_are_drawn_pupil_by_pupil() -> None:
    days = {"days_done": [90], "days_planned": [100], "days_known": [10], "days_unknown": [10]}
    row = measure("realisation", pd.DataFrame({**days, "due": [20], "unknown": [0]})).iloc[0]
    assert row["value"] == pytest.approx(0.9)
    assert (row["rate_min"], row["rate_max"]) == pytest.approx((9 / 20, 19 / 20))
    assert row["low"] == pytest.approx(wilson_interval(9, 20)[0])
    assert row["absence"] == Absence.SMALL


def test_a_share_that_is_counted_whole_has_no_interval() -> None:
    row = measure("non_renseigne", _states((10, 2, 0, 0, 8))).iloc[0]
    assert (row["low"], row["value"], row["high"]) == pytest.approx((0.8, 0.8, 0.8))
    assert row["absence"] == ""


def test_placements_of_a_silent_group_are_unknown_not_without_object() -> None:
    late = pd.DataFrame(
        {"late": [0, 0], "placed": [0, 0], "late_unknown": [0, 0], "due": [9, 9]}
    ).assign(unknown=[9, 0])
    absences = measure("tardifs", late)["absence"].tolist()
    assert absences == [Absence.UNKNOWN, Absence.NOT_APPLICABLE]


def test_more_cases_than_periods_still_have_an_interval() -> None:
    table = pd.DataFrame({"cases": [12], "due": [10], "cases_unknown": [0], "unknown": [0]})
    row = measure("recours", table).iloc[0]
    assert row["value"] == pytest.approx(1.2)
    assert row["high"] == 1


def test_what_does_not_add_up_is_refused() -> None:
    with pytest.raises(KeyError, match="not made of counts"):
        measure("distance", _states((1, 1, 0, 0, 0)))
    with pytest.raises(KeyError):
        measure("inconnu", _states((1, 1, 0, 0, 0)))


def test_an_amount_has_the_same_columns_as_a_ratio() -> None:
    table = pd.DataFrame({"x": [3.0]})
    share = ratio(table, part=np.array([1.0]), whole=np.array([2.0]))
    assert set(amount(table, table["x"]).columns) == set(share.columns)


@pytest.mark.parametrize(
    ("polarity", "expected"), [(1, "favourable"), (-1, "unfavourable"), (0, "favourable")]
)
def test_the_side_of_a_reference_follows_the_polarity(polarity: int, expected: str) -> None:
    table = pd.DataFrame(
        {"value": [0.9, 0.5, np.nan], "low": [0.8, 0.4, np.nan], "high": [0.95, 0.7, np.nan]}
    )
    assert position(table, 0.6, polarity).tolist() == [expected, "indistinct", ""]


counts = st.lists(st.tuples(*[st.integers(0, 60)] * 4), min_size=1, max_size=10)


def _filled(rows: list[tuple[int, ...]], asked: Measure) -> pd.DataFrame:
    """Counts that a measure needs, made coherent: part ≤ whole − unknown, or among the draws."""
    part, rest, unknown, more = (np.array(column) for column in zip(*rows, strict=True))
    table = pd.DataFrame({"due": part + rest + unknown, "unknown": unknown})
    values = {
        asked.part: part,
        asked.whole: part + rest + (0 if asked.trials else unknown),
        asked.unknown: unknown,
        asked.trials: part + rest + more,
    }
    return table.assign(**{name: value for name, value in values.items() if name})


@pytest.mark.parametrize(("indicator", "asked"), ADDITIVE, ids=lambda x: getattr(x, "key", x))
@settings(max_examples=15)
@given(rows=counts, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    indicator: str, asked: Measure, rows: list[tuple[int, ...]], order: random.Random
) -> None:
    table = _filled(rows, asked)
    places = list(range(len(rows)))
    order.shuffle(places)
    straight = measure(indicator, table, asked.key)
    mixed = measure(indicator, table.iloc[places], asked.key).sort_index()
    pd.testing.assert_frame_equal(straight, mixed)


@pytest.mark.parametrize(("indicator", "asked"), ADDITIVE, ids=lambda x: getattr(x, "key", x))
@settings(max_examples=15)
@given(rows=counts, at=st.integers(0, 10))
def test_units_without_denominator_do_not_change_the_others(
    indicator: str, asked: Measure, rows: list[tuple[int, ...]], at: int
) -> None:
    at = min(at, len(rows))
    with_zero = [*rows[:at], (0, 0, 0, 0), *rows[at:]]
    alone = measure(indicator, _filled(rows, asked), asked.key)
    beside = measure(indicator, _filled(with_zero, asked), asked.key)
    assert pd.isna(beside["value"].iloc[at])
    assert beside["absence"].iloc[at] == Absence.NOT_APPLICABLE
    others = beside.drop(index=at).reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, others)


@given(counts)
def test_bounds_hold_the_value_and_the_interval_holds_the_bounds(
    rows: list[tuple[int, ...]],
) -> None:
    table = measure("taux_acces", _states(*[(sum(r), *r) for r in rows])).dropna(subset="value")
    e = 1e-12
    assert (table["low"] <= table["rate_min"] + e).all()
    assert (table["rate_min"] <= table["value"] + e).all()
    assert (table["value"] <= table["rate_max"] + e).all()
    assert (table["rate_max"] <= table["high"] + e).all()


def test_columns_added_at_once_are_those_that_assign_adds_one_by_one() -> None:
    table = pd.DataFrame({"bef": ["A", "B"], "n": [1, 2], "unknown": [3, 4]}, index=[7, 9])
    columns = {"unknown": np.array([0.5, np.nan]), "line": "x", "more": table["n"] * 2}
    pd.testing.assert_frame_equal(with_columns(table, **columns), table.assign(**columns))
