"""Columns that several exchange files share: school, year, level, formation, activity…

Spellings are those that schools give to the columns of their own sheets.
"""

from data.contracts.contract import Column as C
from data.contracts.naf import HEADERS, VERSION_HEADERS, VERSIONS
from data.contracts.vocabulary import FAMILIES, LEVELS

UAI = C(
    "uai",
    "uai",
    (
        *("uai", "code_uai", "numero_uai", "num_uai", "n_uai", "no_uai", "rne", "code_rne"),
        *("numero_rne", "num_rne", "n_rne", "no_rne", "uai_rne", "rne_uai", "code_uai_rne"),
        *("uai_etablissement", "uai_de_l_etablissement", "etablissement_uai", "etablissement_rne"),
        *("code_uai_etablissement", "code_uai_de_l_etablissement", "uai_lycee", "uai_du_lycee"),
        *("uai_college", "uai_du_college", "lycee_uai", "college_uai"),
    ),
    "Code de l’établissement.",
    True,
    True,
    True,
)
YEAR = C(
    "annee",
    "school_year",
    ("annee_scolaire", "annee", "annee_sco", "as", "a_s"),
    "Année scolaire, 2025-2026.",
    True,
    True,
    True,
)
LEVEL = C(
    "niveau",
    "text",
    ("niveau", "niveau_de_formation", "niveau_formation", "niveau_scolaire", "niveau_de_classe"),
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
    ("famille", "famille_de_metiers", "famille_metiers", "famille_de_metier", "famille_metier"),
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
    (
        *("periode", "numero_de_periode", "numero_periode", "n_periode", "no_periode"),
        *("num_periode", "n_de_periode", "no_de_periode", "pfmp", "n_pfmp", "no_pfmp"),
        *("numero_pfmp", "num_pfmp", "numero_de_pfmp", "n_de_pfmp", "no_de_pfmp"),
    ),
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
PUPILS = (  # spellings of a number of pupils
    *("effectif", "effectifs", "effectif_total", "effectifs_totaux", "effectif_eleves", "eleves"),
    *("effectifs_eleves", "effectif_d_eleves", "effectifs_d_eleves", "nb_eleves", "nb_d_eleves"),
    *("nbre_eleves", "nbre_d_eleves", "nombre_eleves", "nombre_d_eleves", "total_eleves"),
    *("nb_total_d_eleves", "nombre_total_d_eleves"),
)
