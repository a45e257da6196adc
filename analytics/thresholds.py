"""Thresholds of what is shown, in one place (DOMAIN: secrecy and personal data)."""

SMALL_RATE = 20  # a rate on fewer periods is marked "effectif faible"
MOSTLY_UNKNOWN = 0.5  # above this share of unknown, a zone is "non renseigné" on a map
