"""Downloads, against a local server that has every fault; no test leaves this machine."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from data import downloading, fetching
from data.contracts import CONTRACTS
from data.fetching import MANIFEST, OfficialFile, fetch, read_sources
from data.readers import IntakeError
from tests.conftest import ROOT

Answer = Callable[[BaseHTTPRequestHandler], None]
TABLE = (
    b"CODGEO;LIBGEO;DENS;LIBDENS;PMUN19\r\n"
    b"54395;Nancy;1;Grands centres urbains;104885\r\n"
    b"57463;Metz;1;Grands centres urbains;118489\r\n"
)
NEWER = TABLE + b"88160;\xc3\x89pinal;2;Centres urbains interm\xc3\xa9diaires;32256\r\n"
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


def ok(body: bytes, status: int = 200, length: int | None = None, **headers: str) -> Answer:
    """Answer `body`, announcing its length, or another one."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        announced = {"Content-Length": str(len(body) if length is None else length), **headers}
        for name, value in announced.items():
            if value:
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Answer:
    return ok(b"", code, **headers)


def cut(body: bytes) -> Answer:
    return ok(body[: len(body) // 2], length=len(body))


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> Answer:
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end
    return ok(body, Transfer_Encoding="chunked", **{"Content-Length": ""})


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return out.getvalue()


class Site:
    """A local server; each path has its answers, the last one repeated."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.requests.append((self.path, dict(self.headers)))
                answers = site.answers[self.path]
                (answers.pop(0) if len(answers) > 1 else answers[0])(self)
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def slow(self, body: bytes) -> Answer:
        """Answer half of `body`, then nothing until the site closes."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            cut(body)(handler)
            handler.wfile.flush()
            self.closing.wait(20)

        return answer

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    served = Site()
    yield served
    served.close()


@pytest.fixture
def table(site: Site) -> OfficialFile:
    """A source whose answers each test sets with `site.answers["/t"]`."""
    site.answers["/t"] = [ok(TABLE)]
    return OfficialFile("t", "Grille", f"{site.address}/t", "Licence Ouverte", "densite", "t.csv")


def run(folder: Path, source: OfficialFile, **options: object) -> fetching.Fetched:
    """Fetch one source without waiting between attempts."""
    waits = options.pop("waits", [])
    [result] = fetch(folder, [source], sleep=waits.append, **options)
    return result


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def refuses(folder: Path, source: OfficialFile, site: Site, *answers: Answer, **options) -> str:
    """Check that the answers fail with and without an earlier file; return the message."""
    site.answers["/t"] = list(answers)
    first = run(folder / "empty", source, **options)
    assert (first.status, first.path, names(folder / "empty")) == ("échec", None, set())
    assert "aucun fichier en place" in first.message
    site.answers["/t"] = [ok(TABLE)]
    full = folder / "full"
    run(full, replace(source, member="", sha256=""))
    noted = (full / MANIFEST).read_bytes()
    site.answers["/t"] = list(answers)
    second = run(full, source, **options)
    assert (second.status, second.path) == ("échec", full / "t.csv")
    assert "le fichier précédent reste en place" in second.message
    assert "« t »" in second.message
    assert names(full) == {"t.csv", MANIFEST}
    assert ((full / "t.csv").read_bytes(), (full / MANIFEST).read_bytes()) == (TABLE, noted)
    return second.message


# --- what is written -------------------------------------------------------------------------


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


def test_the_message_says_title_rows_and_licence(site, table, tmp_path):
    assert run(tmp_path, table).message == "Grille : 2 lignes, Licence Ouverte."


def test_the_request_names_the_product(site, table, tmp_path):
    run(tmp_path, table)
    assert site.requests[0][1]["User-Agent"] == "EquiStage"


def test_a_compressed_body_is_written_plain(site, table, tmp_path):
    site.answers["/t"] = [ok(gzip.compress(TABLE), Content_Encoding="gzip")]
    assert run(tmp_path, table).path.read_bytes() == TABLE


def test_a_body_without_announced_length_is_taken(site, table, tmp_path):
    site.answers["/t"] = [ok(TABLE, **{"Content-Length": ""})]
    assert run(tmp_path, table).path.read_bytes() == TABLE


def test_a_body_in_chunks_is_taken(site, table, tmp_path):
    site.answers["/t"] = [chunked(TABLE[:50], TABLE[50:])]
    assert run(tmp_path, table).path.read_bytes() == TABLE


def test_the_member_of_an_archive_is_what_is_written(site, table, tmp_path):
    site.answers["/t"] = [ok(zipped(data=TABLE, meta=b"x"))]
    result = run(tmp_path, replace(table, member="data.csv"))
    assert (result.status, result.path.read_bytes()) == ("téléchargé", TABLE)
    assert names(tmp_path) == {"t.csv", MANIFEST}


def test_the_manifest_notes_where_from_when_and_what(site, table, tmp_path):
    site.answers["/t"] = [ok(TABLE, ETag='"a"', Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")]
    result = run(tmp_path, table)
    entry = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["t"]
    assert entry.pop("date").startswith("20")
    assert entry == {
        "url": table.url,
        "etag": '"a"',
        "last_modified": "Mon, 02 Mar 2026 10:00:00 GMT",
        "sha256": result.sha256,
        "file": "t.csv",
    }


# --- failures that may pass ------------------------------------------------------------------


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
def test_a_passing_fault_is_tried_again_then_given_up(site, table, tmp_path, fault):
    waits: list[float] = []
    site.answers["/t"] = [fault, fault, ok(TABLE)]
    result = run(tmp_path / "cured", table, waits=waits)
    assert (result.status, len(waits)) == ("téléchargé", 2)
    assert result.path.read_bytes() == TABLE
    site.requests.clear()
    assert "(3 essais)" in refuses(tmp_path, table, site, fault, retries=2)
    assert len(site.requests) == 3 + 1 + 3


def test_a_silent_server_is_left_and_tried_again(site, table, tmp_path):
    site.answers["/t"] = [site.slow(TABLE), ok(TABLE)]
    assert run(tmp_path / "cured", table, timeout=0.2).status == "téléchargé"
    message = refuses(tmp_path, table, site, site.slow(TABLE), timeout=0.2, retries=1)
    assert "ne répond pas à temps (2 essais)" in message


def test_a_server_that_drips_for_ever_is_left(site, table, tmp_path, monkeypatch):
    monkeypatch.setattr(downloading, "MAX_SECONDS", -1)
    assert "trop lent" in refuses_first(tmp_path, table)


def refuses_first(folder: Path, source: OfficialFile) -> str:
    result = run(folder, source, retries=0)
    assert (result.status, result.path) == ("échec", None)
    return result.message


def test_each_wait_is_about_twice_the_one_before(site, table, tmp_path):
    waits: list[float] = []
    site.answers["/t"] = [status(500)]
    run(tmp_path, table, waits=waits, retries=5)
    assert len(waits) == 5
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(waits))


def test_waits_differ_from_one_run_to_the_next(site, table, tmp_path):
    site.answers["/t"] = [status(500)]
    first: list[float] = []
    second: list[float] = []
    run(tmp_path, table, waits=first)
    run(tmp_path, table, waits=second)
    assert first != second


def test_a_server_that_is_not_there_is_told(site, tmp_path, table):
    site.close()
    assert "connexion refusée ou coupée ; aucun fichier" in refuses_first(tmp_path, table)


# --- failures that will not pass -------------------------------------------------------------

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
def test_a_lasting_fault_is_told_at_once_and_changes_nothing(site, table, tmp_path, name):
    fault, words = REFUSED[name]
    waits: list[float] = []
    assert words in refuses(tmp_path, table, site, fault, waits=waits)
    assert waits == []


def test_a_wrong_checksum_is_refused_and_the_right_one_taken(site, table, tmp_path):
    pinned = replace(table, sha256=hashlib.sha256(NEWER).hexdigest().upper())
    assert "sha256" in refuses(tmp_path, pinned, site, ok(TABLE))
    site.answers["/t"] = [ok(NEWER)]
    assert run(tmp_path / "good", pinned).status == "téléchargé"


@pytest.mark.parametrize("coding", ["plain", "gzip", "zip"])
def test_a_file_beyond_the_limit_is_refused_however_it_is_packed(
    site, table, tmp_path, monkeypatch, coding
):
    big = TABLE + b"54001;x;1;y;1\r\n" * 50_000
    packed = {
        "plain": ok(big),
        "gzip": ok(gzip.compress(big), Content_Encoding="gzip"),
        "zip": ok(zipped(data=big)),
    }
    source = replace(table, member="data.csv" if coding == "zip" else "")
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
def test_a_bad_archive_is_told(site, table, tmp_path, body, words):
    assert words in refuses(tmp_path, replace(table, member="data.csv"), site, ok(body))


# --- redirections ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirection_is_followed(site, table, tmp_path, code):
    site.answers["/t"] = [status(code, Location="/other%20place?x=1")]
    site.answers["/other%20place?x=1"] = [ok(TABLE)]
    assert run(tmp_path, table).path.read_bytes() == TABLE


def test_five_redirections_are_followed_and_no_more(site, table, tmp_path):
    for hop in range(5):
        site.answers[f"/{hop}" if hop else "/t"] = [status(302, Location=f"/{hop + 1}")]
    site.answers["/5"] = [ok(TABLE)]
    assert run(tmp_path / "five", table).status == "téléchargé"
    site.answers["/5"] = [status(302, Location="/6")]
    site.answers["/6"] = [ok(TABLE)]
    assert "plus de 5 redirections" in refuses_first(tmp_path / "six", table)


def test_a_loop_of_redirections_ends(site, table, tmp_path):
    site.answers["/t"] = [status(302, Location="/t")]
    assert "tourne en rond" in refuses_first(tmp_path, table)
    assert len(site.requests) == 6


@pytest.mark.parametrize("scheme", ["file", "ftp", "data", "none"])
def test_a_redirection_out_of_http_is_refused(site, table, tmp_path, scheme):
    trap = tmp_path / "trap.csv"
    trap.write_bytes(TABLE)
    place = {
        "file": trap.as_uri(),
        "ftp": "ftp://127.0.0.1/t.csv",
        "data": "data:text/csv,CODGEO;DENS;LIBDENS",
        "none": "",
    }[scheme]
    site.answers["/t"] = [status(302, Location=place)]
    assert "refusée" in refuses_first(tmp_path / "out", table)


def test_a_redirection_never_goes_from_https_down_to_http():
    with pytest.raises(downloading.RefusedError, match="quitte https"):
        downloading._redirected("https://a.fr/x", "http://a.fr/x")
    assert downloading._redirected("https://a.fr/x/y", "../é") == "https://a.fr/%E9"


def test_an_address_out_of_http_is_never_opened(table, tmp_path):
    trap = tmp_path / "trap.csv"
    trap.write_bytes(TABLE)
    assert "adresse refusée" in refuses_first(tmp_path / "out", replace(table, url=trap.as_uri()))


# --- what has not changed --------------------------------------------------------------------

DATED = {"ETag": '"v1"', "Last_Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}


def sent(site: Site) -> tuple[str | None, str | None]:
    headers = site.requests[-1][1]
    return headers.get("If-None-Match"), headers.get("If-Modified-Since")


def test_a_file_that_has_not_changed_is_not_sent_again(site, table, tmp_path):
    site.answers["/t"] = [ok(TABLE, **DATED), status(304)]
    first = run(tmp_path, table)
    assert sent(site) == (None, None)
    before = first.path.stat().st_mtime_ns, (tmp_path / MANIFEST).read_bytes()
    second = run(tmp_path, table)
    assert sent(site) == ('"v1"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert (second.status, second.path, second.bytes) == ("inchangé", first.path, len(TABLE))
    assert (first.path.stat().st_mtime_ns, (tmp_path / MANIFEST).read_bytes()) == before


def test_a_newer_file_replaces_the_old_one(site, table, tmp_path):
    site.answers["/t"] = [ok(TABLE, **DATED), ok(NEWER, ETag='"v2"'), status(304)]
    run(tmp_path, table)
    assert run(tmp_path, table).status == "téléchargé"
    assert (tmp_path / "t.csv").read_bytes() == NEWER
    run(tmp_path, table)
    assert sent(site) == ('"v2"', None)


def test_the_same_content_sent_again_is_said_unchanged(site, table, tmp_path):
    run(tmp_path, table)
    before = (tmp_path / "t.csv").stat().st_mtime_ns
    result = run(tmp_path, table)
    assert (result.status, result.message) == ("inchangé", "Grille : même contenu, 2 lignes.")
    assert (tmp_path / "t.csv").stat().st_mtime_ns == before


@pytest.mark.parametrize("change", ["edited", "removed", "address", "member", "pinned", "manifest"])
def test_what_is_no_longer_the_file_downloaded_is_downloaded_again(site, table, tmp_path, change):
    site.answers["/t"] = [ok(TABLE, **DATED)]
    run(tmp_path, table)
    source = table
    if change == "edited":
        (tmp_path / "t.csv").write_bytes(NEWER)
    elif change == "removed":
        (tmp_path / "t.csv").unlink()
    elif change == "address":
        site.answers["/u"] = [ok(TABLE)]
        source = replace(table, url=f"{site.address}/u")
    elif change == "member":
        site.answers["/t"] = [ok(zipped(data=TABLE))]
        source = replace(table, member="data.csv")
    elif change == "pinned":
        source = replace(table, sha256=hashlib.sha256(TABLE).hexdigest())
    else:
        (tmp_path / MANIFEST).write_text('{"t": [1, {')
    result = run(tmp_path, source)
    assert sent(site) == (None, None)
    assert result.status in ("téléchargé", "inchangé")
    assert (tmp_path / "t.csv").read_bytes() == TABLE


@pytest.mark.parametrize("text", ["[]", "3", '{"t": 3}', '{"t": {"etag": 5}}', "", "\x00"])
def test_a_damaged_manifest_costs_a_download_and_no_more(site, table, tmp_path, text):
    (tmp_path / MANIFEST).write_text(text)
    assert run(tmp_path, table).status == "téléchargé"
    assert json.loads((tmp_path / MANIFEST).read_text())["t"]["url"] == table.url


# --- never half a file -----------------------------------------------------------------------


def test_a_run_that_is_stopped_leaves_the_old_file(site, table, tmp_path, monkeypatch):
    run(tmp_path, table)
    site.answers["/t"] = [ok(NEWER)]

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, table)
    assert (tmp_path / "t.csv").read_bytes() == TABLE
    assert names(tmp_path) == {"t.csv", MANIFEST}


def test_a_full_disk_is_told_and_leaves_the_old_file(site, table, tmp_path, monkeypatch):
    run(tmp_path, table)
    site.answers["/t"] = [ok(NEWER)]

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run(tmp_path, table)
    assert (result.status, result.path) == ("échec", tmp_path / "t.csv")
    assert "écriture impossible" in result.message
    assert (tmp_path / "t.csv").read_bytes() == TABLE


def test_a_body_in_progress_stands_under_a_hidden_name(site, table, tmp_path):
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
    run(tmp_path, table, retries=0)
    assert seen == [{".t.csv.part"}]


# --- several sources -------------------------------------------------------------------------


def test_a_source_that_fails_does_not_stop_the_others(site, table, tmp_path):
    site.answers["/bad"] = [status(404)]
    bad = replace(table, id="bad", file="bad.csv", url=f"{site.address}/bad")
    told: list[tuple[float, str]] = []
    results = fetch(tmp_path, [bad, table], progress=lambda *said: told.append(said))
    assert [(r.id, r.status) for r in results] == [("bad", "échec"), ("t", "téléchargé")]
    assert [share for share, _ in told] == [0, 0.5, 1]
    assert "Grille" in told[0][1]


def test_only_the_sources_asked_for_are_fetched(site, table, tmp_path):
    other = replace(table, id="u", file="u.csv")
    assert [r.id for r in fetch(tmp_path, [table, other], only=["u"])] == ["u"]
    assert names(tmp_path) == {"u.csv", MANIFEST}
    assert fetch(tmp_path, [table, other], only=[]) == []


def test_an_unknown_source_is_told_with_those_known(table, tmp_path):
    with pytest.raises(IntakeError, match=r"« x ».*connues : t\."):
        fetch(tmp_path / "new", [table], only=["x"])
    assert names(tmp_path) == set()


def test_a_folder_that_cannot_be_made_is_told(table, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IntakeError, match="Dossier impossible à créer"):
        fetch(tmp_path / "file" / "in", [table])


# --- the list of sources ---------------------------------------------------------------------


def test_the_shipped_list_covers_every_official_contract_but_the_offers(monkeypatch):
    monkeypatch.delenv("EQUISTAGE_SOURCES", raising=False)
    from data.contracts.official import OFFICIAL

    sources = read_sources()
    assert {s.contract for s in sources} == {c.name for c in OFFICIAL} - {"offres"}
    assert all(s.url.startswith("https://") and s.licence for s in sources)


def test_the_shipped_list_asks_the_ministry_for_the_academie_alone(monkeypatch):
    monkeypatch.delenv("EQUISTAGE_SOURCES", raising=False)
    ministry = [s for s in read_sources() if "data.education.gouv.fr" in s.url]
    assert len(ministry) == 7
    assert all("Nancy-Metz" in s.url and "/api/explore/v2.1/" in s.url for s in ministry)


def test_the_shipped_list_says_that_its_addresses_are_to_be_checked():
    assert "À VÉRIFIER À LA PREMIÈRE UTILISATION" in fetching.SOURCES.read_text(encoding="utf-8")


GOOD = {
    "id": "a",
    "title": "A",
    "url": "http://a.fr/x",
    "licence": "LO",
    "contract": "densite",
    "file": "a.csv",
}


def listed(folder: Path, *entries: dict[str, str]) -> Path:
    path = folder / "list.toml"
    text = []
    for entry in entries:
        text += ["[[source]]", *(f"{name} = {json.dumps(value)}" for name, value in entry.items())]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def test_another_list_is_taken_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUISTAGE_SOURCES", str(listed(tmp_path, GOOD)))
    assert read_sources() == [OfficialFile(**GOOD)]
    monkeypatch.setenv("EQUISTAGE_SOURCES", "")
    assert len(read_sources()) > 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "file:///etc/passwd"}, "adresse refusée"),
        ({"url": "ftp://a.fr/x"}, "adresse refusée"),
        ({"url": "https:///x"}, "adresse refusée"),
        ({"url": "http://[a/x"}, "adresse refusée"),
        ({"url": "https://a.fr/é"}, "accents et espaces codés"),
        ({"url": "https://a.fr/a b"}, "accents et espaces codés"),
        ({"url": ""}, "champ manquant, « url »"),
        ({"contract": "nothing"}, "contrat inconnu, « nothing »"),
        ({"file": "../a.csv"}, "nom de fichier simple"),
        ({"file": "c:a.csv"}, "nom de fichier simple"),
        ({"file": ".a.csv"}, "nom de fichier simple"),
        ({"file": ".manifest.json"}, "nom de fichier simple"),
        ({"sha265": "x"}, "champ inconnu, « sha265 »"),
        ({"title": 3}, "texte entre guillemets"),
    ],
)
def test_a_wrong_entry_is_told_by_its_number(tmp_path, change, words):
    path = listed(tmp_path, GOOD, {**GOOD, "id": "b", "file": "b.csv", **change})
    with pytest.raises(IntakeError, match="source n° 2") as told:
        read_sources(path)
    assert words in str(told.value)


@pytest.mark.parametrize("same", ["id", "file"])
def test_two_entries_never_share_an_id_or_a_file(tmp_path, same):
    other = {**GOOD, "id": "b", "file": "b.csv"} | {same: GOOD[same].upper()}
    with pytest.raises(IntakeError, match=f"{same} en double"):
        read_sources(listed(tmp_path, GOOD, other))


@pytest.mark.parametrize("text", ["[[source]", "source = 3", "", "source = [3]"])
def test_a_list_that_cannot_be_read_is_told(tmp_path, text):
    path = tmp_path / "list.toml"
    path.write_text(text)
    with pytest.raises(IntakeError, match=r"list\.toml"):
        read_sources(path)
    with pytest.raises(IntakeError, match="illisible"):
        read_sources(tmp_path / "absent.toml")


# --- no network unless asked -----------------------------------------------------------------


def test_importing_the_module_opens_no_connection():
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "import data.fetching as f; f.read_sources(f.SOURCES)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_contracts_of_these_tests_exist():
    assert set(FILES.values()) <= CONTRACTS.keys()
