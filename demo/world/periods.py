"""Periods due: real dates near the indicative ones, shifted school by school.

Sources: periods of the reference table; school holidays of zone B (ministry).
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Ints, stream
from demo.territory import read_reference
from demo.world.pupils import level_names

HOLIDAYS = {  # first Saturday, last day, by first calendar year of the school year
    2022: (
        ("2022-10-22", "2022-11-06"),
        ("2022-12-17", "2023-01-02"),
        ("2023-02-11", "2023-02-26"),
        ("2023-04-15", "2023-05-01"),
    ),
    2023: (
        ("2023-10-21", "2023-11-05"),
        ("2023-12-23", "2024-01-07"),
        ("2024-02-24", "2024-03-10"),
        ("2024-04-20", "2024-05-05"),
    ),
    2024: (
        ("2024-10-19", "2024-11-03"),
        ("2024-12-21", "2025-01-05"),
        ("2025-02-08", "2025-02-23"),
        ("2025-04-05", "2025-04-21"),
    ),
    2025: (
        ("2025-10-18", "2025-11-02"),
        ("2025-12-20", "2026-01-04"),
        ("2026-02-14", "2026-03-01"),
        ("2026-04-11", "2026-04-26"),
    ),
}
SHIFTS = {-2: 0.08, -1: 0.16, 0: 0.36, 1: 0.2, 2: 0.12, 3: 0.08}  # weeks -> weight
SHIFTS_3E = {
    -4: 0.05,
    -3: 0.07,
    -2: 0.12,
    -1: 0.16,
    0: 0.25,
    3: 0.04,
    4: 0.08,
    5: 0.1,
    6: 0.07,
    7: 0.04,
    8: 0.02,
}
_DAY_0 = date(1970, 1, 1)


def _first_monday(year: int, month_day: str) -> date:
    """Return the Monday nearest to an indicative day of the school year that starts in `year`."""
    month, day = map(int, month_day.split("-"))
    near = date(year + (month < 8), month, day)
    return near - timedelta(days=(near.weekday() + 3) % 7 - 3)


def _choices(year: int, level: str, month_day: str, weeks: int) -> tuple[Ints, list[float]]:
    """Return the possible first days (days since 1970) and their weights, holidays avoided."""
    base = _first_monday(year, month_day)
    shifts = {"3e": SHIFTS_3E, "2GT": {0: 1.0}}.get(level, SHIFTS)
    kept = {}
    for shift, weight in shifts.items():
        first = base + timedelta(weeks=shift)
        last = first + timedelta(days=7 * weeks - 3)
        away = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in HOLIDAYS[year]]
        if all(last < start or first > end for start, end in away):
            kept[(first - _DAY_0).days] = weight
    if not kept:
        kept[(base - _DAY_0).days] = 1.0
    total = sum(kept.values())
    return np.array(list(kept), dtype=np.int64), [w / total for w in kept.values()]


def make_periods(seed: int, groups: pd.DataFrame) -> pd.DataFrame:
    """Draw the periods due.

    Parameters
    ----------
    seed : seed of the draw
    groups : one row a school, year, level and family, as made by `make_groups`

    Returns
    -------
    The columns of `groups` and: period (number), weeks, start, end (days since 1970), due
    (pupils concerned). Optional periods are left out: they are not due.
    """
    table = read_reference("periodes.csv")
    levels = level_names()
    parts = []
    for line in table[table["facultative"] == "0"].itertuples():
        level, weeks = levels.index(str(line.niveau)), int(str(line.semaines))
        rows = groups[(groups["level"] == level) & (groups["pupils"] > 0)].copy()
        draw = stream(seed, f"periodes {line.niveau} {line.periode}")
        rows["period"], rows["weeks"], rows["start"] = int(str(line.periode)), weeks, 0
        for rank, year in enumerate(P.YEARS):
            days, weights = _choices(year, str(line.niveau), str(line.debut_indicatif), weeks)
            of_school = draw.choice(days, size=int(groups["school"].max()) + 1, p=weights)
            here = rows["year"] == rank
            rows.loc[here, "start"] = of_school[rows.loc[here, "school"]]
        rows["end"] = rows["start"] + 7 * weeks - 3
        rows["due"] = rows["pupils"] - draw.binomial(rows["pupils"], P.EXEMPT_SHARE)
        parts.append(rows[rows["due"] > 0])
    due = pd.concat(parts, ignore_index=True)
    order = ["year", "school", "level", "family", "period"]
    return due.sort_values(order, ignore_index=True)
