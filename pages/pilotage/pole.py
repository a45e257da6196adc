"""Mon pôle : comment va le pôle de ce bassin ?"""

import streamlit as st

from figures.findings import answer as answer_of
from figures.findings import question
from pages.components import cards, reading, settings, style
from pages.components.pole import (
    diagnosis,
    facts,
    findings,
    missing,
    peers,
    printing,
    quality,
    schools,
    spine,
    trend,
)
from pages.components.pole.facts import Pole
from pages.components.url_state import read_address, select

# Réglages
view = reading.view_of_page()
controls = (settings.campaign(view), settings.level(view), settings.pole(view))
messages = read_address(controls)
heading, answer = st.container(), st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True, vertical_alignment="bottom"):
    year, level, bef = (select(setting) for setting in controls)
    actions = st.container()
name = controls[2].options[bef]
heading.title(question(name), anchor=False)
reading.refuse_diffused(view)
chosen = settings.selection(year, level)
near = peers.found(view, chosen, bef).near["bef"]
pole = Pole(view, chosen, bef, name, tuple(near))

# Calcul
indicators = facts.spine(pole)
said = facts.findings(pole, indicators.table)
series, verdicts = trend.published(pole)
sent = schools.published(pole)
lacks, blind = missing.published(pole)
signs = quality.published(pole)

# Vue
with answer:
    style.answer(answer_of(said.table))
with actions:
    printing.offer(
        pole, indicators, said, series, trend.verdict(verdicts), sent, lacks, blind, signs
    )
left, right = st.columns([0.6, 0.4], gap="medium")
with left:
    spine.show(pole, indicators)
with right:
    findings.show(said)
    trend.show(pole, series, verdicts)
spine.twin(pole, indicators)
findings.twin(said)
trend.twin(series)
schools.show(pole, sent)
missing.show(pole, lacks, blind)
peers.show(view, chosen, bef)
diagnosis.show(view, chosen, bef)
quality.show(signs)
cards.limits(
    "taux_acces",
    "sans_lieu",
    "tardifs",
    "distance",
    "canal",
    "manque",
    "lieux_non_repris",
    "fiabilite",
)
