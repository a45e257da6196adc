"""Readers: the same table whatever the bytes, and the line numbers that an editor shows."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from data.contracts import CONTRACTS
from data.readers import IntakeError, open_sources, read_records, used_width
from tests.conftest import some
from tests.data.reading import read_table

HEADER = ["uai", "annee_scolaire", "niveau", "famille", "effectif", "note"]
ROWS = [
    ["0540015Y", "2025-2026", "2PRO", "commerce", "12", "été"],
    ["0540030P", "2025-2026", "1PRO", "bois", "13", ""],
    ["0541268K", "2025-2026", "CAP1", "auto", "14", "l’atelier"],
]


def joined(*rows: list[str], separator: str = ";", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def put(folder: Path, content: str | bytes, name: str = "effectifs.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines_and_pupils(path: Path) -> list[tuple[int, int]]:
    accepted, _, rejected = read_table(path, "effectifs")
    assert rejected.empty
    return list(zip(accepted["line"], accepted["eleves"], strict=True))


THREE = [(2, 12), (3, 13), (4, 14)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 avec BOM"),
        ("cp1252", "Windows-1252 / ISO-8859-1"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encoding_separator_and_line_ends_do_not_change_the_table(
    tmp_path, encoding, said, separator, end
):
    text = joined(HEADER, *ROWS, separator=separator, end=end)
    path = put(tmp_path, text.encode(encoding))
    assert lines_and_pupils(path) == THREE
    with open_sources(path) as (source,):
        assert (source.encoding, source.separator) == (said, separator)
        assert source.head[:4] == [HEADER, *ROWS]


def test_big_endian_utf_16_is_read(tmp_path):
    text = "\ufeff" + joined(HEADER, *ROWS, separator="\t", end="\r\n")
    assert lines_and_pupils(put(tmp_path, text.encode("utf-16-be"))) == THREE


def test_iso_8859_1_accents_are_kept(tmp_path):
    path = put(
        tmp_path, "code_pole;libelle_pole;bef\nP1;Pôle de Lunéville;B1\n".encode("iso-8859-1")
    )
    assert list(read_table(path, "poles").accepted["libelle"]) == ["Pôle de Lunéville"]


def test_the_accents_decide_the_encoding_even_far_in_the_file(tmp_path):
    ascii_rows = [[*ROWS[1][:3], "bois", "1", "x"]]
    text = joined(HEADER, ROWS[1], *ascii_rows * 3000, ROWS[0])
    accepted = read_table(put(tmp_path, text.encode("cp1252")), "effectifs").accepted
    assert list(accepted["line"]) == [2, 3003]  # the others are doubles


def test_mixed_line_ends_are_read(tmp_path):
    text = (
        f"{';'.join(HEADER)}\r\n{';'.join(ROWS[0])}\n{';'.join(ROWS[1])}\r{';'.join(ROWS[2])}\r\n"
    )
    assert lines_and_pupils(put(tmp_path, text)) == THREE


def test_a_last_line_without_line_end_is_read(tmp_path):
    assert lines_and_pupils(put(tmp_path, joined(HEADER, *ROWS).rstrip("\n"))) == THREE


def test_title_rows_above_the_header_are_passed_over(tmp_path):
    text = "Export des effectifs\nédité le 1er septembre;;\n\n" + joined(HEADER, *ROWS)
    assert lines_and_pupils(put(tmp_path, text)) == [(5, 12), (6, 13), (7, 14)]


@pytest.mark.parametrize("title", ['"Export\ndes effectifs"', '"Export\n\n'])
def test_a_title_on_two_lines_or_with_a_stray_quote_does_not_shift_the_lines(tmp_path, title):
    text = title + "\n" + joined(HEADER, *ROWS)
    before = title.count("\n") + 1
    assert lines_and_pupils(put(tmp_path, text)) == [(n + before, p) for n, p in THREE]


def test_blank_lines_above_everything_are_passed_over(tmp_path):
    text = "\n" * 11 + joined(HEADER, *ROWS)
    assert lines_and_pupils(put(tmp_path, text)) == [(n + 11, p) for n, p in THREE]


def test_a_two_row_header_is_read_as_one(tmp_path):
    text = (
        "Établissement;Rentrée;Formation;;Élèves;\n"
        "uai;annee_scolaire;niveau;famille;effectif;note\n" + joined(*ROWS)
    )
    assert lines_and_pupils(put(tmp_path, text)) == [(3, 12), (4, 13), (5, 14)]


def test_a_header_cell_on_two_lines_moves_the_rows_down(tmp_path):
    header = ";".join(HEADER[:5]) + ';"note de\nl’établissement"\n'
    assert lines_and_pupils(put(tmp_path, header + joined(*ROWS))) == [(3, 12), (4, 13), (5, 14)]


def test_a_cell_on_several_lines_counts_all_its_lines(tmp_path):
    rows = joined([*ROWS[0][:5], '"a\nb\n\nc"'], ROWS[1], ROWS[2])
    assert lines_and_pupils(put(tmp_path, joined(HEADER) + rows)) == [(2, 12), (6, 13), (7, 14)]


def test_separators_and_doubled_quotes_inside_quotes_are_text(tmp_path):
    text = 'code_pole;libelle_pole;bef\nP1;"dit ""le grand""; au centre";B1\n'
    accepted = read_table(put(tmp_path, text), "poles").accepted
    assert list(accepted["libelle"]) == ['dit "le grand"; au centre']


def test_blank_lines_and_rows_of_separators_are_no_rows_but_are_counted_as_lines(tmp_path):
    text = joined(HEADER, [""], ROWS[0], [""] * 6, ["   "], ROWS[1], [""], ROWS[2], [""] * 6)
    reading = read_table(put(tmp_path, text), "effectifs")
    assert list(reading.accepted["line"]) == [3, 6, 8]
    assert reading.rejected.empty


@pytest.mark.parametrize("header_extra", [0, 1, 3])
@pytest.mark.parametrize("row_extra", [0, 1, 3])
def test_trailing_separators_are_not_columns(tmp_path, header_extra, row_extra):
    rows = [row + [""] * row_extra for row in ROWS]
    text = joined(HEADER + [""] * header_extra, *rows)
    assert lines_and_pupils(put(tmp_path, text)) == THREE


def test_short_and_long_rows_are_refused_with_their_line_and_their_text(tmp_path):
    text = joined(HEADER, ROWS[0], ROWS[1][:3], ROWS[1], [*ROWS[2], "de", "trop"], ROWS[2])
    reading = read_table(put(tmp_path, text), "effectifs")
    assert list(reading.accepted["line"]) == [2, 4, 6]
    assert reading.rejected.to_dict("records") == [
        {
            "line": 3,
            "column": "",
            "value": "0540030P;2025-2026;1PRO",
            "reason": "ligne trop courte : 6 colonnes attendues",
        },
        {
            "line": 5,
            "column": "",
            "value": "0541268K;2025-2026;CAP1;auto;14;l’atelier;de;trop",
            "reason": "ligne trop longue : 6 colonnes attendues (séparateur dans un texte ?)",
        },
    ]


def test_lines_stay_exact_when_short_rows_and_cells_on_several_lines_meet(tmp_path):
    text = joined(HEADER, [*ROWS[0][:5], '"a\nb"'], ["x", "y"], ROWS[1], [""], ["z"], ROWS[2])
    reading = read_table(put(tmp_path, text), "effectifs")
    assert list(reading.accepted["line"]) == [2, 5, 8]
    assert list(reading.rejected["line"]) == [4, 7]


@pytest.mark.parametrize("broken", ['"jamais fermé', '"fermé"puis du texte'])
def test_a_badly_closed_quote_costs_its_own_line_only(tmp_path, broken):
    text = joined(HEADER, [*ROWS[0][:5], broken], ROWS[1], [*ROWS[2][:5], '"bien;écrit"'])
    reading = read_table(put(tmp_path, text), "effectifs")
    assert list(reading.accepted["line"]) == [3, 4]
    assert list(reading.rejected["line"]) == [2]
    assert list(reading.rejected["reason"]) == ["guillemets mal fermés"]
    assert broken in reading.rejected["value"].iloc[0]


def test_inches_inside_a_text_are_text(tmp_path):
    text = joined(HEADER, [*ROWS[0][:5], 'écran 15"'], [*ROWS[1][:5], 'écran 17"'], ROWS[2])
    assert lines_and_pupils(put(tmp_path, text)) == THREE


@pytest.mark.parametrize("size", [200_000, 5_000_000])
def test_a_very_long_cell_is_read(tmp_path, size):
    text = joined(HEADER, [*ROWS[0][:5], "x" * size], ROWS[1], ROWS[2])
    assert lines_and_pupils(put(tmp_path, text)) == THREE


def test_signs_that_only_some_tools_take_for_line_ends_do_not_cut_lines(tmp_path):
    text = joined(HEADER, [*ROWS[0][:5], "a\u2028b\u0085c\x0bd\x0ce"], ROWS[1], ROWS[2])
    assert lines_and_pupils(put(tmp_path, text)) == THREE


def test_a_repeated_header_takes_its_first_column(tmp_path):
    text = joined([*HEADER, "effectif"], *([*row, "99"] for row in ROWS))
    assert lines_and_pupils(put(tmp_path, text)) == THREE


def test_a_header_alone_is_an_empty_table(tmp_path):
    for content in (joined(HEADER), joined(HEADER).rstrip("\n")):
        reading = read_table(put(tmp_path, content), "effectifs")
        assert len(reading.accepted) == len(reading.repaired) == len(reading.rejected) == 0
        assert list(reading.accepted.columns)[:3] == ["line", "uai", "annee"]


def test_the_quick_and_the_exact_reading_are_the_same(tmp_path):
    """The quick one is DuckDB's; the exact one is forced by a cell on two lines."""
    body = [
        [f"{i:07d}A", "2025-2026", "2PRO", "bois", str(i), "" if i % 3 else f"note {i}"]
        for i in range(400)
    ]
    plain, forced = joined(HEADER, *body), joined(HEADER, *body, [*ROWS[0][:5], '"a\nb"'])
    with duckdb.connect() as con:
        tables = []
        for content in (plain, forced):
            with open_sources(put(tmp_path, content)) as (source,):
                assert source.load(con, 0).empty
            tables.append(con.execute("FROM staged ORDER BY line LIMIT 400").fetchall())
    assert tables[0] == tables[1]
    assert [row[0] for row in tables[0]] == list(range(2, 402))


