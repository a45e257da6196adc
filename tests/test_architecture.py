"""The direction of the house (DESIGN.md): nothing on the left knows what stands on its right."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest

from analytics import sides
from analytics.absence import Absence
from data.reads import Diffused, Internal, Reader
from figures.words import sides as words
from tests.conftest import some

CLOCK = "data/clock.py"
DAYS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")}
DAYS |= {("time", name) for name in ("time", "localtime", "gmtime", "strftime", "ctime")}
DAYS |= {("Timestamp", name) for name in ("now", "today", "utcnow")}
SQL_DAYS = re.compile(
    r"\b(current_(date|timestamp|time|localtime)|localtimestamp|now\s*\(|get_current_t)", re.I
)

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("secrecy", "data", "geo", "demo", "analytics", "figures", "slides", "pages")
RIGHT = {"analytics", "figures", "pages", "slides", "app", "streamlit"}
FORBIDDEN = {
    "secrecy": {
        "data",
        "geo",
        "demo",
        "analytics",
        "figures",
        "pages",
        "slides",
        "app",
        "streamlit",
    },
    "data": {"plotly"} | RIGHT,
    "geo": {
        "data",
        "demo",
        "analytics",
        "figures",
        "pages",
        "slides",
        "app",
        "streamlit",
        "plotly",
    },
    "demo": {"geo", "plotly"} | RIGHT,
    "analytics": {"demo", "figures", "pages", "slides", "app", "streamlit", "plotly"},
    "figures": {"demo", "pages", "slides", "app", "streamlit"},
    "slides": {"demo", "pages", "app", "streamlit"},
}
OPENERS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
OPENERS |= {"read_csv", "read_parquet", "read_excel", "read_json", "read_file", "connect"}


def imports(source: str) -> set[str]:
    """First names of the modules that a source imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def opened(source: str) -> set[str]:
    """Names of the calls of a source that open a file or a base."""
    calls = (n.func for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call))
    names = {f.id if isinstance(f, ast.Name) else getattr(f, "attr", "") for f in calls}
    return names & OPENERS


def sql(source: str) -> list[str]:
    """Strings of a source that hold a query; documentation is not one."""
    tree = ast.parse(source)
    said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    held = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in said)
    texts = [n.value for n in held]
    return [text for text in texts if isinstance(text, str) and "SELECT " in text.upper()]


