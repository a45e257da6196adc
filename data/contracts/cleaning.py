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
    nd n_d na n_a nc n_c nr n_r nsp null none nan nil neant rien aucun aucune sans_objet vide
    a_definir a_determiner a_preciser a_completer a_renseigner a_venir a_confirmer a_trouver
    a_saisir a_chercher en_cours en_attente en_recherche en_cours_de_recherche recherche_en_cours
    inconnu inconnue non_connu non_connue non_renseigne non_renseignee non_communique
    non_communiquee non_precise non_precisee non_defini non_definie non_determine non_determinee
    non_disponible non_trouve non_trouvee pas_trouve pas_de_reponse pas_de_lieu pas_de_stage
    pas_encore pas_encore_trouve ne_sait_pas indetermine indeterminee indisponible indefini
    indefinie manquant manquante donnee_manquante blank empty missing unknown undefined tbd tbc
    todo not_available no_data"""
_WORDS = frozenset(_ABSENCES.split())
_STARTS = frozenset(word[:size] for word in (*_WORDS, "err") for size in (1, 2, 3))
_SECRET = frozenset({"s", "ns"})  # « secret », « non significatif »: in official numbers only
_SHEET_ERROR = re.compile(  # in French and English, folded
    r"n_?[ad]|ref|valeur|value|nom|name|div_0|nul|null|nombre|num|calc|epars|propagation|spill|"
    r"champ|field|bloque|blocked|connexion|connect|inconnu|unknown|erreur|error|getting_data"
)
_ERROR_NUMBER = re.compile(r"err(eur)?_[0-9]{3}")
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
    plain = unicodedata.normalize("NFKD", whole.replace("œ", "oe").replace("+", " plus"))
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
    word = text.strip().strip("[](){}<>«»“”\"'*_ ").strip()
    if not any(map(str.isalnum, word)):
        return not any(c in "✓✔☑☐✗✘☒" for c in word)
    likely = fold(word[:3]) in _STARTS or word[0] == "#" or len(set(word.lower())) == 1
    if len(word) > 32 or not (likely or (official and len(word) <= 2)):
        return False
    folded = fold(word)
    return (
        folded in _WORDS
        or (official and folded in _SECRET)
        or (word[0] == "#" and _SHEET_ERROR.fullmatch(folded) is not None)
        or _ERROR_NUMBER.fullmatch(folded) is not None
        or (_FILLER.fullmatch(folded) is not None and not folded.isdigit())
    )
