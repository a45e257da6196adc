"""Sheets on territory: how far, how reachable, who gives and who takes."""

from analytics.catalogue.sheet import FOLLOWED, Indicator, Measure, placed_share

_TERRITORIES = ("bef", "pole", "commune")


SHEETS = (
    Indicator(
        "distance",
        "Distance d’accès",
        "Distance entre l’établissement et le lieu d’accueil\u00a0: médiane, neuvième décile, part "
        "au-delà de 30\u00a0km.",
        "Distance médiane des conventions signées dont le lieu est connu",
        "À vol d’oiseau, de centre à centre des communes\u00a0; dans une même commune, une "
        "distance moyenne. Ni le temps de trajet, ni le domicile de l’élève ne sont connus. Les "
        "lieux hors de l’académie n’y sont pas.",
        polarity=-1,
        unit="km",
        sources=f"{FOLLOWED}\u00a0; centres des communes",
        tables=("hosting", "commune"),
        measures=(
            Measure("", "médiane", "km"),
            Measure("p90", "neuvième décile", "km"),
            Measure("loin", "au-delà de 30\u00a0km"),
        ),
    ),
    Indicator(
        "apl",
        "Accessibilité potentielle",
        "Places potentielles que les élèves peuvent atteindre, en tenant compte de ceux qui les "
        "cherchent aussi.",
        "Places potentielles atteignables, partagées entre les élèves qui les atteignent",
        "C’est un potentiel, pas une offre\u00a0: une place par établissement employeur et par an "
        "(hypothèse), ou les semaines d’accueil observées, qui disent ce qui a servi et non ce qui "
        "reste. Distances à vol d’oiseau entre communes, temps estimés. Les employeurs et les "
        "élèves des académies voisines y sont (élèves estimés d’après la population là où aucun "
        "fichier ne les compte)\u00a0; près d’un pays voisin (hachuré), l’accès est mal connu.",
        denominator="élèves, là où ils étudient",
        polarity=1,
        unit="places pour 100 élèves",
        sources="effectifs\u00a0; établissements employeurs par commune (Insee\u00a0; Urssaf)",
        tables=("demand", "fabric_division", "commune"),
        measures=(Measure(unit="places pour 100 élèves"),),
        groups=_TERRITORIES,
        minimum=0,
    ),
    Indicator(
        "autosuffisance",
        "Autosuffisance",
        "Part des élèves placés dans le bassin de leur établissement\u00a0; ailleurs dans "
        "l’académie\u00a0; au-delà\u00a0; à l’étranger.",
        "Placements dans le BEF de l’établissement",
        "Sortir de son bassin n’est pas un mal\u00a0: le meilleur lieu peut être de l’autre côté "
        "de la limite. Les limites des BEF sont une hypothèse.",
        denominator="placements dont le lieu est connu",
        sources=f"{FOLLOWED}\u00a0; zonage",
        measures=(
            placed_share("", "dans le BEF de l’établissement", "in_own_bef", "place_unknown"),
            placed_share("academie", "ailleurs dans l’académie", "in_other_bef", "place_unknown"),
            placed_share(
                "hors", "en France, hors de l’académie", "beyond_academy", "place_unknown"
            ),
            placed_share("etranger", "à l’étranger", "abroad", "place_unknown"),
        ),
    ),
    Indicator(
        "solde",
        "Solde des échanges",
        "Conventions accueillies d’établissements d’ailleurs, moins conventions parties ailleurs, "
        "entre territoires de l’académie.",
        "Conventions signées reçues d’autres territoires − conventions parties vers d’autres",
        "Recevoir beaucoup d’élèves n’est pas en manquer. Les échanges avec l’extérieur de "
        "l’académie n’y sont pas\u00a0: on ne connaît que ceux qui partent. Les établissements qui "
        "n’ont rien transmis n’y sont pas non plus.",
        attribution="accueil",
        unit="conventions",
        sources=f"{FOLLOWED}\u00a0; zonage",
        tables=("hosting", "commune"),
        measures=(Measure(unit="conventions"),),
        groups=_TERRITORIES,
        minimum=0,
    ),
    Indicator(
        "tension",
        "Tension",
        "Périodes dues en même temps pour une famille, par lieu actif de cette famille à moins de "
        "20\u00a0km.",
        "Périodes dues la même semaine, dans la même famille",
        "Un lieu actif peut accueillir plusieurs élèves, ou aucun cette semaine-là.",
        denominator="lieux actifs de cette famille à moins de 20\u00a0km",
        polarity=-1,
        unit="périodes par lieu",
        sources=f"{FOLLOWED}\u00a0; calendrier des périodes",
        tables=("period_state", "hosting", "commune"),
        measures=(Measure(unit="périodes par lieu"),),
        groups=("commune", "family"),
        minimum=0,
        computed=False,
    ),
)
