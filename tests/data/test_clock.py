from datetime import UTC, date, datetime

import pytest

from data import clock
from data.__main__ import main
from data.store import store
from tests.data.conftest import import_academy, write_academy


def test_the_day_is_the_one_that_is_set(monkeypatch):
    monkeypatch.setenv(clock.VARIABLE, "2026-02-03")
    assert clock.today() == date(2026, 2, 3)
    assert clock.now().date() == date(2026, 2, 3)
    assert clock.stamp().startswith("2026-02-03T")


def test_a_day_held_goes_before_the_one_of_the_environment(monkeypatch):
    monkeypatch.setenv(clock.VARIABLE, "2026-02-03")
    with clock.set_to(date(2025, 1, 2)):
        assert clock.today() == date(2025, 1, 2)
        with clock.set_to(None):
            assert clock.today() == date(2025, 1, 2)
    assert clock.today() == date(2026, 2, 3)


def test_without_any_setting_the_day_is_the_machine_s(monkeypatch):
    monkeypatch.delenv(clock.VARIABLE, raising=False)
    before = datetime.now(UTC).astimezone().date()
    assert before <= clock.today() <= datetime.now(UTC).astimezone().date()


def test_what_is_no_day_is_told_in_french(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv(clock.VARIABLE, "30/11/2026")
    with pytest.raises(clock.ClockError, match="n’est pas une date"):
        clock.today()
    monkeypatch.setenv("EQUISTAGE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["data", "import", str(write_academy(tmp_path / "depot"))])
    assert main() == 1
    assert "30/11/2026" in capsys.readouterr().err


def test_a_version_is_made_on_the_day_of_the_clock(monkeypatch, tmp_path):
    monkeypatch.setenv(clock.VARIABLE, "2026-02-03")
    import_academy(tmp_path)
    path = store.current_path(tmp_path)
    assert path is not None and path.name.startswith("20260203-")
