"""Names of people in short French texts: a civility, a role or a first name, and a name.

Limits, counted by `python -m proofs personal_names`. Missed: a surname alone (« Durand »), a bare
name whose first name is not in `data/reference/prenoms.csv` or stands in a text all in lower case,
a name behind a word of trade and a dash (« Pôle Toul – Paul Petit »). Taken by mistake: a place
called by a full name alone (« Marcel Roussel »), where the column is not one of companies.
"""

import csv
import re
from functools import lru_cache
from itertools import pairwise

from data.contracts.kinds import fold
from data.reference import REFERENCE

_FILE = REFERENCE / "prenoms.csv"

_CIVILITY = re.compile(
    r"(?<![\w&'’-])(?:(?P<any>mmes?|mlles?|melles?|monsieur|madame|mademoiselle)\b\.?"
    r"|(?P<dotted>M\.|MM\.|Mr\b\.?|MR\b\.?|D[rR]\b\.?|Docteur\b|Maître\b|Me(?=\s)))"
    r"\s*(?:et\s+m(?:me|r)\b\.?\s*)?(?:(?:de|du|des|le|la)\s+|d['’])*(?P<name>[^\W\d_][\w'’-]+)",
    re.IGNORECASE,
)
_LINK = r"(?:(?i:de|du|des|le|la|ben|el|da|van|von|di)\s+|d['’])*"  # inside a name
_BARE_M = re.compile(
    r"(?:^|[,;:(/]\s*|\s[–-]\s+|\b(?:(?!et\s)[a-zà-ÿ]{2,}|Contact|Tuteur|Responsable|Chez)\s+)"
    rf"M\s+{_LINK}(?P<name>[A-ZÀ-Þ][\w'’-]+)"
)
_DOTTED = ("m.", "mm.", "mr", "mr.", "dr", "dr.", "docteur", "maître", "me")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# After a civility: a function, or a brand.
_NO_SURNAME = _words(
    "le la les l un une ce cette directeur directrice proviseur proviseure principal principale "
    "maire president presidente inspecteur inspectrice recteur rectrice ministre prefet prefete "
    "chef responsable tuteur tutrice professeur x bricolage meuble minute store pizza cuisine "
    "coiffure propre oetker martens kanter cochon house ou et qui pour"
)
# After a role: what is no name either.
_NO_PERSON = _words(
    "a aucun aucune oui non neant nc nd inconnu inconnue idem definir preciser venir completer "
    "forme formee formes absent absente present presente externe interne general generale accueil "
    "secretariat direction standard telephone mail rh drh atelier rayon caisse equipe ressources "
    "humaines qualite production communication commercial infirmier infirmiere vendeur vendeuse "
    "segpa ulis upe bts cap bac lundi mardi mercredi jeudi vendredi janvier fevrier mars avril "
    "mai juin juillet aout septembre octobre novembre decembre"
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
    "international france lorraine est distribution negoce materiaux fermetures stores "
    "pole poles bassin espace zone zac zi za site campus gare immeuble mediatheque "
    "bibliotheque theatre cinema pavillon foyer stade caserne quartier clg legta leap ltp cite "
    "section annexe ogec esplanade promenade cours chaussee voie allees traverse passage venelle "
    "bd bld av chapelle chateau puy port bourg morne anse"
)
_FAMOUS = _words(  # schools, streets and brands called by a full name
    "jean_moulin marie_curie victor_hugo jean_zay robert_schuman simone_veil jean_jaures "
    "charles_gaulle jules_ferry jules_verne jean_rostand jean_mermoz jean_monnet "
    "jacques_callot raymond_poincare louis_vincent jean_prouve henri_poincare "
    "georges_baumont paul_verlaine louis_pasteur albert_camus emile_zola claude_gellee "
    "louis_armand georges_pompidou rosa_parks anne_frank marie_claire jeanne_arc "
    "yves_rocher jacques_dessange jean_louis louis_david franck_provost camille_albane "
    "pierre_fabre christian_dior louis_vuitton thierry_mugler marc_orian louis_pion "
    "paul_bocuse pascal_coste marie_blachere sophie_lebreuilly louis_delhaize remy_cointreau"
)
_FAMOUS_LAST = frozenset(name.rpartition("_")[2] for name in _FAMOUS)
_SCHOOLS = _words(
    "lycee college ecole etablissement lp lpo legt erea segpa clg legta leap ltp cite section cours"
)
_STREET_WORDS = _words(
    "rue avenue av place bd bld boulevard allee allees impasse chemin quai square esplanade "
    "promenade chaussee passage"
)
# What stands in names of schools and streets too, after their word: « collège Docteur Kuhn ».
_BORNE = _words("madame docteur dr maitre prof professeur pr pere mere")
_STREETS = re.compile(
    r"\b(?:rue|avenue|av|place|bd|boulevard|all[ée]e|impasse|chemin|quai|square|esplanade)\b\.?"
    r"(?:\s+d[ue])?\s*$",
    re.IGNORECASE,
)
# Roles of one person: a surname alone is enough after them.
_OF_ONE = (
    r"tut(?:eur|rice)|ma[iî]tre(?:sse)?\s+(?:de\s+stage|d['’]apprentissage)|[ée]l[èe]ve|stagiaire"
    r"|prof(?:esseure?)?"
)
_ROLE = re.compile(
    rf"(?<![\w'’-])(?:(?P<one>{_OF_ONE})|contact|interlocut(?:eur|rice)|r[ée]f(?:[ée]rente?)?"
    r"|resp(?:onsable)?|g[ée]rante?|patronn?e?|direct(?:eur|rice)|animat(?:eur|rice)"
    r"|enseignante?|p[èe]re|m[èe]re|signataire|(?:suivi|trouv[ée]|vu|sign[ée])e?\s+(?:par|avec)"
    r"|voir(?:\s+avec)?|demande[rz]?(?:\s+de)?|r?appele[rz]|joindre|s['’]adresser\s+[àa]"
    r"|[àa]\s+l['’]attention\s+de)\b\.?"
    r"(?:\s+(?:r[ée]f[ée]rente?|principale?|adjointe?|de\s+(?:l['’][ée]l[èe]ve|stage)|est)\b)*"
    r"\s*[:=,–-]?\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"{_LINK}(?P<first>[A-ZÀ-Þ](?:\.|[\w'’-]*))(?:\s*(?<=[.\s]){_LINK}(?P<second>[A-ZÀ-Þ][\w'’-]+))?"
)
_BEFORE = re.compile(
    rf"(?:^|[,;:/(])\s*{_LINK}(?:(?P<first>[A-ZÀ-Þ](?:\.|[\w'’-]*))\s+{_LINK})?(?P<second>[A-ZÀ-Þ][\w'’-]+)"
    rf"\s*[,(]\s*(?i:{_OF_ONE})\s*(?:[,;)]|$)"
)
_INITIAL = re.compile(
    rf"[A-ZÀ-Þ]\.\s?{_LINK}(?P<name>[A-ZÀ-Þ][\w'’-]+)|{_LINK}(?P<turned>[A-ZÀ-Þ][\w'’-]+) [A-Z]\."
)
# SQL (RE2): texts that may hold a civility or a role; `names_someone` says no of the others
SUSPECT = (
    r"(?i)(^|[^\pL])(m|mm|mr|mmes?|mlles?|melles?|monsieur|madame|mademoiselle|dr|docteur|ma[iî]tre"
    r"|me|tut(eur|rice)|[ée]l[èe]ve|stagiaire|prof|contact|interlocut|r[ée]f|resp|g[ée]rant|patron"
    r"|direct|animat|enseignant|p[èe]re|m[èe]re|signataire|suivi|trouv[ée]|vue?|sign[ée]|voir|demande"
    r"|r?appele|joindre|s['’]adresser|[àa]\s+l['’]attention)"
)
_ACRONYM = 4  # capital letters at most, after a role: « stagiaires BTS »
PARTICLES = {"de", "du", "des", "le", "la", "d", "ben", "el", "da", "van", "von", "di"}
_WORD = re.compile(r"(?:[NO]['’])?[^\W\d_]+(?:-[^\W\d_]+)*\.?")
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


