"""Accès aux stages : où est-il difficile de trouver un lieu, et où en manque-t-il ?"""

from dataclasses import replace

import streamlit as st

from analytics.services import access, reference
from analytics.services.lacks import gather
from data.store.store import NotDiffusedError
from figures.words.sentences import potential_answer
from pages.components import cards, reading, settings, style
from pages.components.access import access_map, access_parts, access_settings
from pages.components.access import lacks as lacking
from pages.components.access.access_settings import FITTED
from pages.components.url_state import select

# Réglages
view = reading.view_of_page()
first = (
    settings.campaign(view),
    settings.level(view),
    settings.family(view),
    settings.zone(view),
    settings.attribution(view),
    access_settings.MAP_VIEW,
    access_settings.RADIUS,
)
second = (
    access_settings.supply(view),
    access_settings.decay(view),
    settings.target(view),
    settings.RENDERING,
)
answer, row, codes = settings.bar("Où l’accès aux stages est-il difficile\u00a0?", first, second)
year, level, family, zone, attribution, shown, radius = codes
with row, st.popover("Hypothèses"):
    supply, decay, target, _ = (select(s) for s in second)
selection = settings.selection(year, level, family)
bef = settings.selected(zone)
inside = replace(selection, bef=bef)  # places to find are those of the schools
shown, selection = access_settings.attributed(shown, selection, attribution)

# Calcul
asked = access_settings.hypotheses(supply, decay, radius)
chosen, remarks = access_settings.usable(
    asked,
    access.counted(view, year),
    decay != FITTED or access.fit_used(view, selection, asked) is not None,
)
try:
    reached = access.access(view, selection, chosen)
    lacks = gather(view, inside, int(target))
except NotDiffusedError as error:
    reading.stop_if_not_diffused(error)
names = reference.names(view, "befs")
on_map = access_map.card(view, reached, selection, inside, chosen, shown)

# Vue
with answer:
    named = reached.assign(zone_name=reached["bef"].map(names))
    style.answer(potential_answer(named, chosen.radius_text, lacks.table))
for remark in remarks:
    st.info(remark)
left, right = st.columns([0.62, 0.38], gap="medium")
with left:
    cards.show(on_map, view)
with right:
    if bef is not None:
        access_parts.bef_note(view, selection, chosen, bef, names[bef])
    bars = lacking.show(view, lacks, named, chosen)
if not view.reader.tells_hosts:
    style.note("Ce qui n’est pas diffusé", [access_parts.NOT_DIFFUSED])
else:
    access_parts.white_zones(view, selection, chosen)
    below, beside = st.columns([0.44, 0.56], gap="medium")
    with below:
        access_parts.distances(view, inside)
    with beside:
        access_parts.sensitivities(view, selection, chosen, names)
    access_parts.neighbours(view, selection, names)
lacking.twins(view, lacks, bars)
cards.twin(on_map, of="communes", key="acces-communes", lazy=True)
cards.limits("apl", "distance", "manque", "taux_acces")
