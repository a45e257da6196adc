"""Identifiers of French schools and establishments: checks and the few safe repairs."""

import re

UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
LA_POSTE_SIREN = "356000000"
_DOUBLED = str.maketrans("0123456789", "0246813579")  # twice a digit, 9 taken off beyond 9
_WHOLE_SCIENTIFIC = re.compile(r"([0-9])[.,]([0-9]{13})E\+?13", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)


def uai_letter(digits: str) -> str:
    """Return the check letter of the seven digits of a UAI (remainder modulo 23)."""
    return UAI_LETTERS[int(digits) % 23]


def is_valid_uai(text: str | None) -> bool:
    """Tell whether `text` is a UAI: seven digits and the right check letter."""
    if text is None or not re.fullmatch(r"[0-9]{7}[A-Z]", text):
        return False
    return uai_letter(text[:7]) == text[7]


def _luhn_sum(digits: str) -> int:
    return sum(map(int, digits[::-2] + digits[-2::-2].translate(_DOUBLED)))


def is_valid_siret(text: str | None) -> bool:
    """Tell whether `text` is fourteen digits that pass Luhn's check.

    La Poste's establishments (SIREN 356 000 000) follow another rule: the plain sum of
    the digits is a multiple of 5; its head office passes Luhn.
    """
    if text is None or not re.fullmatch(r"[0-9]{14}", text) or text == "0" * 14:
        return False
    if _luhn_sum(text) % 10 == 0:
        return True
    return text.startswith(LA_POSTE_SIREN) and sum(map(int, text)) % 5 == 0


def repair_siret(text: str | None) -> tuple[str | None, str]:
    """Return a valid SIRET read from `text`, or None, with the reason in French.

    The reason is empty when nothing had to be changed.
    """
    raw = (text or "").strip()
    if not raw:
        return None, "SIRET absent"
    if is_valid_siret(raw):
        return raw, ""
    whole = _WHOLE_SCIENTIFIC.fullmatch(raw.replace(" ", ""))
    if whole and is_valid_siret(whole[1] + whole[2]):
        return whole[1] + whole[2], "SIRET remis en chiffres (notation scientifique complète)"
    if _SCIENTIFIC.match(raw.replace(" ", "")):
        return None, (
            f"SIRET « {raw} » abîmé par le tableur (notation scientifique) : chiffres perdus, "
            "irrécupérable ; reprendre le SIRET d’origine, colonne au format texte"
        )
    digits = re.sub(r"[\s.\-_’']", "", raw.removesuffix(".0"))
    if not digits.isascii() or not digits.isdigit():
        return None, f"SIRET « {raw} » illisible : 14 chiffres attendus"
    if is_valid_siret(digits):
        return digits, "espaces ou ponctuation retirés du SIRET"
    if len(digits) == 9:
        return None, f"« {raw} » est un SIREN (9 chiffres) : il manque les 5 chiffres du NIC"
    if 10 <= len(digits) <= 13:
        padded = digits.zfill(14)
        if is_valid_siret(padded):
            return padded, "zéros de tête du SIRET rétablis"
        return None, f"SIRET « {raw} » trop court : {len(digits)} chiffres au lieu de 14"
    if len(digits) > 14:
        return None, f"SIRET « {raw} » trop long : {len(digits)} chiffres au lieu de 14"
    return None, f"SIRET « {raw} » faux : sa clé de contrôle ne correspond pas"
