"""Importing: a folder becomes a version, whole, or nothing changes and the reason is said."""

import csv
import shutil
from pathlib import Path

import duckdb
import pytest

from data import reads, store
from data.identifiers import uai_letter
from data.importing import Report, import_folder
from data.readers import IntakeError
from data.scope import Scope

BRAVO, DELTA, ECHO = (d + uai_letter(d) for d in ("0350001", "0350002", "0359999"))
HEADER = "uai;annee_scolaire;niveau;famille;periode;etat;date_accord;date_convention;debut;siret"
UNKNOWN_SCHOOL = "UAI absent des annuaires chargés"
NO_DUE = "aucune période due ne correspond (établissement, année, niveau, famille, période)"


def put(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(report: Report, sql: str) -> list[tuple]:
    with duckdb.connect(str(report.version), read_only=True) as con:
        return con.execute(sql).fetchall()


def refusals(report: Report) -> list[list[str]]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def fingerprint(home: Path) -> dict[str, bytes]:
    return {str(p.relative_to(home)): p.read_bytes() for p in home.rglob("*") if p.is_file()}


# --- The real folder


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
    total = rows(imported, "SELECT sum(total) FROM kept.employeurs WHERE commune = '88321'")
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
    assert any("« README.md » n’est pas un tableau" in m for m in imported.messages)


# --- Another académie: files and no code


def test_another_academie_needs_files_and_no_code(academy, tmp_path):
    report = import_folder(academy, tmp_path / "home")
    assert report.messages == []
    assert rows(report, "SELECT bef, label, status, lon IS NOT NULL FROM bef") == [
        ("O1", "Rivage", "officiel", True),
        ("O2", "Lande", "officiel", True),
    ]
    assert rows(report, "SELECT commune, bef FROM commune ORDER BY 1") == [
        (f"3500{n}", "O1" if n < 4 else "O2") for n in range(1, 7)
    ]
    assert rows(report, "SELECT uai, bef, bef_from FROM school ORDER BY 1") == [
        (BRAVO, "O1", "commune"),
        (DELTA, "O2", "commune"),
    ]
    areas = dict(rows(report, "SELECT level, sum(area_km2) FROM outline_point GROUP BY level"))
    assert areas["bef"] == pytest.approx(areas["commune"])
    assert areas["commune"] == pytest.approx(6 * 5.56 * 3.71, rel=0.02)  # 0.05° each way at 48° N


def test_the_schools_own_official_code_goes_before_its_commune(academy, tmp_path):
    put(academy, "bef_officiels.csv", "bef_officiel;bef;libelle", "901;O1;Rivage", "902;O2;Lande")
    put(
        academy,
        "annuaire.csv",
        "uai;nom_etablissement;code_commune;voie_professionnelle;etat;libelle_nature;code_bassin_formation",
        f"{BRAVO};Lycée Bravo;35001;1;OUVERT;LYCEE PROFESSIONNEL;902",
    )
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT bef, bef_from, bef_disagrees FROM school") == [
        ("O2", "établissement", True)
    ]


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("bef.csv", ["code;libelle;codes_officiels", "O1;Rivage;901"], "« commune_bef » cite.*O2"),
        (
            "bef_officiels.csv",
            ["bef_officiel;bef;libelle", "9;ZZ;Loin"],
            "« bef_officiels » cite.*ZZ",
        ),
    ],
)
def test_a_zoning_that_contradicts_itself_is_refused(academy, tmp_path, name, lines, said):
    put(academy, name, *lines)
    with pytest.raises(IntakeError, match=f"Zonage incohérent : {said}.*Rien n’est publié"):
        import_folder(academy, tmp_path / "home")
    assert store.current_path(tmp_path / "home") is None


def test_a_commune_has_the_zone_in_force_today(academy, tmp_path):
    lines = (academy / "commune_bef.csv").read_text(encoding="utf-8").splitlines()
    lines += ["35001;O2;902;2021-09-01;;officiel"]  # a later zone, the earlier left open
    lines += ["35002;O2;902;2190-09-01;;officiel"]  # a zone to come
    put(academy, "commune_bef.csv", *lines)
    report = import_folder(academy, tmp_path / "home")
    found = rows(report, "SELECT commune, bef FROM commune WHERE commune < '35003' ORDER BY 1")
    assert found == [("35001", "O2"), ("35002", "O1")]
    areas = dict(rows(report, "SELECT code, area_km2 FROM outline_point WHERE level = 'bef'"))
    assert areas["O2"] == pytest.approx(2 * areas["O1"], rel=0.01)  # 4 communes against 2


@pytest.mark.parametrize("content", ["{", '{"type": "FeatureCollection"', "bonjour", ""])
def test_unreadable_outlines_are_refused(academy, tmp_path, content):
    put(academy, "communes.geojson", content)
    with pytest.raises(IntakeError, match=r"« communes.geojson ».*Rien n’est publié"):
        import_folder(academy, tmp_path / "home")


