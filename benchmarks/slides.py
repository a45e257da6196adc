"""Time and size of the decks: the académie, then all fourteen, and the refresh of one.

    python -m benchmarks slides

On the store of `EQUISTAGE_HOME`, or else on a full demonstration store built for the occasion. One
process, decks one after the other, as `python -m slides --tous` makes them. Where other programs
share the processors, read the processor time: it is the time of a machine at rest.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import reads
from data.scope import Scope
from data.store import store
from demo.making_demo import build_demo
from slides.content import outline
from slides.deck import write
from slides.refresh.refresh import refresh


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What a work gives, its seconds by the clock and of processor."""
    clock, used = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - clock, time.process_time() - used


def decks(opened: store.Store) -> dict[str, bytes]:
    """Every deck, made one after the other."""
    befs = reads.lists.befs(opened, Scope.outside())["bef"]
    made = (outline(opened, Scope.outside(), bef) for bef in (None, *befs))
    return {one.perimeter: write(one) for one in made}


def measure(home: Path) -> None:
    """Print the times and the sizes."""
    path = store.current_path(home)
    if path is None:
        raise SystemExit(f"no version published in {home}")
    opened = store.Store(path)
    alone = timed(lambda: write(outline(opened, Scope.outside())))
    every = timed(lambda: decks(opened))
    again = timed(lambda: refresh(alone[0], opened, Scope.outside()))
    for name, (_, clock, used), wanted in (
        ("académie, nothing cached", alone, "under 5 s wanted"),
        (f"all {len(every[0])} decks", every, "under 60 s wanted"),
        ("refresh of the académie's", again, ""),
    ):
        print(f"{name:28} {clock:6.1f} s ({used:.1f} s of processor)  {wanted}")
    sizes = {name: len(blob) / 1e6 for name, blob in every[0].items()}
    largest = max(sizes, key=sizes.__getitem__)
    print(f"académie {sizes['academie']:.2f} MB, largest {sizes[largest]:.2f} MB ({largest})")


def main() -> None:
    """Measure on the store at hand, or on one built for it."""
    if os.environ.get("EQUISTAGE_HOME"):
        measure(Path(os.environ["EQUISTAGE_HOME"]))
        return
    with tempfile.TemporaryDirectory() as folder:
        build_demo(Path(folder), lambda share, text: None)
        measure(Path(folder))
