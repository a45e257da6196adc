"""Has an indicator changed? Each BEF from campaign to campaign, or term by term, at equal mix."""

from dataclasses import dataclass, replace

import pandas as pd

from analytics.catalogue import CATALOGUE
from analytics.catalogue.asking import NotComputedError
from analytics.catalogue.counted import Counted, counted
from analytics.verdicts.series import Places, Series
from analytics.verdicts.verdicts import points, verdicts
from data import reads, silence
from data.scope import Scope
from data.selection import SCHOOL, Selection
from data.store.store import Store

GROUPS = ("year", "term", "bef", "uai", "level", "family")
_POINTS = (
    *("bef", "moment", "label", "date", "value", "expected", "low", "high", "n", "unknown"),
    *("signal", "absence"),
)
_VERDICTS = (
    *("bef", "points", "verdict", "shape", "since", "label", "side", "change", "low", "high"),
    *("last", "before", "now", "last_change", "last_low", "last_high", "p_value", "detectable"),
    *("held", "n", "unknown", "absence"),
)


@dataclass(frozen=True)
class Trend:
    """Series of each BEF, and what they say.

    Parameters
    ----------
    points : one row a BEF and moment: bef, moment, label (French), date (middle of it), value
        (0..1, at equal mix of formations and schools), expected (mean of the series), low, high
        (ordinary variation), n (known), unknown, signal, absence
    verdicts : one row a BEF: bef, points, verdict ("stable", "changed", "few", "" without a
        value), shape ("shift" since a moment, or one "moment"), since, label, side
        ("favourable", "unfavourable", "neutral", ""), change, low, high (of the moments told,
        beside the others), last (label of the last campaign), before, now, last_change, last_low,
        last_high, p_value (of the last campaign beside the others), detectable (the least gap of
        the last campaign that would be seen), held (that gap is beyond chance, and keeps its side
        whatever the unknown are), n, unknown, absence
    """

    points: pd.DataFrame
    verdicts: pd.DataFrame

    def of(self, bef: str | None) -> "Trend":
        """Those of one BEF; None: of all."""
        if bef is None:
            return self
        return Trend(*(t[t["bef"] == bef] for t in (self.points, self.verdicts)))


FOLLOWED = {
    one.indicator: one
    for one in (
        counted("taux_acces", "taux_acces", name="taux d’accès à J0"),
        counted("sans_lieu", "sans_lieu", name="part sans lieu à J0"),
        counted("non_renseigne", "non_renseigne", name=f"part {silence.UNTOLD_E}"),
        counted("tardifs", "tardifs", name="part de placements tardifs"),
        counted("canal", "canal", "ecole", "", name="part trouvée par l’école ou le pôle"),
        counted("autosuffisance", "autosuffisance", name="autosuffisance"),
        counted("qualite", "qualite", name="part d’évaluations rendues"),
        counted("ruptures", "ruptures", name="part de ruptures"),
    )
}


def read_counts(
    store: Store, scope: Scope, selection: Selection, columns: tuple[str, ...]
) -> pd.DataFrame:
    """Counts of every school, formation and term of the campaigns until that of the selection."""
    if selection.attribution != SCHOOL:
        raise NotComputedError("L’évolution ne se compte que par établissement.")
    every = replace(selection, year="", bef=None)
    return until(reads.reader_of(store, scope).states(every, GROUPS, columns), selection.year)


def until(counts: pd.DataFrame, year: str) -> pd.DataFrame:
    """Counts of the campaigns until one; "": all."""
    return counts[counts["year"] <= year] if year else counts


def trends_of(counts: pd.DataFrame, followed: Counted, *, by_term: bool = False) -> Trend:
    """Follow an indicator in counts already read.

    A signal is kept only if its side holds when all unknown periods of all moments have the
    property, then when none has: a change of what is sent is no change of access.

    Parameters
    ----------
    counts : one row a school, term and formation: the columns of `GROUPS` and of `followed`
    followed : the indicator
    by_term : a moment is a term of a campaign, not a whole campaign

    Returns
    -------
    The series of every BEF and their verdicts; no row without any period due
    """
    rows, sheet = counts.dropna(subset=["bef"]), CATALOGUE[followed.indicator]
    if rows.empty:
        return Trend(*(pd.DataFrame(columns=list(names)) for names in (_POINTS, _VERDICTS)))
    terms, years = Places.both(rows)
    yearly = Series(rows, years, followed)
    series = Series(rows, terms, followed) if by_term else yearly
    found = verdicts(series, yearly, sheet.minimum, sheet.polarity)
    return Trend(points(series, sheet.minimum), found)
