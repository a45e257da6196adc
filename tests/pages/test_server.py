"""What the server has at hand before its first reader."""

import ast
import subprocess
import sys

from tests.conftest import ROOT
from tests.pages.conftest import PAGES

LOADED = "import sys; from pages.components import server; server.load(); print(*sys.modules)"


def imported(source: str) -> set[str]:
    """Modules of the house that a page imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if (ROOT / name.replace(".", "/")).with_suffix(".py").is_file()}


def test_what_every_page_imports_is_loaded_at_the_start() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    for page in PAGES.values():
        wanted = imported((ROOT / page).read_text(encoding="utf-8"))
        assert wanted <= loaded, (page, wanted - loaded)
    assert {"pandas.io.formats.style", "plotly.tools"} <= loaded  # what draws tables and figures
