"""Changements : qu'est-ce qui a changé cette campagne, au-delà de la variation ordinaire ?"""

from dataclasses import replace

import streamlit as st

from analytics.services.changes import digest, trend
from data import clock
from figures.cards.card import Card
from figures.pole.digest import KINDS, describe_changes, digest_content, digest_html
from figures.pole.trends import describe_points, verdict_sentence
from pages.components import cards, printing, reading, settings, style
from pages.components.campaign import changes
from pages.components.journal import kept
from pages.components.url_state import select
from slides.changes import digest_deck
from slides.deck import MIME

# Réglages
view = reading.view_of_page()
controls = (
    settings.campaign(view),
    settings.level(view),
    settings.zone(view),
    changes.compared(view),
)
answer, _, (year, level, zone, since) = settings.bar(
    "Qu’est-ce qui a changé\u00a0?", controls, (changes.SERIES, changes.MOMENT), reserved=view
)

# Calcul
chosen = settings.selection(year, level, bef=settings.selected(zone))
earlier = reading.snapshot_views(view).get(since)
found = digest(view, chosen, earlier)
told = cards.told(view, chosen)
if view.reader.runs(year):
    same_day = "au même jour de l’année que les campagnes précédentes"
    told = replace(told, perimeter=f"{told.perimeter} · {same_day}")
title = f"Ce qui a changé en {year}"
examined = told.publish(describe_changes(found.changes), title)
changed = Card("changements", examined, changes.CHANGES, extra="comparée aux campagnes précédentes")
content = digest_content(
    examined,
    told.publish(found.silences, title),
    told.publish(found.rectified, title) if earlier else None,
)


# Vue
def show_items() -> None:
    """What happened, kind by kind, and the page to print."""
    cards.head(changed)
    for kind, heading in KINDS.items():
        texts = [item.text for item in content.items if item.kind == kind]
        if texts:
            style.note(heading, texts)
    if not content.items:
        st.caption("Ni signal, ni établissement qui aurait cessé ou repris ses envois.")
    name = f"equistage-changements-{year}-{examined.level}"
    version, link = reading.info(view)["version"], cards.page_address()
    with st.container(horizontal=True, vertical_alignment="center"):
        printing.offer_pdf(document, name, 1, "pdf_digest")
        printing.offer_html(document, name, "Page à imprimer (HTML)", "page_digest")
        st.download_button(
            "Diapositive (.pptx)",
            data=lambda: digest_deck(content, examined, chosen.bef, version, link),
            file_name=f"{name}.pptx",
            mime=MIME,
            key="slide_digest",
        )
    cards.twin(changed)


def document() -> str:
    """Write the page to print."""
    return digest_html(content, cards.MARKS[examined.level], clock.today().strftime("%d/%m/%Y"))


def show_series() -> None:
    """The series of one BEF in its ordinary variation."""
    with st.container(horizontal=True):
        indicator, moment = select(changes.SERIES), select(changes.MOMENT)
    if chosen.bef is None:
        st.caption("Choisir un bassin pour voir sa série et sa variation ordinaire.")
        return
    shown = trend(view, chosen, indicator, moment == "periode")
    if shown.verdicts.empty:
        st.caption("Aucune période due pour ce choix\u00a0: sans objet.")
        return
    title = f"{changes.SERIES.options[indicator]}, %, à formations et établissements égaux"
    until = replace(told, period=f"jusqu’à {year}")
    points = until.publish(describe_points(shown.points), title)
    verdict = shown.verdicts.iloc[0]
    st.markdown(verdict_sentence(verdict))
    card = Card(
        "serie_plot",
        points,
        changes.POINTS,
        changes.series(points, kept.marks(view, chosen.bef), str(verdict["side"])),
        f"{title}\u00a0: {verdict_sentence(verdict)}",
        extra=f"bande\u00a0: variation ordinaire{changes.LETTERS[moment]}",
    )
    cards.show(card)
    cards.twin(card, of="série", key="serie")


with answer:
    style.answer(content.lead)
left, right = st.columns([0.55, 0.45], gap="medium")
with left:
    show_items()
with right:
    show_series()
cards.limits(*changes.SERIES.options)
