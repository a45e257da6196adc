from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.catalogue.asking import NotComputedError
from analytics.services import changes
from analytics.services.desk import Held
from analytics.statistics.control_charts import CHANGED, FEW, STABLE
from analytics.verdicts.trends import FOLLOWED, Trend, trends_of
from benchmarks.control import null_counts
from data.reads import reader_of
from data.scope import Scope
from data.selection import RESIDENCE, Selection
from data.store import store
from data.store.store import NotDiffusedError, Store

ACCESS = FOLLOWED["taux_acces"]
LAST = "2025-2026"


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Store:
    path = store.current_path(demo_home)
    assert path is not None
    return Store(path)


def trend(
    opened: Store, scope: Scope, selection: Selection, indicator: str, *, by_term: bool = False
) -> Trend:
    """The trend that pages and decks ask for."""
    return changes.trend(Held(reader_of(opened, scope)), selection, indicator, by_term)


def moved(counts: pd.DataFrame, bef: str, points: float) -> pd.DataFrame:
    """The same counts, the last campaign of a BEF changed by so much of its known periods."""
    known = counts["due"] - counts["unknown"]
    there = (counts["bef"] == bef) & (counts["year"] == LAST)
    signed = counts["signed"] + np.where(there, points * known, 0)
    return counts.assign(signed=np.clip(signed, 0, known))


def verdict(counts: pd.DataFrame, bef: str = "BEF-01", **options: bool) -> pd.Series:
    return trends_of(counts, ACCESS, **options).verdicts.set_index("bef").loc[bef]


def test_a_fall_is_told_with_its_campaign_and_its_interval() -> None:
    found = verdict(moved(null_counts(1), "BEF-01", -0.06))
    assert (found["verdict"], found["since"], found["side"]) == (CHANGED, LAST, "unfavourable")
    assert found["low"] < -0.06 < found["high"] < 0
    assert found["now"] - found["before"] == pytest.approx(found["last_change"])


def test_terms_tell_the_same_fall() -> None:
    found = verdict(moved(null_counts(1), "BEF-01", -0.08), by_term=True)
    assert found["verdict"] == CHANGED
    assert found["since"].startswith(LAST)
    assert found["points"] == 8


def test_without_any_change_the_default_verdict_stands() -> None:
    found = trends_of(null_counts(2), ACCESS).verdicts
    assert (found["verdict"] == STABLE).mean() > 0.9
    assert (found["detectable"] > 0).all()


def test_another_mix_of_formations_is_no_change() -> None:
    """Twice the periods of the level that is least often placed: the crude rate falls."""
    counts = null_counts(3).assign(unknown=0)
    rate = counts["level"].map({"TPRO": 0.98, "2PRO": 0.80})
    last = counts["year"] == LAST
    due = counts["due"] * np.where(last & (counts["level"] == "2PRO"), 4, 1) * 20
    found = trends_of(counts.assign(due=due, signed=due * rate), ACCESS)
    assert (found.verdicts["verdict"] == STABLE).all()
    assert found.verdicts["last_change"].abs().max() < 1e-9


def test_more_unknown_periods_are_no_change_of_access() -> None:
    """Half of those without a place, a tenth of the others are told of no more: 80, then 88 %."""
    counts = null_counts(4).assign(unknown=0)
    last, signed = counts["year"] == LAST, np.round(counts["due"] * 0.8)
    lost = 0.5 * (counts["due"] - signed) + 0.1 * signed
    counts = counts.assign(signed=signed - np.where(last, 0.1 * signed, 0))
    found = trends_of(counts.assign(unknown=np.where(last, lost, 0)), ACCESS).verdicts
    assert (found["last_low"] > 0).any()
    assert not found["held"].any()
    assert (found["verdict"] == STABLE).all()


def test_fewer_unknown_periods_are_no_change_of_access_either() -> None:
    """The same before the last campaign, which tells of all: 88, then 80 %."""
    counts = null_counts(4).assign(unknown=0)
    past, signed = counts["year"] != LAST, np.round(counts["due"] * 0.8)
    lost = 0.5 * (counts["due"] - signed) + 0.1 * signed
    counts = counts.assign(signed=signed - np.where(past, 0.1 * signed, 0))
    found = trends_of(counts.assign(unknown=np.where(past, lost, 0)), ACCESS)
    assert (found.verdicts["last_high"] < 0).any()
    assert not found.verdicts["held"].any()
    assert not found.points["signal"].any()
    assert (found.verdicts["verdict"] == STABLE).all()


