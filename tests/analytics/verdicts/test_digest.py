import numpy as np
import pandas as pd
import pytest

from analytics.verdicts.digest import changes_of, rectified_of, silences_of
from benchmarks.control import claimed_share, null_counts
from tests.analytics.verdicts.test_trends import LAST, moved


def test_without_any_change_at_most_one_digest_in_twenty_claims_one() -> None:
    """200 digests of 13 BEF and 8 indicators."""
    assert claimed_share(200) <= 0.05


def test_a_change_is_a_signal_and_nothing_else_is() -> None:
    changes = changes_of(moved(null_counts(1), "BEF-01", -0.08))
    told = changes[changes["signal"]]
    assert set(zip(told["bef"], told["indicator"], strict=True)) == {("BEF-01", "taux_acces")}
    assert told["side"].tolist() == ["unfavourable"]
    assert changes["examined"].sum() == 13 * 8


def test_good_news_is_news() -> None:
    counts = null_counts(1)
    lower = counts.assign(signed=np.floor(counts["signed"] * 0.85))
    gain = moved(lower, "BEF-01", 0.08)
    told = changes_of(gain).query("signal")
    assert told["side"].tolist() == ["favourable"]


def test_one_bef_is_examined_alone() -> None:
    changes = changes_of(null_counts(1), "BEF-04")
    assert set(changes["bef"]) == {"BEF-04"}
    assert changes["examined"].sum() == 8


def _school(year: str, uai: str, unknown: int) -> dict[str, object]:
    return {"year": year, "bef": "A", "uai": uai, "due": 10, "unknown": unknown}


def test_silences_by_hand() -> None:
    """One fell silent, one came back, one never sent, one sends a part of its periods."""
    told = {"a": (0, 10), "b": (10, 3), "c": (10, 10), "d": (0, 9)}
    rows = [
        _school(year, uai, unknown[i])
        for i, year in enumerate(("2024-2025", LAST))
        for uai, unknown in told.items()
    ]
    table = silences_of(pd.DataFrame(rows))
    assert table.to_dict("records") == [{"bef": "A", "schools": 4, "silent": 1, "back": 1}]


def test_a_first_campaign_has_no_silence_to_tell() -> None:
    assert silences_of(pd.DataFrame([_school(LAST, "a", 10)])).empty


def test_rectifications_are_the_past_campaigns_that_two_versions_tell_otherwise() -> None:
    before = null_counts(1)
    there = (before["bef"] == "BEF-02") & (before["year"] == "2023-2024")
    now = before.assign(signed=before["signed"].mask(there, np.floor(before["signed"] / 2)))
    now.loc[now["year"] == LAST, "signed"] = 0
    table = rectified_of(before, now, LAST)
    assert table[["bef", "year", "indicator"]].to_numpy().tolist() == [
        ["BEF-02", "2023-2024", "taux_acces"]
    ]
    part, known = before[there]["signed"].sum(), (before["due"] - before["unknown"])[there].sum()
    assert table["before"].iloc[0] == pytest.approx(part / known)
    assert table["known_now"].iloc[0] == known


def test_no_counts_no_digest() -> None:
    assert changes_of(null_counts(1).head(0)).empty
    assert "signal" in changes_of(null_counts(1).head(0))
