"""Recognising: a file is read as what its header marks it; a doubt is told, never settled."""

from itertools import product
from pathlib import Path

import pytest

from data.contracts import CONTRACTS, EXCHANGE
from data.contracts.kinds import fold
from data.intake.recognising import doubts, is_of_a_school, recognise, recognise_all
from data.readers import open_sources
from tests.conftest import shared
from tests.data.conftest import write

SCHOOL = ("uai", "annee_scolaire", "niveau", "famille")


class Sheet:
    """A source of some rows."""

    def __init__(self, *rows: list[str]) -> None:
        self.head = list(rows)


def contract_of(*header: str) -> str | None:
    found = recognise([Sheet(list(header))])  # type: ignore[list-item]
    return found.contract.name if found else None


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda c: c.name)
def test_the_whole_header_of_each_contract_is_its_own(contract):
    assert (
        contract_of(*(c.headers[0].replace("*", "2024") for c in contract.columns)) == contract.name
    )


@pytest.mark.parametrize("contract", EXCHANGE, ids=lambda c: c.name)
def test_the_needed_headers_of_each_exchange_file_are_enough_in_any_order(contract):
    needed = [c.headers[0] for c in contract.columns if c.header_needed]
    assert contract_of(*needed) == contract_of(*reversed(needed)) == contract.name


@pytest.mark.parametrize("count", ["effectif", "Nb élèves", "Nombre d'élèves", "eleves_residents"])
@pytest.mark.parametrize(
    "place",
    [
        *("commune_residence", "ville_residence", "Commune de domicile", "Code Insee domicile"),
        *("Ville du domicile", "Commune de l’élève", "code_commune_domicile"),
    ],
)
@pytest.mark.parametrize("turn", range(6))
def test_a_mark_of_one_contract_is_never_read_as_another(count, place, turn):
    header = [*SCHOOL, place, count]
    assert contract_of(*header[turn:], *header[:turn]) == "residences"


def test_residences_with_a_family_are_residences(tmp_path):
    with open_sources(shared("cases") / "18-residence-family" / "res.csv") as sources:
        found = recognise(sources)
    assert found is not None
    assert found.contract.name == "residences"


@pytest.mark.parametrize(
    ("header", "contract", "other", "marks"),
    [
        ((*SCHOOL, "effectif", "periode"), "effectifs", "periodes", ["periode"]),
        (
            (*SCHOOL, "effectif", "etat_de_la_convention", "siret"),
            "effectifs",
            "stages",
            ["etat_de_la_convention"],
        ),
        (
            (*SCHOOL, "periode", "etat", "debut", "fin", "siret", "semaines", "eleves_concernes"),
            "periodes",
            "stages",
            ["etat"],
        ),
    ],
)
def test_a_header_between_two_contracts_is_asked_about(header, contract, other, marks):
    assert contract_of(*header) is None
    doubt = doubts([Sheet(list(header))])  # type: ignore[list-item]
    assert doubt is not None
    assert (doubt.contract.name, doubt.other.name, doubt.headers) == (contract, other, marks)


@pytest.mark.parametrize(
    "header",
    [
        ("N° UAI", "AS", "Niveau", "Famille", "Nb élèves"),
        ("Nº UAI", "Année", "Niveau de formation", "Famille de métiers", "Effectifs"),
        ("№ UAI", "ANNEE SCOLAIRE", "NIVEAU", "famille métiers", "EFFECTIF TOTAL"),
        ("Code RNE", "A.S.", "Niveau", "Famille de métier", "Nombre d’élèves"),
        ("Établissement (UAI)", "Année", "Niveau formation", "Famille", "Nb d'élèves"),
        ("RNE", "Année scolaire", "niveau", "FAMILLE", "Total élèves"),
    ],
)
def test_the_words_of_schools_own_sheets_are_known(header):
    assert contract_of(*header) == "effectifs"


def test_the_four_signs_of_a_number_are_one():
    assert len({fold(f"{sign} UAI") for sign in ("N°", "Nº", "№", "n°")}) == 1
    assert fold("№UAI") == fold("N°UAI")


def test_of_the_eight_layouts_of_forty_files_the_one_without_a_level_is_told():
    read, left = set(), set()
    for path in sorted((shared("cases") / "20-forty-files").glob("*.csv")):
        with open_sources(path) as sources:
            known, others = recognise_all(sources)
            (read if known else left).add(path.name)
            assert all(is_of_a_school(o, path.name, path.stat().st_size) for o in others)
    assert (len(read), len(left)) == (35, 5)
    assert all(name.startswith("a'b") for name in left)


def test_no_official_file_is_taken_for_that_of_a_school():
    folder = shared("real")
    wrong = []
    for path in [*folder.rglob("*.csv"), *folder.rglob("*.xlsx")]:
        with open_sources(path) as sources:
            known, others = recognise_all(sources)
            wrong += [k.contract.name for k in known if k.contract in EXCHANGE]
            wrong += [
                path.name
                for o in others
                if is_of_a_school(o, path.name, 0 if known else path.stat().st_size)
            ]
    assert wrong == []


def test_the_sheet_of_the_general_track_is_not_that_of_the_vocational_one():
    with open_sources(shared("real") / "france" / "ival-2024-154664.xlsx") as sources:
        known, others = recognise_all(sources)
    assert [k.source.sheet for k in known if k.contract.name == "effectifs_lycees_pro"] == ["LP"]
    assert [o.sheet for o in others] in ([], ["LGT"])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("effectifs 3e.csv", ["Division;Nombre", "3A;24"]),
        ("PFMP janvier.csv", ["Qui;Où", "A;B"]),
        ("notre lycée.csv", ["Code;Total", "0540015Y;24"]),
        ("partenaires.csv", ["Raison;Numéro", "Garage;19540015100013"]),
    ],
)
def test_a_small_file_named_or_filled_as_a_school_s_counts_among_theirs(tmp_path, name, rows):
    path: Path = write(tmp_path, name, *rows)
    with open_sources(path) as sources:
        assert is_of_a_school(sources[0], name, path.stat().st_size)


@pytest.mark.parametrize(("size", "published"), [*product([1_000, 10**6], [True, False])])
def test_a_large_or_published_table_does_not(size, published):
    sheet = Sheet(["UAI", "Académie" if published else "Internat"], ["0540015Y", "1"])
    expected = size == 1_000 and not published
    assert is_of_a_school(sheet, "internats.csv", size) is expected  # type: ignore[arg-type]
