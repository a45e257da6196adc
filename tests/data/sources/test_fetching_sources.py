"""The list of official sources: the one that ships, and another one."""

import json
from pathlib import Path

import pytest

from data.readers import IntakeError
from data.sources import fetching
from data.sources.fetching import OfficialFile, read_sources

WITHOUT_ADDRESS = {"offres", "etablissements_qpv", "effectifs_colleges"}


def test_the_shipped_list_covers_every_official_contract_that_has_an_address(monkeypatch):
    monkeypatch.delenv("EQUISTAGE_SOURCES", raising=False)
    from data.contracts import OFFICIAL

    sources = read_sources()
    assert {s.contract for s in sources} == {c.name for c in OFFICIAL} - WITHOUT_ADDRESS
    assert all(s.url.startswith("https://") and s.licence for s in sources)


def test_the_shipped_list_asks_the_ministry_for_the_academie_alone(monkeypatch):
    monkeypatch.delenv("EQUISTAGE_SOURCES", raising=False)
    ministry = [s for s in read_sources() if "data.education.gouv.fr" in s.url]
    assert len(ministry) == 11
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
