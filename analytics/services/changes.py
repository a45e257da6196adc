"""What changed: the digest of a campaign, the series of the BEF."""

from dataclasses import replace

from analytics.services.desk import Desk, passed, service
from analytics.verdicts.digest import Digest
from analytics.verdicts.digest import digest as digest_of
from analytics.verdicts.trends import FOLLOWED, Trend, read_counts, trends_of, until
from data.reads.days import comparable
from data.selection import Selection

_counts = passed(20, read_counts)  # of every campaign, once for all, and never written to


@service(50)
def digest(desk: Desk, selection: Selection, earlier: Desk | None = None) -> Digest:
    """What changed in a campaign, and in past ones since an earlier version."""
    before = earlier.reader.store if earlier else None
    return digest_of(*desk.reader.at, selection, before)


def trend(desk: Desk, selection: Selection, indicator: str, by_term: bool) -> Trend:
    """Series of the BEF of a selection, or of every BEF, and their verdicts."""
    every = _trends(desk, replace(selection, bef=None), indicator, by_term)
    return every.of(selection.bef)


@service(60)
def _trends(desk: Desk, selection: Selection, indicator: str, by_term: bool) -> Trend:
    """Every BEF at once: the variance is that of all of them anyway."""
    followed = FOLLOWED[indicator]
    compared = comparable(*desk.reader.at, selection)
    counts = _counts(desk, replace(compared, year=""), followed.columns)
    return trends_of(until(counts, selection.year), followed, by_term=by_term)
