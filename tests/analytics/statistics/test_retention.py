import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engagement import retention_curve
from analytics.statistics.retention import (
    curves,
    log_rank,
    return_rates,
    survival_table,
    unseen_share,
    with_estimate,
)

UNHURRIED = settings(deadline=None)  # a busy machine is slow, not wrong

stays = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40)


def test_what_is_called_from_outside_has_four_columns() -> None:
    table = retention_curve([1, 2, 2, 3], [1, 1, 0, 0])
    assert list(table.columns) == ["time", "survival", "low", "high"]
    assert table["survival"].tolist() == pytest.approx([0.75, 0.5])


@UNHURRIED
@given(stays)
def test_survival_falls_and_lies_in_its_interval(units: list[tuple[int, bool]]) -> None:
    durations, events = zip(*units, strict=True)
    table = survival_table(durations, events)
    assert (np.diff(table["survival"]) <= 0).all()
    assert table["survival"].between(0, 1).all()
    known = table.dropna(subset=["low"])
    assert (known["low"] <= known["survival"]).all()
    assert (known["survival"] <= known["high"]).all()


@UNHURRIED
@given(stays)
def test_who_entered_in_the_last_campaign_changes_nothing(units: list[tuple[int, bool]]) -> None:
    durations, events = zip(*units, strict=True)
    with_last = retention_curve((*durations, 0), (*events, False))
    later = with_last[with_last["time"] > 0].reset_index(drop=True)
    own = retention_curve(durations, events)
    if not any(d == 0 and e for d, e in units):
        pd.testing.assert_frame_equal(later, own)


@UNHURRIED
@given(stays)
def test_weights_stand_for_equal_units_in_any_order(units: list[tuple[int, bool]]) -> None:
    table = pd.DataFrame(units, columns=["time", "ended"])
    grouped = table.groupby(["time", "ended"]).size().reset_index(name="n").iloc[::-1]
    whole = survival_table(table["time"], table["ended"])
    pd.testing.assert_frame_equal(
        survival_table(grouped["time"], grouped["ended"], grouped["n"]), whole
    )


def test_groups_that_stay_alike_do_not_differ_and_others_do() -> None:
    times, ended = [1, 1, 2, 3] * 20, [1, 0, 1, 0] * 20
    alike = log_rank(times, ended, ["a", "b", "b", "a"] * 10 + ["b", "a", "a", "b"] * 10)
    assert alike.statistic == pytest.approx(0)
    apart = log_rank([1] * 20 + [3] * 20, [1] * 40, ["a"] * 20 + ["b"] * 20)
    assert apart.p_value < 0.001


def test_curves_start_at_all_and_leave_out_those_that_just_entered() -> None:
    table = pd.DataFrame(
        {
            "entered": ["2023", "2023", "2025"],
            "lasted": [1, 2, 0],
            "ended": [True, False, False],
            "hosts": [40, 60, 500],
        }
    )
    found = curves(table, "entered")
    assert found["entered"].tolist() == ["2023", "2023"]
    assert found["survival"].tolist() == pytest.approx([1, 0.6])


def test_a_return_that_nobody_could_see_widens_the_interval() -> None:
    hosts = pd.DataFrame({"hosts": [1000], "back": [420]})
    sure, doubtful = (return_rates(hosts, unseen).iloc[0] for unseen in (0.0, 0.07))
    assert sure["high"] < 0.4515 < doubtful["high"]
    assert sure["low"] == doubtful["low"]


def test_the_unseen_share_is_the_most_that_a_secret_leaves_possible() -> None:
    told = pd.DataFrame({"due": [100.0, 0.0], "unknown": [7.0, 0.0]})
    assert unseen_share(told).tolist() == [0.07, 0.0]
    diffused = pd.DataFrame(
        {
            "due": [100.0, np.nan, np.nan],
            "unknown": [7.0, np.nan, np.nan],
            "known": [93.0, 96.0, np.nan],
            "unknown_high": [7.0, 4.0, 4.0],
        }
    )
    assert unseen_share(diffused).tolist() == [0.07, 0.04, 1.0]


def test_an_estimate_stands_beside_what_was_seen_and_changes_nothing_of_it() -> None:
    hosts = pd.DataFrame({"load": [0, 1, 2], "hosts": [1000, 990, 10], "back": [500, 495, 5]})
    rates = return_rates(hosts, 0.07)
    estimate = pd.DataFrame({"load": [0, 1, 2], "hosts": [1010.0, 990.0, 20.0], "back": 520.0})
    found = with_estimate(rates, estimate)
    assert found["estimated"].iloc[:2].tolist() == pytest.approx([520 / 1010, 520 / 990])
    assert np.isnan(found["estimated"].iloc[2])  # too few hosts
    pd.testing.assert_frame_equal(found.drop(columns="estimated"), rates)
    assert with_estimate(rates, estimate.head(0))["estimated"].isna().all()


def test_impossible_stays_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        retention_curve([-1], [1])
    with pytest.raises(ValueError, match="one duration"):
        retention_curve([1, 2], [1])
