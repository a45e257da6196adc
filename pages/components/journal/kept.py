"""What the page of the journal reads: the journal is never cached, it changes."""

import pandas as pd
import streamlit as st

from analytics.companies import network
from data import clock, reads
from data.journal import journal_tables
from data.journal.actions import AXES, campaign_before, campaign_of
from data.journal.journal_file import JournalError
from data.journal.journal_tables import Noted
from data.scope import Scope
from data.store import store
from pages.components import reading, settings
from pages.components.reading import View
from pages.components.url_state import Setting

AXIS = Setting("axe", "Axe", {settings.ALL: "Tous les axes", **AXES}, settings.ALL, 210)


def actions(view: View, removed: bool = False) -> pd.DataFrame:
    """Actions that the reader sees; invented ones in a demonstration only."""
    try:
        return journal_tables.actions(
            store.home(), view.scope, invented=is_demo(view), removed=removed
        )
    except JournalError as error:
        st.error(str(error))
        st.stop()


def marks(view: View, bef: str | None = None) -> pd.DataFrame:
    """Marks of the actions of a BEF for a curve: date, label, axis."""
    try:
        return journal_tables.markers(store.home(), view.scope, bef, invented=is_demo(view))
    except JournalError as error:
        st.warning(f"Les actions ne sont pas marquées. {error}")
        return pd.DataFrame({"date": pd.to_datetime([]), "label": [], "axis": []})


def noted(view: View) -> tuple[Noted, ...]:
    """Actions for a deck: the one who makes it is in charge, whatever the level of the document."""
    try:
        return journal_tables.noted(store.home(), Scope.daet(), invented=is_demo(view))
    except JournalError as error:
        st.warning(f"Les actions ne seront pas dans le diaporama. {error}")
        return ()


def is_demo(view: View) -> bool:
    """Tell whether the version is a demonstration."""
    return bool(reading.info(view)["demo_seed"])


def campaign(view: View) -> Setting:
    """The school year: those of the version, those of the journal, and the present one."""
    known = settings.campaign(view)
    years = {*known.options, *actions(view)["campaign"], campaign_of(clock.today())} - {""}
    options = {year: year for year in sorted(years, reverse=True)}
    default = known.default or next(iter(options))
    return Setting(known.key, known.label, options, default, known.width)


def ties(view: View, year: str, known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Schools and pairs of schools, by their hosts and the actions of two campaigns.

    Parameters
    ----------
    known : all the actions that the reader sees
    """
    last = known[known["campaign"].isin([year, campaign_before(year)])]
    parts = network.taking_part(last)
    pairs = network.links(reading.rows(view, reads.network.shared_hosts, year), parts)
    due = reading.rows(view, reads.network.schools, year)
    return network.members(due, pairs, parts), pairs


def opening(shown: pd.DataFrame, known: pd.DataFrame, gone: pd.DataFrame) -> Setting:
    """The action to open: of those listed; and the open one, whatever became of it meanwhile.

    Parameters
    ----------
    shown : actions of the choice
    known, gone : all those that stand, and those taken out
    """
    options = {"": "aucune\u00a0: en ajouter une"}
    for row in shown.itertuples():
        options[row.action] = f"{row.action} · {row.day:%d/%m/%Y} · {row.text[:70]}"
    asked = st.query_params.get("action", "")
    waits = gone[(gone["waiting"] > 0) | (gone["action"] == asked)]
    options |= {action: f"{action} · retirée" for action in waits["action"]}
    if asked not in options and (known["action"] == asked).any():
        options[asked] = f"{asked} · hors du choix"
    return Setting("action", "Action à ouvrir", options, "", 560)
