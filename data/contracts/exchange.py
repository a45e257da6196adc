"""Exchange files of the pôles and schools: who is due a period, who has a placement, where."""

from dataclasses import replace

from data.contracts.columns import (
    FAMILY,
    FORMATION,
    LEVEL,
    NAF,
    NAF_VERSION,
    PERIOD,
    PUPILS,
    UAI,
    YEAR,
)
from data.contracts.contract import Column as C
from data.contracts.contract import Contract, Rule
from data.contracts.residence import RESIDENCES
from data.contracts.vocabulary import CHANNELS, HOST_NAMES, SIZES, STATES

MOST_PUPILS = 3_000  # of a school, level and family: beyond, another column or a slip
MOST_DAYS = 150
LONGEST = 183  # days from the first of a period to its last
AGREED = (548, 31)  # an agreement or signature, before and after the school year of its period
ASKED = (183, 92)

_GROUP = ("uai", "annee", "niveau", "famille")

ENROLMENT = Contract(
    name="effectifs",
    title="Effectifs par niveau et famille",
    grain="une ligne par établissement, année, niveau et famille",
    key=_GROUP,
    columns=(
        UAI,
        YEAR,
        LEVEL,
        FAMILY,
        FORMATION,
        C(
            "eleves",
            "count",
            PUPILS,
            "Élèves sous statut scolaire.",
            True,
            True,
            True,
            most=MOST_PUPILS,
            unit="élève",
        ),
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
    marks=("periode", "debut", "fin", "semaines"),
    columns=(
        UAI,
        YEAR,
        LEVEL,
        FAMILY,
        FORMATION,
        PERIOD,
        C(
            "debut",
            "date",
            ("debut", "date_debut", "date_de_debut", "du"),
            "Premier jour.",
            True,
            True,
            True,
            in_year=(0, 0),
        ),
        C(
            "fin",
            "date",
            ("fin", "date_fin", "date_de_fin", "au"),
            "Dernier jour.",
            True,
            True,
            True,
            in_year=(0, 0),
        ),
        C(
            "semaines",
            "count",
            ("semaines", "nb_semaines", "nombre_de_semaines"),
            "Semaines dues.",
            True,
            True,
            True,
            least=1,
            most=16,
            unit="semaine",
        ),
        C(
            "eleves",
            "count",
            ("eleves_concernes", "nb_eleves_concernes", "nombre_d_eleves_concernes", *PUPILS),
            "Élèves concernés.",
            True,
            True,
            True,
            most=MOST_PUPILS,
            unit="élève",
        ),
    ),
    rules=(
        Rule("fin < debut", "fin", "la période finit avant d’avoir commencé"),
        Rule(f"fin - debut > {LONGEST}", "fin", "la période dure plus de six mois"),
        Rule(
            "7 * semaines > fin - debut + 7",
            "semaines",
            "plus de semaines que n’en contient la période",
            "tell",
        ),
    ),
)

PLACEMENTS = Contract(
    name="stages",
    title="États des périodes et lieux de stage",
    grain="une ligne par élève (sans identité) et période due dont l’état est suivi, un jour donné",
    unit=(*_GROUP, "periode"),
    marks=("periode", "etat", "accord_le", "signe_le", "debut", "entreprise"),
    dated_by="observe_le",
    columns=(
        UAI,
        YEAR,
        LEVEL,
        FAMILY,
        FORMATION,
        PERIOD,
        C(
            "etat",
            "text",
            ("etat", "etat_de_la_convention", "statut_convention"),
            "Signé, accord, sans lieu, inconnu.",
            True,
            True,
            True,
            allowed=STATES,
        ),
        C(
            "accord_le",
            "date",
            ("date_accord", "date_d_accord", "accord_le"),
            "Accord de l’entreprise.",
            in_year=AGREED,
        ),
        C(
            "signe_le",
            "date",
            ("date_convention", "date_de_convention", "date_de_signature", "signe_le"),
            "Convention signée par tous.",
            in_year=AGREED,
        ),
        C(
            "debut",
            "date",
            ("debut", "date_debut", "date_de_debut", "du"),
            "Premier jour prévu.",
            False,
            True,
            True,
            in_year=(0, 0),
        ),
        C(
            "fin",
            "date",
            ("fin", "date_fin", "date_de_fin", "au"),
            "Dernier jour prévu.",
            in_year=(0, 0),
        ),
        C(
            "jours_prevus",
            "count",
            ("jours_prevus", "nb_jours_prevus", "nombre_de_jours_prevus"),
            "Jours prévus.",
            most=MOST_DAYS,
            unit="jour",
        ),
        C(
            "jours_faits",
            "count",
            ("jours_faits", "nb_jours_faits", "jours_effectues", "jours_realises"),
            "Jours faits.",
            most=MOST_DAYS,
            unit="jour",
        ),
        C(
            "siret",
            "siret",
            ("siret", "siret_entreprise", "siret_de_l_entreprise", "numero_siret", "n_siret"),
            "SIRET du lieu d’accueil.",
            True,
        ),
        C("entreprise", "name", HOST_NAMES, "Nom du lieu d’accueil."),
        C("commune_accueil", "commune", ("commune_accueil",), "Code Insee du lieu d’accueil."),
        C(
            "ville_accueil",
            "text",
            ("ville_accueil", "ville_entreprise"),
            "Ville du lieu d’accueil.",
        ),
        C(
            "code_postal_accueil",
            "postcode",
            ("code_postal_accueil", "code_postal_entreprise", "cp_entreprise"),
            "Code postal du lieu.",
        ),
        C(
            "pays",
            "country",
            ("pays", "pays_accueil"),
            "Pays du lieu d’accueil ; vide : France.",
            empty="FR",
        ),
        NAF,
        NAF_VERSION,
        C(
            "canal",
            "text",
            ("canal", "canal_d_obtention", "mode_d_obtention"),
            "Canal d’obtention ; vide : inconnu.",
            allowed=CHANNELS,
        ),
        C("tuteur_forme", "flag", ("tuteur_forme",), "Tuteur formé."),
        C("visite", "flag", ("visite",), "Visite faite."),
        C("evaluation", "flag", ("evaluation_rendue",), "Évaluation rendue (L. 124-4)."),
        C("interrompu", "flag", ("interrompu",), "Période interrompue."),
        C(
            "observe_le",
            "date",
            (
                *("date_extraction", "date_d_extraction", "extrait_le", "observe_le"),
                *("situation_au", "etat_au", "date_d_observation"),
            ),
            "Jour de l’extraction ; vide : jour déclaré à l’import, sinon jour de l’import.",
            rejects=True,
            speaks=True,
        ),
    ),
    rules=(
        Rule("fin < debut", "fin", "le stage finit avant d’avoir commencé"),
        Rule(f"fin - debut > {LONGEST}", "fin", "le stage dure plus de six mois", "unread"),
        Rule(
            "etat = 'sans lieu' AND signe_le IS NOT NULL",
            "etat",
            "« sans lieu » avec une date de convention : l’un des deux est faux",
        ),
        Rule(
            "etat = 'sans lieu' AND (siret IS NOT NULL OR entreprise IS NOT NULL)",
            "etat",
            "« sans lieu » avec un lieu d’accueil : l’un des deux est faux",
        ),
        Rule(
            "etat = 'sans lieu' AND accord_le IS NOT NULL",
            "accord_le",
            "« sans lieu » avec une date d’accord : l’état fait foi",
            "tell",
        ),
        Rule(
            "etat = 'sans lieu' AND coalesce(commune_accueil, ville_accueil) IS NOT NULL",
            "etat",
            "« sans lieu » avec une commune d’accueil : l’état fait foi",
            "tell",
        ),
        Rule(
            "etat = 'sans lieu' AND jours_faits > 0",
            "jours_faits",
            "« sans lieu » avec des jours faits : l’état fait foi",
            "tell",
        ),
        Rule(
            "etat = 'accord' AND signe_le IS NOT NULL",
            "signe_le",
            "« accord » avec une date de convention : l’état fait foi",
            "tell",
        ),
        Rule(
            "accord_le > signe_le",
            "accord_le",
            "accord postérieur à la signature : la signature fait foi",
            "tell",
        ),
        Rule(
            "pays <> 'FR' AND commune_accueil NOT LIKE '99%'",
            "pays",
            "pays étranger et commune française : l’un des deux est faux",
            "unread",
        ),
        Rule("observe_le > today()", "observe_le", "jour d’observation à venir"),
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
    marks=("taille",),
    columns=(
        C("siret", "siret", ("siret", "numero_siret", "n_siret"), "SIRET.", True, True, True),
        C(
            "nom",
            "name",
            ("denomination", "nom_entreprise", "raison_sociale"),
            "Nom de l’établissement ; vide s’il n’est pas diffusible.",
            True,
        ),
        C("commune", "commune", ("commune",), "Code Insee de la commune.", True, True, True),
        replace(NAF, header_needed=True),
        NAF_VERSION,
        C(
            "taille",
            "text",
            ("tranche_effectif", "tranche_effectifs", "trancheeffectifsetablissement"),
            "Tranche d’effectif salarié ; les codes de Sirene (NN, 00 à 53) sont compris.",
            True,
            allowed=SIZES,
        ),
        C("public", "flag", ("employeur_public",), "Employeur public.", empty="false"),
        C("entrepreneur_individuel", "flag", ("entrepreneur_individuel",), "Personne physique."),
        C(
            "diffusible",
            "diffusible",
            ("diffusible", "statut_diffusion", "statutdiffusionetablissement"),
            "Diffusible selon l’Insee ; P, partiellement : jamais nommé.",
        ),
    ),
)

POLE_CASES = Contract(
    name="recours",
    title="Recours au pôle",
    grain="une ligne par demande transmise au pôle",
    key=("demande",),
    marks=("demande", "ouvert_le", "resolu_le"),
    columns=(
        C("demande", "text", ("demande",), "Numéro de la demande.", True, True),
        C("bef", "text", ("bef",), "BEF du pôle saisi.", True, True),
        UAI,
        YEAR,
        LEVEL,
        FAMILY,
        FORMATION,
        C(
            "ouvert_le",
            "date",
            ("ouverte_le",),
            "Date de la demande.",
            True,
            True,
            True,
            in_year=ASKED,
        ),
        C(
            "resolu_le",
            "date",
            ("resolue_le",),
            "Date de la solution ; vide : sans solution.",
            speaks=True,
            in_year=ASKED,
        ),
        C(
            "debut",
            "date",
            ("debut", "date_debut", "date_de_debut", "du"),
            "Premier jour de la période visée.",
            rejects=True,
            in_year=(0, 0),
        ),
    ),
    rules=(Rule("resolu_le < ouvert_le", "resolu_le", "résolue avant d’être demandée", "unread"),),
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

EXCHANGE = (
    ENROLMENT,
    RESIDENCES,
    POLES,
    PERIODS,
    PLACEMENTS,
    COMPANIES,
    POLE_CASES,
    DEMO_MARK,
)
