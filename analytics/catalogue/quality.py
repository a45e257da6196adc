"""Sheets on the data themselves: how far they can be trusted."""

from analytics.catalogue.sheet import Indicator, Measure

_SENT = "établissements qui ont transmis"
SHEETS = (
    Indicator(
        "fiabilite",
        "Fiabilité des données",
        "Quatre signes de la fiabilité des données\u00a0: établissements qui ont transmis, SIRET "
        "valides, lieux localisés, lignes refusées faute d’établissement connu.",
        "Établissements qui ont transmis un suivi utilisable",
        "Un fichier transmis n’est pas un fichier complet. Un SIRET valide peut être celui d’une "
        "autre entreprise. Les lignes refusées ne se rattachent à aucun territoire\u00a0: leur "
        "part est celle de toute la version.",
        denominator="établissements qui ont des périodes dues",
        polarity=1,
        tables=("period_state", "reject", "import_file"),
        measures=(
            Measure("", _SENT, part="schools_sent", whole="schools", estimated=False),
            Measure("siret", "SIRET valides", part="siret_valid", whole="placed", estimated=False),
            Measure("lieu", "lieux localisés", part="located", whole="placed", estimated=False),
            Measure("uai", "lignes de suivi à l’UAI inconnu", estimated=False),
        ),
    ),
)