def test_a_silent_bef_has_a_name_for_it_and_no_verdict() -> None:
    counts = null_counts(5)
    dark = (counts["bef"] == "BEF-02") & (counts["year"] == LAST)
    counts = counts.assign(
        unknown=counts["unknown"].mask(dark, counts["due"]), signed=counts["signed"].mask(dark, 0)
    )
    found = trends_of(counts, ACCESS)
    row = found.verdicts.set_index("bef").loc["BEF-02"]
    assert (row["verdict"], row["absence"]) == ("", "non renseigné")
    last = found.points[(found.points["bef"] == "BEF-02") & (found.points["moment"] == LAST)]
    assert last["value"].isna().all()
    assert last["absence"].tolist() == ["non renseigné"]


def test_two_campaigns_are_too_few() -> None:
    counts = null_counts(6)
    found = trends_of(counts[counts["year"] >= "2024-2025"], ACCESS)
    assert (found.verdicts["verdict"] == FEW).all()
    assert not found.points["signal"].any()


def test_the_order_of_rows_changes_nothing() -> None:
    counts = null_counts(7)
    one, other = (trends_of(t, ACCESS) for t in (counts, counts.sample(frac=1, random_state=0)))
    pd.testing.assert_frame_equal(one.verdicts, other.verdicts)
    pd.testing.assert_frame_equal(one.points, other.points)


@pytest.mark.parametrize("indicator", FOLLOWED)
def test_periods_are_those_of_the_store(demo: Store, indicator: str) -> None:
    one = FOLLOWED[indicator]
    found = trend(demo, Scope.daet(), Selection(LAST, "pro"), indicator, by_term=True).points
    dark = f"sum({one.unknown})" if one.unknown else "0"
    expected = demo.read(
        Scope.daet(),
        f"""SELECT bef, year, sum({one.whole}) - {dark} AS n FROM period_state
            WHERE track = 'pro' GROUP BY ALL ORDER BY ALL""",
    )
    told = found.assign(year=found["moment"].str[:9]).groupby(["bef", "year"])["n"].sum()
    assert told.to_numpy() == pytest.approx(expected["n"].to_numpy(float))


def test_one_bef_of_the_selection_is_that_of_the_whole(demo: Store) -> None:
    whole = trend(demo, Scope.daet(), Selection(LAST, "pro"), "taux_acces")
    one = trend(demo, Scope.daet(), Selection(LAST, "pro", bef="BEF-03"), "taux_acces")
    expected = whole.points[whole.points["bef"] == "BEF-03"]
    pd.testing.assert_frame_equal(one.points, expected)


def test_an_animateur_reads_the_own_bef_and_others_nothing(demo: Store) -> None:
    found = trend(demo, Scope.animator("BEF-03"), Selection(LAST, "pro"), "taux_acces")
    assert set(found.points["bef"]) == {"BEF-03"}
    with pytest.raises(NotDiffusedError):
        trend(demo, Scope.outside(), Selection(LAST, "pro"), "taux_acces")


def test_the_campaign_chosen_is_the_last_one(demo: Store) -> None:
    found = trend(demo, Scope.daet(), Selection("2024-2025", "pro"), "taux_acces")
    assert found.points["moment"].max() == "2024-2025"
    assert set(found.verdicts["last"]) == {"2024-2025"}


def test_another_attribution_is_refused(demo: Store) -> None:
    with pytest.raises(NotComputedError, match="établissement"):
        trend(demo, Scope.daet(), Selection(LAST, attribution=RESIDENCE), "taux_acces")


def test_nothing_due_is_an_empty_series(demo: Store) -> None:
    found = trend(demo, Scope.daet(), Selection(LAST, "pro", bef="AUCUN"), "taux_acces")
    assert found.points.empty
    assert found.verdicts.empty
    assert trend(demo, Scope.animator(), Selection(LAST), "taux_acces").points.empty


@pytest.mark.parametrize("by_term", [False, True])
def test_stable_series_are_said_to_change_at_most_one_time_in_twenty(by_term: bool) -> None:
    """Thirteen BEF a draw; points and runs together, on the series as it is shown."""
    found = [trends_of(null_counts(seed), ACCESS, by_term=by_term).verdicts for seed in range(25)]
    assert (pd.concat(found)["verdict"] == CHANGED).mean() <= 0.05
