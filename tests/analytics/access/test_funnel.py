import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.absence import Absence
from analytics.access.funnel import STATES, access_rates, funnel, mostly_unknown, to_place
from data.counts import DATES
from data.counts import STATES as EACH

COUNTED = ("due", *(f"{state}{date}" for date in DATES for state in EACH))


def _states(*rows: tuple[int, int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=STATES)


def test_unknown_periods_widen_the_bounds_and_leave_the_rate() -> None:
    row = access_rates(_states((100, 74, 2, 4, 20))).iloc[0]
    assert row["rate"] == pytest.approx(74 / 80)
    assert (row["rate_min"], row["rate_max"]) == pytest.approx((0.74, 0.94))
    assert row["low"] < 0.74
    assert row["high"] > 0.94
    assert row["without_share"] == pytest.approx(4 / 80)


def test_a_silent_school_is_unknown_never_zero_percent() -> None:
    table = access_rates(_states((50, 0, 0, 0, 50)))
    assert table["absence"].tolist() == [Absence.UNKNOWN]
    assert table["rate"].isna().all()
    assert mostly_unknown(table).tolist() == [True]


def test_no_period_due_is_not_applicable() -> None:
    assert access_rates(_states((0, 0, 0, 0, 0)))["absence"].tolist() == [Absence.NOT_APPLICABLE]


def test_fewer_than_twenty_known_periods_are_marked_small() -> None:
    table = access_rates(_states((19, 18, 0, 1, 0), (20, 18, 1, 1, 0)))
    assert table["absence"].tolist() == [Absence.SMALL, ""]


def test_states_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        access_rates(_states((10, 5, 0, 0, 0)))


def test_a_surplus_in_one_school_does_not_hide_a_lack_in_another() -> None:
    states = _states((10, 10, 0, 0, 0), (10, 4, 1, 5, 0)).assign(bef="A")
    assert to_place(states, ["bef"], target=0.9)["to_place"].tolist() == [4.0]


def test_unknown_periods_are_not_missing_places() -> None:
    states = _states((10, 0, 0, 0, 10)).assign(bef="A")
    assert to_place(states, ["bef"])["to_place"].tolist() == [0.0]


counts = st.lists(st.tuples(*[st.integers(0, 50)] * 4), min_size=1, max_size=8)


@given(counts)
def test_bounds_hold_the_rate(rows: list[tuple[int, int, int, int]]) -> None:
    table = access_rates(_states(*[(sum(r), *r) for r in rows]))
    known = table[table["known"] > 0]
    assert (known["rate_min"] <= known["rate"] + 1e-12).all()
    assert (known["rate"] <= known["rate_max"] + 1e-12).all()
    assert (known["low"] <= known["rate_min"] + 1e-12).all()
    assert (known["rate_max"] <= known["high"] + 1e-12).all()


def _dated(**counts: int) -> pd.DataFrame:
    return pd.DataFrame([dict.fromkeys(COUNTED, 0) | counts])


def test_the_funnel_gives_each_state_at_each_date_with_its_bounds() -> None:
    ends = {"_j21": (500, 100, 200), "_j7": (600, 100, 100), "": (736, 0, 64), "_p7": (790, 0, 10)}
    counts = {"due": 1000, **{f"unknown{end}": 200 for end in ends}}
    for end, (signed, agreed, without) in ends.items():
        counts |= {f"signed{end}": signed, f"agreed{end}": agreed, f"without{end}": without}
    table = funnel(_dated(**counts), [])
    assert table["date"].drop_duplicates().tolist() == ["J-21", "J-7", "J0", "J+7"]
    assert (table.groupby("date")["count"].sum() == 1000).all()
    row = table[(table["date"] == "J0") & (table["state"] == "signed")].iloc[0]
    assert (row["value"], row["rate_min"], row["rate_max"]) == pytest.approx((0.92, 0.736, 0.936))
    assert row["low"] < 0.736 < 0.936 < row["high"]
    silent = table[(table["date"] == "J0") & (table["state"] == "unknown")].iloc[0]
    assert (silent["share"], silent["value"]) == pytest.approx((0.2, 0.2))


def test_a_funnel_whose_states_do_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        funnel(_dated(due=3, signed=3), [])


def test_nothing_is_told_around_a_secret_count() -> None:
    counts = dict.fromkeys(COUNTED, 0.0) | {"due": 60.0}
    for date in ("_j21", "_j7", "", "_p7"):
        counts |= {f"signed{date}": float("nan"), f"unknown{date}": 4.0}
    table = funnel(pd.DataFrame([counts]), [])
    secret = table[table["count"].isna()]
    assert set(secret["state"]) == {"signed"}
    told = ["value", "rate_min", "rate_max", "low", "high", "share"]
    assert secret[told].isna().all(axis=None)
    assert (secret["absence"] == Absence.SECRET).all()
