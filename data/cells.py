"""Cells given to a spreadsheet."""

import pandas as pd

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert(value: object) -> str:
    """Text of a cell that a spreadsheet does not take for a formula."""
    text = "" if value is None or pd.isna(value) else str(value)
    return "'" + text if text.startswith(_STARTS) else text
