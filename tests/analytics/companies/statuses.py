"""The statuses of hosts told from their whole history, beside what the SQL of the model tells."""

import numpy as np
from numpy.typing import ArrayLike

FAITHFUL_YEARS, OF_YEARS = 3, 4


def statuses(active: ArrayLike) -> np.ndarray:
    """Status of each host at the end of each campaign (31 August).

    Parameters
    ----------
    active : true where the host signed a convention, hosts × campaigns, oldest first; none before
        the first is known

    Returns
    -------
    hosts × campaigns: "" before the host was first seen; "nouvelle": first seen in the campaign;
    "fidele": active in it and in 3 of the last 4; "active": the others that are; "a_reactiver":
    last active the campaign before, silent 12 to 24 months by then; "perdue": silent for longer.
    In the first campaign nobody can be told new: all hosts are "active"
    """
    here = np.asarray(active, dtype=bool)
    seen = np.maximum.accumulate(here, axis=1)
    before = np.zeros_like(here)
    before[:, 1:] = here[:, :-1]
    known = np.zeros_like(here)
    known[:, 1:] = seen[:, :-1]
    total = np.cumsum(here, axis=1)
    older = np.zeros_like(total)
    older[:, OF_YEARS:] = total[:, :-OF_YEARS]
    first = np.arange(here.shape[1]) == 0
    return np.select(
        [~seen, ~here & before, ~here, ~known & ~first, total - older >= FAITHFUL_YEARS],
        ["", "a_reactiver", "perdue", "nouvelle", "fidele"],
        default="active",
    )