def workbook(folder: Path, rows: list[list[object]], name: str = "effectifs.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


def test_a_workbook_gives_the_same_table_with_the_row_numbers_of_the_sheet(tmp_path):
    typed = [[*row[:4], int(row[4]), row[5] or None] for row in ROWS]
    assert lines_and_pupils(workbook(tmp_path, [HEADER, *typed])) == THREE


def test_blank_rows_of_a_sheet_are_counted_as_lines_even_at_its_top(tmp_path):
    rows = [[], [], ["Export"], [], HEADER, ROWS[0], [], ROWS[1], ROWS[2]]
    assert lines_and_pupils(workbook(tmp_path, rows)) == [(6, 12), (8, 13), (9, 14)]


def test_a_sheet_that_starts_in_its_second_column_is_read(tmp_path):
    assert lines_and_pupils(workbook(tmp_path, [[None, *row] for row in (HEADER, *ROWS)])) == THREE


def test_the_right_sheet_of_a_workbook_is_found(tmp_path):
    path = workbook(tmp_path, [["Lisez-moi"], ["Source : rectorat"]])
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("données")
    for row in (HEADER, *ROWS):
        sheet.append(row)
    book.save(path)
    assert lines_and_pupils(path) == THREE


def test_dates_booleans_and_numbers_of_cells_are_read(tmp_path):
    header = ["siret", "denomination", "commune", "naf", "tranche_effectif"]
    header += ["employeur_public", "diffusible"]
    row = [73282932000074, "Bravo", 54395, "47.11F", "0-9", True, False]
    accepted = read_table(workbook(tmp_path, [header, row]), "entreprises").accepted
    assert accepted["siret"].tolist() == ["73282932000074"]
    assert accepted["commune"].tolist() == ["54395"]
    assert accepted[["public", "diffusible"]].to_numpy().tolist() == [[True, False]]
    poles = [
        ["code_pole", "libelle_pole", "bef", "ouvert_le"],
        ["P", "Pôle", "B", date(2015, 9, 1)],
    ]
    accepted = read_table(workbook(tmp_path, poles), "poles").accepted
    assert accepted["ouvert_le"].dt.date.tolist() == [date(2015, 9, 1)]


def test_a_file_is_read_by_what_it_holds_not_by_its_name(tmp_path):
    typed = [HEADER, *ROWS]
    assert lines_and_pupils(workbook(tmp_path, typed).rename(tmp_path / "tableur.csv")) == THREE
    assert lines_and_pupils(put(tmp_path, joined(HEADER, *ROWS), "texte.xlsx")) == THREE


def test_a_truncated_workbook_is_refused_with_what_to_do(tmp_path):
    whole = workbook(tmp_path, [HEADER, *ROWS * 50]).read_bytes()
    for size in (50, len(whole) // 2, len(whole) - 20):
        with pytest.raises(IntakeError, match=r"« coupe.xlsx » est un classeur abîmé.*recommencer"):
            read_table(put(tmp_path, whole[:size], "coupe.xlsx"), "effectifs")


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n" * 100])
def test_an_empty_file_is_refused(tmp_path, content):
    with pytest.raises(IntakeError, match=r"« effectifs.csv » est vide"):
        read_table(put(tmp_path, content), "effectifs")


@pytest.mark.parametrize(
    "content", ["<!DOCTYPE html><html>", "\n\n <HTML>", "<?xml version='1.0'?>", "<table><tr>"]
)
def test_a_web_page_is_refused(tmp_path, content):
    with pytest.raises(IntakeError, match=r"« effectifs.csv » est une page web.*télécharger"):
        read_table(put(tmp_path, content), "effectifs")


@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(50), b"uai;\x00"]
)
def test_a_binary_file_is_refused_with_what_to_do(tmp_path, content):
    with pytest.raises(IntakeError, match=r"ni un fichier de texte ni un classeur.*CSV ou XLSX"):
        read_table(put(tmp_path, content), "effectifs")