def _of_place(before: str) -> bool:
    """Tell whether a school or a street is named in what stands just before, up to a sign."""
    words = fold(re.split(r"[,;:()/]|\s[–-]\s", before)[-1]).split("_")
    return not (_SCHOOLS | _STREET_WORDS).isdisjoint(words)


def has_civility(text: str) -> bool:
    """Tell whether `text` holds a civility followed by a name: « Mme Durand », « M. Petit »."""
    for match in (*_CIVILITY.finditer(text), *_BARE_M.finditer(text)):
        name, before = match["name"], text[: match.start()]
        civil = match.re is _CIVILITY
        title = match[0].split()[0].lower() if civil else "m."
        linked = civil and bool(re.search(r"\s\S+\s|['’]", match[0][: -len(name)]))
        if _STREETS.search(before):
            continue
        if (linked or fold(title) in _BORNE) and _of_place(before):
            continue
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


def names_someone(text: str) -> bool:
    """Tell whether a text names a person by a civility or a role: « tuteur : Paul Petit ».

    All that a company's name may not do: the bare name of a sole trader is fine there.
    """
    plain = text.title() if text.islower() else text
    return has_civility(text) or _has_role(plain)


def _has_role(text: str) -> bool:
    """Tell whether a role stands before or after a name."""
    for role in _ROLE.finditer(text):
        if fold(role[0]) in _BORNE and _of_place(text[: role.start()]):
            continue
        after = _AFTER.match(text, role.end())
        sure = role["one"] is not None
        told = sure or role[0][0].islower() or role[0].rstrip()[-1] in ":=,–-"
        if after and _is_someone(after["first"], after["second"], sure, told):
            return True
    return any(
        _is_someone(m["first"] or m["second"], m["first"] and m["second"], True, True)
        for m in _BEFORE.finditer(text)
    )


