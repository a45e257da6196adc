"""Benchmarks: `python -m benchmarks NAME`, NAME one of `NAMES`. Timings are never asserted."""

import importlib
import sys

NAMES = (
    *("academies", "access", "clicks", "comparison", "control", "editions", "hosts"),
    *("intake", "lines", "load", "matching", "planted", "secrecy", "slides", "zoning"),
)
WITH_OPTIONS = ("academies", "editions", "lines", "load")


def run() -> int:
    """Run one benchmark by name."""
    name, *options = sys.argv[1:] or [""]
    if name not in NAMES or (options and name not in WITH_OPTIONS):
        print(f"usage: python -m benchmarks {'|'.join(NAMES)}", file=sys.stderr)
        return 2
    importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(run())
