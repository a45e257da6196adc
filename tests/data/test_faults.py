"""What can go wrong is one French message; nothing is published, nothing is left behind."""

import errno
import re
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data import __main__ as command
from data import faults
from data.intake import importing
from data.readers import IntakeError
from data.store import store
from tests.data.conftest import import_academy, write, write_academy


def run(monkeypatch: pytest.MonkeyPatch, home: Path, *asked: str) -> int:
    monkeypatch.setenv("EQUISTAGE_HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["data", *asked])
    return command.main()


def left(home: Path) -> list[str]:
    """What a work leaves beside its versions."""
    names = [p.name for p in home.iterdir() if p.name.startswith(".") and p.name != store.LOCK]
    versions = home / store.VERSIONS
    return names + [p.name for p in versions.glob("*") if p.suffix != ".duckdb"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IntakeError("Fichier vide."), "Fichier vide."),
        (OSError(errno.ENOSPC, "No space left on device", "/d/x"), "plus de place.* « /d/x »"),
        (PermissionError(errno.EACCES, "Permission denied", "/d"), "droit .*refusé : « /d »"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "le système refuse"),
        (duckdb.IOException('Could not write file "/d/x": No space left'), "place.*« /d/x »"),
        (duckdb.OutOfMemoryException("failed to offload data block"), "place sur le disque"),
        (duckdb.SerializationException("Failed to deserialize"), "abîmée"),
        (duckdb.IOException("not a valid DuckDB database file!"), "abîmée"),
        (MemoryError(), "mémoire"),
        (KeyboardInterrupt(), "Interrompu"),
        (RuntimeError("Query interrupted"), "Interrompu"),
    ],
)
def test_a_known_failure_says_what_where_and_what_to_do(
    tmp_path: Path, error: BaseException, said: str
) -> None:
    text = faults.message(error, tmp_path)
    assert re.search(said, text, re.IGNORECASE)
    assert not (tmp_path / faults.LOG).exists()
    assert isinstance(error, faults.FaultError) or not str(error) or str(error) not in text


def test_an_unforeseen_failure_has_a_reference_and_its_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("signal")

    monkeypatch.setattr(importing, "build", fail)
    folder = write_academy(tmp_path / "depot")
    assert run(monkeypatch, tmp_path / "home", "import", str(folder)) == 1
    shown = capsys.readouterr().err
    reference = shown.partition("référence ")[2].partition(")")[0]
    assert "Traceback" not in shown
    assert "KeyError" not in shown
    log = (tmp_path / "home" / faults.LOG).read_text(encoding="utf-8")
    assert reference in log
    assert "KeyError: 'signal'" in log
    assert left(tmp_path / "home") == []


@pytest.mark.parametrize("step", ["build", "verify", "prune"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space")])
def test_whatever_stops_an_import_the_version_in_force_stays_and_nothing_else(
    own_home: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: BaseException,
) -> None:
    home = own_home("followless", import_academy)
    before = store.current_path(home)

    def fail(*_: object, **__: object) -> None:
        raise error

    folder = write_academy(tmp_path / "depot")
    first, *others = (folder / "effectifs.csv").read_text(encoding="utf-8").splitlines()
    write(folder, "effectifs.csv", first, *(line[:-1] + "9" for line in others))
    monkeypatch.setattr(importing, step, fail)
    status = run(monkeypatch, home, "import", str(folder))
    assert status == (faults.INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1)
    assert left(home) == []
    if step != "prune":  # before the pointer moves
        assert store.current_path(home) == before
        assert [before] == list((home / store.VERSIONS).iterdir())


def test_what_a_killed_import_left_goes_with_the_next_one(tmp_path: Path) -> None:
    versions = tmp_path / store.VERSIONS
    (versions / "x.draft.tmp").mkdir(parents=True)
    (versions / "x.draft.tmp" / "duckdb_temp_storage.tmp").write_text("spilled")
    (versions / "x.draft.wal").write_text("log")
    (tmp_path / f".{store.POINTER}-aaaa").write_text("half")
    with store.locked(tmp_path):
        assert left(tmp_path) == []


def test_a_pointer_that_cannot_be_written_leaves_no_draft(
    own_home: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = own_home("followless", import_academy)
    version = store.current_path(home)
    assert version is not None

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space")

    monkeypatch.setattr(store.Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        store.publish(home, version)
    assert left(home) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"../../etc/passwd", b"a\x00b"])
@pytest.mark.parametrize("asked", ["batches", "rebuild", "versions"])
def test_an_unreadable_pointer_is_a_message(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    asked: str,
) -> None:
    (tmp_path / store.POINTER).write_bytes(content)
    assert run(monkeypatch, tmp_path, asked) == 1
    assert "ne se lit pas" in capsys.readouterr().err
    assert not (tmp_path / faults.LOG).exists()


@pytest.mark.parametrize("size", [0, 100, 5000])
@pytest.mark.parametrize("asked", ["batches", "rebuild", "import"])
def test_a_damaged_version_is_a_message(
    own_home: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    size: int,
    asked: str,
) -> None:
    home = own_home("followless", import_academy)
    version = store.current_path(home)
    assert version is not None
    version.write_bytes(version.read_bytes()[:size] or b"rien")
    folder = [str(write_academy(tmp_path / "depot"))] if asked == "import" else []
    assert run(monkeypatch, home, asked, *folder) == 1
    said = capsys.readouterr().err
    assert "Erreur\u00a0: " in said
    assert not (home / faults.LOG).exists(), (home / faults.LOG).read_text()
    assert left(home) == []


@pytest.mark.parametrize(
    "asked", [[], ["impor"], ["import"], ["import", "a", "--x"], ["demo", "--seed", "a"]]
)
def test_misuse_is_told_in_french(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    asked: list[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(monkeypatch, tmp_path, *asked)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "Erreur" in said
    assert not {"usage:", "error:", "required", "invalid", "choose"} & set(said.split())


@pytest.mark.parametrize("count", [10**9, 10**9 + 1, 10**12, 10**15, 10**18])
def test_a_count_of_any_size_never_ends_in_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    folder = write_academy(tmp_path / "depot")
    text = (folder / "effectifs.csv").read_text().replace(";11", f";{count}")
    (folder / "effectifs.csv").write_text(text)
    run(monkeypatch, tmp_path / "home", "import", str(folder), "--force")
    assert not (tmp_path / "home" / faults.LOG).exists()