def _is_someone(first: str, second: str | None, sure: bool, told: bool) -> bool:
    """Tell whether the word or two words beside a role are a name.

    Parameters
    ----------
    first, second : words that begin with a capital
    sure : the role is of one person, a surname alone is enough
    told : the role is written as one, not as the beginning of a firm's name
    """
    initial = first.endswith(".") and len(first) == 2
    folded = {fold(word) for word in (first, second) if word and not (initial and word == first)}
    if folded & (_TRADE | _NO_SURNAME | _NO_PERSON):
        return False
    if second is None:
        if told and is_first_name(first) and not first_names().get(fold(first), False):
            return True
        return sure and len(first) > 2 and not (first.isupper() and len(first) <= _ACRONYM)
    known = is_first_name(first) or is_first_name(second) or first.endswith(".")
    return sure or known or (told and not (first.isupper() and second.isupper()))


def is_initialled(text: str) -> bool:
    """Tell whether a text is an initial and a name: « J. Dupont », « Dupont J. »."""
    parts = re.split(r"[,;:()/]|\s[–-]\s", text)
    if any(not _TRADE.isdisjoint(fold(part).split("_")) for part in parts):
        return False
    found = (_INITIAL.fullmatch(part.strip()) for part in parts)
    names = {fold(match["name"] or match["turned"]) for match in found if match}
    return bool(names - _FAMOUS_LAST - _NO_SURNAME)


def is_person_name(text: str) -> bool:
    """Tell whether a short text names a person.

    Parameters
    ----------
    text : a cell or a short note, as written
    """
    if names_someone(text):
        return True
    words = _WORD.findall(text)
    folded = [fold(word) for word in words]
    if folded and folded[0] in _SCHOOLS and not re.search(r"[.:;,]\s", text):
        return False  # the name of a school, to its end
    if len(words) <= _SHORT and (_TRADE.intersection(folded) or "&" in text):
        return False
    kept = [i for i, word in enumerate(folded) if word not in PARTICLES]
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
