"""Tables of the page of equity: exact on small cases, whatever the order of rows or the ties."""

import numpy as np
import pandas as pd
import pytest

from analytics.equity import publics
from analytics.equity.equity_gap import equity_gap
from analytics.equity.publics import CHANNELS, DIMENSIONS
from tests.conftest import some


@pytest.fixture
def rows() -> pd.DataFrame:
    """48 schools, two formations, IPS with many ties."""
    rng = np.random.default_rng(11)
    school = np.repeat(np.arange(48), 2)
    ips = np.round(rng.normal(82, 5, 48))[school]
    quarter = 1 + np.minimum(np.searchsorted(np.quantile(ips, [0.25, 0.5, 0.75]), ips), 3)
    table = pd.DataFrame(
        {
            "year": "2025-2026",
            "uai": [f"E{s:02}" for s in school],
            "bef": [f"B{s % 4}" for s in school],
            "track": "pro",
            "level": "2PRO",
            "family": np.tile(["commerce", "auto"], 48),
            "ips": ips,
            "ips_class": [f"ips-{q}" for q in quarter],
            "rural_class": np.where(school % 6 == 0, "rural", "urbain"),
            "rural_from": "grille",
            "due": 60,
            "unknown": rng.integers(0, 6, len(school)),
        }
    )
    table["public"] = table["ips_class"]
    known = table["due"] - table["unknown"]
    table["signed"] = rng.binomial(known, 0.9 + 0.004 * (ips - 82))
    table["without"] = rng.binomial(known - table["signed"], 0.5)
    table["placed"] = table["signed"]
    split = rng.multinomial(table["placed"], [0.2, 0.2, 0.1, 0.1, 0.05, 0.05, 0.3])
    for name, column in zip((*CHANNELS, "channel_unknown"), split.T, strict=True):
        table[name] = column
    return table


@pytest.mark.parametrize("measure", ["taux_acces", "sans_lieu"])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_table_depends_on_the_order_of_rows(rows: pd.DataFrame, measure: str, seed: int) -> None:
    other = rows.sample(frac=1, random_state=seed)
    for dimension in ("ips", "ruralite"):
        one, two = (publics.gaps(t, dimension, measure) for t in (rows, other))
        pd.testing.assert_frame_equal(one, two)
    a, b = publics.concentration(rows, measure), publics.concentration(other, measure)
    pd.testing.assert_frame_equal(a.curve, b.curve)
    assert (a.index, a.low, a.high, a.palma) == (b.index, b.low, b.high, b.palma)
    c, d = publics.inequality(rows, measure), publics.inequality(other, measure)
    assert (c.gini, c.gini_low, c.between, c.by_chance) == (
        d.gini,
        d.gini_low,
        d.between,
        d.by_chance,
    )
    pd.testing.assert_frame_equal(publics.effects(rows, measure), publics.effects(other, measure))
    pd.testing.assert_frame_equal(publics.channels(rows, "ips"), publics.channels(other, "ips"))


def test_a_school_in_two_lines_is_the_same_school(rows: pd.DataFrame) -> None:
    """Equal IPS: the index and the curve are those of the schools' sums."""
    halves = pd.concat([rows, rows])
    one, two = (publics.concentration(t, "taux_acces") for t in (rows, halves))
    assert one.index == pytest.approx(two.index)
    assert one.curve["people"].is_unique
    assert len(one.curve) == rows["ips"].nunique() + 1


def test_publics_stand_in_order_the_reference_last_and_absent_ones_are_not_invented(
    rows: pd.DataFrame,
) -> None:
    table = publics.gaps(rows, "ips", "taux_acces")
    assert table["group"].tolist() == list(DIMENSIONS["ips"].classes)
    assert table["gap"].isna().tolist() == [False, False, False, True]
    none = publics.gaps(rows, "ep", "taux_acces")
    assert none["due"].tolist() == [0, 0, 0]
    silent = rows.assign(unknown=rows["due"], signed=0, without=0)
    for table in (none, publics.gaps(silent, "ips", "taux_acces")):
        assert table[["rate", "gap", "adjusted"]].isna().all(axis=None)
    nothing = publics.concentration(silent, "sans_lieu")
    assert np.isnan(nothing.index)
    assert nothing.schools == 0
    assert np.isnan(publics.inequality(silent, "sans_lieu").gini)


def test_palma_wants_enough_schools(rows: pd.DataFrame) -> None:
    assert not np.isnan(publics.concentration(rows, "taux_acces").palma)
    few = rows[rows["uai"] < "E20"]
    assert np.isnan(publics.concentration(few, "taux_acces").palma)


