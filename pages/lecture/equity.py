"""Équité : l’accès aux stages est-il équitable, où et pour qui ?"""

import streamlit as st

from analytics.catalogue import CATALOGUE
from data.store.store import NotDiffusedError
from figures.cards.card import Card
from figures.cards.kinds import Curve, Parts
from figures.equity import curves
from figures.equity.equity import equity_answer
from figures.words import equity_words
from pages.components import cards, reading, settings, style
from pages.components.access import fairness as equity
from pages.components.access.fairness import Inside

SPLIT = [0.58, 0.42]

# Réglages
view = reading.view_of_page()
controls = (
    settings.campaign(view),
    settings.level(view),
    settings.family(view),
    settings.zone(view),
    equity.PUBLIC,
    equity.MEASURE,
)
answer, _, codes = settings.bar("L’accès aux stages est-il équitable\u00a0?", controls)
year, level, family, zone, public, measure = codes

# Calcul
sheet = CATALOGUE[measure]
chosen = settings.selection(year, level, family, settings.selected(zone))
try:
    found = equity.fairness(view, chosen, public, measure)
except NotDiffusedError as error:
    reading.stop_if_not_diffused(error)
told = cards.told(view, found.selection)
everywhere = cards.told(view, equity.whole(found.selection))
people, share = equity.CURVE_COLUMNS


# Vue
def show_concentration(inside: Inside) -> None:
    """Where the periods without a place are, from the lowest IPS to the highest."""
    lack, note = equity.LACKS[measure], equity_words.concentration_note(inside.concentration)
    axes = "part des périodes suivies, des plus bas IPS aux plus hauts", "part de ces périodes"
    rows = curves.describe_curve(inside.concentration.curve, lack)
    card = Card(
        "concentration",
        told.publish(rows, f"Où sont les périodes {lack}"),
        (people, share),
        Curve(people, (share,), note, *axes),
        "Courbe de concentration selon l’IPS",
    )
    cards.show(card)
    cards.twin(card, of="courbe selon l’IPS")


def show_channels() -> None:
    """Who found the placement."""
    rows = curves.describe_channels(found.channels)
    public, _, _, _, part, *_ = equity.CHANNEL_COLUMNS
    card = Card(
        "canaux",
        told.publish(rows, "Qui a trouvé le stage, % des placements"),
        equity.CHANNEL_COLUMNS,
        Parts(public, (part,), "channel", curves.CHANNELS),
        "Canal d’obtention de chaque public",
        extra="hachuré\u00a0: canal inconnu",
    )
    cards.show(card)
    cards.twin(card, of="canaux")


def show_effects(inside: Inside) -> None:
    """What changes the rate."""
    title = f"Ce qui change la mesure «\u00a0{sheet.name}\u00a0», points"
    effects = told.publish(equity_words.describe_effects(inside.effects), title)
    card = Card("effets", effects, equity.EFFECT_COLUMNS, extra="intervalle à 95\u00a0%")
    cards.head(card)
    cards.rows(card)


def show_inequality(inside: Inside) -> None:
    """How unequal schools are, and how much of it lies between BEF."""
    parts = curves.describe_parts(inside.inequality)
    card = Card(
        "theil",
        everywhere.publish(parts, "Inégalités entre établissements\u00a0: part entre bassins"),
        equity.PART_COLUMNS,
        Parts(equity.PART_COLUMNS[0], equity.PART_COLUMNS[1:3]),
        "Part des inégalités entre bassins",
        extra="indice de Theil",
    )
    cards.show(card)
    cards.twin(card, of="part entre bassins")
    rows = curves.describe_curve(inside.inequality.lorenz, "du total")
    note = equity_words.inequality_note(inside.inequality)
    axes = "part des périodes, du taux le plus bas au plus haut", "part du total mesuré"
    card = Card(
        "lorenz",
        everywhere.publish(rows, f"Courbe de Lorenz\u00a0: {sheet.name}"),
        (people, share),
        Curve(people, (share,), note, *axes),
        "Lorenz",
    )
    cards.show(card)
    cards.twin(card, of="Lorenz")
    table = equity_words.describe_indices(inside.concentration, inside.inequality)
    indices = everywhere.publish(table, "Indices d’inégalité")
    cards.twin(Card("indices", indices, equity.INDEX_COLUMNS), of="inégalités")


with answer:
    inequality = found.inside.inequality if found.inside else None
    style.answer(
        equity_answer(found.gaps, public, measure) + equity_words.unequal_answer(inequality)
        if found.readable
        else found.reason
    )
left, right = st.columns(SPLIT, gap="medium") if found.readable else (st.container(), None)
with left:
    if len(found.gaps):
        gaps = Card(
            "ecarts",
            told.publish(found.gaps, f"{sheet.name}, %, et écart à la référence, points"),
            equity.gap_columns(found.gaps),
            equity.shows(found, sheet.name),
            "Taux de chaque public, écart à la référence",
            extra=equity.LEGENDS[view.scope.level],
        )
        if found.readable:
            cards.show(gaps)
    st.caption(f"{found.note} {equity.NOT_MEASURED}")
    if len(found.gaps):
        cards.twin(gaps, key=f"ecarts-{public}")
if right is not None:
    with right:
        if found.inside:
            show_concentration(found.inside)
        else:
            style.note("Ce qui n’est pas diffusé", [equity.NOT_DIFFUSED])
left, right = st.columns(SPLIT, gap="medium") if found.inside else (st.container(), None)
with left:
    if len(found.channels):
        show_channels()
    if found.inside:
        show_effects(found.inside)
if found.inside and right is not None:
    with right:
        show_inequality(found.inside)
cards.limits("ecart_equite", measure, "canal")
