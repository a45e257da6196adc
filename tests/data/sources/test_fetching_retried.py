"""A fault that may pass is tried again, each time later, then given up."""

import gzip

import pytest

from data.sources import downloading
from tests.data.sources.faulty_site import (
    TABLE,
    chunked,
    cut,
    ok,
    refuses,
    refuses_first,
    run,
    status,
)


@pytest.mark.parametrize(
    "fault",
    [
        status(500),
        status(503),
        status(429),
        cut(TABLE),
        chunked(TABLE[:50], end=b"ff\r\nhalf"),
        ok(gzip.compress(TABLE)[:-9], Content_Encoding="gzip"),
        ok(TABLE, Content_Encoding="gzip"),
    ],
    ids=["500", "503", "429", "cut", "cut chunks", "cut gzip", "false gzip"],
)
def test_a_passing_fault_is_tried_again_then_given_up(site, source, tmp_path, fault):
    waits: list[float] = []
    site.answers["/t"] = [fault, fault, ok(TABLE)]
    result = run(tmp_path / "cured", source, waits=waits)
    assert (result.status, len(waits)) == ("téléchargé", 2)
    assert result.path.read_bytes() == TABLE
    site.requests.clear()
    assert "(3 essais)" in refuses(tmp_path, source, site, fault, retries=2)
    assert len(site.requests) == 3 + 1 + 3


def test_a_silent_server_is_left_and_tried_again(site, source, tmp_path):
    site.answers["/t"] = [site.slow(TABLE), ok(TABLE)]
    assert run(tmp_path / "cured", source, timeout=0.2).status == "téléchargé"
    message = refuses(tmp_path, source, site, site.slow(TABLE), timeout=0.2, retries=1)
    assert "ne répond pas à temps (2 essais)" in message


def test_a_server_that_drips_for_ever_is_left(site, source, tmp_path, monkeypatch):
    monkeypatch.setattr(downloading, "MAX_SECONDS", -1)
    assert "trop lent" in refuses_first(tmp_path, source)


def test_each_wait_is_about_twice_the_one_before(site, source, tmp_path):
    waits: list[float] = []
    site.answers["/t"] = [status(500)]
    run(tmp_path, source, waits=waits, retries=5)
    assert len(waits) == 5
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(waits))


def test_waits_differ_from_one_run_to_the_next(site, source, tmp_path):
    site.answers["/t"] = [status(500)]
    first: list[float] = []
    second: list[float] = []
    run(tmp_path, source, waits=first)
    run(tmp_path, source, waits=second)
    assert first != second


def test_a_server_that_is_not_there_is_told(site, tmp_path, source):
    site.close()
    assert "connexion refusée ou coupée ; aucun fichier" in refuses_first(tmp_path, source)
