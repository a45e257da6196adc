"""A fault that will not pass is told at once and leaves the file in place."""

import gzip
import hashlib
from dataclasses import replace

import pytest

from data.sources import downloading
from tests.data.sources.faulty_site import NEWER, TABLE, ok, refuses, run, status, zipped

RENAMED = TABLE.replace(b"LIBDENS", b"LIBELLE_DENSITE")
REFUSED = {
    "404": (status(404), "plus à cette adresse (réponse 404)"),
    "403": (status(403), "accès refusé (réponse 403)"),
    "400": (status(400), "filtre"),
    "304 unasked": (status(304), "réponse inattendue (réponse 304)"),
    "204": (status(204), "réponse inattendue"),
    "page": (ok(b"\n<!DOCTYPE html><html>Maintenance</html>"), "page web (HTML)"),
    "page with BOM": (ok(b"\xef\xbb\xbf<html></html>"), "page web (HTML)"),
    "column": (ok(RENAMED), "colonne absente, « libdens »"),
    "two columns": (ok(RENAMED.replace(b"DENS;", b"D;")), "« dens », « libdens »"),
    "other table": (ok(b"a;b\n1;2\n"), "« codgeo », « dens », « libdens »"),
    "json": (ok(b'{"error_code": "ODSQLError", "message": "x"}'), "JSON"),
    "last line cut": (ok(TABLE[:-30]), "sa dernière ligne est coupée"),
    "empty": (ok(b""), "fichier vide"),
    "blank": (ok(b" \r\n\r\n"), "fichier vide"),
    "header alone": (ok(TABLE.splitlines(keepends=True)[0]), "sans aucune ligne"),
    "binary": (ok(b"\x00\x01\x02" * 100), "« t.csv » n’est ni un fichier de texte ni un classeur"),
    "broken workbook": (ok(zipped(a=b"x")[:-20]), "« t.csv » est un classeur abîmé"),
    "unknown coding": (ok(TABLE, Content_Encoding="br"), "compression inconnue, « br »"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_lasting_fault_is_told_at_once_and_changes_nothing(site, source, tmp_path, name):
    fault, words = REFUSED[name]
    waits: list[float] = []
    assert words in refuses(tmp_path, source, site, fault, waits=waits)
    assert waits == []


def test_a_wrong_checksum_is_refused_and_the_right_one_taken(site, source, tmp_path):
    pinned = replace(source, sha256=hashlib.sha256(NEWER).hexdigest().upper())
    assert "sha256" in refuses(tmp_path, pinned, site, ok(TABLE))
    site.answers["/t"] = [ok(NEWER)]
    assert run(tmp_path / "good", pinned).status == "téléchargé"


@pytest.mark.parametrize("coding", ["plain", "gzip", "zip"])
def test_a_file_beyond_the_limit_is_refused_however_it_is_packed(
    site, source, tmp_path, monkeypatch, coding
):
    big = TABLE + b"54001;x;1;y;1\r\n" * 50_000
    packed = {
        "plain": ok(big),
        "gzip": ok(gzip.compress(big), Content_Encoding="gzip"),
        "zip": ok(zipped(data=big)),
    }
    source = replace(source, member="data.csv" if coding == "zip" else "")
    monkeypatch.setattr(downloading, "MAX_BYTES", 100_000)
    assert "refusé" in refuses(tmp_path, source, site, packed[coding])
    monkeypatch.setattr(downloading, "MAX_BYTES", len(big))
    assert run(tmp_path / "allowed", source).status == "téléchargé"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (zipped(other=TABLE), "ne contient pas « data.csv »"),
        (zipped(data=TABLE)[:-30], "archive ZIP entière"),
        (TABLE, "archive ZIP entière"),
        (b"<html>", "page web"),
        (zipped(data=RENAMED), "« libdens »"),
    ],
)
def test_a_bad_archive_is_told(site, source, tmp_path, body, words):
    assert words in refuses(tmp_path, replace(source, member="data.csv"), site, ok(body))
