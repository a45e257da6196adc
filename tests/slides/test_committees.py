"""The rule of committees: no rate, no gap on fewer than 20 periods."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from slides.committees import for_committees, gaps_for_committees
from slides.native.pen import labels_with_absence
from tests.slides.conftest import Made
from tests.slides.reading import cells, found


def test_a_rate_on_19_periods_is_hidden_with_its_numerator_and_one_on_20_is_not() -> None:
    table = pd.DataFrame(
        {
            "value": [0.5, 0.5, np.nan],
            "count": [9.0, 10.0, np.nan],
            "n": [19.0, 20.0, 0.0],
            "low": [0.3, 0.3, np.nan],
            "high": [0.7, 0.7, np.nan],
            "rate_min": [0.4, 0.4, np.nan],
            "rate_max": [0.6, 0.6, np.nan],
            "absence": [Absence.SMALL, "", Absence.NOT_APPLICABLE],
        }
    )
    shown = for_committees(table)
    assert shown.loc[0, ["value", "count", "low", "high", "rate_min", "rate_max"]].isna().all()
    assert shown.loc[1, "value"] == 0.5
    assert shown["absence"].tolist() == [Absence.SMALL, "", Absence.NOT_APPLICABLE]
    assert shown["n"].tolist() == [19, 20, 0]


def test_no_gap_is_shown_to_a_hidden_reference() -> None:
    gaps = pd.DataFrame(
        {
            "group": ["rep-plus", "rep", "hors-ep"],
            "events": [8.0, 40.0, 15.0],
            "total": [12.0, 50.0, 19.0],
            "rate": [0.67, 0.8, 0.79],
            "gap": [-0.1, 0.01, np.nan],
            "low": [-0.3, -0.1, np.nan],
            "high": [0.1, 0.1, np.nan],
        }
    )
    shown = gaps_for_committees(gaps, "hors-ep")
    assert shown["gap"].isna().all()
    assert shown["rate"].notna().tolist() == [False, True, False]
    known = gaps_for_committees(gaps.assign(total=[12.0, 50.0, 900.0]), "hors-ep")
    assert known["gap"].notna().tolist() == [False, True, False]


def test_a_row_that_shows_nothing_says_why() -> None:
    labels = labels_with_absence(
        pd.Series(["Nancy", "Metz"]), pd.Series(["", "secret"]), pd.Series([0.9, np.nan])
    )
    assert labels.tolist() == ["Nancy", "Metz (secret)"]


def test_families_of_a_pole_on_fewer_than_20_periods_have_no_rate(decks: dict[str, Made]) -> None:
    small = 0
    for perimeter, made in decks.items():
        if perimeter == "academie":
            continue
        for row in cells(found(made.deck, "manques-familles"))[1:]:
            if row[1].isdigit() and 0 < int(row[1]) < 20:
                assert "%" not in row[3], (perimeter, row)
                small += 1
    assert small > 10
