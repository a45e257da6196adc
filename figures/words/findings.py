"""Sentences on one BEF, each made from its row of numbers alone. `**` marks what stands out."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from data import silence
from figures.words import french
from figures.words.spine_words import KM, LABELS, amount, decimals_of

# What a line measures, as the subject of a sentence; all singular.
_SUBJECTS = {
    "taux_acces": "l’accès à J0",
    "sans_lieu": "la part sans lieu à J0",
    "non_renseigne": f"la part {silence.UNTOLD_E}",
    "tardifs": "la part des placements tardifs",
    "distance": "la distance médiane",
    "famille": "la part du réseau familial",
    "aide": "la part trouvée par l’école ou le pôle",
    "autosuffisance": "la part placée dans le bassin",
    "evaluations": "le retour des évaluations",
    "ruptures": "la part des ruptures",
}
_CAUSES = {
    "taux_acces": "Qu’est-ce qui retient les signatures avant le premier jour\u00a0?",
    "sans_lieu": "Pour quels élèves le lieu manque-t-il encore au premier jour\u00a0?",
    "non_renseigne": "Qu’est-ce qui faciliterait la remontée des suivis\u00a0?",
    "tardifs": "Qu’est-ce qui permettrait de conclure les accords plus tôt\u00a0?",
    "distance": "Quels lieux plus proches pourraient accueillir\u00a0?",
    "evaluations": "Comment faciliter le retour des évaluations\u00a0?",
    "ruptures": "Que disent les équipes des périodes interrompues\u00a0?",
}
_KNOWN = {
    "famille": "Le canal d’obtention n’est connu que pour {} des placements",
    "aide": "Le canal d’obtention n’est connu que pour {} des placements",
    "distance": "Le lieu n’est connu que pour {} des placements",
    "autosuffisance": "Le lieu n’est connu que pour {} des placements",
    "tuteurs": "La formation des tuteurs n’est connue que pour {} des lieux d’accueil",
    "evaluations": "Le retour des évaluations n’est connu que pour {} des placements",
    "ruptures": "L’issue n’est connue que pour {} des placements",
    "tardifs": "La date d’accord n’est connue que pour {} des placements",
}

ONLY = "Ce bassin est toute l’académie\u00a0: il n’y a rien à quoi le comparer."

_BESIDE = ("nothing", "uncompared", "only")
Row = Mapping[str, Any]


def question(name: str) -> str:
    """The page's question: « Comment va le pôle de Nancy ? ».

    Examples
    --------
    >>> question("Épinal")
    'Comment va le pôle d’Épinal\xa0?'
    """
    return f"Comment va le pôle {french.of(name)}\u00a0?"


def sentence(row: Row) -> str:
    """Write one finding or question.

    Parameters
    ----------
    row : a row of `analytics.pole.findings.findings`, possibly read back from an export

    Raises
    ------
    KeyError : a rule that has no sentence
    """
    return _RULES[row["rule"]](row)


def sentences(rows: pd.DataFrame, kind: str) -> list[str]:
    """All sentences of a kind ("constat", "question"), in order."""
    return [sentence(row) for row in rows[rows["kind"] == kind].to_dict("records")]


def answer(rows: pd.DataFrame) -> str:
    """Answer the page's question from the findings.

    Parameters
    ----------
    rows : of `analytics.pole.findings.findings`
    """
    found = rows[rows["kind"] == "constat"].to_dict("records")
    gaps = [row for row in found if row["rule"] == "gap"]
    if gaps:
        clauses = [
            f"{_SUBJECTS[row['line']]} est **nettement {_side(row)} de l’académie**" for row in gaps
        ]
        text = "À formations égales, " + "\u00a0; ".join(clauses) + "."
    else:
        text = " ".join(sentence(row) for row in found if row["rule"] in _BESIDE)
    lacks = [row for row in found if row["rule"] == "lack"]
    return " ".join([text, *(sentence(row) for row in lacks)])


def _side(row: Row) -> str:
    return "au-dessus" if row["value"] > row["reference"] else "au-dessous"


def _amount(row: Row, name: str) -> str:
    return amount(row["line"], row[name])


def _measured(row: Row) -> str:
    """Value with its interval."""
    if row["line"] in KM:
        return f"{_amount(row, 'value')} {french.bounds(row['low'], row['high'])}"
    interval = french.interval(row["low"], row["high"], decimals_of(row["line"]))
    return f"{_amount(row, 'value')} {interval}"


def _distance_to(row: Row) -> str:
    gap = abs(row["value"] - row["reference"])
    if row["line"] in KM:
        return f"{french.number(gap, 1)}\u00a0km"
    points = round(100 * gap, 1)
    return f"{french.number(points, 1)}\u00a0point{'s' if points >= 2 else ''}"


def _gap(row: Row) -> str:
    return (
        f"{LABELS[row['line']]}\u00a0: {_measured(row)}, {_distance_to(row)} {_side(row)} de "
        f"l’académie ({_amount(row, 'reference')})."
    )


def _change(row: Row) -> str:
    return (
        f"{LABELS[row['line']]} en {row['subject']}, établissements et formations tenus égaux"
        f"\u00a0: {_amount(row, 'value')}, {_distance_to(row)} {_side(row)} des campagnes "
        f"précédentes (écart, en points\u00a0: {french.interval(row['low'], row['high'])})."
    )


def _nothing(row: Row) -> str:
    return (
        "**Rien ne distingue nettement ce bassin de l’académie**, sur "
        f"{french.plural(int(row['count']), 'indicateur comparé', 'indicateurs comparés')} à "
        "formations égales."
    )


def _uncompared(row: Row) -> str:
    return "**Ce bassin n’est pas comparé à l’académie**\u00a0: les données ne le permettent pas."


def _lack(row: Row) -> str:
    count = round(row["count"])
    verb = "manquaient" if count > 1 else "manquait"
    return (
        f"{row['subject']}\u00a0: {french.plural(count, 'place')} {verb} au premier jour, pour "
        f"{french.plural(round(row['n']), 'période suivie', 'périodes suivies')}."
    )


def _sent(row: Row) -> str:
    return f"{french.sent(int(row['count']), int(row['n']))} un suivi."


def _blind(row: Row) -> str:
    employers = french.plural(
        int(row["count"]), "établissement employeur", "établissements employeurs"
    )
    return (
        f"{row['line']}\u00a0: quels employeurs solliciter en «\u00a0{row['subject']}\u00a0» "
        f"({employers}, aucun lieu d’accueil connu)\u00a0?"
    )


def _silent(row: Row) -> str:
    count, due = int(row["count"]), round(row["n"])
    verb, help_them = ("n’ont", "les aiderait") if count > 1 else ("n’a", "l’aiderait")
    return (
        f"{french.plural(count, 'établissement')} {verb} rien transmis "
        f"({french.plural(due, 'période due', 'périodes dues')})\u00a0: qu’est-ce qui "
        f"{help_them}\u00a0?"
    )


def _cause(row: Row) -> str:
    return _CAUSES[row["line"]]


def _peers(row: Row) -> str:
    names = row["subject"].split("\n")
    if len(names) == 1:
        return f"Qu’a essayé {names[0]}, bassin comparable\u00a0?"
    return f"Qu’ont essayé les bassins comparables, {french.listed(names)}\u00a0?"


def _known(row: Row) -> str:
    share = french.percent(row["value"], 0)
    return f"{_KNOWN[row['line']].format(share)}\u00a0: comment le recueillir\u00a0?"


def _find(row: Row) -> str:
    count = round(row["count"])
    places = f"les {french.number(count)} places" if count > 1 else "la place"
    verb = "manquaient" if count > 1 else "manquait"
    return f"{row['subject']}\u00a0: quelles pistes pour {places} qui {verb}\u00a0?"


def _only(row: Row) -> str:
    return f"**{ONLY}**"


_RULES: dict[str, Callable[[Row], str]] = {
    "gap": _gap,
    "change": _change,
    "nothing": _nothing,
    "uncompared": _uncompared,
    "only": _only,
    "lack": _lack,
    "sent": _sent,
    "blind": _blind,
    "silent": _silent,
    "cause": _cause,
    "peers": _peers,
    "known": _known,
    "find": _find,
}
