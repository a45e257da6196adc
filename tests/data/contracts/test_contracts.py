"""Contracts: each is complete, unlike the others, and reads back the file it describes."""

import csv
import re
from typing import get_args, get_type_hints

import pytest

from data.contracts import CONTRACTS, Column, Contract, Rule
from data.contracts.contract import UNITS
from data.contracts.kinds import KINDS, fold
from data.contracts.vocabulary import FAMILIES, LEVELS
from data.intake.intake import possible_headers, recognise
from data.readers import open_sources
from data.reference import REFERENCE
from tests.conftest import some
from tests.data.reading import read_table

each = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda c: c.name)
FORBIDDEN = {
    "ine",
    "prenom",
    "date_naissance",
    "adresse",
    "mail",
    "courriel",
    "telephone",
    "tuteur",
}


@each
def test_a_contract_has_a_french_title_a_grain_and_a_sentence_a_column(contract: Contract):
    assert contract.title
    assert contract.grain.startswith("une ligne")
    for column in some(contract.columns):
        assert column.about.endswith(".")
        assert column.kind in KINDS
        assert column.headers


@each
def test_names_are_plain_and_each_once(contract: Contract):
    names = [column.name for column in contract.columns]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in (contract.name, *names))
    assert {"line", "_file", "_line"}.isdisjoint(names)


@each
def test_keys_and_rules_speak_of_columns_of_the_contract(contract: Contract):
    names = {column.name for column in contract.columns}
    assert set(contract.key) <= names
    assert {rule.column for rule in contract.rules} <= names
    assert all(contract.header(rule.column) and rule.message for rule in contract.rules)


@each
def test_closed_words_of_a_contract_are_known(contract: Contract):
    names = {column.name for column in contract.columns}
    hints = get_type_hints(Rule)
    assert {rule.then for rule in contract.rules} <= set(get_args(hints["then"]))
    assert {column.instead for column in contract.columns} <= {*names, "formation", ""}
    assert {column.unit for column in contract.columns} <= {*UNITS, ""}
    assert set(contract.replaced_by) <= names
    if contract.vintage:
        assert contract.vintage.bare in ("session", "rentree", "annee")
        assert {contract.vintage.column, contract.vintage.told_by} <= {*names, ""}


@each
def test_a_key_column_is_never_emptied_in_silence(contract: Contract):
    """An unreadable key refuses its row: emptied, it would pass for another row's."""
    for column in some(contract.columns):
        if column.name in contract.key and not column.is_free_text and column.kind != "date":
            assert column.rejects, column.name


@each
def test_no_contract_keeps_what_names_a_pupil_or_a_tutor(contract: Contract):
    spellings = {fold(h) for column in contract.columns for h in column.headers}
    assert spellings.isdisjoint(FORBIDDEN)
    assert {column.name for column in contract.columns}.isdisjoint(FORBIDDEN)


@each
def test_a_header_of_our_spellings_is_recognised_as_this_contract_and_no_other(contract, tmp_path):
    header = [column.headers[0].replace("*", "2024") for column in contract.columns]
    path = tmp_path / "gabarit.csv"
    path.write_text(";".join(header) + "\n", encoding="utf-8")
    with open_sources(path) as sources:
        found = recognise(sources)
    assert found is not None
    assert found.contract is contract
    assert found.found == {column.name: i for i, column in enumerate(contract.columns)}


@each
def test_a_needed_header_that_is_missing_is_named(contract: Contract):
    stand_ins = {column.instead for column in contract.columns}
    columns = [c for c in contract.columns if c.name not in stand_ins]
    header = [column.headers[0].replace("*", "2024") for column in columns]
    for i, column in some(enumerate(columns)):
        without = header[:i] + header[i + 1 :]
        missing = contract.missing_headers(contract.match(without))
        assert (column.headers[0] in missing) == column.header_needed


def test_a_header_is_matched_whatever_its_accents_case_and_signs():
    column = Column("nom", "text", ("nom_de_l_etablissement",), "Nom.")
    assert column.matches(fold("Nom de l’établissement"))
    assert column.matches(fold(" NOM_DE_L'ETABLISSEMENT "))
    assert not column.matches(fold("Nom"))


def test_a_star_takes_any_ending():
    column = Column("rang", "text", ("classement_frr*", "autre"), "Rang.")
    assert column.matches("classement_frr_2025_07_10")
    assert column.matches("autre")
    assert not column.matches("autre_chose")
    assert not column.matches("")


def test_the_lower_row_of_a_two_row_header_is_enough():
    contract = CONTRACTS["effectifs"]
    upper = ["Établissement", "Année", "", "", "Élèves"]
    lower = ["uai", "annee_scolaire", "niveau", "famille", "effectif"]
    *_, (row, joined) = possible_headers([upper, lower])
    assert row == 1
    assert contract.missing_headers(contract.match(joined)) == []


@pytest.mark.parametrize("name", ["communes", "bef", "bef_officiels", "commune_bef"])
def test_the_shipped_zoning_is_read_whole_by_its_own_contract(name):
    reading = read_table(REFERENCE / f"{name}.csv", name)
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        assert len(reading.accepted) == sum(1 for _ in csv.DictReader(stream))
    assert reading.rejected.empty
    assert reading.repaired.empty


def test_levels_and_families_are_those_of_the_shipped_reference():
    for file, column, allowed in (("niveaux", "niveau", LEVELS), ("familles", "famille", FAMILIES)):
        with (REFERENCE / f"{file}.csv").open(encoding="utf-8", newline="") as stream:
            assert {row[column] for row in csv.DictReader(stream)} == set(allowed.values())
        assert all(spelling == fold(spelling) for spelling in allowed)
        assert all(allowed[fold(value)] == value for value in allowed.values())


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("NN 00 01 02 03 1 2 3 0", "0-9"),
        ("11 12", "10-49"),
        ("21 22 31", "50-249"),
        ("32 41 42 51 52 53", "250+"),
    ],
)
def test_codes_of_sirene_are_sizes(words, size):
    column = next(c for c in CONTRACTS["entreprises"].columns if c.name == "taille")
    assert {column.parse(word).value for word in words.split()} == {size}


def test_labels_of_sirene_are_sizes():
    column = next(c for c in CONTRACTS["entreprises"].columns if c.name == "taille")
    labels = {
        "Unité non employeuse": "0-9",
        "1 ou 2 salariés": "0-9",
        "6 à 9 salariés": "0-9",
        "20 à 49 salariés": "10-49",
        "200 à 249 salariés": "50-249",
        "1 000 à 1 999 salariés": "250+",
        "10 000 salariés et plus": "250+",
    }
    assert {label: column.parse(label).value for label in labels} == labels
