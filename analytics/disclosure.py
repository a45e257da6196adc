"""The gate: a table becomes visible only as a `Published` table made here.

Two levels, never mixed. `interne`: agents in charge, on screen. `diffusion`: committees, slides,
links for others; the strict rule, decided once at publication (`secrecy`), read from the tables
that only hold what it lets through.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from secrecy import thresholds
from secrecy.attack import attacker_intervals
from secrecy.cells import Spec
from secrecy.tables import decide, recovered

MASKED_NAME = "nom protégé"
_KEY = object()
_IDENTITY = {"siret", "company"}
# Publics whose crossings follow the strict rule at every level: attributes of pupils. What a
# school is (REP, IPS) is public, and its counts are read by the agents in charge.
_SENSITIVE = {"sex", "qpv", "ulis", "segpa"}
_SCHOOLS = {"uai", "school_name"}
_COUNTS = {"due", "known", "signed", "agreed", "without", "unknown", "count", "n", "pupils"}


class Level(StrEnum):
    """Levels of diffusion."""

    INTERNAL = "interne"
    DIFFUSION = "diffusion"


class DisclosureError(Exception):
    """A table would show what its level hides."""


@dataclass(frozen=True)
class About:
    """What a reader must know of a table: written on each figure and export.

    Parameters
    ----------
    title : what is shown, with its unit
    perimeter : which territory, levels and families
    period : school year
    attribution : to whom places are counted: residence, school or host
    source : files and their dates
    """

    title: str
    perimeter: str
    period: str
    attribution: str
    source: str

    @property
    def caption(self) -> str:
        """One line under a figure's title."""
        return f"{self.perimeter} · {self.period} · {self.attribution}"


@dataclass(frozen=True)
class Published:
    """A table that may be shown, at its level. Made by this module only.

    spec, structure : how its secret was decided and the finest rows that exist, for `audit`
    """

    table: pd.DataFrame
    about: About
    level: Level
    key: object = field(default=None, repr=False, compare=False)
    spec: Spec | None = None
    structure: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Refuse a table that did not pass the gate."""
        if self.key is not _KEY:
            raise TypeError("a Published table is made by analytics.disclosure")


def internal(table: pd.DataFrame, about: About) -> Published:
    """Publish a table for the agents in charge.

    Parameters
    ----------
    table : any aggregate; a list of companies carries `company_name` and `may_be_named`
    about : what a reader must know

    Raises
    ------
    DisclosureError : the table crosses a sensitive public: it goes through `protect`
    ValueError : the table identifies companies without saying which may be named
    """
    _refuse_identity(table)
    sensitive = sorted(_SENSITIVE & set(table.columns))
    if sensitive:
        raise DisclosureError(f"sensitive publics go through protect: {', '.join(sensitive)}")
    if "company_name" in table.columns:
        if "may_be_named" not in table.columns:
            raise ValueError("`company_name` needs `may_be_named`")
        allowed = table["may_be_named"].fillna(False).astype(bool)
        names = table["company_name"].where(allowed, MASKED_NAME)
        table = table.drop(columns="may_be_named").assign(company_name=names)
    return Published(table, about, Level.INTERNAL, _KEY)


def diffused(table: pd.DataFrame, about: About) -> Published:
    """Publish a table made from what the strict rule lets through (`data.diffused_reads`).

    Parameters
    ----------
    table : aggregates whose hidden counts, and all that is made from them, are missing
    about : what a reader must know

    Raises
    ------
    DisclosureError : the table names a school or a company, or holds a small count
    """
    _refuse_identity(table)
    named = sorted((_SCHOOLS | {"company_name"}) & set(table.columns))
    if named:
        raise DisclosureError(f"not published to others: {', '.join(named)}")
    watched = _COUNTS & set(table.columns)
    if "establishments" in table.columns:  # employers by commune are published by Insee
        watched -= {"n", "count"}
    for column in sorted(watched):
        counts = pd.to_numeric(table[column], errors="coerce")
        if counts.between(1, thresholds.SMALL_COUNT - 1).any():
            raise DisclosureError(f"small counts in {column}")
    return Published(table, about, Level.DIFFUSION, _KEY)


def protect(
    table: pd.DataFrame, spec: Spec, about: About | None = None, *, level: Level = Level.DIFFUSION
) -> Published:
    """Hide what the strict rule hides in a table of counts, with all that would give it back.

    Parameters
    ----------
    table : one row a finest combination of the dimensions of `spec`, with its states
    spec : dimensions with their hierarchy, states, published counts and rates
    about : what a reader must know
    level : the level it is published at; the rule is the same

    Returns
    -------
    One row a combination, totals ("*") included: keys, published counts (missing where secret),
    each rate as `<numerator>_rate` (missing where its numerator or denominator is)

    Raises
    ------
    secrecy.patterns.SecrecyError : a count cannot be protected
    ValueError : a column lacks, or a count is missing or negative
    """
    masked = decide(table, spec).masked()
    for numerator, denominator in spec.rates:
        masked[f"{numerator}_rate"] = masked[numerator] / masked[denominator].where(
            masked[denominator] > 0
        )
    columns = [*spec.by, *(column for levels in spec.dimensions for column in levels)]
    structure = table[columns].drop_duplicates().reset_index(drop=True)
    blank = about or About("", "", "", "", "")
    return Published(masked, blank, level, _KEY, spec, structure)


def audit(published: Published) -> pd.DataFrame:
    """Attack a protected table by linear programming (HiGHS).

    Returns
    -------
    One row a hidden count that a reader recovers, exactly or inside 1 to k - 1: its keys, `count`
    (its name), `low`, `high`; none when the table is safe

    Raises
    ------
    ValueError : the table was not made by `protect`
    """
    if published.spec is None or published.structure is None:
        raise ValueError("only a table made by protect can be audited alone")
    return recovered(published.table, published.structure, published.spec)


def _refuse_identity(table: pd.DataFrame) -> None:
    identity = sorted(_IDENTITY & set(table.columns))
    if identity:
        raise ValueError(f"identifiers of companies are not published: {', '.join(identity)}")


__all__ = [
    "About",
    "DisclosureError",
    "Level",
    "Published",
    "attacker_intervals",
    "audit",
    "diffused",
    "internal",
    "protect",
]
