"""Names of people in short French texts: a civility and a name, or a first name and a name.

Limits. Missed: a surname alone (« Durand »), a first name that is not in
`data/reference/prenoms.csv`, a bare name all in lower case. Taken by mistake: a firm called by
its owner's first name and name without any word of trade (« Pierre Martin »).
"""

import csv
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from data.kinds import fold

_FILE = Path(__file__).parent / "reference" / "prenoms.csv"

_CIVILITY = re.compile(
    r"(?<![\w&'’-])(?:(?P<any>mmes?|mlles?|melles?|monsieur|madame|mademoiselle)\b\.?"
    r"|(?P<dotted>M\.|MM\.|Mr\b\.?|MR\b\.?|D[rR]\b\.?|Docteur\b|Maître\b|Me(?=\s)))"
    r"\s*(?:et\s+m(?:me|r)\b\.?\s*)?(?:(?:de|du|des|le|la)\s+|d['’])*(?P<name>[^\W\d_][\w'’-]+)",
    re.IGNORECASE,
)
_BARE_M = re.compile(
    r"(?:^|[,;:(]\s*|\b(?:vu|avec|par|chez|contacté|appelé|joint|rencontré)\s+)"
    r"M\s+(?P<name>[A-ZÀ-Þ][\w'’-]+)"
)
_DOTTED = ("m.", "mm.", "mr", "mr.", "dr", "dr.", "docteur", "maître", "me")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# After a civility: a function, or a brand.
_NO_SURNAME = _words(
    "le la les l un une ce cette directeur directrice proviseur proviseure principal principale "
    "maire president presidente inspecteur inspectrice recteur rectrice ministre prefet prefete "
    "chef responsable tuteur tutrice professeur x bricolage meuble minute store pizza cuisine "
    "coiffure propre oetker martens house ou et qui pour"
)
_TRADE = _words(
    "sarl sas sasu eurl sa snc sci scop ei eirl ets etablissement etablissements societe groupe "
    "entreprise entreprises cie compagnie fils freres pere associes association holding "
    "boulangerie patisserie boucherie charcuterie traiteur restaurant brasserie cafe bar hotel "
    "pizzeria auberge ferme earl gaec scea domaine garage auto automobile automobiles carrosserie "
    "pneus moto cycles transport transports taxi ambulance ambulances logistique demenagement "
    "menuiserie charpente charpentes ebenisterie couverture toiture plomberie chauffage sanitaire "
    "electricite elec energie energies platrerie peinture peintures maconnerie batiment btp tp "
    "construction constructions carrelage serrurerie metallerie chaudronnerie soudure mecanique "
    "industrie industries usinage fonderie scierie bois paysage paysages jardin jardins fleurs "
    "fleuriste horticulture pepiniere coiffure coiffeur beaute esthetique institut salon spa "
    "pharmacie optique opticien opticiens audition cabinet clinique hopital centre maison "
    "residence ehpad creche ecole college lycee lp lpo legt cfa mairie ville commune conseil "
    "agence immobilier assurance assurances banque notaire notaires avocats expert comptable "
    "conseils consulting services service nettoyage proprete securite informatique bureau "
    "boutique magasin mode chaussures bijouterie parfumerie librairie imprimerie presse market "
    "supermarche hypermarche bricolage meubles decoration sport sports cuisine cuisines rue "
    "avenue place boulevard quai allee impasse chemin route square saint st sainte ste stade "
    "gymnase salle parc musee fondation cabinet chez studio production productions piscine "
    "international france lorraine est distribution negoce materiaux fermetures stores"
)
_FAMOUS = _words(  # schools, streets and brands called by a full name
    "jean_moulin marie_curie victor_hugo jean_zay robert_schuman simone_veil jean_jaures "
    "charles_gaulle jules_ferry jules_verne jean_rostand jean_mermoz jean_monnet "
    "jacques_callot raymond_poincare louis_vincent jean_prouve henri_poincare "
    "georges_baumont paul_verlaine louis_pasteur albert_camus emile_zola claude_gellee "
    "louis_armand georges_pompidou rosa_parks anne_frank marie_claire jeanne_arc "
    "yves_rocher jacques_dessange jean_louis louis_david franck_provost camille_albane "
    "pierre_fabre christian_dior louis_vuitton thierry_mugler marc_orian louis_pion "
    "paul_bocuse pascal_coste marie_blachere sophie_lebreuilly louis_delhaize"
)
_SCHOOLS = _words("lycee college ecole etablissement lp lpo legt erea segpa")
_STREETS = re.compile(
    r"\b(?:rue|avenue|av|place|bd|boulevard|all[ée]e|impasse|chemin|quai|square|esplanade)\b\.?"
    r"(?:\s+d[ue])?\s*$",
    re.IGNORECASE,
)
_PARTICLES = {"de", "du", "des", "le", "la", "d", "ben", "el", "van", "von", "di"}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")
_SHORT = 6  # words: a text as short is a name or is not, whole
_ABBREVIATED = 4  # letters with the full stop: « Marie Cl. »; beyond, it ends a sentence


