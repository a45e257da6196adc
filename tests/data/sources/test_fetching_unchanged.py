"""What has not changed is not sent again; what is no longer the file is."""

import hashlib
import json
from dataclasses import replace

import pytest

from data.sources.fetching import MANIFEST
from tests.data.sources.faulty_site import NEWER, TABLE, Site, ok, run, status, zipped

DATED = {"ETag": '"v1"', "Last_Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}


def sent(site: Site) -> tuple[str | None, str | None]:
    headers = site.requests[-1][1]
    return headers.get("If-None-Match"), headers.get("If-Modified-Since")


def test_a_file_that_has_not_changed_is_not_sent_again(site, source, tmp_path):
    site.answers["/t"] = [ok(TABLE, **DATED), status(304)]
    first = run(tmp_path, source)
    assert sent(site) == (None, None)
    before = first.path.stat().st_mtime_ns, (tmp_path / MANIFEST).read_bytes()
    second = run(tmp_path, source)
    assert sent(site) == ('"v1"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert (second.status, second.path, second.bytes) == ("inchangé", first.path, len(TABLE))
    assert (first.path.stat().st_mtime_ns, (tmp_path / MANIFEST).read_bytes()) == before


def test_a_newer_file_replaces_the_old_one(site, source, tmp_path):
    site.answers["/t"] = [ok(TABLE, **DATED), ok(NEWER, ETag='"v2"'), status(304)]
    run(tmp_path, source)
    assert run(tmp_path, source).status == "téléchargé"
    assert (tmp_path / "t.csv").read_bytes() == NEWER
    run(tmp_path, source)
    assert sent(site) == ('"v2"', None)


def test_the_same_content_sent_again_is_said_unchanged(site, source, tmp_path):
    run(tmp_path, source)
    before = (tmp_path / "t.csv").stat().st_mtime_ns
    result = run(tmp_path, source)
    assert (result.status, result.message) == ("inchangé", "Grille : même contenu, 2 lignes.")
    assert (tmp_path / "t.csv").stat().st_mtime_ns == before


@pytest.mark.parametrize("change", ["edited", "removed", "address", "member", "pinned", "manifest"])
def test_what_is_no_longer_the_file_downloaded_is_downloaded_again(site, source, tmp_path, change):
    site.answers["/t"] = [ok(TABLE, **DATED)]
    run(tmp_path, source)
    if change == "edited":
        (tmp_path / "t.csv").write_bytes(NEWER)
    elif change == "removed":
        (tmp_path / "t.csv").unlink()
    elif change == "address":
        site.answers["/u"] = [ok(TABLE)]
        source = replace(source, url=f"{site.address}/u")
    elif change == "member":
        site.answers["/t"] = [ok(zipped(data=TABLE))]
        source = replace(source, member="data.csv")
    elif change == "pinned":
        source = replace(source, sha256=hashlib.sha256(TABLE).hexdigest())
    else:
        (tmp_path / MANIFEST).write_text('{"t": [1, {')
    result = run(tmp_path, source)
    assert sent(site) == (None, None)
    assert result.status in ("téléchargé", "inchangé")
    assert (tmp_path / "t.csv").read_bytes() == TABLE


@pytest.mark.parametrize("text", ["[]", "3", '{"t": 3}', '{"t": {"etag": 5}}', "", "\x00"])
def test_a_damaged_manifest_costs_a_download_and_no_more(site, source, tmp_path, text):
    (tmp_path / MANIFEST).write_text(text)
    assert run(tmp_path, source).status == "téléchargé"
    assert json.loads((tmp_path / MANIFEST).read_text())["t"]["url"] == source.url
