"""From J-21 to J+7: what becomes of the periods due, as bars and as a table."""

import pandas as pd

from figures.cards.card import Card
from figures.cards.kinds import Parts
from figures.pole.funnels import NAMES, describe_funnel
from pages.components import cards
from pages.components.cards import Shown, Told

_STEPS = (
    Shown("date", "Date"),
    Shown("name", "État"),
    Shown("amount", "Périodes", "count"),
    Shown("due", "Périodes dues (n)", "count"),
    Shown("share", "Part des périodes dues (%)", "share"),
    Shown("value", "Part des périodes suivies (%)", "share"),
    Shown("rate_min", "Si aucune inconnue (%)", "share"),
    Shown("rate_max", "Si toutes les inconnues (%)", "share"),
    Shown("low", "Borne basse à 95\u00a0% (%)", "share"),
    Shown("high", "Borne haute à 95\u00a0% (%)", "share"),
    Shown("absence", "Code"),
)


def show(told: Told, dated: pd.DataFrame, key: str) -> None:
    """Draw the bars and their table.

    Parameters
    ----------
    dated : of `analytics.services.counts.funnel`
    key : stable, of the figure and of its export
    """
    steps = told.publish(describe_funnel(dated), "De J-21 à J+7, % des périodes dues")
    shows = Parts(_STEPS[0], (_STEPS[2],), "state", NAMES)
    alt = "État des périodes dues à J-21, J-7, J0 et J+7"
    card = Card(key, steps, _STEPS, shows, alt, extra="J0\u00a0: premier jour")
    cards.show(card)
    cards.twin(card, of="de J-21 à J+7", lazy=True)
