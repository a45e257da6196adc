import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.companies.fabric import blind_spots, location_quotients
from analytics.companies.fit import outside_trade, smoothed_mix
from analytics.companies.solicitation import load_summary

UNHURRIED = settings(deadline=None)  # a busy machine is slow, not wrong

EXPECTED = pd.DataFrame({"family": ["bois", "bois", "auto"], "division": ["16", "31", "45"]})
PLACED = pd.DataFrame(
    {
        "family": ["bois", "bois", "bois", "autre"],
        "division": ["16", "47", None, "47"],
        "placements": [30, 10, 5, 8],
    }
)
mix = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 60)).map(
    lambda d: pd.Series(d, dtype=float)
)


def test_outside_its_trade_names_the_division_and_leaves_out_who_expects_nothing() -> None:
    table = outside_trade(PLACED, EXPECTED)
    assert table.to_dict("records") == [
        {"family": "bois", "division": "47", "placements": 10, "share": 0.25}
    ]


@UNHURRIED
@given(mix, mix.filter(lambda s: s.sum() > 0))
def test_a_smoothed_mix_is_a_mix_between_its_own_and_the_whole(
    own: pd.Series, whole: pd.Series
) -> None:
    found = smoothed_mix(own, whole)
    assert found.sum() == pytest.approx(1)
    base = (whole / whole.sum()).reindex(found.index).fillna(0)
    mine = (own / own.sum()).reindex(found.index).fillna(0) if own.sum() else base
    assert ((found - base) * (mine - found) >= -1e-12).all()


def test_a_blind_spot_has_pupils_and_employers_and_no_host() -> None:
    found = blind_spots(
        pd.DataFrame({"bef": ["1", "2", "3"], "family": "bois", "due": [10, 10, 0]}),
        pd.DataFrame({"bef": ["1", "2", "3"], "sector": "BE", "establishments": [5, 7, 9]}),
        pd.DataFrame({"bef": ["1"], "family": ["bois"], "sector": ["BE"], "hosts": [2]}),
        pd.DataFrame({"family": ["bois"], "sector": ["BE"]}),
    ).iloc[0]
    assert found[["zones", "blind", "establishments", "due"]].tolist() == [2, 1, 7, 10]


def test_pupils_and_hosts_of_no_bef_are_in_no_blind_spot() -> None:
    pupils = pd.DataFrame({"bef": ["A", None], "family": ["soin", "soin"], "due": [10, 99]})
    employers = pd.DataFrame({"bef": ["A", None], "sector": "sante", "establishments": [5, 7]})
    hosts = pd.DataFrame({"bef": [None], "family": ["soin"], "sector": ["sante"], "hosts": [3]})
    expected = pd.DataFrame({"family": ["soin"], "sector": ["sante"]})
    row = blind_spots(pupils, employers, hosts.astype({"bef": "str"}), expected).iloc[0]
    assert (row["zones"], row["blind"], row["establishments"], row["due"]) == (1, 1, 5, 10)


def test_quotients_of_small_cells_are_pulled_towards_one() -> None:
    cells = pd.DataFrame(
        {
            "bef": ["1", "2", "3", "4"],
            "sector": "BE",
            "hosts": [300, 100, 2, 0],
            "establishments": [1000, 1000, 4, 0],
        }
    )
    found = location_quotients(cells)
    assert found["quotient"].iloc[0] == pytest.approx(300 / (402 / 2004 * 1000))
    assert abs(found["shrunk"].iloc[2] - 1) < abs(found["quotient"].iloc[2] - 1)
    assert found[["quotient", "shrunk"]].iloc[3].isna().all()
    assert (found["low"][:3] < found["quotient"][:3]).all()


def test_the_load_of_hosts_by_hand() -> None:
    cells = pd.DataFrame(
        {"schools": [1, 2, 3], "peak": [1, 5, 2], "hosts": [7, 2, 1], "placements": [7, 9, 4]}
    )
    found = load_summary(cells)
    assert found[["hosts", "several", "many", "crowded"]].tolist() == [10, 3, 1, 2]
    assert found["many_share"] == pytest.approx(0.2)
