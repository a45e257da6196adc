import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.companies.left_hosts import left_hosts, left_share
from analytics.pole.diagnosis import (
    BALANCE,
    INDISTINCT,
    MISMATCH,
    PLACES_MARGIN,
    PROBLEMS,
    SEEKERS_MARGIN,
    SHORTAGE,
    UNFILLED,
    UNMEASURED,
    diagnose,
    expected_employers,
)
from analytics.statistics.comparison import compare_units
from tests.conftest import some

UNHURRIED = settings(max_examples=25)
KEY = ["bef", "family"]


def cells(**rates: tuple[float, float]) -> tuple[pd.DataFrame, ...]:
    """One family, four schools a BEF, 500 periods and hosts a school, at these rates exactly."""
    schools = [
        (bef, f"{bef}{number}", "bois", seekers, left)
        for bef, (seekers, left) in rates.items()
        for number in range(4)
    ]
    table = pd.DataFrame(schools, columns=["bef", "uai", "family", "seekers", "left"])
    seekers = table[["bef", "uai", "family"]].assign(
        due=500, without=(500 * table["seekers"]).round(), unknown=0, without_p7=5, unknown_p7=0
    )
    places = table[["bef", "uai", "family"]].assign(
        hosts=500, taken=500 - (500 * table["left"]).round(), due=500, unknown=0
    )
    once = table[KEY].drop_duplicates()
    return seekers, places, once.assign(employers=90), once.assign(due=4000, unknown=100)


PLANTED = cells(
    a=(0.30, 0.10), b=(0.30, 0.75), c=(0.02, 0.75), d=(0.05, 0.40), e=(0.05, 0.40), f=(0.05, 0.40)
)


def test_the_four_problems_are_told_apart() -> None:
    found = diagnose(*PLANTED).set_index("bef")
    assert found["problem"].tolist()[:3] == [SHORTAGE, MISMATCH, UNFILLED]
    assert found.loc["a", ["seekers_side", "places_side"]].tolist() == ["high", "low"]
    assert found.loc["a", ["without", "due", "left", "hosts"]].tolist() == [600, 2000, 200, 2000]
    assert found.loc["a", "seekers_reference"] == pytest.approx((0.30 + 0.02 + 3 * 0.05) / 5)
    calm = diagnose(*cells(a=(0.05, 0.4), b=(0.05, 0.4), c=(0.05, 0.4)))
    assert set(calm["problem"]) == {BALANCE}
    assert (found["action"] == [PROBLEMS[key].action for key in found["problem"]]).all()


def test_many_seekers_alone_are_no_shortage() -> None:
    """Places as elsewhere: neither fewer nor more, so nothing is told."""
    alike = dict.fromkeys("bcde", (0.05, 0.4))
    found = diagnose(*cells(a=(0.30, 0.40), **alike)).set_index("bef").loc["a"]
    assert (found["seekers_side"], found["places_side"]) == ("high", "near")
    assert found["problem"] == INDISTINCT


def test_small_cells_are_indistinct_not_balanced() -> None:
    seekers, places, employers, told = cells(a=(0.05, 0.4), b=(0.05, 0.4), c=(0.05, 0.4))
    small = seekers.assign(due=10, without=1, without_p7=0)
    found = diagnose(small, places.assign(hosts=10, taken=6, due=10), employers, told)
    assert set(found["problem"]) == {INDISTINCT}


def test_what_lacks_is_said() -> None:
    seekers, places, employers, told = PLANTED
    silent = seekers.assign(unknown=(seekers["bef"] == "a") * 300, without=100)
    none = places.assign(**dict.fromkeys(("hosts", "taken"), 0)).where(places["bef"] == "a", places)
    reasons = {
        "renseignée": diagnose(silent, places, employers, told),
        "employeurs": diagnose(seekers, places, employers[employers["bef"] != "a"], told),
        "campagne d’avant": diagnose(seekers, places, employers, told[told["bef"] != "a"]),
        "deux campagnes": diagnose(seekers, places, employers, told.assign(unknown=3000)),
        "aucun lieu": diagnose(seekers, places[places["bef"] != "a"], employers, told),
        "n’est connu dans": diagnose(seekers, none, employers, told),
    }
    for words, found in reasons.items():
        row = found[found["bef"] == "a"].iloc[0]
        assert (row["problem"], row["absence"]) == (UNMEASURED, "non mesuré")
        assert words in row["reason"]


