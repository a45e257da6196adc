"""The gate: a table becomes visible only as a `Published` table made here.

Two levels, never mixed. `interne`: agents in charge, on screen. `diffusion`: committees, slides,
links for others; the strict rule, decided once at publication (`secrecy`), read from the tables
that only hold what it lets through.
"""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, replace

import pandas as pd

from analytics.statistics.arrays import divided
from data.scope import Level as Level
from secrecy import thresholds
from secrecy.attack import attacker_intervals as attacker_intervals
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
_HOSTS = {"hosts", "new", "returning", "lost", "back", "gone"}  # counts of companies
_CODES = {  # what a column holds, whatever its name
    "schools": r"[0-9]{7}[A-Z]",
    "establishments": r"[0-9]{14}|[0-9]{3} [0-9]{3} [0-9]{3} [0-9]{5}",
    "companies": r"[0-9]{9}",
}


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

    The proof that it passed the gate is not a part of it: `dataclasses.replace` cannot carry it.

    spec, structure : how its secret was decided and the finest rows that exist, for `audit`
    """

    table: pd.DataFrame
    about: About
    level: Level
    proof: InitVar[object] = None
    spec: Spec | None = None
    structure: pd.DataFrame | None = None

    def __post_init__(self, proof: object) -> None:
        """Refuse a table that did not pass the gate."""
        if proof is not _KEY:
            raise TypeError("a Published table is made by analytics.disclosure")

    def narrowed(
        self, rows: pd.Series | None = None, columns: Sequence[str] | None = None
    ) -> "Published":
        """Fewer of the same values, which need no other proof.

        Parameters
        ----------
        rows : True for the rows that stay, on the index of the table; None: all
        columns : those that stay, in order; None: all
        """
        table = self.table if rows is None else self.table[rows]
        table = (table if columns is None else table[list(columns)]).reset_index(drop=True)
        return Published(table, self.about, self.level, _KEY)

    def titled(self, title: str) -> "Published":
        """The same table under another title."""
        about = replace(self.about, title=title)
        return Published(self.table, about, self.level, _KEY, self.spec, self.structure)

    def remade(self, table: pd.DataFrame) -> "Published":
        """Another content at the same level: it passes the gate again.

        Parameters
        ----------
        table : made from this one

        Raises
        ------
        DisclosureError, ValueError : as `internal` or `diffused`; a name that was not shown
        """
        name = "company_name"
        if name in table and name in self.table:
            known = set(self.table[name].dropna())
            table = table.assign(may_be_named=table[name].isna() | table[name].isin(known))
        return at_level(self.level, table, self.about)


def at_level(level: Level, table: pd.DataFrame, about: About) -> Published:
    """Publish a table at a level, as `internal` or `diffused`."""
    return (diffused if level is Level.DIFFUSION else internal)(table, about)


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
    _refuse(table, _IDENTITY, "identifiers of companies are not published", ValueError)
    _refuse(table, _SENSITIVE, "sensitive publics go through protect")
    if "company_name" in table.columns:
        if "may_be_named" not in table.columns:
            raise ValueError("`company_name` needs `may_be_named`")
        allowed = table["may_be_named"].fillna(False).astype(bool)
        names = table["company_name"].where(allowed, MASKED_NAME)
        table = table.drop(columns="may_be_named").assign(company_name=names)
    return Published(table, about, Level.INTERNAL, _KEY)


def diffused(table: pd.DataFrame, about: About) -> Published:
    """Publish a table made from what the strict rule lets through (`data.reads.diffused`).

    Parameters
    ----------
    table : aggregates whose hidden counts, and all that is made from them, are missing
    about : what a reader must know

    Raises
    ------
    DisclosureError : the table names a school or a company, whatever its columns are called, or
        holds a small count
    """
    _refuse(table, _IDENTITY, "identifiers of companies are not published", ValueError)
    _refuse(table, _SCHOOLS | {"company_name"}, "not published to others")
    _refuse_codes(table)
    # employers by commune are published by Insee
    public = {"n", "count"} if "establishments" in table.columns else set()
    for watched, least, what in (
        (_HOSTS, thresholds.COMPANY_UNITS, "too few companies"),
        (_COUNTS - public, thresholds.SMALL_COUNT, "small counts"),
    ):
        for column in sorted(watched & set(table.columns)):
            counts = pd.to_numeric(table[column], errors="coerce")
            if counts.between(1, least - 1).any():
                raise DisclosureError(f"{what} in {column}")
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
        masked[f"{numerator}_rate"] = divided(masked[numerator], masked[denominator])
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


def _refuse(
    table: pd.DataFrame, columns: set[str], why: str, error: type[Exception] = DisclosureError
) -> None:
    """Refuse a table that has some columns."""
    if found := sorted(columns & set(table.columns)):
        raise error(f"{why}: {', '.join(found)}")


def _refuse_codes(table: pd.DataFrame) -> None:
    """Refuse columns that hold codes of schools or of companies under another name."""
    for column in table.columns[[dtype.kind not in "biufmM" for dtype in table.dtypes]]:
        texts = table[column].dropna().astype("str")
        for what, shape in _CODES.items():
            if texts.str.fullmatch(shape).any():
                raise DisclosureError(f"codes of {what} in {column}")
