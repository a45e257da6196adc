"""The indicator `ecart_equite`: one gap of access at equal mix for each group of schools."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.equity.publics import DIMENSIONS, gaps
from analytics.measuring import amount

WIDEST = {"ips": "ips-1", "ep": "rep-plus"}  # the public asked for when none is named


def equity_gap(rows: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """Gap of the rate of access to the reference public, at equal mix, in points.

    Lycées: quarters of the pupils by IPS, the highest being the reference; collèges: priority
    education, those outside it being the reference.

    Parameters
    ----------
    rows : as `data.reads.equity.schools`
    by : among "year", "bef", "public"; without "public", that of the lowest IPS or REP+

    Returns
    -------
    One row a group: `by` and the columns of `measuring.measure`; `n` periods known of
    both publics
    """
    keys = [name for name in by if name != "public"]
    wanted = "public" in by
    parts = list(rows.groupby(keys, dropna=False)) if keys else [((), rows)]
    tables = [
        _of_one(part, wanted).assign(**dict(zip(keys, name, strict=True))) for name, part in parts
    ]
    whole = [*by, *_COLUMNS]
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=whole)
    shown = amount(
        found[list(by)],
        100 * found["gap"].astype(float),
        count=np.nan,
        n=found["n"],
        unknown=found["unknown"],
        low=100 * found["low"].astype(float),
        high=100 * found["high"].astype(float),
        absence=found["absence"],
    )
    return shown.sort_values(list(by), ignore_index=True) if by else shown


_COLUMNS = ("gap", "low", "high", "n", "unknown", "absence")


def _of_one(rows: pd.DataFrame, every: bool) -> pd.DataFrame:
    """Gaps of one group of schools: of every public that is not a reference, or of the widest."""
    lycee = bool(rows["public"].str.startswith("ips-").any())
    shown = ("ips", "ep") if every else (("ips",) if lycee else ("ep",))
    tables = [_publics(rows, name, every) for name in shown]
    tables = [table for table in tables if len(table)]
    if tables:
        return pd.concat(tables, ignore_index=True)
    if every:
        return pd.DataFrame(columns=["public", *_COLUMNS])
    absence = Absence.UNKNOWN if rows["due"].sum() > 0 else Absence.NOT_APPLICABLE
    blank = dict.fromkeys(_COLUMNS, np.nan) | {"unknown": rows["unknown"].sum()}
    return pd.DataFrame([blank | {"absence": absence}])


def _publics(rows: pd.DataFrame, dimension: str, every: bool) -> pd.DataFrame:
    base = DIMENSIONS[dimension].reference
    # publics of IPS are those of lycées: collèges have theirs, priority education
    inside = rows[rows["public"].isin(DIMENSIONS[dimension].classes)]
    table = gaps(inside, dimension, "taux_acces")
    beside = table[table["group"] == base].iloc[0]
    others = table[(table["group"] != base) & (table["due"] > 0)]
    if not beside["total"] > 0:
        return others.head(0)
    if not every:
        others = others[others["group"] == WIDEST[dimension]]
    known = others["total"]
    small = others["small"] | bool(beside["small"])
    return pd.DataFrame(
        {
            "public": others["group"],
            "gap": others["adjusted"],
            "low": others["adjusted_low"],
            "high": others["adjusted_high"],
            "n": known + beside["total"],
            "unknown": others["unknown"] + beside["unknown"],
            "absence": np.select(
                [known == 0, others["adjusted"].isna(), small],
                [Absence.UNKNOWN, Absence.NOT_APPLICABLE, Absence.SMALL],
                default="",
            ),
        }
    )
