import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.absence import Absence
from analytics.pole.spine import COLUMNS, COUNTED, LINES, count_lines, spine
from analytics.pole.spine_hosts import way_rows
from analytics.statistics.comparison import at_equal_mix
from benchmarks.null_pole import null_rows


def rows_of(*schools: tuple[str, str, int, int, int], family: str = "auto") -> pd.DataFrame:
    """One row a school: bef, uai, due, signed, unknown; all else is 0."""
    table = pd.DataFrame(schools, columns=["bef", "uai", "due", "signed", "unknown"])
    blank = {name: 0 for name in COLUMNS if name not in table}
    return table.assign(family=family, level="1PRO", **blank)


def spine_of(rows: pd.DataFrame, bef: str) -> pd.DataFrame:
    table = count_lines(rows)
    return spine(table.assign(shown=table["equal"].fillna(table["value"])), bef)


def test_a_value_is_what_is_signed_among_what_is_known() -> None:
    rows = rows_of(("A", "1", 50, 40, 0), ("A", "2", 60, 20, 10), ("B", "3", 100, 90, 0))
    table = count_lines(rows).set_index(["line", "bef"])
    own = table.loc[("taux_acces", "A")]
    assert own["value"] == pytest.approx(60 / 100)
    assert own["academy"] == pytest.approx(150 / 200)
    assert (own["n"], own["unknown"]) == (100, 10)
    assert table.loc[("non_renseigne", "A"), "value"] == pytest.approx(10 / 110)


def test_with_one_family_the_equal_mix_is_the_mix() -> None:
    rows = rows_of(("A", "1", 50, 40, 0), ("A", "2", 50, 20, 0), ("B", "3", 100, 90, 0))
    own = count_lines(rows).set_index(["line", "bef"]).loc[("taux_acces", "A")]
    assert own["equal"] == pytest.approx(own["value"])
    assert own["low"] < own["equal"] < own["high"]


def test_each_line_is_its_own_comparison_of_named_rows() -> None:
    """Labels numbered once for all the lines change nothing, nor does a school without BEF."""
    rows = null_rows(11)
    rows["level"] = np.where(rows.index % 3 > 0, "1PRO", "TPRO")
    rows.loc[rows["uai"] == rows["uai"].iloc[-1], "bef"] = None
    table = count_lines(rows).set_index(["line", "bef"])
    for line in COUNTED:
        part = rows[list(line.parts)].sum(axis=1)
        known = rows[line.whole] - (rows[line.unknown] if line.unknown else 0)
        strata = rows["family"] + "/" + rows["level"]
        found = at_equal_mix(part, known, strata, rows["uai"], rows["bef"]).set_index("unit")
        own = table.loc[line.key]
        assert len(own) == rows["bef"].nunique()
        assert own["academy"].tolist() == pytest.approx([part.sum() / known.sum()] * len(own))
        told = own["equal"].notna()
        assert told.sum() > 5
        for name, other in (("equal", "rate"), ("p_value", "p_value")):
            expected = found.loc[own.index[told], other].tolist()
            assert own.loc[told, name].tolist() == pytest.approx(expected, abs=1e-12)


def test_a_harder_mix_is_not_a_worse_pole() -> None:
    easy = rows_of(("A", "1", 90, 81, 0), ("A", "2", 90, 81, 0), ("B", "3", 10, 9, 0))
    hard = rows_of(
        ("A", "1", 10, 6, 0), ("B", "3", 90, 54, 0), ("B", "4", 90, 54, 0), family="vente"
    )
    table = count_lines(pd.concat([easy, hard], ignore_index=True)).set_index(["line", "bef"])
    access = table.loc["taux_acces"]
    assert access.loc["A", "value"] > access.loc["B", "value"] + 0.2
    assert access.loc["A", "equal"] == pytest.approx(access.loc["B", "equal"])


def test_without_two_schools_anywhere_nothing_is_compared() -> None:
    table = spine_of(rows_of(("A", "1", 50, 40, 0), ("B", "2", 100, 90, 0)), "A")
    line = table.set_index("line").loc["taux_acces"]
    assert (line["verdict"], line["reason"]) == ("", "schools")
    assert line["shown"] == pytest.approx(0.8)


def test_a_pole_that_told_little_has_no_value() -> None:
    rows = rows_of(("A", "1", 50, 5, 40), ("A", "2", 50, 5, 40), ("B", "3", 100, 90, 0))
    line = spine_of(rows, "A").set_index("line").loc["taux_acces"]
    assert np.isnan(line["shown"])
    assert line["absence"] == Absence.UNKNOWN


@pytest.mark.parametrize(("unknown", "verdict"), [(0, "unfavourable"), (90, "indistinct")])
def test_what_nobody_told_forbids_a_verdict_that_it_could_undo(unknown: int, verdict: str) -> None:
    own = [("A", f"a{i}", 100 + unknown, 75, unknown) for i in range(8)]
    others = [(b, f"{b}{i}", 100, 90, 0) for b in "BCD" for i in range(8)]
    line = spine_of(rows_of(*own, *others), "A").set_index("line").loc["taux_acces"]
    assert line["verdict"] == verdict
    assert line["reason"] == ("unknown" if unknown else "")


