"""Places to find on the first day: bars beside the map, tables under it."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import sides
from analytics.services.lacks import Lacks, of_schools
from data import silence
from figures.bars import describe_lacks, describe_reach
from figures.cards.card import Card
from figures.cards.kinds import Bars
from figures.words import french
from pages.components import cards, style
from pages.components.access.access_settings import Hypotheses
from pages.components.cards import Shown
from pages.components.reading import View

MOST_BARS = 10
_MEASURES = (
    Shown("to_place", "Manque à placer (places)", "count"),
    Shown("due", "Périodes dues", "count"),
    Shown("known", "Périodes suivies (n)", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
    Shown("rate", "Taux d’accès à J0 (%)", "share"),
    *cards.BOUNDS,
    Shown("absence", "Code"),
)


def show(view: View, lacks: Lacks, reached: pd.DataFrame, chosen: Hypotheses) -> Card:
    """Draw the bars: places to find, or the access of each BEF where nothing is followed."""
    told = cards.told(view, lacks.selection)
    if lacks.followed:
        rows = describe_lacks(lacks.table.head(MOST_BARS), one_zone=lacks.selection.bef is not None)
        title = "Manque à placer au premier jour, places"
    else:
        style.note(
            f"Placements {silence.UNTOLD_S}",
            [
                "Aucun suivi transmis pour "
                f"{french.plural(lacks.due, 'période due', 'périodes dues')}."
            ],
        )
        rows = describe_reach(reached)
        title = "Places potentielles pour 100\u00a0élèves, par bassin"
        told = replace(told, attribution=f"établissement · {chosen.text}")
    amount = Shown("amount", title, "count" if lacks.followed else "decimal")
    side = sides.UNFAVOURABLE if lacks.followed else sides.FAVOURABLE
    shows = Bars(Shown("label", "Bassin (BEF) et famille"), (amount,), side)
    card = Card("barres", told.publish(rows, title), shows=shows, height=40 + 27 * len(rows))
    cards.show(card)
    if secret := lacks.secret:
        st.caption(
            f"{french.plural(secret, 'croisement secret', 'croisements secrets')} n’y "
            f"{'sont' if secret > 1 else 'est'} pas\u00a0: il peut y manquer plus de places."
        )
    elif not len(rows):
        style.note("Aucune place ne manque", ["À cet objectif, dans ce périmètre."])
    return card


def twins(view: View, lacks: Lacks, bars: Card) -> None:
    """Tables of the places to find: BEF × family, and schools for the agents in charge.

    Parameters
    ----------
    bars : the figure above the first, as `show` gives it
    """
    told = cards.told(view, lacks.selection)
    zone = Shown("zone_name", "Bassin (BEF)")
    whole = Card(
        "manque-bassin-famille",
        told.publish(lacks.table, "Manque à placer au premier jour"),
        (zone, Shown("family_name", "Famille"), *_MEASURES),
    )
    cards.twin(whole, bars, of="bassin × famille", lazy=True)
    if not lacks.by_school:
        return

    def by_school() -> Card:
        published = told.publish(of_schools(view, lacks), "Manque à placer par établissement")
        school = Shown("school_name", "Établissement")
        columns = (school, Shown("commune_name", "Commune"), zone, *_MEASURES)
        return Card("manque-etablissements", published, columns)

    cards.twin(by_school, of="établissements", key="manque-etablissements", lazy=True)