@lru_cache(maxsize=1)
def first_names() -> dict[str, bool]:
    """Return the known first names, folded -> whether it is a common surname too."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {fold(row["prenom"]): row["aussi_nom"] == "1" for row in csv.DictReader(stream)}


def is_first_name(text: str) -> bool:
    """Tell whether `text` is one known first name, compound or not (« Jean-Pierre »)."""
    known = first_names()
    return bool(text.strip()) and all(part in known for part in fold(text).split("_"))


def has_civility(text: str) -> bool:
    """Tell whether `text` holds a civility followed by a name: « Mme Durand », « M. Petit »."""
    for match in (*_CIVILITY.finditer(text), *_BARE_M.finditer(text)):
        name = match["name"]
        if _STREETS.search(text[: match.start()]):
            continue
        title = match[0].split()[0].lower() if match.re is _CIVILITY else "m."
        if fold(name).split("_")[0] in _NO_SURNAME or fold(name) in _NO_SURNAME:
            continue
        if title.startswith(_DOTTED) and not title.startswith("mm") and not name[0].isupper():
            continue  # « m. carrés », « me rappeler »
        if re.search(r"\b[lL][ea]\s+$", match[0][: -len(name)]) and not name[0].isupper():
            continue  # « madame la gestionnaire »
        if title == "me" and not match[0].startswith(("Me ", "ME ")):
            continue
        return True
    return False


def is_person_name(text: str) -> bool:
    """Tell whether a short text names a person.

    Parameters
    ----------
    text : a cell or a short note, as written
    """
    if has_civility(text):
        return True
    words = _WORD.findall(text)
    folded = [fold(word) for word in words]
    if folded and folded[0] in _SCHOOLS and not re.search(r"[.:;,]\s", text):
        return False  # the name of a school, to its end
    if len(words) <= _SHORT and (_TRADE.intersection(folded) or "&" in text):
        return False
    kept = [i for i, word in enumerate(folded) if word not in _PARTICLES]
    return any(_is_pair(words, folded, i, j, len(kept) == 2) for i, j in pairwise(kept))


def _is_pair(words: list[str], folded: list[str], i: int, j: int, whole: bool) -> bool:
    """Tell whether two words that follow each other are a first name and a name."""
    around = folded[max(0, i - 3) : i] + folded[j + 1 : j + 2]
    if _TRADE.intersection((*around, folded[i], folded[j])):
        return False
    if not (words[i][0].isupper() and words[j][0].isupper() and len(words[j]) > 1):
        return False
    if f"{folded[i]}_{folded[j]}" in _FAMOUS:
        return False
    if is_first_name(words[i]):
        abbreviated = words[j].endswith(".") and len(words[j]) <= _ABBREVIATED
        return folded[j] not in _NO_SURNAME and not abbreviated
    known = first_names()
    surname_first = is_first_name(words[j]) and not known.get(folded[j], False)
    return (
        surname_first
        and words[i].isupper()
        and len(words[i]) > 1
        and (whole or not words[j].isupper())
    )
