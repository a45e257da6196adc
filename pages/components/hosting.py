"""What the page of companies shows, from the hosts themselves or from what is diffused of them."""

from dataclasses import dataclass, replace

import pandas as pd

from analytics.engagement import engagement, moved, portfolio
from data.selection import Selection
from pages.components import reading
from pages.components.key_figures import previous_year
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
    sections : section, section_label, hosts and, inside, placements
    sizes : size, hosts and, inside, placements
    located : hosts with their commune, and `named` the list of them; None to others
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
    named: pd.DataFrame | None = None


def hosting(view: View, selection: Selection) -> Hosting:
    """Gather what the view may read of the hosts of a selection.

    Raises
    ------
    NotDiffusedError : the view reads what is diffused, and this crossing is not
    """
    return _diffused(view, selection) if view.scope.diffused else _inside(view, selection)


def _inside(view: View, selection: Selection) -> Hosting:
    hosts, fabric = reading.hosts(view, selection), reading.fabric(view)
    everywhere = reading.hosts(view, replace(selection, bef=None))
    around = fabric if selection.bef is None else fabric[fabric["bef"] == selection.bef]
    year = previous_year(view, selection.year)
    earlier = reading.hosts(view, replace(selection, year=year)) if year else None
    if earlier is not None and len(earlier) == 0:
        earlier, year = None, None
    counted = {"hosts": ("company", "size"), "placements": ("placements", "sum")}
    sections = hosts.groupby(["section", "section_label"], as_index=False, dropna=False)
    sizes = hosts.assign(size=hosts["size"].fillna(_UNKNOWN)).groupby("size", as_index=False)
    return Hosting(
        followed=len(everywhere) > 0,
        count=len(hosts),
        away=int(hosts["commune"].isna().sum()),
        rate=engagement(hosts, around, None)["value"].iloc[0],
        moves=portfolio(hosts["company"], None if earlier is None else earlier["company"]),
        earlier_year=year,
        sectors=engagement(hosts, around, "sector"),
        communes=engagement(everywhere, fabric, "commune"),
        sections=sections.agg(**counted).sort_values("hosts", ascending=False),
        sizes=sizes.agg(**counted),
        located=everywhere if selection.bef is None else hosts,
        named=hosts.drop(columns="company"),
    )


def _diffused(view: View, selection: Selection) -> Hosting:
    whole = reading.asked(view, selection, "entreprises_engagees")["value"].iloc[0]
    rate = reading.asked(view, selection, "penetration")
    year = previous_year(view, selection.year)
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