def test_channels_add_up_and_the_unknown_share_nothing(rows: pd.DataFrame) -> None:
    table = publics.channels(rows, "ips")
    sums = table.groupby("group")[["share", "share_known", "count"]].sum()
    assert sums["share"].to_numpy() == pytest.approx(1)
    assert sums["share_known"].to_numpy() == pytest.approx(1)
    assert (
        table.loc[table["channel"] == "channel_unknown", ["share_known", "low"]]
        .isna()
        .all(axis=None)
    )
    told = table.dropna(subset="share_known")
    assert ((told["low"] <= told["share_known"]) & (told["share_known"] <= told["high"])).all()


def test_all_publics_together_come_last_with_who_has_none(rows: pd.DataFrame) -> None:
    rows = rows.assign(ips_class=rows["ips_class"].mask(rows["uai"] < "E05"))
    table = publics.channels(rows, "ips")
    assert table["group"].iloc[-1] == publics.EVERYONE
    every = table[table["group"] == publics.EVERYONE].set_index("channel")["count"]
    for name, count in some(every.items()):
        assert count == rows[name].sum()


def test_the_interval_of_a_channel_holds_whatever_the_unknown_are() -> None:
    counts = dict.fromkeys(publics.CHANNELS, 0.0) | {"by_pole": 30.0, "by_family": 30.0}
    line = {"ips_class": "ips-1", "placed": 100.0, "channel_unknown": 40.0, **counts}
    table = publics.channels(pd.DataFrame([line]), "ips").set_index(["group", "channel"])
    row = table.loc[("ips-1", "by_pole")]
    assert row["share_known"] == 0.5
    assert row["low"] < 0.30
    assert row["high"] > 0.70


def test_nobody_placed_gives_no_row(rows: pd.DataFrame) -> None:
    nobody = rows.assign(**dict.fromkeys(("placed", "channel_unknown", *publics.CHANNELS), 0))
    assert not len(publics.channels(nobody, "ips"))


def diffused(**changes: object) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "public": ["hors-ep", "rep", "rep-plus"],
            "due": [1000.0, 300, 100],
            "known": [900.0, 250, 100],
            "signed": [850.0, 220, 80],
            "without": [20.0, 15, 10],
            "unknown": [100.0, 50, np.nan],
            "schools": [40, 9, 4],
            "freedom": [39, 8, 3],
            "signed_worth": [400.0, 120, 60],
            "without_worth": [400.0, 120, 60],
        }
    )
    return table.assign(**changes)


def test_crude_gaps_come_from_counts_and_are_wider_than_independent_periods() -> None:
    table = publics.crude_gaps(diffused(), "ep", "taux_acces").set_index("group")
    assert list(table.index) == ["rep-plus", "rep", "hors-ep"]
    assert table.loc["rep-plus", "gap"] == pytest.approx(0.8 - 850 / 900)
    assert table.loc["rep", "low"] < table.loc["rep", "gap"] < table.loc["rep", "high"]
    sure = diffused(signed_worth=[900.0, 250, 100], freedom=[10**6] * 3)
    plain = publics.crude_gaps(sure, "ep", "taux_acces").set_index("group")
    assert (table["high"] - table["low"] > plain["high"] - plain["low"])[["rep", "rep-plus"]].all()


def test_a_secret_count_gives_no_gap() -> None:
    hidden = diffused(signed=[850.0, np.nan, 80], signed_worth=[400.0, np.nan, 60])
    table = publics.crude_gaps(hidden, "ep", "taux_acces").set_index("group")
    assert table.loc["rep", ["rate", "gap", "low", "high"]].isna().all()
    assert not np.isnan(table.loc["rep-plus", "gap"])
    base = diffused(signed=[np.nan, 220, 80], signed_worth=[np.nan, 120, 60])
    assert publics.crude_gaps(base, "ep", "taux_acces")["gap"].isna().all()


def test_the_indicator_is_the_gap_at_equal_mix_in_points(rows: pd.DataFrame) -> None:
    page = publics.gaps(rows, "ips", "taux_acces").set_index("group")
    whole = equity_gap(rows, ())
    assert len(whole) == 1
    assert whole["value"].iloc[0] == pytest.approx(100 * page.loc["ips-1", "adjusted"])
    table = equity_gap(rows, ("public",)).set_index("public")
    assert list(table.index) == ["ips-1", "ips-2", "ips-3"]
    assert table.loc["ips-2", "low"] == pytest.approx(100 * page.loc["ips-2", "adjusted_low"])
    by_bef = equity_gap(rows, ("bef",))
    assert by_bef["bef"].tolist() == ["B0", "B1", "B2", "B3"]
    silent = equity_gap(rows.assign(unknown=rows["due"], signed=0), ())
    assert silent["absence"].tolist() == ["non renseigné"]
