from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from analytics.disclosure import About, internal
from figures.pole.funnels import describe_funnel, funnel_bars
from figures.screen import plot

ABOUT = About("Titre", "académie", "2025-2026", "établissement", "démonstration")
STATES = ["signed", "agreed", "without", "unknown"]
NAN = float("nan")


def states(counts: Mapping[str, Sequence[float]], due: float = 2000) -> pd.DataFrame:
    """One row a date and state; `counts`: those of the four states, by date."""
    rows = [
        (date, s, n) for date, each in counts.items() for s, n in zip(STATES, each, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["date", "state", "count"])
    return table.assign(due=due, share=table["count"] / due if due else NAN)


TWO = {"J-21": [800, 600, 500, 100], "J0": [1500, 300, 100, 100]}


def test_bars_have_the_shares_of_the_table_and_fill_each_date() -> None:
    fig = plot(funnel_bars(internal(describe_funnel(states(TWO)), ABOUT)))
    assert [bar.name for bar in fig.data][-1] == "non renseigné"
    assert fig.data[0].x == pytest.approx([40, 75])
    assert np.sum([bar.x for bar in fig.data], axis=0) == pytest.approx([100, 100])
    assert all(list(bar.y) == ["J-21", "J0"] for bar in fig.data)
    assert fig.data[-1].marker.pattern.shape == "/"  # told apart without colours


def test_numbers_are_french_and_a_narrow_part_has_none() -> None:
    table = describe_funnel(states(TWO))
    assert table["label"].tolist() == ["800", "600", "500", "", "1\u00a0500", "300", "", ""]
    assert (
        table["text"].iloc[4]
        == "<b>J0</b><br>convention signée\u00a0: 1\u00a0500 sur 2\u00a0000 (75,0\u00a0%)"
    )


def test_a_secret_count_is_named_and_not_drawn_as_0() -> None:
    table = describe_funnel(states({"J0": [1500, NAN, NAN, 100]}))
    assert table["label"].iloc[1] == ""
    assert table["text"].iloc[1] == "<b>J0</b><br>accord, sans convention\u00a0: secret"
    fig = plot(funnel_bars(internal(table, ABOUT)))
    assert np.isnan(fig.data[1].x[0])
    assert fig.data[0].x[0] == pytest.approx(75)


def test_nothing_due_has_no_width() -> None:
    table = describe_funnel(states({"J0": [0, 0, 0, 0]}, due=0))
    fig = plot(funnel_bars(internal(table, ABOUT)))
    assert all(np.isnan(bar.x[0]) for bar in fig.data)
    assert (table["label"] == "").all()


def test_without_any_row_there_is_no_bar() -> None:
    table = describe_funnel(states({}))
    assert len(plot(funnel_bars(internal(table, ABOUT))).data) == 0
