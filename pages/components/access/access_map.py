"""The map of the page of access: its table, its classes and its legend, by the view chosen."""

import pandas as pd

from analytics.services import access
from data.selection import RESIDENCE, Selection
from figures.cards.card import Card
from figures.cards.kinds import EDGE, NAME, WHITE_ZONES, AreaMap, Over
from figures.maps.communes import access_legends, describe_access, describe_supply
from figures.maps.crossed import describe_crossed
from figures.maps.zones import Zones
from figures.words.engagement_sentences import fabric_words
from figures.words.sentences import decay_sentence
from geo.neighbours import Lines
from pages.components import cards, reading
from pages.components.access.access_settings import ACCESS, CROSSED, EMPLOYERS, SUPPLY, Hypotheses
from pages.components.cards import Shown
from pages.components.reading import View

HEIGHT = 380
_PER_PUPIL = Shown("access", "Places pour 100 élèves", "decimal")
_PLACES = Shown("places", "Places par an", "decimal")
_CROSSED = "Besoin (élèves autour) × offre (places autour), par tiers de communes"
_VIEWS = {  # title, value, to whom it counts
    ACCESS: ("Accessibilité potentielle, places pour 100\u00a0élèves", _PER_PUPIL, cards.SCHOOLS),
    CROSSED: (_CROSSED, _PER_PUPIL, f"{cards.SCHOOLS} et accueil"),
    SUPPLY: ("Offre\u00a0: places par commune et par an", _PLACES, "accueil"),
}
_AT_HOME = "résidence (estimation, hypothèse)"


def card(
    view: View,
    reached: pd.DataFrame,
    selection: Selection,
    inside: Selection,
    chosen: Hypotheses,
    shown: str,
) -> Card:
    """The map, hatched at the border, its white zones outlined; to others, without the pupils.

    Parameters
    ----------
    reached : as `services.access.access` of `selection`
    inside : what is chosen: its BEF is set apart
    """
    zones = _described(view, reached, shown)
    hidden = [] if view.reader.tells_pupils else ["pupils", "need", "reach", "balanced"]
    table = zones.table.drop(columns=hidden)
    table["edge"] = table["edge"].map({True: "près de l’étranger", False: ""})
    title, value, whose = _VIEWS[shown]
    if selection.attribution == RESIDENCE:  # pupils where they live, places where the hosts are
        whose = whose.replace(cards.SCHOOLS, _AT_HOME)
    published = cards.told(view, selection, f"{whose} · {chosen.text}").publish(table, title)
    over = []
    if shown != SUPPLY:
        lines = access.edge_lines(view, chosen.radius, chosen.minutes)
        over.append(Over(EDGE, published.remade(_lines(lines))))
    if view.reader.tells_hosts:
        outline = access.zones(view, selection, chosen).outline
        over.append(Over(WHITE_ZONES, published.remade(_lines(outline))))
    pupils = Shown("pupils", "Élèves de la commune", "count")
    told = "class_name" if shown == CROSSED else ""
    return Card(
        "carte_communes",
        published,
        (
            Shown("name", "Commune"),
            _PER_PUPIL,
            Shown("places", "Places de la commune", "decimal"),
            *((pupils,) if view.reader.tells_pupils else ()),
            Shown("population", "Habitants", "count"),
            Shown("edge", "Bord"),
        ),
        AreaMap(NAME, (value,), "commune", zones.scale, told, tuple(over)),
        alt=f"Carte des communes\u00a0: {published.about.title}",
        selected=inside.bef,
        extra=" · ".join(_said(view, inside, chosen)),
        legends=access_legends(
            published.table,
            zones.scale,
            crossed=shown == CROSSED,
            hatched=shown != SUPPLY,
            outlined=view.reader.tells_hosts,
        ),
        height=HEIGHT,
    )


def _lines(lines: Lines) -> pd.DataFrame:
    return pd.DataFrame({"lon": lines[0], "lat": lines[1]})


def _said(view: View, inside: Selection, chosen: Hypotheses) -> list[str]:
    fit = access.fit_used(view, inside, chosen)
    said = [decay_sentence(fit, "min" if chosen.minutes else "km")] if fit else []
    if chosen.supply == EMPLOYERS:
        said.append(fabric_words(reading.fabric_sources(view)))
    return said


def _described(view: View, reached: pd.DataFrame, shown: str) -> Zones:
    if shown == CROSSED:
        return describe_crossed(reached)
    if shown == SUPPLY:
        return describe_supply(reached)
    return describe_access(reached, tell_pupils=view.reader.tells_pupils)
