"""Sheets on those who host: how many, how faithful, how gathered, among how many employers."""

from analytics.catalogue.sheet import Indicator, Measure
from data import silence

_TOLD = "suivis transmis\u00a0; entreprises"
_EMPLOYERS = "établissements employeurs par commune (Insee\u00a0; Urssaf)"

SHEETS = (
    Indicator(
        "entreprises_engagees",
        "Entreprises engagées",
        "Lieux d’accueil différents qui ont signé au moins une convention dans l’année.",
        "Lieux d’accueil distincts avec au moins une convention signée dans l’année",
        "Sans SIRET, un lieu est reconnu à son nom et à sa commune\u00a0: un même lieu écrit de "
        "deux façons compte deux fois. Un établissement qui n’a rien transmis ne dit pas où vont "
        "ses élèves\u00a0: le nombre vrai est au moins celui-là, et un lieu «\u00a0qui n’a pas "
        f"signé cette année\u00a0» peut n’être que {silence.UNTOLD}.",
        polarity=1,
        attribution="accueil",
        unit="lieux d’accueil",
        sources=_TOLD,
        tables=("hosting",),
        measures=(
            Measure(unit="lieux d’accueil"),
            Measure("pour100", "pour 100 périodes dues", "lieux pour 100 périodes dues"),
        ),
        minimum=0,
    ),
    Indicator(
        "fidelite",
        "Fidélité",
        "Part des lieux d’accueil de l’année précédente qui accueillent de nouveau.",
        "Lieux d’accueil de l’année précédente actifs cette année, dans le même groupe",
        "Un lieu qui ne revient pas peut n’avoir pas été sollicité, ou accueillir des élèves d’un "
        "établissement qui n’a rien transmis. Par famille ou par établissement, il peut être resté "
        "actif pour d’autres.",
        denominator="lieux d’accueil de l’année précédente",
        polarity=1,
        attribution="accueil",
        sources=_TOLD,
        tables=("hosting", "school_year"),
    ),
    Indicator(
        "lieux_non_repris",
        "Lieux connus non repris",
        "Part des lieux qui ont pris des élèves d’une famille dans les deux campagnes d’avant et "
        "ne prennent personne dans celle-ci.",
        "Lieux d’accueil des deux campagnes d’avant qui n’accueillent aucun élève cette année",
        "Ce n’est pas une offre\u00a0: un lieu peut avoir fermé, refusé, ou n’avoir pas été "
        "sollicité. Un lieu qui n’a jamais accueilli n’y est pas. Voie professionnelle, tous "
        "niveaux. Un lieu compte une fois par bassin et famille, à l’établissement qui lui a "
        "confié le plus d’élèves.",
        denominator="lieux d’accueil des deux campagnes d’avant, là où l’établissement a "
        "transmis au moins la moitié de ses périodes\u00a0; bornes\u00a0: chaque période "
        f"{silence.UNTOLD_E} occupe un de ces lieux, puis aucune",
        sources=_TOLD,
        tables=("past_host", "period_state"),
        groups=("bef", "family", "uai"),
    ),
    Indicator(
        "concentration",
        "Concentration",
        "Part des placements que portent les lieux qui accueillent le plus\u00a0; indice de "
        "Herfindahl-Hirschman (0\u00a0: dispersé, 1\u00a0: un seul lieu).",
        "Conventions des 10\u00a0% de lieux d’accueil qui en ont le plus",
        "Une forte concentration est une fragilité ou un partenariat solide\u00a0: le chiffre ne "
        "tranche pas. Le dixième lieu compte en proportion quand le nombre n’est pas rond.",
        denominator="conventions signées",
        attribution="accueil",
        sources=_TOLD,
        tables=("hosting",),
        measures=(
            Measure("", "les 10\u00a0% de lieux qui accueillent le plus", estimated=False),
            Measure("hhi", "indice de Herfindahl-Hirschman", "indice", estimated=False),
        ),
    ),
    Indicator(
        "penetration",
        "Engagement du tissu",
        "Part des établissements employeurs du territoire qui accueillent.",
        "Lieux d’accueil engagés",
        "Le nombre d’employeurs est d’un autre millésime que les stages. Un employeur qui "
        "n’accueille pas n’a pas forcément été sollicité.",
        denominator="établissements employeurs du même secteur et du même territoire\u00a0; pour "
        "une famille, ceux des activités qu’elle attend (hypothèse)",
        polarity=1,
        attribution="accueil",
        sources=f"suivis transmis\u00a0; {_EMPLOYERS}",
        tables=("hosting", "host", "fabric", "fabric_division"),
        groups=("bef", "pole", "commune", "sector"),
    ),
    Indicator(
        "tissu",
        "Établissements employeurs",
        "Établissements employeurs connus sur le territoire.",
        "Établissements employeurs connus",
        "Ce n’est pas une offre de stages\u00a0: rien ne dit que ces employeurs accueillent.",
        attribution="accueil",
        unit="établissements",
        sources="établissements employeurs par commune (Insee)",
        tables=("fabric",),
        measures=(Measure(unit="établissements"),),
        groups=("bef", "pole", "commune", "sector"),
        minimum=0,
    ),
)
