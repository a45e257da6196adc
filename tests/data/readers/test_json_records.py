"""JSON: the answers of an API, of any version, are rows of text with the numbers as written."""

import json

import duckdb
import pytest

from data.intake.importing import import_folder
from data.readers import IntakeError, NoTableError, open_sources
from tests.data.conftest import BRAVO, DELTA
from tests.data.published import rows

ROWS = [
    {"uai": BRAVO, "ips": "98.4", "place": {"lon": 6.1}, "note": None, "ouvert": True, "n": 12.0},
    {"uai": DELTA, "ips": 101.10, "code": "01004", "n": 0},
]
SHAPES = {
    "a list": ROWS,
    "results": {"total_count": 2, "results": ROWS},
    "version 1": {"nhits": 2, "records": [{"recordid": "a", "fields": row} for row in ROWS]},
    "version 2": [{"links": [], "record": {"id": "a", "fields": row}} for row in ROWS],
    "version 2, whole": {"total_count": 2, "records": [{"record": {"fields": r}} for r in ROWS]},
}


def table(path):
    with open_sources(path) as (source,), duckdb.connect() as con:
        malformed = source.load(con, 0)
        assert len(malformed) == 0
        return source.head, con.execute("FROM staged ORDER BY line").fetchall()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_an_answer_gives_the_same_rows(shape, tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(SHAPES[shape]), encoding="utf-8")
    head, found = table(path)
    assert head[0] == ["uai", "ips", "place", "note", "ouvert", "n", "code"]
    assert found == [
        (2, BRAVO, "98.4", '{"lon": "6.1"}', None, "oui", "12.0", None),
        (3, DELTA, "101.1", None, None, None, "0", "01004"),
    ]


@pytest.mark.parametrize("coding", ["utf-8-sig", "cp1252"])
def test_an_answer_is_read_in_the_usual_encodings(coding, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(json.dumps([{"nom": "Épinal"}], ensure_ascii=False).encode(coding))
    assert table(path)[1] == [(2, "Épinal")]


def test_a_page_of_a_longer_answer_is_refused(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"total_count": 3400, "results": ROWS}))
    with pytest.raises(IntakeError, match=r"2 enregistrements sur 3400.*export complet"):
        table(path)


@pytest.mark.parametrize("cut", ['[{"uai": "03500', '[{"uai": 1},]', "[" * 5000])
def test_a_broken_answer_is_refused(cut, tmp_path):
    path = tmp_path / "x.json"
    path.write_text(cut)
    with pytest.raises(IntakeError, match="incomplet ou abîmé"):
        table(path)


@pytest.mark.parametrize("held", [{}, {"error_code": "x"}, [], [1, 2], [[1]], {"results": "x"}])
def test_what_holds_no_list_of_records_is_no_table(held, tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(held))
    with pytest.raises(NoTableError, match="sans liste d’enregistrements"):
        table(path)


def test_a_folder_with_settings_in_json_is_imported_and_that_is_said(academy, tmp_path):
    (academy / "reglages.json").write_text('{"theme": "clair"}')
    report = import_folder(academy, tmp_path / "home")
    assert any("« reglages.json »" in m and "non lu" in m for m in report.messages)


def test_outlines_called_json_stay_outlines(academy, tmp_path):
    (academy / "communes.geojson").rename(academy / "communes.json")
    report = import_folder(academy, tmp_path / "home")
    assert "contours" in set(report.files["contract"])
    assert rows(report, "SELECT count(lon) FROM commune") == [(6,)]
