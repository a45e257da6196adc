"""One pupil is counted once: extracts, halves, copies and totals of the files of schools."""

import random
import shutil
from collections.abc import Sequence
from datetime import date
from itertools import product

import pytest
from openpyxl import Workbook

from data.intake.importing import Report, import_folder
from data.readers import IntakeError
from tests.conftest import shared
from tests.data.conftest import BRAVO, DELTA, STAGES_HEADER, import_academy, stage, write
from tests.data.published import rows
from tests.data.reading import read_table

NOVEMBER = [stage("sans lieu")] * 4
JANUARY = [stage("signé", "01/12/2025", "10/12/2025")] * 4
DATED = STAGES_HEADER + ";date_extraction"
ENROLMENT = "uai;annee_scolaire;niveau;famille;effectif"


@pytest.fixture
def home(own_home):
    """The small académie, imported as a first batch with no placement."""
    return own_home("first", import_academy)


def dated(lines: Sequence[str], day: str) -> list[str]:
    return [f"{line};{day}" for line in lines]


def states(report: Report) -> tuple[int, int, int]:
    (found,) = rows(
        report,
        "SELECT sum(signed), sum(without), sum(followed) FROM (SELECT *, "
        "due - unknown AS followed FROM period_state) WHERE sent",
    )
    return found


def told(report: Report, topic: str = "Lots") -> str:
    return " ".join(f"{r.text} {r.detail}" for r in report.remarks.itertuples() if r.topic == topic)


# --- Extracts


def test_two_extracts_without_a_day_are_asked_about_and_named(tmp_path):
    with pytest.raises(IntakeError) as asked:
        import_folder(shared("cases") / "02-same-pupils-twice", tmp_path / "home")
    for words in (
        "« stages_janvier.csv », « stages_novembre.csv »",
        "0540015Y 2025-2026 2PRO commerce période 1",
        "date_extraction",
        "--au JOUR",
    ):
        assert words in str(asked.value)


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")], ids=str)
def test_the_later_extract_of_a_folder_replaces_the_other_whatever_their_order(
    home, tmp_path, names
):
    folder = write(tmp_path / "x", names[0], DATED, *dated(NOVEMBER, "10/11/2025")).parent
    write(folder, names[1], DATED, *dated(JANUARY, "15/01/2026"))
    report = import_folder(folder, home)
    assert states(report) == (4, 0, 4)
    assert "remplacées par une extraction plus récente" in told(report)
    assert f"{names[0]} (4) par" in told(report)


@pytest.mark.parametrize("later_first", [False, True])
def test_the_day_that_the_officer_gives_orders_two_batches(home, tmp_path, later_first):
    write(tmp_path / "n", "stages.csv", STAGES_HEADER, *NOVEMBER)
    write(tmp_path / "j", "stages.csv", STAGES_HEADER, *JANUARY)
    days = [("n", date(2025, 11, 10)), ("j", date(2026, 1, 15))]
    for name, day in reversed(days) if later_first else days:
        report = import_folder(tmp_path / name, home, observed=day)
    assert states(report) == (4, 0, 4)
    replaced = "plus anciennes que ce qui est déjà connu" if later_first else "lot plus récent"
    assert replaced in told(report)


def test_without_a_day_the_later_batch_replaces_and_the_files_are_named(home, tmp_path):
    import_folder(write(tmp_path / "n", "nov.csv", STAGES_HEADER, *NOVEMBER).parent, home)
    report = import_folder(write(tmp_path / "j", "jan.csv", STAGES_HEADER, *JANUARY).parent, home)
    assert states(report) == (4, 0, 4)
    assert "nov.csv (4) par jan.csv" in told(report)


def test_the_same_file_as_of_a_later_day_is_a_new_observation(home, tmp_path):
    folder = write(tmp_path / "x", "stages.csv", STAGES_HEADER, *NOVEMBER).parent
    import_folder(folder, home, observed=date(2026, 2, 10))
    assert import_folder(folder, home, observed=date(2026, 2, 10)).batch is None
    report = import_folder(folder, home, observed=date(2026, 2, 20))
    assert report.batch == "L0003"
    assert states(report) == (0, 4, 4)


