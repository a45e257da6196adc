"""Official files of today: each is recognised or listed; the finest and newest count."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from data.contracts import CONTRACTS
from data.intake.importing import Report, import_folder
from data.intake.recognising import recognise_all
from data.readers import open_sources
from tests.conftest import shared, some
from tests.data.conftest import BRAVO, DELTA, write
from tests.data.published import rows
from tests.data.reading import read_table

# Contract of each sheet of the national files, by a start of their names; none: not used.
EXPECTED = {
    "Liste_etablissements_rep": ["education_prioritaire"],
    "counts_by_academie": [],
    "derive_commune_bef": [],
    "donnees-dnb": ["effectifs_colleges"],
    "fr-colleges-qpv": ["etablissements_qpv"],
    "fr-en-adresse-et-geolocalisation": ["colleges"],
    "fr-en-annuaire-education": ["etablissements"],
    "fr-en-college-effectifs-niveau-sexe-lv": ["niveaux_colleges"],
    "fr-en-ips-colleges": ["ips_colleges"],
    "fr-en-ips-lycees": ["ips_lycees"],
    "fr-en-lycee_gt-effectifs-niveau-sexe-lv": ["niveaux_lycees_gt"],
    "fr-en-lycee_pro-effectifs-niveau-sexe-lv": ["niveaux_lycees_pro"],
    "grille_densite_7_niveaux": ["densite"],
    "ival-2024": ["ival_lycees_gt", "effectifs_lycees_pro"],
    "liste-communes-FRR": ["ruralite"],
    "lycees_colleges": [],  # neither commune nor state
    "lycees_pro_filtered": ["etablissements"],
    "monstage": [],  # raw offers, without a code of commune
    "orion_attractivite_capacite": [],
    "orion_constat": ["effectifs_mef"],
}


def national() -> list[Path]:
    folder = shared("real") / "france"
    found = [*folder.iterdir(), *(folder / "extraits_lus").iterdir()]
    return sorted(p for p in found if p.suffix in (".csv", ".json", ".xlsx"))


def test_every_national_file_is_of_the_contract_that_is_expected_or_of_none():
    wrong = {}
    for path in national():
        if path.name.startswith("etablissements-et-effectifs-salaries"):
            continue  # employers by activity: told with the fabric
        (expected,) = [names for start, names in EXPECTED.items() if path.name.startswith(start)]
        with open_sources(path) as sources:
            known, _ = recognise_all(sources)
            found = [one.contract.name for one in known]
        if found != expected:
            wrong[path.name] = found
    assert wrong == {}


def test_the_ips_of_2023_is_read_without_pupils():
    case = shared("cases") / "07-ips-2023"
    colleges = read_table(case / "fr-en-ips-colleges-ap2023.csv", "ips_colleges").accepted
    lycees = read_table(case / "fr-en-ips-lycees-ap2023.csv", "ips_lycees").accepted
    assert colleges[["ips"]].to_numpy().tolist() == [[98.4]]
    assert lycees[["ips_pro", "ips"]].to_numpy().tolist() == [[82.8, 82.8]]
    assert lycees["ips_post_bac"].isna().all()
    assert colleges["eleves"].isna().all()
    assert lycees[["eleves_gt", "eleves_pro"]].isna().all(axis=None)


@pytest.mark.parametrize("contract", ["ips_colleges", "ips_lycees"])
def test_every_index_is_within_what_an_index_can_be(tmp_path, contract):
    columns = [c for c in CONTRACTS[contract].columns if c.name.startswith("ips")]
    for column in some(columns):
        for cell, expected in (("98,4", 98.4), ("1.023", None), ("984", None), ("-3", None)):
            assert column.parse(cell).value == expected, (column.name, cell)


def test_a_folder_with_the_ips_of_2023_alone_is_published(tmp_path):
    report = import_folder(shared("cases") / "07-ips-2023", tmp_path)
    found = rows(report, "SELECT ips, ips_pro FROM school WHERE uai = '0540015Y'")
    assert found == [(98.4, 82.8)]
    assert rows(report, "SELECT count(*) FROM enrolment") == [(0,)]


def test_the_answer_of_the_api_and_its_means_of_france_are_told_apart():
    folder = shared("real") / "france"
    (path,) = folder.glob("fr-en-ips-lycees-ap2023_api*.json")
    found = read_table(path, "ips_lycees")
    assert len(found.rejected) == 0
    assert len(found.accepted) == 507
    one = found.accepted.set_index("uai").loc["0720003M"]
    assert (one.annee, one.ips_pro, one.ips_post_bac, one.ips) == ("2024-2025", 78.8, 111.7, 80.7)


@pytest.mark.parametrize(
    "name",
    ["fr-en-ips-colleges-ap2023_extrait-lille.csv", "fr-en-ips-lycees-ap2023_extrait-lille.csv"],
)
def test_the_lines_read_of_other_exports_of_the_ips_are_accepted(name):
    path = shared("real") / "france" / "extraits_lus" / name
    found = read_table(path, "ips_colleges" if "colleges" in name else "ips_lycees")
    assert len(found.rejected) == 0
    assert found.accepted["ips"].notna().all()


@pytest.fixture(scope="module")
def national_levels(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The lycées of the académie, with national files of pupils: by MEF, by level, IVAL."""
    folder = tmp_path_factory.mktemp("depot")
    for path in (
        shared("real") / "annuaire_lycees_2024-03.csv",
        shared("real") / "ival_2024_LP.csv",
        shared("real") / "ips_lycees_2022-2023.csv",
        *(shared("real") / "france").glob("fr-en-lycee_*"),
        *(shared("real") / "france").glob("orion_constat*"),
    ):
        (folder / path.name).symlink_to(path)
    return import_folder(folder, tmp_path_factory.mktemp("home"))


