"""Shares made of counts that add up: what is followed in time, and the lines of a spine."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.catalogue import CATALOGUE

# What is compared between BEF and between publics: the part of the periods known.
PARTS = {name: CATALOGUE[name].measures[0].part for name in ("taux_acces", "sans_lieu")}


@dataclass(frozen=True)
class Counted:
    """A share of an indicator.

    Parameters
    ----------
    key : stable key, in tables
    indicator : id in the catalogue
    parts, whole, unknown : counts (`data.counts`): the share is Σ parts ÷ (whole − unknown); no
        part: it is made of something else
    name : French name, without an article
    """

    key: str
    indicator: str
    parts: tuple[str, ...] = ()
    whole: str = ""
    unknown: str = ""
    name: str = ""

    @property
    def polarity(self) -> int:
        """+1 more is better, -1 less is better, 0 neither."""
        return CATALOGUE[self.indicator].polarity

    @property
    def columns(self) -> tuple[str, ...]:
        """Counts it needs."""
        every = (*self.parts, self.whole, self.unknown, "due", "unknown")
        return tuple(dict.fromkeys(name for name in every if name))

    def counts(self, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Parts, known and unknown of each row."""
        part = rows[list(self.parts)].to_numpy(float).sum(axis=1)
        dark = rows[self.unknown].to_numpy(float) if self.unknown else np.zeros(len(rows))
        return part, rows[self.whole].to_numpy(float) - dark, dark


def counted(key: str, indicator: str, *measures: str, name: str = "") -> Counted:
    """Share of some measures of an indicator, all of one whole; of the main one when left out."""
    asked = [CATALOGUE[indicator].measure(one) for one in measures or ("",)]
    parts = tuple(one.part for one in asked)
    return Counted(key, indicator, parts, asked[0].whole, asked[0].unknown, name)


def columns_of(shares: Iterable[Counted]) -> tuple[str, ...]:
    """Counts that some shares need, each once."""
    return tuple(dict.fromkeys(name for one in shares for name in one.columns))