def test_extracts_stacked_in_one_file_are_told_apart_by_their_day(home, tmp_path):
    lines = dated(NOVEMBER, "10/11/2025") + dated(JANUARY, "15/01/2026")
    random.Random(1).shuffle(lines)
    report = import_folder(write(tmp_path / "x", "stages.csv", DATED, *lines).parent, home)
    assert states(report) == (4, 0, 4)


@pytest.mark.parametrize("by_column", [True, False])
def test_the_parts_of_one_day_are_added_up_and_told(home, tmp_path, by_column):
    header = DATED if by_column else STAGES_HEADER
    halves = NOVEMBER, JANUARY
    for name, lines in zip("ab", halves, strict=True):
        write(
            tmp_path / "x",
            f"{name}.csv",
            header,
            *(dated(lines, "15/01/2026") if by_column else lines),
        )
    day = None if by_column else date(2026, 1, 15)
    report = import_folder(tmp_path / "x", home, observed=day)
    assert states(report) == (4, 4, 8)
    assert "additionnés a.csv + b.csv" in told(report, "Stages")


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("stages.csv", "Situation au 15/11/2025", "son titre dit 15/11/2025"),
        ("stages.csv", "Extrait le 1er novembre 2025", "son titre dit 01/11/2025"),
        ("stages_2025-11-10.csv", "", "son nom dit 10/11/2025"),
        ("stages 20251110.csv", "", "son nom dit 10/11/2025"),
        ("stages.csv", "Période du 12/01/2026 au 30/01/2026", ""),
        ("stages_2025-2026.csv", "", ""),
    ],
)
def test_a_day_in_a_title_or_a_name_orders_nothing_but_is_told(home, tmp_path, name, title, said):
    titles = [title + ";" * STAGES_HEADER.count(";"), ""] if title else []
    folder = write(tmp_path / "x", name, *titles, STAGES_HEADER, *NOVEMBER).parent
    messages = " ".join(import_folder(folder, home).messages)
    assert said in messages
    assert ("--au" in messages) == bool(said)
    assert "--au" not in " ".join(import_folder(folder, home, observed=date(2025, 11, 10)).messages)


def test_sheets_and_a_group_known_without_its_family_overlap_too(home, tmp_path):
    book = Workbook()
    for title, lines in (("nov", NOVEMBER), ("jan", JANUARY)):
        sheet = book.create_sheet(title)
        for line in (STAGES_HEADER, *lines):
            sheet.append(line.split(";"))
    folder = tmp_path / "x"
    folder.mkdir()
    book.save(folder / "suivi.xlsx")
    with pytest.raises(IntakeError, match=r"« suivi.xlsx › jan », « suivi.xlsx › nov »"):
        import_folder(folder, home)
    (folder / "suivi.xlsx").unlink()
    write(folder, "effectifs.csv", ENROLMENT, f"{DELTA};2025-2026;2PRO;;9")
    for name, family in (("a.csv", "commerce"), ("b.csv", "")):
        line = f"{DELTA};2025-2026;2PRO;{family};1;sans lieu;;;12/01/2026;"
        write(folder, name, STAGES_HEADER, line)
    with pytest.raises(IntakeError, match=r"« a.csv », « b.csv »"):
        import_folder(folder, home)


# --- Contradictions between files and columns


def test_a_first_day_out_of_its_period_and_a_period_of_more_pupils_than_enrolled_are_told(
    home, tmp_path
):
    group = f"{DELTA};2025-2026;2PRO;commerce"
    write(tmp_path / "x", "effectifs.csv", ENROLMENT, f"{group};2")
    header = "uai;annee_scolaire;niveau;famille;periode;debut;fin;semaines;eleves_concernes"
    write(tmp_path / "x", "periodes.csv", header, f"{group};1;12/01/2026;30/01/2026;3;4")
    lines = [f"{group};1;sans lieu;;;{day};" for day in ("12/01/2026", "05/01/2026", "01/06/2026")]
    report = import_folder(write(tmp_path / "x", "s.csv", STAGES_HEADER, *lines).parent, home)
    told = {r.text: (r.amount, r.detail) for r in report.remarks.itertuples()}
    period = f"{DELTA} 2025-2026 2PRO commerce période 1"
    assert told["Premier jour hors de la période due : celui de la période est retenu"] == (
        1,
        period,
    )
    assert told["Plus d’élèves concernés que d’effectif : le nombre de la période est retenu"] == (
        1,
        f"{period} : 4 pour 2",
    )


