"""Public files of the ministry and of Insee, in the vintages met so far."""

from data.contracts.contract import Column as C
from data.contracts.contract import Contract, VintageColumn
from data.contracts.vocabulary import ZONES

MOST_PUPILS = 10_000  # of a school
MOST_EMPLOYERS = 1_000_000  # of a commune; Paris has some 400,000


def _millesime(about: str) -> C:
    return C("millesime", "count", ("millesime",), about, rejects=True, least=1990, most=2100)


def _pupils(name: str, headers: tuple[str, ...], about: str, *flags: bool) -> C:
    return _count(name, headers, about, flags, MOST_PUPILS)


def _employers(name: str, headers: tuple[str, ...], about: str, *flags: bool) -> C:
    return _count(name, headers, about, flags, MOST_EMPLOYERS)


def _count(
    name: str, headers: tuple[str, ...], about: str, flags: tuple[bool, ...], most: int
) -> C:
    needed, filled, rejects = (*flags, False, False, False)[:3]
    return C(name, "count", headers, about, needed, filled, rejects, most=most)


def _ips(name: str, headers: tuple[str, ...], about: str, needed: bool = False) -> C:
    return C(name, "decimal", headers, about, needed, least=20, most=200)


def _vintages(stem: str) -> tuple[str, ...]:
    return (stem, *(f"{stem}{year}" for year in range(14, 36)))


_RENTREE = C(
    "annee", "rentree", ("rentree_scolaire", "annee_scolaire"), "Rentrée.", True, True, True
)
# The same, in a file that may not say it: filled from what an officer says, or from the name.
_RENTREE_OR_NONE = C("annee", "rentree", ("rentree_scolaire",), "Rentrée.", rejects=True)
_NUMBER = ("uai", "numero_lycee", "numero_d_etablissement", "numero_etablissement")

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
        C("type", "text", ("type_etablissement",), "Lycée, collège, école, EREA, service."),
        C("secteur", "text", ("statut_public_prive",), "Public ou privé."),
        C("code_postal", "postcode", ("code_postal",), "Code postal."),
        C("commune", "commune", ("code_commune",), "Code Insee de la commune.", True),
        C("nom_commune", "label", ("nom_commune",), "Commune."),
        C(
            "voie_pro",
            "flag",
            ("voie_professionnelle",),
            "Voie professionnelle.",
            True,
            empty="false",
        ),
        C("ulis", "flag", ("ulis",), "Dispositif ULIS."),
        _pupils("eleves", ("nombre_d_eleves",), "Nombre d’élèves."),
        C("latitude", "decimal", ("latitude",), "Latitude, degrés.", least=-90, most=90),
        C("longitude", "decimal", ("longitude",), "Longitude, degrés.", least=-180, most=180),
        C("etat", "text", ("etat",), "Ouvert ou fermé.", True),
        C("date_maj", "date", ("date_maj_ligne",), "Date de mise à jour de la ligne."),
        C("ministere", "text", ("ministere_tutelle",), "Ministère de tutelle."),
        C("nature", "text", ("libelle_nature",), "Nature de l’établissement.", True),
        C("uai_mere", "uai", ("etablissement_mere",), "UAI de l’établissement de rattachement."),
        C("bef_officiel", "text", ("code_bassin_formation",), "Code officiel du BEF."),
        C("bef_libelle", "label", ("libelle_bassin_formation",), "Nom officiel du BEF."),
        C(
            "zap",
            "text",
            ("code_zone_animation_pedagogique",),
            "Code de la zone d’animation pédagogique (ZAP).",
        ),
        C("zap_libelle", "label", ("libelle_zone_animation_pedagogique",), "Nom de la ZAP."),
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
        C("latitude", "decimal", ("latitude",), "Latitude, degrés.", least=-90, most=90),
        C("longitude", "decimal", ("longitude",), "Longitude, degrés.", least=-180, most=180),
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
        _RENTREE,
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        _pupils("eleves", ("effectifs",), "Nombre d’élèves ; plus publié depuis 2023."),
        _ips("ips", ("ips",), "Indice de position sociale.", True),
    ),
)

