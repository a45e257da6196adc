"""What the README promises of Windows, as far as another system can try it: texts, names, files."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.store import store, versions
from tests.conftest import ROOT, some
from tests.data.conftest import STAGES, STAGES_HEADER, import_academy, import_followed, write

PRODUCT = ("analytics", "data", "figures", "geo", "pages", "proofs", "secrecy", "slides")
SOURCES = [path for folder in PRODUCT for path in sorted((ROOT / folder).rglob("*.py"))]
UNIX = {"fcntl", "grp", "pwd", "resource", "termios"}
TEXT = {"read_text", "write_text", "open"}
BINARY = {"opener", "archive", "zip"}  # of the network and of archives: bytes
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[ .]$')
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    """Owner, name and node of each call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            owner = function.value if isinstance(function, ast.Attribute) else None
            name = getattr(function, "attr", getattr(function, "id", ""))
            yield getattr(owner, "attr", getattr(owner, "id", "")), name, node


def assumptions(source: str) -> list[str]:
    """What a source takes for granted that Windows does not give."""
    tree = ast.parse(source)
    found = []
    opens = "open" in {name for _, name, _ in _calls(tree)}
    for owner, name, call in _calls(tree):
        given = {keyword.arg for keyword in call.keywords}
        modes = [a.value for a in call.args if isinstance(a, ast.Constant)]
        binary = owner in BINARY or any(isinstance(m, str) and "b" in m for m in modes[-1:])
        if name in TEXT and "encoding" not in given and not binary:
            found.append(f"{name} without encoding")
        if name in ("run", "Popen", "check_output") and "text" in given:
            found.append(f"{name} in the encoding of the machine")
        if owner == "os" and name == "rename":
            found.append("os.rename")
        if owner == "draft" and name == "rename":
            found.append("rename: it does not replace")
        if owner == "csv" and name in ("reader", "writer", "DictReader", "DictWriter"):
            found += ["csv without newline"] * (opens and 'newline=""' not in source)
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [name for name in names if name.partition(".")[0] in UNIX]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += re.findall(r"^/(?:tmp|proc|dev|usr|home)\b", node.value)
    return found


def test_the_product_takes_nothing_of_one_system_for_granted():
    bad = {str(p): assumptions(p.read_text(encoding="utf-8")) for p in some(SOURCES)}
    assert {name: found for name, found in bad.items() if found} == {}


def test_the_check_sees_what_it_looks_for():
    assert assumptions("p.read_text(); open('x'); open('x', 'rb')") == [
        "read_text without encoding",
        "open without encoding",
    ]
    assert assumptions("import fcntl\nx = '/tmp/a'") == ["fcntl", "/tmp"]
    assert assumptions("os.rename(a, b)") == ["os.rename"]
    assert assumptions("csv.reader(open('x', encoding='utf-8'))") == ["csv without newline"]
    assert assumptions("subprocess.run(x, text=True)") == ["run in the encoding of the machine"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_a_command_speaks_in_any_terminal_and_reads_its_files_alike(
    own_home: Callable[..., Path], tmp_path: Path, encoding: str
) -> None:
    home = own_home("first", import_academy)
    folder = write(tmp_path / "depot", "stages.csv", STAGES_HEADER, *STAGES).parent
    machine = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "data", "import", str(folder)],
        cwd=ROOT,
        env={**os.environ, **machine, "EQUISTAGE_HOME": str(home), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode(encoding)
    assert done.returncode == 0, done.stderr
    assert "Version publi" in said
    path = store.current_path(home)
    assert path is not None
    assert path.stem in said


def test_every_file_written_has_a_name_that_windows_takes(
    own_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = own_home("followed", import_followed)
    versions.label(home, versions.versions(home)[0].name, "copil-2026-06")
    for path in some(home.rglob("*")):
        assert not FORBIDDEN.search(path.name), path
        assert not DEVICES.fullmatch(path.name), path


def test_every_file_of_the_program_has_a_name_that_windows_takes():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    names = [part for path in listed.split("\0") for part in path.split("/") if part]
    if not names:
        pytest.skip("no git here")
    assert [name for name in names if FORBIDDEN.search(name) or DEVICES.fullmatch(name)] == []
    paths = [path.lower() for path in listed.split("\0") if path]
    assert len(set(paths)) == len(paths)  # case is no difference there


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9"])
def test_a_name_that_windows_keeps_is_refused(own_home: Callable[..., Path], name: str) -> None:
    home = own_home("followed", import_followed)
    with pytest.raises(store.StoreError, match="Windows"):
        versions.label(home, versions.versions(home)[0].name, name)


def test_a_version_held_open_does_not_stop_a_publication(
    own_home: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to remove an open file."""
    home = own_home("followed", import_followed)
    held = versions.versions(home)[-1]
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path == held.path:
            raise PermissionError(13, "used by another process")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    assert versions.prune(home, keep=1) == []
    monkeypatch.undo()
    assert versions.prune(home, keep=1) == [held.name]
