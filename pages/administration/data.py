"""Données : qu’a-t-on reçu, qu’en a-t-on fait, que manque-t-il ?"""

import pandas as pd
import streamlit as st

from analytics.access.funnel import completeness
from analytics.services import counts, reference
from analytics.services.pole import sending_status
from data import clock, reads, silence
from data.dictionary import tables
from data.reference.academies import academies
from figures.cards.card import Card
from figures.words import french
from figures.words.journal import moment
from figures.words.sentences import data_answer
from pages.components import cards, importing, reading, settings, style
from pages.components.cards import Shown

# Réglages
view = reading.view_of_page()
controls = (settings.campaign(view), settings.level(view))
answer, _, (year, level) = settings.bar(
    "Qu’a-t-on reçu, et que manque-t-il\u00a0?", controls, reserved=view
)
selection = settings.selection(year, level)

# Calcul
befs = reference.names(view, "befs")
by_bef = completeness(counts.states(view, selection, ("bef",)))
by_bef["zone_name"] = by_bef["bef"].map(befs)
schools = counts.schools(view, selection)
schools = schools.assign(zone_name=schools["bef"].map(befs), status=sending_status(schools))
batches = reading.batches(view)
last = batches["batch"].iloc[-1] if len(batches) else ""
told = cards.told(view, selection)

# Vue
with answer:
    style.answer(data_answer(schools, reading.files(view)))
left, right = st.columns([0.42, 0.58], gap="medium")
with left:
    style.caption("Importer", "CSV, classeurs, zip\u00a0; chaque fichier est reconnu à son en-tête")
    with st.form("import", border=False):
        files = st.file_uploader(
            "Fichiers", accept_multiple_files=True, label_visibility="collapsed"
        )
        told_year = st.text_input(
            "Année scolaire des fichiers officiels qui ne disent pas la leur",
            placeholder="2023-2024",
        )
        observed = st.date_input(
            "Jour que montrent les suivis, s’ils ne le disent pas",
            value=None,
            max_value=clock.today(),
            format="DD/MM/YYYY",
            help="Le suivi le plus récent d’un groupe remplace l’autre\u00a0; les fichiers d’un "
            "même jour sont les parties d’un même suivi et s’additionnent. Une colonne "
            "« date_extraction » le dit aussi.",
        )
        owner = None
        if reading.info(view)["demo_seed"]:  # nothing real yet: the académie is still to be chosen
            owner = st.selectbox(
                "Académie",
                list(academies()),
                index=None,
                placeholder="celle des établissements des fichiers",
                help="Les fichiers nationaux sont coupés à cette académie, et la base reste la "
                "sienne.",
            )
        force = st.checkbox(
            "Publier quand même",
            help="Malgré plus de 5\u00a0% de lignes rejetées, des fichiers d’établissement non "
            "lus, ou plus de lignes suivies que d’élèves attendus.",
        )
        sent = st.form_submit_button("Importer", type="primary")
    if sent and files:
        importing.receive(
            files,
            author=view.scope.label,
            force=force,
            year=told_year.strip(),
            observed=observed,
            academie=owner,
        )
        st.rerun()
    elif sent:
        st.warning("Choisir d’abord un ou plusieurs fichiers.")
    importing.show_outcome()
with right:
    style.caption("Qui a transmis\u00a0?", f"{told.perimeter} · {year} · par bassin")
    cards.table(
        told.publish(by_bef, "Établissements qui ont transmis, par bassin"),
        (
            Shown("zone_name", "Bassin (BEF)"),
            Shown("schools_sent", "Ont transmis", "count"),
            Shown("schools", "Établissements", "count"),
            Shown("unknown_share", f"Périodes {silence.UNTOLD_ES} (%)", "share"),
        ),
        height="content",
    )
