"""Reads for equity: periods due by school and formation, with the publics of each school."""

import pandas as pd

from data.reads.period_counts import GROUPS
from data.scope import Scope
from data.selection import Selection, condition
from data.store.store import Store

CHANNELS = ("by_family", "by_pupil", "by_past_host", "by_school", "by_pole", "by_platform")
_COUNTS = ("due", "signed", "without", "unknown", "placed", *CHANNELS, "channel_unknown")


def schools(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """One row a school, level and family, with what its publics are.

    Parameters
    ----------
    selection : settings; `year` may be "" for all years

    Returns
    -------
    year, uai, bef, track, level, family, public (priority education or quarter of IPS), ips,
    ips_class (quarter of the pupils of the track), rural_class, rural_from ("grille", the density
    grid, or "habitants", people within 10 km); due, signed, without, unknown, placed, the counts
    of each channel and channel_unknown, summed over periods
    """
    where, values = condition(selection, "p")
    sums = ", ".join(f"sum(p.{name})::BIGINT AS {name}" for name in _COUNTS)
    return store.read(
        scope,
        f"""SELECT p.year, p.uai, p.bef, p.track, p.level, {GROUPS["family"]} AS family, p.public,
                   g.ips, coalesce(g.ips_class, 'inconnu') AS ips_class,
                   coalesce(g.rural_class, 'inconnu') AS rural_class, g.rural_from, {sums}
            FROM period_state p LEFT JOIN school_public g ON g.uai = p.uai AND g.track = p.track
            WHERE {where} GROUP BY ALL ORDER BY ALL""",
        **values,
    )
