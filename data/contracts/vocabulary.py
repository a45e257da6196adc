"""Words of the exchange files: closed lists (folded spelling -> value kept) and titles."""

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
