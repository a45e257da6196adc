"""Vue d’ensemble : où les élèves manquent-ils de stages ?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.catalogue import CATALOGUE
from analytics.disclosure import internal
from analytics.measuring import position
from figures import french
from figures.classes import legend_items
from figures.intervals import interval_plot
from figures.maps import zone_map
from figures.sentences import access_answer
from figures.zones import describe_zones
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
    settings.RENDERING,
)
messages = read_address(controls)
st.title("Où les élèves manquent-ils de stages\u00a0?", anchor=False)
answer = st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True):
    year, level, family, zone, indicator, rendering = (select(s) for s in controls)
selection = settings.selection(year, level, family)
bef = settings.selected(zone)


# Calcul
def zones_of(name: str) -> tuple[pd.DataFrame, float]:
    """An indicator by BEF, and the académie's value."""
    reference = float(reading.asked(view, selection, name)["value"].iloc[0])
    table = reading.asked(view, selection, name, ("bef",))
    return table.assign(position=position(table, reference, CATALOGUE[name].polarity)), reference


sheet = CATALOGUE[indicator]
befs = reading.lists(view)["befs"]
by_bef, reference = zones_of(indicator)
zones = describe_zones(by_bef, befs, sheet)
published = internal(
    zones.table,
    cards.about(
        view, f"{sheet.name}, %", settings.scope_text(view, selection), year, sheet.attribution
    ),
)
access = describe_zones(zones_of("taux_acces")[0], befs, CATALOGUE["taux_acces"]).table

# Vue
with answer:
    whole = reading.states(view, selection, ()).iloc[0]
    style.answer(access_answer(whole, access))
style.key_figures(key_figures(view, replace(selection, bef=bef)))
left, right = st.columns([0.55, 0.45], gap="medium")
with left:
    cards.head(published, "J0\u00a0: premier jour · points\u00a0: établissements")
    outlines = reading.outlines(view, "bef")
    maps.clickable_map(
        zone_map(
            published,
            outlines.url,
            outlines.shapes,
            zones.scale,
            selected=bef,
            points=reading.schools(view, selection)[["lon", "lat"]].dropna(),
            simplified=maps.simplified(rendering),
            height=345,
        ),
        key="carte_zones",
        alt=f"Carte des bassins\u00a0: {sheet.name}",
        on_pick=lambda code: choose("bef", code),
    )
    style.legend(legend_items(published.table["category"], zones.scale))
with right:
    style.caption(
        "Chaque bassin, avec son intervalle à 95\u00a0%",
        "Pas de classement\u00a0: rangs incertains. "
        + (
            f"Tirets\u00a0: académie ({french.percent(reference)}). "
            "Gris\u00a0: ne s’en distingue pas."
            if reference == reference
            else "Aucune valeur à comparer."
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
        Shown("absence", "Code"),
    ),
    key=f"bassins-{indicator}",
)
cards.limits(*INDICATORS, "entreprises_engagees")
