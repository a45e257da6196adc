"""Sheets on the access to placements: from periods due to signed conventions."""

from analytics.catalogue.sheet import FOLLOWED, Indicator, Measure
from data import silence

_DATES = {"": "à J0", "_j21": "à J-21", "_j7": "à J-7", "_p7": "à J+7"}


def _at_dates(part: str) -> tuple[Measure, ...]:
    """The same share at J0, J-21, J-7 and J+7."""
    return tuple(
        Measure(end[1:], label, part=f"{part}{end}", whole="due", unknown=f"unknown{end}")
        for end, label in _DATES.items()
    )


SHEETS = (
    Indicator(
        "taux_acces",
        "Taux d’accès à J0",
        "Part des périodes dues dont la convention est signée par tous au premier jour.",
        "Périodes dues dont la convention est signée par tous au premier jour",
        "Il ne dit rien de la qualité du stage, ni de qui l’a trouvé. Une période sans "
        "information n’est comptée ni comme placée ni comme sans lieu.",
        denominator="périodes dues dont l’état est connu\u00a0; bornes\u00a0: toutes les "
        "inconnues non placées, puis toutes placées",
        polarity=1,
        measures=_at_dates("signed"),
    ),
    Indicator(
        "sans_lieu",
        "Sans lieu à J0",
        "Périodes dues qui n’ont pas d’accord d’un lieu d’accueil, au premier jour et à trois "
        "autres dates\u00a0: J-21, J-7, J+7.",
        "Périodes dues sans accord d’un lieu d’accueil à cette date",
        f"Une période signée après le premier jour y est comptée. Les périodes {silence.UNTOLD_ES} "
        "n’y sont pas\u00a0: le nombre vrai est au moins celui-là. Une période encore «\u00a0sans "
        "lieu\u00a0» dans le suivi l’est à toutes les dates\u00a0; en cours de campagne, J+7 peut "
        "être à venir.",
        denominator="périodes dues dont l’état est connu à cette date",
        polarity=-1,
        unit="périodes",
        measures=_at_dates("without"),
    ),
    Indicator(
        "non_renseigne",
        f"Part {silence.UNTOLD_E}",
        "Part des périodes dues dont personne n’a dit l’état au premier jour.",
        "Périodes dues dont l’état est inconnu",
        "Un établissement qui n’a rien transmis n’est ni bon ni mauvais\u00a0: on ne sait pas.",
        denominator="périodes dues",
        polarity=-1,
        measures=(Measure(part="unknown", whole="due", estimated=False),),
    ),
    Indicator(
        "tardifs",
        "Placements tardifs",
        "Part des placements obtenus à moins de sept jours du début, ou après lui.",
        "Placements dont l’accord date de moins de 7 jours avant le premier jour, ou d’après",
        "Un accord tardif n’est pas un mauvais stage. Les élèves restés sans lieu n’y sont pas, "
        "puisqu’ils ne sont pas placés.",
        denominator="placements dont la date d’accord est connue, ou signés au moins 7 jours avant",
        polarity=-1,
        measures=(Measure(part="late", whole="placed", unknown="late_unknown"),),
    ),
    Indicator(
        "manque",
        "Manque à placer",
        "Places qu’il aurait fallu trouver de plus pour tenir l’objectif au premier jour.",
        "Σ max(0, objectif × périodes suivies − périodes avec un lieu au premier jour), par "
        "établissement, niveau, famille et période",
        "L’objectif est une hypothèse réglable\u00a0; ici, 100\u00a0%. Une période "
        f"{silence.UNTOLD_E} ne manque pas\u00a0: elle est inconnue. Une place de trop ailleurs ne "
        "compense rien.",
        polarity=-1,
        unit="places",
        measures=(Measure(unit="places"),),
    ),
    Indicator(
        "ecart_equite",
        "Écart d’équité",
        "Différence de taux d’accès entre deux publics qui auraient les mêmes formations.",
        "Taux d’accès à J0 d’un public − celui du public de référence, à même répartition des "
        "formations et des niveaux : quarts des élèves par IPS (référence : le plus haut), "
        "éducation prioritaire (référence : hors éducation prioritaire) ; sans public "
        "nommé, le plus bas IPS ou REP+",
        "Un écart ne dit pas sa cause. Le public est celui de l’établissement, pas de l’élève : "
        "dans un établissement de bas IPS, tous les élèves n’ont pas le même milieu. Les "
        "formations qu’un seul des deux publics a n’y sont pas comparées, les périodes "
        f"{silence.UNTOLD_ES} non plus. L’intervalle compte que les élèves d’un établissement se "
        "ressemblent. Le sexe et le quartier de l’élève ne sont dans aucun fichier reçu : non "
        "mesuré.",
        unit="points",
        sources=f"{FOLLOWED}\u00a0; éducation prioritaire\u00a0; IPS",
        tables=("period_state", "school_public"),
        measures=(Measure(unit="points"),),
        groups=("year", "bef", "public"),
    ),
)
