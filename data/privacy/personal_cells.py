"""What a personal header or a personal cell looks like: no table here, only texts."""

import re
from collections.abc import Callable

from data import clock
from data.contracts.kinds import fold
from data.identifiers import is_valid_siret
from data.privacy.person_names import (
    PARTICLES,
    has_civility,
    is_first_name,
    is_initialled,
    is_person_name,
)

STRONG_SHARE, WEAK_SHARE = 0.3, 0.6  # share of distinct cells that makes a column personal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- By header

_STRONG = _words(
    "ine bea numen nir matricule prenom prenoms eleve stagiaire tuteur tuteurs tutrice responsable "
    "responsables resp resp1 resp2 representant parent parents pere mere naissance mail mails mel "
    "email emails courriel courriels messagerie telephone telephones portable mobile gsm fax prof "
    "professeur professeurs enseignant enseignante referent referente interlocuteur contact "
    "signataire maitre animateur animatrice civilite patronyme domicile identite ddn"
)
_WEAK = _words("nom noms adresse adresses adr rue numero_voie nom_usage")
_COMPANY = _words(
    "entreprise etablissement etab societe structure organisme employeur commune ville lycee "
    "college accueil pole bef fichier formation diplome filiere classe division groupe epci "
    "departement specialite lieu uai siret zone academie bassin"
)
_COUNTED = _words("nb nbre nombre effectif effectifs total taux part forme formes date")
_SHAPES = re.compile(
    r"(^|_)(n(e|ee|e_e)_(le|en)|naiss\w*|tel(eph\w*)?_?\d*|e_mail|pr_nom|t_l_phone|num_tel)(_|$)"
)
_GLUED = re.compile(
    r"prenom|(?<!con)naissance|courriel|telephone(?!s?$)|patronym|nomeleve|elevenom|ineeleve|"
    r"nomtuteur|nomresp|datenaiss|adressem[ae]i?l|mailresp|numtel|tel(portable|fixe|mobile|perso|"
    r"domicile|pere|mere)|identifiantnational|securitesociale"
)


def is_personal_header(text: str) -> bool:
    """Tell whether a header that is of no contract names a person or a way to reach one."""
    return any(_is_personal(fold(spelling)) for spelling in (text, _unmangled(text)))


def _is_personal(folded: str) -> bool:
    words = set(folded.split("_"))
    born = bool(re.search(r"(^|_)naiss|(?<!con)naissance|(^|_)ddn(_|$)", folded))
    if born:
        return True
    if words & _COUNTED and not words & {"ine", "prenom", "mail", "telephone", "courriel"}:
        return False
    if words & _STRONG or _SHAPES.search(folded) or _GLUED.search(folded.replace("_", "")):
        return True
    return bool(words & _WEAK) and not words & _COMPANY


