"""Tables of counts with what must be hidden hidden."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secrecy import tables
from secrecy.cells import TOTAL, Spec
from secrecy.patterns import Pattern
from secrecy.tables import Earlier, decide, recovered

STATES = ("signed", "agreed", "without", "unknown")
SPEC = Spec(
    dimensions=(("bef",), ("family",)),
    states=STATES,
    shown={
        "due": STATES,
        "known": STATES[:3],
        "signed": ("signed",),
        "without": ("without",),
        "unknown": ("unknown",),
    },
    by=("year",),
    rates=(("signed", "known"), ("without", "known")),
    capped=("unknown",),
)
BIG = {"signed": 90, "agreed": 8, "without": 12, "unknown": 20}


def table(**rows: dict[str, int]) -> pd.DataFrame:
    """One row a BEF × family, named "A1" for BEF A and family 1; what is not told is big."""
    return pd.DataFrame(
        [
            {"year": "2025-2026", "bef": name[0], "family": name[1], **BIG, **counts}
            for name, counts in rows.items()
        ]
    )


def square(size: int = 3, **rows: dict[str, int]) -> pd.DataFrame:
    """A full table of `size` BEF and families, big where not told."""
    names = [f"{bef}{family}" for bef in "ABCD"[:size] for family in range(1, size + 1)]
    return table(**{name: rows.get(name, {}) for name in names})


def hidden(decisions: tables.Decisions, count: str) -> set[str]:
    """Names of the finest cells whose count is hidden."""
    cells = decisions.cells
    rows = cells[cells["hidden"] & (cells["count"] == count)]
    return set(rows["bef"] + rows["family"])


def test_nothing_small_nothing_hidden():
    decisions = decide(square(), SPEC)
    assert not decisions.cells["hidden"].any()


def test_a_small_count_is_hidden_with_what_would_give_it_back():
    decisions = decide(square(A1={"without": 3}), SPEC)
    names = hidden(decisions, "without")
    assert "A1" in names
    assert len(names & {"A2", "A3", "A*"}) >= 1, "the line gives it back"
    assert len(names & {"B1", "C1", "*1"}) >= 1, "the column gives it back"


def test_the_complement_of_a_small_count_is_hidden():
    """97 signed of 100 known says 3 not signed."""
    decisions = decide(square(A1={"signed": 97, "agreed": 0, "without": 3}), SPEC)
    assert "A1" in hidden(decisions, "signed")


def test_the_agreed_are_not_shown_and_do_not_come_back():
    """known − signed − without is a count too."""
    decisions = decide(square(A1={"agreed": 2}), SPEC)
    masked = decisions.masked()
    cell = masked[(masked["bef"] == "A") & (masked["family"] == "1")].iloc[0]
    assert pd.isna(cell["known"] - cell["signed"] - cell["without"])


@pytest.mark.parametrize(
    ("counts", "is_hidden"),
    [
        ({"signed": 9, "agreed": 0, "without": 0}, True),  # fewer than 10 known
        ({"signed": 15, "agreed": 0, "without": 0}, True),  # 100 % of a small group
        ({"signed": 40, "agreed": 0, "without": 0}, False),  # 100 % of a large one
        ({"signed": 0, "agreed": 8, "without": 8}, True),  # 0 % of a small group
    ],
)
def test_rates_of_small_groups_are_hidden(counts, is_hidden):
    decisions = decide(square(A1=counts), SPEC)
    assert ("A1" in hidden(decisions, "signed")) is is_hidden


def test_a_hidden_unknown_leaves_its_size_class():
    masked = decide(square(A1={"unknown": 2}), SPEC).masked()
    cell = masked[(masked["bef"] == "A") & (masked["family"] == "1")].iloc[0]
    assert pd.isna(cell["unknown"])
    assert (cell["unknown_low"], cell["unknown_high"]) == (0, 4)


def test_totals_stay_when_they_can():
    decisions = decide(square(4, A1={"without": 3}, B2={"without": 1}, C3={"unknown": 2}), SPEC)
    cells = decisions.cells
    totals = cells[(cells["bef"] == TOTAL) & (cells["family"] == TOTAL)]
    assert not totals["hidden"].any()


def test_secondary_suppression_switched_off_gives_counts_back(monkeypatch):
    small = square(4, A1={"without": 3}, C2={"without": 1, "unknown": 1}, D4={"agreed": 2})
    assert recovered(decide(small, SPEC).masked(), small, SPEC).empty

    def primary_only(problem):
        return Pattern(problem.hidden, np.empty((0, len(problem.leaves))))

    monkeypatch.setattr(tables, "solve", primary_only)
    found = recovered(decide(small, SPEC).masked(), small, SPEC)
    assert {"A", "C"} <= set(found["bef"])


def counts_of(size: int) -> st.SearchStrategy:
    one = st.fixed_dictionaries(
        {
            "signed": st.integers(0, 60),
            "agreed": st.integers(0, 9),
            "without": st.integers(0, 12),
            "unknown": st.integers(0, 12),
        }
    )
    return st.lists(one, min_size=size * size, max_size=size * size)


@settings(max_examples=25)
@given(counts_of(3))
def test_an_attacker_recovers_nothing(rows):
    names = [f"{bef}{family}" for bef in "ABC" for family in "123"]
    small = table(**dict(zip(names, rows, strict=True)))
    assert recovered(decide(small, SPEC).masked(), small, SPEC).empty


@settings(max_examples=10)
@given(counts_of(3), st.randoms())
def test_neither_the_order_of_rows_nor_empty_rows_change_anything(rows, random):
    names = [f"{bef}{family}" for bef in "ABC" for family in "123"]
    small = table(**dict(zip(names, rows, strict=True)))
    order = list(range(len(small)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(decide(small, SPEC).cells, decide(small.iloc[order], SPEC).cells)


def test_every_count_has_a_table_that_proves_it():
    decisions = decide(square(A1={"without": 3}, B3={"without": 2}), SPEC)
    assert decisions.proofs[("2025-2026",)] >= 1


def test_a_count_that_has_not_changed_keeps_its_lot():
    first = square(4, A1={"without": 3})
    before = Earlier(first, decide(first, SPEC).cells)
    later = decide(square(4, A1={"without": 3}, D4={"without": 2}), SPEC, before)
    assert {"A1"} <= hidden(later, "without")
    again = decide(first, SPEC, before)
    pd.testing.assert_frame_equal(again.cells, before.cells)


def test_an_older_export_does_not_give_back_what_is_hidden_now():
    """Yesterday's line is known: only what changed since can hide today's small count."""
    first, second = square(3), square(3, A1={"without": 2}, B2={"without": 22})
    before = Earlier(first, decide(first, SPEC).cells)
    later = decide(second, SPEC, before)
    assert later.alone == []
    unchanged = {"A2", "A3", "B1", "B3", "C1", "C2", "C3"}
    assert not unchanged & hidden(later, "without")
    assert {"A1", "A*", "*1"} <= hidden(later, "without")


def test_two_versions_that_leave_no_room_are_named():
    """The only cell that changed cannot hide behind totals that everybody knows."""
    first = square(3)
    before = Earlier(first, decide(first, SPEC).cells)
    totals = before.cells[(before.cells["bef"] == TOTAL) | (before.cells["family"] == TOTAL)]
    second = square(3, A1={"without": 2, "signed": 100})
    known = decide(second, SPEC).cells.merge(totals[[*SPEC.keys, "count"]])
    later = decide(second, SPEC, before, known=known.assign(hidden=False))
    assert later.alone == [("2025-2026",)]
    assert recovered(later.masked(), second, SPEC).empty


def test_what_another_table_shows_is_not_hidden_here():
    whole = decide(square(3), SPEC)
    lots = whole.cells[whole.cells["family"] == TOTAL]
    decisions = decide(square(3, A1={"without": 2}, B1={"without": 22}), SPEC, known=lots)
    assert not {"A*", "B*", "C*"} & hidden(decisions, "without")


def test_companies_three_units_and_no_giant():
    spec = Spec(
        (("bef",),), ("hosts",), {"hosts": ("hosts",)}, k=3, largest="largest",
        magnitude="placements", dominance=0.85,
    )  # fmt: skip
    rows = pd.DataFrame(
        {
            "bef": ["A", "B", "C", "D"],
            "hosts": [2, 10, 10, 10],
            "largest": [1, 90, 5, 5],
            "placements": [2, 100, 30, 30],
        }
    )
    cells = decide(rows, spec).cells.set_index("bef")["hidden"]
    assert cells["A"]
    assert cells["B"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"signed": -1}, "not negative"),
        ({"signed": None}, "known"),
        ({"bef": None}, "codes"),
        ({"family": TOTAL}, "codes"),
    ],
)
def test_a_table_that_cannot_be_protected_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        decide(square().assign(**change), SPEC)


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="agreed"):
        decide(square().drop(columns="agreed"), SPEC)


def test_an_empty_table_is_an_empty_answer():
    decisions = decide(square().head(0), SPEC)
    assert decisions.cells.empty
    assert decisions.masked().empty
