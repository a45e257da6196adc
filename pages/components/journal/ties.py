"""Network section: which schools share hosts and actions, which share none, what is reused."""

import pandas as pd

from analytics.companies.network import reused
from analytics.services import reference
from figures.cards.card import Card
from figures.cards.kinds import Network
from figures.companies.network import describe_matrix, following, legend_items
from figures.maps.legends import Legend
from figures.words.journal import describe_reuse
from pages.components import cards, settings, style
from pages.components.cards import Shown, Told
from pages.components.reading import View

_TITLE = "Lieux d’accueil et actions en commun"
_SCHOOLS = (
    Shown("zone_name", "Bassin (BEF)"),
    Shown("school_name", "Établissement"),
    Shown("commune_name", "Commune"),
    Shown("status", "Lien avec d’autres"),
    Shown("hosts", "Lieux d’accueil (n)", "count"),
    Shown("shared", "dont partagés (n)", "count"),
    Shown("others", "Établissements liés (n)", "count"),
    Shown("actions", "Actions (n)", "count"),
    Shown("followed", "Suivi"),
)


def show(
    view: View, year: str, bef: str | None, schools: pd.DataFrame, pairs: pd.DataFrame
) -> None:
    """Draw the matrix of a BEF, or say why there is none.

    Parameters
    ----------
    schools : as `analytics.companies.network.members`, of the BEF chosen, or of all
    pairs : as `analytics.companies.network.links`
    """
    if bef is None or schools.empty:
        style.caption(
            _TITLE,
            "choisir un bassin pour voir qui partage avec qui"
            if bef is None
            else f"aucune période due n’est connue en {year}\u00a0: choisir une autre campagne",
        )
        return
    cards.show(_matrix(view, year, bef, schools, pairs))


def _matrix(view: View, year: str, bef: str, schools: pd.DataFrame, pairs: pd.DataFrame) -> Card:
    published = _told(view, year, bef).publish(describe_matrix(schools, pairs), _TITLE)
    hosts = Shown("hosts", "Lieux d’accueil communs (n)", "count")
    return Card(
        "reseau",
        published,
        shows=Network(Shown("name", "Établissement"), (hosts,)),
        alt="Matrice des établissements du bassin\u00a0: lieux d’accueil et actions en commun",
        extra="plus foncé, plus de lieux communs",
        legends=[Legend(legend_items(published.table))],
    )


def tables(
    view: View,
    year: str,
    bef: str | None,
    schools: pd.DataFrame,
    pairs: pd.DataFrame,
    known: pd.DataFrame,
) -> None:
    """Give the pairs, the schools and the practices reused as tables.

    Parameters
    ----------
    schools, pairs : as in `show`
    known : all the actions that the reader sees
    """
    if bef is not None and len(schools):
        matrix = _matrix(view, year, bef, schools, pairs)
        cells = matrix.published.table
        tied = (cells["hosts"] > 0) | (cells["actions"] > 0)
        columns = (
            Shown("name", "Établissement"),
            Shown("other_name", "Autre établissement"),
            Shown("hosts", "Lieux d’accueil communs (n)", "count"),
            Shown("actions", "Actions communes (n)", "count"),
        )
        once = matrix.published.narrowed(tied & (cells["row"] < cells["column"]))
        table = Card("reseau-paires", once, columns)
        cards.twin(table, matrix, of="paires d’établissements")
    zones, told = reference.names(view, "befs"), _told(view, year, bef)
    tied_to = schools.assign(zone_name=schools["bef"].map(zones), followed=following(schools))
    published = told.publish(tied_to, "Établissements et leurs liens")
    cards.twin(Card("reseau", published, _SCHOOLS), of="établissements et leurs liens")
    again = describe_reuse(reused(known), reference.lists(view)["befs"])
    if bef is not None:
        again = again[(again["source_bef"] == bef) | (again["bef"] == bef)]
    title = "Pratiques reprises dans un autre bassin"
    practices = (
        Shown("practice", "Pratique"),
        Shown("source", "Action d’origine"),
        Shown("from_name", "Bassin d’origine"),
        Shown("from_day", "Date d’origine"),
        Shown("action", "Action qui reprend"),
        Shown("to_name", "Bassin qui reprend"),
        Shown("to_day", "Date de reprise"),
        Shown("how", "Connu par"),
    )
    card = Card("pratiques", told.publish(again, title), practices)
    cards.twin(card, title=f"{title} ({len(again)})")


def _told(view: View, year: str, bef: str | None) -> Told:
    perimeter = settings.zone(view).options[bef or settings.ALL]
    return Told(view, perimeter, f"{year}\u00a0; actions de deux campagnes")
