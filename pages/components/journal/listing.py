"""Around the list of actions: nothing yet, invented ones, those taken out."""

import pandas as pd
import streamlit as st

from pages.components import cards, style
from pages.components.cards import Shown, Told
from pages.components.journal import kept, writing
from pages.components.reading import View

_GONE = (
    Shown("day_text", "Date"),
    Shown("action", "Action"),
    Shown("zone_name", "Bassin (BEF)"),
    Shown("text", "Texte"),
    Shown("note", "À savoir"),
)


def say_empty(view: View, known: pd.DataFrame) -> None:
    """Say that nothing is written, and what to do."""
    if len(known):
        style.note("Aucune action pour ce choix", ["Changer de campagne, de bassin ou d’axe."])
        return
    style.note(
        "Le journal est vide",
        [
            "Aucune action n’a encore été écrite. Ce n’est pas dire que rien n’a été fait.",
            "Choisir un bassin, puis écrire une action\u00a0: date, axe, une phrase, avec qui.",
        ],
    )
    if kept.is_demo(view) and st.button("Remplir d’actions inventées", key="journal_invent"):
        writing.invent()


def offer_removal(view: View, known: pd.DataFrame) -> None:
    """Say which actions are invented, and let them be taken out."""
    invented = known[known["invented"]]
    if not len(invented):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Actions inventées pour la démonstration\u00a0: {len(invented)}.")
        if st.button("Retirer les actions inventées", key="journal_remove_invented"):
            writing.remove_invented(view)


def show_removed(view: View, gone: pd.DataFrame) -> None:
    """List what was taken out, and let it be brought back."""
    with st.expander(f"Actions retirées ({len(gone)})"):
        told = Told(view, "journal", "toutes campagnes", "pôle")
        cards.table(told.publish(gone, "Actions retirées"), _GONE)
        numbers = dict(zip(gone["action"], gone["number"], strict=True))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            action = st.selectbox(
                "Action", list(numbers), width=130, filter_mode=None, key="journal_gone"
            )
            if st.button("Rétablir", key="journal_bring_back"):
                number = numbers[action]  # of the revision that took it out
                writing.restore(view, action, number, number)
