"""Invented names: schools, companies and persons that sound right and do not exist."""

import numpy as np

from demo.streams import Ints

_MASCULINE = [
    "Frêne",
    "Tilleul",
    "Merle",
    "Pré",
    "Vallon",
    "Verger",
    "Ruisseau",
    "Lavoir",
    "Chêne",
    "Moulin",
    "Coteau",
    "Bouleau",
    "Sorbier",
    "Héron",
    "Pinson",
    "Sentier",
    "Charme",
    "Rocher",
    "Cerisier",
    "Noyer",
    "Saule",
    "Hêtre",
    "Genêt",
    "Bosquet",
    "Pommier",
]
_FEMININE = [
    "Source",
    "Fontaine",
    "Clairière",
    "Prairie",
    "Colline",
    "Tuilerie",
    "Mésange",
    "Rivière",
    "Roseraie",
    "Charmille",
    "Grange",
    "Passerelle",
    "Bergerie",
    "Saulaie",
    "Lande",
    "Fougère",
    "Noisette",
    "Pierre",
    "Vigne",
    "Cascade",
    "Garenne",
    "Bruyère",
    "Ravine",
    "Sapinière",
    "Chênaie",
]
_ADJECTIVES = (
    ("Vert", "Verte"),
    ("Bleu", "Bleue"),
    ("Blanc", "Blanche"),
    ("Doré", "Dorée"),
    ("Fleuri", "Fleurie"),
    ("Clair", "Claire"),
    ("Gris", "Grise"),
    ("Argenté", "Argentée"),
    ("Tranquille", "Tranquille"),
    ("Sauvage", "Sauvage"),
    ("Perdu", "Perdue"),
    ("Secret", "Secrète"),
    ("Lointain", "Lointaine"),
    ("Rond", "Ronde"),
    ("Moussu", "Moussue"),
    ("Cendré", "Cendrée"),
    ("Penché", "Penchée"),
    ("Rieur", "Rieuse"),
)
_NUMBERS = ("Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Neuf")

TAILS: tuple[str, ...] = (
    *(f"du {noun} {adjective[0]}" for adjective in _ADJECTIVES for noun in _MASCULINE),
    *(f"de la {noun} {adjective[1]}" for adjective in _ADJECTIVES for noun in _FEMININE),
    *(
        f"des {number} {noun}{'x' if noun.endswith('eau') else 's'}"
        for number in _NUMBERS
        for noun in (*_MASCULINE, *_FEMININE)
    ),
)

_FIRST = [
    "Ysolde",
    "Barnabé",
    "Clothaire",
    "Ondine",
    "Philibert",
    "Radegonde",
    "Sidonie",
    "Théophraste",
    "Ursuline",
    "Wandrille",
    "Zéphyrin",
    "Aldegonde",
    "Cunégonde",
    "Évrard",
    "Fulgence",
    "Gontran",
    "Hildebert",
    "Isaure",
    "Léocadie",
    "Mélusine",
    "Népomucène",
    "Oriane",
    "Pélagie",
    "Quiterie",
    "Romaric",
    "Sylvère",
    "Tancrède",
    "Venceslas",
    "Walburge",
    "Amaranthe",
    "Balthilde",
    "Cyriaque",
    "Dorothéus",
    "Ermeline",
    "Foulques",
    "Galatée",
    "Honorine",
    "Irmine",
    "Josselin",
    "Lysandre",
]
_LAST_START = [
    "Brind",
    "Font",
    "Clair",
    "Haut",
    "Vert",
    "Noir",
    "Mont",
    "Bel",
    "Rouge",
    "Gris",
    "Franc",
    "Long",
    "Court",
    "Rond",
    "Sous",
    "Outre",
    "Grand",
    "Petit",
    "Bois",
    "Chant",
    "Fleur",
    "Pomme",
    "Pierre",
    "Vent",
    "Lune",
    "Gel",
    "Neige",
    "Brume",
    "Écume",
    "Plume",
]
_LAST_END = [
    "herbe",
    "alouette",
    "ecorce",
    "aubépine",
    "oseraie",
    "ombelle",
    "asphodèle",
    "anémone",
    "épervier",
    "amande",
    "étourneau",
    "hirondelle",
    "ajonc",
    "églantine",
    "iris",
    "ortie",
    "oseille",
    "acanthe",
    "érable",
    "absinthe",
]