def counted(report: Report, name: str, school: str, *columns: str) -> Counter[str]:
    """Pupils of 2022 of the schools known, in a national file, column by column, by hand."""
    total: Counter[str] = Counter()
    known = {uai for (uai,) in rows(report, "SELECT uai FROM school")}
    with (shared("real") / "france" / name).open(encoding="utf-8-sig") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            if row[school] in known and row["rentree_scolaire"] == "2022":
                total += Counter({name: int(row[name]) for name in columns})
    return total


def test_the_pupils_of_cap_come_from_the_file_by_level(national_levels):
    name = "fr-en-lycee_pro-effectifs-niveau-sexe-lv_2019-2022.csv"
    expected = counted(national_levels, name, "numero_lycee", "cap_1ere_annee", "cap_2nde_annee")
    of_2022 = dict(
        rows(
            national_levels,
            """SELECT level, sum(pupils)::INT FROM enrolment
               WHERE origin = 'Effectifs par niveau, rentrée 2022' GROUP BY level""",
        )
    )
    assert of_2022["CAP1"] == expected["cap_1ere_annee"] > 1000
    assert of_2022["CAP2"] == expected["cap_2nde_annee"] > 1000
    due = rows(national_levels, "SELECT sum(pupils)::INT FROM due WHERE level = 'CAP1'")
    assert due[0][0] >= 2 * of_2022["CAP1"]


def test_the_pupils_of_2de_gt_are_counted_and_no_longer_supposed(national_levels):
    name = "fr-en-lycee_gt-effectifs-niveau-sexe-lv_2020-2022.csv"
    expected = counted(national_levels, name, "numero_lycee", "2ndes_gt")["2ndes_gt"]
    (found,) = rows(
        national_levels,
        """SELECT sum(pupils)::INT FROM enrolment
           WHERE level = '2GT' AND origin LIKE '%niveau, rentrée 2022'""",
    )
    assert found == (expected,)


def test_the_newest_campaign_goes_before_the_finest_file(national_levels):
    of_ival = rows(
        national_levels,
        "SELECT DISTINCT origin FROM enrolment WHERE uai = '0540015Y' AND level = '2PRO'",
    )
    assert of_ival == [("IVAL, session 2024",)]
    (left,) = rows(
        national_levels, "SELECT detail FROM remark WHERE text LIKE 'Effectifs d’une campagne%'"
    )
    assert "Effectifs par MEF, rentrée 2020" in left[0]


def test_the_schools_of_other_academies_are_set_aside_and_counted(national_levels):
    assert rows(national_levels, "SELECT count(*) FROM enrolment SEMI JOIN school USING (uai)") == (
        rows(national_levels, "SELECT count(*) FROM enrolment")
    )
    (said,) = [text for text in national_levels.messages if "d’autres académies laissé" in text]
    assert int("".join(sign for sign in said.partition("établ")[0] if sign.isdigit())) > 3000


@pytest.fixture
def bare(academy):
    """The small académie, without any enrolment."""
    for name in ("effectifs.csv", "periodes.csv"):
        (academy / name).unlink()
    return academy


MEF = "Rentrée scolaire;UAI;Mef Bcp 11;Nombre d'élèves : Total"
LEVELS = (
    "rentree_scolaire;numero_lycee;patronyme;2ndes_pro;1eres_pro;terminales_pro;"
    "cap_1ere_annee;cap_2nde_annee;cap_en_1_an;cap_en_3_ans"
)
ENROLMENT = "SELECT uai, level, family, pupils, origin FROM enrolment ORDER BY ALL"


