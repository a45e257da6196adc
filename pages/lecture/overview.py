"""Vue d’ensemble : où les élèves manquent-ils de stages ?"""

from dataclasses import replace

import streamlit as st

from analytics.catalogue import CATALOGUE
from data.diffused_reads import NotDiffusedError
from figures import french
from figures.classes import legend_items
from figures.intervals import interval_plot
from figures.maps import zone_map
from figures.sentences import access_answer
from figures.zones import Zones, describe_zones, stand_apart
from pages.components import cards, maps, reading, settings, style
from pages.components.cards import Shown
from pages.components.key_figures import key_figures
from pages.components.url_state import choose, read_address, select

INDICATORS = ("taux_acces", "sans_lieu", "non_renseigne", "penetration")

# Réglages
view = reading.view_of_page()
controls = (
    settings.campaign(view),
    settings.level(view),
    settings.family(view),
    settings.zone(view),
    settings.indicator(INDICATORS),
    settings.SCALE,
    settings.RENDERING,
)
messages = read_address(controls)
st.title("Où les élèves manquent-ils de stages\u00a0?", anchor=False)
answer = st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True):
    year, level, family, zone, indicator, colours, rendering = (select(s) for s in controls)
selection = settings.selection(year, level, family)
bef = settings.selected(zone)


# Calcul
def zones_of(name: str) -> Zones:
    """An indicator by BEF, and where each one stands."""
    table = reading.asked(view, selection, name, ("bef",))
    standing = reading.standing(view, selection, name)
    return describe_zones(table.merge(standing, on="bef", how="left"), befs, CATALOGUE[name])


sheet = CATALOGUE[indicator]
befs = reading.lists(view)["befs"]
try:
    reference = float(reading.asked(view, selection, indicator)["value"].iloc[0])
    zones, access = zones_of(indicator), zones_of("taux_acces").table
    whole = reading.states(view, selection, ()).iloc[0]
    figures = key_figures(view, replace(selection, bef=bef))
except NotDiffusedError as error:
    reading.stop_if_not_diffused(error)
apart = colours == "ecart" and zones.compared
shown = stand_apart(zones, sheet) if apart else zones
published = cards.publish(
    view,
    shown.table,
    cards.about(
        view, f"{sheet.name}, %", settings.scope_text(view, selection), year, sheet.attribution
    ),
)

# Vue
with answer:
    style.answer(access_answer(whole, access))
style.key_figures(figures)
left, right = st.columns([0.55, 0.45], gap="medium")
with left:
    cards.head(
        published,
        "J0\u00a0: premier jour"
        + ("" if view.scope.diffused else " · points\u00a0: établissements")
        + (" · couleurs\u00a0: écart à formations égales" if apart else ""),
    )
    outlines = reading.outlines(view, "bef")
    maps.clickable_map(
        zone_map(
            published,
            outlines.url,
            outlines.shapes,
            shown.scale,
            selected=bef,
            points=reading.school_points(view, selection),
            simplified=maps.simplified(rendering),
            height=345,
        ),
        key="carte_zones",
        alt=f"Carte des bassins\u00a0: {sheet.name}",
        on_pick=lambda code: choose("bef", code),
    )
    style.legend(legend_items(published.table["category"], shown.scale))
with right:
    style.caption(
        "Chaque bassin, avec son intervalle à 95\u00a0%",
        (
            f"Tirets\u00a0: académie ({french.percent(reference)}). "
            if reference == reference
            else "Aucune valeur à comparer. "
        )
        + (
            "Gris\u00a0: ne s’en distingue pas. À droite\u00a0: rang possible, 1 étant le plus "
            "favorable."
            if zones.compared
            else "Pas de comparaison pour ce choix."
        ),
    )
    st.plotly_chart(
        interval_plot(published, reference=reference, selected=bef, height=325),
        key="intervalles",
        theme=None,
        config={"displayModeBar": False},
        alt=f"{sheet.name} de chaque bassin, avec son intervalle",
    )
cards.twin(
    published,
    (
        Shown("name", "Bassin (BEF)"),
        Shown("share", f"{sheet.name} (%)", "share"),
        Shown("low", "Borne basse (%)", "share"),
        Shown("high", "Borne haute (%)", "share"),
        Shown("count", "Numérateur", "count"),
        Shown("n", "Dénominateur (n)", "count"),
        *(
            (Shown("due", "Périodes dues", "count"), Shown("unknown", "Non renseignées", "count"))
            if sheet.additive and indicator != "non_renseigne"
            else ()
        ),
        *(
            (
                Shown("equal", "À formations égales (%)", "share"),
                Shown("standing", "Écart à l’académie"),
                Shown("rank", "Rang possible (1\u00a0: le plus favorable)"),
            )
            if zones.compared
            else ()
        ),
        Shown("absence", "Code"),
    ),
    key=f"bassins-{indicator}",
)
cards.limits(*INDICATORS, "entreprises_engagees")
