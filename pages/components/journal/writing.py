"""Writing in the journal from the page; what came of it is told at the next run."""

from collections.abc import Callable

import streamlit as st

from data.journal import journal
from data.journal.actions import Action, RefusedError, campaign_of, known_places
from data.journal.journal import ConflictError
from data.journal.journal_file import REMOVED, JournalError, Revision
from data.store import store
from demo.actions import invent_actions
from pages.components import reading, settings
from pages.components.journal import kept
from pages.components.reading import View
from pages.components.url_state import choose, chosen

_DONE, _FAILURE = "journal_done", "journal_failure"
OPENED = "journal_opened"  # (action, number of the revision that the editor read)


def write(
    view: View, action: Action, of: str | None = None, expected: int = 0, settles: int = 0
) -> None:
    """Save an action; show what is refused, or start the page again."""

    places = reading.rows(view, known_places)
    _attempt(
        lambda: journal.save(
            store.home(), view.scope, action, places, of=of, expected=expected, settles=settles
        ),
        "Action {} enregistrée.",
    )


def remove(view: View, action: str, expected: int, settles: int = 0) -> None:
    """Take an action out."""
    _attempt(
        lambda: journal.remove(store.home(), view.scope, action, expected, settles),
        "Action {} retirée\u00a0: son histoire est gardée.",
    )


def restore(view: View, action: str, number: int, expected: int) -> None:
    """Bring back an earlier text."""
    _attempt(
        lambda: journal.restore(store.home(), view.scope, action, number, expected),
        "Action {} rétablie.",
    )


def _attempt(run: Callable[[], Revision], told: str) -> None:
    for name in (_DONE, _FAILURE):
        st.session_state.pop(name, None)
    try:
        made = run()
    except RefusedError as refused:
        for message in refused.messages.values():
            st.error(message)
        return
    except ConflictError as conflict:
        st.session_state[_FAILURE] = str(conflict)
        st.session_state[OPENED] = (conflict.latest.action, conflict.latest.number)
        choose("action", conflict.latest.action)
        st.rerun()
    except JournalError as error:
        st.error(str(error))
        return
    st.session_state[_DONE] = (told.format(made.action), made.action, made.number)
    st.session_state[OPENED] = (made.action, made.number)
    if made.state == REMOVED:
        choose("action", "")
    if chosen(kept.AXIS) not in (settings.ALL, made.content.axis):
        choose("axe", settings.ALL)
    choose("campagne", campaign_of(made.content.day))
    st.rerun()


def show_outcome(view: View) -> None:
    """Tell what the last writing of this session came to, and offer to undo it."""
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(failure)
    if done := st.session_state.get(_DONE):
        text, action, number = done
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(text)
            if st.button("Annuler", key="journal_undo"):
                _attempt(
                    lambda: journal.undo(store.home(), view.scope, action, number),
                    "Action {}\u00a0: dernière écriture annulée.",
                )


def invent() -> None:
    """Fill the empty journal of a demonstration."""
    _then_rerun(lambda: invent_actions(store.home()))


def remove_invented(view: View) -> None:
    """Take the invented actions out."""
    _then_rerun(lambda: journal.remove_invented(store.home(), view.scope))


def _then_rerun(run: Callable[[], object]) -> None:
    try:
        run()
    except JournalError as error:
        st.error(str(error))
        return
    st.rerun()