def test_a_line_where_neither_side_is_better_is_only_distinct() -> None:
    rows = null_rows(3)
    own = rows["bef"] == "BEF-02"
    rows.loc[own, "in_own_bef"] = rows.loc[own, "placed"]
    line = spine_of(rows, "BEF-02").set_index("line").loc["autosuffisance"]
    assert line["verdict"] == "distinct"


def test_each_line_has_a_row_and_each_bef_a_column() -> None:
    table = spine_of(null_rows(5), "BEF-07")
    assert table["line"].tolist() == [line.key for line in LINES]
    assert {f"BEF-{i + 1:02}" for i in range(13)} <= set(table.columns)
    unmade = table.loc[~table["line"].isin([line.key for line in COUNTED]), "absence"]
    assert (unmade == Absence.NOT_APPLICABLE).all()


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.integers(1, 13))
def test_a_verdict_leaves_the_academie_on_one_side_and_row_order_counts_for_nothing(
    seed: int, zone: int
) -> None:
    rows = null_rows(seed)
    rows["late"] = np.where(rows["bef"] == "BEF-01", rows["placed"], rows["late"])
    table = spine_of(rows, f"BEF-{zone:02}")
    shuffled = spine_of(rows.sample(frac=1, random_state=seed), f"BEF-{zone:02}")
    pd.testing.assert_frame_equal(table, shuffled)
    told = table[table["verdict"].isin(["favourable", "unfavourable", "distinct"])]
    above = (told[["low", "least"]].gt(told["academy"], axis=0)).all(axis=1)
    below = (told[["high", "most"]].lt(told["academy"], axis=0)).all(axis=1)
    assert (above | below).all()


def test_the_median_way_weighs_placements_and_leaves_unknown_places_out() -> None:
    trips = pd.DataFrame(
        {
            "bef": ["A", "A", "A", "B", "B"],
            "uai": ["1", "1", "2", "3", "4"],
            "family": "auto",
            "km": [2.0, 9.0, np.nan, 4.0, 30.0],
            "placements": [3, 1, 5, 2, 2],
        }
    )
    table = way_rows(trips).set_index("bef")
    assert table["value"].tolist() == [2.0, 4.0]
    assert table["academy"].tolist() == [4.0, 4.0]
    assert table["unknown"].tolist() == [5, 0]
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_ways_are_those_of_the_placements_one_by_one() -> None:
    draw = np.random.default_rng(9)
    trips = pd.DataFrame(
        {
            "uai": [f"U{i}" for i in draw.integers(0, 30, 400)],
            "family": draw.choice(["auto", "vente"], 400),
            "km": np.where(draw.random(400) < 0.1, np.nan, draw.gamma(4, 2, 400).round(1)),
            "placements": draw.integers(1, 6, 400),
        }
    )
    trips["bef"] = trips["uai"].map({f"U{i}": "ABCD"[i % 4] if i < 28 else None for i in range(30)})
    table = way_rows(trips).set_index("bef")
    each = trips.loc[trips.index.repeat(trips["placements"])].assign(placements=1)
    known = each.dropna(subset="km")
    assert table["academy"].unique().tolist() == [known["km"].quantile(0.5, "lower")]
    ways = known.groupby("bef")["km"]
    assert table["value"].to_dict() == ways.quantile(0.5, "lower").to_dict()
    assert table["n"].to_dict() == ways.size().to_dict()
    assert table["unknown"].to_dict() == each[each["km"].isna()].groupby("bef").size().to_dict()
    alone = way_rows(each).set_index("bef")
    pd.testing.assert_frame_equal(table, alone, rtol=1e-12)
    far = (known["km"] > table["academy"].iloc[0]).astype(int)
    found = at_equal_mix(far, np.ones(len(far)), known["family"], known["uai"], known["bef"])
    assert table["p_value"].tolist() == pytest.approx(found["p_value"].tolist(), abs=1e-12)


@pytest.mark.parametrize(("further", "told"), [(0.0, False), (3.0, True)])
def test_longer_ways_are_told_and_equal_ones_are_not(further: float, told: bool) -> None:
    draw = np.random.default_rng(4)
    schools = [(b, f"{b}{i}") for b in "ABCDEFGH" for i in range(8)]
    trips = pd.DataFrame(
        [
            (b, uai, "auto", km + further * (b == "A"), 1)
            for b, uai in schools
            for km in draw.gamma(4, 2, 60)
        ],
        columns=["bef", "uai", "family", "km", "placements"],
    )
    table = way_rows(trips).set_index("bef")
    assert (table.loc["A", "p_value"] < 0.001) == told
    assert (table.loc["A", "low"] > table.loc["A", "academy"]) == told
