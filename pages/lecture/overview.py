"""Vue d’ensemble : où les élèves manquent-ils de stages ?"""

from dataclasses import replace

import streamlit as st

from analytics.catalogue import CATALOGUE
from analytics.catalogue.attribution import WORDS, attribution_of
from analytics.services import counts, reference
from data import silence
from data.selection import HOST, RESIDENCE
from data.store.store import NotDiffusedError
from figures.cards.card import Card
from figures.cards.kinds import NAME, SCHOOLS, AreaMap, Intervals, Over
from figures.maps.classes import legend_items
from figures.maps.legends import Legend
from figures.maps.zones import Zones, describe_zones, stand_apart
from figures.words import french
from figures.words.attributions import HYPOTHESIS, estimated, host_answer
from figures.words.findings import ONLY
from figures.words.sentences import access_answer
from pages.components import cards, reading, settings, style
from pages.components.access import attributions
from pages.components.campaign import funnel
from pages.components.campaign.key_figures import key_figures
from pages.components.cards import Shown
from pages.components.url_state import select

INDICATORS = ("taux_acces", "sans_lieu", "non_renseigne", "penetration")
UNCOMPARED = {
    RESIDENCE: "Pas de comparaison par résidence\u00a0: un même établissement y compte dans "
    "plusieurs bassins, qui ne sont plus indépendants.",
    HOST: "Pas de comparaison par accueil\u00a0: elle porte sur les périodes dues.",
}
_DUE = (
    Shown("due", "Périodes dues", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
)
_SENT = (
    Shown("schools", "Établissements", "count"),
    Shown("schools_sent", "Ont transmis", "count"),
)
_COMPARED = (
    Shown("equal", "À formations égales (%)", "share"),
    Shown("standing", "Écart à l’académie"),
    Shown("rank", "Rang possible (1\u00a0: le plus favorable)"),
)

# Réglages
view = reading.view_of_page()
controls = (
    settings.campaign(view),
    settings.level(view),
    settings.family(view),
    settings.zone(view),
    settings.attribution(view),
    settings.indicator(INDICATORS),
)
display = (settings.SCALE, settings.RENDERING)
answer, row, codes = settings.bar("Où les élèves manquent-ils de stages\u00a0?", controls, display)
year, level, family, zone, attribution, indicator = codes
with row, st.popover("Affichage", width=130):
    colours, _ = (select(s) for s in display)
selection = settings.selection(year, level, family, attribution=attribution)
bef = settings.selected(zone)


# Calcul
def zones_of(name: str) -> Zones:
    """An indicator by BEF, and where each one stands."""
    table = counts.asked(view, selection, name, ("bef",))
    return describe_zones(counts.placed(view, table, selection, name), befs, CATALOGUE[name])


sheet = CATALOGUE[indicator]
befs = reference.lists(view)["befs"]
try:
    overall = float(counts.asked(view, selection, indicator)["value"].iloc[0])
    zones = zones_of(indicator)
    if attribution == HOST:
        said = host_answer(attributions.balance(view, selection))
        figures = attributions.host_figures(view, replace(selection, bef=bef))
    else:
        whole = counts.states(view, selection, ()).iloc[0]
        access = zones if indicator == "taux_acces" else zones_of("taux_acces")
        said = access_answer(whole, access.table)
        figures = key_figures(view, replace(selection, bef=bef))
        figures = estimated(figures) if attribution == RESIDENCE else figures
except NotDiffusedError as error:
    reading.stop_if_not_diffused(error)
apart = colours == "ecart" and zones.compared
shown = stand_apart(zones, sheet) if apart else zones
told = cards.told(view, selection, attribution_of(sheet, selection))
published = told.publish(shown.table, f"{sheet.name}, %")
value = Shown("share", f"{sheet.name} (%)", "share")
of_periods = _SENT if indicator == "non_renseigne" else _DUE
columns = (
    Shown("name", "Bassin (BEF)"),
    value,
    *cards.BOUNDS,
    Shown("count", "Numérateur", "count"),
    Shown("n", "Dénominateur (n)", "count"),
    *(of_periods if {column.name for column in of_periods} <= {*published.table} else ()),
    *(_COMPARED if zones.compared else ()),
    Shown("absence", "Code"),
)
line = f"Tirets\u00a0: académie ({french.percent(overall)}). " if overall == overall else ""
if len(zones.table) == 1:
    beside = ONLY
elif zones.compared:
    beside = (
        "Gris\u00a0: ne s’en distingue pas, à formations égales. À droite\u00a0: rang possible."
    )
else:
    line = line or "Aucune valeur à comparer. "
    beside = UNCOMPARED.get(
        attribution if sheet.additive else "", "Pas de comparaison pour ce choix."
    )
heading = ("Chaque bassin, avec son intervalle à 95\u00a0%", line + beside)
points = counts.school_points(view, selection)
over = () if points is None else (Over(SCHOOLS, published.remade(points)),)
on_map = Card(
    "carte_zones",
    published,
    columns,
    AreaMap(NAME, (value,), "bef", shown.scale, "value", over),
    alt=f"Carte des bassins\u00a0: {sheet.name}",
    selected=bef,
    extra="J0\u00a0: premier jour"
    + (" · points\u00a0: établissements" if view.reader.tells_schools else ""),
    legends=[Legend(legend_items(published.table["category"], shown.scale))],
    height=345,
)
dots = Card(
    "intervalles",
    published,
    columns,
    Intervals(columns[0], (value,), overall, polarity=sheet.polarity),
    alt=f"{sheet.name} de chaque bassin, avec son intervalle",
    selected=bef,
    heading=heading,
    height=325,
)

# Vue
with answer:
    style.answer(f"{said} {HYPOTHESIS}" if attribution == RESIDENCE else said)
style.key_figures(figures)
left, right = st.columns([0.55, 0.45], gap="medium")
with left:
    cards.show(on_map, view)
with right:
    cards.show(dots)
cards.twin(on_map, dots, key=f"bassins-{indicator}", lazy=True)
dated = None
try:
    if attribution != HOST:
        dated = counts.funnel(view, replace(selection, bef=bef))
except NotDiffusedError as error:
    st.caption(str(error))
if dated is not None and len(dated):
    told = cards.told(view, replace(selection, bef=bef), WORDS[attribution])
    funnel.show(told, dated, "entonnoir")
attributions.explain(view, selection, bef)
cards.limits(*INDICATORS, "entreprises_engagees")
