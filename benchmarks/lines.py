"""Lines of code of the product: without docstrings, comments, blanks; now, and at a revision.

`python -m benchmarks lines [REVISION …]`. The product is what users run: tests, benchmarks, proofs
and the invented académie are not counted.
"""

import ast
import io
import subprocess
import sys
import tokenize
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("analytics", "data", "figures", "geo", "pages", "secrecy", "slides", "app.py")
APART = ("data/demo/", "data/making_demo.py")  # before `demo/` stood beside the product
_BLANK = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.ENCODING, tokenize.ENDMARKER),
}


def code_lines(source: str) -> int:
    """Count the lines of a source that hold code."""
    documented: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                documented |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _BLANK:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - documented)


def folder(path: str) -> str:
    """Folder that a file is counted in: the first two names of its path at most."""
    return "/".join(path.split("/")[:-1][:2]) or path


def counted(path: str) -> bool:
    """Tell whether a file is of the product."""
    return path.endswith(".py") and path.split("/")[0] in PRODUCT and not path.startswith(APART)


def now() -> dict[str, str]:
    """Sources of the product as they are, by path."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if counted(name):
            found[name] = path.read_text(encoding="utf-8")
    return found


def at(revision: str) -> dict[str, str]:
    """Sources of the product at a revision, by path."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        ).stdout

    names = git("ls-tree", "-r", "--name-only", revision).splitlines()
    return {name: git("show", f"{revision}:{name}") for name in names if counted(name)}


def by_folder(sources: dict[str, str]) -> Counter[str]:
    """Lines of code by folder."""
    found: Counter[str] = Counter()
    for path, source in sources.items():
        found[folder(path)] += code_lines(source)
    return found


def main() -> None:
    """Print the lines now, and beside those of the revisions that are asked for."""
    revisions = sys.argv[2:]
    columns = {revision[:12]: by_folder(at(revision)) for revision in revisions}
    columns["now"] = by_folder(now())
    print(f"{'folder':24}", *(f"{name:>12}" for name in columns))
    for name in sorted(set().union(*columns.values())):
        print(f"{name:24}", *(f"{column[name]:12,}" for column in columns.values()))
    print(f"{'all':24}", *(f"{column.total():12,}" for column in columns.values()))
    for name, column in columns.items():
        if name != "now":
            print(f"since {name}: {columns['now'].total() - column.total():+,}")
