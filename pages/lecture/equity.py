"""Équité : l’accès aux stages est-il équitable, où et pour qui ?"""

import pandas as pd
import streamlit as st

from analytics.catalogue import CATALOGUE
from analytics.disclosure import Published
from data.store.store import NotDiffusedError
from figures.cards.card import Card
from figures.cards.kinds import Curve, Parts
from figures.equity import curves
from figures.equity.equity import equity_answer
from figures.words import equity_words
from pages.components import cards, reading, settings, style
from pages.components.access import fairness as equity
from pages.components.access.fairness import Inside
from pages.components.url_state import read_address, select

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
messages = read_address(controls)
st.title("L’accès aux stages est-il équitable\u00a0?", anchor=False)
answer = st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True):
    year, level, family, zone, public, measure = (select(s) for s in controls)

# Calcul
sheet = CATALOGUE[measure]
chosen = settings.selection(year, level, family, settings.selected(zone))
try:
    found = equity.fairness(view, chosen, public, measure)
except NotDiffusedError as error:
    reading.stop_if_not_diffused(error)
perimeter = settings.scope_text(view, found.selection)
everywhere = settings.scope_text(view, equity.whole(found.selection))


def published(table: pd.DataFrame, title: str, where: str = perimeter) -> Published:
    """Pass the gate, with the year and the attribution of this page."""
    return cards.publish(view, table, title, where, year, "établissement")


# Vue
def show_curve(
    curve: Published, note: str, axes: tuple[str, str], key: str, alt: str, twin: str
) -> None:
    """A curve from the lowest to the highest, then its table under a title of its own."""
    people, share = equity.CURVE_COLUMNS
    card = Card(key, curve, (people, share), Curve(people, (share,), note, *axes), alt)
    cards.show(card)
    cards.twin(card, title=f"Voir en tableau\u00a0: {twin}")


def show_concentration(inside: Inside) -> None:
    """Where the periods without a place are, from the lowest IPS to the highest."""
    lack = equity.LACKS[measure]
    curve = published(
        curves.describe_curve(inside.concentration.curve, lack), f"Où sont les périodes {lack}"
    )
    axes = "part des périodes suivies, des plus bas IPS aux plus hauts", "part de ces périodes"
    note = equity_words.concentration_note(inside.concentration)
    alt = "Courbe de concentration selon l’IPS"
    show_curve(curve, note, axes, "concentration", alt, "courbe selon l’IPS")


def show_channels() -> None:
    """Who found the placement."""
    channels = published(
        curves.describe_channels(found.channels), "Qui a trouvé le stage, % des placements"
    )
    public, _, _, _, share, *_ = equity.CHANNEL_COLUMNS
    card = Card(
        "canaux",
        channels,
        equity.CHANNEL_COLUMNS,
        Parts(public, (share,), "channel", curves.CHANNELS),
        "Canal d’obtention de chaque public",
        extra="hachuré\u00a0: canal inconnu",
    )
    cards.show(card)
    cards.twin(card, title="Voir en tableau\u00a0: canaux")


def show_effects(inside: Inside) -> None:
    """What changes the rate."""
    title = f"Ce qui change la mesure «\u00a0{sheet.name}\u00a0», points"
    effects = published(equity_words.describe_effects(inside.effects), title)
    card = Card("effets", effects, equity.EFFECT_COLUMNS, extra="intervalle à 95\u00a0%")
    cards.head(card)
    cards.rows(card)


def show_inequality(inside: Inside) -> None:
    """How unequal schools are, and how much of it lies between BEF."""
    parts = published(
        curves.describe_parts(inside.inequality),
        "Inégalités entre établissements\u00a0: part entre bassins",
        everywhere,
    )
    card = Card(
        "theil",
        parts,
        equity.PART_COLUMNS,
        Parts(equity.PART_COLUMNS[0], equity.PART_COLUMNS[1:3]),
        "Part des inégalités entre bassins",
        extra="indice de Theil",
    )
    cards.show(card)
    cards.twin(card, title="Voir en tableau\u00a0: part entre bassins")
    lorenz = published(
        curves.describe_curve(inside.inequality.lorenz, "du total"),
        f"Courbe de Lorenz\u00a0: {sheet.name}",
        everywhere,
    )
    note = equity_words.inequality_note(inside.inequality)
    axes = "part des périodes, du taux le plus bas au plus haut", "part du total mesuré"
    show_curve(lorenz, note, axes, "lorenz", "Lorenz", "Lorenz")
    table = equity_words.describe_indices(inside.concentration, inside.inequality)
    indices = published(table, "Indices d’inégalité", everywhere)
    card = Card("indices", indices, equity.INDEX_COLUMNS)
    cards.twin(card, title="Voir en tableau\u00a0: inégalités")


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
            published(found.gaps, f"{sheet.name}, %, et écart à la référence, points"),
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
