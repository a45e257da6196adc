"""French forms of numbers: 1 234,5 %, intervals, lists."""

import math
import re
from collections.abc import Sequence

NBSP = "\u00a0"  # U+202F looks glued in common fonts
MISSING = "–"
_ARTICLES = {  # of names that start with a common noun, a direction or a territory with an article
    **dict.fromkeys(("Nord", "Sud", "Centre", "Pays", "Val", "Bassin", "Réseau", "Secteur"), "du "),
    **dict.fromkeys(("Littoral", "Jura", "Lot", "Cher", "Médoc", "Béarn", "Haut"), "du "),
    **dict.fromkeys(("Vallée", "Côte", "Haute", "Périphérie", "Métropole", "Plaine"), "de la "),
    **dict.fromkeys(("Creuse", "Lozère", "Vendée", "Mayenne", "Sarthe", "Drôme"), "de la "),
    **dict.fromkeys(("Est", "Ouest", "Agglomération", "Île", "Estuaire", "Ariège"), "de l’"),
    **dict.fromkeys(("Vosges", "Îles", "Monts", "Landes"), "des "),
}


def number(value: float | int | None, decimals: int = 0) -> str:
    """Format a number: 12 345,6. A missing one is a dash: name its absence beside it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    text = f"{value:z,.{decimals}f}"  # z: what rounds to 0 has no sign
    return text.replace(",", NBSP).replace(".", ",").replace("-", "\u2212")


def percent(share: float | None, decimals: int = 1) -> str:
    """Format a share in 0..1: 92,4 %."""
    if share is None or math.isnan(share):
        return MISSING
    return f"{number(100 * share, decimals)}{NBSP}%"


def p_value(p: float) -> str:
    """Format a probability of chance: « = 0,03 », « < 0,001 »."""
    if math.isnan(p):
        return MISSING
    return f"<{NBSP}0,001" if p < 0.001 else f"={NBSP}{number(p, 3)}"


def bounds(low: float, high: float, decimals: int = 1) -> str:
    """Format the bounds of a number, in its own unit: [87,5 ; 89,8]."""
    return f"[{number(low, decimals)}{NBSP};{NBSP}{number(high, decimals)}]"


def interval(low: float, high: float, decimals: int = 1) -> str:
    """Format the bounds of a share in 0..1: [87,5 ; 89,8]."""
    return bounds(100 * low, 100 * high, decimals)


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Format a count with its noun: 1 période, 2 périodes; 0 and 1 are singular in French."""
    noun = singular if abs(count) < 2 else (several or singular + "s")
    return f"{number(count)}{NBSP}{noun}"


def sent(some: int, schools: float) -> str:
    """Count the schools that sent something: 3 établissements sur 5 ont transmis."""
    verb = "ont" if some > 1 else "a"
    return f"{plural(some, 'établissement')} sur {number(schools)} {verb} transmis"


def listed(names: Sequence[str]) -> str:
    """Join names: « a, b et c »."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " et " + names[-1]


def of(name: str) -> str:
    """Link a zone's name to what is its own: « de Nancy », « du Nord meusien ».

    Examples
    --------
    >>> of("Épinal")
    'd’Épinal'
    >>> of("Vallée de la Meuse"), of("Le Havre"), of("Les Ulis"), of("La Seyne")
    ('de la Vallée de la Meuse', 'du Havre', 'des Ulis', 'de La Seyne')
    """
    for article, linked in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return linked + name.removeprefix(article)
    first = re.split(r"[ /-]", name, maxsplit=1)[0]
    link = _ARTICLES.get(first) or ("d’" if first[:1] in "AÂEÉÈÊIÎOÔUÛH" else "de ")
    return f"{link}{name}"


def short_name(label: str, longest: int = 14) -> str:
    """Shorten a zone's name for a map: its first part when the whole is long."""
    if len(label) <= longest:
        return label
    return label.split(" – ")[0]
