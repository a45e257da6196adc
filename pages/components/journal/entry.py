"""The form of an action."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from data import clock, reads
from data.journal.actions import AXES, FIRST_DAY, LONGEST_TAG, LONGEST_TEXT, Action
from pages.components import reading
from pages.components.journal import writing
from pages.components.reading import View

_NEW = "journal_new"  # counts the actions added: each has a form of its own


def add(view: View, bef: str, known: pd.DataFrame) -> None:
    """Form of a new action of a BEF."""
    rank = st.session_state.setdefault(_NEW, 0)
    blank = Action(clock.today(), bef, next(iter(AXES)), "")

    def save(written: Action) -> None:
        st.session_state[_NEW] = rank + 1
        writing.write(view, written)
        st.session_state[_NEW] = rank  # refused: what was typed stays

    form(view, blank, known, f"new_{rank}_{bef}", "Ajouter au journal", save)


def form(
    view: View,
    start: Action,
    known: pd.DataFrame,
    key: str,
    label: str,
    save: Callable[[Action], None],
    itself: str = "",
) -> None:
    """Draw the fields, and save what is sent; what is refused is told over the fields.

    Parameters
    ----------
    start : what the fields hold at first
    known : actions that may be named as a source
    key : a form's own; another key starts from `start` again
    save : what to do with what is sent
    itself : id of the action, which is no source of its own
    """
    names, sources = _schools(view, start), _sources(start, known, itself)
    refused = st.container()
    with st.form(f"journal_form_{key}"):
        left, right = st.columns([0.36, 0.64])
        day = left.date_input(
            "Date", start.day, format="DD/MM/YYYY", min_value=FIRST_DAY, key=f"journal_day_{key}"
        )
        axis = right.selectbox(
            "Axe de la circulaire",
            list(AXES),
            index=list(AXES).index(start.axis),
            format_func=AXES.__getitem__,
            filter_mode=None,
            key=f"journal_axis_{key}",
        )
        text = st.text_area(
            f"Ce qui est fait, en une phrase ({LONGEST_TEXT} signes, aucun nom de personne)",
            start.text,
            max_chars=max(LONGEST_TEXT, len(start.text)),  # a longer one would be cut unsaid
            height=90,
            key=f"journal_text_{key}",
        )
        uais = st.multiselect(
            "Établissements qui participent",
            list(names),
            list(start.schools),
            format_func=names.__getitem__,
            placeholder="Choisir",
            key=f"journal_schools_{key}",
        )
        partners = st.text_area(
            "Partenaires\u00a0: organismes, un par ligne",
            "\n".join(start.partners),
            height=70,
            key=f"journal_partners_{key}",
        )
        left, right = st.columns([0.36, 0.64])
        practice = left.text_input(
            "Pratique (mot-clé)",
            start.practice,
            max_chars=LONGEST_TAG,
            placeholder="forum, visites…",
            key=f"journal_practice_{key}",
        )
        source = right.selectbox(
            "Reprise d’une autre action",
            list(sources),
            index=list(sources).index(start.taken_from),
            format_func=sources.__getitem__,
            filter_mode=None,
            key=f"journal_source_{key}",
        )
        sent = st.form_submit_button(label, type="primary", key=f"journal_send_{key}")
    if sent:
        schools, bodies = tuple(uais), tuple(partners.splitlines())
        with refused:
            save(Action(day, start.bef, axis, text, practice, source, schools, bodies))


def _schools(view: View, start: Action) -> dict[str, str]:
    """Schools of the BEF that are open, and those that the action names already."""
    schools = reading.rows(view, reads.network.named)
    ours = schools[(schools["bef"] == start.bef) & ~schools["closed"].fillna(False).astype(bool)]
    names = {row.uai: f"{row.school_name} · {row.commune_name}" for row in ours.itertuples()}
    return names | {u: f"{u} (hors de la liste)" for u in start.schools if u not in names}


def _sources(start: Action, known: pd.DataFrame, itself: str) -> dict[str, str]:
    """Actions that may be reused, none, and the one that is named already."""
    sources = {"": "aucune"} | {
        row.action: f"{row.action} · {row.day:%d/%m/%Y} · {row.text[:60]}"
        for row in known.itertuples()
        if row.action != itself
    }
    return {start.taken_from: f"{start.taken_from} (hors de la liste)"} | sources
