"""One action opened: edit, two texts to choose from, removal, history."""

import pandas as pd
import streamlit as st

from data.journal import journal, journal_tables
from data.journal.actions import AXES, united
from data.journal.journal_file import ASIDE, REMOVED, Revision
from data.store import store
from figures.cards.card import Card
from figures.words.journal import ROLES, describe_history, moment
from pages.components import cards, style
from pages.components.cards import Shown, Told
from pages.components.journal import entry, writing
from pages.components.reading import View

HISTORY = (
    Shown("number", "Révision", "count"),
    Shown("state", "État"),
    Shown("text", "Texte"),
    Shown("at", "Le (UTC)"),
    Shown("who", "Par"),
    Shown("day_text", "Date"),
    Shown("axis_name", "Axe"),
    Shown("practice", "Pratique"),
    Shown("school_names", "Établissements"),
    Shown("partner_names", "Partenaires"),
)


def show(view: View, action: str, known: pd.DataFrame, names: dict[str, str]) -> None:
    """Draw the panel of an action."""
    revisions = journal.revisions(store.home(), view.scope, action)
    latest = [r for r in revisions if r.state != ASIDE][-1]
    waiting = journal_tables.waiting(store.home(), view.scope, action)
    if waiting:
        _choose(view, latest, waiting[0], known, names)
    else:
        _edit(view, _read(action, revisions, latest), latest, known)
    with st.expander(f"Histoire de l’action ({len(revisions)})"):
        _history(view, action, latest, names)


def _read(action: str, revisions: list[Revision], latest: Revision) -> Revision:
    """The revision that this session read when it opened the action."""
    opened = st.session_state.get(writing.OPENED)
    if opened is None or opened[0] != action:
        opened = st.session_state[writing.OPENED] = (action, latest.number)
    return next(r for r in revisions if r.number == opened[1])


def _edit(view: View, read: Revision, latest: Revision, known: pd.DataFrame) -> None:
    if read.state == REMOVED:
        style.note(f"Action {read.action} retirée", [f"par {_signed(read)}"])
        return
    style.caption(f"Modifier l’action {read.action}", f"texte de {_signed(read)}")
    if read.number != latest.number:
        st.warning(
            f"L’action a été {latest.state} depuis ({_signed(latest)}). Enregistrer gardera les "
            "deux textes\u00a0; relire montre ce qu’elle est devenue."
        )
        if st.button("Relire", key="journal_reread"):
            st.session_state[writing.OPENED] = (latest.action, latest.number)
            st.rerun()
    entry.form(
        view,
        read.content,
        known,
        f"{read.action}_{read.number}",
        "Enregistrer",
        lambda written: writing.write(view, written, read.action, read.number),
        read.action,
    )
    if st.button("Retirer l’action", key="journal_remove"):
        writing.remove(view, read.action, read.number)


def _choose(
    view: View, latest: Revision, aside: Revision, known: pd.DataFrame, names: dict[str, str]
) -> None:
    """Show two texts written at the same time, and let the reader keep one or unite them."""
    out = latest.state == REMOVED
    style.caption(
        f"Deux textes pour l’action {latest.action}",
        "écrits en même temps\u00a0: rien n’est perdu, choisir ou réunir",
    )
    theirs, ours = _fields(latest, names), _fields(aside, names)
    differ = [name for name in theirs if theirs[name] != ours[name]]
    for place, one, fields in zip(
        st.columns(2, gap="medium"), (latest, aside), (theirs, ours), strict=True
    ):
        with place:
            style.note(f"{one.state.capitalize()} · {_signed(one)}", [])
            style.definitions([(name, fields[name]) for name in differ or fields])
    if same := [name for name in theirs if differ and name not in differ]:
        st.caption(f"Identique dans les deux textes\u00a0: {', '.join(same).lower()}.")
    settles = aside.number
    with st.container(horizontal=True):
        if out:
            if st.button("Laisser l’action retirée", key="journal_keep"):
                writing.remove(view, latest.action, latest.number, settles)
        elif st.button("Garder le texte enregistré", key="journal_keep"):
            writing.write(view, latest.content, latest.action, latest.number, settles)
        if st.button("Prendre le texte mis de côté", key="journal_take"):
            writing.write(view, aside.content, latest.action, latest.number, settles)
    start = aside.content if out else united(latest.content, aside.content)
    entry.form(
        view,
        start,
        known,
        f"unite_{latest.action}_{latest.number}_{settles}",
        "Enregistrer le texte réuni",
        lambda written: writing.write(view, written, latest.action, latest.number, settles),
        latest.action,
    )


def _signed(one: Revision) -> str:
    return f"{ROLES.get(one.role, one.role)} · {one.perimeter}, {moment(one.saved_at)} UTC"


def _fields(one: Revision, names: dict[str, str]) -> dict[str, str]:
    content = one.content
    return {
        "Date": f"{content.day:%d/%m/%Y}",
        "Axe": AXES[content.axis],
        "Texte": content.text,
        "Pratique": content.practice or "sans mot-clé",
        "Reprise de": content.taken_from or "aucune",
        "Établissements": ", ".join(names.get(u, u) for u in content.schools) or "aucun",
        "Partenaires": ", ".join(content.partners) or "aucun",
    }


def _history(view: View, action: str, latest: Revision, names: dict[str, str]) -> None:
    table = journal_tables.history(store.home(), view.scope, action)
    told = Told(view, action, "toutes", "journal")
    published = told.publish(describe_history(table, names), f"Histoire de l’action {action}")
    cards.rows(Card("journal-histoire", published, HISTORY))
    earlier = table.loc[table["number"] != latest.number, "number"].tolist()
    if not earlier:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "Révision", earlier, width=110, filter_mode=None, key=f"journal_back_{action}"
        )
        if st.button("Revenir à ce texte", key="journal_restore"):
            writing.restore(view, action, number, latest.number)
