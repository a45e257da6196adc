"""Zoning: given, else shipped, else derived from schools; what lies beyond the border."""

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from data.intake.importing import import_folder
from data.model.zoning import DIRECTORY, DISTRICTS, GIVEN, ZAP, superseded
from data.readers import IntakeError
from data.scope import Scope
from data.store import store
from pages.components.reading import View, zoning_zip
from tests.data.conftest import write
from tests.data.intake.test_perimeter import uai

HEAD = (
    "identifiant_de_l_etablissement;nom_etablissement;type_etablissement;code_commune;"
    "voie_professionnelle;etat;libelle_nature;code_bassin_formation;libelle_bassin_formation;"
    "libelle_zone_animation_pedagogique"
)
CAYENNE, KOUROU, SAINT_LAURENT = "97302", "97304", "97311"


def school(number: int, commune: str, code: str = "", label: str = "", zap: str = "") -> str:
    return (
        f"{uai('973', number)};Lycée {number};Lycée;{commune};1;OUVERT;LYCEE PROFESSIONNEL;"
        f"{code};{label};{zap and 'ZAP ' + zap}"
    )


CODED = (
    school(1, CAYENNE, "33001", "BASSIN DE L'ILE DE CAYENNE"),
    school(2, KOUROU, "33002", "SAVANES/KOUROU"),
    school(3, SAINT_LAURENT, "33003", "BASSIN DE L'OUEST"),
)


def guyane(folder: Path, rows: tuple[str, ...], **files: tuple[str, ...]) -> Path:
    write(folder, "annuaire.csv", HEAD, *rows)
    for name, lines in files.items():
        write(folder, f"{name}.csv", *lines)
    return folder


def told(home: Path, sql: str) -> list[tuple]:
    path = store.current_path(home)
    assert path is not None
    table = store.Store(path).read(Scope.daet(), sql)
    return [tuple(row) for row in table.itertuples(index=False)]


def zoning(home: Path) -> str:
    return str(told(home, "SELECT value FROM info WHERE key = 'zoning'")[0][0])


def test_without_a_zoning_communes_follow_the_schools_and_each_says_how(tmp_path: Path) -> None:
    report = import_folder(guyane(tmp_path / "in", CODED), tmp_path / "home")
    assert zoning(tmp_path / "home") == DIRECTORY
    assert told(tmp_path / "home", "SELECT bef, label, status FROM bef ORDER BY bef") == [
        ("33001", "Bassin de l'Île de Cayenne", "hypothese"),
        ("33002", "Savanes/Kourou", "hypothese"),
        ("33003", "Bassin de l'Ouest", "hypothese"),
    ]
    counts = "SELECT count(*), count(bef), count(confidence) FROM commune"
    assert told(tmp_path / "home", counts) == [(22, 22, 22)]
    assert told(tmp_path / "home", "SELECT DISTINCT bef_from FROM school") == [("établissement",)]
    assert report.remarks["text"].str.contains("Rattachement déduit").any()


def test_a_list_of_bef_with_a_code_and_a_name_is_enough(tmp_path: Path) -> None:
    bef = ("code;libelle", "CAY;Bassin de l'ile de Cayenne", "33002;Kourou", "33003;Maroni")
    import_folder(guyane(tmp_path / "in", CODED, bef=bef), tmp_path / "home")
    befs = "SELECT bef, count(*) > 0 FROM school GROUP BY bef ORDER BY bef"
    assert told(tmp_path / "home", befs) == [("33002", True), ("33003", True), ("CAY", True)]
    assert told(tmp_path / "home", "SELECT count(bef) FROM commune") == [(22,)]


def test_a_list_of_bef_that_no_school_leads_to_says_the_real_cause(tmp_path: Path) -> None:
    folder = guyane(tmp_path / "in", CODED, bef=("code;libelle", "X1;Ailleurs", "X2;Là-bas"))
    with pytest.raises(IntakeError, match=r"codes lus : 33001.*codes_officiels"):
        import_folder(folder, tmp_path / "home")


