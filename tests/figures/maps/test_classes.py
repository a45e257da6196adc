import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.absence import Absence
from figures.maps.classes import (
    ABSENT,
    UNKNOWN,
    classify,
    held,
    legend_items,
    nice_breaks,
    sequential_scale,
)


def test_values_fall_in_the_class_that_holds_them() -> None:
    keys = classify(pd.Series([0.0, 5.0, 10.0, 30.0, np.nan]), [0, 10, 20, 30])
    assert keys.iloc[:4].tolist() == ["classe_0", "classe_0", "classe_0", "classe_2"]
    assert pd.isna(keys.iloc[4])


def test_labels_are_french_bounds() -> None:
    labels = [c.label for c in sequential_scale([0.885, 0.9, 0.95], percent=True)]
    assert labels == ["88,5 à 90,0\u00a0%", "90,0 à 95,0\u00a0%"]


def test_no_value_still_gives_a_scale() -> None:
    assert len(sequential_scale(nice_breaks([]))) == 1
    assert len(sequential_scale(nice_breaks([3.0, 3.0]))) >= 1


def test_the_legend_counts_every_class() -> None:
    scale = (*sequential_scale([0, 1, 2]), UNKNOWN)
    counts = [n for _, n in legend_items(["classe_0", "classe_0", UNKNOWN.key], scale)]
    assert counts == [2, 0, 1]


def test_every_absence_has_one_class() -> None:
    assert sorted(item.label for item in ABSENT) == sorted(str(absence) for absence in Absence)
    assert len({item.key for item in ABSENT}) == len(Absence)


@given(st.lists(st.sampled_from(["classe_0", *(item.key for item in ABSENT)]), max_size=9))
def test_a_scale_holds_the_absences_of_its_map_each_once_and_no_other(found: list[str]) -> None:
    values = sequential_scale([0, 1, 2])
    for scale in (values, (*values, *ABSENT), held(values, found)):
        keys = [item.key for item in held(scale, found)]
        assert keys[:2] == ["classe_0", "classe_1"]
        assert sorted(keys[2:]) == sorted(set(found) - {"classe_0"})


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=60))
def test_every_value_has_a_class_of_the_scale(values: list[float]) -> None:
    breaks = nice_breaks(values)
    keys = {c.key for c in sequential_scale(breaks)}
    assert set(classify(pd.Series(values), breaks)) <= keys
    assert len(breaks) <= 6
