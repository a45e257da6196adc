"""What the settings of a page select."""

from dataclasses import dataclass

NO_FAMILY = "sans-objet"

# To whom counts go: where pupils study, where they live (estimated), where they are hosted.
SCHOOL, RESIDENCE, HOST = "etablissement", "residence", "accueil"
ATTRIBUTIONS = (SCHOOL, RESIDENCE, HOST)


@dataclass(frozen=True)
class Selection:
    """What the settings of a page select; None: all.

    Parameters
    ----------
    year : school year
    track : "pro", "gt" or "college"
    level, family : codes
    bef : code of the BEF of that attribution
    attribution : one of `ATTRIBUTIONS`
    same_day : of each campaign, only what had begun by the same day of the year as the running one
    """

    year: str
    track: str | None = None
    level: str | None = None
    family: str | None = None
    bef: str | None = None
    attribution: str = SCHOOL
    same_day: bool = False


def condition(selection: Selection, alias: str, bef: bool = True) -> tuple[str, dict[str, str]]:
    """SQL condition and values of a selection, over the table `alias`."""
    wanted = {
        "year": selection.year or None,
        "track": selection.track,
        "level": selection.level,
        "bef": selection.bef if bef else None,
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    clauses = [f"{alias}.{name} = ${name}" for name in values]
    if selection.family is not None:
        values["family"] = selection.family
        clauses.append(f"coalesce({alias}.family, '{NO_FAMILY}') = $family")
    if selection.same_day:
        clauses.append(f"{alias}.same_day")
    return " AND ".join(clauses) or "true", values