TRADES: dict[str, tuple[str, ...]] = {
    "01": ("Ferme", "Serres", "Pépinière"),
    "02": ("Exploitation forestière", "Bûcheronnage"),
    "10": ("Boulangerie", "Laiterie", "Conserverie", "Charcuterie"),
    "16": ("Scierie", "Menuiserie", "Charpentes"),
    "24": ("Fonderie", "Aciérie"),
    "25": ("Chaudronnerie", "Serrurerie", "Mécanique"),
    "27": ("Électrotechnique", "Câblage"),
    "28": ("Machines", "Constructions mécaniques"),
    "29": ("Équipements automobiles", "Carrosserie industrielle"),
    "31": ("Ébénisterie", "Cuisines"),
    "33": ("Maintenance", "Tuyauterie"),
    "35": ("Énergies", "Réseaux"),
    "41": ("Constructions", "Bâtisseurs"),
    "42": ("Travaux publics", "Terrassement"),
    "43": ("Électricité", "Couverture", "Maçonnerie", "Plomberie", "Peinture"),
    "45": ("Garage", "Carrosserie", "Pneus"),
    "46": ("Comptoir", "Négoce", "Grossiste"),
    "47": ("Marché", "Boutique", "Épicerie", "Boulangerie", "Optique", "Bazar"),
    "49": ("Transports", "Messagerie"),
    "52": ("Entrepôts", "Logistique"),
    "55": ("Hôtel", "Auberge"),
    "56": ("Restaurant", "Brasserie", "Traiteur", "Table"),
    "61": ("Télécoms", "Fibre"),
    "62": ("Atelier numérique", "Informatique"),
    "68": ("Agence immobilière", "Gestion locative"),
    "69": ("Cabinet comptable", "Étude"),
    "80": ("Sûreté", "Gardiennage"),
    "81": ("Propreté", "Espaces verts"),
    "84": ("Services municipaux", "Maison des services", "Bureau public"),
    "85": ("École", "Groupe scolaire"),
    "86": ("Clinique", "Cabinet de soins", "Maison de santé"),
    "87": ("Résidence", "Foyer"),
    "88": ("Crèche", "Aide à domicile", "Relais social"),
    "95": ("Réparation", "Dépannage"),
    "96": ("Coiffure", "Institut de beauté", "Pressing"),
}
OTHER_TRADES = ("Société", "Établissements", "Compagnie")
SCHOOL_WORDS = {
    "LP": "Lycée professionnel",
    "LPO": "Lycée polyvalent",
    "SEP": "Section d’enseignement professionnel",
    "LEGT": "Lycée général et technologique",
    "CLG": "Collège",
}
FOREIGN_NAMES = {
    "LU": ("Atelier Wäissbaach", "Hotel Grénge Weier", "Schräinerei Dräi Linden"),
    "DE": ("Bäckerei Silberbach", "Werkstatt Drei Linden", "Gasthof Grauer Reiher"),
    "BE": ("Garage du Chêne Penché", "Menuiserie des Sept Saules"),
}


def tails(numbers: Ints) -> list[str]:
    """Return the end of a name, « des Trois Frênes », for each number."""
    spread = (numbers * 367) % len(TAILS)
    return [TAILS[k] for k in spread.tolist()]


def persons(numbers: Ints) -> list[str]:
    """Return the name of an improbable person for each number."""
    first = numbers % len(_FIRST)
    start = numbers // len(_FIRST) % len(_LAST_START)
    end = numbers // (len(_FIRST) * len(_LAST_START)) % len(_LAST_END)
    return [
        f"{_FIRST[f]} {_LAST_START[s]}{_LAST_END[(e + f + s) % len(_LAST_END)]}"
        for f, s, e in np.column_stack([first, start, end]).tolist()
    ]
