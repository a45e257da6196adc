"""How schools and families lean on few hosts."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.absence import Absence
from analytics.statistics.arrays import divided

ALONE = 0.5  # a host that takes more of a family's pupils than all the others carries it alone


def herfindahl(counts: ArrayLike) -> float:
    """Herfindahl-Hirschman index, Σ (share)²: 1 ÷ n for n equal hosts, 1 for a single one.

    Parameters
    ----------
    counts : placements of each host, not negative, in any unit

    Returns
    -------
    In 0..1; missing when there is nothing

    Raises
    ------
    ValueError : a count is negative or missing
    """
    x = np.asarray(counts, dtype=float)
    if not np.all(x >= 0):
        raise ValueError("counts must be known and not negative")
    total = x.sum()
    return float(np.sum((x / total) ** 2)) if total > 0 else np.nan


def effective_number(counts: ArrayLike) -> float:
    """Number of equal hosts that would gather placements as much: 1 ÷ HHI."""
    return 1 / herfindahl(counts)


def dependence(groups: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """How much each school or BEF leans on few hosts, family by family.

    Parameters
    ----------
    groups : placements, squares (Σ of the hosts' squared placements), top (of the tenth of hosts
        that has most), largest, hosts
    minimum : placements below which a group is "effectif faible"

    Returns
    -------
    The table with top_share, hhi, effective (number of hosts), largest_share, alone (one host
    takes more than all the others), absence
    """
    placed = groups["placements"].to_numpy(float)
    hhi = divided(groups["squares"], placed**2)
    table = groups.assign(
        top_share=divided(groups["top"], placed),
        hhi=hhi,
        effective=divided(1, hhi),
        largest_share=divided(groups["largest"], placed),
    )
    absence = np.select(
        [placed == 0, placed < minimum], [Absence.NOT_APPLICABLE, Absence.SMALL], default=""
    )
    alone = (table["largest_share"] > ALONE) & (placed > 0)
    return table.assign(alone=alone, absence=absence)
