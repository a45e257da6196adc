"""Journal : quelles actions, avec qui ?"""

import streamlit as st

from analytics.services import reference
from data import reads, silence
from figures.cards.card import Card
from figures.words import french
from figures.words.journal import describe_actions, journal_answer
from pages.components import cards, reading, settings, style
from pages.components.cards import Shown, Told
from pages.components.journal import detail, entry, kept, listing, ties, writing
from pages.components.url_state import read_address, select

ZONE, AXIS = Shown("zone_name", "Bassin (BEF)"), Shown("axis_name", "Axe")

# Réglages
view = reading.view_of_page()
st.title("Quelles actions, avec qui\u00a0?", anchor=False)
reading.refuse_diffused(view)
controls = (kept.campaign(view), settings.zone(view), kept.AXIS)
messages = read_address(controls)
answer = st.container()
with st.container(horizontal=True):
    year, zone, axis = (select(setting) for setting in controls)
bef = settings.selected(zone)

# Calcul
known = kept.actions(view)
names = dict(
    reading.rows(view, reads.network.named)[["uai", "school_name"]].itertuples(index=False)
)
befs = reference.lists(view)["befs"]
within = known[known["bef"] == bef] if bef else known
within = within[within["axis"] == axis] if axis != settings.ALL else within
shown = describe_actions(within[within["campaign"] == year], befs, names)
gone = kept.actions(view, removed=True)
shown_gone = describe_actions(gone[gone["bef"] == bef] if bef else gone, befs, names)
schools, pairs = kept.ties(view, year, known)
schools = schools[schools["bef"] == bef] if bef else schools
columns = (
    Shown("day_text", "Date"),
    Shown("action", "Action"),
    *(() if bef else (ZONE,)),  # one that is chosen is the same in each line
    Shown("text", "Texte"),
    Shown("school_names", "Établissements"),
    Shown("partner_names", "Partenaires"),
    *(() if axis != settings.ALL else (AXIS,)),
    Shown("practice", "Pratique"),
    Shown("taken_from", "Reprise de"),
    Shown("note", "À savoir"),
)
perimeter = f"{settings.zone(view).options[zone]} · {kept.AXIS.options[axis]}"
opening = kept.opening(shown, known, gone)
messages += read_address((opening,))

# Vue
with answer:
    style.answer(journal_answer(shown, schools, year))
    for message in messages:
        st.warning(message)
    writing.show_outcome(view)
left, right = st.columns([0.58, 0.42], gap="medium")
with left:
    style.caption("Actions, dans l’ordre du temps", f"{perimeter} · {year}")
    if len(shown):
        listed = Told(view, perimeter, year, "pôle").publish(shown, "Journal des actions")
        cards.rows(Card("journal", listed, columns))
    else:
        listing.say_empty(view, known)
    listing.offer_removal(view, known)
    if len(shown_gone):
        listing.show_removed(view, shown_gone)
    ties.show(view, year, bef, schools, pairs)
with right:
    action = select(opening)
    if action:
        detail.show(view, action, known, names)
    elif bef is None:
        style.note("Ajouter une action", ["Choisir d’abord un bassin, en haut de la page."])
    else:
        style.caption("Ajouter une action", f"pôle {french.of(settings.zone(view).options[zone])}")
        entry.add(view, bef, known)
ties.tables(view, year, bef, schools, pairs, known)
with st.expander("Ce que cela ne dit pas"):
    st.markdown(
        "Le journal dit ce que les pôles ont écrit, pas tout ce qu’ils ont fait, ni l’effet de "
        "leurs actions\u00a0: une courbe qui change après une action n’en est pas la preuve. Un "
        "lieu est partagé quand des élèves de deux établissements y ont eu une convention signée "
        "dans la campagne. «\u00a0isolé\u00a0»\u00a0: l’établissement a transmis un suivi, et ce "
        "suivi ne montre aucun lien\u00a0; s’il est partiel, il peut en avoir. Qui n’a rien "
        f"transmis est «\u00a0{silence.UNTOLD}\u00a0», jamais isolé. La même pratique dans deux "
        "bassins n’est dite reprise par l’un que d’après les dates et les mots-clés. Le découpage "
        "en BEF est une **hypothèse, à confirmer par l’académie**."
    )
