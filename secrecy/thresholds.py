"""Thresholds of what is shown, in one place (DOMAIN: secrecy and personal data)."""

from dataclasses import dataclass

SMALL_COUNT = 5  # k: a count of pupils from 1 to k - 1 is hidden
HIDDEN_RATE = 10  # a rate on fewer periods is hidden
SMALL_RATE = 20  # a rate on fewer periods is marked "effectif faible"; 0 % and 100 % are hidden
COMPANY_UNITS = 3  # a cell of companies holds at least so many
DOMINANCE = 0.85  # and none makes a larger share of it
MOSTLY_UNKNOWN = 0.5  # above this share of unknown, a zone has no value on a map


@dataclass(frozen=True)
class Threshold:
    """A threshold in force and what it means, in French."""

    name: str
    value: str
    meaning: str


def described() -> tuple[Threshold, ...]:
    """The thresholds in force, for the reader."""
    return (
        Threshold(
            "Petit effectif (k)",
            str(SMALL_COUNT),
            f"En diffusion, un nombre d’élèves ou de périodes de 1 à {SMALL_COUNT - 1} est "
            "secret. Règle maison, à confirmer par l’académie.",
        ),
        Threshold(
            "Taux secret",
            f"moins de {HIDDEN_RATE}",
            f"En diffusion, un taux calculé sur moins de {HIDDEN_RATE} périodes est secret.",
        ),
        Threshold(
            "Effectif faible",
            f"moins de {SMALL_RATE}",
            f"Un taux calculé sur moins de {SMALL_RATE} périodes est marqué «\u00a0effectif "
            "faible\u00a0»\u00a0; en diffusion, il est secret s’il vaut 0\u00a0% ou 100\u00a0%. "
            "Seuil d’InserJeunes.",
        ),
        Threshold(
            "Entreprises d’une case",
            f"au moins {COMPANY_UNITS}",
            f"En diffusion, une case d’entreprises en compte au moins {COMPANY_UNITS} "
            "(règle de l’Insee).",
        ),
        Threshold(
            "Dominance",
            f"{DOMINANCE:.0%}".replace("%", "\u00a0%"),
            "En diffusion, aucune entreprise ne fait plus de cette part d’une case (règle de "
            "l’Insee).",
        ),
        Threshold(
            "Zone sans valeur",
            f"plus de {MOSTLY_UNKNOWN:.0%}".replace("%", "\u00a0%"),
            "Au-delà de cette part de périodes inconnues, une carte ne donne pas de valeur à une "
            "zone.",
        ),
    )
