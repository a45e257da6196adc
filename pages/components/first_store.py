"""The first start: with no store yet, the demonstration store is built before any page."""

import threading

import streamlit as st

from analytics.services import reference
from data import faults
from data.model.zoning import GIVEN, SHIPPED_ZONING
from data.reference.academies import DEFAULT, academie
from data.store import store
from demo.making_demo import build_demo
from pages.components import reading
from pages.components.reading import View

_ZONING = "imites des BEF\u00a0: hypothèse, à confirmer par l’académie."


@st.cache_resource
def _lock() -> threading.Lock:
    """One build at a time, whatever the number of sessions."""
    return threading.Lock()


def ensure() -> None:
    """Build the demonstration store if nothing is published; stop with a message if none opens."""
    try:
        if store.current_path(store.home()) is None:
            _build()
        if (view := reading.current_view()) is not None:
            reading.info(view)  # it opens
    except Exception as error:
        st.error(faults.message(error, store.home()))
        st.stop()


def _build() -> None:
    place = st.empty()
    with place.container():
        st.title("Premier démarrage", anchor=False)
        st.write(
            "Aucune donnée n’est encore publiée\u00a0: des données de démonstration sont "
            "créées, cela prend moins d’une minute. Pour vos propres fichiers\u00a0: "
            "`python -m data import DOSSIER`."
        )
        bar = st.progress(0.0)

        def show(share: float, text: str) -> None:
            bar.progress(share, text)

        with _lock():
            if store.current_path(store.home()) is None:
                build_demo(store.home(), show)
    place.empty()


def banner_text(view: View) -> str:
    """What the data are and of which day they speak, on every page."""
    told = " ".join((f"Chiffres au {reading.day(view)}.", reading.campaigns_told(view))).strip()
    if reading.info(view)["demo_seed"]:
        return (
            "Données de démonstration\u00a0: établissements, entreprises et stages inventés\u00a0; "
            f"communes réelles\u00a0; l{_ZONING} {told}"
        )
    year = reference.lists(view)["years"]
    derived = bool(year["derived"].all()) if len(year) else False
    dues = " Périodes dues déduites des effectifs." if derived else ""
    limits = f"L{_ZONING}"
    if (zoning := reading.info(view).get("zoning", GIVEN)) not in (GIVEN, SHIPPED_ZONING):
        limits = f"BEF déduits ({zoning})\u00a0: hypothèse, à corriger dans Données."
    owner = academie(reading.info(view).get("academie") or DEFAULT)
    return (
        f"Académie {owner.of_name}. Données importées, version du {reading.created(view)}.{dues} "
        f"{limits} {told}"
    )