@pytest.mark.parametrize("cells", ["54395;", ";3"])
def test_without_a_place_but_with_its_commune_or_days_done_is_told(tmp_path, cells):
    path = write(
        tmp_path,
        "s.csv",
        STAGES_HEADER + ";commune_accueil;jours_faits",
        f"{stage('sans lieu')};{cells}",
        f"{stage('sans lieu')};;",
    )
    reading = read_table(path, "stages")
    assert (len(reading.accepted), len(reading.rejected)) == (2, 0)
    assert reading.repaired["line"].tolist() == [2]
    assert reading.repaired["reason"].str.contains("l’état fait foi").all()


# --- Copies


def test_a_copy_saved_again_is_read_once(tmp_path):
    report = import_folder(shared("cases") / "02b-same-file-resaved", tmp_path / "home")
    assert states(report) == (2, 2, 4)
    assert any("même contenu" in m and "lu une seule fois" in m for m in report.messages)


def test_a_copy_in_any_form_is_recognised_in_the_batch_and_after_it(home, tmp_path):
    table = [line.split(";") for line in (STAGES_HEADER, *NOVEMBER, *JANUARY)]
    folder = tmp_path / "x"
    folder.mkdir()
    forms = product(("utf-8", "utf-8-sig", "cp1252", "utf-16"), ";\t", ("\n", "\r\n"))
    for number, (encoding, separator, newline) in enumerate(forms):
        draw = random.Random(number)
        columns = draw.sample(range(len(table[0])), len(table[0]))
        lines = [table[0], *draw.sample(table[1:], len(table) - 1)]
        text = newline.join(
            separator.join(line[c] + " " * draw.randrange(2) for c in columns) for line in lines
        )
        (folder / f"copie {number}.csv").write_bytes(text.encode(encoding))
    book = Workbook()
    for line in table:
        book.worksheets[0].append(line)
    book.save(folder / "copie.xlsx")
    report = import_folder(folder, home)
    assert len(report.files) == 1
    assert len([m for m in report.messages if "même contenu" in m]) == 16
    assert states(report) == (4, 4, 8)
    write(tmp_path / "y", "encore.csv", STAGES_HEADER, *JANUARY, *NOVEMBER)
    again = import_folder(tmp_path / "y", home)
    assert again.batch is None
    assert "lot L0002" in again.messages[1]


def test_a_sheet_that_is_a_copy_is_read_once_and_one_that_only_starts_alike_is_asked_about(
    home, tmp_path
):
    folder = tmp_path / "x"
    folder.mkdir()
    lines = [stage("sans lieu")] * 16  # longer than what is looked at of a sheet
    for name, more in (("suite", JANUARY), ("copie", [])):
        book = Workbook()
        for title, rest in (("un", []), ("deux", more)):
            sheet = book.create_sheet(title)
            for line in (STAGES_HEADER, *lines, *rest):
                sheet.append(line.split(";"))
        book.save(folder / f"{name}.xlsx")
        if more:
            with pytest.raises(IntakeError, match=r"« suite.xlsx › deux », « suite.xlsx › un »"):
                import_folder(folder, home, force=True)
            (folder / "suite.xlsx").unlink()
    report = import_folder(folder, home, force=True)
    assert any("même contenu" in m for m in report.messages)
    assert states(report) == (0, 16, 16)


# --- Totals

BASE = [
    [BRAVO, "2025-2026", "2PRO", "commerce", "12"],
    [BRAVO, "2025-2026", "2PRO", "bois", "13"],
]
WORDS = (
    "Total",
    "TOTAL GÉNÉRAL",
    "Sous-total",
    "sous total 2PRO",
    "Total 2PRO",
    "Ensemble",
    "Ensemble des familles",
    "Toutes familles",
    "Grand total :",
    "2PRO total",
    "S/Total",
    "S/T",
    "Tot.",
    "Total élèves",
    "Effectif total",
    "Récapitulatif",
    "Ens.",
    "Σ",
)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("rest", ["", "repeated"])
def test_a_line_of_total_is_nobody_wherever_it_says_so(tmp_path, word, at, rest):
    line = list(BASE[0]) if rest else [""] * 4 + ["25"]
    line[at], line[4] = word, "25"
    lines = [";".join(cells) for cells in (*BASE, line)]
    reading = read_table(write(tmp_path, "e.csv", ENROLMENT, *lines), "effectifs")
    assert reading.accepted["eleves"].tolist() == [12, 13]
    assert reading.rejected["line"].tolist() == [4]
    assert reading.rejected["reason"].iloc[0].startswith("ligne de total")


