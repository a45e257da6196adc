"""Cells: what is mended in any cell before it is read, and the words that say an absence."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Signs of the dashes and full-width forms that look like those of a keyboard.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣"), "-")
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PAIRS = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "‘": "’", "«": "»"}
_ORDINARY = re.compile(r"[ 0-9A-Za-zÀ-ÖØ-öø-ÿŒœ’°.,;:/()_&+-]*")
_SCRAMBLED = re.compile("[ÂÃâÅ][\u0080-\u00ff\u0152-\u02dc\u2013-\u2122]")
_FORMULA = re.compile(r'=\s*"(.*)"', re.DOTALL)
_UNDEFINED = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # of Windows-1252

_ABSENCES = """
    nd n_d na n_a nc n_c nr n_r np n_p so s_o nsp ras null none nan nat nil neant rien aucun aucune
    sans vide recherche recherches cherche attente choisir choisissez selectionner selectionnez
    inconnu inconnue inconnus inconnues indetermine indeterminee indisponible indefini indefinie
    ne_sait_pas ne_sais_pas je_ne_sais_pas manquant manquante donnee_manquante info_manquante
    information_manquante blank empty missing unknown undefined tbd tbc todo not_available no_data
"""
_WORDS = frozenset(_ABSENCES.split())  # whole cells
_ABSENCE_STARTS = (  # of phrases that only small words and participles may end
    *("aucun", "aucune", "aucuns", "aucunes", "pas", "sans", "non", "rien", "en_cours"),
    *("en_attente", "en_recherche", "en_suspens", "a_la_recherche", "recherche", "recherches"),
    *("cherche", "attente", "reponse_en", "recherche_en", "convention_en", "signature_en"),
    *("accord_en", "choisir", "choisissez", "selectionner", "selectionnez", "inconnu", "inconnue"),
)
_TO_DO = (  # « à définir »
    "definir|determiner|preciser|completer|renseigner|venir|confirmer|trouver|saisir|chercher|"
    "rechercher|voir|revoir|contacter|relancer|pourvoir|affecter|attribuer|fournir|demander|"
    "communiquer|verifier|indiquer|remplir"
)
_PARTICIPLES = (  # « non renseignée »
    "connu|renseigne|communique|precise|defini|determine|disponible|trouve|attribue|affecte|place|"
    "fourni|indique|saisi|transmis|rempli|complete|obtenu|recu|signe|identifie|applicable"
)
_SMALL_WORDS = (
    "a|actif|affectation|activement|active|au|aucun|aucune|aux|ce|convention|cours|dans|de|d|des|donnees?|du|"
    "employeur|en|encore|entreprises?|eleve|et|etablissement|famille|information|informations|"
    "infos?|instant|jour|l|la|le|les|lieux?|liste|lycee|moment|objet|organisme|ou|par|periode|"
    "plus|pour|reponses?|recherche|recherches|retour|signature|solution|stages?|"
    "structure|suite|tard|ulterieurement|un|une|accueil|accord|attente"
)
_PHRASE = re.compile(
    rf"(?:{'|'.join(sorted(_ABSENCE_STARTS, key=len, reverse=True))})"
    rf"(?:_(?:{_SMALL_WORDS}|(?:{_PARTICIPLES})(?:e|s|es)?|(?:a_)?(?:{_TO_DO})))+"
    rf"|en_(?:cours|attente|recherche|suspens)|a_(?:{_TO_DO})(?:_(?:{_SMALL_WORDS}))*"
)
_STARTS = frozenset(
    start[:size]
    for start in (*_WORDS, *_ABSENCE_STARTS, *(f"a_{verb}" for verb in _TO_DO.split("|")), "err")
    for size in (1, 2, 3)
)
_SECRET = frozenset({"s", "ns"})  # « secret », « non significatif »: in official numbers only
_SHEET_ERROR = re.compile(  # in French and English, folded
    r"n_?[ad]|ref|valeur|value|nom|name|div_0|nul|null|nombre|num|calc|epars|propagation|spill|"
    r"champ|field|bloque|blocked|connexion|connect|inconnu|unknown|erreur|error|getting_data"
)
_ERROR_NUMBER = re.compile(r"err(eur)?_[0-9]{3}")
_LONGEST = 60  # signs of a phrase of absence
_FILLER = re.compile(r"x{2,}|z{3,}|\?+|(.)\1{3,}")


class Cell(NamedTuple):
    """A cell made plain, and what was mended, in French."""

    text: str
    repair: str = ""


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """Return `text` lower case, without accents, other signs folded into one underscore."""
    whole = unscrambled(text).replace("№", "n ").replace("º", "°").lower()
    whole = re.sub(r"\bno(?=\s*°|\.\s*°)", "n", whole)
    plain = unicodedata.normalize("NFKD", whole.replace("œ", "oe")).replace("+", " plus")
    bare = "".join(c for c in plain if not unicodedata.combining(c) and not _is_invisible(c))
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def _is_invisible(char: str) -> bool:
    """Tell whether a sign shows nothing and takes no place: control, format, variation."""
    return (unicodedata.category(char) in ("Cc", "Cf") and char not in "\t\n\r") or (
        "\ufe00" <= char <= "\ufe0f" or char in "\u034f\u115f\u1160\u3164\uffa0\u2800"
    )


def visible(text: str) -> str:
    """Show what is invisible in a text: « 0540015<U+200B>Y »."""
    return "".join(f"<U+{ord(c):04X}>" if _is_invisible(c) else c for c in text)


def unscrambled(text: str) -> str:
    """Return a text whose UTF-8 was read as Windows-1252, once or twice, as it was written."""
    while _SCRAMBLED.search(text):
        try:
            data = b"".join(
                bytes([ord(c)]) if ord(c) in _UNDEFINED else c.encode("cp1252") for c in text
            )
            again = data.decode("utf-8")
        except UnicodeError:  # not reversible: as it stands
            return text
        text = again
    return text


def made_plain(text: str, is_code: bool = True) -> Cell:
    """Take out of a cell what no one sees or means.

    Invisible signs, accents in two signs, UTF-8 read twice, quotes and formulas around a code.

    Parameters
    ----------
    text : cell as it stands in the file
    is_code : dashes and full-width signs become those of a keyboard; False for a name
    """
    plain = text.strip()
    if _ORDINARY.fullmatch(plain):
        return Cell(plain)
    repairs = []
    if (whole := unscrambled(plain)) != plain:
        plain = whole
        repairs.append("accents rétablis (UTF-8 lu deux fois)")
    if any(map(_is_invisible, plain)):
        plain = "".join(c for c in plain if not _is_invisible(c))
        repairs.append(f"signes invisibles retirés de « {visible(text.strip())} »")
    plain = unicodedata.normalize("NFC", plain)
    plain = "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in plain).strip()
    if is_code:
        plain = plain.translate(_DASHES | _WIDE)
    bare = _bare(plain, is_code)
    if bare != plain:
        plain = bare
        repairs.append("guillemets retirés")
    return Cell(plain, " ; ".join(repairs))


def _bare(text: str, is_code: bool) -> str:
    """Take off the quotes around a whole cell, and the apostrophe that spreadsheets ask for."""
    if match := _FORMULA.fullmatch(text):
        return match[1].strip()
    if len(text) > 2 and _PAIRS.get(text[0]) == text[-1] and not set(text[1:-1]) & set('"“”«»'):
        return text[1:-1].strip()
    return text[1:].strip() if is_code and text[:1] in ("'", "’") and text[1:] else text


def is_absent(text: str, official: bool = True) -> bool:
    """Tell whether a whole cell says that there is nothing to say: « ND », « #N/A », « ? ».

    Parameters
    ----------
    text : cell made plain
    official : « S » and « NS » too, as the ministry writes a secret number
    """
    word = text.strip().strip("[](){}<>«»“”\"'*_-–—?:. ")
    if not any(map(str.isalnum, word)):
        return not any(c in "✓✔☑☐✗✘☒" for c in word)
    likely = fold(word[:3]) in _STARTS or word[0] == "#" or len(set(word.lower())) == 1
    if len(word) > _LONGEST or not (likely or (official and len(word) <= 2)):
        return False
    folded = fold(word)
    return (
        folded in _WORDS
        or _PHRASE.fullmatch(folded) is not None
        or (official and folded in _SECRET)
        or (word[0] == "#" and _SHEET_ERROR.fullmatch(folded) is not None)
        or _ERROR_NUMBER.fullmatch(folded) is not None
        or (_FILLER.fullmatch(folded) is not None and not folded.isdigit())
    )
