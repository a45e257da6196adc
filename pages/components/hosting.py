"""What the page of companies shows, from the hosts themselves or from what is diffused of them."""

from dataclasses import dataclass, replace

import pandas as pd

from analytics.engagement import employers_of_trade, moved, penetration
from analytics.portfolio import HERE
from data.reads.engagement import TRADE, cut_of
from data.selection import Selection
from pages.components import engaging, reading
from pages.components.engaging import Chosen
from pages.components.key_figures import previous_whole
from pages.components.reading import View

_UNKNOWN = "non renseignée"


@dataclass(frozen=True)
class Hosting:
    """Engaged hosts of a perimeter and year.

    followed : False when no convention is known anywhere
    count, away : hosts, and those outside the académie or not located; missing where secret
    rate : engagement of the fabric, 0..1
    moves : status, hosts, absence
    earlier_year : year compared to, None when it is not measured
    sectors, communes : engagement of the fabric by sector, by commune (everywhere)
    sections : section, section_label, hosts
    sizes : size, hosts
    located : active hosts by commune and status; None to others
    """

    followed: bool
    count: float
    away: float
    rate: float
    moves: pd.DataFrame
    earlier_year: str | None
    sectors: pd.DataFrame
    communes: pd.DataFrame
    sections: pd.DataFrame
    sizes: pd.DataFrame
    located: pd.DataFrame | None = None


def hosting(view: View, selection: Selection) -> Hosting:
    """Gather what the view may read of the hosts of a selection.

    Raises
    ------
    NotDiffusedError : the view reads what is diffused, and this crossing is not
    """
    return (_from_cells if view.reader.tells_hosts else _diffused)(view, selection)


def _from_cells(view: View, selection: Selection) -> Hosting:
    """Hosts of the choice, counted at publication."""
    chosen = Chosen(selection.year, selection.bef, cut_of(selection), "")
    everywhere = replace(chosen, bef=None)
    cells = engaging.active_cells(view, chosen, ("bef", "sector", "section", "size", TRADE))
    inside = cells[cells["bef"].notna() & cells[TRADE]]
    fabric, communes = _employers(view, selection.family), engaging.located(view, everywhere)
    around = fabric if selection.bef is None else fabric[fabric["bef"] == selection.bef]
    moves = engaging.portfolio(view, chosen)
    before, now = moves["before"].astype(bool), moves["status"].isin(HERE)
    flows = {"new": now & ~before, "returning": now & before, "lost": before & ~now}
    earlier = bool(before.any())
    table = pd.DataFrame([{name: moves.loc[rows, "hosts"].sum() for name, rows in flows.items()}])
    total = pd.DataFrame(
        {"hosts": [inside["hosts"].sum()], "establishments": [around["establishments"].sum()]}
    )
    labels = reading.section_labels(view)
    sections = _sum(cells, "section").merge(labels, on="section", how="left")
    followed = len(communes) > 0 or len(cells) > 0
    return Hosting(
        followed=followed,
        count=int(cells["hosts"].sum()),
        away=int(cells.loc[cells["bef"].isna(), "hosts"].sum()),
        rate=penetration(total, followed)["value"].iloc[0],
        moves=moved(table if earlier else table.head(0)),
        earlier_year=previous_whole(view, selection.year) if earlier else None,
        sectors=_engaged(around, inside, "sector"),
        communes=_engaged(fabric, communes[communes[TRADE]], "commune"),
        sections=sections.sort_values("hosts", ascending=False),
        sizes=_sum(cells.assign(size=cells["size"].fillna(_UNKNOWN)), "size"),
        located=_by_status(communes if selection.bef is None else engaging.located(view, chosen)),
    )


def _employers(view: View, family: str | None) -> pd.DataFrame:
    """Employers of the activities that a family expects, by large sector; all for no family."""
    if family is None:
        return reading.fabric(view)
    expected = reading.family_activities(view)
    return employers_of_trade(
        reading.fine_fabric(view), expected.loc[expected["family"] == family, "sector"]
    )


def _by_status(communes: pd.DataFrame) -> pd.DataFrame:
    return communes.groupby(["commune", "status"], as_index=False)["hosts"].sum()


def _sum(cells: pd.DataFrame, by: str) -> pd.DataFrame:
    return cells.groupby(by, as_index=False, dropna=False)["hosts"].sum()


def _engaged(fabric: pd.DataFrame, hosts: pd.DataFrame, by: str) -> pd.DataFrame:
    base = fabric.groupby(by, as_index=False)["establishments"].sum()
    return penetration(base.merge(_sum(hosts, by), on=by, how="left").fillna({"hosts": 0}))


def _diffused(view: View, selection: Selection) -> Hosting:
    whole = reading.asked(view, selection, "entreprises_engagees")["value"].iloc[0]
    rate = reading.asked(view, selection, "penetration")
    year = previous_whole(view, selection.year)
    moves = reading.diffused_moves(view, selection)
    fabric = reading.asked(view, selection, "tissu", ("commune",))
    nothing = pd.DataFrame(columns=["size", "section", "section_label", "hosts"])
    alone = selection.bef is not None  # sizes and sections are told of the whole académie
    return Hosting(
        followed=whole != 0,
        count=whole,
        away=whole - rate["count"].iloc[0] if selection.bef is None else 0,
        rate=rate["value"].iloc[0],
        moves=moved(moves),
        earlier_year=year if len(moves) else None,
        sectors=reading.asked(view, selection, "penetration", ("sector",)),
        communes=fabric.assign(n=fabric["value"], count=0.0),
        sections=nothing if alone else reading.diffused_sections(view, selection.year),
        sizes=nothing if alone else reading.diffused_sizes(view, selection.year),
    )