@st.composite
def some_cells(draw: st.DrawFn) -> tuple[pd.DataFrame, ...]:
    """Any seekers, places, employers and past, some of each unknown."""
    frames: list[list[dict[str, object]]] = [[], [], [], []]
    for bef in "abcd":
        for family in ("bois", "auto"):
            key = {"bef": bef, "family": family}
            for number in range(draw(st.integers(1, 3))):
                due = draw(st.integers(0, 400))
                unknown = draw(st.sampled_from([0, due // 10, due]))
                without = int((due - unknown) * draw(st.sampled_from([0, 0.05, 0.5, 1])))
                school = key | {"uai": f"{bef}{number}"}
                lacks = {"without": without, "without_p7": without // 2, "unknown_p7": unknown}
                frames[0].append(school | {"due": due, "unknown": unknown} | lacks)
                if draw(st.booleans()):
                    hosts = draw(st.integers(0, 400))
                    taken = int(hosts * draw(st.sampled_from([0, 0.5, 1])))
                    frames[1].append(
                        school | {"hosts": hosts, "taken": taken, "due": due, "unknown": unknown}
                    )
            if draw(st.booleans()):
                frames[2].append(key | {"employers": draw(st.integers(0, 50))})
            if draw(st.booleans()):
                before = draw(st.sampled_from([0, 10, 100]))
                frames[3].append(key | {"due": 100, "unknown": before})
    columns = (
        [*KEY, "uai", "due", "unknown", "without", "without_p7", "unknown_p7"],
        [*KEY, "uai", "hosts", "taken", "due", "unknown"],
        [*KEY, "employers"],
        [*KEY, "due", "unknown"],
    )
    return tuple(pd.DataFrame(f, columns=c) for f, c in zip(frames, columns, strict=True))


@UNHURRIED
@given(some_cells())
def test_an_unknown_side_never_gives_a_problem(given_: tuple[pd.DataFrame, ...]) -> None:
    """Above all, an unknown supply never gives « pénurie »."""
    seekers, places, employers, told = given_
    found = diagnose(*given_).set_index(KEY)
    known = set(employers.set_index(KEY).index) & set(
        places[places["hosts"] > 0].set_index(KEY).index
    )
    known &= set(told[told["unknown"] <= 50].set_index(KEY).index)
    sums = seekers.groupby(KEY)[["due", "unknown"]].sum()
    known &= set(sums[sums["unknown"] <= sums["due"] / 2].index)
    untold = found[~found.index.isin(known)]
    assert (untold["problem"] == UNMEASURED).all()
    assert (untold["absence"] == "non mesuré").all()
    assert (untold["reason"] != "").all()
    assert set(found.index) == set(sums[sums["due"] > 0].index)


@UNHURRIED
@given(some_cells())
def test_classes_leave_their_reference_out_and_balance_is_narrow(
    given_: tuple[pd.DataFrame, ...],
) -> None:
    found = diagnose(*given_)
    high = found[found["problem"].isin([SHORTAGE, MISMATCH])]
    assert (high["seekers_low"] > high["seekers_reference"]).all()
    few = found[found["problem"] == SHORTAGE]
    assert (few["places_high"] < few["places_reference"]).all()
    many = found[found["problem"].isin([UNFILLED, MISMATCH])]
    assert (many["places_low"] > many["places_reference"]).all()
    calm = found[found["problem"] == BALANCE]
    assert (calm["seekers_high"] <= calm["seekers_reference"] + SEEKERS_MARGIN).all()
    assert (calm["places_high"] <= calm["places_reference"] + PLACES_MARGIN).all()
    for side in ("seekers", "seekers_p7", "places"):
        held = found.dropna(subset=side)
        assert (held[f"{side}_low"] <= held[side] + 1e-9).all()
        assert (held[side] <= held[f"{side}_high"] + 1e-9).all()


def test_rows_in_any_order_give_the_same() -> None:
    shuffled = [table.sample(frac=1, random_state=3) for table in PLANTED]
    pd.testing.assert_frame_equal(diagnose(*shuffled), diagnose(*PLANTED))


def test_the_same_rates_everywhere_tell_next_to_nothing() -> None:
    """Schools drawn around one rate: a problem is told in few of many null BEF."""
    draw = np.random.default_rng(11)
    told = shown = 0
    for _ in range(12):
        seekers, places, employers, past = cells(**dict.fromkeys("abcdefgh", (0.0, 0.0)))
        own = draw.beta(5, 95, len(seekers))
        seekers = seekers.assign(without=draw.binomial(500, own))
        places = places.assign(taken=draw.binomial(500, 0.6, len(places)))
        found = diagnose(seekers, places, employers, past)
        told += (found[["seekers_side", "places_side"]].isin(["high", "low"])).any(axis=1).sum()
        shown += len(found)
    assert told / shown <= 0.06


def test_hosts_of_a_silent_school_are_unknown_not_left() -> None:
    places = pd.DataFrame(
        {
            "hosts": [10, 10, 10],
            "taken": [6, 6, 0],
            "due": [20, 20, 0],
            "unknown": [20, 2, 0],
        }
    )
    found = left_hosts(places)
    assert found["low"].tolist() == [0, 2, 10]
    assert found["high"].tolist() == [4, 4, 10]
    assert found["known"].tolist() == [0, 10, 10]
    # 6 of 18 periods told are 6.67 of 20: the two untold have hosts as the others do
    assert found["x"].tolist() == pytest.approx([0, 4 - 6 * (20 / 18 - 1), 10])


def test_the_share_of_hosts_left_has_its_bounds_and_its_absences() -> None:
    places = pd.DataFrame(
        {
            "bef": ["a", "a", "b", "c"],
            "hosts": [100, 100, 50, 0],
            "taken": [60, 50, 20, 0],
            "due": [50, 50, 40, 0],
            "unknown": [0, 10, 40, 0],
        }
    )
    found = left_share(places, ["bef"], 20).set_index("bef")
    assert found.loc["a", ["rate_min", "rate_max"]].tolist() == pytest.approx([0.40, 0.45])
    assert found.loc["a", "value"] == pytest.approx((40 + 50 - 10) / 200)
    assert found["absence"].tolist() == ["", "non renseigné", "non mesuré"]
    assert left_share(places, [], 20)["value"].between(0.27, 0.5).all()


def test_employers_are_those_of_the_expected_sectors_and_all_where_none_is() -> None:
    employers = pd.DataFrame(
        {"bef": ["a", "a", "b"], "sector": ["BE", "GZ", "GZ"], "establishments": [5, 7, 9]}
    )
    expected = pd.DataFrame({"family": ["bois", "auto"], "sector": ["BE", "GZ"]})
    found = expected_employers(employers, expected, ["bois", "autre"])
    assert found.set_index(KEY)["employers"].to_dict() == {
        ("a", "bois"): 5,
        ("a", "autre"): 12,
        ("b", "bois"): 0,
        ("b", "autre"): 9,
    }


def test_units_within_a_label_are_compared_with_those_of_that_label() -> None:
    draw = np.random.default_rng(2)
    rows = pd.DataFrame(
        [(f, b, 40 + n) for f in "xy" for b in "abc" for n in range(4)],
        columns=["family", "bef", "n"],
    )
    rows["hit"] = draw.binomial(rows["n"], 0.3)
    unit = rows["family"] + rows["bef"]
    found = compare_units(rows["hit"], rows["n"], unit, within=rows["family"]).set_index("unit")
    for family, part in some(rows.groupby("family")):
        alone = compare_units(part["hit"], part["n"], part["family"] + part["bef"])
        own = found.loc[alone["unit"]]
        assert own["others"].tolist() == pytest.approx(alone["others"].tolist()), family
        assert own["difference"].tolist() == pytest.approx(alone["difference"].tolist())
