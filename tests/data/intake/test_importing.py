"""Importing: a folder becomes a version, whole, or nothing changes and the reason is said."""

import shutil
from pathlib import Path

import pytest

from data.intake.importing import UnrecognisedError, import_folder
from data.readers import IntakeError
from data.store import store
from tests.data.conftest import BRAVO, DELTA, write
from tests.data.published import rows


def fingerprint(home: Path) -> dict[str, bytes]:
    return {str(p.relative_to(home)): p.read_bytes() for p in home.rglob("*") if p.is_file()}


def test_an_absent_an_empty_and_an_unknown_folder_are_refused(tmp_path):
    with pytest.raises(IntakeError, match="Dossier introuvable"):
        import_folder(tmp_path / "rien", tmp_path / "home")
    folder = tmp_path / "depot"
    folder.mkdir()
    write(folder, ".cache", "x")
    with pytest.raises(IntakeError, match="« depot » ne contient aucun fichier à lire"):
        import_folder(folder, tmp_path / "home")
    write(folder, "recette.csv", "plat;prix", "quiche;3")
    with pytest.raises(
        IntakeError, match=r"(?s)Aucun fichier reconnu.*Non utilisés.*« recette.csv »"
    ):
        import_folder(folder, tmp_path / "home")
    assert store.current_path(tmp_path / "home") is None


def test_an_unknown_file_among_others_is_said_with_what_it_looks_like(academy, tmp_path):
    write(academy, "liste.csv", "uai;annee_scolaire;niveau;famille;poids", f"{BRAVO};2025;2PRO;;3")
    with pytest.raises(UnrecognisedError, match=r"(?s)1 fichier sur 3 non lu .*option --force"):
        import_folder(academy, tmp_path / "home")
    report = import_folder(academy, tmp_path / "home", force=True)
    assert report.messages == [
        "1 fichier sur 3 non lu (établissements et pôles).",
        "« liste.csv » : en-tête non reconnu ; il ressemble à "
        "« Effectifs par niveau et famille », sans la colonne « effectif ».",
    ]


@pytest.mark.parametrize(
    "broken", [b"", b"<html>", b"PK\x03\x04 coupe", b"\x00\x01\x02" * 9], ids=str
)
def test_one_broken_file_refuses_all_and_leaves_the_current_version_untouched(
    academy, tmp_path, broken
):
    home = tmp_path / "home"
    report = import_folder(academy, home)
    before = fingerprint(home)
    (academy / "stages.csv").write_bytes(broken)
    with pytest.raises(IntakeError, match=r"« stages.csv »"):
        import_folder(academy, home)
    assert fingerprint(home) == before
    assert store.current_path(home) == report.version


def test_a_folder_without_any_school_is_refused(academy, tmp_path):
    (academy / "annuaire.csv").unlink()
    with pytest.raises(IntakeError, match=r"Aucun établissement.*annuaire"):
        import_folder(academy, tmp_path / "home")


def test_the_same_file_twice_is_read_once(academy, tmp_path):
    shutil.copy(academy / "effectifs.csv", academy / "effectifs (1).csv")
    report = import_folder(academy, tmp_path / "home")
    assert report.messages == [
        "« effectifs.csv » est identique à « effectifs (1).csv » : lu une seule fois."
    ]
    assert rows(report, "SELECT sum(pupils) FROM enrolment") == [(18,)]


def test_two_vintages_of_the_employers_are_not_added_up(academy, tmp_path):
    columns = ("ETTOT", "ETAZ", "ETBE", "ETFZ", "ETGU", "ETGZ", "ETOQ", "ETTEF1", "ETTEFP10")
    for year, number in ((18, 5), (21, 7)):
        header = "CODGEO;" + ";".join(f"{c}{year}" for c in columns)
        write(academy, f"insee_20{year}.csv", header, "35001" + f";{number}" * len(columns))
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT establishments FROM fabric WHERE sector = 'AZ'") == [(7,)]


def test_of_two_vintages_of_enrolment_the_latest_counts(academy, tmp_path):
    (academy / "effectifs.csv").unlink()
    (academy / "periodes.csv").unlink()
    header = "UAI;" + ";".join(f"Effectifs à la rentrée N | {x}" for x in ("2nde", "1ère", "Term."))
    write(academy, "ival_2023.csv", header, f"{BRAVO};10;10;10", f"{DELTA};4;4;4")
    write(academy, "ival_2024.csv", header, f"{BRAVO};20;20;20")
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT DISTINCT uai, pupils, origin FROM enrolment ORDER BY 1") == [
        (BRAVO, 20, "IVAL, session 2024"),
        (DELTA, 4, "IVAL, session 2023"),
    ]
    assert report.rejects is None


def test_a_tab_separated_text_file_of_a_spreadsheet_is_read(academy, tmp_path):
    text = (academy / "effectifs.csv").read_text(encoding="utf-8").replace(";", "\t")
    (academy / "effectifs.csv").unlink()
    (academy / "effectifs.txt").write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT sum(pupils) FROM enrolment") == [(18,)]