IPS_LYCEES = Contract(
    name="ips_lycees",
    title="Indice de position sociale des lycées",
    grain="une ligne par lycée et rentrée",
    key=("uai", "annee"),
    columns=(
        _RENTREE,
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        C("nom", "text", ("nom_de_l_etablissment", "nom_de_l_etablissement"), "Nom."),
        C("type", "text", ("type_de_lycee",), "LP, LEGT ou LPO."),
        _pupils("eleves_gt", ("effectifs_voie_gt",), "Élèves, voie générale et technologique."),
        _pupils("eleves_pro", ("effectifs_voie_pro",), "Élèves, voie professionnelle."),
        _ips("ips_gt", ("ips_voie_gt",), "IPS, voie générale et technologique."),
        _ips("ips_pro", ("ips_voie_pro",), "IPS, voie professionnelle.", True),
        _ips("ips_post_bac", ("ips_post_bac",), "IPS, après le baccalauréat."),
        _ips(
            "ips",
            ("ips_ensemble_gt_pro", "ips_etab"),
            "IPS de l’ensemble ; depuis 2023, de l’établissement, classes d’après bac comprises.",
        ),
    ),
)

_SESSION = C("session", "session", ("session", "annee"), "Session du baccalauréat.", rejects=True)

LYCEE_LEVELS = Contract(
    name="effectifs_lycees_pro",
    title="IVAL des lycées professionnels : effectifs par niveau",
    grain="une ligne par lycée et session",
    key=("uai", "session"),
    vintage=VintageColumn("session", bare="session"),
    foreign=("gnle", "stmg", "sti2d", "st2s"),  # the sheet of the general track has the same rest
    columns=(
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        _SESSION,
        C("nom", "text", ("etablissement",), "Nom de l’établissement."),
        C("commune", "commune", ("code_commune",), "Code Insee de la commune."),
        _pupils("seconde", ("effectifs_a_la_rentree_n_2nde",), "Élèves de 2de.", True),
        _pupils("premiere", ("effectifs_a_la_rentree_n_1ere",), "Élèves de 1re.", True),
        _pupils("terminale", ("effectifs_a_la_rentree_n_term",), "Élèves de Tle.", True),
    ),
)

GT_RESULTS = Contract(
    name="ival_lycees_gt",
    title="IVAL des lycées généraux et technologiques : effectifs par niveau",
    grain="une ligne par lycée et session",
    key=("uai", "session"),
    vintage=VintageColumn("session", bare="session"),
    columns=(
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        _SESSION,
        C("nom", "text", ("etablissement",), "Nom de l’établissement."),
        C("commune", "commune", ("code_commune",), "Code Insee de la commune."),
        _pupils("seconde", ("effectifs_a_la_rentree_n_2nde",), "Élèves de 2de GT.", True),
        _pupils("premiere", ("effectifs_a_la_rentree_n_1ere",), "Élèves de 1re."),
        _pupils("terminale", ("effectifs_a_la_rentree_n_term",), "Élèves de Tle."),
        C(  # what the file of vocational lycées never has
            "presents",
            "count",
            (
                "nombre_d_eleves_presents_au_bac_gnle",
                *(
                    f"{stem}{series}"
                    for stem in ("nombre_d_eleves_presents_au_bac_", "presents_")
                    for series in ("gnle", "stmg", "sti2d", "st2s", "stl", "l", "es", "s")
                ),
            ),
            "Candidats présents d’une série générale ou technologique.",
            True,
        ),
    ),
)

