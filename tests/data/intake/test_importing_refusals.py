"""Importing: each line refused is given with its place and the reason, and nothing personal."""

from data.identifiers import uai_letter
from data.intake.importing import import_folder
from tests.data.conftest import BRAVO, DELTA, STAGES_HEADER, write
from tests.data.published import refusals, rows

ECHO = "0359999" + uai_letter("0359999")
UNKNOWN_SCHOOL = "UAI absent des annuaires chargés"
NO_DUE = "aucune période due ne correspond (établissement, année, niveau, famille, période)"


def test_a_key_already_given_by_another_file_is_refused_with_both_places(academy, tmp_path):
    header = "uai;annee_scolaire;niveau;famille;effectif"
    write(
        academy,
        "relance.csv",
        header,
        f"{DELTA};2025-2026;CAP2;bois;5",
        f"{BRAVO};2025;2PRO;commerce;12",
    )
    report = import_folder(academy, tmp_path / "home", force=True)
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
    write(
        academy,
        "stages.csv",
        STAGES_HEADER,
        f"{BRAVO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;",
        f"{ECHO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;",
        f"{BRAVO};2025-2026;2PRO;commerce;3;sans lieu;;;12/01/2026;",
        f"{BRAVO};2025-2026;2PRO;bois;1;sans lieu;;;12/01/2026;",
        f"{BRAVO};2024-2025;2PRO;commerce;1;sans lieu;;;12/01/2025;",
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
    write(
        academy,
        "stages.csv",
        STAGES_HEADER,
        *(f"{BRAVO};2025;2PRO;commerce;1;{formula};;;12/01/2026;" for formula in formulas),
    )
    report = import_folder(academy, tmp_path / "home", force=True)
    values = [row[3] for row in refusals(report)[1:]]
    assert values == ["'" + formula for formula in formulas]
    assert all(
        not cell.startswith(("=", "+", "-", "@", "\t")) for r in refusals(report) for cell in r
    )


def test_columns_that_name_a_pupil_are_never_kept_and_the_report_says_which(academy, tmp_path):
    row = f"{BRAVO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;"
    write(
        academy,
        "stages.csv",
        STAGES_HEADER + ";Nom de l’élève;INE;Date de naissance;remarque",
        row + ";Untelle;123456789AB;01/01/2010;",
        row + ";Untelle;123456789AB;01/01/2010;;de trop",
    )
    report = import_folder(academy, tmp_path / "home", force=True)
    assert report.messages == [
        "« stages.csv » : données personnelles laissées de côté, jamais gardées : colonne "
        "« Nom de l’élève », « INE », « Date de naissance ». À retirer avant l’envoi."
    ]
    kept = b"".join(p.read_bytes() for p in (tmp_path / "home").rglob("*") if p.is_file())
    assert b"Untelle" not in kept
    assert b"123456789AB" not in kept
    assert [row[1:4] for row in refusals(report)[1:]] == [["3", "", "(ligne non gardée)"]]
