"""Counts held in arrays: the same as the store's own sums, whatever is asked and by whom."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import reads
from data.counts import COUNTS
from data.reads.period_counts import GROUPS, Label, PeriodCounts, summed_by_store
from data.scope import Scope
from data.selection import Selection
from data.store import store
from data.store.store import Store

SCOPES = (Scope.daet(), Scope.animator("BEF-03", "BEF-06"), Scope.animator())
SELECTIONS = st.builds(
    Selection,
    st.sampled_from(["", "2025-2026", "2023-2024", "1999-2000"]),
    st.sampled_from([None, "pro", "gt", "college"]),
    st.sampled_from([None, "2PRO", "TPRO"]),
    st.sampled_from([None, "commerce", "sans-objet"]),
    st.sampled_from([None, "BEF-03", "BEF-12"]),
)


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Store:
    """A small demonstration store."""
    path = store.current_path(demo_home)
    assert path is not None
    return Store(path)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SCOPES),
    SELECTIONS,
    st.lists(st.sampled_from(list(GROUPS)), max_size=5, unique=True),
    st.lists(st.sampled_from(list(COUNTS)), min_size=1, max_size=12, unique=True),
)
def test_any_sum_is_the_one_that_the_store_makes(demo, scope, selection, by, columns):
    expected = summed_by_store(demo, scope, selection, by, columns)
    found = reads.reader_of(demo, scope).states(selection, tuple(by), tuple(columns))
    types = len(expected) > 0  # of a text without any row, the two differ
    pd.testing.assert_frame_equal(found, expected, check_dtype=types)


def test_a_store_too_large_to_be_held_sums_itself(demo, demo_home, monkeypatch):
    asked = (Selection("2025-2026"), ("bef", "uai"), ("due", "unknown"))
    held = reads.reader_of(demo, Scope.daet()).states(*asked)
    monkeypatch.setattr(reads.period_counts, "MOST_ROWS", 10)
    path = store.current_path(demo_home)
    assert path is not None
    large = Store(path)
    assert large.kept(Scope.daet(), PeriodCounts.read) is None
    pd.testing.assert_frame_equal(reads.reader_of(large, Scope.daet()).states(*asked), held)
    schools = reads.reader_of(large, Scope.daet()).schools(Selection("2025-2026"))
    assert schools["due"].sum() == held["due"].sum()


def test_a_reader_of_no_bef_counts_nothing(demo):
    row = reads.reader_of(demo, Scope.animator()).states(Selection(""), ()).iloc[0]
    assert row.sum() == 0
    assert len(reads.reader_of(demo, Scope.animator()).states(Selection(""), ("bef",))) == 0


def test_a_missing_value_is_a_group_of_its_own_and_comes_last():
    label = Label.of(pd.Series(["b", None, "a", "b"]))
    assert label.code.tolist() == [1, 2, 0, 1]
    named = label.named(pd.Index([2, 0, 1]).to_numpy())
    assert named.tolist()[:2] == ["a", "b"]
    assert named.isna().tolist() == [False, False, True]
    assert label.having("b").tolist() == [True, False, False, True]
    assert not label.having("c").any()
