import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.absence import Absence
from analytics.companies.portfolio import STATUSES, stock, waterfall, waterfall_of_moves
from tests.analytics.companies.statuses import statuses
from tests.conftest import some

UNHURRIED = settings(deadline=None)  # a busy machine is slow, not wrong

histories = st.tuples(st.integers(1, 40), st.integers(1, 9)).flatmap(lambda s: arrays(bool, s))


def test_a_life_by_hand() -> None:
    told = statuses([[0, 1, 1, 0, 1, 1, 0, 0, 1]])[0].tolist()
    assert told == [
        *("", "nouvelle", "active", "a_reactiver", "fidele", "fidele"),
        *("a_reactiver", "perdue", "active"),
    ]


def test_nobody_is_new_in_the_first_known_campaign() -> None:
    assert statuses([[1, 1], [0, 1]])[:, 0].tolist() == ["active", ""]


@UNHURRIED
@given(histories)
def test_statuses_partition_the_portfolio_each_year(active: np.ndarray) -> None:
    found = statuses(active)
    seen = np.logical_or.accumulate(active, axis=1)
    assert np.array_equal(found != "", seen)
    assert set(found[seen]) <= set(STATUSES)
    assert np.array_equal(np.isin(found, ["nouvelle", "fidele", "active"]), active)
    before = np.zeros_like(active)
    before[:, 1:] = active[:, :-1]
    assert np.array_equal(found == "a_reactiver", before & ~active)
    assert ((found == "nouvelle").sum(axis=1) <= 1).all()


@UNHURRIED
@given(histories)
def test_a_status_does_not_depend_on_the_future(active: np.ndarray) -> None:
    short = active[:, : max(1, active.shape[1] - 1)]
    assert np.array_equal(statuses(short), statuses(active)[:, : short.shape[1]])


@UNHURRIED
@given(histories.filter(lambda a: a.shape[1] > 1))
def test_the_waterfall_closes_and_starts_where_the_last_one_ended(active: np.ndarray) -> None:
    found = statuses(active)
    for year in some(range(1, active.shape[1])):
        here = found[:, year] != ""
        cells = pd.DataFrame(
            {"status": found[here, year], "before": active[here, year - 1], "hosts": 1}
        )
        steps = waterfall(cells).set_index("step")["amount"]
        assert steps["before"] == active[:, year - 1].sum()
        assert steps.drop("now").sum() == steps["now"] == active[:, year].sum()
        moves = pd.DataFrame(
            {
                "status": ["new", "returning", "lost"],
                "hosts": [
                    (active[:, year] & ~active[:, year - 1]).sum(),
                    (active[:, year] & active[:, year - 1]).sum(),
                    (~active[:, year] & active[:, year - 1]).sum(),
                ],
            }
        )
        told = waterfall_of_moves(moves).set_index("step")["amount"]
        assert told["new"] == steps["new"] + steps["revived"]
        assert told.drop("new").equals(steps.drop(["new", "revived"]))


def test_the_first_campaign_does_not_measure_what_needs_a_past() -> None:
    cells = pd.DataFrame({"status": ["active"], "hosts": [7]})
    table = stock(cells, first=True).set_index("status")
    assert table.loc["active", "hosts"] == 7
    assert set(table.drop("active")["absence"]) == {Absence.UNMEASURED}
    assert stock(cells, first=False)["hosts"].sum() == 7
