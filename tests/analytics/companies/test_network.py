import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.companies.network import (
    ISOLATED,
    LINKED,
    acting_together,
    links,
    members,
    reused,
    seriate,
    taking_part,
)

HOSTS = pd.DataFrame([("A", "B", 3), ("B", "C", 1)], columns=["uai", "other", "hosts"])


def acts(*schools: str) -> pd.DataFrame:
    """One action an argument: its schools, a letter each."""
    rows = [(f"A{n}", list(letters)) for n, letters in enumerate(schools)]
    return pd.DataFrame(rows, columns=["action", "schools"])


def told(**sent: bool) -> pd.DataFrame:
    table = pd.DataFrame({"uai": list(sent), "sent": list(sent.values())})
    return table.assign(hosts=[4 * s for s in table["sent"]], shared=[2 * s for s in table["sent"]])


def test_schools_of_one_action_act_together() -> None:
    pairs = acting_together(taking_part(acts("CA", "ABC", "B", "")))
    assert pairs.to_numpy().tolist() == [["A", "B", 1], ["A", "C", 2], ["B", "C", 1]]


def test_no_action_is_no_pair() -> None:
    assert acting_together(taking_part(acts())).empty
    assert acting_together(taking_part(acts("A"))).empty
    assert links(HOSTS, taking_part(acts())).to_numpy().tolist() == [
        ["A", "B", 3, 0],
        ["B", "C", 1, 0],
    ]


def test_a_pair_says_what_it_shares() -> None:
    pairs = links(HOSTS, taking_part(acts("BA", "DA")))
    assert pairs.to_numpy().tolist() == [["A", "B", 3, 1], ["A", "D", 0, 1], ["B", "C", 1, 0]]


def test_a_school_that_shares_nothing_is_isolated_only_if_it_told_of_its_hosts() -> None:
    parts = taking_part(acts("BF", "E"))
    table = members(
        told(A=True, B=True, D=True, E=True, F=False, G=False), links(HOSTS, parts), parts
    ).set_index("uai")
    assert table["status"].to_dict() == {
        "A": LINKED,
        "B": LINKED,
        "D": ISOLATED,
        "E": ISOLATED,  # alone in its action
        "F": LINKED,  # told of no host, but acts with B
        "G": "non renseigné",
    }
    assert table["actions"].to_dict() == {"A": 0, "B": 1, "D": 0, "E": 1, "F": 1, "G": 0}
    assert table.loc["B", "others"] == 3
    assert table.loc[["F", "G"], ["hosts", "shared", "others"]].isna().all(axis=None)


def journal(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """One row an action: BEF, month, practice, source."""
    table = pd.DataFrame(rows, columns=["bef", "month", "practice", "taken_from"])
    return table.assign(
        action=[f"A{n}" for n in range(len(rows))],
        day=pd.to_datetime(table["month"]),
        practice_key=table["practice"].str.lower(),
    )


def test_a_practice_is_reused_when_it_is_met_later_in_another_bef() -> None:
    found = reused(
        journal(
            ("X", "2025-01", "Forum", ""),
            ("X", "2025-03", "forum", ""),  # the same BEF
            ("Y", "2025-04", "forum", ""),
            ("Y", "2025-06", "forum", ""),  # again: counted once
            ("Z", "2025-01", "forum", ""),  # the same day: nobody came first
            ("Z", "2025-02", "", ""),
            ("Y", "2025-09", "", ""),  # no tag is not a practice
        )
    )
    assert found[["source", "action", "bef", "declared"]].to_numpy().tolist() == [
        ["A0", "A2", "Y", False]
    ]


def test_what_an_action_says_of_its_source_prevails() -> None:
    found = reused(
        journal(
            ("X", "2025-01", "forum", ""),
            ("Y", "2025-02", "salon", "A0"),
            ("Z", "2025-03", "forum", "A1"),
            ("X", "2025-04", "forum", "A0"),  # own BEF: not elsewhere
        )
    )
    assert found[["source", "action", "declared"]].to_numpy().tolist() == [
        ["A0", "A1", True],
        ["A1", "A2", True],
    ]


def test_no_action_no_reuse() -> None:
    assert reused(journal()).empty


def test_linked_units_stand_together_and_lonely_ones_last() -> None:
    weights = np.zeros((7, 7))
    for one, other, weight in ((0, 4, 9), (4, 2, 9), (2, 0, 9), (1, 5, 5), (5, 0, 1)):
        weights[one, other] = weights[other, one] = weight
    order = seriate(weights).tolist()
    assert sorted(order) == list(range(7))
    assert order[-2:] == [3, 6]
    assert {*order[:3]} == {0, 2, 4} or {*order[2:5]} == {0, 2, 4}


@given(
    st.integers(0, 9).flatmap(lambda n: st.lists(st.integers(0, 3), min_size=n * n, max_size=n * n))
)
def test_an_order_holds_every_unit_once_and_is_always_the_same(cells: list[int]) -> None:
    size = int(len(cells) ** 0.5)
    half = np.triu(np.array(cells, dtype=float).reshape(size, size), 1)
    order = seriate(half + half.T)
    assert sorted(order.tolist()) == list(range(size))
    assert (order == seriate(half + half.T)).all()
