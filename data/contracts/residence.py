"""Where pupils live: an aggregate file, by commune; never one pupil, never an address."""

from dataclasses import replace

from data.contracts.columns import LEVEL, PUPILS, UAI, YEAR
from data.contracts.contract import Column as C
from data.contracts.contract import Contract, Rule

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
            ("commune_residence", "code_commune_residence", "commune_de_residence"),
            "Code Insee de la commune de résidence ; vide si la ville la dit.",
            header_needed=True,
            rejects=True,
            instead="ville",
        ),
        C(
            "ville",
            "text",
            ("ville_residence", "ville_de_residence", "nom_commune_residence"),
            "Ville de résidence, avec son code postal, là où le code Insee manque.",
        ),
        C(
            "code_postal",
            "postcode",
            ("code_postal_residence", "cp_residence"),
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
