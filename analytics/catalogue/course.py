"""Sheets on the placements themselves: how they were found, and how they went."""

from analytics.catalogue.sheet import FOLLOWED, Indicator, Measure, placed_share

SHEETS = (
    Indicator(
        "realisation",
        "Taux de réalisation",
        "Part des jours de stage prévus qui ont été faits.",
        "Jours faits",
        "Il ne compte que les élèves placés. L’intervalle est prudent\u00a0: les jours d’un même "
        "élève comptent pour un seul tirage.",
        denominator="jours prévus, là où les deux sont connus",
        polarity=1,
        measures=(
            Measure(
                part="days_done", whole="days_planned", unknown="days_unknown", trials="days_known"
            ),
        ),
    ),
    Indicator(
        "canal",
        "Canal d’obtention",
        "Par qui les placements ont été trouvés.",
        "Placements obtenus par ce canal",
        "Le canal est souvent inconnu\u00a0: la part connue se lit avec lui. Il dit la dernière "
        "étape, pas toute l’aide reçue.",
        denominator="placements dont le canal est connu",
        measures=(
            placed_share("", "pôle ou CLEE", "by_pole", "channel_unknown"),
            placed_share("famille", "famille, entourage", "by_family", "channel_unknown"),
            placed_share("seul", "élève seul", "by_pupil", "channel_unknown"),
            placed_share("ancien", "ancien lieu", "by_past_host", "channel_unknown"),
            placed_share("ecole", "équipe, DDFPT, BDE", "by_school", "channel_unknown"),
            placed_share("plateforme", "plateforme", "by_platform", "channel_unknown"),
        ),
    ),
    Indicator(
        "recours",
        "Recours au pôle",
        "Demandes que les établissements ont transmises au pôle, rapportées aux périodes dues.",
        "Demandes transmises au pôle",
        "Peu de recours peut vouloir dire peu de besoins ou un pôle peu connu. Une même période "
        "peut faire l’objet de plusieurs demandes.",
        denominator="périodes dues des BEF dont le pôle a transmis ses demandes de l’année",
        sources="demandes transmises par les pôles\u00a0; périodes dues",
        measures=(Measure(part="cases", whole="due", unknown="cases_unknown"),),
    ),
    Indicator(
        "resolution",
        "Résolution par le pôle",
        "Part des demandes transmises au pôle qui ont trouvé une solution à temps.",
        "Demandes résolues au plus tard au premier jour",
        "Une demande résolue n’est pas forcément un placement trouvé par le pôle. Les demandes "
        "difficiles arrivent au pôle après l’échec des autres voies.",
        denominator="demandes transmises au pôle dont le premier jour est connu",
        polarity=1,
        sources="demandes transmises par les pôles",
        measures=(Measure(part="cases_solved", whole="cases", unknown="cases_undated"),),
    ),
    Indicator(
        "adequation",
        "Adéquation",
        "Part des placements dont l’activité est de celles que la formation attend.",
        "Placements dont la division de la NAF est attendue pour la famille",
        "La liste des divisions attendues est une hypothèse. Une entreprise d’un autre secteur "
        "peut avoir le bon métier. Sans objet en 3e et en 2de GT.",
        denominator="placements dont la division est connue, pour les familles qui en attendent",
        polarity=1,
        sources=f"{FOLLOWED}\u00a0; entreprises\u00a0; divisions attendues par famille (hypothèse)",
        measures=(Measure(part="naf_expected", whole="naf_asked", unknown="naf_unknown"),),
    ),
    Indicator(
        "qualite",
        "Qualité d’accueil",
        "Trois signes de la qualité d’accueil\u00a0: évaluations rendues (code de l’éducation, "
        "L. 124-4), tuteurs formés, visites faites.",
        "Évaluations rendues par les élèves",
        "Une évaluation rendue ne dit pas ce qu’elle contient. Le tuteur formé se compte par lieu "
        "d’accueil, là où il est placé\u00a0; la visite et l’évaluation par placement.",
        denominator="placements dont on sait si l’évaluation est rendue",
        polarity=1,
        tables=("period_state", "hosting"),
        measures=(
            placed_share("", "évaluations rendues", "evaluated", "evaluated_unknown"),
            placed_share("visites", "visites faites", "visited", "visited_unknown"),
            Measure("tuteurs", "lieux avec un tuteur formé"),
        ),
    ),
    Indicator(
        "ruptures",
        "Ruptures",
        "Part des placements interrompus avant leur fin.",
        "Placements interrompus",
        "Elles ne disent pas qui a rompu, ni pourquoi, ni si l’élève a retrouvé un lieu.",
        denominator="placements dont on sait s’ils ont été interrompus",
        polarity=-1,
        measures=(Measure(part="interrupted", whole="placed", unknown="interrupted_unknown"),),
    ),
)
