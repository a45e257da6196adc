"""Hosts get a commune from their postcode and city, and an establishment from their name."""

import duckdb
import pytest

from data.intake.importing import import_folder
from tests.data.conftest import STAGES_HEADER, stage, write


@pytest.fixture
def hosts(academy, tmp_path):
    """Rows of `host` after an import of one known company and of the given placements."""

    def imported(header: str, *ends: str) -> list[tuple]:
        write(
            academy,
            "entreprises.csv",
            "siret;denomination;commune;naf;tranche_effectif",
            "73282932000074;Garage Durand Martel;35001;4520A;0-9",
        )
        rows = [stage("signé", "01/12/2025", "10/01/2026") + end for end in ends]
        write(academy, "stages.csv", STAGES_HEADER + header, *rows)
        report = import_folder(academy, tmp_path / "home")
        with duckdb.connect(str(report.version), read_only=True) as con:
            return con.execute("SELECT company, commune FROM company ORDER BY company").fetchall()

    return imported


def test_another_spelling_of_a_known_name_is_that_establishment(hosts):
    found = hosts(";entreprise;commune_accueil", ";SARL GARAGE DURAND-MARTEL;35001")
    assert found == [("73282932000074", "35001")]


def test_another_name_or_another_commune_is_another_host(hosts):
    found = hosts(
        ";entreprise;commune_accueil",
        ";Boulangerie Petit;35001",
        ";Garage Durand Martel;35004",
    )
    assert len(found) == 2
    assert all(company.startswith("N") for company, _ in found)


def test_a_city_and_a_postcode_give_the_commune(hosts, academy):
    communes = academy / "communes.csv"
    text = communes.read_text(encoding="utf-8").replace("Commune 3", "Saint-Jean")
    communes.write_text(text, encoding="utf-8")
    found = hosts(
        ";entreprise;ville_accueil;code_postal_accueil", ";Boulangerie Petit;ST JEAN CEDEX;35000"
    )
    assert [commune for _, commune in found] == ["35003"]
