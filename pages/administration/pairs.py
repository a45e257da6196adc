"""Rapprochements : ces noms sans SIRET sont-ils des lieux d’accueil déjà connus ?"""

import pandas as pd
import streamlit as st

from data import reads
from figures.words.sentences import pairs_answer
from pages.components import importing, reading, style

MOST_SHOWN = 200

# Réglages
view = reading.view_of_page()
st.title("Ces noms sont-ils des lieux déjà connus\u00a0?", anchor=False)
reading.refuse_diffused(view)

# Calcul
pairs = reading.rows(view, reads.imports.company_pairs)
waiting = pairs[pairs["verdict"] == "to_confirm"]
decided = pairs[pairs["decided"]]
first = waiting.head(MOST_SHOWN)
shown = pd.concat([first, decided[~decided.index.isin(first.index)].head(MOST_SHOWN)])

# Vue
style.answer(pairs_answer(len(waiting), len(decided)))
importing.show_outcome()
if len(shown):
    style.caption(
        "Noms à confirmer, les plus proches d’abord",
        "une décision est gardée et sert aux imports suivants\u00a0; « je ne sais plus » la retire",
    )
    edited = st.data_editor(
        shown[["name", "known_name", "commune_name", "siret", "score", "verdict"]].assign(
            word=None
        ),
        hide_index=True,
        width="stretch",
        disabled=["name", "known_name", "commune_name", "siret", "score", "verdict"],
        key="decisions",
        column_config={
            "name": "Nom écrit",
            "known_name": "Lieu connu le plus proche",
            "commune_name": "Commune",
            "siret": "SIRET du lieu connu",
            "score": st.column_config.ProgressColumn(
                "Ressemblance", min_value=0, max_value=1, format="%.2f"
            ),
            "verdict": None,
            "word": st.column_config.SelectboxColumn(
                "Décision", options=list(importing.DECISIONS), required=False
            ),
        },
    )
    with st.container(horizontal=True):
        if st.button("Enregistrer les décisions", type="primary"):
            kept = importing.keep_decisions(shown, edited["word"], view.scope.label)
            st.success(f"Décisions gardées\u00a0: {kept}.")
        if st.button("Recalculer maintenant"):
            importing.recompute()
            st.rerun()
    st.caption("Sans recalcul, les décisions s’appliquent au prochain import.")
