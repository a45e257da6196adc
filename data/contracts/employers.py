"""Employers by commune and activity: the finest that is published of the fabric."""

from dataclasses import replace

from data.contracts.columns import NAF, NAF_VERSION
from data.contracts.contract import Column as C
from data.contracts.contract import Contract
from data.contracts.naf import HEADERS
from data.contracts.vocabulary import SIRENE_SIZES

_COMMUNE = C(
    "commune",
    "commune",
    ("code_commune", "codecommune", "codgeo", "depcom"),
    "Code Insee de la commune.",
    True,
    True,
    True,
)
_CODE = replace(NAF, header_needed=True, cell_needed=True, rejects=True)

EMPLOYERS_BY_ACTIVITY = Contract(
    name="employeurs_ape",
    title="Employeurs du secteur privé par commune et activité (Urssaf)",
    grain="une ligne par commune et code APE, une paire de colonnes par année",
    key=("commune", "naf", "millesime"),
    unit=("commune", "millesime"),
    columns=(
        _COMMUNE,
        replace(
            _CODE,
            headers=tuple(text for text in HEADERS if text.startswith("code_")),
            about="Code APE, sans point.",
        ),
        NAF_VERSION,
        C(
            "etablissements",
            "count",
            ("nombre_d_etablissements_*", "nombre_etablissements_*", "nb_etablissements_*"),
            "Établissements employeurs de la dernière année du fichier ; vide : pas de donnée.",
            True,
            yearly=True,
        ),
        C(
            "salaries",
            "count",
            ("effectifs_salaries_*", "effectif_salarie_*"),
            "Effectif salarié de la même année.",
            True,
            yearly=True,
        ),
        C(
            "millesime",
            "count",
            ("millesime_lu",),
            "Année lue, dans le titre des colonnes.",
            rejects=True,
        ),
    ),
)

PUBLIC_EMPLOYERS = Contract(
    name="employeurs_publics",
    title="Établissements d’enseignement et de santé par commune",
    grain="une ligne par commune, division de la NAF et statut",
    key=("commune", "naf", "statut"),
    unit=("commune", "naf"),
    columns=(
        replace(_COMMUNE, headers=("commune", *_COMMUNE.headers)),
        replace(_CODE, headers=("division_naf",), about="Division de la NAF rév. 2 : 85, 86."),
        C(
            "statut",
            "text",
            ("statut",),
            "Public ou privé : seuls les publics complètent l’Urssaf.",
            True,
            True,
            True,
            allowed={
                "public": "public",
                "prive": "privé",
                "prive_non_lucratif": "privé non lucratif",
                "prive_lucratif": "privé lucratif",
            },
        ),
        C(
            "etablissements",
            "count",
            ("etablissements", "nombre_d_etablissements"),
            "Nombre d’établissements.",
            True,
            True,
            True,
        ),
    ),
)

SIRENE = Contract(
    name="sirene",
    title="Stock des établissements (Insee, Sirene)",
    grain="une ligne par établissement",
    key=("siret",),
    columns=(
        C("siret", "siret", ("siret",), "SIRET.", True, True, True),
        replace(
            _COMMUNE,
            headers=("codecommuneetablissement", "code_commune_etablissement"),
            cell_needed=False,
            rejects=False,
            about="Code Insee de la commune ; vide à l’étranger.",
        ),
        replace(
            NAF,
            headers=tuple(text for text in HEADERS if text.endswith("etablissement")),
            header_needed=True,
            about="Activité principale, NAF rév. 2 ou 2025.",
        ),
        NAF_VERSION,
        C(
            "etat",
            "text",
            ("etatadministratifetablissement", "etat_administratif_etablissement"),
            "Actif (A) ou fermé (F).",
            True,
            True,
            True,
            allowed={"a": "actif", "f": "fermé"},
        ),
        C(
            "employeur",
            "flag",
            ("caractereemployeuretablissement", "caractere_employeur_etablissement"),
            "Employeur ; sert où la tranche d’effectif manque.",
        ),
        C(
            "tranche",
            "text",
            ("trancheeffectifsetablissement", "tranche_effectifs_etablissement"),
            "Tranche d’effectif ; NN et 00 : sans salarié.",
            True,
            allowed={code.lower(): code for code in SIRENE_SIZES}
            | {code.lstrip("0") or "0": code for code in SIRENE_SIZES},
        ),
    ),
)
