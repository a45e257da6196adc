"""What a reference case holds: its inputs, and what it expects, part by part."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

Parts = dict[str, Any]
Runner = Callable[[Any, Path], Parts]


def parts(expected: Any, folder: Path) -> Parts:
    """What a case expects, by name: columns of rows, of a file, or keys; nested keys by a dot."""
    if isinstance(expected, list):
        keys = dict.fromkeys(key for row in expected for key in row)
        return {key: even([row[key] for row in expected if key in row]) for key in keys}
    if set(expected) == {"csv"}:
        return pd.read_csv(folder / expected["csv"]).to_dict("list")
    flat: Parts = {}
    for key, value in expected.items():
        rows = isinstance(value, list) and value and isinstance(value[0], dict)
        nested = parts(value, folder) if rows or isinstance(value, dict) else None
        flat |= {f"{key}.{k}": v for k, v in nested.items()} if nested else {key: value}
    return flat


def even(values: list) -> list:
    """Lists of different lengths, one after the other; numbers written as text are numbers."""
    if not all(isinstance(v, list) for v in values) or len({len(v) for v in values}) < 2:
        return values
    return [float("nan" if v == "NA" else v) for row in values for v in row]


def load(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
