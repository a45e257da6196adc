"""Zonings: communes, BEF, and which commune belongs to which BEF. They replace the shipped ones."""

from data.contracts.contract import Column as C
from data.contracts.contract import Contract

MOST_PEOPLE = 3_000_000  # of a commune; Paris has 2.1 million

_STATE = C(
    "statut",
    "text",
    ("statut",),
    "Hypothèse ou officiel.",
    rejects=True,
    allowed={"hypothese": "hypothese", "officiel": "officiel", "observe": "observe"},
    empty="hypothese",
)

COMMUNES = Contract(
    name="communes",
    title="Communes",
    grain="une ligne par commune",
    key=("code",),
    unit=(),
    columns=(
        C("code", "commune", ("code",), "Code Insee de la commune.", True, True, True),
        C("nom", "label", ("nom",), "Nom de la commune.", True, True),
        C("departement", "text", ("departement",), "Code du département."),
        C("arrondissement", "text", ("arrondissement",), "Code de l’arrondissement."),
        C("arrondissement_nom", "text", ("arrondissement_nom",), "Nom de l’arrondissement."),
        C("epci", "text", ("epci",), "SIREN de l’intercommunalité.", True),
        C("epci_nom", "text", ("epci_nom",), "Nom de l’intercommunalité."),
        C("codes_postaux", "text", ("codes_postaux",), "Codes postaux, séparés par « | »."),
        C(
            "population",
            "count",
            ("population",),
            "Habitants.",
            True,
            False,
            True,
            most=MOST_PEOPLE,
        ),
    ),
)

BEF = Contract(
    name="bef",
    title="Bassins d’éducation et de formation (BEF)",
    grain="une ligne par BEF",
    key=("code",),
    unit=(),
    columns=(
        C("code", "text", ("code",), "Code stable du BEF.", True, True),
        C("libelle", "text", ("libelle",), "Nom du BEF.", True, True),
        C(
            "codes_officiels",
            "text",
            ("codes_officiels",),
            "Codes officiels couverts, séparés par « | ».",
            True,
        ),
        C("siege", "text", ("siege",), "Commune siège supposée."),
        C("siege_code", "commune", ("siege_code",), "Code Insee du siège supposé."),
        _STATE,
        C("version", "text", ("version",), "Version du zonage."),
    ),
)

BEF_OFFICIELS = Contract(
    name="bef_officiels",
    title="Concordance des codes officiels de BEF",
    grain="une ligne par code officiel",
    key=("bef_officiel",),
    unit=(),
    columns=(
        C(
            "bef_officiel",
            "text",
            ("bef17", "bef_officiel"),
            "Code de l’annuaire de l’éducation.",
            True,
            True,
        ),
        C("bef", "text", ("bef13", "bef"), "BEF auquel il appartient.", True, True),
        C("libelle", "text", ("libelle17_annuaire_2026", "libelle"), "Libellé officiel."),
    ),
)

COMMUNE_BEF = Contract(
    name="commune_bef",
    title="Rattachement des communes aux BEF",
    grain="une ligne par commune et période de validité",
    key=("code", "valide_du"),
    unit=(),
    columns=(
        C("code", "commune", ("code",), "Code Insee de la commune.", True, True, True),
        C("bef", "text", ("bef",), "Code du BEF.", True, True),
        C("bef_officiel", "text", ("bef_officiel",), "Code officiel."),
        C("regle", "text", ("regle",), "Règle de rattachement."),
        C("confiance", "text", ("confiance",), "Élevée, moyenne ou faible."),
        C(
            "valide_du",
            "date",
            ("valide_du",),
            "Premier jour de validité.",
            rejects=True,
            empty="2015-09-01",
        ),
        C(
            "valide_au",
            "date",
            ("valide_au",),
            "Dernier jour de validité ; vide si en cours.",
            rejects=True,
            empty="9999-12-31",
        ),
        _STATE,
    ),
)

ZONING = (COMMUNES, BEF, BEF_OFFICIELS, COMMUNE_BEF)
