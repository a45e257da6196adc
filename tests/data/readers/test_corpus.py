"""Corpus: files broken or odd as in real life, each with its repair or its message."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.cells import inert
from data.intake.intake import read_into, recognise_all
from data.readers import IntakeError, Limits, extract_archive, is_archive, open_sources
from tests.conftest import some
from tests.data.readers.corpus import (
    HEADER,
    ROWS,
    Maker,
    archive,
    book,
    changed,
    declared,
    encrypted,
    joined,
    link,
    ods,
    parquet,
    raw,
    rows,
    typed,
    xls,
)
from tests.data.readers.corpus_cells import CELL_CASES, POLE
from tests.data.readers.corpus_files import BOOKS, FILES
from tests.data.reading import read_table

CASES = [*CELL_CASES, *BOOKS, *FILES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_odd_file_is_read_or_refused_as_expected(case, tmp_path):
    path = case.maker(tmp_path)
    if case.accepted is None:
        with pytest.raises(IntakeError, match=case.reasons) as raised:
            read_table(path, case.contract)
        assert f"« {path.name} »" in str(raised.value)
        return
    reading = read_table(path, case.contract)
    where = ["line", "sheet"] if "sheet" in reading.rejected else ["line"]
    refused = reading.rejected.drop_duplicates(where)
    assert (len(reading.accepted), len(refused)) == (case.accepted, case.rejected)
    if case.reasons:
        said = pd.concat([reading.rejected["reason"], reading.repaired["reason"]])
        assert said.str.contains(case.reasons).any(), list(said)
    if case.kept:
        column, values = case.kept
        assert _plain(reading.accepted[column]) == values


def _plain(column: pd.Series) -> list[Any]:
    values = [None if pd.isna(value) else value for value in column]
    return [value.date() if isinstance(value, datetime) else value for value in values]


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.accepted is not None], ids=lambda case: case.name
)
def test_every_line_read_is_accepted_or_refused_once(case, tmp_path):
    """The count of lines is taken from the staged rows, before any check."""
    with duckdb.connect() as con, open_sources(case.maker(tmp_path)) as sources:
        for found in some(recognise_all(sources)[0]):
            read = read_into(con, found)
            counts = con.execute(
                """SELECT (SELECT count(*) FROM accepted),
                          (SELECT count(DISTINCT line) FROM rejected),
                          (SELECT count(*) FROM accepted SEMI JOIN rejected USING (line)),
                          (SELECT count(*) FROM repaired SEMI JOIN rejected USING (line))"""
            ).fetchone()
            assert counts is not None
            assert counts[0] + counts[1] == read
            assert counts[2:] == (0, 0)


def test_the_corpus_is_large_and_its_names_are_distinct():
    assert len(CASES) > 150
    assert len({case.name for case in CASES}) == len(CASES)


# --- Sheets


def test_sheets_that_are_not_read_are_told_apart(tmp_path):
    path = book([["Lisez-moi"]], typed())(tmp_path)
    with open_sources(path) as sources:
        known, others = recognise_all(sources)
        assert [found.source.sheet for found in known] == ["Feuille 2"]
        assert [source.sheet for source in others] == ["Feuille 1"]


def test_lines_of_several_sheets_say_their_sheet(tmp_path):
    reading = read_table(book(typed()[:2], [HEADER, *typed()[2:]])(tmp_path), "effectifs")
    assert list(reading.accepted["sheet"]) == ["Feuille 1", "Feuille 2", "Feuille 2"]
    assert list(reading.accepted["line"]) == [2, 2, 3]


def test_a_formula_is_kept_as_text_and_made_inert_at_export(tmp_path):
    reading = read_table(raw(POLE.format("=cmd|' /C calc'!A0"))(tmp_path), "poles")
    (text,) = reading.accepted["libelle"]
    assert inert(text) == "'" + text


@pytest.mark.parametrize(
    ("maker", "limits", "said"),
    [
        (rows(*ROWS), Limits(bytes=100), r"pèse 1\d\d octets, 100 octets au plus.*découper"),
        (book(typed()), Limits(cells=19), r"couvre 20 cellules"),
        (book(typed()), Limits(bytes=7000), r"dépasse 6,8 ko une fois décompressé"),
        (book(typed()), Limits(entries=3), r"contient \d+ fichiers \(3 au plus\)"),
        (parquet(uai=["a"] * 99), Limits(cells=4), r"est trop grand"),
    ],
)
def test_sizes_are_limited(maker, limits, said, tmp_path):
    path = maker(tmp_path)
    with pytest.raises(IntakeError, match=said), open_sources(path, limits):
        pass


# --- Archives

CSV = joined(HEADER, *ROWS).encode()
ZEROS = bytes(4 * 2**20)


def test_an_archive_of_files_is_unfolded_with_its_folders(tmp_path):
    path = archive(
        {
            "lycée/effectifs.csv": CSV,
            "lycée\\sous\\effectifs.csv": CSV,
            "vide/": b"",
            "__MACOSX/._effectifs.csv": b"x",
            ".DS_Store": b"x",
            "Thumbs.db": b"x",
            "~$effectifs.xlsx": b"x",
        }
    )(tmp_path)
    files = extract_archive(path, tmp_path / "extrait")
    names = [str(file.relative_to(tmp_path / "extrait")) for file in files]
    assert names == ["lycée/effectifs.csv", "lycée/sous/effectifs.csv"]
    assert [len(read_table(file, "effectifs").accepted) for file in files] == [3, 3]


def test_names_written_by_old_windows_are_read(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("xxxxxxxx.csv", CSV)
    content = path.read_bytes().replace(b"xxxxxxxx.csv", "lycéeété.csv".encode("cp850"))
    path.write_bytes(content)
    assert [f.name for f in extract_archive(path, tmp_path / "e")] == ["lycéeété.csv"]


ARCHIVES: list[tuple[str, Maker, str]] = [
    ("traversée", archive({"../x.csv": CSV}), r"« ../x.csv » sortirait du dossier"),
    ("traversée à barres inverses", archive({"..\\..\\x.csv": CSV}), "sortirait du dossier"),
    ("traversée au milieu", archive({"a/../../x.csv": CSV}), "sortirait du dossier"),
    ("chemin absolu", archive({"/tmp/x.csv": CSV}), "sortirait du dossier"),
    ("lettre de lecteur", archive({"C:\\x.csv": CSV}), "sortirait du dossier"),
    ("lien", link, "est un lien, refusé"),
    ("archive dans l’archive", archive({"a.csv": CSV, "b.ZIP": b"PK"}), "autre archive, « b.ZIP »"),
    ("bombe", archive({"a.csv": ZEROS}), "« a.csv », .* se décompresse plus de 200 fois"),
    ("bombe qui ment", changed(archive({"a.csv": ZEROS}), declared(9), "m.zip"), "200 fois"),
    ("chiffrée", changed(archive({"a.csv": CSV}), encrypted, "c.zip"), "mot de passe"),
    ("coupée", changed(archive({"a.csv": CSV}), lambda b: b[:-30], "c.zip"), "fichier zip abîmé"),
    (
        "octets changés",
        changed(archive({"a.csv": CSV}), lambda b: b[:45] + b"??" + b[47:], "c.zip"),
        "fichier zip abîmé",
    ),
    ("vide", archive({}), "ne contient aucun fichier"),
    ("fichiers du système seulement", archive({"__MACOSX/a": b"x"}), "ne contient aucun fichier"),
    ("deux fois le même nom", archive({"a.csv": CSV, "./a.csv": CSV}), "contient deux fois"),
]


@pytest.mark.parametrize(("maker", "said"), [a[1:] for a in ARCHIVES], ids=[a[0] for a in ARCHIVES])
def test_an_archive_that_is_refused_leaves_nothing(maker, said, tmp_path):
    path = maker(tmp_path)
    inside = tmp_path / "la" / "dedans"
    inside.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(IntakeError, match=said) as raised:
        extract_archive(path, inside)
    assert f"« {path.name} »" in str(raised.value)
    assert [file for file in sorted(tmp_path.rglob("*")) if file.is_file()] == [
        file for file in before if file.is_file()
    ]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(entries=1), r"contient 2 fichiers \(1 au plus\)"),
        (Limits(bytes=150), "dépasse 150 octets une fois décompressé"),
        (Limits(ratio=1, ratio_from=10), "plus de 1 fois"),
    ],
)
def test_limits_of_archives(limits, said, tmp_path):
    path = archive({"a.csv": CSV, "b.csv": CSV + b"x"})(tmp_path)
    with pytest.raises(IntakeError, match=said):
        extract_archive(path, tmp_path / "e", limits)


@pytest.mark.parametrize(
    ("maker", "expected"),
    [
        (archive({"a.csv": CSV}), True),
        (archive({"a.csv": CSV, "c.shp": b"", "c.shx": b"", "c.dbf": b""}), True),
        (archive({"c.shp": b"", "c.shx": b"", "c.dbf": b"", "c.prj": b""}), False),
        (book(typed()), False),
        (ods(typed()), False),
        (archive({"word/document.xml": b""}), False),
        (rows(*ROWS), False),
    ],
)
def test_archives_are_told_from_workbooks_and_shapefiles(
    maker: Maker, expected: bool, tmp_path: Path
):
    assert is_archive(maker(tmp_path)) is expected


def test_broken_workbooks_never_stop_the_program(tmp_path):
    """Each truncation and each changed byte gives rows or a message, nothing else."""
    makers: list[Callable[[Path], Path]] = [book(typed()), xls(typed()), ods(typed())]
    for maker in makers:
        content = maker(tmp_path).read_bytes()
        for step in range(12):
            at = len(content) * step // 12
            for broken in (content[:at], content[:at] + b"\xff\x00" + content[at + 2 :]):
                path = tmp_path / "casse.xlsx"
                path.write_bytes(broken)
                try:
                    read_table(path, "effectifs")
                except IntakeError as error:
                    assert "« casse.xlsx »" in str(error)
