"""Net effects: the truth without noise, nothing invented, no order of rows."""

import numpy as np
import pandas as pd
import pytest

from analytics.equity.effects import net_effects
from analytics.equity.slope import slope_on

RNG = np.random.default_rng(4)


def academy(noise: bool = True) -> pd.DataFrame:
    school = np.repeat(np.arange(40), 3)
    ips = np.round(RNG.normal(82, 6, 40), 1)[school]
    rural = (np.arange(40) % 5 == 0).astype(float)[school]
    stratum = np.tile(["a", "b", "c"], 40)
    rate = 0.9 + 0.0035 * (ips - 82) - 0.03 * rural + np.tile([0, 0.02, -0.03], 40)
    n = np.full(len(school), 100.0)
    x = RNG.binomial(100, np.clip(rate, 0, 1)) if noise else n * rate
    return pd.DataFrame(
        {"ips": ips, "rural": rural, "x": x, "n": n, "stratum": stratum, "school": school}
    )


def found(rows: pd.DataFrame, *traits: str) -> pd.DataFrame:
    table = net_effects(rows[list(traits)], rows["x"], rows["n"], rows["stratum"], rows["school"])
    return table.set_index("trait")


def test_without_noise_the_effects_are_exact_and_their_intervals_closed() -> None:
    table = found(academy(noise=False), "ips", "rural")
    assert table["effect"].to_numpy() == pytest.approx([0.0035, -0.03])
    assert (table["high"] - table["low"]).to_numpy() == pytest.approx([0, 0], abs=1e-9)


def test_one_trait_alone_is_the_slope() -> None:
    rows = academy()
    one = found(rows, "ips").loc["ips"]
    slope = slope_on(rows["ips"], rows["x"], rows["n"], rows["stratum"], rows["school"])
    assert one["effect"] == pytest.approx(slope.slope)
    assert (one["low"], one["high"]) == pytest.approx((slope.low, slope.high))
    assert one["used"] == slope.used


def test_the_order_of_rows_and_of_labels_changes_nothing() -> None:
    rows = academy()
    shuffled = rows.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(found(rows, "ips", "rural"), found(shuffled, "ips", "rural"))


def test_a_trait_that_does_not_vary_is_missing_and_the_others_stay() -> None:
    rows = academy().assign(none=1.0, twice=lambda table: 2 * table["rural"])
    table = found(rows, "ips", "none")
    assert table["effect"].isna().tolist() == [False, True]
    table = found(rows, "ips", "rural", "twice")
    assert table["effect"].isna().tolist() == [False, True, True]
    assert table.loc["ips", "effect"] == pytest.approx(
        found(rows, "ips", "rural").loc["ips"].iloc[0]
    )


def test_a_trait_of_one_school_has_no_interval() -> None:
    rows = academy().assign(alone=lambda table: (table["school"] == 3).astype(float))
    row = found(rows, "ips", "alone").loc["alone"]
    assert not np.isnan(row["effect"])
    assert np.isnan(row["low"])


def test_rows_that_lack_something_are_left_out() -> None:
    rows = academy()
    rows.loc[0, "ips"] = np.nan
    assert found(rows, "ips", "rural")["used"].unique().tolist() == [rows["n"].sum() - 100]
    empty = found(rows.assign(ips=np.nan), "ips")
    assert empty["effect"].isna().all()
    assert empty["used"].tolist() == [0]
