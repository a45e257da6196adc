"""Section « Bassins comparables »: which BEF are like this one, why, and whom to ask."""

import streamlit as st

from analytics.disclosure import Published
from analytics.pole.peers import VARIABLES
from analytics.services.pole import MEASURE, peers
from data import silence
from figures.cards.card import Card
from figures.cards.kinds import Parts, Rows
from figures.pole.peers import ask_answer, describe_peers, left_out_note, peers_answer, variables_of
from pages.components import cards, style
from pages.components.cards import Shown
from pages.components.pole.facts import Pole

_TITLE = "Bassins comparables"


def show(pole: Pole) -> None:
    """Draw the section: the peers, what holds them near, whom to ask, and the table."""
    st.subheader("Quels bassins ressemblent à celui-ci\u00a0?", anchor=False)
    if not pole.view.scope.in_charge:
        style.note(_TITLE, ["Réservé aux agents en charge\u00a0: rien n’en est diffusé."])
        return
    near = peers(pole.view, pole.selection, pole.bef)
    table = describe_peers(near.near, near.beside, pole.names)
    title = f"{_TITLE} à {pole.name}\u00a0: ce qui les éloigne, par variable"
    published = cards.told(pole.view, pole.selection).publish(table, title)
    style.answer(f"{peers_answer(published.table)} {ask_answer(published.table, MEASURE)}")
    card = _card(published)
    if len(table):
        cards.show(card)
    if note := left_out_note(near.left_out):
        st.caption(note)
    cards.twin(card, of="bassins comparables")
    with st.expander("Ce que « comparable » veut dire"):
        st.markdown(
            "Distance sur la densité, l’IPS, la part de la voie professionnelle parmi les élèves "
            "qui doivent un stage, la part rurale, les employeurs par élève et les secteurs des "
            "employeurs (une seule variable). Chaque écart est divisé par l’écart médian entre "
            "deux bassins\u00a0; les parts de la figure font le carré de la distance. "
            "**Hypothèse**\u00a0: ces variables comptent autant l’une que l’autre. Un bassin fait "
            "«\u00a0nettement mieux\u00a0» si l’intervalle de l’écart le dit, tous les comparables "
            f"comptés, et si les périodes {silence.UNTOLD_ES} ne peuvent pas l’effacer. Ressembler "
            "n’explique pas pourquoi l’un fait mieux\u00a0: c’est une question à lui poser."
        )


def _card(published: Published) -> Card:
    """The bars of the peers, cut by variable, and their table."""
    first = Shown("name", "Bassin (BEF)")
    found = variables_of(published.table)
    parts = [Shown(name, f"Part\u00a0: {VARIABLES[name]}", "decimal3") for name in found]
    bars = tuple(Shown(name, VARIABLES[name], "decimal3") for name in found)
    return Card(
        "comparables",
        published,
        (
            first,
            Shown("rank", "Du plus proche au moins proche", "count"),
            Shown("distance", "Distance", "decimal3"),
            *parts,
            Shown("stability", "Si l’on retire une variable"),
            Shown("rate", "Taux d’accès à J0, formations égales (%)", "share"),
            Shown("own", "Celui du bassin (%)", "share"),
            Shown("gap_points", "Écart (points)", "decimal"),
            Shown("low_points", "Borne basse (points)", "decimal"),
            Shown("high_points", "Borne haute (points)", "decimal"),
            Shown("reading", "Lecture"),
        ),
        Parts(first, bars, piled=True) if bars else Rows(),
        alt="Part de chaque variable dans la distance aux bassins comparables",
        extra="1\u00a0: écart ordinaire entre deux bassins\u00a0; *\u00a0: instable",
        height=80 + 34 * len(published.table),
    )
