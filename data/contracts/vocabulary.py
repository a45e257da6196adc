"""Words of the exchange files: closed lists (folded spelling -> value kept) and titles."""


def spelled(spellings: dict[str, str]) -> dict[str, str]:
    """Folded spelling -> value, from value -> spellings separated by a space."""
    return {word: value for value, words in spellings.items() for word in words.split()}


LEVELS = spelled(
    {
        "3e": "3e 3eme 3_eme troisieme",
        "2GT": "2gt 2_gt 2de_gt 2nde_gt 2de_generale 2nde_generale seconde_gt seconde_generale "
        "2de_generale_et_technologique 2nde_generale_et_technologique "
        "seconde_generale_et_technologique",
        "2PRO": "2pro 2_pro 2de_pro 2nde_pro seconde_pro 2de_professionnelle "
        "2nde_professionnelle seconde_professionnelle 2nde_bac_pro 2de_bac_pro",
        "1PRO": "1pro 1_pro 1re_pro 1ere_pro premiere_pro 1re_professionnelle "
        "1ere_professionnelle premiere_professionnelle 1ere_bac_pro 1re_bac_pro",
        "TPRO": "tpro t_pro tle_pro term_pro terminale_pro tle_professionnelle "
        "terminale_professionnelle term_bac_pro tle_bac_pro terminale_bac_pro",
        "CAP1": "cap1 cap_1 1cap 1_cap cap1a cap_1re_annee cap_1ere_annee 1re_annee_cap "
        "1ere_annee_cap 1re_annee_de_cap 1ere_annee_de_cap",
        "CAP2": "cap2 cap_2 2cap 2_cap cap2a cap_2e_annee cap_2eme_annee 2e_annee_cap "
        "2eme_annee_cap 2e_annee_de_cap 2eme_annee_de_cap",
    }
)
FAMILIES = spelled(
    {
        "commerce": "commerce vente commerce_vente",
        "sante": "sante social sante_social sanitaire_et_social assp",
        "electricite": "electricite numerique electricite_numerique melec ciel",
        "gestion": "gestion administration gestion_administration agora tertiaire_administratif",
        "cuisine": "cuisine alimentation alimentation_cuisine",
        "hotellerie": "hotellerie restauration hotellerie_restauration",
        "auto": "auto automobile maintenance_des_vehicules",
        "logistique": "logistique transport transport_logistique",
        "btp": "btp batiment batiment_travaux_publics travaux_publics",
        "maintenance": "maintenance maintenance_industrielle mspc",
        "chaudronnerie": "chaudronnerie carrosserie chaudronnerie_carrosserie",
        "coiffure": "coiffure esthetique coiffure_esthetique",
        "securite": "securite metiers_de_la_securite",
        "bois": "bois ameublement bois_ameublement menuiserie",
        "autre": "autre autres autres_formations",
    }
)
STATES = spelled(
    {
        "signé": "signe signee convention_signee",
        "accord": "accord accord_oral accord_de_principe trouve",
        "sans lieu": "sans_lieu sans_stage en_recherche",
        "inconnu": "inconnu nsp non_renseigne",
    }
)
CHANNELS = spelled(
    {
        "famille": "famille famille_entourage entourage reseau_familial",
        "seul": "seul eleve_seul eleve demarche_personnelle",
        "ancien lieu": "ancien_lieu",
        "école": "ecole equipe equipe_pedagogique professeur lycee etablissement ddfpt bde",
        "pôle": "pole pole_de_stage clee",
        "plateforme": "plateforme internet 1jeune1solution",
    }
)
ZONES = spelled(
    {
        "REP": "rep r_e_p reseau_d_education_prioritaire",
        "REP+": "rep_plus repplus rep_plus_plus r_e_p_plus rep_renforce "
        "reseau_d_education_prioritaire_plus reseau_d_education_prioritaire_renforce",
        "hors EP": "hors_ep horsep hep hors_rep hors_rep_plus hors_rep_rep_plus "
        "hors_rep_et_rep_plus hors_education_prioritaire",
    }
)
SIRENE_SIZES = {  # Sirene's codes of trancheEffectifs: bounds, the last one open
    "NN": (0, 0),
    "00": (0, 0), "01": (1, 2), "02": (3, 5), "03": (6, 9), "11": (10, 19), "12": (20, 49),
    "21": (50, 99), "22": (100, 199), "31": (200, 249), "32": (250, 499), "41": (500, 999),
    "42": (1000, 1999), "51": (2000, 4999), "52": (5000, 9999), "53": (10000, None),
}  # fmt: skip

SIRENE_CODES = {code.lower(): code for code in SIRENE_SIZES} | {
    code.lstrip("0") or "0": code for code in SIRENE_SIZES
}


def _size_of(least: int) -> str:
    return next(name for name, most in _SIZE_LIMITS.items() if least <= most)


_SIZE_LIMITS = {"0-9": 9, "10-49": 49, "50-249": 249, "250+": 10**9}


def _sirene_sizes() -> dict[str, str]:
    """Sirene's codes, a leading zero lost too, and their labels -> size kept."""
    found = {"unite_non_employeuse": "0-9", "0_salarie": "0-9"}
    for code, (low, high) in SIRENE_SIZES.items():
        spelled = [code.lower(), code.lstrip("0").lower() or "0"]
        for first, last in ((str(low), str(high)), (f"{low:_}", f"{high or 0:_}")):
            labels = [f"{first}_a_{last}", f"{first}_{last}", f"{first}_ou_{last}"]
            if high is None:
                labels = [
                    f"{first}_{end}" for end in ("plus", "et_plus", "ou_plus", "salaries_et_plus")
                ]
            spelled += [f"{label}{unit}" for label in labels for unit in ("", "_salaries")]
        found |= dict.fromkeys(spelled, _size_of(low))
    return found


SIZES = _sirene_sizes() | spelled(
    {
        "0-9": "0_9 1_9 0_a_9 1_a_9",
        "10-49": "10_49 10_a_49",
        "50-249": "50_249 50_a_249",
        "250+": "250 250_plus 250_et_plus",
    }
)
HOST_NAMES = (
    *("entreprise", "nom_entreprise", "nom_de_l_entreprise", "raison_sociale", "lieu_d_accueil"),
    *("nom_du_lieu_d_accueil", "organisme_d_accueil", "structure_d_accueil"),
)
PUPILS = (  # spellings of a number of pupils
    *("effectif", "effectifs", "effectif_total", "effectifs_totaux", "effectif_eleves", "eleves"),
    *("effectifs_eleves", "effectif_d_eleves", "effectifs_d_eleves", "nb_eleves", "nb_d_eleves"),
    *("nbre_eleves", "nbre_d_eleves", "nombre_eleves", "nombre_d_eleves", "total_eleves"),
    *("nb_total_d_eleves", "nombre_total_d_eleves"),
)