def test_a_company_or_a_school_may_have_the_word_in_its_name(tmp_path):
    line = stage("signé", "01/12/2025", "10/01/2026")
    stages = [f"{line};{name}" for name in ("Total", "Total Énergies", "Garage Total")]
    path = write(tmp_path, "s.csv", STAGES_HEADER + ";entreprise", *stages)
    assert len(read_table(path, "stages").accepted) == 3
    lines = [f"Ensemble scolaire Notre-Dame;{';'.join(cells)}" for cells in BASE]
    path = write(tmp_path, "e.csv", "lycée;" + ENROLMENT, *lines)
    assert len(read_table(path, "effectifs").accepted) == 2


def test_a_subtotal_without_family_is_no_family(tmp_path):
    report = import_folder(shared("cases") / "06-subtotal-as-family", tmp_path / "home")
    assert rows(report, "SELECT sum(pupils) FROM enrolment") == [(25,)]
    (reason,) = rows(report, "SELECT reason FROM reject")
    assert reason == ("ligne de total : 25 élèves, la somme des familles du même niveau",)
    assert any("1 ligne de total laissée de côté" in m for m in report.messages)


def test_a_level_given_with_and_without_families_counts_once_across_files_and_batches(
    home, tmp_path
):
    folder = write(tmp_path / "x", "a.csv", ENROLMENT, f"{DELTA};2025-2026;2PRO;;25").parent
    assert rows(import_folder(folder, home), _PUPILS) == [(25,)]
    (folder / "a.csv").unlink()
    lines = [";".join([DELTA, *cells[1:]]) for cells in BASE]
    write(folder, "b.csv", ENROLMENT, *lines, f"{DELTA};2025-2026;CAP2;;5")
    write(folder, "c.csv", ENROLMENT, f"{DELTA};2025-2026;CAP2;bois;5")
    assert rows(import_folder(folder, home), _PUPILS) == [(25,)]


_PUPILS = f"SELECT sum(pupils) FROM enrolment WHERE uai = '{DELTA}' AND level = '2PRO'"


# --- Thresholds


def test_a_small_file_refused_is_not_drowned_in_a_large_one(tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    for path in (shared("cases") / "00b-annuaire-plus-unknown-uai").glob("*.csv"):
        shutil.copy(path, folder)
    write(folder, "effectifs.csv", ENROLMENT, "0540015Y;2025-2026;2PRO;commerce;12")
    with pytest.raises(IntakeError) as refused:
        import_folder(folder, tmp_path / "home")
    assert "« effectifs_3e.csv » : 1 ligne rejetée sur 1 (100,0 %)" in str(refused.value)
    assert "UAI absent des annuaires chargés" in str(refused.value)


def test_files_of_schools_not_read_are_told_once_by_reason_and_can_be_left(tmp_path):
    folder = shared("cases") / "20-forty-files"
    with pytest.raises(IntakeError, match=r"^5 fichiers sur 39 non lus") as refused:
        import_folder(folder, tmp_path / "home")
    assert str(refused.value).count("Classe") == 2  # one reason, and what it may be
    report = import_folder(folder, tmp_path / "home", force=True)
    assert rows(report, "SELECT count(DISTINCT uai) FROM enrolment") == [(34,)]
    assert "Établissement n°01.csv" in report.files["file"].tolist()  # composed accents


def test_an_archive_in_an_archive_is_refused_and_can_be_left(tmp_path):
    folder = shared("cases") / "21-wide-and-zip"
    with pytest.raises(IntakeError, match=r"dépôt été.zip.*autre archive.*--force"):
        import_folder(folder, tmp_path / "home")
    report = import_folder(folder, tmp_path / "home", force=True)
    assert report.files.set_index("file").loc["large.csv", "accepted"] == 30
