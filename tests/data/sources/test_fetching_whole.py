"""Never half a file, whatever stops the download."""

import os
from http.server import BaseHTTPRequestHandler

import pytest

from data.sources.fetching import MANIFEST
from tests.data.sources.faulty_site import NEWER, TABLE, cut, names, ok, run


def test_a_run_that_is_stopped_leaves_the_old_file(site, source, tmp_path, monkeypatch):
    run(tmp_path, source)
    site.answers["/t"] = [ok(NEWER)]

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, source)
    assert (tmp_path / "t.csv").read_bytes() == TABLE
    assert names(tmp_path) == {"t.csv", MANIFEST}


def test_a_full_disk_is_told_and_leaves_the_old_file(site, source, tmp_path, monkeypatch):
    run(tmp_path, source)
    site.answers["/t"] = [ok(NEWER)]

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run(tmp_path, source)
    assert (result.status, result.path) == ("échec", tmp_path / "t.csv")
    assert "écriture impossible" in result.message
    assert (tmp_path / "t.csv").read_bytes() == TABLE


def test_a_body_in_progress_stands_under_a_hidden_name(site, source, tmp_path):
    """The import skips hidden names: it can never read half a file."""
    seen: list[set[str]] = []

    def look(handler: BaseHTTPRequestHandler) -> None:
        cut(TABLE)(handler)
        handler.wfile.flush()
        for _ in range(500):
            if names(tmp_path):
                break
            site.closing.wait(0.01)
        seen.append(names(tmp_path))

    site.answers["/t"] = [look]
    run(tmp_path, source, retries=0)
    assert seen == [{".t.csv.part"}]
