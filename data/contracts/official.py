"""Public files of the ministry and of Insee, in the vintages met so far."""

from data.contracts.contract import Column as C
from data.contracts.contract import Contract


def _vintages(stem: str) -> tuple[str, ...]:
    return (stem, *(f"{stem}{year}" for year in range(14, 36)))


SCHOOLS = Contract(
    name="etablissements",
    title="Annuaire de l’éducation, lycées",
    grain="une ligne par UAI et par site",
    unit=("uai", "date_maj"),
    columns=(
        C(
            "uai",
            "uai",
            ("identifiant_de_l_etablissement", "uai"),
            "Code de l’établissement.",
            True,
            True,
            True,
        ),
        C("nom", "text", ("nom_etablissement",), "Nom de l’établissement.", True, True),
        C("secteur", "text", ("statut_public_prive",), "Public ou privé."),
        C("code_postal", "postcode", ("code_postal",), "Code postal."),
        C("commune", "commune", ("code_commune",), "Code Insee de la commune.", True),
        C("nom_commune", "text", ("nom_commune",), "Commune."),
        C("voie_pro", "flag", ("voie_professionnelle",), "Voie professionnelle.", True),
        C("ulis", "flag", ("ulis",), "Dispositif ULIS."),
        C("eleves", "count", ("nombre_d_eleves",), "Nombre d’élèves."),
        C("latitude", "decimal", ("latitude",), "Latitude, degrés."),
        C("longitude", "decimal", ("longitude",), "Longitude, degrés."),
        C("etat", "text", ("etat",), "Ouvert ou fermé.", True),
        C("date_maj", "date", ("date_maj_ligne",), "Date de mise à jour de la ligne."),
        C("ministere", "text", ("ministere_tutelle",), "Ministère de tutelle."),
        C("nature", "text", ("libelle_nature",), "Nature de l’établissement.", True),
        C("uai_mere", "uai", ("etablissement_mere",), "UAI de l’établissement de rattachement."),
        C("bef_officiel", "text", ("code_bassin_formation",), "Code officiel du BEF."),
    ),
)

COLLEGES = Contract(
    name="colleges",
    title="Collèges géolocalisés",
    grain="une ligne par collège",
    key=("uai",),
    columns=(
        C("uai", "uai", ("numero_uai",), "Code de l’établissement.", True, True, True),
        C("nom", "text", ("appellation_officielle",), "Nom du collège.", True, True),
        C("secteur", "text", ("secteur_public_prive_libe",), "Public ou privé."),
        C("code_postal", "postcode", ("code_postal_uai",), "Code postal."),
        C("commune", "commune", ("code_commune",), "Code Insee de la commune.", True, True, True),
        C("latitude", "decimal", ("latitude",), "Latitude, degrés."),
        C("longitude", "decimal", ("longitude",), "Longitude, degrés."),
        C("etat", "text", ("etat_etablissement_libe",), "Ouvert ou fermé."),
        C("nature", "text", ("nature_uai_libe",), "Nature de l’établissement.", True),
    ),
)

IPS_COLLEGES = Contract(
    name="ips_colleges",
    title="Indice de position sociale des collèges",
    grain="une ligne par collège et rentrée",
    key=("uai", "annee"),
    columns=(
        C("annee", "school_year", ("rentree_scolaire",), "Rentrée.", True, True, True),
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        C("eleves", "count", ("effectifs",), "Nombre d’élèves.", True),
        C("ips", "decimal", ("ips",), "Indice de position sociale.", True),
    ),
)

IPS_LYCEES = Contract(
    name="ips_lycees",
    title="Indice de position sociale des lycées",
    grain="une ligne par lycée et rentrée",
    key=("uai", "annee"),
    columns=(
        C("annee", "school_year", ("rentree_scolaire",), "Rentrée.", True, True, True),
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        C("nom", "text", ("nom_de_l_etablissment", "nom_de_l_etablissement"), "Nom."),
        C("type", "text", ("type_de_lycee",), "LP, LEGT ou LPO."),
        C("eleves_gt", "count", ("effectifs_voie_gt",), "Élèves, voie générale et technologique."),
        C("eleves_pro", "count", ("effectifs_voie_pro",), "Élèves, voie professionnelle.", True),
        C("ips_gt", "decimal", ("ips_voie_gt",), "IPS, voie générale et technologique."),
        C("ips_pro", "decimal", ("ips_voie_pro",), "IPS, voie professionnelle.", True),
        C("ips", "decimal", ("ips_ensemble_gt_pro",), "IPS de l’ensemble."),
    ),
)

LYCEE_LEVELS = Contract(
    name="effectifs_lycees_pro",
    title="IVAL des lycées professionnels : effectifs par niveau",
    grain="une ligne par lycée",
    key=("uai",),
    foreign=("gnle", "stmg", "sti2d", "st2s"),  # the sheet of the general track has the same rest
    columns=(
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        C("nom", "text", ("etablissement",), "Nom de l’établissement."),
        C("commune", "commune", ("code_commune",), "Code Insee de la commune."),
        C("seconde", "count", ("effectifs_a_la_rentree_n_2nde",), "Élèves de 2de.", True),
        C("premiere", "count", ("effectifs_a_la_rentree_n_1ere",), "Élèves de 1re.", True),
        C("terminale", "count", ("effectifs_a_la_rentree_n_term",), "Élèves de Tle.", True),
    ),
)

