"""Perimeter: of a national file, what is of other académies is left out, counted and told."""

from pathlib import Path

import duckdb
import pytest

from data.identifiers import uai_letter
from data.intake.importing import Report, import_folder
from data.model.building import prepare
from data.readers import IntakeError
from data.reference.academies import AcademieError, academies
from data.scope import Scope
from data.store import store
from geo.travel import REACH_KM
from tests.conftest import some
from tests.data.conftest import write

HEAD = (
    "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Code_commune;Nom_commune;"
    "Voie_professionnelle;etat;libelle_nature;code_bassin_formation;libelle_bassin_formation"
)


def uai(department: str, number: int) -> str:
    digits = f"{department}{number:04d}"
    return digits + uai_letter(digits)


def school(department: str, number: int, commune: str, code: str = "", kind: str = "Lycée") -> str:
    name = f"{kind} {commune} {number}"
    return (
        f"{uai(department, number)};{name};{kind};{commune};Ici;1;OUVERT;LYCEE PROFESSIONNEL;"
        f"{code};BEF {code}"
    )


NATIONAL = (
    school("059", 1, "59350", "09001"),
    school("059", 2, "59512", "09002"),
    school("062", 1, "62041", "09003"),
    school("080", 1, "80021", "20001"),  # a neighbour: Amiens
    school("013", 1, "13055", "02001"),
    school("620", 1, "2A004", "27001"),
    school("974", 1, "97411", "28001"),
)


def annuaire(folder: Path, *rows: str) -> Path:
    write(folder, "annuaire.csv", HEAD, *rows)
    return folder


def read(home: Path, sql: str) -> list[tuple]:
    path = store.current_path(home)
    assert path is not None
    return store.Store(path).read(Scope.daet(), sql).values.tolist()


def supposed(report: Report) -> str:
    remarks = report.remarks
    return str(remarks.loc[remarks["topic"] == "Académie", "text"].iloc[0])


def test_a_national_file_is_cut_to_the_academie_and_it_is_told(tmp_path: Path) -> None:
    folder = annuaire(tmp_path / "in", *NATIONAL)
    report = import_folder(folder, tmp_path / "home", academie="lille")
    assert read(tmp_path / "home", "SELECT count(*), count(bef) FROM school") == [[3, 3]]
    assert report.rejected == 0
    assert any(
        "4 établissements d’autres académies laissés de côté" in text for text in report.messages
    )
    facts = dict(read(tmp_path / "home", "SELECT key, value FROM info"))
    assert facts["academie"] == "Lille"
    assert facts["zoning"] == "codes de l’annuaire de l’éducation"


def test_the_store_keeps_its_academie_and_refuses_another(tmp_path: Path) -> None:
    home = tmp_path / "home"
    import_folder(annuaire(tmp_path / "a", *NATIONAL), home, academie="Lille")
    with pytest.raises(AcademieError, match="celle de l’académie de Lille"):
        import_folder(annuaire(tmp_path / "b", *NATIONAL[:2]), home, academie="Corse")
    more = annuaire(tmp_path / "c", *NATIONAL, school("062", 7, "62041", "09003"))
    import_folder(more, home)
    assert read(home, "SELECT count(*) FROM school") == [[4]]


def test_without_a_name_it_is_that_of_the_schools_or_nancy_metz(tmp_path: Path) -> None:
    report = import_folder(annuaire(tmp_path / "a", *NATIONAL[:3]), tmp_path / "one")
    assert supposed(report).startswith("Académie de Lille, supposée (celle des établissements")
    several = (*NATIONAL, school("054", 1, "54395", "12414"))
    report = import_folder(annuaire(tmp_path / "b", *several), tmp_path / "two")
    assert supposed(report).startswith("Académie de Nancy-Metz, supposée (par défaut")
    assert read(tmp_path / "two", "SELECT count(*) FROM school") == [[1]]


def test_a_uai_that_lost_its_zero_is_of_its_academie_and_a_broken_one_stays(
    tmp_path: Path,
) -> None:
    broken = NATIONAL[1].replace(uai("059", 2), "059XXXX")
    rows = (NATIONAL[0].replace("0590001", "590001", 1), broken, *NATIONAL[2:])
    report = import_folder(
        annuaire(tmp_path / "in", *rows), tmp_path / "home", academie="Lille", force=True
    )
    assert report.rejected == 1  # it may be of Lille: its contract judges it
    assert read(tmp_path / "home", "SELECT count(*) FROM school") == [[2]]


def test_a_file_of_others_alone_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="ne parle que d’autres académies"):
        import_folder(annuaire(tmp_path / "in", *NATIONAL), tmp_path / "home", academie="Mayotte")


def test_primary_schools_are_in_no_total_of_placements(tmp_path: Path) -> None:
    primary = school("059", 9, "59350", "09001", "Ecole").replace(
        "LYCEE PROFESSIONNEL", "ECOLE MATERNELLE"
    )
    import_folder(annuaire(tmp_path / "in", *NATIONAL, primary), tmp_path / "home", academie="09")
    assert read(tmp_path / "home", "SELECT count(*) FROM school") == [[3]]


def test_neighbours_are_the_departements_within_reach() -> None:
    from data.intake.perimeter import near

    con = duckdb.connect()
    prepare(con)
    found = {name: set(near(con, own, REACH_KM).around) for name, own in academies().items()}
    assert found["Lille"] >= {"80", "02"}
    assert found["Nancy-Metz"] >= {"08", "51", "52", "67", "68", "70"}
    assert not found["Nancy-Metz"] & {"54", "55", "57", "88", "75", "59"}
    for island in some(("La Réunion", "Mayotte", "Corse", "Guyane", "Martinique", "Guadeloupe")):
        assert not found[island]
