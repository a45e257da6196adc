"""Cells of real life: what the shared cases hold is read right, or refused and shown."""

from datetime import date

import duckdb
import pandas as pd
import pytest

from data.intake.importing import import_folder
from tests.conftest import shared
from tests.data.reading import TableReading, read_table


def read(path: str, contract: str) -> TableReading:
    return read_table(shared("cases") / path, contract)


def reasons(table: pd.DataFrame) -> str:
    return " | ".join(table["reason"])


@pytest.fixture(scope="module")
def emptied(tmp_path_factory):
    """The version made of countries in words, and of a solution and a zone hard to read."""
    home = tmp_path_factory.mktemp("home")
    version = import_folder(shared("cases") / "14-emptied-means-something", home).version
    with duckdb.connect(str(version), read_only=True) as con:
        yield con


def test_countries_written_in_words_are_abroad(emptied):
    counted = emptied.execute("SELECT sum(abroad), sum(place_unknown) FROM period_state").fetchone()
    assert counted == (5, 0)


def test_an_unread_solution_is_unknown_not_unsolved(emptied):
    sums = "sum(cases), sum(cases_solved), sum(cases_undated)"
    assert emptied.execute(f"SELECT {sums} FROM period_state").fetchone() == (5, 3, 1)
    said = emptied.execute("SELECT text, amount FROM remark WHERE topic = 'Cellules illisibles'")
    assert ("Recours au pôle : « resolue_le » illisible, valeur inconnue", 1) in said.fetchall()


def test_a_zone_with_its_year_is_that_zone():
    zones = read("14-emptied-means-something/education_prioritaire.csv", "education_prioritaire")
    assert list(zones.accepted["zone_ep"]) == ["REP+"]


def test_dates_of_another_year_decide_no_state():
    accepted, repaired, rejected = read("03-dates-out-of-year/stages.csv", "stages")
    assert sorted(rejected["line"].unique()) == [2, 3, 4]
    unread = accepted[accepted["line"].isin([5, 7])]
    assert unread[["accord_le", "signe_le"]].isna().all(axis=None)
    assert "accord postérieur à la signature" in reasons(repaired[repaired["line"] == 6])


@pytest.mark.parametrize("case", ["03-dates-out-of-year", "09-huge-count-crash"])
def test_a_postcode_or_a_siret_is_no_number_of_pupils(case):
    assert "invraisemblable" in reasons(read(f"{case}/effectifs.csv", "effectifs").rejected)


@pytest.mark.parametrize(
    "name",
    ["longdate", "longdate2", "mac1904", "mac1904_excel2013", "mac1904_general", "sheetjs"],
)
def test_every_workbook_says_the_same_day(name):
    accepted = read(f"10-xlsx-dates/{name}.xlsx", "stages").accepted
    assert pd.Timestamp(accepted["debut"].iloc[0]).date() == date(2026, 1, 12)
    assert pd.Timestamp(accepted["fin"].iloc[0]).date() == date(2026, 1, 30)


@pytest.mark.parametrize(
    ("name", "pupils"),
    [("merged", [12, 13, 14]), *((n, [12]) for n in ("base", "deep", "dim", "inline", "nor"))],
)
def test_a_merged_text_is_that_of_each_row_and_a_low_header_is_found(name, pupils):
    accepted, _, rejected = read(f"11-xlsx-cells/{name}.xlsx", "effectifs")
    assert (list(accepted["eleves"]), len(rejected)) == (pupils, 0)


@pytest.mark.parametrize("name", ["apos", "eq", "eq2", "lignequote", "smart", "dup3", "tab"])
def test_quotes_formulas_and_doubled_titles_are_seen_through(name):
    accepted, _, rejected = read(f"12-csv/{name}.csv", "effectifs")
    assert (list(accepted["uai"]), list(accepted["eleves"])) == (["0540015Y"], [12])
    assert rejected.empty


def test_accents_read_twice_or_in_two_signs_come_back():
    host = read("12-csv/mojib2.csv", "stages")
    assert list(host.accepted["entreprise"]) == ["Boulangerie Héré Épinal"]
    assert "UTF-8 lu deux fois" in reasons(host.repaired)
    assert list(read("12-csv/mojib.csv", "stages").accepted["etat"]) == ["signé"]
    assert list(read("12-csv/nfd.csv", "stages").accepted["famille"]) == ["sante"]


def test_two_periods_in_one_cell_are_refused():
    rejected = read("12-csv/multi.csv", "stages").rejected
    assert set(rejected["line"]) == {2, 5, 6, 7, 8}


def test_words_of_absence_are_no_hosts():
    accepted = read("15-absence-words-as-hosts/stages.csv", "stages").accepted
    assert len(accepted) == 20
    assert accepted["entreprise"].isna().all()


def test_invisible_signs_are_taken_out_and_shown():
    accepted, repaired, rejected = read("19-invisible-and-separators/invisibles.csv", "effectifs")
    assert (len(accepted), len(rejected)) == (4, 0)
    assert {"<U+200B>", "<U+200E>"} <= set(repaired["reason"].str.extract(r"(<U\+\w+>)")[0])


def test_a_thousand_is_never_one():
    accepted, _, rejected = read("19-invisible-and-separators/milliers.csv", "effectifs")
    assert accepted.empty
    assert rejected["reason"].str.contains("ambigu").all()
