"""Series of every BEF in arrays: what is examined, what is a signal, and the rows that tell it."""

from functools import cached_property

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.control_charts import (
    CHANGED,
    FEW,
    MINIMUM_POINTS,
    RUN_SHARE,
    STABLE,
    point_level,
)
from analytics.runs import run_rules
from analytics.school_panel import Panel, school_panel

LEVEL = 0.05  # chance that a stable series is said to change, all its points together
FEWEST_MOMENTS = 3  # one is compared with two others at least
TERMS = {"1": "sept.–déc.", "2": "janv.–mars", "3": "avr.–août", "": "sans date"}
_MIDDLES = {"1": (0, "11-01"), "2": (1, "02-15"), "3": (1, "06-01"), "": (1, "02-15")}


class Series:
    """Counts of schools gathered by BEF and moment, and the panels behind their rates.

    Parameters
    ----------
    rows : one row a school, term and formation: year, term, bef, uai, level, family, counts
    by_term : a moment is a term of a campaign, not a whole campaign
    parts, whole, unknown : counts of the numerator, of the denominator, of what is not known of it
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        by_term: bool,
        parts: tuple[str, ...],
        whole: str,
        unknown: str,
    ) -> None:
        self._place(rows, by_term)
        self._part = rows[list(parts)].sum(axis=1).to_numpy(float)
        self._every = rows[whole].to_numpy(float)
        self._dark = rows[unknown].to_numpy(float) if unknown else np.zeros(len(rows))
        self.unknown = self._by_bef(self._dark)
        due, missing = (self._by_bef(rows[name].to_numpy(float)) for name in ("due", "unknown"))
        self.silent = (due > 0) & (due == missing)
        self.few = len(self.moments) < MINIMUM_POINTS

    def _place(self, rows: pd.DataFrame, by_term: bool) -> None:
        """Number the school, BEF, moment and formation of each row."""
        self._school, schools = pd.factorize(rows["uai"])
        of_row, self.befs = pd.factorize(rows["bef"], sort=True)
        self._unit = np.zeros(len(schools), dtype=int)
        self._unit[self._school] = of_row
        year, years = pd.factorize(rows["year"], sort=True)
        term, terms = pd.factorize(rows["term"], sort=True)
        level, _ = pd.factorize(rows["level"])
        family, families = pd.factorize(rows["family"])
        self._stratum = (level * len(families) + family) * len(terms) + term
        if not by_term:
            term, terms = np.zeros_like(year), np.array([""])
        present, self._moment = np.unique(year * len(terms) + term, return_inverse=True)
        of_moment, its_term = np.divmod(present, len(terms))
        self.last = of_moment == len(years) - 1
        self.year = str(years[-1])
        self.moments = _named(years[of_moment], terms[its_term] if by_term else None)

    @cached_property
    def panel(self) -> Panel:
        """Panel of the known periods."""
        return self._fit(self._part, self._every - self._dark)

    @cached_property
    def bounds(self) -> list[Panel]:
        """Panels if none, then all of the unknown had the property, at every moment.

        Those of a school that says nothing of a moment are not there: it is not compared then.
        """
        known = self._every - self._dark
        cell = self._school * len(self.moments) + self._moment
        dark = np.where(np.bincount(cell, known)[cell] > 0, self._dark, 0)
        if not dark.any():
            return []
        return [self._fit(self._part + more, known + dark) for more in (0, dark)]

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
        (as `analytics.standing`); then those of all moments alike, since what is not sent any
        more, or is sent again, is no change.
        """
        chosen = np.broadcast_to(after, self.panel.total.shape)
        known, dark = ((a * chosen).sum(axis=1) for a in (self.panel.total, self.unknown))
        kept = _kept(_mean(self.panel, ~chosen), gap, known, dark)
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
        hits, whole = np.bincount(self._stratum, x), np.bincount(self._stratum, n)
        rate = np.divide(hits, whole, out=np.zeros_like(hits), where=whole > 0)
        expected = self._cells(n * rate[self._stratum])
        return school_panel(self._cells(x), self._cells(n), expected, self._unit, len(self.befs))

    def _cells(self, values: np.ndarray) -> np.ndarray:
        shape = (len(self._unit), len(self.moments))
        cell = self._school * shape[1] + self._moment
        return np.bincount(cell, values, shape[0] * shape[1]).reshape(shape)

    def _by_bef(self, values: np.ndarray) -> np.ndarray:
        out = np.zeros((len(self.befs), len(self.moments)))
        np.add.at(out, self._unit, self._cells(values))
        return out


def points(series: Series, minimum: int) -> pd.DataFrame:
    """Rows of `analytics.trends.Trend.points`."""
    panel, examined = series.panel, series.examined(minimum)
    low, high = panel.limits(series.levels(examined))
    units, moments = panel.total.shape
    named = pd.concat([series.moments] * units, ignore_index=True)
    drawn = np.isfinite(panel.effect)
    centre = np.where(drawn, panel.centre[:, None], np.nan)
    columns = {
        "value": np.clip(centre + panel.effect, 0, 1),
        "expected": centre,
        "low": low,
        "high": high,
        "n": panel.total,
        "unknown": series.unknown,
        "signal": series.signals(examined),
        "absence": series.absences(minimum),
    }
    table = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    return pd.concat([pd.Series(np.repeat(series.befs, moments), name="bef"), named, table], axis=1)


