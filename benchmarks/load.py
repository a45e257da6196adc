"""Real sessions beside a floor page: answers, processor, bytes, memory and errors by level.

    python -m benchmarks load [--sessions 1,10,25,50] [--seconds 120] [--answers N] [--seed N]
                              [--think 3,7] [--home FOLDER]

Readers speak Streamlit's protobuf over its WebSocket to a server of this machine. Each thinks 3 to
7 s, then opens a page (one time in three, of all those of the navigation) or gives another value to
a setting (of all that the page shows: boxes, segments, ticks, opened tables); buttons are not
pressed, since they write. Each level starts with a version of a new name, so that nothing which is
kept for a version is known. The store is a copy of that of `--home` or EQUISTAGE_HOME, or else a
full demonstration. Before each level the same readers use the floor page (benchmarks/floor/page.py)
half as long: processor per answer is read beside it, since both vary with the machine. Linux only.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks.serving import APP, Server, serving
from benchmarks.websocket import Answer, Session
from data.store import store
from demo.making_demo import build_demo

FLOOR = "benchmarks/floor/page.py"
TELLING = ("--client.showErrorDetails", "full")  # an exception with its words
OPENED = 1 / 3  # share of the questions that open a page
PATIENCE = 60.0  # seconds: no answer later than that is counted as an error
SHOWN_ERRORS = 20


@dataclass(frozen=True)
class Plan:
    """What readers do.

    Parameters
    ----------
    seconds : during which they ask
    answers : that each asks for at most; 0, no limit
    think : seconds between an answer and the next question, least and most
    seed : of what they choose
    """

    seconds: float = 120.0
    answers: int = 0
    think: tuple[float, float] = (3.0, 7.0)
    seed: int = 1


@dataclass(frozen=True)
class Level:
    """What a number of readers together gave."""

    sessions: int
    answers: list[Answer]
    processor: float  # seconds, of the server
    memory: float  # MB at the end
    stores: int  # open at the end

    @property
    def each(self) -> float:
        """Processor an answer, ms."""
        return 1000 * self.processor / max(1, len(self.answers))

    @property
    def errors(self) -> list[str]:
        """Errors with their page and settings."""
        return [f"/{a.page}{a.query and '?'}{a.query}: {e}" for a in self.answers for e in a.errors]


async def read(port: int, plan: Plan, number: int, answers: list[Answer]) -> None:
    """Be one reader; fill `answers`."""
    draw = random.Random(f"{plan.seed}-{number}")
    end = time.monotonic() + plan.seconds
    await asyncio.sleep(draw.uniform(0, plan.think[1]) if number else 0)  # not all at once
    session, asked = Session(port, PATIENCE), 0
    try:
        answers.append(await session.begin())
        while time.monotonic() < end and (asked := asked + 1) != plan.answers:
            await asyncio.sleep(draw.uniform(*plan.think))
            controls = list(session.controls.values())
            if controls and (len(session.pages) < 2 or draw.random() > OPENED):
                control = draw.choice(controls)
                answers.append(await session.choose(control, draw.choice(control.values)))
            else:
                answers.append(await session.open(draw.choice(list(session.pages) or [""])))
    except (OSError, WebSocketException) as error:
        answers.append(Answer(session.page, "lost", session.query, errors=[repr(error)]))
    finally:
        await session.end()


def load(server: Server, sessions: int, plan: Plan) -> Level:
    """Let `sessions` readers use a server."""
    answers: list[Answer] = []

    async def all_of_them() -> None:
        await asyncio.gather(*(read(server.port, plan, n, answers) for n in range(sessions)))

    before = server.processor()
    asyncio.run(all_of_them())
    spent = server.processor() - before
    return Level(sessions, answers, spent, server.memory(), server.open_stores())


def publish_again(home: Path) -> None:
    """Publish the current version under a new name: nothing that is kept for a version is known."""
    path = store.current_path(home)
    assert path is not None
    store.publish(home, Path(shutil.copy(path, store.new_version_path(home))))


def copied(home: Path, target: Path) -> Path:
    """Copy a home to `target`: what it reads, without its other versions."""
    path = store.current_path(home)
    if path is None:
        raise SystemExit(f"no version is published in {home}")
    shutil.copytree(home, target, ignore=shutil.ignore_patterns(store.VERSIONS, store.LOCK))
    (target / store.VERSIONS).mkdir()
    shutil.copy(path, target / store.VERSIONS)
    return target


def run(home: Path, sessions: Sequence[int], plan: Plan) -> list[tuple[Level, Level]]:
    """Load the floor page then the product, level after level; print each.

    Parameters
    ----------
    home : stores that may be changed
    sessions : of each level
    plan : of the readers

    Returns
    -------
    Floor page and product, a pair a level
    """
    done = []
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        floor = stack.enter_context(serving(home, logs / "floor.log", FLOOR, *TELLING))
        product = stack.enter_context(serving(home, logs / "product.log", APP, *TELLING))
        half = Plan(plan.seconds / 2, plan.answers, plan.think, plan.seed)
        print(f"{'':18} answers median  p95 processor  ratio  kB median  max  memory stores errors")
        for number in sessions:
            publish_again(home)
            pair = load(floor, number, half), load(product, number, plan)
            for name, level in zip(("floor", "product"), pair, strict=True):
                print(_line(f"{number:3} × {name}", level, pair[0]), flush=True)
            _tell_pages(pair[1])
            _tell_errors([*pair[0].errors, *pair[1].errors])
            done.append(pair)
    return done


def _quantiles(values: Iterable[float]) -> tuple[float, float, float]:
    kept = list(values) or [0.0]
    return tuple(np.percentile(kept, [50, 95, 100]))


def _line(name: str, level: Level, floor: Level) -> str:
    median, late, _ = _quantiles(1000 * a.seconds for a in level.answers)
    size, _, largest = _quantiles(a.size / 1000 for a in level.answers)
    return (
        f"{name:18} {len(level.answers):7} {median:6.0f} {late:5.0f} {level.each:9.0f}"
        f" {level.each / floor.each:6.1f} {size:9.0f} {largest:5.0f} {level.memory:7.0f}"
        f" {level.stores:6} {len(level.errors):6}"
    )


def _tell_pages(level: Level) -> None:
    """Print the pages of a level."""
    for page in sorted({answer.page for answer in level.answers}):
        for asked in ("open", "set"):
            own = [a for a in level.answers if (a.page, a.asked) == (page, asked)]
            if own:
                median, late, _ = _quantiles(1000 * a.seconds for a in own)
                size, _, largest = _quantiles(a.size / 1000 for a in own)
                print(
                    f"    /{page:14} {asked:4} {len(own):4} {median:6.0f} {late:5.0f}"
                    f" {'':16} {size:9.0f} {largest:5.0f}"
                )


def _tell_errors(errors: list[str]) -> None:
    for error in errors[:SHOWN_ERRORS]:
        print(f"    ERROR {error}")
    if len(errors) > SHOWN_ERRORS:
        print(f"    and {len(errors) - SHOWN_ERRORS} errors more")


def _stop(*_: object) -> None:
    sys.exit("stopped")  # the servers end with their blocks


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks load")
    parser.add_argument("--sessions", default="1,10,25,50", help="of each level")
    parser.add_argument("--seconds", type=float, default=Plan.seconds, help="of each level")
    parser.add_argument("--answers", type=int, default=0, help="a session at most; 0, no limit")
    parser.add_argument("--think", default="3,7", help="least and most seconds")
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--home", type=Path, default=os.environ.get("EQUISTAGE_HOME"))
    return parser


def main() -> None:
    """Read the command, then run."""
    asked = arguments().parse_args(sys.argv[2:])
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    least, most = map(float, asked.think.split(","))
    plan = Plan(asked.seconds, asked.answers, (least, most), asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if asked.home:
            copied(Path(asked.home), home)
        else:
            build_demo(home, lambda *_: None)
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f} (it should be near 0)")
        print(f"thinking {least:g} to {most:g} s, {plan.seconds:g} s a level; ms by the clock,")
        print("processor ms an answer and its ratio to the floor's, MB")
        run(home, [int(n) for n in asked.sessions.split(",")], plan)
