"""k lives in one place: set it to another value, every count, text and audit follows."""

import os
import re
import subprocess
import sys
from pathlib import Path

from secrecy import thresholds
from secrecy.cells import Spec

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
from secrecy import thresholds
thresholds.SMALL_COUNT = 6  # before anything else is imported
from pathlib import Path
import duckdb
import pandas as pd
import pytest
from analytics.disclosure import About, DisclosureError, diffused
from data.store import store
from demo.making_demo import build_demo
from secrecy.thresholds import described
from slides.material import HIDDEN

home = Path({home!r})
build_demo(home, lambda *_: None, share=0.05)
with duckdb.connect(str(store.current_path(home)), read_only=True) as con:
    tables = [t for t in store.DIFFUSED if t.startswith("diffused")]
    seen = 0
    for table in ("diffused", "diffused_dates", "diffused_public"):
        for name in ("due", "known", "signed", "without", "unknown"):
            columns = [c[0] for c in con.execute(f"DESCRIBE {{table}}").fetchall()]
            if name in columns:
                small, all_ = con.execute(
                    f'SELECT count(*) FILTER ("{{name}}" BETWEEN 1 AND 5), count("{{name}}") '
                    f"FROM {{table}}"
                ).fetchone()
                assert small == 0, (table, name, small)
                seen += all_
assert seen > 100
assert described()[0].value == "6" and "1 à 5" in described()[0].meaning
assert "1 à 5" in HIDDEN
about = About("t", "p", "y", "a", "s")
with pytest.raises(DisclosureError):
    diffused(pd.DataFrame({{"n": [5]}}), about)
"""


def test_another_k_is_followed_by_counts_texts_and_the_gate(tmp_path: Path) -> None:
    script = _SCRIPT.format(home=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 0, done.stderr


def test_no_text_spells_the_threshold() -> None:
    k = thresholds.SMALL_COUNT
    spelled = (f"de 1 à {k - 1}", f"moins de {k} ", f"1–{k - 1}", f"k = {k}")
    bad = [
        (str(path.relative_to(ROOT)), text)
        for folder in ("analytics", "data", "figures", "pages", "secrecy", "slides")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for text in spelled
        if text in path.read_text(encoding="utf-8").replace("\\u00a0", " ")
    ]
    assert bad == []


def test_a_table_is_hidden_by_the_thresholds_unless_told() -> None:
    spec = Spec(dimensions=(), states=(), shown={})
    told = (thresholds.SMALL_COUNT, thresholds.HIDDEN_RATE, thresholds.SMALL_RATE)
    assert (spec.k, spec.hidden_rate, spec.small_rate) == told
    source = (ROOT / "secrecy" / "cells.py").read_text(encoding="utf-8")
    assert not re.findall(r"^    (?:k|\w+_rate): int = \d", source, re.MULTILINE)
