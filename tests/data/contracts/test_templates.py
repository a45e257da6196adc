"""Templates: header only, read back with nothing repaired once filled."""

from datetime import date

import openpyxl
import pytest

from data.contracts import CONTRACTS
from data.contracts.templates import READ_ME, example, templates, write_templates
from tests.conftest import some
from tests.data.reading import read_table

each = pytest.mark.parametrize("contract", templates(), ids=lambda c: c.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("modeles") / "nouveau"
    paths = write_templates(target)
    assert sorted(paths) == sorted(target.iterdir())
    return target


def test_every_exchange_contract_but_the_demo_mark_has_its_two_files(folder):
    names = {"effectifs", "residences", "poles", "periodes", "stages", "entreprises", "recours"}
    assert names <= {c.name for c in templates()}
    assert {p.name for p in folder.iterdir()} == {
        f"modele_{c.name}.{end}" for c in templates() for end in ("xlsx", "csv")
    }
    assert CONTRACTS["demonstration"] not in templates()


@each
def test_an_unfilled_template_is_recognised_and_has_no_row(folder, contract):
    for end in ("xlsx", "csv"):
        reading = read_table(folder / f"modele_{contract.name}.{end}", contract)
        assert (len(reading.accepted), len(reading.rejected)) == (0, 0)


@each
def test_a_filled_template_is_read_with_nothing_repaired(folder, contract, tmp_path):
    book = openpyxl.load_workbook(folder / f"modele_{contract.name}.xlsx")
    sheet = book.worksheets[0]
    for at, column in enumerate(contract.columns, start=1):
        value = example(column) or "texte"
        if column.kind == "count":
            value = 12
        if column.kind == "date":
            value = date(2026, 4, 10) if column.name == "fin" else date(2026, 1, 12)
        sheet.cell(row=2, column=at, value=value)
    path = tmp_path / "rempli.xlsx"
    book.save(path)
    reading = read_table(path, contract)
    assert reading.rejected.empty
    assert reading.repaired.empty
    assert len(reading.accepted) == 1
    assert reading.accepted.notna().all(axis=None)


@each
def test_every_allowed_value_is_accepted_as_it_is(contract):
    for column in some(contract.columns):
        allowed = list(dict.fromkeys(column.allowed.values()))
        assert [column.parse(value).value for value in allowed] == allowed
        if example(column) and not column.is_free_text:
            parsed = column.parse(example(column))
            assert (parsed.repair, parsed.error) == ("", "")


@each
def test_the_first_sheet_is_header_only_frozen_with_lists_and_text_codes(folder, contract):
    book = openpyxl.load_workbook(folder / f"modele_{contract.name}.xlsx")
    sheet, read_me = book.worksheets
    assert read_me.title == READ_ME
    assert sheet.max_row == 1
    assert [cell.value for cell in sheet[1]] == [c.headers[0] for c in contract.columns]
    assert sheet.freeze_panes == "A2"
    lists = {
        str(rule.sqref).split("2:")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    for cell, column in some(zip(sheet[1], contract.columns, strict=True)):
        if column.allowed:
            values = lists[cell.column_letter].strip('"').split(",")
            assert values == list(dict.fromkeys(column.allowed.values()))
        if column.kind in ("uai", "siret", "commune", "postcode", "naf", "school_year", "text"):
            assert book.worksheets[0].column_dimensions[cell.column_letter].number_format == "@"


def test_the_csv_twin_opens_in_a_french_spreadsheet(folder):
    raw = (folder / "modele_stages.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfuai;annee_scolaire;niveau;")
