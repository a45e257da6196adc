"""Instantanés : que disaient les chiffres au comité, et que disent-ils aujourd’hui ?"""

from dataclasses import replace

import streamlit as st

from analytics.absence import Absence
from analytics.services import reference
from figures.cards.card import Card
from figures.pole.snapshots import describe_differences, differences_answer
from pages.components import cards, reading, settings, style
from pages.components.campaign import snapshots
from pages.components.cards import Shown, Told
from pages.components.reading import TODAY
from pages.components.url_state import Setting

NAMES = (
    Shown("name", "Instantané"),
    Shown("made", "Version du"),
    Shown("current", "Version en cours"),
)
CHANGES = (
    Shown("shown_text", "Affiché alors"),
    Shown("corrected_text", "Même campagne, aujourd’hui"),
    Shown("rectification_text", "Rectification"),
    Shown("today_text", "Campagne en cours"),
    Shown("evolution_text", "Évolution"),
)

# Réglages
view = reading.view_of_page(today=True)
known, read = snapshots.named(), reading.snapshot_views(view)
names = {name: name for name in known["name"] if name in read} or {"": "aucun"}
choice = Setting("compare", "Instantané comparé", names, next(iter(names)), 200)
controls = (choice, settings.level(view))
question = "Que disaient les chiffres au comité, et que disent-ils aujourd’hui\u00a0?"
# reserved: two versions side by side give small changes away
answer, _, (name, level) = settings.bar(question, controls, reserved=view)

# Calcul
chosen = settings.selection("", level)
if name:
    then_year, now_year, whole = snapshots.since(name, chosen, ())
    by_bef = snapshots.since(name, chosen, ("bef",))[2]

# Vue
with answer:
    style.answer(
        differences_answer(whole, then_year, now_year, name)
        if name
        else "Aucune version n’a encore de nom\u00a0: en donner un à la version en cours, avant un "
        "comité, pour rouvrir exactement ses chiffres plus tard."
        if known.empty
        else "Les versions nommées viennent d’une édition antérieure d’ÉquiStage, que celle-ci ne "
        "sait pas lire\u00a0: les recalculer avec `python -m data rebuild`. Rien n’est perdu."
    )
if name:
    periods = then_year if then_year == now_year else f"{then_year} puis {now_year}"
    told = replace(cards.told(view, chosen, "attribution de chaque indicateur"), period=periods)
    title = f"Depuis «\u00a0{name}\u00a0»"
    first = Shown("name", "Indicateur")
    card = Card(
        "instantane",
        told.publish(describe_differences(whole), title),
        (first, *CHANGES),
        extra="rectification\u00a0: même campagne, données d’aujourd’hui",
    )
    cards.head(card)
    cards.rows(card)
    by_bef["label"] = by_bef["bef"].map(reference.names(view, "befs"))
    every = told.publish(describe_differences(by_bef), title)
    columns = (first, Shown("label", "Bassin (BEF)"), *CHANGES)
    cards.twin(Card("instantane-bassins", every, columns), of="par bassin")
    st.caption(
        "Une évolution n’est pas un changement avéré\u00a0: les intervalles à 95\u00a0% des deux "
        "campagnes sont donnés, les périodes d’un établissement se ressemblent."
    )
style.caption("Instantanés", "Une version qui a un nom est gardée pour toujours")
if len(known):
    every_version = Told(view, "toutes les versions", "", str(Absence.NOT_APPLICABLE))
    cards.table(every_version.publish(known, "Instantanés"), NAMES)
    st.markdown(
        " · ".join(f"[Rouvrir {n}](/?instantane={n})" for n in known["name"])
        + f" · [version en cours](/?instantane={TODAY})"
    )
with st.form("name", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
    text = st.text_input(
        "Nom de la version en cours", placeholder="copil-2026-06", max_chars=41, width=260
    )
    given = st.form_submit_button("Nommer", type="primary")
if given and (wrong := snapshots.give_name(text)):
    st.error(wrong)
elif given:
    st.rerun()
if len(known):
    with st.popover("Retirer un nom", width=160):
        st.write("La version reste, mais n’est plus gardée pour toujours.")
        gone = st.selectbox("Nom", known["name"], key="name_to_take_back")
        st.button("Retirer", on_click=snapshots.take_back, args=(gone,))
