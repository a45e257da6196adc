"""Mon pôle : comment va le pôle de ce bassin ?"""

import streamlit as st

from figures.words.findings import answer as answer_of
from figures.words.findings import question
from pages.components import cards, reading, settings, style
from pages.components.pole import details, diagnosis, facts, peers, printing
from pages.components.pole.facts import Pole
from pages.components.url_state import Setting, read_address, select

DETAILS = {
    "etablissements": ("Établissements", details.show_schools),
    "manque": ("Places et angles morts", details.show_missing),
    "comparables": ("Bassins comparables", peers.show),
    "diagnostic": ("Quel problème\u00a0?", diagnosis.show),
    "fiabilite": ("Fiabilité des données", details.show_quality),
}
DETAIL = Setting(
    "detail", "Détail", {code: name for code, (name, _) in DETAILS.items()}, "etablissements", 205
)

# Réglages
view = reading.view_of_page()
controls = (settings.campaign(view), settings.level(view), settings.pole(view), DETAIL)
messages = read_address(controls)
heading, answer = st.container(), st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True, vertical_alignment="bottom"):
    year, level, bef, detail = (select(setting) for setting in controls)
    actions = st.container(horizontal=True, vertical_alignment="bottom")
name = controls[2].options[bef]
heading.title(question(name) if bef else "Comment va le pôle\u00a0?", anchor=False)
reading.refuse_diffused(view)
if not bef:
    st.info(
        "Aucun bassin (BEF) n’est dans votre périmètre\u00a0: il n’y a rien à lire ici. Demander à "
        "la DAET lequel vous est confié."
    )
    st.stop()
pole = Pole(view, settings.selection(year, level), bef)

# Calcul
spined = facts.spine(pole)
said = facts.findings(pole, spined.published.table)
series, _ = facts.series(pole)

# Vue
with answer:
    style.answer(answer_of(said.table))
with actions:
    printing.offer(pole)
left, right = st.columns([0.6, 0.4], gap="medium")
with left:
    cards.show(spined)
with right:
    facts.show_findings(said)
    cards.show(series)
facts.spine_twin(pole, spined)
facts.findings_twin(said)
cards.twin(series, of="périodes", key="pole-campagnes", lazy=True)
_, show = DETAILS[detail]
show(pole)
cards.limits(
    *("taux_acces", "sans_lieu", "tardifs", "distance", "canal", "manque"),
    *("lieux_non_repris", "fiabilite"),
)
