"""What the pages of change read: digests and trends, cached by version and scope."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.digest import Digest
from analytics.digest import digest as digest_of
from analytics.disclosure import Published
from analytics.trends import FOLLOWED, Trend, read_counts, trends_of, until
from data.day_reads import comparable
from data.selection import Selection
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
    Shown("unknown", "Non renseignées", "count"),
    Shown("verdict", "Verdict"),
)
POINTS = (
    Shown("label", "Moment"),
    Shown("value", "Valeur à formations égales, %", "share"),
    Shown("expected", "Moyenne de la série, %", "share"),
    Shown("low", "Variation ordinaire\u00a0: de", "share"),
    Shown("high", "à", "share"),
    Shown("n", "Connues", "count"),
    Shown("unknown", "Non renseignées", "count"),
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
    points : as `figures.trends.describe_points`
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


@st.cache_data(max_entries=50, show_spinner=False)
def digest(view: View, selection: Selection, earlier: View | None = None) -> Digest:
    """What changed in a campaign, and in past ones since an earlier version."""
    before = earlier.opened if earlier else None
    return digest_of(view.opened, view.scope, selection, before)


def trend(view: View, selection: Selection, indicator: str, by_term: bool) -> Trend:
    """Series of the BEF of a selection, or of every BEF, and their verdicts."""
    every = _trends(view, replace(selection, bef=None), indicator, by_term)
    return every.of(selection.bef)


@st.cache_data(max_entries=60, show_spinner=False)
def _trends(view: View, selection: Selection, indicator: str, by_term: bool) -> Trend:
    """Every BEF at once: the variance is that of all of them anyway."""
    followed = FOLLOWED[indicator]
    compared = comparable(view.opened, view.scope, selection)
    counts = _counts(view, replace(compared, year=""), followed.columns)
    return trends_of(until(counts, selection.year), followed, by_term=by_term)


@st.cache_resource(max_entries=20, show_spinner=False)
def _counts(view: View, selection: Selection, columns: tuple[str, ...]) -> pd.DataFrame:
    """Counts of every campaign, read once for all of them, and never written to."""
    return read_counts(view.opened, view.scope, selection, columns)
