"""Rows that tell a series: its points with their band, its verdict, its last campaign."""

import numpy as np
import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.statistics.arrays import divided
from analytics.statistics.control_charts import CHANGED, FEW, RUN_SHARE, STABLE
from analytics.statistics.runs import run_rules
from analytics.verdicts.school_panel import Panel
from analytics.verdicts.series import LEVEL, Series, mean_rate


def points(series: Series, minimum: int) -> pd.DataFrame:
    """Rows of `analytics.verdicts.trends.Trend.points`."""
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
    """Rows of `trends.Trend.verdicts`.

    Parameters
    ----------
    series : of the moments examined
    yearly : of whole campaigns, for the last one: terms of one school year are not independent
    minimum : of known periods of a moment
    polarity : of the indicator
    """
    last = campaign(yearly, minimum)
    examined = series.examined(minimum) & last["p_value"].notna().to_numpy()[:, None]
    moved = _moved(series, examined, last["error"].to_numpy(), polarity)
    found = np.where(moved["change"].notna(), CHANGED, STABLE)
    known = np.where(last["absence"] == "", FEW, "")
    verdict = np.where(examined.any(axis=1), found, known)
    points_told = np.isfinite(series.panel.effect).sum(axis=1)
    return pd.concat(
        [
            last[["bef"]].assign(points=points_told, verdict=verdict),
            moved,
            last.drop(columns=["bef", "error"]),
        ],
        axis=1,
    )


def campaign(yearly: Series, minimum: int) -> pd.DataFrame:
    """Last campaign of each BEF beside those before.

    Returns
    -------
    One row a BEF: bef, and from last to absence as `trends.Trend.verdicts`, with the
    standard `error` of the gap
    """
    panel, chosen = yearly.panel, yearly.last
    n, unknown = ((a * chosen).sum(axis=1) for a in (panel.total, yearly.unknown))
    enough = n >= max(minimum, 1)
    told = enough & yearly.examined(minimum).any(axis=1)
    gap, error = (np.where(told, values, np.nan) for values in panel.contrast(chosen))
    before, half = np.where(told, mean_rate(panel, ~chosen), np.nan), panel.half_width() * error
    p = panel.p_values(gap, error)
    names = [Absence.SMALL, Absence.UNKNOWN]
    absent = np.select([n > 0, unknown > 0], names, default=Absence.NOT_APPLICABLE)
    return pd.DataFrame(
        {
            "bef": yearly.befs,
            "last": yearly.year,
            "before": before,
            "now": before + gap,
            "last_change": gap,
            "last_low": gap - half,
            "last_high": gap + half,
            "p_value": p,
            "detectable": half,
            "held": yearly.held(chosen, np.where(p <= LEVEL, gap, np.nan)),
            "n": n,
            "unknown": unknown,
            "error": error,
            "absence": np.where(enough, "", absent),
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
    told = (signals.any(axis=1) | shifted) & (np.abs(change) > wide)
    told &= series.held(after, np.where(told, change, np.nan))
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
    return np.select(
        [signs > 0, signs < 0], [sides.FAVOURABLE, sides.UNFAVOURABLE], default="neutral"
    )


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
        far = divided(np.abs(gap), error, 0.0)
        one = number >= len(since)
        better = (far > best + 1e-9) & (signals @ chosen if one else True)
        best = np.where(better, far, best)
        after = np.where(better[:, None], chosen, after)
        shape = np.where(better, "moment" if one else "shift", shape)
    return after, shape
