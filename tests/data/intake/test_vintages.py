"""Vintages: a year comes from what a file holds, else what is said, else its name; never a date."""

from datetime import date

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data import clock
from data.contracts import CONTRACTS
from data.intake.importing import import_folder, rebuild, undo
from data.intake.vintages import declared_year, year_in_name
from data.readers import IntakeError
from tests.conftest import shared
from tests.data.conftest import BRAVO, DELTA, write
from tests.data.published import rows

TODAY = date(2026, 11, 30)
HEADER = "UAI;" + ";".join(f"Effectifs à la rentrée N | {x}" for x in ("2nde", "1ère", "Term."))


@pytest.fixture(autouse=True)
def _on_a_day():
    with clock.set_to(TODAY):
        yield


@pytest.fixture
def bare(academy):
    """The small académie, without any enrolment."""
    for name in ("effectifs.csv", "periodes.csv"):
        (academy / name).unlink()
    write(
        academy,
        "ips_lycees.csv",
        "rentree_scolaire;uai;ips_voie_pro;effectifs_voie_pro",
        f"2021-2022;{DELTA};80;9",
    )
    return academy


def years(report) -> list[tuple]:
    return rows(report, "SELECT DISTINCT uai, level, pupils, origin FROM enrolment ORDER BY ALL")


DATES = st.dates(date(2005, 1, 1), date(2035, 12, 31))
SIGNS = st.sampled_from(["-", "_", ".", " "])
MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre")  # fmt: skip


@st.composite
def written_dates(draw: st.DrawFn) -> str:
    """A date in the ways that names of files write it."""
    day, sign = draw(DATES), draw(SIGNS)
    forms = (
        f"{day:%Y%m%d}",
        f"{day:%d%m%Y}",
        f"{day:%Y%m%d}T{draw(st.integers(0, 235959)):06}",
        f"{day:%Y}{sign}{day:%m}{sign}{day:%d}",
        f"{day:%d}{sign}{day:%m}{sign}{day:%Y}",
        f"{day:%Y}{sign}{day:%m}",
        f"{day:%m}{sign}{day:%Y}",
        f"{day:%Y}{sign}{day:%m%d}",
        f"{day:%Y%m}",
        f"{day.day}{sign}{MONTHS[day.month - 1]}{sign}{day:%Y}",
        f"{MONTHS[day.month - 1]}{day:%Y}",
        f"{day:%Y}{sign}{MONTHS[day.month - 1]}",
        f"du{sign}{day:%Y}",
        f"telecharge{sign}{day:%Y}",
        f"{day:%Y}{sign}téléchargement",
        f"maj_{day:%Y}",
        f"export {day:%Y}",
        f"extraction-{day:%Y}",
        f"ap{day:%Y}",
        f"S12{sign}{day:%Y}",
    )
    return draw(st.sampled_from(forms))


STEMS = st.sampled_from(["ival", "fr-en-indicateurs-lycees-pro", "base_cc", "Effectifs MEF", "LP"])
KINDS = st.sampled_from(["session", "rentree", "annee"])


@given(STEMS, written_dates(), SIGNS, KINDS, st.booleans())
def test_a_date_in_a_name_is_never_a_vintage(stem, written, sign, kind, first):
    name = f"{written}{sign}{stem}.csv" if first else f"{stem}{sign}{written}.csv"
    assert year_in_name(name, kind) is None


@given(STEMS, st.integers(2010, 2026), st.integers(2010, 2026), SIGNS, KINDS)
def test_two_years_in_a_name_are_no_vintage_but_those_of_a_school_year(stem, one, two, sign, kind):
    assume(one != two)
    name = f"{stem}{sign}{one}{sign}{two}.csv"
    assert year_in_name(name, kind) == (one if two == one + 1 and one <= 2026 else None)


