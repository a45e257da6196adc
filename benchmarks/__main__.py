"""Benchmarks: `python -m benchmarks NAME`, NAME one of `NAMES`. Timings are never asserted."""

import importlib
import sys

NAMES = (
    *("access", "clicks", "comparison", "control", "hosts"),
    *("intake", "matching", "planted", "secrecy", "slides"),
)


def run() -> int:
    """Run one benchmark by name."""
    if len(sys.argv) != 2 or sys.argv[1] not in NAMES:
        print(f"usage: python -m benchmarks {'|'.join(NAMES)}", file=sys.stderr)
        return 2
    importlib.import_module(f"benchmarks.{sys.argv[1]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(run())
