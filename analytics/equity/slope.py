"""How much does access rise with the IPS, net of formation?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.equity.effects import net_effects


@dataclass(frozen=True)
class Slope:
    """Rate for one more IPS point with its interval; periods used, and periods left out."""

    slope: float
    low: float
    high: float
    used: float
    left_out: float


def slope_on(
    rank_by: ArrayLike,
    events: ArrayLike,
    totals: ArrayLike,
    strata: ArrayLike,
    clusters: ArrayLike,
    confidence: float = 0.95,
) -> Slope:
    """Slope of a rate on the IPS, inside strata: net of formation and level.

    The effect of one trait, as `analytics.equity.effects.net_effects` finds it: where few schools,
    or one of extreme IPS, carry the slope, its interval is wider than the usual sandwich (CR1),
    which is then too narrow.

    Parameters
    ----------
    rank_by : IPS of each row, shape (rows,)
    events, totals : counts, shape (rows,)
    strata, clusters : family × level, school of each row, shape (rows,)
    confidence : between 0 and 1

    Returns
    -------
    slope, low, high: rate per 1 for one IPS point (× 100: points per IPS point); `used` periods,
    and `left_out` for lack of an IPS, a stratum or a school. The slope is missing when the IPS
    varies inside no stratum; the interval when that is so without some school

    Raises
    ------
    ValueError : a count is negative, missing or above its total, an IPS infinite, lengths differ
    """
    ips = np.asarray(rank_by, dtype=float)
    if ips.shape != np.shape(totals) or np.isinf(ips).any():
        raise ValueError("one finite IPS a row")
    traits = pd.DataFrame({"ips": ips})
    found = net_effects(traits, events, totals, strata, clusters, confidence).iloc[0]
    slope, low, high, used = (float(found[name]) for name in ("effect", "low", "high", "used"))
    return Slope(slope, low, high, used, float(np.sum(np.asarray(totals))) - used)
