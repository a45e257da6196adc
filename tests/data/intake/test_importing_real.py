"""Importing the real files of the académie gives what their own counts say."""

import csv

import pytest

from data.intake.importing import Report, import_folder
from tests.data.published import rows


@pytest.fixture(scope="module")
def imported(real, tmp_path_factory) -> Report:
    return import_folder(real, tmp_path_factory.mktemp("real"))


def test_each_real_file_gives_the_lines_that_its_readme_counts(imported):
    counts = imported.files.set_index("file")[["read", "accepted", "rejected"]]
    expected = {
        "annuaire_lycees_2024-03.csv": 203,
        "annuaire_lycees_pro_2026-02.csv": 66,
        "colleges_geoloc_2024.csv": 263,
        "ips_colleges_2022-2023.csv": 255,
        "ips_lycees_2022-2023.csv": 144,
        "ival_2024_LP.csv": 87,
        "colleges_dnb_effectifs_2021.csv": 254,
        "liste_etablissements_rep_2025-01.csv": 352,
        "monstage_offres_seconde_2025-05.csv": 851,
        "frr_communes_2025-07.csv": 2321,
        "insee_grille_densite_2022.csv": 2322,
        "insee_comparateur_communes_2018.csv": 2322,
        "insee_comparateur_communes_2018_meta.csv": 32,
    }
    assert counts["read"].to_dict() == expected
    assert counts["accepted"].to_dict() == expected
    assert (counts["rejected"] == 0).all()
    assert imported.rejects is None


def test_the_shipped_zoning_has_2321_communes_and_13_bef_all_with_outlines(imported):
    assert rows(imported, "SELECT count(*), count(bef), count(lon) FROM commune") == [(2321,) * 3]
    assert rows(imported, "SELECT count(*), count(lon) FROM bef") == [(13, 13)]
    assert rows(imported, "SELECT count(DISTINCT bef) FROM commune") == [(13,)]


def test_the_schools_are_the_uai_of_the_files_each_once(imported, real):
    names = (
        ("annuaire_lycees_2024-03.csv", "Identifiant_de_l_etablissement"),
        ("annuaire_lycees_pro_2026-02.csv", "uai"),
        ("colleges_geoloc_2024.csv", "numero_uai"),
        ("ival_2024_LP.csv", "UAI"),
        ("colleges_dnb_effectifs_2021.csv", "numero_college"),
    )
    expected = set()
    for name, column in names:
        with (real / name).open(encoding="utf-8", newline="") as stream:
            expected |= {row[column] for row in csv.DictReader(stream)}
    found = [uai for (uai,) in rows(imported, "SELECT uai FROM school")]
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert rows(imported, "SELECT count(*) FROM school WHERE bef IS NULL") == [(0,)]


def test_three_sites_of_one_uai_are_one_school(imported):
    assert rows(imported, "SELECT count(*) FROM kept.etablissements WHERE uai = '0570279U'") > [
        (1,)
    ]
    assert rows(imported, "SELECT count(*) FROM school WHERE uai = '0570279U'") == [(1,)]


def test_a_school_absent_from_the_directories_is_kept_with_its_pupils(imported):
    found = rows(imported, "SELECT level, pupils FROM enrolment WHERE uai = '0541268K' ORDER BY 1")
    assert found == [("1PRO", 4), ("2PRO", 26), ("TPRO", 10)]
    assert rows(imported, "SELECT outside_directory FROM school WHERE uai = '0541268K'") == [
        (True,)
    ]


def test_a_merged_commune_becomes_the_one_it_joined_and_that_is_said(imported, real):
    found = rows(
        imported, "SELECT DISTINCT file, value FROM repair WHERE value = '88393' ORDER BY 1"
    )
    assert found == [
        ("insee_comparateur_communes_2018.csv", "88393"),
        ("insee_grille_densite_2022.csv", "88393"),
    ]
    assert "88321" in rows(imported, "SELECT reason FROM repair WHERE value = '88393'")[0][0]
    assert rows(imported, "SELECT count(*) FROM commune WHERE commune = '88393'") == [(0,)]
    with (real / "insee_comparateur_communes_2018.csv").open(encoding="utf-8") as stream:
        both = [r["ETTOT18"] for r in csv.DictReader(stream) if r["CODGEO"] in ("88321", "88393")]
    total = rows(imported, "SELECT sum(establishments) FROM fabric WHERE commune = '88321'")
    assert len(both) == 2
    assert total == [(sum(round(float(text)) for text in both),)]


def test_dues_are_the_pupils_times_the_periods_of_their_level(imported):
    dues = dict(rows(imported, "SELECT level, sum(due)::BIGINT FROM period_state GROUP BY level"))
    pupils = dict(rows(imported, "SELECT level, sum(pupils)::BIGINT FROM enrolment GROUP BY level"))
    assert dues["3e"] == 26_221
    periods = {"3e": 1, "2GT": 1, "2PRO": 2, "1PRO": 2, "TPRO": 2}  # optional weeks left out
    assert dues == {level: n * periods[level] for level, n in pupils.items()}


def test_without_any_placement_every_due_is_unknown_and_none_is_zero_per_cent(imported):
    (state,) = rows(
        imported,
        "SELECT sum(due), sum(signed), sum(agreed), sum(without), sum(unknown), bool_or(sent) "
        "FROM period_state",
    )
    assert state[0] == state[4] > 80_000
    assert state[1:4] == (0, 0, 0)
    assert state[5] is False


def test_a_sub_folder_and_a_readme_are_said_not_read(imported):
    assert any("Sous-dossier « variantes » non lu (3 éléments)" in m for m in imported.messages)
    assert any("Non utilisés" in m and "« README.md »" in m for m in imported.messages)
