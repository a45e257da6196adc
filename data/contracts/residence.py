"""Where pupils live: an aggregate file, by commune; never one pupil, never an address."""

from dataclasses import replace

from data.contracts.columns import LEVEL, PUPILS, UAI, YEAR
from data.contracts.contract import Column as C
from data.contracts.contract import Contract, Rule


def _of_home(*stems: str) -> tuple[str, ...]:
    """Spellings of a column of where pupils live: « commune_residence », « cp_du_domicile »."""
    ends = (
        *("residence", "de_residence", "de_la_residence", "domicile", "de_domicile"),
        *("du_domicile", "eleve", "eleves", "de_l_eleve", "des_eleves", "d_habitation"),
    )
    return tuple(f"{stem}_{end}" for end in ends for stem in stems)


RESIDENCES = Contract(
    name="residences",
    title="Communes de résidence des élèves",
    grain="une ligne par établissement, année, niveau et commune de résidence",
    key=("uai", "annee", "niveau", "commune", "ville", "code_postal"),
    unit=("uai", "annee", "niveau"),
    marks=("commune", "ville", "code_postal"),
    columns=(
        UAI,
        YEAR,
        replace(LEVEL, about="Niveau.", instead=""),
        C(
            "commune",
            "commune",
            _of_home("commune", "code_commune", "insee", "code_insee"),
            "Code Insee de la commune de résidence ; vide si la ville la dit.",
            header_needed=True,
            rejects=True,
            instead="ville",
        ),
        C(
            "ville",
            "text",
            _of_home("ville", "nom_commune"),
            "Ville de résidence, avec son code postal, là où le code Insee manque.",
        ),
        C(
            "code_postal",
            "postcode",
            _of_home("code_postal", "cp"),
            "Code postal de la résidence, là où le code Insee manque.",
            rejects=True,
        ),
        C(
            "eleves",
            "count",
            ("eleves_residents", "nb_eleves_residents", *PUPILS),
            "Élèves de l’établissement et du niveau qui habitent cette commune.",
            True,
            True,
            True,
            most=3_000,
            unit="élève",
        ),
    ),
    rules=(
        Rule(
            "commune IS NULL AND ville IS NULL AND code_postal IS NULL",
            "commune",
            "aucune commune de résidence\u00a0: code Insee, ou ville et code postal, attendu",
        ),
    ),
)