PRO_LEVELS = Contract(
    name="niveaux_lycees_pro",
    title="Effectifs des lycées professionnels par niveau, CAP compris",
    grain="une ligne par lycée et rentrée",
    key=("uai", "annee"),
    vintage=VintageColumn("annee", bare="rentree"),
    columns=(
        _RENTREE_OR_NONE,
        C("uai", "uai", _NUMBER, "Code de l’établissement.", True, True, True),
        C("nom", "text", ("patronyme",), "Nom de l’établissement."),
        _pupils("seconde", ("2ndes_pro",), "Élèves de 2de.", True),
        _pupils("premiere", ("1eres_pro",), "Élèves de 1re.", True),
        _pupils("terminale", ("terminales_pro",), "Élèves de Tle.", True),
        _pupils("cap1", ("cap_1ere_annee",), "1re année de CAP en 2 ans.", True),
        _pupils("cap2", ("cap_2nde_annee",), "2e année de CAP en 2 ans.", True),
        _pupils("cap_1_an", ("cap_en_1_an",), "CAP en 1 an : sans niveau dans nos tables."),
        _pupils("cap_3_ans", ("cap_en_3_ans",), "CAP en 3 ans : sans niveau dans nos tables."),
    ),
)

SCHOOL_MEF = Contract(
    name="effectifs_mef",
    title="Effectifs par établissement et MEF",
    grain="une ligne par établissement, rentrée et MEF statistique",
    key=("uai", "annee", "mef"),
    vintage=VintageColumn("annee", bare="rentree"),
    columns=(
        _RENTREE_OR_NONE,
        C("uai", "uai", _NUMBER, "Code de l’établissement.", True, True, True),
        C(
            "mef",
            "text",
            ("mef_bcp_11", "mef_stat_11"),
            "MEF statistique, 11 caractères : niveau et famille en sont déduits (hypothèse).",
            True,
            True,
        ),
        _pupils("eleves", ("nombre_d_eleves_total",), "Nombre d’élèves.", True, True, True),
    ),
)

GT_LEVELS = Contract(
    name="niveaux_lycees_gt",
    title="Effectifs des lycées généraux et technologiques par niveau",
    grain="une ligne par lycée et rentrée",
    key=("uai", "annee"),
    vintage=VintageColumn("annee", bare="rentree"),
    columns=(
        _RENTREE_OR_NONE,
        C("uai", "uai", _NUMBER, "Code de l’établissement.", True, True, True),
        C("nom", "text", ("patronyme",), "Nom de l’établissement."),
        _pupils("seconde", ("2ndes_gt",), "Élèves de 2de GT.", True),
    ),
)

COLLEGE_PUPILS = Contract(
    name="niveaux_colleges",
    title="Effectifs des collèges par niveau",
    grain="une ligne par collège et rentrée",
    key=("uai", "annee"),
    columns=(
        _RENTREE,
        C(
            "uai",
            "uai",
            ("numero_college", "numero_du_college"),
            "Code de l’établissement.",
            True,
            True,
            True,
        ),
        _pupils("troisieme", ("3eme_total", "nombre_total_de_3emes"), "Élèves de 3e.", True),
        C("rep", "flag", ("rep",), "Réseau d’éducation prioritaire.", empty="false"),
        C("rep_plus", "flag", ("rep_plus",), "REP+.", empty="false"),
    ),
)

COLLEGE_LEVELS = Contract(
    name="effectifs_colleges",
    title="DNB et effectifs des collèges par niveau",
    grain="une ligne par collège et session",
    key=("uai", "session"),
    columns=(
        C("uai", "uai", ("numero_college",), "Code de l’établissement.", True, True, True),
        C("session", "session", ("session",), "Session du DNB.", True, True, True),
        C("commune", "commune", ("commune",), "Code Insee de la commune."),
        _pupils("troisieme", ("3eme_total",), "Élèves de 3e.", True),
        C("rep", "flag", ("rep",), "Réseau d’éducation prioritaire.", empty="false"),
        C("rep_plus", "flag", ("rep_plus",), "REP+.", empty="false"),
        _ips("ips", ("ips",), "Indice de position sociale."),
    ),
)

