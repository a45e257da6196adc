"""Places to find on the first day: bars beside the map, tables under it."""

import pandas as pd
import streamlit as st

from analytics import sides
from analytics.disclosure import Published
from analytics.services.lacks import Lacks, of_schools
from data import silence
from figures.bars import describe_lacks, describe_reach
from figures.cards.card import Card
from figures.cards.kinds import Bars
from figures.words import french
from pages.components import cards, settings, style
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
    Shown("low", "Borne basse (%)", "share"),
    Shown("high", "Borne haute (%)", "share"),
    Shown("absence", "Code"),
)


def show(view: View, lacks: Lacks, reached: pd.DataFrame, chosen: Hypotheses) -> Card:
    """Draw the bars: places to find, or the access of each BEF where nothing is followed."""
    perimeter, year = settings.scope_text(view, lacks.selection), lacks.selection.year
    if lacks.followed:
        rows = describe_lacks(lacks.table.head(MOST_BARS), one_zone=lacks.selection.bef is not None)
        title, attribution = "Manque à placer au premier jour, places", "établissement"
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
        attribution = f"établissement · {chosen.text}"
    bars = cards.publish(view, rows, title, perimeter, year, attribution)
    amount = Shown("amount", title, "count" if lacks.followed else "decimal")
    side = sides.UNFAVOURABLE if lacks.followed else sides.FAVOURABLE
    shows = Bars(Shown("label", "Bassin (BEF) et famille"), (amount,), side)
    card = Card("barres", bars, shows=shows, height=40 + 27 * len(rows))
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
    title = "Manque à placer au premier jour"
    columns = (Shown("zone_name", "Bassin (BEF)"), Shown("family_name", "Famille"), *_MEASURES)
    whole = Card("manque-bassin-famille", _publish(view, lacks, lacks.table, title), columns)
    cards.twin(whole, bars, title="Voir en tableau\u00a0: bassin × famille", lazy=True)
    if not lacks.by_school:
        return
    cards.twin(
        lambda: _by_school(view, lacks),
        key="manque-etablissements",
        title="Voir en tableau\u00a0: établissements",
        lazy=True,
    )


def _publish(view: View, lacks: Lacks, table: pd.DataFrame, title: str) -> Published:
    perimeter, year = settings.scope_text(view, lacks.selection), lacks.selection.year
    return cards.publish(view, table, title, perimeter, year, "établissement")


def _by_school(view: View, lacks: Lacks) -> Card:
    columns = (
        Shown("school_name", "Établissement"),
        Shown("commune_name", "Commune"),
        Shown("zone_name", "Bassin (BEF)"),
        *_MEASURES,
    )
    schools = of_schools(view, lacks)
    published = _publish(view, lacks, schools, "Manque à placer par établissement")
    return Card("manque-etablissements", published, columns)
