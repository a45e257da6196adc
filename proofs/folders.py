"""Whatever the folder, an import ends with a version that every page opens, or one French message.

Folders are drawn from the real files, the cases and the demonstration's exchange files: renamed,
imported twice, forced, undone. Nothing is left behind, nothing is said in English.
"""

import contextlib
import io
import logging
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from data import __main__ as command
from data.faults import LOG
from data.store import store
from demo.making_demo import build_demo
from proofs import MissingError, Proof, within
from proofs._pages import failures
from slides.__main__ import main as make_deck

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
_WORKERS = 2
_HEAVY = 1_500_000  # bytes: one such file a folder at most
_NAMES = (
    "stages.csv",
    "données (copie).CSV",
    "export.txt",
    "Classeur1.xlsx",
    "effectifs",
    "2023.csv",
)
_ENGLISH = re.compile(
    r"\b(the|and|with|was|were|cannot|could|failed|found|invalid|missing|expected|unknown|exception"
    r"|warning|binder|null|nan|None|True|False|usage|traceback \(most|error\b(?! ?\u00a0?:))\b"
    r"|\w+(?:Error|Exception|Warning)\b"
)
_TRACEBACK = "Traceback (most recent call last)"
_KEPT = {store.POINTER, store.VERSIONS, store.LOCK, "rejets", "trajets", LOG}


class Ended(NamedTuple):
    """What one folder came to: what was seen that must not be, and whether it was published."""

    published: bool
    tracebacks: list[str]
    english: list[str]
    leftovers: list[str]
    silent: list[str]


def run(size: int, seed: int) -> Iterator[str]:
    """Import `size` random folders, open every page of what they publish."""
    if not SHARED.is_dir():
        raise MissingError("../shared is missing")
    with tempfile.TemporaryDirectory() as temporary:
        demo = Path(temporary) / "demonstration"
        build_demo(Path(temporary) / "home", lambda *_: None, files=demo, share=0.03)
        asked = [(seed, number, demo) for number in range(size)]
        with ProcessPoolExecutor(_WORKERS, get_context("spawn"), logging.disable) as pool:
            ended = list(pool.map(_end, *zip(*asked, strict=True)))
    yield f"folders: {size}, published: {sum(one.published for one in ended)}"
    for name in ("tracebacks", "english", "leftovers", "silent"):
        seen = [f"folder {n}: {text}" for n, one in enumerate(ended) for text in getattr(one, name)]
        yield from seen[:20]
        yield within(len(seen), 0, _SAID[name])


_SAID = {
    "tracebacks": "tracebacks and unforeseen errors",
    "english": "English words",
    "leftovers": "files left behind",
    "silent": "commands that fail without one French message",
}


def _end(seed: int, number: int, demo: Path) -> Ended:
    draw = random.Random(f"{seed} {number}")
    ended = Ended(False, [], [], [], [])
    with tempfile.TemporaryDirectory() as temporary:
        home, spill = Path(temporary) / "home", Path(temporary) / "tmp"
        spill.mkdir()
        with patch.dict(os.environ, EQUISTAGE_HOME=str(home)), _temporary(spill):
            for step in range(draw.choice((1, 1, 2))):
                folder = _fill(Path(temporary) / f"depot{step}", draw, demo)
                force = ["--force"] * (draw.random() < 0.5)
                asked = ["import", str(folder), *force]
                _follow(command.main, asked, home, spill, ended, _files(folder))
            for _ in range(draw.random() < 0.3):
                _follow(
                    command.main, ["undo", draw.choice(("L0001", "L0002"))], home, spill, ended, []
                )
            if (home / store.POINTER).exists():
                _open_all(home, spill, draw.choice(("interne", "diffusion")), ended)
                ended = ended._replace(published=True)
    return ended


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _files(folder: Path) -> list[str]:
    return sorted((p.name for p in folder.rglob("*")), key=len, reverse=True)


def _fill(folder: Path, draw: random.Random, demo: Path) -> Path:
    """Fill a folder with a draw of files."""
    folder.mkdir()
    cases = sorted(p for p in (SHARED / "cases").iterdir() if p.is_dir())
    groups = [
        _of(SHARED / "real"),
        [p for case in cases for p in _of(case)],
        _of(draw.choice(cases)),
        _of(demo),
    ]
    chosen: list[Path] = []
    shape = draw.random()
    if shape < 0.25:
        chosen += groups[2]  # a whole case
    elif shape < 0.4:
        chosen += draw.sample(groups[3], draw.randint(len(groups[3]) // 2, len(groups[3])))
    if shape > 0.35:
        for group in groups[:2]:
            chosen += draw.sample(group, draw.randint(0, 5))
    if draw.random() < 0.6:
        chosen.append(draw.choice([p for p in groups[0] if p.name.startswith("annuaire")]))
    heavy = [p for p in chosen if p.stat().st_size > _HEAVY]
    for path in [p for p in chosen if p not in heavy[1:]]:
        name = draw.choice(_NAMES) if draw.random() < 0.1 else path.name
        target = folder / name
        shutil.copyfile(path, target if not target.exists() else folder / f"bis_{name}")
    return folder


def _of(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md")


def _follow(
    main: Callable[[], int],
    asked: Sequence[str],
    home: Path,
    spill: Path,
    ended: Ended,
    names: Sequence[str],
) -> None:
    """Run a command as its user would; note what must not be seen."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["equistage", *asked]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            status = main()
        except Exception as error:
            ended.tracebacks.append(f"{asked[0]}: {error!r}"[:300])
            status = 1
    said = out.getvalue() + err.getvalue()
    if _TRACEBACK in said:
        ended.tracebacks.append(f"{asked[0]}: {said[-300:]}")
    if status and err.getvalue().count("Erreur\u00a0: ") != 1:
        ended.silent.append(f"{asked[0]}: {err.getvalue()[-200:]}")
    _look(home, spill, ended)
    text = re.sub("«[^»]*»", "", said)
    for name in names:
        text = text.replace(name, "").replace(name[:44], "")
    ended.english.extend(
        text[max(0, m.start() - 60) : m.end() + 30] for m in _ENGLISH.finditer(text)
    )


def _look(home: Path, spill: Path, ended: Ended) -> None:
    """Note what a command leaves, beside versions and refused lines."""
    left = [p.name for p in spill.iterdir()]
    left += [p.name for p in home.glob("*") if p.name not in _KEPT]
    left += [p.name for p in (home / store.VERSIONS).glob("*") if p.suffix != ".duckdb"]
    ended.leftovers.extend(left)
    if (log := home / LOG).exists():
        ended.tracebacks.append(log.read_text(encoding="utf-8")[-400:])
        log.unlink()


def _open_all(home: Path, spill: Path, level: str, ended: Ended) -> None:
    """Open every page of a version, and make the deck of the académie."""
    ended.tracebacks.extend(failures(level))
    deck = ["--out", str(home.parent / "deck.pptx")] + ["--interne"] * (level == "interne")
    _follow(lambda: make_deck(deck), ["slides"], home, spill, ended, [])


PROOF = Proof(run, "folders", full=200, sample=10)
