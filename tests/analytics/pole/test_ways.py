import numpy as np
import pandas as pd
import pytest

from analytics.access.travelling import ways
from analytics.statistics.resampling import cluster_bootstrap


def trips(seed: int = 0, schools: int = 12) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = 40 * schools
    return pd.DataFrame(
        {
            "uai": rng.integers(0, schools, rows).astype(str),
            "group": "bois",
            "km": (rng.gamma(2, 6, rows)).round(1),
            "placements": rng.integers(1, 4, rows),
        }
    )


def test_values_are_those_of_the_placements_one_by_one() -> None:
    table = trips()
    row = ways(table, 30).iloc[0]
    km = np.sort(np.repeat(table["km"], table["placements"]))
    assert row["median"] == pytest.approx(km[int(np.ceil(0.5 * len(km))) - 1])
    assert row["p90"] == pytest.approx(km[int(np.ceil(0.9 * len(km))) - 1])
    assert row["far"] == pytest.approx((km > 30).mean())
    assert row["n"] == len(km)


def test_thirty_kilometres_are_not_beyond_thirty() -> None:
    table = pd.DataFrame(
        {"uai": ["a", "b"], "group": "g", "km": [30.0, 30.04], "placements": [15, 5]}
    )
    assert ways(table, 30).iloc[0]["far"] == 0.25


def test_intervals_are_those_of_a_bootstrap_of_schools() -> None:
    table = trips(1)
    row = ways(table, 15, draws=2000).iloc[0]

    def share(km: np.ndarray, n: np.ndarray, weights: np.ndarray) -> float:
        return float(((km > 15) * n * weights).sum() / (n * weights).sum())

    low, high = cluster_bootstrap(share, table["uai"], table["km"], table["placements"], draws=2000)
    assert row["far_low"] == pytest.approx(low, abs=0.01)
    assert row["far_high"] == pytest.approx(high, abs=0.01)
    assert row["median_low"] <= row["median"] <= row["median_high"]


def test_a_single_school_has_no_interval() -> None:
    row = ways(trips(schools=1), 30).iloc[0]
    assert not np.isnan(row["median"])
    assert np.isnan(row[["median_low", "p90_high", "far_low"]].astype(float)).all()


def test_unknown_places_are_counted_apart_and_never_zero() -> None:
    table = trips().assign(km=np.nan)
    row = ways(table, 30).iloc[0]
    assert row["absence"] == "non renseigné"
    assert row["unknown"] == table["placements"].sum()
    assert np.isnan(row["median"])


def test_the_order_of_rows_changes_nothing() -> None:
    table = trips()
    pd.testing.assert_frame_equal(ways(table, 30), ways(table.iloc[::-1], 30))


def test_without_trips_the_columns_are_there() -> None:
    assert "p90_high" in ways(trips().head(0), 30)