@given(st.integers(2000, 2099), KINDS)
def test_a_year_to_come_is_no_vintage(year, kind):
    latest = {"session": 2026, "rentree": 2026, "annee": 2026}[kind]
    found = year_in_name(f"fichier_{year}.csv", kind)
    assert found == (None if year > latest else year - (kind == "session"))


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("ival_2024_LP.csv", 2023),
        ("ival-2024-154664.xlsx › LP", 2023),
        ("ival_2023-2024.csv", 2023),
        ("ival 2023-24.csv", 2023),
        ("ival_session_2024.csv", 2023),
        ("export_session-2024.csv", 2023),
        ("ival_rentrée 2023.csv", 2023),
        ("ival_2024_20260115.csv", 2023),
        ("envoi_2026.zip › ival_2024.csv", 2023),
        ("ival_2024.xlsx › session 2023", 2022),
        ("ival_2024 (1).csv", 2023),
        ("ival_session_2024_rentree_2022.csv", None),
        ("fr-en-lycee_pro-effectifs-niveau-sexe-lv_2019-2022.csv", None),
        ("ival.csv", None),
        ("154664.csv", None),
        ("ival_19540.csv", None),
    ],
)
def test_the_only_year_that_a_name_says_is_its_session(name, start):
    assert year_in_name(name, "session") == start


@pytest.mark.parametrize("text", ["2024", "2023-2025", "l’an dernier", "2027-2028", "2023/2026"])
def test_what_is_said_is_a_school_year_that_has_started(text):
    with pytest.raises(IntakeError):
        declared_year(text)


def test_a_year_said_is_that_of_files_that_do_not_say_theirs(bare, tmp_path):
    write(bare, "ival.csv", HEADER, f"{BRAVO};10;20;30")
    report = import_folder(bare, tmp_path / "home", year="2024-2025")
    assert ("0350001", "1PRO", 20, "IVAL, session 2025")[1:] in [row[1:] for row in years(report)]
    assert "campagne 2024-2025 déclarée à l’import" in set(report.files["note"])


def test_an_unknown_year_is_asked_and_its_pupils_are_not_due(bare, tmp_path):
    write(bare, "ival_20260115.csv", HEADER, f"{BRAVO};10;20;30")
    report = import_folder(bare, tmp_path / "home")
    assert {row[0] for row in years(report)} == {DELTA}
    assert any("campagne inconnue" in m and "--annee" in m for m in report.messages)
    (said,) = rows(report, "SELECT amount FROM remark WHERE text LIKE 'Campagne inconnue%'")
    assert said == (60,)


def test_the_same_file_with_its_year_said_replaces_its_first_reading(bare, tmp_path):
    home = tmp_path / "home"
    write(bare, "ival_2026.csv", HEADER, f"{BRAVO};10;20;30")
    first = import_folder(bare, home)
    assert (BRAVO, "2PRO", 10, "IVAL, session 2026") in years(first)
    second = import_folder(bare, home, year="2023-2024")
    assert (BRAVO, "2PRO", 10, "IVAL, session 2024") in years(second)
    assert not [row for row in years(second) if "2026" in row[3]]
    third = import_folder(bare, home, year="2023-2024")
    assert third.batch is None
    assert second.batch is not None
    assert years(undo(second.batch, home)) == years(first)


def test_the_year_that_a_file_holds_goes_before_what_is_said(bare, tmp_path):
    write(
        bare, "ival_2019.csv", f"Session;{HEADER}", f"2024;{BRAVO};10;20;30", f"2023;{BRAVO};1;2;3"
    )
    report = import_folder(bare, tmp_path / "home", year="2020-2021")
    assert (BRAVO, "2PRO", 10, "IVAL, session 2024") in years(report)
    assert any("dit lui-même son année" in m for m in report.messages)


def test_a_title_above_the_header_says_the_year(bare, tmp_path):
    write(bare, "ival_2019.csv", "IVAL, session 2024", HEADER, f"{BRAVO};10;20;30")
    report = import_folder(bare, tmp_path / "home")
    assert (BRAVO, "2PRO", 10, "IVAL, session 2024") in years(report)
    assert any("campagne 2023-2024 lue dans le fichier" in note for note in report.files["note"])


