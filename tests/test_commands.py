"""Commands that the documents show exist, and the README tells all there are."""

import argparse
import re
from collections.abc import Iterator

import data.__main__
import proofs.__main__
import slides.__main__
from benchmarks import academies, load
from benchmarks.__main__ import NAMES
from tests.conftest import ROOT, some

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))
SHOWN = re.compile(r"`(?:[A-Z_]+=\S+ |time )?python -m (data|slides|benchmarks|proofs)\b([^`]*)`")
OPTION = re.compile(r"--[a-z]+")


def options(parser: argparse.ArgumentParser) -> set[str]:
    """Long options of a command, its help left out."""
    found = {name for action in parser._actions for name in action.option_strings}
    return {name for name in found if name.startswith("--")} - {"--help"}


def programs() -> dict[str, dict[str, set[str]]]:
    """Options of each command of each program; "": of the program itself."""
    found: dict[str, dict[str, set[str]]] = {"benchmarks": {name: set() for name in NAMES}}
    found["benchmarks"]["load"] = options(load.arguments())
    found["benchmarks"]["academies"] = options(academies.arguments())
    for name, parser in (
        ("data", data.__main__._parser()),
        ("slides", slides.__main__._parser()),
        ("proofs", proofs.__main__.arguments()),
    ):
        found[name] = {"": options(parser)}
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                found[name] |= {word: options(sub) for word, sub in action.choices.items()}
    return found


def shown(text: str) -> Iterator[tuple[str, str, set[str]]]:
    """Program, command and options of each command line that a text shows."""
    for program, rest in SHOWN.findall(text):
        words = rest.split()
        command = words[0] if words and re.fullmatch(r"[a-z]+", words[0]) else ""
        yield program, command, set(OPTION.findall(rest))


def told() -> dict[str, dict[str, set[str]]]:
    """Options of each command of each program, as the table of the README tells them."""
    found: dict[str, dict[str, set[str]]] = {}
    for line in README.splitlines():
        if not line.startswith("| `python -m "):
            continue
        program = ""
        for piece in re.findall(r"`([^`]+)`", line.split(" | ")[0]):
            words = piece.split()
            if words[:2] == ["python", "-m"]:
                program, words = words[2], words[3:]
            command = words[0] if words and re.fullmatch(r"[a-z]+", words[0]) else ""
            held = found.setdefault(program, {}).setdefault(command, set())
            held |= set(OPTION.findall(piece))
    return found


def test_each_command_that_the_documents_show_exists():
    known = programs()
    lines = [line for path in DOCUMENTS for line in shown(path.read_text(encoding="utf-8"))]
    for program, command, asked in some(lines):
        if program == "proofs" and command:
            assert (ROOT / "proofs" / f"{command}.py").is_file(), command
            command = ""
        assert command in known[program] or (program, command) == ("benchmarks", ""), command
        assert asked <= known[program].get(command, set()), (program, command, asked)


def test_the_readme_tells_all_commands_and_their_options():
    table = told()
    for program, commands in some(programs().items()):
        assert set(commands) - {""} <= set(table[program])
        for command, held in some(commands.items()):
            known = table[program].get(command, set()) | table[program].get("", set())
            assert held <= known, (program, command, held - known)


def test_the_readme_tells_no_command_that_is_not_there():
    known = programs()
    for program, commands in some(told().items()):
        if program not in known:  # of the tests
            continue
        for command, held in some(commands.items()):
            assert command in known[program]
            assert held <= known[program][command], (program, command)


def test_the_checks_see_what_they_look_for():
    line = "`EQUISTAGE_HOME=… python -m data import DOSSIER --au JOUR` puis `python -m slides`"
    assert list(shown(line)) == [("data", "import", {"--au"}), ("slides", "", set())]
