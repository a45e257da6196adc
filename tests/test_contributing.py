"""What CONTRIBUTING promises: each file that it names is there."""

import re
import tomllib

import pytest

from data.__main__ import VERSION, main
from tests.conftest import ROOT, some

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOTS = (
    "analytics",
    "data",
    "demo",
    "docs",
    "figures",
    "geo",
    "pages",
    "proofs",
    "secrecy",
    "slides",
)
ROOTS += ("tests", "app.py", "README.md", "CHANGELOG.md")
USUAL = (
    "an indicator, with its sheet, page and slide",
    "k, from 5 to 6",
    "a new spelling of a column",
    "a new page",
    "a new family of formations",
    "another travel-time model",
    "another word for « non renseigné »",
    "sees two BEF",
    "a new kind of figure",
    "the colour of « indiscernable »",
)


def changes() -> dict[str, list[str]]:
    """Files of the table of changes, by change."""
    part = CONTRIBUTING.partition("## Where things go")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return {row[0]: re.findall(r"`([^`\s]+)`", row[1]) for row in rows[1:]}


def test_each_usual_change_says_its_files():
    for change in USUAL:
        (files,) = [files for told, files in changes().items() if change in told]
        assert files


def test_each_file_named_is_there():
    named = re.findall(r"`([\w./-]+)`|\]\(([\w./-]+)\)", CONTRIBUTING)
    paths = {one or other for one, other in named}
    found = {path for path in paths if path.split("/")[0] in ROOTS}
    assert {path for files in changes().values() for path in files if "/" in path} <= found
    for path in some(found):
        assert (ROOT / path).exists(), path


def test_the_last_version_of_the_changelog_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == project["version"] == VERSION


def test_the_command_says_its_version(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["data", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out == f"ÉquiStage {VERSION}\n"


def test_each_decision_is_in_the_index_by_room():
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (\d{4}-\d\d-\d\d · .*)$", text, re.MULTILINE)
    told = re.findall(r"\]\(#([^)]+)\)", text)
    assert sorted(told) == sorted(anchor(head) for head in some(heads))


def anchor(head: str) -> str:
    """Anchor that a heading of Markdown has."""
    return re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")


def test_hooks_of_a_commit_download_nothing():
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
    assert set(re.findall(r"- id: (\S+)", text)) == {"ruff", "ruff-format", "mypy"}
