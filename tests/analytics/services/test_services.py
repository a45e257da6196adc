"""Services: found once a question and reader, whoever asks; what is handed out is the asker's."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analytics.services import access, counts
from analytics.services.desk import Desk, Held, service
from data import reads
from data.scope import Scope
from data.selection import Selection
from data.store import store
from data.store.store import NotDiffusedError, Store

YEAR = "2025-2026"
CALLS: list[tuple[object, ...]] = []


@pytest.fixture
def demo(demo_home: Path) -> Iterator[Store]:
    path = store.current_path(demo_home)
    assert path is not None
    opened = Store(path)
    yield opened
    opened.close()


@service(2)
def _table(desk: Desk, of: str, more: int = 0) -> pd.DataFrame:
    CALLS.append((desk.reader.scope.level, of, more))
    return pd.DataFrame({"of": [of], "more": [more]})


def test_a_question_is_answered_once_a_reader_and_the_last_answers_are_kept(demo: Store) -> None:
    CALLS.clear()
    inside, outside = (Held(reads.reader_of(demo, s)) for s in (Scope.daet(), Scope.outside()))
    for desk in (inside, inside, outside, outside):
        assert _table(desk, "a")["of"].tolist() == ["a"]
    assert len(CALLS) == 2
    assert _table(inside, "b", more=1)["more"].tolist() == [1]
    _table(inside, "c")
    _table(inside, "a")  # two are kept: it had gone
    assert len(CALLS) == 5


def test_what_an_asker_writes_is_not_remembered(demo: Store) -> None:
    desk = Held(reads.reader_of(demo, Scope.daet()))
    mine = _table(desk, "mine")
    mine["new"], mine.loc[0, "of"] = 1, "other"
    assert _table(desk, "mine").to_dict("list") == {"of": ["mine"], "more": [0]}


def test_the_indicator_of_access_is_the_mean_of_the_communes_of_the_page(demo: Store) -> None:
    desk, selection = Held(reads.reader_of(demo, Scope.daet())), Selection(YEAR, "pro")
    reached = access.reached(desk, selection)
    mean = (reached["access"] * reached["pupils"]).sum() / reached["pupils"].sum()
    assert counts.asked(desk, selection, "apl")["value"].iloc[0] == pytest.approx(mean)
    assert mean > 0


def test_what_is_not_told_says_so_at_the_level_of_the_reader(demo: Store) -> None:
    outside = Held(reads.reader_of(demo, Scope.outside()))
    with pytest.raises(NotDiffusedError, match="un à un"):
        counts.schools(outside, Selection(YEAR))
    with pytest.raises(NotDiffusedError, match="réservés aux agents en charge"):
        counts.balance(outside, Selection(YEAR))
    assert counts.school_points(outside, Selection(YEAR)) is None