def verdicts(series: Series, yearly: Series, minimum: int, polarity: int) -> pd.DataFrame:
    """Rows of `analytics.trends.Trend.verdicts`.

    Parameters
    ----------
    series : of the moments examined
    yearly : of whole campaigns, for the last one: terms of one school year are not independent
    minimum : of known periods of a moment
    polarity : of the indicator
    """
    examined, last = series.examined(minimum), yearly.panel
    n, unknown = ((a * yearly.last).sum(axis=1) for a in (last.total, yearly.unknown))
    enough = n >= max(minimum, 1)
    told = enough & examined.any(axis=1) & yearly.examined(minimum).any(axis=1)
    gap, error = last.contrast(yearly.last)
    before, half = _mean(last, ~yearly.last), last.half_width() * error
    small = np.where(n > 0, Absence.SMALL, np.where(unknown > 0, Absence.UNKNOWN, ""))
    nothing = np.where(small == "", Absence.NOT_APPLICABLE, small)
    moved = _moved(series, examined & told[:, None], error, polarity)
    lasting = {
        "before": before,
        "now": before + gap,
        "last_change": gap,
        "last_low": gap - half,
        "last_high": gap + half,
        "p_value": last.p_values(gap, error),
        "detectable": half,
    }
    found = np.where(moved["change"].notna(), CHANGED, STABLE)
    return pd.DataFrame(
        {
            "bef": series.befs,
            "points": np.isfinite(series.panel.effect).sum(axis=1),
            "verdict": np.where(told, found, np.where(enough, FEW, "")),
            **moved,
            "last": series.year,
            **{name: np.where(told, values, np.nan) for name, values in lasting.items()},
            "held": yearly.held(yearly.last, gap),
            "n": n,
            "unknown": unknown,
            "absence": np.where(enough, "", nothing),
        }
    )


def _moved(series: Series, examined: np.ndarray, error: np.ndarray, polarity: int) -> pd.DataFrame:
    """Change of each BEF, since when, in what shape; no change where there is none to be told."""
    panel, signals = series.panel, series.signals(examined)
    after, shape = _explained(panel, signals)
    change, spread = panel.contrast(after)
    stretch = error / panel.contrast(series.last)[1]  # what its terms share in a school year
    wide = panel.half_width() * spread * np.fmax(1, stretch)
    shifted = False if series.few else _shifted(panel, examined)
    told = (signals.any(axis=1) | shifted) & series.held(after, change) & (np.abs(change) > wide)
    since = series.moments.iloc[after.argmax(axis=1)].reset_index(drop=True)
    blank = pd.Series("", index=since.index)
    return pd.DataFrame(
        {
            "shape": blank.mask(told, pd.Series(shape)),
            "since": blank.mask(told, since["moment"]),
            "label": blank.mask(told, since["label"]),
            "side": blank.mask(told, pd.Series(side_of(change, polarity))),
            "change": np.where(told, change, np.nan),
            "low": np.where(told, change - wide, np.nan),
            "high": np.where(told, change + wide, np.nan),
        }
    )


def side_of(change: np.ndarray, polarity: int) -> np.ndarray:
    """Tell what a change is: "favourable", "unfavourable", or "neutral"."""
    signs = np.sign(change) * polarity
    return np.select([signs > 0, signs < 0], ["favourable", "unfavourable"], default="neutral")


def _kept(before: np.ndarray, gap: np.ndarray, known: np.ndarray, dark: np.ndarray) -> np.ndarray:
    """Tell the gaps that keep their side if none, then all of the unknown had the property."""
    every = np.where(known > 0, known + dark, np.nan)
    least = (before + gap) * known / every - before
    most = least + dark / every
    return np.where(gap > 0, least > 0, (gap < 0) & (most < 0))


def _shifted(panel: Panel, examined: np.ndarray) -> np.ndarray:
    """Tell the BEF whose points run on one side of their median more than chance does."""
    shown = np.where(examined, panel.effect, np.nan)
    return np.array([run_rules(row).p_value <= LEVEL * RUN_SHARE for row in shown])


def _explained(panel: Panel, signals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Moments that best tell a change: all since one, or one alone where it is a signal."""
    units, moments = panel.total.shape
    best = np.full(units, -1.0)
    after = np.zeros((units, moments), dtype=bool)
    shape = np.full(units, "shift")
    since = [np.arange(moments) >= k for k in range(1, moments)]
    alone = [np.arange(moments) == k for k in range(moments)]
    for number, chosen in enumerate(since + alone):
        gap, error = panel.contrast(chosen)
        far = np.divide(np.abs(gap), error, out=np.zeros_like(gap), where=error > 0)
        one = number >= len(since)
        better = (far > best + 1e-9) & (signals @ chosen if one else True)
        best = np.where(better, far, best)
        after = np.where(better[:, None], chosen, after)
        shape = np.where(better, "moment" if one else "shift", shape)
    return after, shape


def _mean(panel: Panel, chosen: np.ndarray) -> np.ndarray:
    """Rate at equal mix over some moments."""
    weights = panel.total * chosen
    whole = weights.sum(axis=1)
    mean = np.sum(weights * np.nan_to_num(panel.effect), axis=1)
    return panel.centre + np.divide(mean, whole, out=np.full_like(whole, np.nan), where=whole > 0)


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
