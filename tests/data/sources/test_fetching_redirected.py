"""Redirections are followed, never for ever and never out of http."""

from dataclasses import replace

import pytest

from data.sources import downloading
from tests.data.sources.faulty_site import TABLE, ok, refuses_first, run, status


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirection_is_followed(site, source, tmp_path, code):
    site.answers["/t"] = [status(code, Location="/other%20place?x=1")]
    site.answers["/other%20place?x=1"] = [ok(TABLE)]
    assert run(tmp_path, source).path.read_bytes() == TABLE


def test_five_redirections_are_followed_and_no_more(site, source, tmp_path):
    for hop in range(5):
        site.answers[f"/{hop}" if hop else "/t"] = [status(302, Location=f"/{hop + 1}")]
    site.answers["/5"] = [ok(TABLE)]
    assert run(tmp_path / "five", source).status == "téléchargé"
    site.answers["/5"] = [status(302, Location="/6")]
    site.answers["/6"] = [ok(TABLE)]
    assert "plus de 5 redirections" in refuses_first(tmp_path / "six", source)


def test_a_loop_of_redirections_ends(site, source, tmp_path):
    site.answers["/t"] = [status(302, Location="/t")]
    assert "tourne en rond" in refuses_first(tmp_path, source)
    assert len(site.requests) == 6


@pytest.mark.parametrize("scheme", ["file", "ftp", "data", "none"])
def test_a_redirection_out_of_http_is_refused(site, source, tmp_path, scheme):
    trap = tmp_path / "trap.csv"
    trap.write_bytes(TABLE)
    place = {
        "file": trap.as_uri(),
        "ftp": "ftp://127.0.0.1/t.csv",
        "data": "data:text/csv,CODGEO;DENS;LIBDENS",
        "none": "",
    }[scheme]
    site.answers["/t"] = [status(302, Location=place)]
    assert "refusée" in refuses_first(tmp_path / "out", source)


def test_a_redirection_never_goes_from_https_down_to_http():
    with pytest.raises(downloading.RefusedError, match="quitte https"):
        downloading._redirected("https://a.fr/x", "http://a.fr/x")
    assert downloading._redirected("https://a.fr/x/y", "../é") == "https://a.fr/%E9"


def test_an_address_out_of_http_is_never_opened(source, tmp_path):
    trap = tmp_path / "trap.csv"
    trap.write_bytes(TABLE)
    assert "adresse refusée" in refuses_first(tmp_path / "out", replace(source, url=trap.as_uri()))
