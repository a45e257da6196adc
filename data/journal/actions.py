"""What an action of a pôle is, and the check of its fields: no person's name gets past it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data.contracts.kinds import fold
from data.privacy.person_names import is_person_name
from data.privacy.personal_cells import holds_personal, is_named
from data.scope import Scope
from data.store.store import Store

AXES = {  # of the circular on the pôles de stage
    "parcours": "Sécurisation des parcours",
    "partenaires": "Réseau de partenaires",
    "qualite": "Qualité",
}
LONGEST_TEXT, LONGEST_TAG, LONGEST_PARTNER, MOST_PARTNERS = 280, 40, 80, 20
FIRST_DAY = date(2015, 9, 1)  # the first pôles
_AHEAD = timedelta(days=366)
_NO_PERSON = (
    "aucun nom de personne dans le journal\u00a0: écrire la fonction ou l’organisme "
    "(«\u00a0la DDFPT\u00a0», «\u00a0le chef d’établissement\u00a0»)."
)
_NO_CONTACT = "aucun courriel, téléphone ni numéro d’élève dans le journal\u00a0: les retirer."


@dataclass(frozen=True)
class Action:
    """What a pôle did, as written.

    day : when, or the first day
    bef : code of the BEF whose pôle acts
    axis : one of `AXES`
    text : what was done, at most 280 characters
    practice : a tag to find it again (« forum »), or ""
    taken_from : id of the action whose practice is reused, or ""
    schools : UAI of the schools that take part
    partners : names of organisations
    """

    day: date
    bef: str
    axis: str
    text: str
    practice: str = ""
    taken_from: str = ""
    schools: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the published version and the journal know, for a reader.

    befs, schools : codes of BEF and UAI that may be named
    actions : day of each action that may be named as a source
    """

    befs: Collection[str] = ()
    schools: Collection[str] = ()
    actions: Mapping[str, date] = field(default_factory=dict)


class RefusedError(ValueError):
    """The action cannot be kept; `messages`: field -> what is wrong and what to do, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__(" ".join(messages.values()))
        self.messages = messages


def campaign_of(day: date) -> str:
    """School year of a day: « 2025-2026 », from 1 September to 31 August."""
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}-{start + 1}"


def campaign_before(campaign: str) -> str:
    """School year before: « 2024-2025 » for « 2025-2026 »."""
    start = int(campaign[:4])
    return f"{start - 1}-{start}"


def united(one: Action, other: Action) -> Action:
    """Start of a text that settles a conflict: the first, with what the other adds."""
    return replace(
        one,
        text=one.text if one.text == other.text else f"{one.text} {other.text}",
        practice=one.practice or other.practice,
        taken_from=one.taken_from or other.taken_from,
        schools=tuple(sorted({*one.schools, *other.schools})),
        partners=tidy(replace(one, partners=one.partners + other.partners)).partners,
    )


def known_places(store: Store, scope: Scope) -> Known:
    """BEF and schools of the published version that the reader may name."""
    befs = store.read(scope, "SELECT bef FROM bef")["bef"]
    schools = store.read(scope, "SELECT uai FROM school")["uai"]
    return Known(frozenset(befs), frozenset(schools))


def tidy(action: Action) -> Action:
    """Write an action the usual way: single spaces, no empty or repeated school or partner."""
    partners = {fold(p): _spaced(p) for p in reversed(action.partners) if p.strip()}
    return Action(
        action.day,
        action.bef.strip(),
        action.axis,
        _spaced(action.text),
        _spaced(action.practice),
        action.taken_from.strip(),
        tuple(sorted({s.strip().upper() for s in action.schools if s.strip()})),
        tuple(reversed(partners.values())),
    )


def check(action: Action, known: Known, today: date, kept: Action | None = None) -> None:
    """Refuse an action that says too little, names a person or names what does not exist.

    Parameters
    ----------
    action : as `tidy` writes it
    known : what may be named
    today : day of the save
    kept : the action as it was: what it named already may stay, gone from the version or not

    Raises
    ------
    RefusedError : one message a field
    """
    before = kept or Action(action.day, "", "", "")
    messages = {
        "day": _day(action.day, today),
        "bef": _bef(action.bef, {*known.befs, before.bef}),
        "axis": "" if action.axis in AXES else "Axe\u00a0: choisir l’un des trois axes.",
        "text": _text(action.text),
        "practice": _short("Pratique", action.practice, LONGEST_TAG),
        "taken_from": _source(action, known, before),
        "schools": _schools(set(action.schools) - {*known.schools, *before.schools}),
        "partners": _partners(action.partners),
    }
    wrong = {name: message for name, message in messages.items() if message}
    if wrong:
        raise RefusedError(wrong)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _bef(bef: str, known: set[str]) -> str:
    if bef and bef in known:
        return ""
    return (
        f"Bassin\u00a0: «\u00a0{bef}\u00a0» n’existe pas dans la version publiée\u00a0; choisir un "
        "bassin de la liste."
    )


def _day(day: date, today: date) -> str:
    if FIRST_DAY <= day <= today + _AHEAD:
        return ""
    return (
        f"Date\u00a0: {day:%d/%m/%Y} est hors du journal\u00a0; écrire une date entre le "
        f"{FIRST_DAY:%d/%m/%Y} et le {today + _AHEAD:%d/%m/%Y}."
    )


def _text(text: str) -> str:
    if not text:
        return "Texte\u00a0: dire en une phrase ce qui a été fait."
    if len(text) > LONGEST_TEXT:
        return f"Texte\u00a0: {len(text)} signes, {LONGEST_TEXT} au plus\u00a0; raccourcir."
    if holds_personal(text):
        return f"Texte\u00a0: {_NO_CONTACT}"
    return f"Texte\u00a0: {_NO_PERSON}" if _names_someone(text) else ""


def _names_someone(text: str) -> bool:
    """Ask the detector of the whole and of each sentence: it takes « Martin. » for an initial."""
    sentences = (sentence.strip(" .") for sentence in re.split(r"[.!?;:](?:\s|$)", text))
    return is_person_name(text) or any(map(is_person_name, sentences))


def _short(name: str, text: str, longest: int) -> str:
    """Check a tag or a name of organisation; the value refused is not said again."""
    if len(text) > longest:
        return f"{name}\u00a0: {len(text)} signes, {longest} au plus\u00a0; raccourcir."
    if holds_personal(text):
        return f"{name}\u00a0: {_NO_CONTACT}"
    return f"{name}\u00a0: {_NO_PERSON}" if is_named(text) else ""


def _partners(partners: tuple[str, ...]) -> str:
    if len(partners) > MOST_PARTNERS:
        return f"Partenaires\u00a0: {len(partners)} noms, {MOST_PARTNERS} au plus."
    wrong = (_short("Partenaires", name, LONGEST_PARTNER) for name in partners)
    return next(filter(None, wrong), "")


def _schools(unknown: set[str]) -> str:
    if not unknown:
        return ""
    named = ", ".join(sorted(unknown)[:5])
    return (
        f"Établissements\u00a0: {named} absent de la version publiée ou hors de votre "
        "périmètre\u00a0; choisir dans la liste."
    )


def _source(action: Action, known: Known, before: Action) -> str:
    source = action.taken_from
    if not source or source == before.taken_from:
        return ""
    if source not in known.actions:
        return f"Reprise de\u00a0: «\u00a0{source}\u00a0» n’est pas une action du journal."
    if known.actions[source] > action.day:
        return f"Reprise de\u00a0: «\u00a0{source}\u00a0» est postérieure à cette action."
    return ""
