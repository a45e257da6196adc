"""Equity: gaps between publics, and what schools alone tell of them."""

import pandas as pd

from analytics.equity import publics
from analytics.equity.publics import Concentration, Inequality
from analytics.services.desk import Desk, service
from data import reads
from data.selection import Selection


@service(100)
def gaps(desk: Desk, selection: Selection, dimension: str, measure: str) -> pd.DataFrame:
    """Gap of each public to the reference: at equal formations, or crude where that is told."""
    return publics.gaps_of(desk.reader, selection, dimension, measure)


@service(30)
def rows(desk: Desk, selection: Selection) -> pd.DataFrame:
    """Periods due by school and formation, with the publics of each school."""
    return reads.equity.schools(*desk.reader.at, selection)


@service(30)
def told(desk: Desk, selection: Selection) -> pd.DataFrame:
    """Periods due by public, as they are diffused."""
    return reads.diffused.publics(*desk.reader.at, selection)


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
