import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from figures.maps.classes import UNKNOWN, classify, legend_items, nice_breaks, sequential_scale


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


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=60))
def test_every_value_has_a_class_of_the_scale(values: list[float]) -> None:
    breaks = nice_breaks(values)
    keys = {c.key for c in sequential_scale(breaks)}
    assert set(classify(pd.Series(values), breaks)) <= keys
    assert len(breaks) <= 6
