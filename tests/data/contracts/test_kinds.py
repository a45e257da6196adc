"""Kinds of column: what a cell becomes, and what is said when it cannot."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts.cleaning import is_absent
from data.contracts.kinds import (
    DAYS_1904,
    KINDS,
    Parsed,
    choice,
    fold,
    parse_commune,
    parse_count,
    parse_country,
    parse_date,
    parse_decimal,
    parse_flag,
    parse_naf,
    parse_postcode,
    parse_rank,
    parse_rentree,
    parse_school_year,
    parse_session,
    parse_siret,
    parse_uai,
)
from data.contracts.vocabulary import ZONES
from data.reference import REFERENCE


def mended(result: Parsed) -> bool:
    return bool(result.repair) and not result.error


def refused(result: Parsed) -> bool:
    return bool(result.error) and result.value is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-19", date(2024, 3, 19)),
        ("2024-03-19T00:00:00", date(2024, 3, 19)),
        ("2024-03-19 08:30:00", date(2024, 3, 19)),
        ("19/03/2024", date(2024, 3, 19)),
        ("01/02/2024", date(2024, 2, 1)),  # day first
        ("1/2/2024", date(2024, 2, 1)),
        ("19.03.2024", date(2024, 3, 19)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_as_french_and_iso_files_write_it(text, day):
    assert parse_date(text) == Parsed(day)


def test_a_serial_number_of_a_spreadsheet_is_a_date_and_that_is_said():
    assert parse_date("45370").value == date(2024, 3, 19)
    assert parse_date("45370.5").value == date(2024, 3, 19)
    assert mended(parse_date("45370"))


@pytest.mark.parametrize(
    "text", ["31/02/2024", "29/02/2023", "2024-13-01", "00/01/2024", "2024-02-30", "0000-01-01"]
)
def test_a_day_that_does_not_exist_is_refused(text):
    assert refused(parse_date(text))
    assert "calendrier" in parse_date(text).error


@pytest.mark.parametrize(
    "text", ["hier", "19/03/24", "2024", "19 brumaire 2024", "4537", "54000", "2024-03"]
)
def test_what_is_not_a_date_is_refused(text):
    assert "jj/mm/aaaa" in parse_date(text).error


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("357", 357),
        ("357.0", 357),
        ("357,0", 357),
        ("139.99999998", 140),
        ("139.999999989164", 140),
        ("1 234", 1234),
        ("1\u202f234", 1234),
        ("1\u00a0234", 1234),
        (" 12 ", 12),
    ],
)
def test_a_count_is_whole_however_it_is_written(text, count):
    assert parse_count(text) == Parsed(count)


@pytest.mark.parametrize(
    "text", ["12,5", "0.4", "-3", "-1.0", "douze", "1e30", "9" * 30, "12/3", "++4"]
)
def test_what_is_not_a_count_is_refused(text):
    assert refused(parse_count(text))
    assert text in parse_count(text).error


@pytest.mark.parametrize("text", ["", " ", "ND", "nd", "-", "NA", "#N/A", "NULL", "NaN", "s"])
def test_absence_is_not_zero_nor_an_error(text):
    for parse in (parse_count, parse_decimal, parse_date, parse_flag, parse_uai, parse_postcode):
        assert parse(text) == Parsed(None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("92,8", 92.8),
        ("92.8", 92.8),
        ("-1,5", -1.5),
        ("1 234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        (".5", 0.5),
        ("1e-3", 0.001),
    ],
)
def test_a_decimal_takes_comma_point_and_thin_spaces(text, value):
    assert parse_decimal(text) == Parsed(value)


@pytest.mark.parametrize("text", ["1,2,3", "1.234,5", "inf", "1e999", "12 %", "0x10"])
def test_what_is_not_a_number_is_refused(text):
    assert refused(parse_decimal(text))


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_decimal_written_with_a_comma_comes_back(value):
    assert parse_decimal(str(value).replace(".", ",")).value == value


@given(st.text())
def test_no_cell_makes_a_reader_fail_and_an_error_never_carries_a_value(text):
    for kind in KINDS.values():
        if kind.parse is not None:
            result = kind.parse(text)
            assert not (result.error and (result.repair or result.value is not None))


@pytest.mark.parametrize("text", ["1", "1.0", "oui", "OUI", "O", "VRAI", "True", "x", " X "])
def test_yes_in_all_the_ways_files_write_it(text):
    assert parse_flag(text) == Parsed(True)


@pytest.mark.parametrize("text", ["0", "0.0", "non", "N", "FAUX", "false"])
def test_no_in_all_the_ways_files_write_it(text):
    assert parse_flag(text) == Parsed(False)


def test_perhaps_is_refused():
    assert refused(parse_flag("peut-être"))
    assert refused(parse_flag("2"))


@pytest.mark.parametrize(
    "text", ["2025-2026", "2025/2026", "2025-26", "2025/26", "2025", "2025 – 2026"]
)
def test_a_school_year_is_put_in_form(text):
    assert parse_school_year(text).value == "2025-2026"
    assert mended(parse_school_year(text)) == (text != "2025-2026")


@pytest.mark.parametrize("text", ["2025-2027", "2026-2025", "25-26", "1999-2000", "2025-", "année"])
def test_what_is_not_a_school_year_is_refused(text):
    assert refused(parse_school_year(text))


def test_leading_zeros_of_codes_come_back_and_that_is_said():
    assert parse_postcode("1000").value == "01000"
    assert parse_commune("1001").value == "01001"
    assert parse_naf("111Z").value == "0111Z"
    assert parse_uai("541268K").value == "0541268K"
    assert all(
        map(
            mended,
            (
                parse_postcode("1000"),
                parse_commune("1001"),
                parse_naf("111Z"),
                parse_uai("541268K"),
            ),
        )
    )


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (parse_postcode, "54000", "54000"),
        (parse_postcode, "54 000", "54000"),
        (parse_postcode, "54000.0", "54000"),
        (parse_commune, "54395", "54395"),
        (parse_commune, "54395.0", "54395"),
        (parse_commune, "2a004", "2A004"),
        (parse_naf, "47.11F", "4711F"),
        (parse_naf, "47", "47"),
    ],
)
def test_codes_keep_their_characters(parse, text, value):
    assert parse(text).value == value
    assert not parse(text).error


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_postcode, "540000"),
        (parse_postcode, "Nancy"),
        (parse_postcode, "540"),
        (parse_commune, "2C004"),
        (parse_commune, "Nancy"),
        (parse_commune, "543950"),
        (parse_naf, "commerce"),
        (parse_uai, "0541268L"),
        (parse_siret, "2,17003E+13"),
    ],
)
def test_a_wrong_code_is_refused(parse, text):
    assert refused(parse(text))


def test_a_uai_in_lower_case_with_spaces_is_mended():
    assert parse_uai(" 054 1268k ").value == "0541268K"
    assert mended(parse_uai("0541268k"))


def test_a_closed_list_takes_its_spellings_and_names_what_it_expected():
    allowed = {"rep": "REP", "rep_plus": "REP+"}
    assert choice("rep+", allowed) == Parsed("REP+")
    assert choice(" REP ", allowed) == Parsed("REP")
    assert choice("", allowed) == Parsed(None)
    assert choice("zone", allowed).error == "« zone » inconnu ; valeurs attendues : REP, REP+"


def test_folding_takes_out_accents_case_and_signs():
    assert fold("Nom de l'établissement") == "nom_de_l_etablissement"
    assert fold("REP+") == "rep_plus"
    assert fold("Œuvre") == "oeuvre"
    assert fold("  ") == ""


def test_a_year_names_a_rentree_and_a_session_without_being_mended():
    assert parse_rentree("2022") == Parsed("2022-2023")
    assert parse_rentree("2022-2023") == Parsed("2022-2023")
    assert parse_session("2024") == parse_session("2024-01-01") == Parsed(2024)
    assert parse_session("2023-2024") == Parsed(2024, repair="session lue d’une année scolaire")


@pytest.mark.parametrize("text", ["24", "juin 2024", "1999", "2024-06-15", "20240", "-2024"])
def test_what_is_no_session_is_refused(text):
    assert refused(parse_session(text))


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("LU", "LU lu LUX L Luxembourg LUXEMBOURG Luxemburg Lëtzebuerg"),
        ("DE", "DE DEU D RFA R.F.A. Allemagne allemagne All. Deutschland Germany"),
        ("BE", "BE BEL B Belgique BELGIË Belgien"),
        ("CH", "CH CHE Suisse Schweiz"),
        ("GB", "GB GBR UK Royaume-Uni Angleterre"),
        ("NL", "NL Pays-Bas Hollande"),
        ("FR", "FR FRA F France Guadeloupe Réunion Martinique Guyane Mayotte"),
    ],
)
def test_a_country_is_read_in_its_usual_spellings(code, names):
    for name in (*names.split(), "Grand-Duché de Luxembourg" if code == "LU" else code):
        assert parse_country(name).value == code, name


@given(st.integers(0, 249), st.sampled_from(["code", "code3", "nom"]), st.booleans())
def test_every_country_of_iso_is_read_by_its_code_and_its_name(row, field, upper):
    with (REFERENCE / "pays.csv").open(encoding="utf-8", newline="") as stream:
        country = list(csv.DictReader(stream))[row]
    cell = country[field].upper() if upper else country[field]
    if cell == "DOM":  # overseas France too
        assert refused(parse_country(cell))
    elif not is_absent(cell):  # « NC », « NA » and « NR » say an absence first
        assert parse_country(cell).value == country["retenu"]


@pytest.mark.parametrize(
    "text", ["LU - Luxembourg", "Luxembourg (L)", "G.-D. Luxembourg", "Luxembourg / LUX", "(lu)"]
)
def test_a_country_said_twice_in_a_cell_is_read(text):
    assert parse_country(text).value == "LU"


@pytest.mark.parametrize(
    "text", ["DOM", "Belgique / France", "Narnia", "54000", "oui", "Metz", "France ou Luxembourg"]
)
def test_what_is_no_country_is_refused(text):
    assert refused(parse_country(text))


@pytest.mark.parametrize("text", ["1", "P1", "PFMP 1", "PFMP1", "1re PFMP", "1ère période", "n° 1"])
def test_the_number_of_a_period_is_read_in_a_text(text):
    assert parse_rank(text).value == 1


@pytest.mark.parametrize("text", ["1 et 2", "1/2", "1,2", "1-2", "1;2", "semaine 3", "PFMP", "1.5"])
def test_several_periods_or_another_number_are_refused(text):
    assert refused(parse_rank(text))


@given(st.integers(1, 999), st.sampled_from(".,"), st.integers(0, 999))
def test_three_digits_after_a_sign_are_never_read_as_a_count(whole, sign, rest):
    assert refused(parse_count(f"{whole}{sign}{rest:03d}"))


@given(st.integers(0, 10**9), st.sampled_from(" \u00a0\u202f'"))
def test_thousands_parted_by_a_space_are_read(number, sign):
    assert parse_count(f"{number:,}".replace(",", sign)).value == number


@pytest.mark.parametrize("text", ["1 2", "12 34", "1 0000", "1\n2", "1 000 00"])
def test_two_numbers_in_a_cell_are_not_one(text):
    assert refused(parse_count(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-10-18T22:00:00+00:00", date(2024, 10, 19)),
        ("2024-10-18T22:00:00Z", date(2024, 10, 19)),
        ("2024-12-18T22:00:00Z", date(2024, 12, 18)),  # winter: 23 h in Paris
        ("2026-01-11T23:59:39", date(2026, 1, 12)),
        ("2026-01-30T23:59:59", date(2026, 1, 30)),
        ("2026-01-30 23:59", date(2026, 1, 30)),
        ("lundi 12 janvier 2026", date(2026, 1, 12)),
        ("1er février 2026", date(2026, 2, 1)),
        ("12-janv.-2026", date(2026, 1, 12)),
    ],
)
def test_a_moment_is_its_day_in_paris_and_words_are_read(text, day):
    assert parse_date(text).value == day


def test_a_year_of_two_digits_is_read_only_where_something_tells_it():
    assert refused(parse_date("20/10/25"))
    assert parse_date("20/10/25", short_years=True).value == date(2025, 10, 20)
    assert refused(parse_date("25-10-20", short_years=True))


def test_serial_numbers_of_1904_are_four_years_later():
    assert parse_date("44572", days_late=DAYS_1904).value == date(2026, 1, 12)


def test_a_siret_in_scientific_notation_is_read_when_it_has_all_its_digits():
    assert parse_siret("1.9540015500014E13").value == "19540015500014"
    assert refused(parse_siret("1.95400E+13"))


@pytest.mark.parametrize("text", ["REP+", "Rep +", "REP plus", "R.E.P.+", "REP+ (2014)"])
def test_rep_plus_in_all_its_spellings(text):
    assert choice(text, ZONES).value == "REP+"


@pytest.mark.parametrize("text", ["REP (sorti en 2015)", "REP ou REP+", "oui"])
def test_a_zone_with_a_condition_is_not_read(text):
    assert refused(choice(text, ZONES))


@pytest.mark.parametrize(
    "text",
    [
        "idem",
        "même entreprise",
        "0",
        "54000",
        "06 12 34 56 78",
        "oui",
        "Abandon",
        "refusé",
        "Autre",
    ],
)
def test_what_is_no_name_of_a_host_is_said(text):
    assert "n’est pas un nom" in KINDS["name"].parse(text).error
    assert KINDS["text"].parse(text).value == text


@pytest.mark.parametrize("text", ["ID Logistics", "Mémé Cuisine", "Idem Déco", "3M", "Autre Bar"])
def test_a_host_may_have_any_other_name(text):
    assert KINDS["name"].parse(text).value == text


@given(st.sampled_from(sorted(ZONES)), st.sampled_from("?☐✗≠<>~!¬"), st.booleans())
def test_a_word_with_a_sign_that_changes_it_is_not_that_word(word, sign, before):
    text = word.replace("_", " ")
    assert choice(text, ZONES).value == ZONES[word]
    assert refused(choice(f"{sign} {text}" if before else f"{text} {sign}", ZONES))


@given(st.dates(date(2020, 9, 1), date(2026, 8, 31)), st.sampled_from(["iso", "french", "serial"]))
def test_a_midnight_of_paris_written_in_universal_time_is_that_day(day, form):
    midnight = datetime.combine(day, time(), ZoneInfo("Europe/Paris")).astimezone(UTC)
    serial = (midnight.replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)
    text = {
        "iso": f"{midnight:%Y-%m-%dT%H:%M:%S}",
        "french": f"{midnight:%d/%m/%Y %H:%M}",
        "serial": f"{serial:.6f}",
    }[form]
    read = parse_date(text)
    assert (read.value, mended(read)) == (day, True)