def _unmangled(text: str) -> str:
    """Read again a header whose UTF-8 was taken for Windows-1252 (« PrÃ©nom »)."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


# --- By content

_MAIL = re.compile(r"[\w.%+'-]+\s?(?:@|\(at\)|\[at\])\s?\w[\w-]*(?:\.[\w-]+)*\.[a-z]{2,}", re.I)
_PHONE = re.compile(
    r"(?<![\w+])(?:0|(?:\+|00)\s?33[\s.\-]?(?:\(0\)\s?|0)?)[1-9](?:[\s.\-/]?\d){8}(?!\d)"
    r"|(?<![\w+])(?:\+|00)(?!33)[1-9]\d{1,2}[\s.\-/]?(?:\(0\)\s?)?\d(?:[\s.\-/]?\d){5,11}(?!\d)"
)
_DAY = re.compile(r"\d{2}([\s./-])\d{2}\1(?:19|20)\d{2}")  # 01 12 2025 10…: a day, not a number
_SIRET = re.compile(r"(?<!\d)(?:\d[ .\u00a0\u202f]?){13}\d(?!\d)")
_INE = re.compile(r"(?<!\w)\d{9}(?:\d[a-z]|[a-z]{2})(?!\w)", re.I)
_SHORT_PHONE = re.compile(r"[1-9](?:[\s.-]?\d{2}){4}")  # its first 0 lost in a spreadsheet
_BIRTH = re.compile(
    r"(?:(?:19)?\d{1,2}[/.-]\d{1,2}[/.-](?P<end>\d{4})|(?P<start>\d{4})-\d{2}-\d{2})(?:[T ].*)?"
)
_AGES = range(10, 37)  # of a pupil, or of a young adult who goes back to school
_STREET = re.compile(
    r"\d{1,4}(_(bis|ter|quater|[a-d]))?_(rue|avenue|av|bd|bld|boulevard|chemin|impasse|imp|allee|"
    r"allees|place|pl|route|rte|quai|cours|square|lotissement|residence|hameau|faubourg|sentier|"
    r"passage|ruelle|cite|clos)_"
)
# SQL (RE2): cells worth a closer look; the others hold no e-mail, telephone or INE
SUSPECT = r"@|\(at\)|\[at\]|([0-9][^0-9A-Za-z]{0,3}){8}"


def has_phone(text: str) -> bool:
    """Tell whether a text holds a telephone number; a valid SIRET is none."""
    bare = _SIRET.sub(lambda m: "SIRET" if is_valid_siret(re.sub(r"\D", "", m[0])) else m[0], text)
    return any(not _DAY.match(m[0]) for m in _PHONE.finditer(bare))


def holds_personal(text: str) -> bool:
    """Tell whether a text holds an e-mail address, a telephone number or an INE."""
    return bool(_MAIL.search(text) or _INE.search(text)) or has_phone(text)


def _is_birth_date(text: str) -> bool:
    match = _BIRTH.fullmatch(text.strip())
    return match is not None and clock.today().year - int(match["end"] or match["start"]) in _AGES


def is_named(text: str) -> bool:
    """Tell whether a cell of a column of such cells names a person: « dupont léa » too."""
    plain = text.title() if text.islower() else text
    if is_person_name(plain) or is_initialled(text):
        return True
    *rest, last = plain.split() or [""]
    turned = sum(fold(word) not in PARTICLES for word in rest) == 1
    return turned and is_person_name(" ".join((last, *rest)))


def _is_short_phone(text: str) -> bool:
    return bool(_SHORT_PHONE.fullmatch(text.strip()))


Test = Callable[[str], bool]
_TESTS: tuple[tuple[str, float, int, Test], ...] = (  # why, share, distinct cells needed, test
    ("adresses électroniques", STRONG_SHARE, 1, lambda t: bool(_MAIL.search(t))),
    ("numéros de téléphone", STRONG_SHARE, 1, has_phone),
    ("numéros INE", STRONG_SHARE, 1, lambda t: bool(_INE.fullmatch(t.strip()))),
    ("noms de personnes", STRONG_SHARE, 1, has_civility),
    ("noms de personnes", WEAK_SHARE, 2, is_named),
    ("prénoms", WEAK_SHARE, 3, is_first_name),
    ("numéros de téléphone", WEAK_SHARE, 3, _is_short_phone),
    ("adresses postales", WEAK_SHARE, 2, lambda t: bool(_STREET.match(fold(t)))),
    ("dates de naissance", WEAK_SHARE, 3, _is_birth_date),
)
_FREE_OF = ("adresses postales", "dates de naissance")  # not held against a header that explains


def content(cells: set[str], header: str) -> str:
    """What most of the distinct cells of a column are, when it is personal."""
    words = set(header.split("_"))
    explained = bool(words & (_COMPANY | {"date", "debut", "fin", "ouverture", "creation", "maj"}))
    for why, share, needed, test in _TESTS:
        if len(cells) < needed or (explained and why in _FREE_OF):
            continue
        if sum(map(test, cells)) >= share * len(cells):
            return why
    return ""
