from pathlib import Path

import numpy as np
import pytest

from analytics.catalogue.asking import ask
from analytics.pole.spine import measured
from data.scope import Scope
from data.selection import Selection
from data.store import store

YEAR = Selection("2025-2026")


def test_a_return_shows_what_the_unseen_may_hide_as_the_indicator_does(demo_home: Path) -> None:
    opened = store.Store(store.current_path(demo_home))
    table = measured(opened, Scope.daet(), YEAR)
    spine = table[table["line"] == "fidelite"].set_index("bef").sort_index()
    asked = ask(opened, Scope.daet(), YEAR, "fidelite", ("bef",)).set_index("bef")
    asked = asked.loc[spine.index]
    told = spine["value"].notna().to_numpy()
    assert told.sum() > 10
    assert spine["value"].to_numpy()[told] == pytest.approx(asked["value"].to_numpy()[told])
    assert spine["least"].to_numpy()[told] == pytest.approx(asked["rate_min"].to_numpy()[told])
    assert spine["most"].to_numpy()[told] == pytest.approx(asked["rate_max"].to_numpy()[told])
    assert (spine["most"] > spine["value"]).sum() > 5  # something is unknown nearly everywhere


def test_other_lines_of_hosts_have_no_bounds_of_the_unknown(demo_home: Path) -> None:
    opened = store.Store(store.current_path(demo_home))
    table = measured(opened, Scope.daet(), YEAR)
    hosts = table[table["line"].isin(["penetration", "tuteurs"])]
    assert np.isnan(hosts[["least", "most"]].to_numpy(float)).all()
