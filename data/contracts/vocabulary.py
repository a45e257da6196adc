"""Words of the exchange files: closed lists (folded spelling -> value kept) and titles."""


def _spelled(**spellings: str) -> dict[str, str]:
    """Folded spelling -> value, from value -> spellings separated by a space."""
    return {word: value for value, words in spellings.items() for word in words.split()}


LEVELS = {
    word: level
    for level, words in {
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
    }.items()
    for word in words.split()
}
FAMILIES = _spelled(
    commerce="commerce vente commerce_vente",
    sante="sante social sante_social sanitaire_et_social assp",
    electricite="electricite numerique electricite_numerique melec ciel",
    gestion="gestion administration gestion_administration agora tertiaire_administratif",
    cuisine="cuisine alimentation alimentation_cuisine",
    hotellerie="hotellerie restauration hotellerie_restauration",
    auto="auto automobile maintenance_des_vehicules",
    logistique="logistique transport transport_logistique",
    btp="btp batiment batiment_travaux_publics travaux_publics",
    maintenance="maintenance maintenance_industrielle mspc",
    chaudronnerie="chaudronnerie carrosserie chaudronnerie_carrosserie",
    coiffure="coiffure esthetique coiffure_esthetique",
    securite="securite metiers_de_la_securite",
    bois="bois ameublement bois_ameublement menuiserie",
    autre="autre autres autres_formations",
)
STATES = {
    "signe": "signé",
    "signee": "signé",
    "convention_signee": "signé",
    "accord": "accord",
    "accord_oral": "accord",
    "accord_de_principe": "accord",
    "trouve": "accord",
    "sans_lieu": "sans lieu",
    "sans_stage": "sans lieu",
    "en_recherche": "sans lieu",
    "inconnu": "inconnu",
    "nsp": "inconnu",
    "non_renseigne": "inconnu",
}
CHANNELS = {
    word: channel
    for channel, words in {
        "famille": "famille famille_entourage entourage reseau_familial",
        "seul": "seul eleve_seul eleve demarche_personnelle",
        "ancien lieu": "ancien_lieu",
        "école": "ecole equipe equipe_pedagogique professeur lycee etablissement ddfpt bde",
        "pôle": "pole pole_de_stage clee",
        "plateforme": "plateforme internet 1jeune1solution",
    }.items()
    for word in words.split()
}
ZONES = {
    word: zone
    for zone, words in {
        "REP": "rep r_e_p reseau_d_education_prioritaire",
        "REP+": "rep_plus repplus rep_plus_plus r_e_p_plus rep_renforce "
        "reseau_d_education_prioritaire_plus reseau_d_education_prioritaire_renforce",
        "hors EP": "hors_ep horsep hep hors_rep hors_rep_plus hors_rep_rep_plus "
        "hors_rep_et_rep_plus hors_education_prioritaire",
    }.items()
    for word in words.split()
}
SIZES = {
    "0_9": "0-9",
    "1_9": "0-9",
    "0_a_9": "0-9",
    "1_a_9": "0-9",
    "10_49": "10-49",
    "10_a_49": "10-49",
    "50_249": "50-249",
    "50_a_249": "50-249",
    "250": "250+",
    "250_plus": "250+",
    "250_et_plus": "250+",
}
HOST_NAMES = (
    "entreprise",
    "nom_entreprise",
    "nom_de_l_entreprise",
    "raison_sociale",
    "lieu_d_accueil",
    "nom_du_lieu_d_accueil",
    "organisme_d_accueil",
    "structure_d_accueil",
)