def test_a_file_by_mef_gives_the_families_of_the_same_campaign(bare, tmp_path):
    write(bare, "mef.csv", MEF, f"2022;{BRAVO};23810031202;12", f"2022;{BRAVO};23810025407;5")
    write(
        bare, "niveaux.csv", LEVELS, f"2022;{BRAVO};B;17;9;9;4;0;2;0", f"2022;{DELTA};D;8;;;;;0;0"
    )
    report = import_folder(bare, tmp_path / "home")
    assert rows(report, ENROLMENT) == [
        (BRAVO, "2PRO", "chaudronnerie", 5, "Effectifs par MEF, rentrée 2022"),
        (BRAVO, "2PRO", "commerce", 12, "Effectifs par MEF, rentrée 2022"),
        (DELTA, "2PRO", None, 8, "Effectifs par niveau, rentrée 2022"),
    ]


def test_a_level_that_is_now_empty_does_not_come_back_from_an_older_file(bare, tmp_path):
    write(bare, "mef.csv", MEF, f"2020;{BRAVO};23210031122;12", f"2020;{BRAVO};23810031202;7")
    write(bare, "niveaux.csv", LEVELS, f"2022;{BRAVO};B;10;0;0;0;0;0;0")
    report = import_folder(bare, tmp_path / "home")
    assert rows(report, ENROLMENT) == [
        (BRAVO, "2PRO", None, 10, "Effectifs par niveau, rentrée 2022")
    ]


def test_pupils_that_are_sent_go_before_all_official_files(academy, tmp_path):
    write(academy, "mef.csv", MEF, f"2025;{BRAVO};23810025407;50", f"2025;{DELTA};23210023401;9")
    report = import_folder(academy, tmp_path / "home")
    assert {row[4] for row in rows(report, ENROLMENT)} == {"effectifs transmis"}


def test_the_sheet_of_general_lycees_gives_no_vocational_pupil(bare, tmp_path):
    columns = "UAI;Nombre d'élèves présents au Bac | GNLE;" + ";".join(
        f"Effectifs à la rentrée N | {x}" for x in ("2nde", "1ère", "Term.")
    )
    write(bare, "ival_session_2024_LGT.csv", columns, f"{BRAVO};90;100;101;102")
    report = import_folder(bare, tmp_path / "home")
    assert rows(report, ENROLMENT) == [(BRAVO, "2GT", None, 100, "IVAL, session 2024")]


ANNUAIRE = (
    "uai;nom_etablissement;type_etablissement;code_commune;voie_professionnelle;etat;libelle_nature"
)


def test_the_primary_schools_of_a_whole_directory_are_left_aside_and_counted(academy, tmp_path):
    write(
        academy,
        "annuaire_complet.csv",
        ANNUAIRE,
        "0350122T;École A;Ecole;35001;;OUVERT;ECOLE DE NIVEAU ELEMENTAIRE",
        "0350165P;Maternelle B;;35001;;OUVERT;ECOLE MATERNELLE",
        "0350793X;Lycée C;Lycée;35001;1;OUVERT;LYCEE POLYVALENT",
        "0351906G;Collège D;Collège;35002;;OUVERT;COLLEGE",
    )
    report = import_folder(academy, tmp_path / "home")
    found = {uai for (uai,) in rows(report, "SELECT uai FROM school")}
    assert found == {BRAVO, DELTA, "0350793X", "0351906G"}
    assert rows(report, "SELECT amount FROM remark WHERE text LIKE 'Annuaire : écoles%'") == [(2,)]


def test_the_newest_map_of_priority_education_counts(academy, tmp_path):
    write(
        academy,
        "annuaire_college.csv",
        ANNUAIRE,
        "0351906G;Collège D;Collège;35002;;OUVERT;COLLEGE",
    )
    header = "uai;{};nom_etablissement;type_etablissement;code_postal;nom_commune"
    for year, zone in (("2021_2022", "REP"), ("2024_2025", "REP+"), ("2022_2023", "HORS REP")):
        line = f"0351906G;{zone};Collège D;Collège;35000;Commune 2"
        write(academy, f"ep {year[:2]}{zone}.csv", header.format(f"ep_{year}"), line)
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT priority FROM school WHERE uai = '0351906G'") == [("REP+",)]


def test_the_list_of_priority_quarters_is_kept_and_said_not_used(academy, tmp_path):
    write(
        academy,
        "qpv.csv",
        "Numéro établissement;Situation relative à un QPV (quartier prioritaire de la Ville)",
        f"{BRAVO};à moins de 300 m d'un QPV",
        f"{BRAVO};",
        f"{DELTA};",
    )
    report = import_folder(academy, tmp_path / "home")
    notes = dict(report.files[["contract", "note"]].itertuples(index=False))
    assert notes["etablissements_qpv"] == "non utilisé par les calculs"
    assert rows(report, "SELECT count(*) FROM kept.etablissements_qpv") == [(3,)]
    assert rows(report, "SELECT amount FROM remark WHERE text LIKE 'Quartiers%'") == [(1,)]
