"""Absence has a name: distinct codes, never one blank."""

from enum import StrEnum

from data import silence


class Absence(StrEnum):
    """Why a value is not there, or is to be read with care."""

    SECRET = "secret"
    UNKNOWN = silence.UNTOLD
    UNMEASURED = "non mesuré"
    NOT_APPLICABLE = "sans objet"
    SMALL = "effectif faible"

    @property
    def meaning(self) -> str:
        """What a reader must understand, in French."""
        return _MEANINGS[self]


_MEANINGS = {
    Absence.SECRET: "la valeur existe, mais trop peu d’élèves ou d’entreprises sont derrière elle",
    Absence.UNKNOWN: "la question se pose, personne n’y a répondu\u00a0: ni 0 ni 100\u00a0%",
    Absence.UNMEASURED: "les données qui permettraient de mesurer manquent ou se contredisent",
    Absence.NOT_APPLICABLE: "il n’y a rien à mesurer ici\u00a0: le dénominateur est nul",
    Absence.SMALL: "la valeur est montrée, mais elle repose sur peu de cas\u00a0: la lire avec son "
    "intervalle",
}
