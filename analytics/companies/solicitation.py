"""How hosts are solicited: schools and pupils at the same time."""

import pandas as pd

MANY_SCHOOLS = 3
TO_COORDINATE = 30


def load_summary(cells: pd.DataFrame) -> pd.Series:
    """Count the hosts that several schools solicit.

    Parameters
    ----------
    cells : schools (3: three or more), peak (most pupils at once: 1, 2, 3, 5 or more), hosts,
        placements

    Returns
    -------
    hosts, several (two schools or more), many (three or more), crowded (five pupils at once or
    more), many_share (placements of the hosts of `many`, 0..1)
    """
    hosts, placed = cells["hosts"], cells["placements"]
    many = cells["schools"] >= MANY_SCHOOLS
    total = placed.sum()
    return pd.Series(
        {
            "hosts": hosts.sum(),
            "several": hosts[cells["schools"] > 1].sum(),
            "many": hosts[many].sum(),
            "crowded": hosts[cells["peak"] >= 5].sum(),
            "many_share": placed[many].sum() / total if total else float("nan"),
        }
    )


def by_peak(cells: pd.DataFrame) -> pd.DataFrame:
    """Hosts by number of schools and most pupils at once: schools, peak, hosts, share."""
    sums = cells.groupby(["schools", "peak"], as_index=False)["hosts"].sum()
    total = sums["hosts"].sum()
    return sums.assign(share=sums["hosts"] / total if total else float("nan"))