COLLEGE_LEVELS = Contract(
    name="effectifs_colleges",
    title="DNB et effectifs des collèges par niveau",
    grain="une ligne par collège et session",
    key=("uai", "session"),
    columns=(
        C("uai", "uai", ("numero_college",), "Code de l’établissement.", True, True, True),
        C("session", "count", ("session",), "Session du DNB.", True, True, True),
        C("commune", "commune", ("commune",), "Code Insee de la commune."),
        C("troisieme", "count", ("3eme_total",), "Élèves de 3e.", True),
        C("rep", "flag", ("rep",), "Réseau d’éducation prioritaire."),
        C("rep_plus", "flag", ("rep_plus",), "REP+."),
        C("ips", "decimal", ("ips",), "Indice de position sociale."),
    ),
)

PRIORITY = Contract(
    name="education_prioritaire",
    title="Établissements et éducation prioritaire",
    grain="une ligne par établissement",
    key=("uai",),
    columns=(
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        C("type", "text", ("type_etab",), "Type d’établissement.", True),
        C("nom", "text", ("nom_etablissement",), "Nom de l’établissement."),
        C("code_postal", "postcode", ("code_postal",), "Code postal."),
        C("nom_commune", "text", ("commune",), "Commune."),
        C(
            "zone_ep",
            "text",
            ("zone_ep",),
            "REP, REP+ ; vide : hors éducation prioritaire.",
            True,
            allowed={"rep": "REP", "rep_plus": "REP+", "hors_ep": "hors EP"},
        ),
    ),
)

EMPLOYERS = Contract(
    name="employeurs",
    title="Établissements employeurs par commune (Insee, comparateur de territoires)",
    grain="une ligne par commune",
    unit=("commune",),
    columns=(
        C("commune", "commune", ("codgeo",), "Code Insee de la commune.", True, True, True),
        C("total", "count", _vintages("ettot"), "Établissements actifs.", True),
        C("agriculture", "count", _vintages("etaz"), "… de l’agriculture.", True),
        C("industrie", "count", _vintages("etbe"), "… de l’industrie.", True),
        C("construction", "count", _vintages("etfz"), "… de la construction.", True),
        C(
            "commerce_services",
            "count",
            _vintages("etgu"),
            "… du commerce, des transports et des services.",
            True,
        ),
        C("commerce", "count", _vintages("etgz"), "… dont commerce.", True),
        C(
            "public_social",
            "count",
            _vintages("etoq"),
            "… de l’administration, de l’enseignement, de la santé et du social.",
            True,
        ),
        C("taille_1_9", "count", ("ettef1*",), "… de 1 à 9 salariés.", True),
        C("taille_10", "count", ("ettefp10*",), "… de 10 salariés ou plus.", True),
    ),
)

EMPLOYER_LABELS = Contract(
    name="libelles_variables",
    title="Dictionnaire des variables du comparateur de territoires",
    grain="une ligne par variable",
    key=("variable",),
    columns=(
        C("variable", "text", ("cod_var",), "Code de la variable.", True, True),
        C("libelle", "text", ("lib_var_long",), "Libellé long.", True),
    ),
)

DENSITY = Contract(
    name="densite",
    title="Grille communale de densité (Insee, 7 niveaux)",
    grain="une ligne par commune",
    unit=("commune",),
    columns=(
        C("commune", "commune", ("codgeo",), "Code Insee de la commune.", True, True, True),
        C("classe", "count", ("dens",), "Classe de densité, 1 à 7.", True, True, True),
        C("libelle", "text", ("libdens",), "Libellé de la classe.", True),
        C("population", "count", ("pmun*",), "Population municipale."),
    ),
)

RURAL = Contract(
    name="ruralite",
    title="Classement France ruralités revitalisation",
    grain="une ligne par commune",
    unit=("commune",),
    columns=(
        C("commune", "commune", ("code_insee",), "Code Insee de la commune.", True, True, True),
        C("classement", "text", ("classement_frr*",), "Classement de la commune.", True),
    ),
)

OFFERS = Contract(
    name="offres",
    title="Offres de séquences d’observation (MonStage)",
    grain="une ligne par offre",
    key=("offre",),
    columns=(
        C("offre", "text", ("offre_id",), "Numéro de l’offre.", True, True),
        C(
            "employeur",
            "text",
            ("employeur_id",),
            "Numéro de l’employeur ; 1 : SIRET absent.",
            True,
        ),
        C("secteur", "text", ("secteur",), "Secteur déclaré."),
        C("public", "flag", ("public",), "Employeur public."),
        C("ville", "text", ("ville",), "Ville déclarée.", True),
        C("code_postal", "postcode", ("code_postal",), "Code postal (ou code Insee)."),
        C("commune", "commune", ("code_insee",), "Code Insee de la commune."),
        C("filiere", "text", ("filiere",), "Niveau visé.", True),
    ),
)

OFFICIAL = (
    SCHOOLS,
    COLLEGES,
    IPS_COLLEGES,
    IPS_LYCEES,
    LYCEE_LEVELS,
    COLLEGE_LEVELS,
    PRIORITY,
    EMPLOYERS,
    EMPLOYER_LABELS,
    DENSITY,
    RURAL,
    OFFERS,
)
