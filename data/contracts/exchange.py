"""Exchange files of the pôles and schools: who is due a period, who has a placement, where."""

from data.contracts.contract import Column as C
from data.contracts.contract import Contract, Rule
from data.kinds import fold

LEVELS = {
    "3e": "3e",
    "3eme": "3e",
    "2gt": "2GT",
    "2de_gt": "2GT",
    "2nde_gt": "2GT",
    "2pro": "2PRO",
    "2de_pro": "2PRO",
    "2nde_pro": "2PRO",
    "1pro": "1PRO",
    "1re_pro": "1PRO",
    "tpro": "TPRO",
    "tle_pro": "TPRO",
    "cap1": "CAP1",
    "cap2": "CAP2",
    "cap_1": "CAP1",
    "cap_2": "CAP2",
}
FAMILIES = {
    key: key
    for key in (
        "commerce",
        "sante",
        "electricite",
        "gestion",
        "cuisine",
        "hotellerie",
        "auto",
        "logistique",
        "btp",
        "maintenance",
        "chaudronnerie",
        "coiffure",
        "securite",
        "bois",
        "autre",
    )
}
STATES = {
    "signe": "signé",
    "signee": "signé",
    "accord": "accord",
    "sans_lieu": "sans lieu",
    "inconnu": "inconnu",
}
CHANNELS = {
    "famille": "famille",
    "famille_entourage": "famille",
    "seul": "seul",
    "eleve_seul": "seul",
    "ancien_lieu": "ancien lieu",
    "ecole": "école",
    "equipe": "école",
    "ddfpt": "école",
    "bde": "école",
    "pole": "pôle",
    "clee": "pôle",
    "plateforme": "plateforme",
}
SIZES = {
    "0_9": "0-9",
    "10_49": "10-49",
    "50_249": "50-249",
    "250": "250+",
    "250_plus": "250+",
    "250_et_plus": "250+",
}

_UAI = C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True)
_YEAR = C(
    "annee", "school_year", ("annee_scolaire",), "Année scolaire, 2025-2026.", True, True, True
)
_LEVEL = C("niveau", "text", ("niveau",), "Niveau.", True, True, True, allowed=LEVELS)
_FAMILY = C(
    "famille",
    "text",
    ("famille",),
    "Famille de métiers ; vide en 3e et en 2de GT.",
    header_needed=True,
    rejects=True,
    allowed=FAMILIES,
)
_PERIOD = C(
    "periode", "count", ("periode",), "Numéro de la période dans l’année.", True, True, True
)
_GROUP = ("uai", "annee", "niveau", "famille")

ENROLMENT = Contract(
    name="effectifs",
    title="Effectifs par niveau et famille",
    grain="une ligne par établissement, année, niveau et famille",
    key=_GROUP,
    columns=(
        _UAI,
        _YEAR,
        _LEVEL,
        _FAMILY,
        C("eleves", "count", ("effectif",), "Élèves sous statut scolaire.", True, True, True),
    ),
)

POLES = Contract(
    name="poles",
    title="Pôles de stage",
    grain="une ligne par pôle et BEF couvert",
    key=("pole", "bef"),
    columns=(
        C("pole", "text", ("code_pole",), "Code du pôle.", True, True),
        C("libelle", "text", ("libelle_pole",), "Nom du pôle.", True, True),
        C("bef", "text", ("bef",), "Code d’un BEF couvert.", True, True),
        C("ouvert_le", "date", ("ouvert_le",), "Date d’ouverture."),
    ),
)

PERIODS = Contract(
    name="periodes",
    title="Périodes dues",
    grain="une ligne par établissement, année, niveau, famille et période",
    key=(*_GROUP, "periode"),
    columns=(
        _UAI,
        _YEAR,
        _LEVEL,
        _FAMILY,
        _PERIOD,
        C("debut", "date", ("debut",), "Premier jour.", True, True, True),
        C("fin", "date", ("fin",), "Dernier jour.", True, True, True),
        C("semaines", "count", ("semaines",), "Semaines dues.", True, True, True),
        C("eleves", "count", ("eleves_concernes",), "Élèves concernés.", True, True, True),
    ),
    rules=(
        Rule("fin < debut", "fin", "la période finit avant d’avoir commencé"),
        Rule("semaines < 1 OR semaines > 16", "semaines", "de 1 à 16 semaines attendues"),
    ),
)

