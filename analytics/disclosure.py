"""The gate: a table becomes visible only as a `Published` table made here.

For now the gate knows one level, `interne` (agents in charge, on screen). It masks the names that
nobody may read. The strict rule of the level `diffusion` comes with its proof, not before.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

MASKED_NAME = "nom protégé"
_KEY = object()


class Level(StrEnum):
    """Levels of diffusion."""

    INTERNAL = "interne"


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
    """A table that may be shown, at its level. Made by this module only."""

    table: pd.DataFrame
    about: About
    level: Level
    key: object = field(default=None, repr=False, compare=False)

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
    ValueError : the table identifies companies without saying which may be named
    """
    identity = sorted({"siret", "company"} & set(table.columns))
    if identity:
        raise ValueError(f"identifiers of companies are not published: {', '.join(identity)}")
    if "company_name" in table.columns:
        if "may_be_named" not in table.columns:
            raise ValueError("`company_name` needs `may_be_named`")
        allowed = table["may_be_named"].fillna(False).astype(bool)
        names = table["company_name"].where(allowed, MASKED_NAME)
        table = table.drop(columns="may_be_named").assign(company_name=names)
    return Published(table, about, Level.INTERNAL, _KEY)