# --- What is refused, and what it leaves


def test_an_absent_an_empty_and_an_unknown_folder_are_refused(tmp_path):
    with pytest.raises(IntakeError, match="Dossier introuvable"):
        import_folder(tmp_path / "rien", tmp_path / "home")
    folder = tmp_path / "depot"
    folder.mkdir()
    put(folder, ".cache", "x")
    with pytest.raises(IntakeError, match="« depot » ne contient aucun fichier à lire"):
        import_folder(folder, tmp_path / "home")
    put(folder, "recette.csv", "plat;prix", "quiche;3")
    with pytest.raises(IntakeError, match=r"Aucun fichier reconnu.*« recette.csv » : en-tête non"):
        import_folder(folder, tmp_path / "home")
    assert store.current_path(tmp_path / "home") is None


def test_an_unknown_file_among_others_is_said_with_what_it_looks_like(academy, tmp_path):
    put(academy, "liste.csv", "uai;annee_scolaire;niveau;famille;nombre", f"{BRAVO};2025;2PRO;;3")
    report = import_folder(academy, tmp_path / "home")
    assert report.messages == [
        "« liste.csv » : en-tête non reconnu, fichier non lu. Il ressemble à "
        "« Effectifs par niveau et famille », sans la colonne « effectif »."
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


def test_a_key_already_given_by_another_file_is_refused_with_both_places(academy, tmp_path):
    header = "uai;annee_scolaire;niveau;famille;effectif"
    put(
        academy,
        "relance.csv",
        header,
        f"{DELTA};2025-2026;CAP2;bois;5",
        f"{BRAVO};2025;2PRO;commerce;12",
    )
    report = import_folder(academy, tmp_path / "home")
    assert refusals(report) == [
        ["fichier", "ligne", "colonne", "valeur", "motif"],
        [
            "relance.csv",
            "3",
            "uai",
            f"{BRAVO} | 2025-2026 | 2PRO | commerce",
            "déjà donné par « effectifs.csv », ligne 2",
        ],
    ]
    assert rows(report, f"SELECT pupils FROM enrolment WHERE uai = '{BRAVO}'") == [(11,)]
    relance = report.files.set_index("file").loc["relance.csv"]
    assert relance[["read", "accepted", "repaired", "rejected"]].to_list() == [2, 1, 0, 1]


def test_followed_rows_of_unknown_schools_or_of_no_due_are_refused_with_their_lines(
    academy, tmp_path
):
    put(
        academy,
        "stages.csv",
        HEADER,
        f"{BRAVO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;",
        f"{ECHO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;",
        f"{BRAVO};2025-2026;2PRO;commerce;3;sans lieu;;;12/01/2026;",
        f"{BRAVO};2025-2026;2PRO;bois;1;sans lieu;;;12/01/2026;",
        f"{BRAVO};2024-2025;2PRO;commerce;1;sans lieu;;;12/01/2026;",
        f"{DELTA};2025-2026;CAP1;bois;2;sans lieu;;;12/01/2026;",
    )
    report = import_folder(academy, tmp_path / "home", force=True)
    found = [(line, column, why) for _, line, column, _, why in refusals(report)[1:]]
    assert found == [
        ("3", "uai", UNKNOWN_SCHOOL),
        ("4", "periode", NO_DUE),
        ("5", "periode", NO_DUE),
        ("6", "periode", NO_DUE),
    ]
    stages = report.files.set_index("file").loc["stages.csv"]
    assert stages[["read", "accepted", "rejected"]].to_list() == [6, 2, 4]
    assert rows(report, "SELECT sum(without) FROM period_state") == [(2,)]


def test_cells_that_a_spreadsheet_would_run_are_made_inert_in_the_file_of_refusals(
    academy, tmp_path
):
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
    put(
        academy,
        "stages.csv",
        HEADER,
        *(f"{BRAVO};2025;2PRO;commerce;1;{formula};;;12/01/2026;" for formula in formulas),
    )
    report = import_folder(academy, tmp_path / "home", force=True)
    values = [row[3] for row in refusals(report)[1:]]
    assert values == ["'" + formula for formula in formulas]
    assert all(
        not cell.startswith(("=", "+", "-", "@", "\t")) for r in refusals(report) for cell in r
    )


def test_two_vintages_of_the_employers_are_not_added_up(academy, tmp_path):
    columns = ("ETTOT", "ETAZ", "ETBE", "ETFZ", "ETGU", "ETGZ", "ETOQ", "ETTEF1", "ETTEFP10")
    for year, number in ((18, 5), (21, 7)):
        header = "CODGEO;" + ";".join(f"{c}{year}" for c in columns)
        put(academy, f"insee_20{year}.csv", header, "35001" + f";{number}" * len(columns))
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT establishments FROM fabric WHERE sector = 'AZ'") == [(7,)]


def test_of_two_vintages_of_enrolment_the_latest_counts(academy, tmp_path):
    (academy / "effectifs.csv").unlink()
    (academy / "periodes.csv").unlink()
    header = "UAI;" + ";".join(f"Effectifs à la rentrée N | {x}" for x in ("2nde", "1ère", "Term."))
    put(academy, "ival_2023.csv", header, f"{BRAVO};10;10;10", f"{DELTA};4;4;4")
    put(academy, "ival_2024.csv", header, f"{BRAVO};20;20;20")
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT DISTINCT uai, pupils, origin FROM enrolment ORDER BY 1") == [
        (BRAVO, 20, "IVAL, session 2024"),
        (DELTA, 4, "IVAL, session 2023"),
    ]
    assert [row[4] for row in refusals(report)[1:]] == ["déjà donné par « ival_2024.csv », ligne 2"]


