"""A file of real times: imported like the others, then put in the place of the estimates."""

import duckdb
import pytest

from data import reads
from data.intake.importing import import_folder
from data.scope import Scope
from data.store import store
from data.store.store import Store
from geo.travel import with_real_times
from geo.travel_cache import cached_travel
from tests.data.conftest import write

ALL = Scope.daet()
HEADER = "origin;destination;minutes"


@pytest.fixture
def home(academy, tmp_path):
    write(
        academy,
        "temps.csv",
        HEADER,
        "35001;35002;7,5",
        "35002;35001;9",
        "35001;35001;3",
        "35001;29019;160",  # not a commune of this store
        "35001;35002;8",  # again
        "35003;35004;-2",
        "35003;35004;",
    )
    import_folder(academy, tmp_path / "home", force=True)
    return tmp_path / "home"


def test_real_times_are_read_and_bad_rows_are_refused(home):
    opened = Store(store.current_path(home))
    found = reads.access.travel_times(opened, ALL)
    assert found.to_numpy().tolist() == [
        ["35001", "29019", 160.0],
        ["35001", "35001", 3.0],
        ["35001", "35002", 7.5],
        ["35002", "35001", 9.0],
    ]
    files = reads.imports.files(opened, ALL).set_index("contract")
    assert files.loc["temps", ["read", "accepted", "rejected"]].tolist() == [7, 4, 3]
    remarks = reads.imports.remarks(opened, ALL).set_index("topic")
    assert remarks.loc["Temps de trajet", "detail"] == "35001 → 29019"


def test_real_times_replace_the_estimates_that_they_know(home):
    opened = Store(store.current_path(home))
    communes = reads.lists.communes(opened, ALL)
    estimated = cached_travel(communes, home / "trajets")
    times = reads.access.travel_times(opened, ALL)
    travel = with_real_times(estimated, communes["commune"], times)
    assert travel.minutes[0, 1] == 7.5
    assert travel.minutes[1, 0] == 9
    assert travel.minutes[0, 0] == 3
    assert travel.minutes[0, 2] == estimated.minutes[0, 2]
    assert travel.measured.sum() == 3


def test_a_later_file_replaces_the_pairs_that_it_names(home, tmp_path):
    write(tmp_path / "later", "temps.csv", HEADER, "35001;35002;6")
    import_folder(tmp_path / "later", home)
    found = reads.access.travel_times(Store(store.current_path(home)), ALL)
    pairs = found.set_index(["origin", "destination"])["minutes"]
    assert pairs["35001", "35002"] == 6
    assert pairs["35002", "35001"] == 9


def test_a_version_that_did_not_know_times_can_be_added_to(academy_home, tmp_path):
    old = store.current_path(academy_home)
    home = tmp_path / "home"
    (home / store.VERSIONS).mkdir(parents=True)
    copy = home / store.VERSIONS / old.name
    copy.write_bytes(old.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("DROP TABLE kept.temps")
    store.publish(home, copy)
    write(tmp_path / "later", "temps.csv", HEADER, "35001;35002;6")
    report = import_folder(tmp_path / "later", home)
    assert len(reads.access.travel_times(Store(report.version), ALL)) == 1
