"""Invented actions for the journal of a demonstration: only when it is empty, always marked."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from data import reads
from data.journal import journal
from data.journal.actions import Action, Known, known_places
from data.journal.journal_file import JournalError
from data.scope import Scope
from data.store import store

# Rank of the BEF, days since 1 September of the last campaign, axis, practice, source (rank in this
# list), number of schools, partners, text.
_INVENTED = (
    (5, -320, "partenaires", "forum", None, 4, ("CCI", "Club d’entreprises"),
     "Forum des lieux d’accueil\u00a0: rencontres courtes entre classes et employeurs."),
    (11, -290, "parcours", "atelier de recherche", None, 3, ("Mission locale",),
     "Ateliers de recherche de stage pour les secondes professionnelles."),
    (2, -255, "qualite", "charte d’accueil", None, 2, ("CPME",),
     "Charte d’accueil écrite avec des tuteurs, une page par filière."),
    (9, -210, "partenaires", "visites d’entreprise", None, 3, ("France Industrie",),
     "Visites d’entreprises industrielles pour les équipes enseignantes."),
    (5, 12, "parcours", "calendrier partagé", None, 5, (),
     "Calendrier commun des périodes, pour ne pas solliciter les mêmes lieux la même semaine."),
    (3, 26, "partenaires", "forum", 0, 4, ("CCI",),
     "Forum des lieux d’accueil, sur le modèle d’un bassin voisin."),
    (0, 40, "qualite", "formation de tuteurs", None, 2, ("Chambre de métiers",),
     "Demi-journée de formation des tuteurs de l’artisanat."),
    (11, 61, "parcours", "appui aux élèves sans lieu", None, 3, ("Mission locale",),
     "Cellule d’appui trois semaines avant le départ, avec les bureaux des entreprises."),
    (6, 75, "partenaires", "visites d’entreprise", 3, 3, ("Communauté de communes",),
     "Visites d’entreprises reprises d’un autre bassin, ouvertes aux collèges."),
    (2, 110, "qualite", "charte d’accueil", None, 3, ("CPME", "Hôpital"),
     "Charte d’accueil étendue au secteur de la santé."),
    (7, 131, "parcours", "atelier de recherche", 1, 2, ("CLEE",),
     "Ateliers de recherche de stage dans deux collèges éloignés."),
    (5, 165, "qualite", "formation de tuteurs", 6, 4, ("Chambre de métiers",),
     "Formation de tuteurs, avec un livret commun."),
)  # fmt: skip


def invent_actions(home: Path) -> int:
    """Fill the empty journal of a demonstration store; return how many actions.

    Raises
    ------
    JournalError : the published version is no demonstration, or the journal is not empty
    """
    path = store.current_path(home)
    scope = Scope.daet()
    opened = store.Store(path) if path else None
    try:
        if opened is None or not reads.lists.info(opened, scope).get("demo_seed"):
            raise JournalError(
                "La version publiée n’est pas une démonstration\u00a0: aucune action inventée."
            )
        if not journal.is_empty(home):
            raise JournalError("Le journal n’est pas vide\u00a0: aucune action inventée.")
        return _write(home, opened, scope, known_places(opened, scope))
    finally:
        if opened:
            opened.close()


def _write(home: Path, opened: store.Store, scope: Scope, known: Known) -> int:
    year = reads.reader_of(opened, scope).years()["year"].iloc[-1]
    befs = reads.lists.befs(opened, scope)["bef"].tolist()
    schools = opened.read(
        scope,
        """SELECT bef, list(uai ORDER BY uai) AS schools
           FROM (SELECT DISTINCT bef, uai FROM period_state WHERE year = $year) GROUP BY bef""",
        year=year,
    ).set_index("bef")["schools"]
    first, ids = date(int(year[:4]), 9, 1), list[str]()
    for rank, days, axis, practice, source, size, partners, text in _INVENTED:
        bef = befs[rank % len(befs)]
        ours = schools.get(bef, np.array([]))
        step = max(1, len(ours) // size)
        action = Action(
            first + timedelta(days=days),
            bef,
            axis,
            text,
            practice,
            ids[source] if source is not None else "",
            tuple(ours[rank % step :: step][:size]),
            partners,
        )
        ids.append(journal.save(home, scope, action, known, invented=True).action)
    return len(ids)