def test_a_file_of_one_column_says_which_columns_are_missing(tmp_path):
    with pytest.raises(IntakeError, match=r"il manque la colonne « annee_scolaire », « niveau »"):
        read_table(put(tmp_path, "uai\n0540015Y\n"), "effectifs")


def test_records_of_clean_text_are_those_of_the_csv_module():
    text = 'a;b\n"c;d";e\n"f\n""g""";h\n;\n'
    lines = text.rstrip("\n").split("\n")
    records = list(read_records(lines, ";"))
    assert [r.cells for r in records] == list(csv.reader(text.splitlines(True), delimiter=";"))
    assert [(r.first, r.last) for r in records] == [(1, 1), (2, 2), (3, 4), (5, 5)]


def test_the_width_of_a_header_leaves_out_its_empty_tail():
    assert used_width(["a", "", "b", "", ""]) == 3
    assert used_width(["", ""]) == 0


VARIANT = "fr-en-annuaire-education_lycees_utf8-bom-crlf.csv"


def sorted_table(path: Path, contract: str):
    accepted = read_table(path, contract).accepted.drop(columns="line")
    return accepted.sort_values(list(accepted.columns), ignore_index=True)


def test_the_original_export_reads_as_the_plain_file(real):
    plain = sorted_table(real / "annuaire_lycees_2024-03.csv", "etablissements")
    export = sorted_table(real / "variantes" / VARIANT, "etablissements")
    assert len(plain) == 203
    for column in some(plain):
        assert plain[column].equals(export[column]), column


def test_the_file_saved_again_by_excel_reads_as_the_plain_file(real):
    """What Excel spoils (SIRET, 054, ZAP) is in no column that is kept."""
    plain = sorted_table(real / "annuaire_lycees_2024-03.csv", "etablissements")
    excel = sorted_table(
        real / "variantes" / "annuaire_lycees_excel_iso-8859-1.csv", "etablissements"
    )
    assert len(excel) == 203
    for column in some(plain):
        assert plain[column].equals(excel[column]), column


def test_the_workbook_with_two_header_rows_reads_as_the_flat_file(real):
    flat = sorted_table(real / "ival_2024_LP.csv", "effectifs_lycees_pro")
    book = sorted_table(
        real / "variantes" / "ival-2024_LP_deux-lignes-entete.xlsx", "effectifs_lycees_pro"
    )
    assert len(flat) == 87
    assert set(flat.columns) == {c.name for c in CONTRACTS["effectifs_lycees_pro"].columns}
    assert flat[["seconde", "premiere", "terminale"]].sum().to_list() == [
        book[c].sum() for c in ("seconde", "premiere", "terminale")
    ]
    for column in some(flat):
        assert flat[column].equals(book[column]), column
