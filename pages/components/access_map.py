"""The map of the page of access: its table, its classes and its legend, by the view chosen."""

from dataclasses import dataclass

import pandas as pd

from analytics.disclosure import Published
from analytics.services import access
from data.selection import RESIDENCE, Selection
from figures.classes import NONE, legend_items
from figures.communes import describe_access, describe_supply
from figures.crossed import describe_crossed, key
from figures.engagement_sentences import fabric_words
from figures.legends import HATCHED, OUTLINED, Grid, Legend
from figures.maps import commune_map
from figures.sentences import decay_sentence
from figures.zones import Zones
from geo.neighbours import Lines
from pages.components import cards, maps, reading, settings
from pages.components.access_settings import ACCESS, CROSSED, EMPLOYERS, SUPPLY, Hypotheses
from pages.components.cards import Shown
from pages.components.maps import Ground
from pages.components.reading import View
from pages.components.url_state import choose
from slides import drawn

HEIGHT = 380
TITLES = {
    ACCESS: "Accessibilité potentielle, places pour 100\u00a0élèves",
    CROSSED: "Besoin (élèves autour) × offre (places autour), par tiers de communes",
    SUPPLY: "Offre\u00a0: places par commune et par an",
}
_VALUES = {
    ACCESS: "Places pour 100 élèves",
    CROSSED: "Places pour 100 élèves",
    SUPPLY: "Places par an",
}
_AT_HOME = "résidence (estimation, hypothèse)"
_ATTRIBUTIONS = {ACCESS: "établissement", CROSSED: "établissement et accueil", SUPPLY: "accueil"}


@dataclass(frozen=True)
class Drawn:
    """What the map shows: published values and the scale of their classes."""

    published: Published
    scale: tuple
    shown: str

    def native(self, selected: str | None) -> drawn.Drawn:
        """The same map in its native form; `selected`: code of a BEF."""
        value = Shown(
            "places" if self.shown == SUPPLY else "access", _VALUES[self.shown], "decimal"
        )
        told = "class_name" if self.shown == CROSSED else ""
        return drawn.area_map(self.published, "commune", value, self.scale, selected, told)


def draw(
    view: View, reached: pd.DataFrame, selection: Selection, chosen: Hypotheses, shown: str
) -> Drawn:
    """Publish the table of the map; to others, without the pupils of a commune."""
    zones = _described(view, reached, shown)
    hidden = [] if view.reader.tells_pupils else ["pupils", "need", "reach", "balanced"]
    table = zones.table.drop(columns=hidden)
    table["edge"] = table["edge"].map({True: "bord", False: ""})
    about = cards.about(
        view,
        TITLES[shown],
        settings.scope_text(view, selection),
        selection.year,
        f"{_attribution(selection, shown)} · {chosen.text}",
    )
    return Drawn(cards.publish(view, table, about), zones.scale, shown)


def _attribution(selection: Selection, shown: str) -> str:
    """To whom the map counts: pupils where they study or live, places where the hosts are."""
    named = _ATTRIBUTIONS[shown]
    if selection.attribution == RESIDENCE:
        return named.replace(_ATTRIBUTIONS[ACCESS], _AT_HOME)
    return named


def show(
    view: View,
    drawn: Drawn,
    inside: Selection,
    chosen: Hypotheses,
    outline: Lines | None,
) -> None:
    """Draw the map, hatched at the border, with the BEF of `inside` outlined, and its legend."""
    fit = access.fit_used(view, inside, chosen)
    said = [decay_sentence(fit, "min" if chosen.minutes else "km")] if fit else []
    if chosen.supply == EMPLOYERS:
        said.append(fabric_words(reading.fabric_sources(view)))
    zones, communes = reading.outlines(view, "bef"), reading.outlines(view, "commune")
    cards.draw(
        drawn.published,
        commune_map(
            drawn.published,
            communes.url,
            communes.shapes,
            zones.url,
            zones.shapes,
            drawn.scale,
            selected=inside.bef,
            hatched=None
            if drawn.shown == SUPPLY
            else access.edge_lines(view, chosen.radius, chosen.minutes),
            outlined=outline,
            simplified=maps.simplified(settings.chosen_rendering()),
            height=HEIGHT,
        ),
        key="carte_communes",
        alt=f"Carte des communes\u00a0: {drawn.published.about.title}",
        extra=" · ".join(said),
        legends=_legends(drawn, outlined=outline is not None),
        ground=Ground([communes, zones], lambda code: choose("bef", code), "customdata"),
    )


def _described(view: View, reached: pd.DataFrame, shown: str) -> Zones:
    if shown == CROSSED:
        return describe_crossed(reached)
    if shown == SUPPLY:
        return describe_supply(reached)
    return describe_access(reached, tell_pupils=view.reader.tells_pupils)


def _legends(drawn: Drawn, outlined: bool) -> list[Legend | Grid]:
    """Classes with their counts, what is hatched and what is outlined."""
    table = drawn.published.table
    items = legend_items(table["category"], drawn.scale)
    marks = [HATCHED, OUTLINED][: 1 + outlined] if drawn.shown != SUPPLY else []
    edges = int((table["edge"] != "").sum())
    if drawn.shown != CROSSED:
        return [Legend(items, marks, edges)]
    found = {item.key: (item, count) for item, count in items}
    cells = [[found[key(need, supply)] for supply in range(3)] for need in (2, 1, 0)]
    grid = Grid(cells, "offre faible → forte", "besoin ↑")
    return [grid, Legend([found[NONE.key]], marks, edges)]
