"""Every case of real life is read by a test; those that end at the door stand here."""

import duckdb
import pytest

from data.intake.importing import import_folder
from data.readers import IntakeError
from tests.conftest import ROOT, shared


def test_every_case_is_read_by_a_test():
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    names = [path.name for path in shared("cases").iterdir() if path.is_dir()]
    assert len(names) > 20
    assert [name for name in names if f'"{name}' not in written and f"/{name}" not in written] == []


def test_a_directory_of_schools_alone_is_published_without_any_pupil(tmp_path):
    report = import_folder(shared("cases") / "00-annuaire-only", tmp_path)
    assert "Niveau sans effectif connu" in " ".join(report.remarks["text"])
    with duckdb.connect(str(report.version), read_only=True) as con:
        counts = con.execute(
            """SELECT (SELECT count(*) FROM school), (SELECT count(*) FROM enrolment),
                      (SELECT count(*) FROM period_state), (SELECT count(*) FROM diffused)"""
        ).fetchone()
    assert counts == (63, 0, 0, 0)


def test_pupils_of_an_unknown_school_are_refused_with_their_reason(tmp_path):
    with pytest.raises(IntakeError, match="UAI absent des annuaires chargés"):
        import_folder(shared("cases") / "00b-annuaire-plus-unknown-uai", tmp_path)
    assert not (tmp_path / "current").exists()
