"""Lecture et méthode : comment lire ces chiffres ?"""

from dataclasses import replace

import streamlit as st

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE, Indicator
from analytics.disclosure import Level
from analytics.services import counts, reference
from data.store.store import NotDiffusedError
from figures.words import french, sheets
from pages.components import reading, settings, style
from pages.components.url_state import search
from secrecy.thresholds import described

FEW = 2  # so few sheets found are open at once
LEVELS = {
    Level.INTERNAL: "agents en charge, à l’écran\u00a0: les effectifs par établissement, niveau et "
    "famille sont montrés, car agir le demande. Les exports sont marqués «\u00a0document "
    "interne\u00a0».",
    Level.DIFFUSION: "comités, diapositives, liens pour d’autres\u00a0: règle stricte. Ce qui est "
    "secret ne revient ni par soustraction, ni par une autre page.",
}

# Réglages
view = reading.view_of_page()
controls = (settings.campaign(view), settings.level(view), settings.sheet())
answer, row, (year, level, one) = settings.bar("Comment lire ces chiffres\u00a0?", controls)
with answer:
    style.answer(sheets.method_answer())
with row:
    query = search("q", "Chercher une fiche", "mot du nom ou de la définition", 260)
selection = settings.selection(year, level)

# Calcul
chosen = sheets.found(query) if one == settings.ALL else [CATALOGUE[one]]
befs = reference.lists(view)["befs"]
level_in_force = view.scope.level


def examples(sheet: Indicator) -> list[tuple[str, str]]:
    """The indicator on the version on screen, one line a measure."""
    if not sheet.computed:
        return [("Exemple", "pas encore calculé")]
    inside = selection
    if sheet.id == "solde" and len(befs):  # the whole gives what it takes
        inside = replace(selection, bef=befs["bef"].iloc[0])
    lines = []
    for measure in sheet.measures:
        try:
            row = counts.asked(view, inside, sheet.id, key=measure.key).iloc[0]
            lines.append(sheets.example(measure, row))
        except NotDiffusedError as error:
            lines.append(f"{measure.label or 'valeur'}\u00a0: {error}")
    where = f"{settings.scope_text(view, inside)}, {year}"
    return [("Exemple", where), *(("", line) for line in lines)]


# Vue
left, right = st.columns([0.64, 0.36], gap="large")
with left:
    style.caption(
        french.plural(len(chosen), "fiche"),
        "le calcul s’affiche à l’ouverture d’une fiche, sur les données de cette version",
    )
    if not chosen:
        style.note(
            "Aucune fiche ne correspond",
            [f"«\u00a0{query}\u00a0»\u00a0: essayer un autre mot, ou vider la recherche."],
        )
    for sheet in chosen:
        opened = len(chosen) <= FEW
        place = st.expander(
            f"{sheet.name}" + ("" if sheet.computed else " (pas encore calculé)"),
            expanded=opened,
            key=f"fiche_{sheet.id}_{opened}",
            on_change="rerun",
        )
        if place.open:
            with place:
                style.definitions([*sheets.lines(sheet), *examples(sheet)])
with right:
    style.caption(f"Niveau en vigueur\u00a0: {level_in_force}", "qui peut voir ces chiffres")
    style.definitions([(name.value, text) for name, text in LEVELS.items()])
    style.caption("Seuils en vigueur", "au-delà ou au-dessous, la lecture change")
    style.definitions([(f"{t.name}\u00a0: {t.value}", t.meaning) for t in described()])
    style.caption("Codes d’absence", "une case n’est jamais vide sans raison")
    style.definitions([(code.value, code.meaning) for code in Absence])
    style.caption("Bornes et intervalles", "ce qui entoure une valeur")
    style.definitions(
        [
            ("bornes", "[P/N\u00a0; (P+U)/N]\u00a0: toutes les inconnues sans, puis toutes avec"),
            ("intervalle", "Wilson à 95\u00a0% autour des bornes\u00a0: hasard et inconnues"),
            ("hypothèse", "limites des BEF\u00a0: hypothèse, à confirmer par l’académie"),
        ]
    )
