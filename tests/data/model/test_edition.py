"""The edition of the model follows what makes the tables."""

import ast
import shutil
from pathlib import Path

import pytest

from data.model import edition
from tests.conftest import ROOT, some

# What reads files, speaks or opens: it makes the rows that a version keeps, not its tables.
READING = {
    *("data/clock.py", "data/faults.py", "data/identifiers.py", "data/scope.py"),
    *("data/intake/intake.py", "data/intake/recognising.py", "data/store/store.py"),
    *("data/privacy/person_names.py", "data/privacy/personal_cells.py"),
}
FOLDERS = ("data/readers/", "data/contracts/", "data/reference/")  # but what a table is made with


def imported(path: Path) -> set[Path]:
    """Files of the program that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    files = {(ROOT / name.replace(".", "/")).with_suffix(".py") for name in names}
    return {file for file in files if file.is_file()}


def used(start: Path) -> set[str]:
    """Modules of the program that a module needs, near and far."""
    seen: set[Path] = set()
    left = {start}
    while left:
        seen |= left
        left = {other for path in left for other in imported(path)} - seen
    return {path.relative_to(ROOT).as_posix() for path in seen}


def test_each_module_that_a_build_needs_is_in_the_digest_or_only_reads_files():
    needed = used(ROOT / "data" / "model" / "building.py")
    makers = {
        path.relative_to(ROOT).as_posix() for path in edition.sources() if path.suffix == ".py"
    }
    untold = needed - makers - READING
    assert {name for name in untold if not name.startswith(FOLDERS)} == set()
    own = {"data/model/edition.py"}  # a change of what is digested is another edition
    assert {name for name in makers - own if not name.endswith("__init__.py")} <= needed
    assert makers.isdisjoint(READING)


@pytest.fixture
def copied(tmp_path):
    for path in edition.sources():
        target = tmp_path / path.relative_to(edition.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def test_a_change_of_any_of_them_is_another_edition(copied):
    before = edition.model(copied)
    assert before == edition.model()
    seen = {before}
    for path in some(edition.sources(copied)):
        path.write_bytes(path.read_bytes() + b"\n--")
        assert edition.model(copied) not in seen
        seen.add(edition.model(copied))


def test_the_ends_of_lines_are_no_change(copied):
    before = edition.model(copied)
    path = copied / "data" / "model" / "building.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert edition.model(copied) == before
