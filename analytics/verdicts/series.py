"""Series of every BEF in arrays: what is examined, what is a signal, what the unknown allow."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.catalogue.counted import Counted
from analytics.statistics.arrays import divided, tally
from analytics.statistics.control_charts import MINIMUM_POINTS, point_level
from analytics.verdicts.school_panel import Panel, school_panel

LEVEL = 0.05  # chance that a stable series is said to change, all its points together
FEWEST_MOMENTS = 3  # one is compared with two others at least
TERMS = {"1": "sept.–déc.", "2": "janv.–mars", "3": "avr.–août", "": "sans date"}
_MIDDLES = {"1": (0, "11-01"), "2": (1, "02-15"), "3": (1, "06-01"), "": (1, "02-15")}


@dataclass(frozen=True)
class Places:
    """Numbers of the school, moment and formation of each row, whatever the indicator.

    Parameters
    ----------
    school, moment, stratum : of each row
    unit : BEF of each school
    befs : codes of the BEF, in order
    moments : one row a moment in order: moment, label (French), date (its middle)
    last : true for the moments of the last campaign
    year : label of the last campaign
    """

    school: np.ndarray
    moment: np.ndarray
    stratum: np.ndarray
    unit: np.ndarray
    befs: pd.Index
    moments: pd.DataFrame
    last: np.ndarray
    year: str

    @classmethod
    def both(cls, rows: pd.DataFrame) -> tuple["Places", "Places"]:
        """Number the rows of `Series`: a moment being a term, then a whole campaign."""
        school, schools = pd.factorize(rows["uai"])
        of_row, befs = pd.factorize(rows["bef"], sort=True)
        unit = np.zeros(len(schools), dtype=int)
        unit[school] = of_row
        year, years = pd.factorize(rows["year"], sort=True)
        term, terms = pd.factorize(rows["term"], sort=True)
        level, _ = pd.factorize(rows["level"])
        family, families = pd.factorize(rows["family"])
        stratum = (level * len(families) + family) * len(terms) + term
        present, moment = np.unique(year * len(terms) + term, return_inverse=True)
        of_moment, its_term = np.divmod(present, len(terms))
        last = len(years) - 1
        by_term = cls(
            school,
            moment,
            stratum,
            unit,
            befs,
            _named(years[of_moment], terms[its_term]),
            of_moment == last,
            str(years[-1]),
        )
        by_year = replace(
            by_term, moment=year, moments=_named(years, None), last=np.arange(len(years)) == last
        )
        return by_term, by_year


class Series:
    """Counts of schools gathered by BEF and moment, and the panels behind their rates.

    Parameters
    ----------
    rows : one row a school, term and formation: year, term, bef, uai, level, family, counts
    places : of these rows
    share : what is counted of them
    """

    def __init__(self, rows: pd.DataFrame, places: Places, share: Counted) -> None:
        self.places = places
        self.befs, self.moments = places.befs, places.moments
        self.last, self.year = places.last, places.year
        self._part, self._known, self._dark = share.counts(rows)
        self.unknown = self._by_bef(self._dark)
        due, missing = (self._by_bef(rows[name].to_numpy(float)) for name in ("due", "unknown"))
        self.silent = (due > 0) & (due == missing)
        self.few = len(self.moments) < MINIMUM_POINTS

    @cached_property
    def panel(self) -> Panel:
        """Panel of the known periods."""
        return self._fit(self._part, self._known)

    @cached_property
    def bounds(self) -> list[Panel]:
        """Panels if none, then all of the unknown had the property, at every moment.

        Those of a school that says nothing of a moment are not there: it is not compared then.
        """
        sent = self._cells(self._known)[self.places.school, self.places.moment] > 0
        dark = np.where(sent, self._dark, 0)
        if not dark.any():
            return []
        return [self._fit(self._part + more, self._known + dark) for more in (0, dark)]

    def examined(self, minimum: int) -> np.ndarray:
        """Moments that may be a signal, BEF × moments: with `minimum` known periods, in a series.

        Of a short series the last campaign only: an interval tells it from the others.
        """
        kept = (self.panel.total >= max(minimum, 1)) & np.isfinite(self.panel.effect)
        kept &= (kept.sum(axis=1) >= FEWEST_MOMENTS)[:, None]
        return kept & self.last if self.few else kept

    def levels(self, examined: np.ndarray) -> np.ndarray:
        """Level of one point of each BEF, such that its series keeps `LEVEL`."""
        shared = [point_level(LEVEL, int(n)) for n in examined.sum(axis=1)]
        return np.full(len(shared), LEVEL) if self.few else np.array(shared)

    def signals(self, examined: np.ndarray) -> np.ndarray:
        """Moments that leave the ordinary variation, whatever the unknown are."""
        p = self.panel.p_values(self.panel.effect, self.panel.error)
        found = examined & (p <= self.levels(examined)[:, None])
        centre = self.panel.centre[:, None]
        if found.any():
            found &= _kept(centre, self.panel.effect, self.panel.total, self.unknown)
            for bound in self.bounds:
                found &= np.sign(bound.effect) == np.sign(self.panel.effect)
        return found

    def held(self, after: np.ndarray, gap: np.ndarray) -> np.ndarray:
        """Tell the BEF whose gap keeps its side whatever the unknown are.

        Those of the moments compared, silent schools too, beside the others as they are known
        (as `standing`); then those of all moments alike, since what is not sent any
        more, or is sent again, is no change.
        """
        chosen = np.broadcast_to(after, self.panel.total.shape)
        known, dark = ((a * chosen).sum(axis=1) for a in (self.panel.total, self.unknown))
        kept = _kept(mean_rate(self.panel, ~chosen), gap, known, dark)
        if not kept.any():
            return kept
        for bound in self.bounds:
            kept &= np.sign(bound.contrast(after)[0]) == np.sign(gap)
        return kept

    def absences(self, minimum: int) -> np.ndarray:
        """Why a moment has no value, or is to be read with care; BEF × moments."""
        known, every = self.panel.total, self.panel.total + self.unknown
        return np.select(
            [
                (known == 0) & (self.silent | (every > 0)),
                known == 0,
                np.isnan(self.panel.effect),
                known < minimum,
            ],
            [Absence.UNKNOWN, Absence.NOT_APPLICABLE, Absence.UNMEASURED, Absence.SMALL],
            default="",
        )

    def _fit(self, x: np.ndarray, n: np.ndarray) -> Panel:
        hits, whole = np.bincount(self.places.stratum, x), np.bincount(self.places.stratum, n)
        expected = self._cells(n * divided(hits, whole, 0.0)[self.places.stratum])
        return school_panel(
            self._cells(x), self._cells(n), expected, self.places.unit, len(self.befs)
        )

    def _cells(self, values: np.ndarray) -> np.ndarray:
        shape = (len(self.places.unit), len(self.moments))
        return tally(values, shape, self.places.school, self.places.moment)

    def _by_bef(self, values: np.ndarray) -> np.ndarray:
        out = np.zeros((len(self.befs), len(self.moments)))
        np.add.at(out, self.places.unit, self._cells(values))
        return out


def mean_rate(panel: Panel, chosen: np.ndarray) -> np.ndarray:
    """Rate at equal mix over some moments."""
    weights = panel.total * chosen
    mean = np.sum(weights * np.nan_to_num(panel.effect), axis=1)
    return panel.centre + divided(mean, weights.sum(axis=1))


def _kept(before: np.ndarray, gap: np.ndarray, known: np.ndarray, dark: np.ndarray) -> np.ndarray:
    """Tell the gaps that keep their side if none, then all of the unknown had the property."""
    every = np.where(known > 0, known + dark, np.nan)
    least = (before + gap) * known / every - before
    most = least + dark / every
    return np.where(gap > 0, least > 0, (gap < 0) & (most < 0))


def _named(years: pd.Index, terms: pd.Index | None) -> pd.DataFrame:
    """Code, French label and middle of each moment."""
    if terms is None:
        dates = [f"{int(year[:4]) + 1}-03-01" for year in years]
        named = {"moment": list(years), "label": list(years)}
    else:
        both = list(zip(years, terms, strict=True))
        dates = [f"{int(y[:4]) + _MIDDLES[t][0]}-{_MIDDLES[t][1]}" for y, t in both]
        named = {
            "moment": [f"{year}/{term}" for year, term in both],
            "label": [f"{year}, {TERMS[term]}" for year, term in both],
        }
    return pd.DataFrame({**named, "date": np.array(dates, dtype="datetime64[s]")})