PRIORITY = Contract(
    name="education_prioritaire",
    title="Établissements et éducation prioritaire",
    grain="une ligne par établissement et année",
    key=("uai", "millesime"),
    vintage=VintageColumn("millesime", bare="annee", told_by="zone_ep"),
    columns=(
        C("uai", "uai", ("uai",), "Code de l’établissement.", True, True, True),
        C("type", "text", ("type_etab", "type_etablissement"), "Type d’établissement.", True),
        C("nom", "text", ("nom_etablissement",), "Nom de l’établissement."),
        C("code_postal", "postcode", ("code_postal",), "Code postal."),
        C("nom_commune", "label", ("commune", "nom_commune"), "Commune."),
        C(
            "zone_ep",
            "text",
            ("zone_ep", "ep_20*"),
            "REP, REP+ ; vide : hors éducation prioritaire.",
            True,
            allowed=ZONES,
            empty="hors EP",
        ),
        _millesime("Première année de la carte, lue dans le titre de colonne (ep_2022_2023)."),
    ),
)

QPV = Contract(
    name="etablissements_qpv",
    title="Établissements et quartiers prioritaires de la ville",
    grain="une ligne par établissement et formation, souvent répétée",
    unit=("uai",),
    unused=True,
    columns=(
        C(
            "uai",
            "uai",
            ("numero_etablissement", "uai"),
            "Code de l’établissement.",
            True,
            True,
            True,
        ),
        C(
            "situation",
            "text",
            ("situation_relative_a_un_qpv*",),
            "Dans un quartier prioritaire, à moins de 300 m, ou hors ; vide : non dit.",
            True,
        ),
    ),
)

EMPLOYERS = Contract(
    name="employeurs",
    title="Établissements employeurs par commune (Insee, comparateur de territoires)",
    grain="une ligne par commune et millésime",
    unit=("commune", "millesime"),
    vintage=VintageColumn("millesime", bare="annee", told_by="total"),
    columns=(
        C("commune", "commune", ("codgeo",), "Code Insee de la commune.", True, True, True),
        _millesime("Année des établissements, lue dans les titres de colonne (ETTOT24)."),
        _employers("total", _vintages("ettot"), "Établissements actifs.", True),
        _employers("agriculture", _vintages("etaz"), "… de l’agriculture.", True),
        _employers("industrie", _vintages("etbe"), "… de l’industrie.", True),
        _employers("construction", _vintages("etfz"), "… de la construction.", True),
        _employers(
            "commerce_services",
            _vintages("etgu"),
            "… du commerce, des transports et des services.",
            True,
        ),
        _employers("commerce", _vintages("etgz"), "… dont commerce.", True),
        _employers(
            "public_social",
            _vintages("etoq"),
            "… de l’administration, de l’enseignement, de la santé et du social.",
            True,
        ),
        _employers("taille_1_9", ("ettef1*",), "… de 1 à 9 salariés.", True),
        _employers("taille_10", ("ettefp10*",), "… de 10 salariés ou plus.", True),
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
    unit=("commune", "millesime"),
    vintage=VintageColumn("millesime", bare="annee", told_by="population"),
    columns=(
        C("commune", "commune", ("codgeo",), "Code Insee de la commune.", True, True, True),
        _millesime("Année de la population, lue dans le titre de colonne (PMUN21)."),
        C(
            "classe",
            "count",
            ("dens",),
            "Classe de densité, 1 à 7.",
            True,
            True,
            True,
            least=1,
            most=7,
        ),
        C("libelle", "text", ("libdens",), "Libellé de la classe.", True),
        C("population", "count", ("pmun*",), "Population municipale.", most=3_000_000),
    ),
)

RURAL = Contract(
    name="ruralite",
    title="Classement France ruralités revitalisation",
    grain="une ligne par commune",
    unit=("commune", "millesime"),
    vintage=VintageColumn("millesime", bare="annee", told_by="classement"),
    columns=(
        C("commune", "commune", ("code_insee",), "Code Insee de la commune.", True, True, True),
        _millesime("Année du classement, lue dans le titre de colonne."),
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
    GT_RESULTS,
    PRO_LEVELS,
    SCHOOL_MEF,
    GT_LEVELS,
    COLLEGE_PUPILS,
    COLLEGE_LEVELS,
    PRIORITY,
    QPV,
    EMPLOYERS,
    EMPLOYER_LABELS,
    DENSITY,
    RURAL,
    OFFERS,
)
