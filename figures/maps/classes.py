"""Classes of a map: breaks, colours, and the legend with its counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.absence import Absence
from figures import palette
from figures.words.french import number


@dataclass(frozen=True)
class MapClass:
    """One class of a legend: its key in the data, its French name, its colour."""

    key: str
    label: str
    color: str
    label_color: str = palette.INK
    hatched: bool = False
    dotted: bool = False


UNKNOWN = MapClass("non_renseigne", str(Absence.UNKNOWN), palette.UNTOLD, hatched=True)
UNMEASURED = MapClass("non_mesure", str(Absence.UNMEASURED), palette.UNTOLD, hatched=True)
SECRET = MapClass("secret", str(Absence.SECRET), palette.PAPER, dotted=True)
SMALL = MapClass("effectif_faible", str(Absence.SMALL), palette.SMALL, palette.MUTED)
NONE = MapClass("sans_objet", str(Absence.NOT_APPLICABLE), palette.PAPER, palette.MUTED)
ABSENT = (UNKNOWN, UNMEASURED, SECRET, SMALL, NONE)
ABSENT_KEYS = {item.label: item.key for item in ABSENT}  # by absence


_FINEST = 1e-9  # breaks are rounded to ten decimals


def nice_breaks(values: Iterable[float], classes: int = 5, step: float = 0.0) -> list[float]:
    """Return increasing breaks that cut `values` in classes of about equal size.

    Parameters
    ----------
    values : finite values, any number of them
    classes : most classes wanted
    step : rounding of the breaks; 0 means two significant digits
    """
    known = np.asarray([v for v in values if np.isfinite(v)], dtype=float)
    if len(known) == 0:
        return [0.0, 1.0]
    cuts = np.quantile(known, np.linspace(0, 1, classes + 1))
    unit = step or _unit(known)
    inner = np.round(cuts[1:-1] / unit) * unit
    low = np.floor(known.min() / unit) * unit
    high = np.ceil(known.max() / unit) * unit
    breaks = np.unique(np.round([low, *inner, high], 10))
    return [float(b) for b in breaks] if len(breaks) > 1 else [float(low), float(low + unit)]


def _unit(known: np.ndarray) -> float:
    spread = float(np.quantile(known, 0.9) - np.quantile(known, 0.1)) or float(known.max()) or 1.0
    return max(float(10.0 ** (np.floor(np.log10(spread)) - 1)), _FINEST)


def sequential_scale(breaks: Sequence[float], *, percent: bool = False) -> tuple[MapClass, ...]:
    """Return one class between each two breaks, light to dark.

    Parameters
    ----------
    breaks : increasing; shares in 0..1 when `percent`
    percent : write the bounds in %
    """
    colors = _spread(len(breaks) - 1)
    factor = 100 if percent else 1
    shown = [b * factor for b in breaks]
    digits = 0 if all(abs(b - round(b)) < 1e-9 for b in shown) else 1
    unit = "\u00a0%" if percent else ""
    return tuple(
        MapClass(
            f"classe_{i}",
            f"{number(low, digits)} à {number(high, digits)}{unit}",
            color,
            palette.PAPER if color in palette.DARK else palette.INK,
        )
        for i, (low, high, color) in enumerate(zip(shown, shown[1:], colors, strict=False))
    )


def _spread(count: int) -> list[str]:
    positions = np.linspace(0, len(palette.SEQUENTIAL) - 1, count) if count > 1 else np.array([2.0])
    return [palette.SEQUENTIAL[round(float(p))] for p in positions]


def steps(colors: Sequence[str]) -> list[list[Any]]:
    """Colour scale of so many classes, without any shade between two."""
    return [
        [(rank + end) / len(colors), color] for rank, color in enumerate(colors) for end in (0, 1)
    ]


def classify(values: pd.Series, breaks: Sequence[float]) -> pd.Series:
    """Return the class key of each value; a missing one has no class (missing)."""
    clipped = values.clip(breaks[0], breaks[-1])
    position = pd.cut(clipped, list(breaks), labels=False, include_lowest=True)
    return position.map(lambda i: f"classe_{int(i)}", na_action="ignore")


def held(scale: Sequence[MapClass], categories: Iterable[str]) -> tuple[MapClass, ...]:
    """The classes of a map: those of its values, then the absences that its areas have, no other.

    Parameters
    ----------
    scale : classes of the values; an absence in it is told in its own words
    categories : class of each area

    Examples
    --------
    >>> [item.label for item in held((UNKNOWN,), ["secret", "effectif_faible"])]
    ['secret', 'effectif faible']
    """
    told, present = {item.key for item in scale}, set(categories)
    both = (*scale, *(item for item in ABSENT if item.key not in told))
    return tuple(i for i in both if i.key in present or i.key not in ABSENT_KEYS.values())


def legend_items(
    categories: Iterable[str], scale: Sequence[MapClass]
) -> list[tuple[MapClass, int]]:
    """Return each class of the scale with how many areas fall in it.

    Examples
    --------
    >>> [(c.label, n) for c, n in legend_items(["non_renseigne"], (UNKNOWN, SMALL))]
    [('non renseigné', 1), ('effectif faible', 0)]
    """
    counts = pd.Series(list(categories), dtype="str").value_counts()
    return [(item, int(counts.get(item.key, 0))) for item in scale]
