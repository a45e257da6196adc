"""Sheets on the placements themselves: how they were found, and how they went."""

from analytics.catalogue.access import FOLLOWED
from analytics.catalogue.sheet import Indicator, Measure


def _channel(key: str, label: str, part: str) -> Measure:
    return Measure(key, label, part=part, whole="placed", unknown="channel_unknown")


SHEETS = (
    Indicator(
        "realisation",
        "Taux de réalisation",
        "Part des jours de stage prévus qui ont été faits.",
        "Jours faits",
        "jours prévus, là où les deux sont connus",
        "établissement",
        "%",
        1,
        FOLLOWED,
        ("period_state",),
        "Il ne compte que les élèves placés. L’intervalle est prudent\u00a0: les jours d’un même "
        "élève comptent pour un seul tirage.",
        (
            Measure(
                part="days_done",
                whole="days_planned",
                unknown="days_unknown",
                trials="days_known",
            ),
        ),
    ),
    Indicator(
        "canal",
        "Canal d’obtention",
        "Par qui les placements ont été trouvés.",
        "Placements obtenus par ce canal",
        "placements dont le canal est connu",
        "établissement",
        "%",
        0,
        FOLLOWED,
        ("period_state",),
        "Le canal est souvent inconnu\u00a0: la part connue se lit avec lui. Il dit la dernière "
        "étape, pas toute l’aide reçue.",
        (
            Measure(
                "",
                "pôle ou CLEE",
                part="by_pole",
                whole="placed",
                unknown="channel_unknown",
            ),
            _channel("famille", "famille, entourage", "by_family"),
            _channel("seul", "élève seul", "by_pupil"),
            _channel("ancien", "ancien lieu", "by_past_host"),
            _channel("ecole", "équipe, DDFPT, BDE", "by_school"),
            _channel("plateforme", "plateforme", "by_platform"),
        ),
    ),
    Indicator(
        "recours",
        "Recours au pôle",
        "Demandes que les établissements ont transmises au pôle, rapportées aux périodes dues.",
        "Demandes transmises au pôle",
        "périodes dues des BEF dont le pôle a transmis ses demandes de l’année",
        "établissement",
        "%",
        0,
        "demandes transmises par les pôles\u00a0; périodes dues",
        ("period_state",),
        "Peu de recours peut vouloir dire peu de besoins ou un pôle peu connu. Une même période "
        "peut faire l’objet de plusieurs demandes.",
        (Measure(part="cases", whole="due", unknown="cases_unknown"),),
    ),
    Indicator(
        "resolution",
        "Résolution par le pôle",
        "Part des demandes transmises au pôle qui ont trouvé une solution à temps.",
        "Demandes résolues au plus tard au premier jour",
        "demandes transmises au pôle dont le premier jour est connu",
        "établissement",
        "%",
        1,
        "demandes transmises par les pôles",
        ("period_state",),
        "Une demande résolue n’est pas forcément un placement trouvé par le pôle. Les demandes "
        "difficiles arrivent au pôle après l’échec des autres voies.",
        (Measure(part="cases_solved", whole="cases", unknown="cases_undated"),),
    ),
    Indicator(
        "adequation",
        "Adéquation",
        "Part des placements dont l’activité est de celles que la formation attend.",
        "Placements dont la division de la NAF est attendue pour la famille",
        "placements dont la division est connue, pour les familles qui en attendent",
        "établissement",
        "%",
        1,
        f"{FOLLOWED}\u00a0; entreprises\u00a0; divisions attendues par famille (hypothèse)",
        ("period_state",),
        "La liste des divisions attendues est une hypothèse. Une entreprise d’un autre secteur "
        "peut avoir le bon métier. Sans objet en 3e et en 2de GT.",
        (Measure(part="naf_expected", whole="naf_asked", unknown="naf_unknown"),),
    ),
    Indicator(
        "qualite",
        "Qualité d’accueil",
        "Trois signes de la qualité d’accueil\u00a0: évaluations rendues (code de l’éducation, "
        "L. 124-4), tuteurs formés, visites faites.",
        "Évaluations rendues par les élèves",
        "placements dont on sait si l’évaluation est rendue",
        "établissement",
        "%",
        1,
        FOLLOWED,
        ("period_state", "hosting"),
        "Une évaluation rendue ne dit pas ce qu’elle contient. Le tuteur formé se compte par lieu "
        "d’accueil, là où il est placé\u00a0; la visite et l’évaluation par placement.",
        (
            Measure(
                "",
                "évaluations rendues",
                part="evaluated",
                whole="placed",
                unknown="evaluated_unknown",
            ),
            Measure(
                "visites",
                "visites faites",
                part="visited",
                whole="placed",
                unknown="visited_unknown",
            ),
            Measure("tuteurs", "lieux avec un tuteur formé"),
        ),
    ),
    Indicator(
        "ruptures",
        "Ruptures",
        "Part des placements interrompus avant leur fin.",
        "Placements interrompus",
        "placements dont on sait s’ils ont été interrompus",
        "établissement",
        "%",
        -1,
        FOLLOWED,
        ("period_state",),
        "Elles ne disent pas qui a rompu, ni pourquoi, ni si l’élève a retrouvé un lieu.",
        (Measure(part="interrupted", whole="placed", unknown="interrupted_unknown"),),
    ),
)