def test_columns_that_name_a_pupil_are_never_kept_and_the_report_says_which(academy, tmp_path):
    row = f"{BRAVO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;"
    put(
        academy,
        "stages.csv",
        HEADER + ";Nom de l’élève;INE;Date de naissance;remarque",
        row + ";Untelle;123456789AB;01/01/2010;",
        row + ";Untelle;123456789AB;01/01/2010;;de trop",
    )
    report = import_folder(academy, tmp_path / "home")
    assert report.messages == [
        "« stages.csv » : données personnelles laissées de côté, jamais gardées : colonne "
        "« Nom de l’élève », « INE », « Date de naissance ». À retirer avant l’envoi."
    ]
    kept = b"".join(p.read_bytes() for p in (tmp_path / "home").rglob("*") if p.is_file())
    assert b"Untelle" not in kept
    assert b"123456789AB" not in kept
    assert [row[1:4] for row in refusals(report)[1:]] == [["3", "", "(ligne non gardée)"]]


def test_a_tab_separated_text_file_of_a_spreadsheet_is_read(academy, tmp_path):
    text = (academy / "effectifs.csv").read_text(encoding="utf-8").replace(";", "\t")
    (academy / "effectifs.csv").unlink()
    (academy / "effectifs.txt").write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT sum(pupils) FROM enrolment") == [(18,)]


# --- States at J0, by hand: STAGES of conftest


def states(home: Path) -> dict[tuple[str, int], dict]:
    path = store.current_path(home)
    assert path is not None
    opened = store.Store(path)
    chosen = reads.Selection("2025-2026")
    table = reads.states(opened, Scope.daet(), chosen, ("uai", "period"))
    opened.close()
    return {(row.pop("uai"), row.pop("period")): row for row in table.to_dict("records")}


def test_states_at_j0_are_those_counted_by_hand(academy_home):
    assert states(academy_home)[BRAVO, 1] == {
        "due": 11,
        "signed": 2,  # one before, one on the first day
        "agreed": 2,  # one signed late but agreed in time, one not signed yet
        "without": 2,  # one agreed after the start, one said without a place
        "unknown": 5,  # one unknown, two without date, two pupils with no row
        "schools": 1,
        "schools_sent": 1,
    }


def test_a_silent_school_is_unknown_not_without_a_place(academy_home):
    for period in (1, 2):
        state = states(academy_home)[DELTA, period]
        assert (state["due"], state["unknown"], state["without"]) == (7, 7, 0)
        assert state["schools_sent"] == 0


def test_a_due_is_in_one_state_only(academy_home):
    for state in states(academy_home).values():
        parts = ("signed", "agreed", "without", "unknown")
        assert state["due"] == sum(state[part] for part in parts)


def test_more_rows_than_pupils_raise_the_due_and_that_is_said(academy, tmp_path):
    row = f"{BRAVO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;"
    put(academy, "stages.csv", HEADER, *[row] * 13)
    report = import_folder(academy, tmp_path / "home")
    found = rows(report, f"SELECT due, without, unknown FROM period_state WHERE uai = '{BRAVO}'")
    assert found == [(13, 13, 0)]
    assert any("Plus de lignes suivies" in text for text in report.remarks["text"])


def test_a_period_whose_start_is_unknown_is_unknown_not_without_a_place(academy, tmp_path):
    header = "uai;annee_scolaire;niveau;famille;periode;etat;date_convention;siret"
    put(academy, "stages.csv", header, f"{DELTA};2025-2026;CAP1;bois;1;signé;01/12/2025;")
    report = import_folder(academy, tmp_path / "home")
    found = rows(
        report,
        "SELECT due, signed, without, unknown FROM period_state "
        f"WHERE uai = '{DELTA}' AND period = 1",
    )
    assert found == [(7, 0, 0, 7)]
