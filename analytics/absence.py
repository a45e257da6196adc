"""Absence has a name: distinct codes, never one blank."""

from enum import StrEnum


class Absence(StrEnum):
    """Why a value is not there, or is to be read with care."""

    SECRET = "secret"
    UNKNOWN = "non renseigné"
    UNMEASURED = "non mesuré"
    NOT_APPLICABLE = "sans objet"
    SMALL = "effectif faible"
