"""What stands under the map of access: zones blanches, distances, sensitivities, neighbours."""

from collections.abc import Mapping

import pandas as pd

from analytics.services import access, reference
from data import silence
from data.selection import Selection
from figures.cards.card import Card
from figures.cards.kinds import Intervals
from figures.pole.ways import describe_ways
from figures.words import french
from figures.words.sentences import resemblance_answer, zones_answer
from pages.components import cards, style
from pages.components.access.access_settings import Hypotheses
from pages.components.cards import Shown
from pages.components.reading import View

NOT_DIFFUSED = (
    "Les zones blanches, les distances, les capacités observées, les sensibilités et le détail "
    "par établissement ne sont pas diffusés\u00a0: ils reposent sur des effectifs par commune ou "
    "par établissement, réservés aux agents en charge."
)
_NO_HOST = f" · accueil {silence.UNTOLD}\u00a0: le plus proche employeur"
_ZONES = (
    Shown("name", "Autour de"),
    Shown("communes", "Communes", "count"),
    Shown("edge", "près de l’étranger", "count"),
    Shown("population", "Habitants", "count"),
    Shown("access", "Places pour 100 élèves", "decimal"),
    Shown("pupils", "Élèves qui y étudient", "count"),
    Shown("around", "Élèves à portée", "count"),
    Shown("host", "Accueil le plus proche"),
    Shown("km", "à (km)", "decimal"),
    Shown("befs", "Bassins (BEF) concernés"),
)
_WAYS = (
    Shown("label", "Famille"),
    Shown("median", "Médiane (km)", "decimal"),
    Shown("median_low", "de", "decimal"),
    Shown("median_high", "à", "decimal"),
    Shown("p90", "9e décile (km)", "decimal"),
    Shown("p90_low", "de ", "decimal"),
    Shown("p90_high", "à ", "decimal"),
    Shown("far", "Au-delà de 30 km (%)", "share"),
    Shown("far_low", "de  ", "share"),
    Shown("far_high", "à  ", "share"),
    Shown("n", "Placements localisés (n)", "count"),
    Shown("unknown", "Lieu inconnu ou hors académie", "count"),
    Shown("schools", "Établissements", "count"),
    Shown("absence", "Code"),
)
_SENSITIVITIES = (
    Shown("zone_name", "Bassin (BEF)"),
    Shown("pupils", "Élèves (n)", "count"),
    Shown("access", "Pour 100 élèves", "count"),
    Shown("access_base", "Base 100", "count"),
    Shown("balanced_base", "Équilibrée", "count"),
    Shown("available", "Places du bassin", "count"),
    Shown("absence", "Code"),
)
_NEIGHBOURS = (
    Shown("school_name", "Établissement"),
    Shown("zone_name", "Bassin (BEF)"),
    Shown("known", "Périodes suivies (n)", "count"),
    Shown("rate", "Taux d’accès à J0 (%)", "share"),
    *cards.BOUNDS,
    Shown("gap", "Écart à formations égales (points)", "decimal"),
    Shown("words", "Lui, puis ses voisins"),
)
_QUADRANTS = {
    "high-high": "au-dessus, entouré d’au-dessus",
    "low-low": "au-dessous, entouré d’au-dessous",
    "high-low": "au-dessus, entouré d’au-dessous",
    "low-high": "au-dessous, entouré d’au-dessus",
}


def white_zones(view: View, selection: Selection, chosen: Hypotheses) -> None:
    """List the zones of low access, their pupils, the nearest host and the BEF that share them."""
    found = access.zones(view, selection, chosen).table
    whose = f"établissement · {chosen.text} · au moins 3 communes (hypothèses)"
    if not access.counted(view, selection.year):
        whose += _NO_HOST
    published = cards.told(view, selection, whose).publish(
        found,
        "Zones blanches\u00a0: communes voisines dont l’accès est inférieur à la moitié de la "
        "moyenne",
    )
    card = Card("zones-blanches", published, _ZONES)
    cards.head(card)
    style.answer(zones_answer(found))
    if len(found):
        cards.rows(card)


def distances(view: View, selection: Selection) -> None:
    """Draw the ways from school to host by family, with their intervals and their table."""
    whole = Selection(selection.year, selection.track, selection.level, None, selection.bef)
    families = reference.lists(view)["families"]
    rows = describe_ways(access.distances(view, whole), families)
    whose = "établissement · ● médiane, ○ neuvième décile, traits\u00a0: intervalles à 95\u00a0%"
    published = cards.told(view, whole, whose).publish(
        rows, "Distance de l’établissement au lieu d’accueil, km à vol d’oiseau"
    )
    values = (_WAYS[1], Shown("p90", "Neuvième décile (km)", "decimal"))
    shows = Intervals(_WAYS[0], values, zero=True, ranked=False)
    height = 40 + 21 * len(rows)
    card = Card("distances", published, _WAYS, shows, selected=selection.family, height=height)
    if not (rows["n"] > 0).any():
        cards.head(card)
        style.note(
            f"Distances {silence.UNTOLD_ES}",
            ["Aucune convention dont le lieu est connu, pour ce choix."],
        )
        return
    cards.show(card)
    cards.twin(card, of="distances", key="distances-familles", lazy=True)


def sensitivities(
    view: View, selection: Selection, chosen: Hypotheses, names: Mapping[str, str]
) -> None:
    """Set three measures of access side by side, by BEF."""
    table = access.by_bef(view, selection, chosen)
    published = cards.told(view, selection, f"établissement · {chosen.text}").publish(
        table.assign(zone_name=table["bef"].map(names)),
        "Sensibilité\u00a0: accès, mesure équilibrée (base 100\u00a0: académie) et disponibilité",
    )
    card = Card("sensibilites", published, _SENSITIVITIES)
    cards.head(card)
    cards.rows(card, height="content")


def neighbours(view: View, selection: Selection, names: Mapping[str, str]) -> None:
    """Say whether neighbouring schools have the same access, and which stand apart."""
    whole = Selection(selection.year, selection.track, selection.level)
    found = access.resembling(view, whole)
    apart = found.schools[found.schools["quadrant"] != ""]
    table = apart.assign(words=apart["quadrant"].map(_QUADRANTS), zone_name=apart["bef"].map(names))
    told = cards.told(view, whole, "établissement · indice de Moran, bilatéral")
    title = "Établissements voisins (moins de 20\u00a0km)\u00a0: accès à J0, à formations égales"
    published = told.publish(table, title)
    card = Card("etablissements-voisins", published, _NEIGHBOURS)
    cards.head(card)
    style.answer(resemblance_answer(found.whole, len(apart)))
    if len(apart):
        cards.rows(card)


def bef_note(view: View, selection: Selection, chosen: Hypotheses, bef: str, name: str) -> None:
    """Say what is selected: the access of one BEF and how much of it lies at the border."""
    row = access.by_bef(view, selection, chosen).set_index("bef").loc[bef]
    if pd.isna(row["access"]):
        style.note(name, ["Aucun élève n’y étudie pour ce choix\u00a0: sans objet."])
        return
    style.note(
        name,
        [
            f"{french.number(row['access'])} places pour 100 élèves, "
            f"n = {french.plural(int(row['pupils']), 'élève')} "
            f"(base\u00a0100 académie\u00a0: {french.number(row['access_base'])})",
            f"{french.plural(row['edge'], 'commune')} sur {french.number(row['communes'])} près de "
            "l’étranger",
        ],
    )
