"""What the page of a pôle asks: its spine, its schools, its problems, its peers."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.access.funnel import access_rates
from analytics.pole import spine
from analytics.pole.diagnosis import diagnosis as diagnosis_of
from analytics.pole.peers import Comparable, comparable, known_befs
from analytics.services import counts, hosting, lacks, reference
from analytics.services.desk import Desk, passed, service
from data.selection import Selection

MEASURE = "taux_acces"  # by which BEF are compared

measured = passed(60, spine.measured)
diagnosis = passed(50, diagnosis_of)


@service(200)
def schools(desk: Desk, inside: Selection) -> pd.DataFrame:
    """Schools of the pôle, most dues first: states at the four dates, what they have sent."""
    table = counts.schools(desk, inside)
    columns = ("due", *(f"without{date}" for date in ("_j21", "_j7", "_p7")))
    dated = desk.reader.states(inside, ("uai",), columns)
    table = table.merge(dated[["uai", *columns[1:]]], on="uai")
    table = table.sort_values(["due", "uai"], ascending=[False, True], ignore_index=True)
    return access_rates(table).assign(status=sending_status(table))


def sending_status(table: pd.DataFrame) -> pd.Series:
    """Say of each school whether it has sent nothing, a part, or all."""
    choices = [table["unknown"] == table["due"], table["unknown"] > 0]
    return pd.Series(np.select(choices, [str(Absence.UNKNOWN), "partiel"], "complet"), table.index)


@service(200)
def reliability(desk: Desk, inside: Selection) -> pd.DataFrame:
    """Counts behind the signs of reliability, one row."""
    columns = ("due", "unknown", "placed", "siret_valid", "located")
    return desk.reader.states(inside, (), columns)


@service(200)
def families(desk: Desk, inside: Selection) -> pd.DataFrame:
    """Places to find by family of the pôle, the most first."""
    table = lacks.gather(desk, inside).table
    return table.assign(name=table["family_name"])


@service(200)
def blind_spots(desk: Desk, year: str, bef: str) -> pd.DataFrame:
    """Families × sectors of the BEF with employers and no host: vocational pupils."""
    table = hosting.blind_spots(desk, hosting.Chosen(year, bef, "pro", ""))
    names = reference.names(desk, "families")
    sectors = reference.names(desk, "activities")
    table = table[table["blind"] > 0].sort_values("due", ascending=False)
    return table.assign(name=table["family"].map(names), sector=table["sector"].map(sectors))


@service(100)
def peers(desk: Desk, selection: Selection, bef: str) -> Comparable:
    """Peers of a BEF, and what each does beside it."""
    return comparable(*_known(desk, selection), bef, MEASURE)


@service(30)
def _known(desk: Desk, selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What every BEF is and does, read once for all of them."""
    return known_befs(*desk.reader.at, selection, MEASURE)