def sources(folder: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_no_folder_imports_what_stands_on_its_right(folder):
    bad = {name: imports(text) & FORBIDDEN[folder] for name, text in sources(folder)}
    assert {name: found for name, found in bad.items() if found} == {}


def targets(name: str, source: str) -> set[str]:
    """Files of the product that a source imports, wherever in it but under `TYPE_CHECKING`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    files = {module.replace(".", "/") for module in found}
    return {f"{file}.py" for file in files if (ROOT / f"{file}.py").is_file()} - {name}


def circles(arrows: dict[str, set[str]]) -> set[str]:
    """Names that lead back to themselves."""
    left = dict(arrows)
    while True:  # what leads nowhere that is left is in no circle
        ends = {name for name, to in left.items() if not to & left.keys()}
        if not ends:
            return set(left)
        left = {name: to for name, to in left.items() if name not in ends}


def test_no_module_imports_itself_through_others():
    everywhere = {name: targets(name, text) for f in PRODUCT for name, text in sources(f)}
    assert circles(everywhere) == set()
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == {"a", "b", "c"}


def test_a_folder_holds_about_fifteen_modules_at_most():
    held = {path.parent for f in PRODUCT for path in (ROOT / f).rglob("*.py")}
    counts = {str(f.relative_to(ROOT)): len(list(f.glob("*.py"))) for f in held}
    assert {name: count for name, count in counts.items() if count > 17} == {}


def test_the_demonstration_is_known_by_its_commands_and_the_first_start_alone():
    everywhere = [pair for folder in PRODUCT if folder != "demo" for pair in sources(folder)]
    knowing = {name for name, text in everywhere if "demo" in imports(text)}
    assert knowing == {
        "data/__main__.py",
        "pages/components/first_store.py",
        "pages/components/journal/writing.py",
    }


def test_analytics_opens_no_file():
    bad = {name: opened(text) for name, text in sources("analytics")}
    assert {name: found for name, found in bad.items() if found} == {}


def machine_dates(source: str) -> set[str]:
    """Readings of the machine's date: `date.today()`, `datetime.now()`, `current_date` in SQL …"""
    tree = ast.parse(source)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if (name, node.attr) in DAYS:
                found.add(f"{name}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            found |= {f"time.{a.name}" for a in node.names if ("time", a.name) in DAYS}
    for text in sql(source):
        found |= {match[0] for match in SQL_DAYS.finditer(text)}
    return found


def test_the_clock_alone_reads_the_date_of_the_machine():
    everywhere = [pair for folder in PRODUCT for pair in sources(folder)]
    everywhere.append(("app.py", (ROOT / "app.py").read_text(encoding="utf-8")))
    bad = {name: machine_dates(text) for name, text in everywhere if name != CLOCK}
    for path in sorted((ROOT / "data" / "model").glob("*.sql")):
        bad[path.name] = {m[0] for m in SQL_DAYS.finditer(path.read_text(encoding="utf-8"))}
    assert {name: found for name, found in bad.items() if found} == {}
    assert machine_dates((ROOT / CLOCK).read_text(encoding="utf-8")) == {"datetime.now"}


def test_only_the_application_and_its_pages_import_streamlit():
    others = [folder for folder in PRODUCT if folder != "pages"]
    bad = [
        name for folder in others for name, text in sources(folder) if "streamlit" in imports(text)
    ]
    bad += [
        path.name
        for path in ROOT.glob("*.py")
        if path.name != "app.py" and "streamlit" in imports(path.read_text(encoding="utf-8"))
    ]
    assert bad == []


def test_the_pen_of_the_screen_alone_knows_plotly():
    everywhere = [pair for folder in PRODUCT for pair in sources(folder)]
    bad = {name for name, text in everywhere if "plotly" in imports(text)}
    assert bad == {"figures/screen/__init__.py"}


def test_images_and_slides_are_drawn_where_plotly_is_not_installed():
    script = """
import sys
sys.modules["plotly"] = None
import pandas as pd
from analytics.disclosure import About, internal
from figures.bars import amount_bars
from figures.image import image
from figures.image.still import Form, Still
import slides.content, slides.deck, slides.native
rows = pd.DataFrame({"label": ["Metz"], "amount": [3.0], "shown": ["3"], "text": ["x"]})
bars = internal(rows, About("Titre", "a", "b", "c", "d"))
for form in Form:
    assert image(Still(bars, amount_bars(bars), "barres"), form)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_but_its_mark_stands_directly_in_pages():
    """A page there would run without app.py on a deep link, hence without any check."""
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_pages_hold_no_sql():
    bad = {name: sql(text) for name, text in sources("pages")}
    assert {name: found for name, found in bad.items() if found} == {}


# What makes a table from others: pages and their components ask a service for it.
TABLE_WORK = {"groupby", "merge", "pivot", "pivot_table", "agg", "value_counts", "cumsum", "rank"}
TABLE_WORK |= {"sum", "mean", "median", "quantile", "std", "var", "nlargest", "nsmallest", "cut"}
TABLE_WORK |= {"apply", "transform", "melt"}


def table_work(source: str) -> set[str]:
    """Ways in which a source makes a table or a number from tables.

    Methods of `TABLE_WORK`, `map` of a function made on the spot, arithmetic on a column.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            made = name == "map" and any(isinstance(arg, ast.Lambda) for arg in node.args)
            found |= {name} & TABLE_WORK | ({name} if made else set())
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Mult | ast.Div):
            found |= {ast.unparse(side) for side in (node.left, node.right) if column(side)}
    return found


def column(node: ast.expr) -> bool:
    """Tell whether an expression is `table["name"]`: a column, or a cell of a row."""
    named = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    return named and isinstance(node.slice.value, str)


def test_pages_and_their_components_compute_nothing():
    found = {name: table_work(text) for name, text in sources("pages")}
    assert {name: work for name, work in found.items() if work} == {}
    arrays = {"numpy", "scipy"}
    bad = {name for name, text in sources("pages") if imports(text) & arrays}
    assert bad == set()


def level_asked(source: str) -> set[str]:
    """Ways in which a source asks who reads: `scope.diffused`, a level or a role compared."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("scope.diffused"):
            found.add("diffused")
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            names = {ast.unparse(side) for side in sides if isinstance(side, ast.Attribute)}
            found |= {name for name in names if re.search(r"scope\.(level|role)$", name)}
    return found


def test_the_level_is_chosen_where_the_scope_is_made_and_asked_nowhere_else():
    bad = {
        name: level_asked(text)
        for folder in PRODUCT
        for name, text in sources(folder)
        if not name.startswith("data/reads/") and name != "data/scope.py"
    }
    assert {name: found for name, found in bad.items() if found} == {}


def test_both_readers_answer_the_same_questions():
    shared = {name for name in {*vars(Reader), *Reader.__annotations__} if name[0] != "_"}
    for reader in (Internal, Diffused):
        assert {name for name in vars(reader) if not name.startswith("_")} <= shared
        assert not reader.__abstractmethods__
    for name in some(Reader.__abstractmethods__):
        inside, outside = (signature(getattr(r, name)) for r in (Internal, Diffused))
        assert list(inside.parameters) == list(outside.parameters), name


def test_the_rules_are_checked_on_sources_that_exist():
    for folder in ("secrecy", "data", "geo", "analytics"):
        assert len([name for name, text in sources(folder) if text.strip()]) > 1


def test_the_checks_see_what_they_look_for():
    assert imports("import streamlit as st") == {"streamlit"}
    assert imports("def f():\n    from plotly.graph_objects import Figure") == {"plotly"}
    assert imports("from . import x\nimport a.b, c") == {"a", "c"}
    assert opened("with open('x') as f: pass") == {"open"}
    assert opened("pd.read_csv('x'); Path('x').read_text()") == {"read_csv", "read_text"}
    assert opened("reopen('x'); f.opening()") == set()
    assert sql("q = f'select {x} FROM t'") == ["select "]
    assert sql("title = 'Sélection'") == []
    assert table_work("t.groupby('x').sum(); sum(y)") == {"groupby", "sum"}
    assert table_work("t['a'] / u['b'] - 1") == {"t['a']", "u['b']"}
    assert table_work("t.apply(f); t['x'].map(lambda x: x)") == {"apply", "map"}
    assert table_work("t['a'].map(names); 'n : ' + row['b']; xs[0] * 2; most * 10") == set()
    assert level_asked("if view.scope.diffused: pass") == {"diffused"}
    assert level_asked("reads.diffused.moves(x)") == set()
    assert level_asked("m.scope.level is Level.DIFFUSION") == {"m.scope.level"}
    assert machine_dates("import datetime\ndatetime.date.today()") == {"date.today"}
    assert machine_dates("from time import time; time()") == {"time.time"}
    assert machine_dates("x = f'SELECT 1 WHERE current_date > {a}'") == {"current_date"}
    assert machine_dates("import time\ntime.monotonic(); pd.Timestamp.now()") == {"Timestamp.now"}


COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def test_every_colour_stands_in_the_palette_and_nowhere_else():
    held = {
        str(path.relative_to(ROOT)): COLOUR.findall(path.read_text(encoding="utf-8"))
        for folder in PRODUCT
        for suffix in ("py", "css", "js")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
    }
    assert {name for name, found in held.items() if found} == {"figures/palette.py"}
    assert len(held["figures/palette.py"]) == len(set(held["figures/palette.py"]))


def test_the_theme_of_the_screen_is_made_of_colours_of_the_palette():
    theme = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    palette = (ROOT / "figures" / "palette.py").read_text(encoding="utf-8")
    assert COLOUR.findall(theme)
    assert set(COLOUR.findall(theme)) <= set(COLOUR.findall(palette))


def spelled(source: str) -> set[str]:
    """Whole strings of a source."""
    tree = ast.parse(source)
    return {
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def test_the_word_of_silence_is_spelled_in_one_place():
    """In any string, even cut in two, and in SQL; what a file may say is in the contracts."""
    word = re.compile(r"\bnon\s+renseigné", re.IGNORECASE)
    told = {
        str(path.relative_to(ROOT))
        for folder in PRODUCT
        for path in (ROOT / folder).rglob("*.py")
        if any(map(word.search, written(path.read_text(encoding="utf-8"))))
    }
    assert told == {"data/silence.py"}
    for path in some((ROOT / "data" / "model").glob("*.sql")):
        assert not word.search(path.read_text(encoding="utf-8")), path.name


def written(source: str) -> set[str]:
    """Strings of a source, pieces joined, documentation left out."""
    tree = ast.parse(source)
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
    }


def test_absences_and_sides_are_spelled_in_one_place():
    codes = {sides.FAVOURABLE, sides.UNFAVOURABLE, sides.DISTINCT, sides.INDISTINCT}
    homes = {
        "analytics/absence.py": set(Absence) - {Absence.UNKNOWN},
        "analytics/sides.py": codes,
        "figures/words/sides.py": {*words.QUALITY.values(), words.ABOVE, words.BELOW},
    }
    for name, held in homes.items():
        assert held <= spelled((ROOT / name).read_text(encoding="utf-8"))
        bad = {
            other: found
            for folder in ("analytics", "figures", "slides", "pages")
            for other, text in sources(folder)
            if other not in homes and (found := (held - {"secret"}) & spelled(text))
        }
        assert bad == {}
