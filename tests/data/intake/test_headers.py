"""Headers: proposals are never applied by themselves; what was accepted is kept."""

import json

import pytest

from data.contracts import CONTRACTS
from data.intake import headers
from data.intake.headers import accept, accepted_headers, propose, with_accepted
from data.intake.intake import recognise
from data.readers import IntakeError, open_sources
from tests.data.conftest import BRAVO, write

ENROLMENT = CONTRACTS["effectifs"]


def test_a_missing_needed_header_gets_its_closest_unused_header():
    header = ["UAI", "Année scolaire", "Nivaeu", "famille", "effectif scolaire", "remarque"]
    found = propose(header, ENROLMENT)
    assert [(p.header, p.column) for p in found] == [("effectif scolaire", "eleves")]
    assert all(headers.LEAST <= p.score <= 100 for p in found)


def test_the_order_of_words_does_not_matter_and_far_words_give_nothing():
    assert propose(["uai", "scolaire année", "niveau", "famille", "effectif"], ENROLMENT) == [
        headers.Proposal("scolaire année", "annee", 100)
    ]
    assert propose(["uai", "annee", "niveau", "famille", "remarque"], ENROLMENT) == []


def test_a_header_serves_one_column_and_a_column_gets_one_header():
    header = ["uai", "niveau", "famille", "scolaire annee", "annee-scolaires", "leffectif", "x"]
    found = propose(header, ENROLMENT)
    assert [(p.header, p.column) for p in found] == [
        ("scolaire annee", "annee"),
        ("leffectif", "eleves"),
    ]


def test_a_personal_header_is_never_proposed():
    assert propose(["uai élève", "annee", "niveau", "famille", "effectif"], ENROLMENT) == []


def test_an_accepted_header_is_read_from_then_on(tmp_path):
    path = write(
        tmp_path,
        "e.csv",
        "uai;annee;niveau;famille;Combien",
        f"{BRAVO};2025-2026;2PRO;commerce;11",
    )
    accept(tmp_path, "effectifs", "eleves", "Combien", "A. Gent")
    accept(tmp_path, "effectifs", "eleves", "COMBIEN *", "A. Gent")  # the same one
    accepted = accepted_headers(tmp_path)
    assert accepted == {("effectifs", "eleves"): ["Combien"]}
    with open_sources(path) as sources:
        assert recognise(sources, [ENROLMENT]) is None
        assert recognise(sources, [with_accepted(ENROLMENT, accepted)]) is not None
    assert "Combien" not in ENROLMENT.columns[-1].headers
    (entry,) = json.loads((tmp_path / headers.FILE).read_text(encoding="utf-8"))["entetes"]
    assert (entry["auteur"], entry["colonne"]) == ("A. Gent", "eleves")


def test_a_contract_without_accepted_header_stays_itself():
    assert with_accepted(ENROLMENT, {("stages", "etat"): ["x"]}) is ENROLMENT


@pytest.mark.parametrize(
    ("contract", "column", "header", "why"),
    [
        ("inconnu", "eleves", "Combien", "inconnu"),
        ("effectifs", "inconnue", "Combien", "inconnu"),
        ("effectifs", "eleves", " * ", "vide"),
        ("effectifs", "eleves", "Nom de l’élève", "personnelle"),
        ("effectifs", "eleves", "niveau", "déjà"),
    ],
)
def test_what_cannot_be_accepted_is_said_and_nothing_is_written(
    tmp_path, contract, column, header, why
):
    with pytest.raises(IntakeError, match=why):
        accept(tmp_path, contract, column, header, "A. Gent")
    assert list(tmp_path.iterdir()) == []


def test_a_header_accepted_for_one_column_is_refused_for_another(tmp_path):
    accept(tmp_path, "effectifs", "eleves", "Combien", "A. Gent")
    with pytest.raises(IntakeError, match="déjà"):
        accept(tmp_path, "effectifs", "niveau", "combien", "A. Gent")


def test_killed_while_writing_leaves_the_former_file(tmp_path, monkeypatch):
    accept(tmp_path, "effectifs", "eleves", "Combien", "A. Gent")

    def broken(*args, **kwargs):
        raise OSError("disque plein")

    monkeypatch.setattr(headers.json, "dump", broken)
    with pytest.raises(OSError, match="plein"):
        accept(tmp_path, "effectifs", "eleves", "Autre", "A. Gent")
    assert accepted_headers(tmp_path) == {("effectifs", "eleves"): ["Combien"]}
    assert [p.name for p in tmp_path.iterdir()] == [headers.FILE]


@pytest.mark.parametrize("text", ["{", "[]", '{"entetes": [{"contrat": "x"}]}', '{"entetes": 3}'])
def test_a_damaged_file_is_said(tmp_path, text):
    (tmp_path / headers.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError, match="illisible"):
        accepted_headers(tmp_path)
