"""Versions: listed, published again, named, retired, pruned."""

import pytest

from data.intake.importing import import_folder
from data.store import store, versions
from data.store.store import StoreError
from tests.data.conftest import STAGES, STAGES_HEADER, import_followed, write


@pytest.fixture
def home(own_home):
    """Two versions: without, then with placements."""
    return own_home("followed", import_followed)


def test_the_newest_version_is_first_and_current(home):
    newest, oldest = versions.versions(home)
    assert newest.current
    assert not oldest.current
    assert newest.path == store.current_path(home)


def test_an_older_version_is_published_again_as_it_was(home):
    oldest = versions.versions(home)[1]
    before = oldest.path.read_bytes()
    versions.publish(home, oldest.name)
    assert store.current_path(home) == oldest.path
    assert oldest.path.read_bytes() == before


def test_a_named_version_is_kept_for_ever(home):
    oldest = versions.versions(home)[1]
    versions.label(home, oldest.name, "copil-2026-06")
    assert versions.prune(home, keep=1) == []
    with pytest.raises(StoreError, match="copil-2026-06"):
        versions.retire(home, oldest.name)
    versions.publish(home, "copil-2026-06")
    assert store.current_path(home) == oldest.path


def test_a_name_is_given_once(home):
    newest, oldest = versions.versions(home)
    versions.label(home, oldest.name, "copil")
    with pytest.raises(StoreError, match="déjà donné"):
        versions.label(home, newest.name, "copil")
    with pytest.raises(StoreError, match="refusé"):
        versions.label(home, newest.name, "../x")


def test_the_oldest_go_beyond_the_number_kept_never_the_current_one(home):
    newest, oldest = versions.versions(home)
    versions.publish(home, oldest.name)
    assert versions.prune(home, keep=0) == [newest.name]
    assert [v.name for v in versions.versions(home)] == [oldest.name]


def test_retire_removes_an_unused_version_only(home):
    newest, oldest = versions.versions(home)
    with pytest.raises(StoreError, match="en cours"):
        versions.retire(home, newest.name)
    versions.retire(home, oldest.name)
    assert not oldest.path.exists()
    with pytest.raises(StoreError, match="introuvable"):
        versions.retire(home, oldest.name)


def test_a_named_version_is_found_by_its_name_and_stays_the_same_byte_for_byte(home, tmp_path):
    newest = versions.versions(home)[0]
    versions.label(home, newest.name, "copil-2026-06")
    before = newest.path.read_bytes()
    stages = write(tmp_path / "suite", "stages.csv", STAGES_HEADER, *STAGES[:2]).parent
    import_folder(stages, home)
    assert store.current_path(home) != newest.path
    assert versions.labelled(home) == {"copil-2026-06": newest.path}
    assert newest.path.read_bytes() == before


def test_a_name_taken_back_keeps_the_version(home):
    newest = versions.versions(home)[0]
    versions.label(home, newest.name, "copil")
    versions.unlabel(home, "copil")
    assert versions.labelled(home) == {}
    assert newest.path.is_file()
    with pytest.raises(StoreError, match="ne s’appelle"):
        versions.unlabel(home, "copil")
