"""What a committee saw beside today: corrections and change add up to the difference."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analytics.verdicts.snapshots import INDICATORS, Moment, differences
from data.scope import Scope
from data.selection import Selection
from data.store import versions
from data.store.store import Store
from figures.pole.snapshots import change_text, describe_differences, differences_answer
from tests.data.conftest import import_corrected

YEARS = ("2025-2026", "2025-2026")


@pytest.fixture(scope="module")
def moments(built_once: Callable[..., Path]) -> tuple[Store, Store]:
    """A version, then the same with one more school row told differently."""
    now, then = versions.versions(built_once("corrected", import_corrected))
    return Store(then.path), Store(now.path)


def test_the_same_version_on_both_sides_has_not_changed(moments: tuple[Store, Store]) -> None:
    then, _ = moments
    same = Moment(then, YEARS[0])
    table = differences(same, same, Scope.daet(), Selection(""))
    assert set(table["indicator"]) == set(INDICATORS)
    known = table.dropna(subset=["shown"])
    assert len(known) >= 3
    assert (known["rectification"] == 0).all()
    assert (known["evolution"] == 0).all()


def test_what_is_told_again_of_an_old_campaign_is_a_correction(
    moments: tuple[Store, Store],
) -> None:
    then, now = (Moment(opened, YEARS[0]) for opened in moments)
    table = differences(then, now, Scope.daet(), Selection("")).set_index("indicator")
    access = table.loc["taux_acces"]
    assert access["rectification"] == access["corrected"] - access["shown"] < 0
    assert access["evolution"] == 0
    whole = table["rectification"] + table["evolution"]
    pd.testing.assert_series_equal(
        whole, table["today"] - table["shown"], check_names=False, atol=1e-12
    )


def test_each_bef_has_its_row_and_one_that_a_version_lacks_is_missing(
    moments: tuple[Store, Store],
) -> None:
    then, now = (Moment(opened, YEARS[0]) for opened in moments)
    by_bef = differences(then, now, Scope.daet(), Selection(""), ("bef",))
    rows = by_bef[by_bef["indicator"] == "taux_acces"]
    assert rows["bef"].is_unique
    assert len(rows) >= 2


def test_sentences_are_made_again_from_the_rows(moments: tuple[Store, Store]) -> None:
    then, now = (Moment(opened, YEARS[0]) for opened in moments)
    table = differences(then, now, Scope.daet(), Selection(""))
    said = describe_differences(table).set_index("indicator").loc["taux_acces"]
    row = table[table["indicator"] == "taux_acces"].iloc[0]
    assert said["rectification_text"] == change_text("taux_acces", row["rectification"], dict(row))
    assert said["rectification_text"].startswith("−")
    text = differences_answer(table, *YEARS, "copil")
    assert said["rectification_text"] in text
    assert "pas encore d’évolution" in text
    assert "nan" not in " ".join(said.astype(str)[["shown_text", "evolution_text"]])


def test_a_difference_of_less_than_two_is_singular() -> None:
    assert change_text("entreprises_engagees", 0.0, {}) == "0\u00a0lieu d’accueil"
    assert change_text("entreprises_engagees", -1.0, {}) == "−1\u00a0lieu d’accueil"
    assert change_text("entreprises_engagees", 2.0, {}) == "+2\u00a0lieux d’accueil"


def test_a_missing_side_is_named(moments: tuple[Store, Store]) -> None:
    then, now = moments
    table = differences(
        Moment(then, "2019-2020"), Moment(now, YEARS[1]), Scope.daet(), Selection("")
    )
    said = describe_differences(table).set_index("indicator").loc["taux_acces"]
    assert said["shown_text"] == "sans objet"
    assert said["rectification_text"] == "sans objet"
    assert "ne se compare pas" in differences_answer(table, "2019-2020", YEARS[1], "copil")
