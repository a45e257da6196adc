"""From values of an axis to pixels: categories, dates and numbers, and their graduations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil, floor, log10
from typing import Any

import numpy as np
import pandas as pd

from figures.image.known import UnknownDrawingError
from figures.image.reading import Told, at
from figures.words import french

CATEGORY, DATE, LINEAR = "category", "date", "linear"
_DAY = 86_400_000.0  # milliseconds, the unit of dates
_MONTHS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True)
class Extent:
    """What a trace covers on an axis.

    Parameters
    ----------
    low, high : numbers of the axis
    room : kept free at both ends for marks, pixels
    spread : True where a twentieth of the axis is kept free at both ends
    grounded : True where it stands on 0: bars
    """

    low: float
    high: float
    room: float = 0
    spread: bool = True
    grounded: bool = False


@dataclass
class Scale:
    """One axis: numbers of its own (ranks of categories, milliseconds), then pixels.

    Parameters
    ----------
    told : what the layout says of the axis
    kind : category, date or linear
    names : categories in order
    start, end : pixels at both ends of its range
    low, high : its range
    """

    told: Told
    kind: str
    names: list[Any] = field(default_factory=list)
    start: float = 0
    end: float = 1
    low: float = 0
    high: float = 1

    def numbers(self, values: Iterable[Any]) -> np.ndarray:
        """Numbers of the axis; a missing value is missing.

        Raises
        ------
        UnknownDrawingError : a value is of another kind than the axis
        """
        return np.array([self._number(value) for value in values], dtype=float)

    def pixels(self, values: Iterable[Any]) -> np.ndarray:
        """Places of values."""
        return self.places(self.numbers(values))

    def places(self, numbers: Any) -> np.ndarray:
        """Places of numbers of the axis."""
        share = (np.asarray(numbers, float) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def fit(self, extents: Sequence[Extent]) -> None:
        """Set the range: the one that is told, or what traces cover."""
        given, length = self.told.get("range"), abs(self.end - self.start)
        if given is not None:
            self.low, self.high = (self._number(value) for value in given)
        elif self.kind == CATEGORY:
            self.low, self.high = -0.5, len(self.names) - 0.5
        elif known := [e for e in extents if np.isfinite([e.low, e.high]).all()]:
            self.low, self.high = _covering(known, self.told.get("rangemode"), length)
        if self.low == self.high:
            self.low, self.high = self.low - 1, self.high + 1
        if self.told.get("autorange") == "reversed":
            self.low, self.high = self.high, self.low

    def ticks(self) -> list[tuple[float, str]]:
        """Graduations inside the range: number of the axis, text."""
        told = self.told
        if told.get("tickvals") is not None:
            values = self.numbers(told["tickvals"])
            texts = told.get("ticktext")
            texts = [self._text(v) for v in values] if texts is None else texts
        elif self.kind == CATEGORY:
            values, texts = np.arange(len(self.names), dtype=float), self.names
        elif self.kind == DATE:
            values, texts = self._months()
        else:
            values, step = self._round()
            digits = max(0, -floor(log10(step) + 1e-9))
            texts = [self._text(value, digits) for value in values]
        low, high = sorted((self.low, self.high))
        edge = 1e-9 * (high - low)
        return [
            (float(value), str(text))
            for value, text in zip(values, texts, strict=True)
            if low - edge <= value <= high + edge
        ]

    def _most(self) -> float:
        """How many graduations there may be."""
        if (most := self.told.get("nticks")) is not None:
            return float(most)
        across = abs(self.end - self.start) / (80 if self.start < self.end else 40)
        return float(np.clip(across, 4, 9)) + 1

    def _round(self) -> tuple[np.ndarray, float]:
        low, high = sorted((self.low, self.high))
        step = self.told.get("dtick")
        if step is None:
            rough = (high - low) / self._most()
            base = 10.0 ** floor(log10(rough))
            step = base * next(n for n in (2, 5, 10) if n >= rough / base - 1e-9)
        first = ceil(low / step - 1e-9)
        return step * np.arange(first, floor(high / step + 1e-9) + 1), float(step)

    def _months(self) -> tuple[np.ndarray, list[str]]:
        """First days of months, not more of them than fit."""
        low, high = sorted((self.low, self.high))
        need = (high - low) / _DAY / 30.4 / self._most()
        step = next((n for n in _MONTHS if n >= need), _MONTHS[-1])
        begin = pd.Timestamp(low, unit="ms").to_period("M").to_timestamp()
        months = pd.date_range(begin, pd.Timestamp(high, unit="ms"), freq="MS")
        kept = [m for m in months if (12 * m.year + m.month - 1) % step == 0]
        pattern = self.told.get("tickformat")
        if pattern != "%m/%Y":
            raise UnknownDrawingError(f"dates without a known format: {pattern!r}")
        return self.numbers(kept), [f"{m:{pattern}}" for m in kept]

    def _text(self, value: float, digits: int = 0) -> str:
        return french.number(float(value), digits) + self.told.get("ticksuffix", "")

    def _number(self, value: Any) -> float:
        if isinstance(value, (int, float, np.integer, np.floating)):
            return float(value)
        if value is None or value is pd.NaT:
            return float("nan")
        if self.kind == CATEGORY and value in self.names:
            return float(self.names.index(value))
        if self.kind == DATE and isinstance(value, (date, datetime, np.datetime64)):
            return pd.Timestamp(value).value / 1e6
        raise UnknownDrawingError(f"{value!r} on an axis of the kind {self.kind}")


def scale_of(told: Told, columns: Sequence[Iterable[Any]], start: float, end: float) -> Scale:
    """Make the scale of an axis.

    Parameters
    ----------
    told : what the layout says of it
    columns : values that traces put on it
    start, end : pixels at both ends
    """
    values = [value for column in columns for value in column if value is not None]
    kind = told.get("type") or _kind(values)
    names = list(at(told, "categoryarray", default=[])) if kind == CATEGORY else []
    if kind == CATEGORY:
        seen = (value for value in values if isinstance(value, str))
        names = list(dict.fromkeys([*names, *seen]))
    return Scale(told, kind, names, start, end)


def _kind(values: Sequence[Any]) -> str:
    if any(isinstance(value, str) for value in values):
        return CATEGORY
    if any(isinstance(value, (date, datetime, np.datetime64)) for value in values):
        return DATE
    return LINEAR


def _covering(extents: Sequence[Extent], mode: str | None, length: float) -> tuple[float, float]:
    low, high = min(e.low for e in extents), max(e.high for e in extents)
    ends = [max((0.05 * length if e.spread else 0) + e.room for e in extents)] * 2
    if mode == "tozero":
        low, high = min(low, 0), max(high, 0)
    if low == 0 and (mode == "tozero" or all(e.grounded for e in extents)):
        ends[0] = 0
    unit = (high - low) / max(length - sum(ends), 1) if high > low else 0
    return low - ends[0] * unit, high + ends[1] * unit
