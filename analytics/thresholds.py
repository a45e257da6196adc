"""Thresholds of what is shown, in one place (DOMAIN: secrecy and personal data)."""

from dataclasses import dataclass

SMALL_RATE = 20  # a rate on fewer periods is marked "effectif faible"
MOSTLY_UNKNOWN = 0.5  # above this share of unknown, a zone is "non renseigné" on a map


@dataclass(frozen=True)
class Threshold:
    """A threshold in force, as a reader is told of it: name, value with its unit, meaning."""

    name: str
    value: str
    meaning: str


def described() -> tuple[Threshold, ...]:
    """The thresholds in force, in French."""
    return (
        Threshold(
            "Effectif faible",
            f"moins de {SMALL_RATE}",
            "un taux calculé sur moins de périodes, ou moins d’établissements employeurs, est "
            "marqué «\u00a0effectif faible\u00a0»\u00a0: il se lit avec son intervalle",
        ),
        Threshold(
            "Surtout non renseigné",
            f"plus de {100 * MOSTLY_UNKNOWN:.0f}\u00a0%",
            "un bassin dont la part de périodes non renseignées dépasse ce seuil n’a pas de "
            "valeur sur la carte",
        ),
    )