cards.twin(
    Card(
        "transmission",
        told.publish(schools, "Établissements, ce qu’ils ont transmis"),
        (
            Shown("zone_name", "Bassin (BEF)"),
            Shown("school_name", "Établissement"),
            Shown("uai", "UAI"),
            Shown("status", "Suivi"),
            Shown("due", "Périodes dues", "count"),
            Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
        ),
    ),
    of="établissements",
)
with st.expander(f"Lots importés ({french.number(len(batches))})", expanded=True):
    cards.table(
        told.publish(batches.assign(made_at=batches["made_at"].map(moment)), "Lots importés"),
        (
            Shown("batch", "Lot"),
            Shown("made_at", "Importé le (UTC)"),
            Shown("author", "Par"),
            Shown("files", "Fichiers", "count"),
            Shown("read", "Lues", "count"),
            Shown("accepted", "Acceptées", "count"),
            Shown("repaired", "Réparées", "count"),
            Shown("rejected", "Rejetées", "count"),
        ),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Lot", batches["batch"].tolist()[::-1], width=140, filter_mode=None)
        st.download_button(
            "Télécharger les rejets (XLSX)",
            data=lambda: reading.rejects_workbook(view, chosen),
            file_name=f"rejets-{chosen}.xlsx",
            key="rejets",
        )
        with st.popover("Annuler ce lot"):
            st.write(
                f"Une version sans le lot {chosen} sera publiée. Les lots plus récents restent, "
                "et les fichiers peuvent être importés de nouveau."
            )
            if st.button("Annuler le lot", key="annuler"):
                importing.take_back(str(chosen))
                st.rerun()
cards.twin(
    Card(
        "fichiers",
        told.publish(reading.files(view), "Fichiers de cette version"),
        (
            Shown("batch", "Lot"),
            Shown("file", "Fichier"),
            Shown("title", "Reconnu comme"),
            Shown("encoding", "Codage"),
            Shown("read", "Lues", "count"),
            Shown("accepted", "Acceptées", "count"),
            Shown("repaired", "Réparées", "count"),
            Shown("rejected", "Rejetées", "count"),
            Shown("note", "Remarque"),
        ),
    ),
    of="fichiers",
)
cards.twin(
    Card(
        "motifs",
        told.publish(reading.rows(view, reads.imports.reject_reasons), "Rejets par motif"),
        (
            Shown("file", "Fichier"),
            Shown("column", "Colonne"),
            Shown("reason", "Motif"),
            Shown("lines", "Lignes", "count"),
            Shown("first_line", "Première ligne", "count"),
        ),
    ),
    of="rejets par motif",
)
cards.twin(
    Card(
        "remarques",
        told.publish(reading.rows(view, reads.imports.remarks), "À savoir de cette version"),
        (
            Shown("topic", "Sujet"),
            Shown("text", "Remarque"),
            Shown("amount", "Nombre", "count"),
            Shown("detail", "Détail"),
        ),
    ),
    title="À savoir de cette version",
)
cards.twin(
    Card(
        "dictionnaire",
        told.publish(pd.DataFrame(reading.data_dictionary()), "Dictionnaire des données"),
        tuple(Shown(name, name.capitalize()) for name in reading.data_dictionary().columns),
    ),
    title="Dictionnaire des données",
)
cards.twin(
    lambda: Card(
        "tables",
        told.publish(tables(), "Tables d’une version"),
        tuple(Shown(name, name.capitalize()) for name in tables().columns),
    ),
    key="tables",
    title="Tables d’une version",
    lazy=True,
)
st.download_button(
    "Zonage à corriger (zip)",
    data=lambda: reading.zoning_zip(view),
    file_name="equistage-zonage.zip",
    key="zonage",
    help="Les BEF et le rattachement des communes\u00a0: corriger, puis importer l’archive.",
)
st.download_button(
    "Modèles de fichiers à remplir (zip)",
    data=reading.templates_zip,
    file_name="equistage-modeles.zip",
    key="modeles",
)
