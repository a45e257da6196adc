"""A workbook of published tables: native numbers, named absences, no formula, its level."""

import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.absence import Absence
from analytics.disclosure import About, Level, Published, diffused, internal
from figures.cards.columns import Column
from figures.marks import MARKS
from figures.workbook import HEAD, READ_ME, Sheet, sheet_names, write
from tests.conftest import some

ABOUT = About(
    "Taux d’accès à J0, %", "Voie professionnelle", "2025-2026", "établissement", "Source"
)
TABLE = pd.DataFrame(
    {
        "name": ["Lunéville", "=SOMME(A1)", "Sud meusien"],
        "share": [0.93149, float("nan"), 0.5],
        "due": [1185.0, 20.0, float("nan")],
        "apart": [1.0, 2.0, 3.0],
        "absence": ["", Absence.SECRET, ""],
    }
)
COLUMNS = (
    Column("name", "Bassin"),
    Column("share", "Taux (%)", "share"),
    Column("due", "Périodes", "count"),
)


def opened(*published: Published, address: str = "") -> openpyxl.Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(write([Sheet(p, COLUMNS, address) for p in published]))
    )


def rows(book: openpyxl.Workbook, number: int = 1) -> list[tuple[object, ...]]:
    return list(book.worksheets[number].iter_rows(min_row=HEAD + 1, values_only=True))


def test_numbers_are_those_on_screen_and_what_is_hidden_says_why() -> None:
    assert rows(opened(diffused(TABLE, ABOUT))) == [
        ("Bassin", "Taux (%)", "Périodes"),
        ("Lunéville", 0.931, 1185),
        ("'=SOMME(A1)", "secret", 20),
        ("Sud meusien", 0.5, "–"),
    ]


def test_a_share_is_a_number_in_percent_and_a_count_a_whole_number() -> None:
    sheet = opened(diffused(TABLE, ABOUT)).worksheets[1]
    share, due = sheet.cell(HEAD + 2, 2), sheet.cell(HEAD + 2, 3)
    assert (share.data_type, share.number_format) == ("n", "[$-40C]0.0 %")
    assert (due.data_type, due.number_format) == ("n", "[$-40C]#,##0")


def test_no_cell_is_a_formula() -> None:
    book = opened(internal(TABLE, About("=1+1", "@x", "-2", "+3", "=cmd|x")), address="=http")
    types = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in types
    values = [c.value for page in book for row in page.iter_rows() for c in row]
    assert not [v for v in values if isinstance(v, str) and v.startswith(("=", "+", "-", "@"))]


def test_only_the_columns_shown_are_written() -> None:
    book = opened(diffused(TABLE, ABOUT))
    assert book.worksheets[1].max_column == len(COLUMNS)


@pytest.mark.parametrize("gate", [internal, diffused])
def test_each_sheet_carries_the_mark_of_its_level(gate: object) -> None:
    published = gate(TABLE, ABOUT)  # type: ignore[operator]
    book = opened(published)
    for page in some(book):
        texts = [c.value for row in page.iter_rows(max_row=HEAD) for c in row]
        assert MARKS[published.level] in texts


def test_one_internal_table_makes_an_internal_file() -> None:
    book = opened(diffused(TABLE, ABOUT), internal(TABLE, ABOUT))
    assert book[READ_ME]["A1"].value == MARKS[Level.INTERNAL]


def test_the_sheet_to_read_tells_what_each_table_is_and_the_words_of_absence() -> None:
    page = opened(diffused(TABLE, ABOUT), address="http://x/acces?bef=BEF-01")[READ_ME]
    told = [str(c.value) for row in page.iter_rows() for c in row if c.value]
    for text in (ABOUT.title, ABOUT.perimeter, ABOUT.period, ABOUT.attribution, ABOUT.source):
        assert text in told
    assert "http://x/acces?bef=BEF-01" in told
    assert {code.value for code in Absence} <= set(told)
    assert any(text.startswith("Part des périodes dues") or "convention" in text for text in told)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=30))
def test_names_of_sheets_are_ones_that_a_spreadsheet_takes(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.lower() for name in names}) == len(titles)
    for name in some(names):
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
