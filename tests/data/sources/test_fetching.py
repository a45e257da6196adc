"""Downloads, against a local server that has every fault; no test leaves this machine."""

import gzip
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data.contracts import CONTRACTS
from data.readers import IntakeError
from data.sources.fetching import MANIFEST, OfficialFile, fetch
from tests.conftest import ROOT
from tests.data.sources.faulty_site import TABLE, chunked, names, ok, run, status, zipped

FILES = {
    "annuaire_lycees_2024-03.csv": "etablissements",
    "annuaire_lycees_pro_2026-02.csv": "etablissements",
    "colleges_geoloc_2024.csv": "colleges",
    "ips_colleges_2022-2023.csv": "ips_colleges",
    "ips_lycees_2022-2023.csv": "ips_lycees",
    "ival_2024_LP.csv": "effectifs_lycees_pro",
    "colleges_dnb_effectifs_2021.csv": "effectifs_colleges",
    "liste_etablissements_rep_2025-01.csv": "education_prioritaire",
    "insee_comparateur_communes_2018.csv": "employeurs",
    "insee_comparateur_communes_2018_meta.csv": "libelles_variables",
    "insee_grille_densite_2022.csv": "densite",
    "frr_communes_2025-07.csv": "ruralite",
    "variantes/fr-en-annuaire-education_lycees_utf8-bom-crlf.csv": "etablissements",
    "variantes/ival-2024_LP_deux-lignes-entete.xlsx": "effectifs_lycees_pro",
}


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_arrives_byte_for_byte_with_its_rows_counted(real, site, tmp_path, name):
    body = (real / name).read_bytes()
    site.answers["/f"] = [ok(body)]
    suffix = Path(name).suffix
    source = OfficialFile("f", "F", f"{site.address}/f", "LO", FILES[name], f"f{suffix}")
    result = run(tmp_path, source)
    assert result.status == "téléchargé", result.message
    assert result.path is not None and result.path.read_bytes() == body
    assert (result.bytes, result.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert names(tmp_path) == {f"f{suffix}", MANIFEST}


def test_the_message_says_title_rows_and_licence(site, source, tmp_path):
    assert run(tmp_path, source).message == "Grille : 2 lignes, Licence Ouverte."


def test_the_request_names_the_product(site, source, tmp_path):
    run(tmp_path, source)
    assert site.requests[0][1]["User-Agent"] == "EquiStage"


def test_a_compressed_body_is_written_plain(site, source, tmp_path):
    site.answers["/t"] = [ok(gzip.compress(TABLE), Content_Encoding="gzip")]
    assert run(tmp_path, source).path.read_bytes() == TABLE


def test_a_body_without_announced_length_is_taken(site, source, tmp_path):
    site.answers["/t"] = [ok(TABLE, **{"Content-Length": ""})]
    assert run(tmp_path, source).path.read_bytes() == TABLE


def test_a_body_in_chunks_is_taken(site, source, tmp_path):
    site.answers["/t"] = [chunked(TABLE[:50], TABLE[50:])]
    assert run(tmp_path, source).path.read_bytes() == TABLE


def test_the_member_of_an_archive_is_what_is_written(site, source, tmp_path):
    site.answers["/t"] = [ok(zipped(data=TABLE, meta=b"x"))]
    result = run(tmp_path, replace(source, member="data.csv"))
    assert (result.status, result.path.read_bytes()) == ("téléchargé", TABLE)
    assert names(tmp_path) == {"t.csv", MANIFEST}


def test_the_manifest_notes_where_from_when_and_what(site, source, tmp_path):
    site.answers["/t"] = [ok(TABLE, ETag='"a"', Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")]
    result = run(tmp_path, source)
    entry = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["t"]
    assert entry.pop("date").startswith("20")
    assert entry == {
        "url": source.url,
        "etag": '"a"',
        "last_modified": "Mon, 02 Mar 2026 10:00:00 GMT",
        "sha256": result.sha256,
        "file": "t.csv",
    }


def test_a_source_that_fails_does_not_stop_the_others(site, source, tmp_path):
    site.answers["/bad"] = [status(404)]
    bad = replace(source, id="bad", file="bad.csv", url=f"{site.address}/bad")
    told: list[tuple[float, str]] = []
    results = fetch(tmp_path, [bad, source], progress=lambda *said: told.append(said))
    assert [(r.id, r.status) for r in results] == [("bad", "échec"), ("t", "téléchargé")]
    assert [share for share, _ in told] == [0, 0.5, 1]
    assert "Grille" in told[0][1]


def test_only_the_sources_asked_for_are_fetched(site, source, tmp_path):
    other = replace(source, id="u", file="u.csv")
    assert [r.id for r in fetch(tmp_path, [source, other], only=["u"])] == ["u"]
    assert names(tmp_path) == {"u.csv", MANIFEST}
    assert fetch(tmp_path, [source, other], only=[]) == []


def test_an_unknown_source_is_told_with_those_known(source, tmp_path):
    with pytest.raises(IntakeError, match=r"« x ».*connues : t\."):
        fetch(tmp_path / "new", [source], only=["x"])
    assert names(tmp_path) == set()


def test_a_folder_that_cannot_be_made_is_told(source, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IntakeError, match="Dossier impossible à créer"):
        fetch(tmp_path / "file" / "in", [source])


def test_importing_the_module_opens_no_connection():
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "import data.sources.fetching as f; f.read_sources(f.SOURCES)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_contracts_of_these_tests_exist():
    assert set(FILES.values()) <= CONTRACTS.keys()
