"""Columns that several exchange files share: school, year, level, formation, activity…"""

from data.contracts.contract import Column as C
from data.contracts.vocabulary import FAMILIES, LEVELS
from data.naf import HEADERS, VERSION_HEADERS, VERSIONS

UAI = C(
    "uai",
    "uai",
    ("uai", "code_uai", "uai_etablissement", "uai_de_l_etablissement", "numero_uai", "rne"),
    "Code de l’établissement.",
    True,
    True,
    True,
)
YEAR = C(
    "annee",
    "school_year",
    ("annee_scolaire", "annee"),
    "Année scolaire, 2025-2026.",
    True,
    True,
    True,
)
LEVEL = C(
    "niveau",
    "text",
    ("niveau",),
    "Niveau ; vide s’il se déduit de la formation.",
    True,
    True,
    True,
    allowed=LEVELS,
    instead="formation",
)
FORMATION = C(
    "formation",
    "text",
    ("formation", "code_mef", "mef", "libelle_mef", "libelle_formation"),
    "Code MEF ou libellé de la formation : le niveau et la famille s’en déduisent (hypothèse).",
)
FAMILY = C(
    "famille",
    "text",
    ("famille", "famille_de_metiers", "famille_metiers"),
    "Famille de métiers ; vide en 3e et en 2de GT.",
    header_needed=True,
    rejects=True,
    allowed=FAMILIES,
    instead="formation",
    speaks=True,
)
PERIOD = C(
    "periode",
    "rank",
    ("periode", "numero_de_periode", "numero_periode", "n_periode", "num_periode", "pfmp"),
    "Numéro de la période dans l’année.",
    True,
    True,
    True,
    least=1,
    most=8,
)
NAF = C("naf", "naf", HEADERS, "Code NAF du lieu d’accueil, rév. 2 ou 2025.")
NAF_VERSION = C(
    "nomenclature",
    "text",
    VERSION_HEADERS,
    "Version du code NAF ; vide : celle que dit le titre de sa colonne, sinon les autres codes du "
    "fichier.",
    allowed=VERSIONS,
)
