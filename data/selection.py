"""What the settings of a page select."""

from dataclasses import dataclass

NO_FAMILY = "sans-objet"


@dataclass(frozen=True)
class Selection:
    """What the settings of a page select; None: all.

    Parameters
    ----------
    year : school year
    track : "pro", "gt" or "college"
    level, family, bef : codes
    """

    year: str
    track: str | None = None
    level: str | None = None
    family: str | None = None
    bef: str | None = None