def test_a_file_with_a_code_a_name_and_more_is_no_list_of_bef(tmp_path: Path) -> None:
    other = ("code;libelle;prix", "1;Pomme;2", "2;Poire;3")
    report = import_folder(guyane(tmp_path / "in", CODED, fruits=other), tmp_path / "home")
    assert any("« fruits.csv »" in text for text in report.messages)
    assert zoning(tmp_path / "home") == DIRECTORY


def test_what_was_derived_can_be_corrected_and_imported_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    import_folder(guyane(tmp_path / "in", CODED), home)
    rows = told(home, "SELECT commune, bef FROM commune ORDER BY commune")
    corrected = [(code, "33002" if code == CAYENNE else bef) for code, bef in rows]
    view = View(str(store.current_path(home)), Scope.daet())
    again = tmp_path / "again"
    with zipfile.ZipFile(io.BytesIO(zoning_zip(view))) as archive:
        archive.extractall(again)
    text = (again / "commune_bef.csv").read_text(encoding="utf-8")
    write(again, "commune_bef.csv", re.sub(rf"{CAYENNE};\d+", f"{CAYENNE};33002", text))
    import_folder(again, home)
    assert zoning(home) == GIVEN
    assert told(home, "SELECT commune, bef FROM commune ORDER BY commune") == corrected
    assert told(home, "SELECT label FROM bef WHERE bef = '33002'") == [("Savanes/Kourou",)]


def test_without_any_code_the_zap_serve_else_the_arrondissements(tmp_path: Path) -> None:
    zap = (school(1, CAYENNE, zap="Z1"), school(2, KOUROU, zap="Z2"), school(3, SAINT_LAURENT))
    import_folder(guyane(tmp_path / "a", zap), tmp_path / "one")
    assert zoning(tmp_path / "one") == ZAP
    assert told(tmp_path / "one", "SELECT bef, label FROM bef ORDER BY bef") == [
        ("ZAP-01", "ZAP Z1"),
        ("ZAP-02", "ZAP Z2"),
    ]
    bare = (school(1, CAYENNE), school(3, SAINT_LAURENT))
    import_folder(guyane(tmp_path / "b", bare), tmp_path / "two")
    assert zoning(tmp_path / "two") == DISTRICTS
    names = "SELECT label FROM bef ORDER BY label"
    assert told(tmp_path / "two", names) == [
        ("Cayenne",),
        ("Saint-Georges",),
        ("Saint-Laurent-du-Maroni",),
    ]


def test_a_code_is_superseded_where_its_schools_all_show_another_since() -> None:
    day = pd.to_datetime(["2024-03-19"] * 4 + ["2026-02-16"] * 2)
    table = pd.DataFrame(
        {
            "uai": ["a", "b", "c", "d", "a", "d"],
            "code": ["old", "old", "kept", "moved", "new", "kept"],
            "day": day,
        }
    ).sort_values(["uai", "day"])
    assert superseded(table) == {"old": "new", "moved": "kept"}


def test_only_countries_whose_employers_nobody_counts_are_a_border(tmp_path: Path) -> None:
    import_folder(guyane(tmp_path / "a", CODED), tmp_path / "one")
    countries = "SELECT DISTINCT country FROM foreign_border ORDER BY 1"
    assert told(tmp_path / "one", countries) == [("BR",), ("SR",)]
    places = (
        "place;country;lon;lat;employers",
        "Albina;SR;-54.05;5.50;120",
        "Moengo;SR;-54.40;5.61;",
    )
    import_folder(guyane(tmp_path / "b", CODED, frontaliers=places), tmp_path / "two")
    assert told(tmp_path / "two", countries) == [("BR",)]
    beyond = "SELECT commune, round(sum(establishments))::INT FROM beyond_fabric GROUP BY ALL"
    assert told(tmp_path / "two", beyond) == [("SR:Albina", 120)]


def test_an_academie_without_neighbours_has_none(tmp_path: Path) -> None:
    import_folder(guyane(tmp_path / "a", CODED), tmp_path / "one")
    assert told(tmp_path / "one", "SELECT count(*) FROM beyond_commune") == [(0,)]