def test_a_campaign_to_come_is_not_used(bare, tmp_path):
    write(bare, "ival.csv", f"Session;{HEADER}", f"2031;{BRAVO};10;20;30")
    report = import_folder(bare, tmp_path / "home")
    assert {row[0] for row in years(report)} == {DELTA}
    assert rows(report, "SELECT amount FROM remark WHERE text LIKE 'Campagne à venir%'") == [(60,)]


@pytest.mark.parametrize("order", [(18, 24), (24, 18)])
def test_of_two_vintages_the_newest_columns_count_whatever_the_order(academy, tmp_path, order):
    columns = ("ETTOT", "ETAZ", "ETBE", "ETFZ", "ETGU", "ETGZ", "ETOQ", "ETTEF1", "ETTEFP10")
    home = tmp_path / "home"
    import_folder(academy, home)
    for year in order:
        header = "CODGEO;" + ";".join(f"{c}{year}" for c in columns)
        folder = tmp_path / f"envoi{year}"
        write(folder, f"base_cc_20{44 - year}.csv", header, "35001" + f";{year}" * len(columns))
        report = import_folder(folder, home)
    assert rows(report, "SELECT establishments FROM fabric WHERE sector = 'AZ'") == [(24,)]


def test_of_two_years_in_one_file_all_columns_are_of_the_latest():
    columns = ("ETTOT", "ETAZ", "ETBE", "ETFZ", "ETGU", "ETGZ", "ETOQ", "ETTEF1", "ETTEFP10")
    mixed = [f"{c}{y}" for i, c in enumerate(columns) for y in ((18, 24), (24, 18))[i % 2]]
    header = ["CODGEO", *mixed]
    found = CONTRACTS["employeurs"].match(header)
    assert {header[at][-2:] for name, at in found.items() if name != "commune"} == {"24"}
    assert len(found) == 10


@pytest.mark.parametrize("case", ["51-ival-official-name", "52-ival-download-date"])
def test_the_campaign_of_a_real_file_under_its_downloaded_name_is_asked(case, tmp_path):
    report = import_folder(shared("cases") / case, tmp_path)
    assert rows(report, "SELECT count(*) FROM enrolment") == [(0,)]
    assert any("campagne inconnue" in message for message in report.messages)
    report = import_folder(shared("cases") / case, tmp_path, year="2023-2024")
    found = rows(report, "SELECT DISTINCT origin, year, sum(pupils) FROM enrolment GROUP BY ALL")
    assert found == [("IVAL, session 2024", "2023-2024", 20_942)]


def test_the_columns_of_2024_go_before_those_of_2018(tmp_path):
    report = import_folder(shared("cases") / "55-employeurs-vintage", tmp_path)
    sizes = "SELECT size, establishments FROM fabric_size WHERE commune = '54395' ORDER BY size"
    assert rows(report, sizes) == [("1-9", 160), ("10+", 40)]


def test_a_version_made_before_years_stood_in_rows_keeps_that_of_its_names(bare, tmp_path):
    home = tmp_path / "home"
    write(bare, "ival_2024.csv", HEADER, f"{BRAVO};10;20;30")
    write(bare, "ival_20260115.csv", HEADER, f"{BRAVO};1;2;3")
    report = import_folder(bare, home)
    with duckdb.connect(str(report.version)) as con:
        con.execute("ALTER TABLE kept.file DROP vintage_origin")
        con.execute("UPDATE kept.file SET vintage = 2026 WHERE file LIKE 'ival_2026%'")
        con.execute("ALTER TABLE kept.effectifs_lycees_pro DROP session")
    assert years(rebuild(home)) == years(report)
    assert (BRAVO, "2PRO", 10, "IVAL, session 2024") in years(report)
