"""Equity: gaps between publics, and what schools alone tell of them."""

import pandas as pd

from analytics.equity import publics
from analytics.equity.publics import Concentration, Inequality
from analytics.services.desk import Desk, passed, service
from data import reads
from data.selection import Selection

rows = passed(30, reads.equity.schools)
told = passed(30, reads.diffused.publics)


@service(100)
def gaps(desk: Desk, selection: Selection, dimension: str, measure: str) -> pd.DataFrame:
    """Gap of each public to the reference: at equal formations, or crude where that is told."""
    if desk.reader.tells_schools:
        return publics.gaps(rows(desk, selection), dimension, measure)
    return publics.crude_gaps(told(desk, selection), dimension, measure)


@service(100)
def concentration(desk: Desk, selection: Selection, measure: str) -> Concentration:
    """How what lacks gathers among schools of a low index."""
    return publics.concentration(rows(desk, selection), measure)


@service(100)
def inequality(desk: Desk, selection: Selection, measure: str) -> Inequality:
    """How unequal schools and BEF are."""
    return publics.inequality(rows(desk, selection), measure)


@service(100)
def effects(desk: Desk, selection: Selection, measure: str) -> pd.DataFrame:
    """What goes with the rates of schools, all else equal."""
    return publics.effects(rows(desk, selection), measure)
