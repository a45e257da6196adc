"""The settings shared by the pages, made from the version on screen."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.catalogue import CATALOGUE
from analytics.services import reference
from data.selection import HOST, RESIDENCE, SCHOOL, Selection
from pages.components import reading
from pages.components.reading import View
from pages.components.url_state import Setting, chosen, read_address, select

ALL = "tous"
RENDERING = Setting(
    "carte", "Carte", {"auto": "Interactive", "simple": "Carte simplifiée"}, "auto", 132
)
SCALE = Setting(
    "echelle", "Couleurs", {"ecart": "Écart à l’académie", "brut": "Échelle brute"}, "ecart", 168
)
_TARGETS = {"100": "100\u00a0%", "95": "95\u00a0%", "90": "90\u00a0%"}
_TRACKS = {
    "pro": "Voie professionnelle",
    "gt": "2de générale et techno.",
    "college": "Collège (3e)",
}


def bar(
    title: str,
    controls: Sequence[Setting],
    unseen: Sequence[Setting] = (),
    reserved: View | None = None,
) -> tuple[DeltaGenerator, DeltaGenerator, list[str]]:
    """Draw the head of a page: its question, the place of its answer, its row of settings.

    Parameters
    ----------
    unseen : read from the address too; the page draws them elsewhere
    reserved : view of a page for the agents in charge only: it stops under its title for others

    Returns
    -------
    The place of the answer, the row, and the codes of the controls
    """
    messages = read_address((*controls, *unseen))
    st.title(title, anchor=False)
    if reserved:
        reading.refuse_diffused(reserved)
    answer = st.container()
    for message in messages:
        st.warning(message)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        return answer, row, [select(setting) for setting in controls]


def chosen_rendering() -> str:
    """The rendering of maps that the address asks for."""
    return chosen(RENDERING)


def target(view: View) -> Setting:
    """Share of the followed periods that should have a host; to others, all of them only."""
    options = _TARGETS if view.reader.tells_schools else {"100": _TARGETS["100"]}
    return Setting("objectif", "Objectif", options, "100", 95)


def campaign(view: View) -> Setting:
    """The school year; the last one with a follow-up, or else the last one."""
    years = reference.lists(view)["years"]
    followed = years[years["followed"] > 0]
    default = (followed if len(followed) else years)["year"].iloc[-1] if len(years) else ""
    options = {y: y for y in reversed(years["year"].tolist())} or {"": "aucune"}
    return Setting("campagne", "Campagne", options, default, 106)


def level(view: View) -> Setting:
    """A track or one of its levels."""
    options = {ALL: "Tous niveaux", **_TRACKS}
    for row in reference.lists(view)["levels"].itertuples():
        if row.track == "pro":
            options[row.level] = row.label
    return Setting("niveau", "Niveau", options, "pro", 175)


def family(view: View) -> Setting:
    """A formation family that has pupils in this version."""
    known = set(reading.families_known(view))
    names = reference.names(view, "families")
    options = {ALL: "Toutes"} | {code: name for code, name in names.items() if code in known}
    return Setting("famille", "Famille de métiers", options, ALL, 204)


def zone(view: View) -> Setting:
    """The BEF, or the whole académie."""
    options = {ALL: "Toute l’académie", **reference.names(view, "befs")}
    return Setting("bef", "Bassin (BEF)", options, ALL, 258)


def pole(view: View) -> Setting:
    """The BEF of the pôle: one of those that the reader may read."""
    own, names = view.reader.befs(), reference.names(view, "befs")
    options = {code: name for code, name in names.items() if own is None or code in own}
    options = options or {"": "aucun"}
    return Setting("bef", "Bassin (BEF)", options, next(iter(options)), 260)


def attribution(view: View) -> Setting:
    """To whom counts go; to others, by school only."""
    options = {SCHOOL: "Établissement"}
    if view.reader.tells_attributions:
        options |= {RESIDENCE: "Résidence", HOST: "Accueil"}
    return Setting("attribution", "Attribution", options, SCHOOL, 122)


def indicator(ids: tuple[str, ...]) -> Setting:
    """The indicator on the map."""
    options = {i: CATALOGUE[i].name for i in ids}
    return Setting("indicateur", "Indicateur", options, ids[0], 198)


def sheet() -> Setting:
    """One sheet of the catalogue, or all of them."""
    names = {i: CATALOGUE[i].name for i in CATALOGUE}
    return Setting("fiche", "Fiche", {ALL: "Toutes les fiches", **names}, ALL, 220)


def selected(code: str) -> str | None:
    """The code of a setting, None for all."""
    return None if code == ALL else code


def selection(
    year: str,
    level_code: str,
    family_code: str = ALL,
    bef: str | None = None,
    attribution: str = SCHOOL,
) -> Selection:
    """Selection of the store from the codes of the settings."""
    track = level_code if level_code in _TRACKS else None
    one_level = None if track or level_code == ALL else level_code
    return Selection(year, track, one_level, selected(family_code), bef, attribution)


@st.cache_data(max_entries=300, show_spinner=False)
def scope_text(view: View, chosen: Selection) -> str:
    """The perimeter in words: levels, family, territory."""
    parts = [level(view).options[chosen.track or chosen.level or ALL]]
    if chosen.family:
        parts.append(family(view).options[chosen.family])
    parts.append(reference.names(view, "befs")[chosen.bef] if chosen.bef else "toute l’académie")
    return " · ".join(parts)
