import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.pole.peers import VARIABLES, ask_whom, left_out, peers
from tests.conftest import some

UNHURRIED = settings(max_examples=25)  # a busy machine is slow, not wrong
MIX = ["naf_AZ", "naf_BE", "naf_GZ"]


def features(**columns: list[float]) -> pd.DataFrame:
    """BEF a, b, c… all alike but for the columns given."""
    size = len(next(iter(columns.values())))
    alike = {"density": 50.0, "ips": 90.0, "vocational": 0.3, "rural": 0.5, "employers": 1.0}
    mix = dict(zip(MIX, (0.2, 0.3, 0.5), strict=True))
    return pd.DataFrame({"bef": list("abcdefghijklm")[:size], **alike, **mix} | columns)


@st.composite
def some_features(draw: st.DrawFn) -> pd.DataFrame:
    """Five to nine BEF on coarse grids, so that ties are common."""
    size = draw(st.integers(5, 9))
    grid = st.integers(1, 4)
    columns = {
        name: [float(draw(grid)) for _ in range(size)] for name in VARIABLES if name != "naf"
    }
    mix = np.array([[draw(grid) for _ in MIX] for _ in range(size)], dtype=float)
    shares = mix / mix.sum(axis=1, keepdims=True)
    return features(**columns, **dict(zip(MIX, shares.T.tolist(), strict=True)))


def test_a_gap_is_counted_in_median_gaps() -> None:
    """Gaps 2, 8, 10, 10, 18, 20: the median is 10."""
    found = peers(features(ips=[80, 82, 90, 100]), "a")
    assert found["bef"].tolist() == ["b", "c", "d"]
    assert found["distance"].tolist() == pytest.approx([0.2, 1.0, 2.0])
    assert found["ips"].tolist() == pytest.approx([0.04, 1.0, 4.0])
    assert found[["density", "naf"]].eq(0).all(axis=None)


def test_density_counts_by_its_ratio_and_the_mix_by_hellinger() -> None:
    dense = peers(features(density=[100, 200, 50]), "a")
    assert dense["distance"].tolist() == pytest.approx([1, 1])  # twice as dense is as far as half
    apart = features(naf_AZ=[1, 0, 0.5], naf_BE=[0, 1, 0.5], naf_GZ=[0.0, 0.0, 0.0])
    near = peers(apart, "a")
    half = np.sqrt(1 - np.sqrt(0.5))  # Hellinger's distance of (1, 0) and (1/2, 1/2)
    assert near["bef"].tolist() == ["c", "b"]
    assert near["naf"].tolist() == pytest.approx([1.0, 1 / half**2])


def test_an_outlier_does_not_move_the_others() -> None:
    rows = features(ips=[80, 82, 85, 89, 120], density=[50, 60, 70, 80, 90])
    further = rows.assign(ips=rows["ips"].replace(120, 500))
    kept = ["rank", "distance", "ips", "density"]
    near, still = (peers(table, "a", 3)[kept] for table in (rows, further))
    pd.testing.assert_frame_equal(near, still)


@UNHURRIED
@given(some_features(), st.sampled_from(["ips", "vocational", "density"]), st.randoms())
def test_units_and_order_of_rows_change_nothing_and_parts_add_up(
    rows: pd.DataFrame, name: str, random: object
) -> None:
    found = peers(rows, "c")
    names = [v for v in VARIABLES if v in found]
    assert found[names].sum(axis=1).to_numpy() == pytest.approx(found["distance"] ** 2)
    assert found["distance"].is_monotonic_increasing or np.allclose(
        found["distance"], np.sort(found["distance"])
    )
    shuffled = rows.sample(frac=1, random_state=random.randint(0, 99))  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(peers(shuffled, "c"), found)
    scaled = peers(rows.assign(**{name: 10 * rows[name]}), "c")
    pd.testing.assert_frame_equal(scaled, found, rtol=1e-6)


@UNHURRIED
@given(some_features())
def test_a_peer_is_stable_when_no_single_variable_holds_it(rows: pd.DataFrame) -> None:
    found = peers(rows, "a").set_index("bef")
    for name in VARIABLES:
        columns = MIX if name == "naf" else [name]
        kept = set(peers(rows.drop(columns=columns), "a")["bef"])
        for code, held in some(found["dropped_by"].items()):
            assert (name in held) == (code not in kept)
    assert (found["stable"] == (found["dropped_by"].map(len) == 0)).all()


def test_a_variable_unknown_somewhere_is_left_out_for_all_never_zero() -> None:
    rows = features(ips=[80, 82, 90, 100], rural=[0.1, np.nan, 0.1, 0.9])
    assert left_out(rows) == ["rural"]
    found = peers(rows, "a")
    assert "rural" not in found
    pd.testing.assert_frame_equal(found, peers(rows.drop(columns="rural"), "a"))
    assert left_out(rows.assign(naf_BE=[0.3, 0.3, np.nan, 0.3])) == ["rural", "naf"]
    assert left_out(rows.head(0)) == list(VARIABLES)


def test_nothing_known_gives_no_peer_and_an_unknown_bef_is_refused() -> None:
    assert peers(features(ips=[80, 90])[["bef"]], "a").empty
    with pytest.raises(KeyError, match="no such BEF: z"):
        peers(features(ips=[80, 90]), "z")
    assert peers(features(ips=[80]), "a").empty


def rates(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    """One BEF a row: code, rate, known periods (independent), unknown."""
    table = pd.DataFrame(rows, columns=["bef", "rate", "known", "unknown"])
    return table.assign(effective_n=table["known"])


def test_better_is_distinct_and_holds_whatever_the_unknown_are() -> None:
    table = rates(
        ("me", 0.80, 1000, 10),
        ("sure", 0.95, 1000, 10),
        ("silent", 0.95, 1000, 300),
        ("near", 0.81, 1000, 10),
        ("behind", 0.60, 1000, 10),
        ("nobody", np.nan, 0, 500),
    )
    near = ["sure", "silent", "near", "behind", "nobody", "elsewhere"]
    found = ask_whom(table, "me", near, 1)
    verdicts = ["better", "doubtful", "indistinct", "worse", "unknown", "unknown"]
    assert found["verdict"].tolist() == verdicts
    assert found["gap"].head(4).tolist() == pytest.approx([0.15, 0.15, 0.01, -0.2])
    lacks = ask_whom(table.assign(rate=1 - table["rate"]), "me", near, -1)
    assert lacks["verdict"].tolist() == verdicts
    assert ask_whom(table, "nobody", ["sure"], 1)["verdict"].tolist() == ["unknown"]


def test_more_peers_want_a_wider_gap() -> None:
    table = rates(("me", 0.80, 300, 0), ("a", 0.866, 300, 0), *((c, 0.8, 300, 0) for c in "bcd"))
    assert ask_whom(table, "me", ["a"], 1)["verdict"].iloc[0] == "better"
    assert ask_whom(table, "me", list("abcd"), 1)["verdict"].iloc[0] == "indistinct"


def test_one_null_in_twenty_at_most_names_a_peer() -> None:
    draw = np.random.default_rng(7)
    named = 0
    for _ in range(200):
        found = draw.binomial(400, 0.9, 5) / 400
        table = rates(*((code, rate, 400, 0) for code, rate in zip("mabcd", found, strict=True)))
        named += (ask_whom(table, "m", list("abcd"), 1)["verdict"] == "better").any()
    assert named / 200 <= 0.05
