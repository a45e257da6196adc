"""Sheets on the data themselves: how far they can be trusted."""

from analytics.catalogue.access import FOLLOWED
from analytics.catalogue.sheet import Indicator, Measure

SHEETS = (
    Indicator(
        "fiabilite",
        "Fiabilité des données",
        "Quatre signes de la fiabilité des données\u00a0: établissements qui ont transmis, SIRET "
        "valides, lieux localisés, lignes refusées faute d’établissement connu.",
        "Établissements qui ont transmis un suivi utilisable",
        "établissements qui ont des périodes dues",
        "établissement",
        "%",
        1,
        FOLLOWED,
        ("period_state", "reject", "import_file"),
        "Un fichier transmis n’est pas un fichier complet. Un SIRET valide peut être celui d’une "
        "autre entreprise. Les lignes refusées ne se rattachent à aucun territoire\u00a0: leur "
        "part est celle de toute la version.",
        (
            Measure(
                "",
                "établissements qui ont transmis",
                part="schools_sent",
                whole="schools",
                estimated=False,
            ),
            Measure("siret", "SIRET valides", part="siret_valid", whole="placed", estimated=False),
            Measure("lieu", "lieux localisés", part="located", whole="placed", estimated=False),
            Measure("uai", "lignes de suivi à l’UAI inconnu", estimated=False),
        ),
    ),
)
