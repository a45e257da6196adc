"""Snapshots on screen: what says that figures are frozen, the names, what changed since."""

from datetime import datetime

import pandas as pd
import streamlit as st

from analytics.verdicts.snapshots import Moment, differences
from data.selection import Selection
from data.store import store, versions
from data.store.store import StoreError
from pages.components import reading, settings
from pages.components.reading import TODAY, View
from pages.components.url_state import choose, chosen


def banner(view: View) -> None:
    """Say that a snapshot is being read, and how to come back."""
    name = chosen(reading.snapshot())
    if name == TODAY:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="snapshot"):
        st.info(
            f"Instantané «\u00a0{name}\u00a0»\u00a0: chiffres figés, version du "
            f"{reading.created(view)}. Ce qui a été importé depuis n’y est pas."
        )
        st.button("Revenir à la version en cours", on_click=choose, args=("instantane", TODAY))


def named() -> pd.DataFrame:
    """One row a named version, the newest first: name, made (dd/mm/yyyy), current (oui, non)."""
    current = store.current_path(store.home())
    rows = [
        (name, path.stem, _made(path.stem), "oui" if path == current else "non")
        for name, path in versions.labelled(store.home()).items()
    ]
    table = pd.DataFrame(rows, columns=["name", "version", "made", "current"])
    return table.sort_values(["version", "name"], ascending=False, ignore_index=True)


def since(name: str, selection: Selection, by: tuple[str, ...]) -> tuple[str, str, pd.DataFrame]:
    """Campaigns of a snapshot and of today, and what changed between them."""
    now = reading.view_of_page(today=True)
    then = reading.snapshot_views(now)[name]
    years = settings.campaign(then).default, settings.campaign(now).default
    return *years, _since(then, now, years, selection, by)


@st.cache_data(max_entries=30, show_spinner=False)
def _since(
    then: View, now: View, years: tuple[str, str], selection: Selection, by: tuple[str, ...]
) -> pd.DataFrame:
    return differences(
        Moment(then.opened, years[0]), Moment(now.opened, years[1]), now.scope, selection, by
    )


def give_name(text: str) -> str | None:
    """Name the version in force; the message of what is wrong, or None."""
    current = store.current_path(store.home())
    try:
        versions.label(store.home(), current.stem if current else "", text.strip())
    except StoreError as error:
        return str(error)
    return None


def take_back(name: str) -> None:
    """Take the name of a version back."""
    versions.unlabel(store.home(), name)
    if chosen(reading.snapshot()) not in (TODAY, *versions.labelled(store.home())):
        choose("instantane", TODAY)


def _made(stem: str) -> str:
    return datetime.strptime(stem[:8], "%Y%m%d").strftime("%d/%m/%Y")
