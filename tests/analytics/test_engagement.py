import numpy as np
import pandas as pd
import pytest

from analytics.absence import Absence
from analytics.engagement import fidelity, moved, penetration
from analytics.statistics.retention import return_rates


def test_new_returning_and_lost_are_named_each_with_its_absence() -> None:
    table = moved(pd.DataFrame({"new": [1.0], "returning": [2.0], "lost": [np.nan]}))
    assert table["status"].tolist() == ["new", "returning", "lost"]
    assert table["hosts"].tolist()[:2] == [1, 2]
    assert table["absence"].tolist() == ["", "", Absence.SECRET]


def test_without_a_year_before_nothing_is_new() -> None:
    table = moved(pd.DataFrame(columns=["new", "returning", "lost"]))
    assert set(table["absence"]) == {Absence.UNMEASURED}
    assert table["hosts"].isna().all()


def test_engagement_rate_has_an_interval_and_names_its_absences() -> None:
    table = penetration(pd.DataFrame({"hosts": [10, 0, 5], "establishments": [100, 0, 4]}))
    assert table["value"].iloc[0] == pytest.approx(0.1)
    assert table["low"].iloc[0] < 0.1 < table["high"].iloc[0]
    assert table["absence"].tolist() == ["", Absence.NOT_APPLICABLE, Absence.UNMEASURED]


def test_a_return_that_nobody_could_see_widens_the_interval_as_on_the_portfolio() -> None:
    hosts = pd.DataFrame({"hosts_before": [1000, 1000], "hosts_back": [420, 420]})
    table = fidelity(hosts, np.array([0.0, 0.07]))
    rates = return_rates(pd.DataFrame({"hosts": [1000], "back": [420]}), 0.07).iloc[0]
    assert table["value"].tolist() == [0.42, 0.42]
    assert table["high"].iloc[0] < 0.4515 < table["high"].iloc[1] == rates["high"]
    assert table["rate_max"].tolist() == pytest.approx([0.42, 0.42 / 0.93])
    assert table["low"].iloc[0] == table["low"].iloc[1]
