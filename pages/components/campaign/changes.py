"""What the pages of change show: their settings, their columns, the series of a BEF."""

import pandas as pd

from analytics.disclosure import Published
from analytics.verdicts.trends import FOLLOWED
from data import silence
from figures.cards.kinds import ACTIONS, Over, Series
from pages.components import reading
from pages.components.cards import Shown
from pages.components.reading import View
from pages.components.url_state import Setting

SERIES = Setting(
    "serie",
    "Série",
    {key: one.name[0].upper() + one.name[1:] for key, one in FOLLOWED.items()},
    "taux_acces",
    250,
)
MOMENT = Setting("pas", "Pas", {"periode": "Par période", "campagne": "Par campagne"}, "periode")
LETTERS = {"periode": " · S\u00a0sept.–déc., J\u00a0janv.–mars, A\u00a0avr.–août", "campagne": ""}
CHANGES = (
    Shown("name", "Bassin"),
    Shown("label", "Indicateur"),
    Shown("before", "Campagnes précédentes, %", "share"),
    Shown("now", "Campagne, %", "share"),
    Shown("points", "Écart, points", "decimal"),
    Shown("low_points", "de", "decimal"),
    Shown("high_points", "à", "decimal"),
    Shown("n", "Périodes connues", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
    Shown("verdict", "Verdict"),
)
POINTS = (
    Shown("label", "Moment"),
    Shown("value", "Valeur à formations égales, %", "share"),
    Shown("expected", "Moyenne de la série, %", "share"),
    Shown("low", "Variation ordinaire\u00a0: de", "share"),
    Shown("high", "à", "share"),
    Shown("n", "Connues", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
    Shown("told", "Signal"),
    Shown("absence", "Absence"),
)

_SHOWN = (
    Shown("value", "Valeur à formations égales", "share"),
    Shown("expected", "Moyenne de la série", "share"),
)


def series(points: Published, actions: pd.DataFrame, side: str, room: int = 520) -> Series:
    """The series of a BEF in its band, the actions of the journal on it.

    Parameters
    ----------
    points : as `figures.pole.trends.describe_points`
    actions : date, label
    side : of the verdict
    room : width at which the labels of actions are set, pixels
    """
    over = Over(ACTIONS, points.remade(actions[["date", "label"]]))
    return Series(Shown("label", "Moment"), _SHOWN, side, room, (over,))


def compared(view: View) -> Setting:
    """Whether past campaigns are also read as an older snapshot showed them."""
    older = [name for name, v in reading.snapshot_views(view).items() if v.path < view.path]
    options = {reading.TODAY: "aucun instantané", **{name: name for name in older}}
    return Setting("depuis", "Rectifié depuis", options, reading.TODAY, 190)