PLACEMENTS = Contract(
    name="stages",
    title="États des périodes et lieux de stage",
    grain="une ligne par élève (sans identité) et période due dont l’état est suivi",
    unit=(*_GROUP, "periode"),
    columns=(
        _UAI,
        _YEAR,
        _LEVEL,
        _FAMILY,
        _PERIOD,
        C(
            "etat",
            "text",
            ("etat",),
            "Signé, accord, sans lieu, inconnu.",
            True,
            True,
            True,
            allowed=STATES,
        ),
        C("accord_le", "date", ("date_accord",), "Accord de l’entreprise."),
        C("signe_le", "date", ("date_convention",), "Convention signée par tous."),
        C("debut", "date", ("debut",), "Premier jour prévu.", False, True, True),
        C("fin", "date", ("fin",), "Dernier jour prévu."),
        C("jours_prevus", "count", ("jours_prevus",), "Jours prévus."),
        C("jours_faits", "count", ("jours_faits",), "Jours faits."),
        C("siret", "siret", ("siret",), "SIRET du lieu d’accueil.", True),
        C("entreprise", "text", ("entreprise",), "Nom du lieu d’accueil."),
        C("commune_accueil", "commune", ("commune_accueil",), "Code Insee du lieu d’accueil."),
        C("code_postal_accueil", "postcode", ("code_postal_accueil",), "Code postal du lieu."),
        C(
            "pays",
            "text",
            ("pays",),
            "Pays du lieu d’accueil ; vide : France.",
            allowed={"fr": "FR", "lu": "LU", "de": "DE", "be": "BE"},
        ),
        C("naf", "naf", ("naf",), "Code NAF du lieu d’accueil."),
        C(
            "canal",
            "text",
            ("canal",),
            "Canal d’obtention ; vide : inconnu.",
            allowed=CHANNELS,
        ),
        C("tuteur_forme", "flag", ("tuteur_forme",), "Tuteur formé."),
        C("visite", "flag", ("visite",), "Visite faite."),
        C("evaluation", "flag", ("evaluation_rendue",), "Évaluation rendue (L. 124-4)."),
        C("interrompu", "flag", ("interrompu",), "Période interrompue."),
    ),
    rules=(
        Rule("fin < debut", "fin", "le stage finit avant d’avoir commencé"),
        Rule(
            "jours_faits > jours_prevus",
            "jours_faits",
            "plus de jours faits que de jours prévus",
        ),
    ),
)

COMPANIES = Contract(
    name="entreprises",
    title="Lieux d’accueil",
    grain="une ligne par établissement employeur",
    key=("siret",),
    columns=(
        C("siret", "siret", ("siret",), "SIRET.", True, True, True),
        C("nom", "text", ("denomination",), "Nom de l’établissement.", True, True),
        C("commune", "commune", ("commune",), "Code Insee de la commune.", True, True, True),
        C("naf", "naf", ("naf",), "Code NAF.", True),
        C(
            "taille",
            "text",
            ("tranche_effectif",),
            "Tranche d’effectif salarié.",
            True,
            allowed=SIZES,
        ),
        C("public", "flag", ("employeur_public",), "Employeur public."),
        C("entrepreneur_individuel", "flag", ("entrepreneur_individuel",), "Personne physique."),
        C("diffusible", "flag", ("diffusible",), "Diffusible selon l’Insee."),
    ),
)

POLE_CASES = Contract(
    name="recours",
    title="Recours au pôle",
    grain="une ligne par demande transmise au pôle",
    key=("demande",),
    columns=(
        C("demande", "text", ("demande",), "Numéro de la demande.", True, True),
        C("bef", "text", ("bef",), "BEF du pôle saisi.", True, True),
        _UAI,
        _YEAR,
        _LEVEL,
        _FAMILY,
        C("ouvert_le", "date", ("ouverte_le",), "Date de la demande.", True, True, True),
        C("resolu_le", "date", ("resolue_le",), "Date de la solution ; vide : sans solution."),
        C("debut", "date", ("debut",), "Premier jour de la période visée."),
    ),
)

DEMO_MARK = Contract(
    name="demonstration",
    title="Marque des données de démonstration",
    grain="une ligne",
    key=("graine",),
    columns=(
        C("graine", "count", ("graine_demonstration",), "Graine du tirage.", True, True, True),
        C("annee", "school_year", ("derniere_annee_scolaire",), "Dernière année.", True, True),
    ),
)

EXCHANGE = (ENROLMENT, POLES, PERIODS, PLACEMENTS, COMPANIES, POLE_CASES, DEMO_MARK)

_ABOUT_PUPILS = (ENROLMENT, PERIODS, PLACEMENTS, POLE_CASES)
_PERSONAL_WORDS = {"ine", "eleve", "prenom", "nom", "naissance", "ne", "nee", "adresse", "rue"}
_PERSONAL_WORDS |= {"mail", "email", "courriel", "tel", "telephone", "portable", "tuteur"}


def personal_headers(contract: Contract, header: list[str]) -> list[str]:
    """Headers, beside those of a contract about pupils, that seem to name a pupil or a tutor."""
    if contract not in _ABOUT_PUPILS:
        return []
    kept = set(contract.match(header).values())
    return [
        text
        for position, text in enumerate(header)
        if position not in kept and _PERSONAL_WORDS & set(fold(text).split("_"))
    ]
