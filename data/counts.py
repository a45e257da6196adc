"""What adds up: the counts of `period_state`, one row a school × year × level × family × period.

`placed` counts the periods whose last known state is a convention or an agreement; what is told
of a placement (channel, days, visit…) is counted among them, with what nobody told beside; what is
known at its end only (days, evaluation, visit, break) is unknown where the row was observed before.
"""

DATES = {"_j21": -21, "_j7": -7, "": 0, "_p7": 7}  # suffix of a date -> days after the first day
STATES = ("signed", "agreed", "without", "unknown")  # they add up to `due`, at each date

COUNTS: dict[str, str] = {
    "due": "périodes dues",
    **{f"signed{date}": "convention signée par tous à cette date" for date in DATES},
    **{f"agreed{date}": "accord d’un lieu à cette date, sans convention" for date in DATES},
    **{f"without{date}": "sans lieu à cette date" for date in DATES},
    **{f"unknown{date}": "état inconnu à cette date, ou pas encore observé" for date in DATES},
    "placed": "placements\u00a0: convention ou accord, quelle qu’en soit la date",
    "late": "placements dont l’accord date de moins de 7 jours avant le début, ou d’après",
    "late_unknown": "placements dont on ne sait pas s’ils sont tardifs",
    "days_known": "placements dont les jours prévus et faits sont connus",
    "days_unknown": "placements dont les jours ne sont pas connus",
    "days_planned": "jours prévus, là où les jours faits sont connus",
    "days_done": "jours faits, là où les jours prévus sont connus",
    "by_family": "placements trouvés par la famille ou l’entourage",
    "by_pupil": "placements trouvés par l’élève seul",
    "by_past_host": "placements dans un ancien lieu",
    "by_school": "placements trouvés par l’équipe, le DDFPT ou le BDE",
    "by_pole": "placements trouvés par le pôle ou le CLEE",
    "by_platform": "placements trouvés par une plateforme",
    "channel_unknown": "placements dont le canal n’est pas connu",
    "evaluated": "placements dont l’évaluation est rendue",
    "evaluated_unknown": "placements dont on ne sait pas si l’évaluation est rendue",
    "visited": "placements dont la visite est faite",
    "visited_unknown": "placements dont on ne sait pas si la visite est faite",
    "interrupted": "placements interrompus",
    "interrupted_unknown": "placements dont on ne sait pas s’ils sont interrompus",
    "naf_asked": "placements d’une famille qui attend des divisions de la NAF",
    "naf_expected": "ceux dont la division est attendue",
    "naf_unknown": "ceux dont la division n’est pas connue, ou peut être attendue ou non",
    "in_own_bef": "placements dans le BEF de l’établissement",
    "in_other_bef": "placements dans un autre BEF de l’académie",
    "beyond_academy": "placements en France, hors de l’académie",
    "abroad": "placements à l’étranger",
    "place_unknown": "placements dont le lieu n’est pas connu",
    "siret_valid": "placements dont le SIRET est valide",
    "located": "placements dont la commune ou le pays est connu",
    "cases": "demandes transmises au pôle",
    "cases_unknown": "périodes dues d’un BEF dont le pôle n’a rien transmis de l’année",
    "cases_solved": "demandes résolues au plus tard au premier jour",
    "cases_undated": "demandes dont on ne sait pas si elles étaient résolues au premier jour",
}
